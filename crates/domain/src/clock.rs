//! Calendar dates and instants, as values: nothing here reads a clock.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use time::OffsetDateTime;

/// A calendar day without a time zone, as Microsoft's page shows it. Written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// The day, or `None` where the calendar has no such day. `month` counts from 1.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let (century, year) = (pair(y1, y2, 100)?, pair(y3, y4, 100)?);
        let (month, day) = (pair(m1, m2, 100)?, pair(d1, d2, 100)?);
        Self::new(i32::from(century) * 100 + i32::from(year), month, day)
    }

    /// Whole days from `self` to `later`; negative when `later` comes first.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        if self.0.year() < 0 {
            text.push('-');
        }
        push_padded(&mut text, self.0.year().unsigned_abs(), 4);
        text.push('-');
        push_padded(&mut text, u8::from(self.0.month()).into(), 2);
        text.push('-');
        push_padded(&mut text, self.0.day().into(), 2);
        f.write_str(&text)
    }
}

/// Writes `number` with so many digits, or more. The formatting machinery, which can do that too, is
/// copied for each type of number.
#[inline(never)]
fn push_padded(text: &mut String, number: u32, digits: u32) {
    if number >= 10 || digits > 1 {
        push_padded(text, number / 10, digits.saturating_sub(1));
    }
    text.extend(char::from_digit(number % 10, 10));
}

/// An instant in UTC, to the millisecond. Written as RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z, as `Date.now()` gives them.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339, with any offset. Digits beyond the millisecond are left out, and a leap second
    /// is refused. The parser of `time` would cost 8 kB of WASM.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let days = Date::new(1970, 1, 1)?.days_until(Date::parse(date)?);
        let (time, rest) = rest.split_at_checked(9)?;
        let [b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2] = *time.as_bytes() else {
            return None;
        };
        let (hour, minute, second) = (pair(h1, h2, 24)?, pair(m1, m2, 60)?, pair(s1, s2, 60)?);
        let (millis, offset) = match rest.strip_prefix('.') {
            Some(rest) => fraction(rest)?,
            None => (0, rest),
        };
        let minutes = (days * 24 + i64::from(hour)) * 60 + i64::from(minute);
        let seconds = (minutes - offset_minutes(offset)?) * 60 + i64::from(second);
        Some(Self(seconds * 1_000 + millis))
    }

    /// The day in UTC on which this instant falls. A day at the limit of a rule may differ by one
    /// from the viewer's own; the rules' limits are in days, so that is as exact as the page is.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.instant().date())
    }

    /// The instant without its milliseconds.
    fn instant(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0.div_euclid(1_000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// A number of two digits below `limit`.
fn pair(tens: u8, ones: u8, limit: u8) -> Option<u8> {
    if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
        return None;
    }
    let number = (tens - b'0') * 10 + (ones - b'0');
    (number < limit).then_some(number)
}

/// The milliseconds of a fraction of a second, and what follows its digits.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let millis = text.bytes().take(digits).chain(*b"000").take(3);
    let millis = millis.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    (digits > 0).then_some((millis, rest))
}

/// How many minutes a time of this offset is ahead of UTC.
fn offset_minutes(text: &str) -> Option<i64> {
    match *text.as_bytes() {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let minutes = i64::from(pair(h1, h2, 24)?) * 60 + i64::from(pair(m1, m2, 60)?);
            Some(if sign == b'+' { minutes } else { -minutes })
        }
        _ => None,
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.instant();
        let mut text = self.date().to_string();
        for (before, number) in [('T', at.hour()), (':', at.minute()), (':', at.second())] {
            text.push(before);
            push_padded(&mut text, number.into(), 2);
        }
        let millis = self.0.rem_euclid(1_000);
        if millis != 0 {
            text.push('.');
            push_padded(&mut text, u32::try_from(millis).unwrap_or_default(), 3);
        }
        text.push('Z');
        f.write_str(&text)
    }
}

macro_rules! as_text {
    ($type:ident, $expected:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom(concat!("not ", $expected)))
            }
        }
    };
}

as_text!(Date, "a date like 2027-03-01");
as_text!(Timestamp, "an RFC 3339 time like 2026-11-24T09:41:00Z");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_round_trip_and_refuse_days_that_are_not() {
        for (text, ok) in [
            ("2027-03-01", true),
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2023-13-01", false),
            ("2023-1-01", false),
            ("2023-01-01-", false),
            ("+023-01-01", false),
            ("-023-01-01", false),
            ("", false),
        ] {
            assert_eq!(
                Date::parse(text).map(|d| d.to_string()),
                ok.then(|| text.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn instants_round_trip() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-24T09:41:00Z", 1_795_513_260_000),
            ("2026-11-24T09:41:00.250Z", 1_795_513_260_250),
        ] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp::from_millis(millis)));
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
        }
    }

    #[test]
    fn instants_are_read_in_every_form_of_rfc_3339() {
        let check = |text: &str, read: Option<&str>| {
            let written = Timestamp::parse(text).map(|at| at.to_string());
            assert_eq!(written.as_deref(), read, "{text}");
        };
        for text in [
            "2026-11-24T09:41:07Z",
            "2026-11-24t09:41:07z",
            "2026-11-24T10:41:07+01:00",
            "2026-11-24T04:11:07-05:30",
            "2026-11-25T00:41:07+15:00",
            "2026-11-24T09:41:07.0Z",
            "2026-11-24T09:41:07.000999-00:00",
        ] {
            check(text, Some("2026-11-24T09:41:07Z"));
        }
        check("1969-12-31T23:59:59.5Z", Some("1969-12-31T23:59:59.500Z"));
        check("1970-01-01T00:30:00.123456789+01:00", Some("1969-12-31T23:30:00.123Z"));
        for text in [
            "",
            "2026-11-24",
            "2026-11-24T09:41:07",
            "2026-11-24T09:41Z",
            "2026-11-24 09:41:07Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T09:60:00Z",
            "2026-11-24T09:41:60Z",
            "2026-11-24T9:41:07Z",
            "2026-11-24T+9:41:07Z",
            "2026-11-24T09:41:07.Z",
            "2026-11-24T09:41:07.5",
            "2026-11-24T09:41:07+0100",
            "2026-11-24T09:41:07+24:00",
            "2026-11-24T09:41:07ZZ",
            "2026-02-30T09:41:07Z",
            "2026-11-2éT09:41:07Z",
        ] {
            check(text, None);
        }
    }
}
