//! Dates as editors write them, made whole with the site's time zone.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use super::front::Moment;
use crate::config::reader::{Field, Reader};
use crate::diagnostic::{Code, Diagnostic};

/// The field as a date; a finding where it is none.
pub fn read(reader: &mut Reader<'_>, field: Field<'_>, zone: &TimeZone) -> Option<Moment> {
    let written = reader.text(field)?;
    match parse(written.value.trim(), zone) {
        Ok(moment) => Some(moment),
        Err(wrong) => {
            let finding = Diagnostic::new(Code::BadDate, format!("`{}` is no date: {wrong}", written.value));
            let finding = match padded(written.value.trim()) {
                Some(better) => finding.help(format!("write `{}: {better}`", field.key)),
                None => finding.help("write `2024-06-19`, `2024-06-19T14:20` or `2024-06-19T14:20:00+03:00`"),
            };
            reader.report(written.span, finding);
            None
        }
    }
}

/// Parses ISO 8601 (calendar dates, extended format): a day; with `T` or a space, a time of day; with that, `Z` or an
/// offset. A time without an offset is of the zone; a time that the zone skips is moved on by the gap, one that it has
/// twice is the first (RFC 5545's rule). The error says what is wrong.
pub fn parse(text: &str, zone: &TimeZone) -> Result<Moment, String> {
    let (day, rest) = match text.char_indices().find(|(_, letter)| matches!(letter, 'T' | 't' | ' ')) {
        Some((at, _)) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default().trim()),
        None => (text, ""),
    };
    let date = parse_day(day)?;
    if rest.is_empty() {
        return in_zone(date.at(0, 0, 0, 0), zone).map(|moment| Moment { has_time: false, ..moment });
    }
    let (time, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (rest.get(..at).unwrap_or_default().trim_end(), rest.get(at..).unwrap_or_default()),
        None => (rest, ""),
    };
    let time = parse_time(time)?;
    if offset.is_empty() {
        return in_zone(date.to_datetime(time), zone);
    }
    let offset = parse_offset(offset).ok_or_else(|| format!("`{offset}` is no offset from UTC"))?;
    let instant = offset.to_timestamp(date.to_datetime(time)).map_err(|_| "it is out of range".to_owned())?;
    Ok(Moment { instant, offset, has_time: true })
}

fn parse_day(day: &str) -> Result<Date, String> {
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let [year, month, of_month] = parts.as_slice() else { return Err("a day is written `YYYY-MM-DD`".into()) };
    if !digits(year, 4) || !digits(month, 2) || !digits(of_month, 2) {
        return Err("a day is written `YYYY-MM-DD`".into());
    }
    let (year, month, of_month) = match (year.parse::<i16>(), month.parse::<i8>(), of_month.parse::<i8>()) {
        (Ok(year), Ok(month), Ok(of_month)) => (year, month, of_month),
        _ => return Err("a day is written `YYYY-MM-DD`".into()),
    };
    if !(1..=12).contains(&month) {
        return Err(format!("there is no month {month}"));
    }
    Date::new(year, month, of_month).map_err(|_| format!("that month has no day {of_month}"))
}

fn parse_time(time: &str) -> Result<Time, String> {
    let well_formed = time.len() >= 5 && time.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    well_formed.then(|| time.parse().ok()).flatten().ok_or_else(|| format!("`{time}` is no time of day"))
}

/// `Z`, `+03:00`, `+0300` or `+03`.
fn parse_offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let digits: String = text.get(1..)?.chars().filter(|letter| *letter != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Some(0), |rest| rest.parse().ok())?;
    let seconds = (hours * 60 + minutes) * 60;
    let sound = hours <= 23 && minutes <= 59;
    Offset::from_seconds(if text.starts_with('-') { -seconds } else { seconds }).ok().filter(|_| sound)
}

fn in_zone(civil: DateTime, zone: &TimeZone) -> Result<Moment, String> {
    let instant: Timestamp = zone.to_timestamp(civil).map_err(|_| "it is out of range".to_owned())?;
    Ok(Moment { instant, offset: zone.to_offset(instant), has_time: true })
}

/// What the editor meant, where only the form is wrong: `2024-6-9`, `2024/06/09`, `9.6.2024`.
fn padded(text: &str) -> Option<String> {
    let day = text.split(['T', ' ']).next()?;
    let numbers: Vec<i16> = day.split(['-', '/', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (year, month, of_month) = match *numbers.as_slice() {
        [year, month, of_month] if year > 999 => (year, month, of_month),
        [of_month, month, year] if year > 999 && day.contains('.') => (year, month, of_month),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(of_month).ok()?).ok()?;
    Some(date.to_string())
}
