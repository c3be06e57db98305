//! Dates as other tools write them, as ISO 8601.

use jiff::tz::TimeZone;

use crate::parse::moment::parse;

/// A date of an archive as front matter has it; `None` for what is no date. Where it names no zone, none is added: the
/// site's own counts.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(moment) = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned_datetime(text) {
        return Some(with_offset(moment.timestamp(), moment.offset()));
    }
    let text = text.replace('/', "-");
    let (day, time) = text.split_once(['T', 't', ' ']).map_or((text.as_str(), ""), |(day, time)| (day, time.trim()));
    let day = padded(day)?;
    if time.is_empty() {
        return parse(&day, &TimeZone::UTC).ok().map(|_| day);
    }
    // A time without seconds, with spaces before its zone, with the zone's name behind it.
    let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = (time.get(..zone_at)?.trim(), time.get(zone_at..)?.split(' ').next().unwrap_or_default());
    let clock = clock.split(' ').next()?;
    let moment = parse(&format!("{day}T{clock}{zone}"), &TimeZone::UTC).ok()?;
    match zone {
        "" => Some(moment.civil().strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        _ => Some(with_offset(moment.instant, moment.offset)),
    }
}

/// A moment on the clock of a place.
pub(super) fn with_offset(instant: jiff::Timestamp, offset: jiff::tz::Offset) -> String {
    crate::parse::front::Moment { instant, offset, has_time: true }.rfc3339()
}

/// `2024-6-9` with all its digits.
fn padded(day: &str) -> Option<String> {
    let mut parts = day.split('-');
    let (year, month, of_month) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next().is_none() && year.len() == 4).then(|| format!("{year}-{month:0>2}-{of_month:0>2}"))
}

/// Year and month of an ISO date, for folders.
pub(super) fn month(date: &str) -> Option<(&str, &str)> {
    Some((date.get(..4)?, date.get(5..7)?))
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates_of_other_tools() {
        for (written, expected) in [
            ("Wed, 19 Jun 2024 14:20:00 +0300", Some("2024-06-19T14:20:00+03:00")),
            ("Wed, 19 Jun 2024 14:20:00 GMT", Some("2024-06-19T14:20:00Z")),
            ("2024-06-19", Some("2024-06-19")),
            ("2024-6-9", Some("2024-06-09")),
            ("2024/06/19 14:20", Some("2024-06-19T14:20:00")),
            ("2024-06-19 14:20:00 +0300", Some("2024-06-19T14:20:00+03:00")),
            ("2024-06-19T14:20:00.123Z", Some("2024-06-19T14:20:00Z")),
            ("2024-06-19 14:20:00 +0000 UTC", Some("2024-06-19T14:20:00Z")),
            ("0000-00-00 00:00:00", None),
            ("2024-02-30", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(iso(written).as_deref(), expected, "{written}");
        }
    }
}
