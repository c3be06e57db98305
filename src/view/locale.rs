//! Dates, plural classes, direction and names of languages, from CLDR (ICU4X).

use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{M, T, YM, YMD};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::locale::{LanguageIdentifier, Locale as IcuLocale, LocaleDirectionality};
use icu::plurals::{PluralCategory, PluralRules};
use icu::time::Time;

use super::common::DateView;
use crate::config::Language;
use crate::glossary::LanguageKey;
use crate::glossary::entity::PartialDate;
use crate::parse::front::Moment;
use crate::parse::query::config;
use crate::source::Db;

const LATIN: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Languages in which the month behind "since" and "until" stands in the genitive, as in a whole date.
const DECLINING: [&str; 10] = ["be", "bs", "cs", "hr", "pl", "ru", "sk", "sl", "sr", "uk"];

/// What is needed to print dates and numbers in one language. A language that CLDR lacks prints as its root does.
pub struct Locale {
    day: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
    month: Option<FixedCalendarDateTimeFormatter<Gregorian, YM>>,
    month_name: Option<FixedCalendarDateTimeFormatter<Gregorian, M>>,
    time: Option<FixedCalendarDateTimeFormatter<Gregorian, T>>,
    plurals: Option<PluralRules>,
    numbers: Option<DecimalFormatter>,
    /// The digits from 0 to 9.
    digits: [char; 10],
    declines: bool,
    right_to_left: bool,
    tag: String,
}

/// The locale of a language; made once.
#[salsa::tracked(no_eq)]
pub fn locale(db: &dyn Db, language: LanguageKey) -> Locale {
    Locale::new(language.language(db))
}

impl Locale {
    /// The locale of a language.
    fn new(language: &Language) -> Self {
        let icu: IcuLocale = language.tag().parse().unwrap_or(IcuLocale::UNKNOWN);
        let id: LanguageIdentifier = icu.id.clone();
        let numbers = DecimalFormatter::try_new((&icu).into(), DecimalFormatterOptions::default()).ok();
        let digit = |digit: u8| numbers.as_ref().and_then(|numbers| numbers.format(&Decimal::from(digit)).to_string().chars().next());
        Self {
            digits: std::array::from_fn(|value| digit(value as u8).unwrap_or(LATIN[value])),
            numbers,
            declines: DECLINING.contains(&language.primary()),
            day: FixedCalendarDateTimeFormatter::try_new((&icu).into(), YMD::long()).ok(),
            month: FixedCalendarDateTimeFormatter::try_new((&icu).into(), YM::long()).ok(),
            month_name: FixedCalendarDateTimeFormatter::try_new((&icu).into(), M::long()).ok(),
            time: FixedCalendarDateTimeFormatter::try_new((&icu).into(), T::hm()).ok(),
            plurals: PluralRules::try_new_cardinal((&icu).into()).ok(),
            right_to_left: LocaleDirectionality::new_common().is_right_to_left(&id),
            tag: id.to_string(),
        }
    }

    /// The language's tag in its canonical form: `pt-BR`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// `rtl` or `ltr`.
    pub fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// The CLDR plural category of a whole number: `one`, `few`, `many`, `other`, …
    pub fn plural(&self, n: usize) -> &'static str {
        match self.plurals.as_ref().map(|rules| rules.category_for(n)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            _ => "other",
        }
    }

    /// A whole number with the language's digits and separators: `1,234`, `1 234`, `١٬٢٣٤`.
    pub fn number(&self, n: usize) -> String {
        let formatted = self.numbers.as_ref().map(|numbers| numbers.format(&Decimal::from(n as u64)).to_string());
        formatted.unwrap_or_else(|| n.to_string())
    }

    /// A text with the language's digits: years and ordinals, which have no separators.
    pub fn digits(&self, text: &str) -> String {
        let digit = |sign: char| sign.to_digit(10).and_then(|value| self.digits.get(value as usize)).copied();
        text.chars().map(|sign| digit(sign).unwrap_or(sign)).collect()
    }

    /// The language's digits, as the Unicode extension `nu` names them (UTS #35).
    pub fn numerals(&self) -> &'static str {
        match self.digits.first() {
            Some('٠') => "arab",
            Some('۰') => "arabext",
            Some('०') => "deva",
            Some('০') => "beng",
            Some('၀') => "mymr",
            _ => "latn",
        }
    }

    /// A date as templates get it.
    pub fn date(&self, moment: Moment) -> DateView {
        let civil = moment.civil();
        let text = self.day(civil.date());
        let long = match moment.has_time.then(|| self.time(civil.time())).flatten() {
            Some(time) => format!("{text}, {time} {}", zone(moment)),
            None => text.clone(),
        };
        let day = civil.date().to_string();
        let iso = if moment.has_time { moment.rfc3339() } else { day.clone() };
        DateView { iso, day, text, long }
    }

    /// A day in words: `19 June 2024`.
    pub fn day(&self, day: jiff::civil::Date) -> String {
        self.formatted(day, |locale, date| locale.day.as_ref().map(|formatter| formatter.format(date).to_string()))
    }

    /// A month in words: `June 2024`.
    pub fn month(&self, year: i16, month: i8) -> String {
        let first = jiff::civil::Date::new(year, month, 1).unwrap_or_default();
        self.formatted(first, |locale, date| locale.month.as_ref().map(|formatter| formatter.format(date).to_string()))
    }

    /// A month's name standing alone: `June`, `червень`.
    pub fn month_name(&self, month: i8) -> String {
        let first = jiff::civil::Date::new(2000, month, 1).unwrap_or_default();
        self.formatted(first, |locale, date| locale.month_name.as_ref().map(|formatter| formatter.format(date).to_string()))
    }

    /// A date of reduced precision in words: `2011`, `December 2011`, `17 December 2011`.
    pub fn partial(&self, date: PartialDate) -> String {
        match (date.month, date.day) {
            (Some(month), Some(day)) => match jiff::civil::Date::new(date.year, month, day) {
                Ok(day) => self.day(day),
                Err(_) => self.month(date.year, month),
            },
            (Some(month), None) => self.month(date.year, month),
            _ => self.digits(&date.year.to_string()),
        }
    }

    /// A date of reduced precision as it stands behind "since" and "until": `грудня 2011 р.`
    pub fn bound(&self, date: PartialDate) -> String {
        match (date.month, date.day) {
            (Some(month), None) if self.declines => {
                let first = jiff::civil::Date::new(date.year, month, 1).unwrap_or_default();
                let whole = self.day(first);
                let day_out = whole.strip_prefix("1. ").or_else(|| whole.strip_prefix("1 "));
                day_out.map_or_else(|| self.partial(date), str::to_owned)
            }
            _ => self.partial(date),
        }
    }

    fn time(&self, time: jiff::civil::Time) -> Option<String> {
        let formatter = self.time.as_ref()?;
        let time = Time::try_new(time.hour().unsigned_abs(), time.minute().unsigned_abs(), 0, 0).ok()?;
        Some(formatter.format(&time).to_string())
    }

    fn formatted(&self, day: jiff::civil::Date, format: impl Fn(&Self, &Date<Gregorian>) -> Option<String>) -> String {
        Date::try_new_gregorian(i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs())
            .ok()
            .and_then(|date| format(self, &date))
            .unwrap_or_else(|| day.to_string())
    }
}

/// `UTC`, or the offset: `UTC+3`, `UTC+5:30`.
fn zone(moment: Moment) -> String {
    let minutes = moment.offset.seconds() / 60;
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// The language of words of the site's main language on a page of another; empty for readers of the main language.
pub fn foreign_tag(db: &dyn Db, reader: &Language) -> String {
    let main = &config(db).value.language;
    if main == reader { String::new() } else { main.tag().to_owned() }
}

/// A language's name in itself, for switches; its tag where it is not one of those that news sites commonly have.
pub fn own_name(language: &Language) -> &str {
    match language.primary() {
        "ar" => "العربية",
        "be" => "Беларуская",
        "bg" => "Български",
        "cs" => "Čeština",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "et" => "Eesti",
        "fi" => "Suomi",
        "fr" => "Français",
        "he" => "עברית",
        "hu" => "Magyar",
        "it" => "Italiano",
        "ja" => "日本語",
        "ka" => "ქართული",
        "ko" => "한국어",
        "lt" => "Lietuvių",
        "lv" => "Latviešu",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "ro" => "Română",
        "ru" => "Русский",
        "sk" => "Slovenčina",
        "sl" => "Slovenščina",
        "sr" => "Српски",
        "sv" => "Svenska",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "zh" => "中文",
        _ => language.tag(),
    }
}
