//! Dates of an entity, and roles, which hold between dates. A date is ISO 8601, perhaps with reduced precision.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::entity::{EntityRole, PartialDate};
use super::read_entity::{Setting, language};
use crate::config::Language;
use crate::config::reader::{Field, Map, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::node::{Spanned, Value};

/// The keys of `dates`: each pair is a first and a last.
const PAIRS: &[(&str, &str)] = &[("born", "died"), ("founded", "dissolved"), ("start", "end")];

/// The key `dates`.
pub(super) fn dates(map: &mut Map<'_, '_, '_>) -> BTreeMap<String, PartialDate> {
    let Some(field) = map.take("dates") else { return BTreeMap::new() };
    let Some(mut map) = map.reader.map(field.node, "an entity's dates") else { return BTreeMap::new() };
    let mut dates = BTreeMap::new();
    for (first, last) in PAIRS {
        let (from, to) = (date(&mut map, first), date(&mut map, last));
        check_order(map.reader, from.as_ref(), to.as_ref(), (first, last));
        dates.extend(from.map(|date| ((*first).to_owned(), date.value)));
        dates.extend(to.map(|date| ((*last).to_owned(), date.value)));
    }
    map.finish("");
    dates
}

/// The key `roles`, in the order of the file.
pub(super) fn roles(map: &mut Map<'_, '_, '_>, setting: Setting<'_>) -> Vec<EntityRole> {
    let items = map.items("roles");
    items.into_iter().filter_map(|item| role(map.reader, item, setting)).collect()
}

/// A role: a title alone, or a map. The title is a text, or one by language; `titles` has those of other languages.
fn role(reader: &mut Reader<'_>, field: Field<'_>, setting: Setting<'_>) -> Option<EntityRole> {
    if !matches!(field.node.value, Value::Map(_)) {
        let title = reader.text(field)?.value;
        return Some(EntityRole { title, titles: BTreeMap::new(), from: None, to: None });
    }
    let mut map = reader.map(field.node, "a role")?;
    let mut titles = BTreeMap::new();
    let title = match map.take("title") {
        Some(field) if matches!(field.node.value, Value::Map(_)) => by_language(map.reader, field, setting, &mut titles),
        _ => map.required("title", "Leader of North Korea").map(|title| title.value),
    };
    if let Some(field) = map.take("titles") {
        by_language(map.reader, field, setting, &mut titles);
    }
    let (from, to) = (date(&mut map, "from"), date(&mut map, "to"));
    check_order(map.reader, from.as_ref(), to.as_ref(), ("from", "to"));
    map.finish("");
    Some(EntityRole { title: title?, titles, from: from.map(|date| date.value), to: to.map(|date| date.value) })
}

/// Reads titles by language; gives the one of the site's main language, else the first.
fn by_language(reader: &mut Reader<'_>, field: Field<'_>, setting: Setting<'_>, titles: &mut BTreeMap<Language, String>) -> Option<String> {
    let mut first = None;
    for entry in reader.entries(field) {
        let language = language(reader, entry, setting);
        let Some(title) = reader.text(Field { key: field.key, node: &entry.node }) else { continue };
        first = first.or_else(|| Some(title.value.clone()));
        titles.insert(language, title.value);
    }
    setting.languages.first().and_then(|main| titles.get(main)).cloned().or(first)
}

fn date(map: &mut Map<'_, '_, '_>, key: &'static str) -> Option<Spanned<PartialDate>> {
    let written = map.optional(key)?;
    if let Some(value) = parse(written.value.trim()) {
        return Some(Spanned { value, span: written.span });
    }
    let finding = Diagnostic::new(Code::BadDate, format!("`{}` is no date", written.value))
        .help("write a year, a month or a day: `2011`, `2011-12` or `2011-12-17`");
    let lasts = key == "to" && matches!(written.value.as_str(), "now" | "present" | "today");
    map.reader.report(written.span, if lasts { finding.help("leave `to` out while the role lasts") } else { finding });
    None
}

/// `2011`, `2011-12` or `2011-12-17`; `None` for anything else and for days that do not exist.
fn parse(written: &str) -> Option<PartialDate> {
    let mut parts = written.split('-');
    let mut number = |digits: usize| -> Option<Option<i16>> {
        match parts.next() {
            None => Some(None),
            Some(part) if part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()) => part.parse().ok().map(Some),
            Some(_) => None,
        }
    };
    let (year, month, day) = (number(4)??, number(2)?, number(2)?);
    let small = |number: Option<i16>| number.map(i8::try_from).transpose().ok();
    let date = PartialDate { year, month: small(month)?, day: small(day)? };
    let exists = jiff::civil::Date::new(year, date.month.unwrap_or(1), date.day.unwrap_or(1)).is_ok();
    (exists && parts.next().is_none()).then_some(date)
}

/// Reports a last date that is before the first one.
fn check_order(
    reader: &mut Reader<'_>,
    first: Option<&Spanned<PartialDate>>,
    last: Option<&Spanned<PartialDate>>,
    (from, to): (&str, &str),
) {
    if let (Some(first), Some(last)) = (first, last)
        && compare(last.value, first.value) == Ordering::Less
    {
        let message = format!("`{to}` is before `{from}`");
        let finding = Diagnostic::new(Code::DateOrder, message).label(format!("`{from}` is {}", first.value.iso()));
        reader.report(last.span, finding);
    }
}

/// Compares what both dates tell: a year and a day in it are equal.
fn compare(a: PartialDate, b: PartialDate) -> Ordering {
    let known = |a: Option<i8>, b: Option<i8>| a.zip(b).map_or(Ordering::Equal, |(a, b)| a.cmp(&b));
    let month = || known(a.month, b.month);
    let day = || if a.month == b.month { known(a.day, b.day) } else { Ordering::Equal };
    a.year.cmp(&b.year).then_with(month).then_with(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_reduced_precision() {
        let date = |year, month, day| Some(PartialDate { year, month, day });
        assert_eq!(parse("2011"), date(2011, None, None));
        assert_eq!(parse("2011-12"), date(2011, Some(12), None));
        assert_eq!(parse("2011-12-17"), date(2011, Some(12), Some(17)));
        for wrong in ["", "11", "2011-13", "2011-02-30", "2011-1", "2011-12-17-1", "2011-", "+2011", "2011-12-17T10:00", "now"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn order_of_dates_of_different_precision() {
        let of = |written| parse(written).expect("a date");
        assert_eq!(compare(of("2011"), of("2011-12-17")), Ordering::Equal);
        assert_eq!(compare(of("2011-11"), of("2011-12-17")), Ordering::Less);
        assert_eq!(compare(of("2012"), of("2011-12-17")), Ordering::Greater);
    }
}
