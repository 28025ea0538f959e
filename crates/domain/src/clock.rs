//! Calendar dates and instants, as values: nothing here reads a clock.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

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
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Whole days from `self` to `later`; negative when `later` comes first.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
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

    /// Reads RFC 3339, with any offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let instant = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(instant.unix_timestamp_nanos() / 1_000_000).ok().map(Self)
    }

    /// The day in UTC on which this instant falls. A day at the limit of a rule may differ by one
    /// from the viewer's own; the rules' limits are in days, so that is as exact as the page is.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.instant().date())
    }

    fn instant(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.instant();
        write!(f, "{}T{:02}:{:02}:{:02}", self.date(), at.hour(), at.minute(), at.second())?;
        if at.millisecond() != 0 {
            write!(f, ".{:03}", at.millisecond())?;
        }
        f.write_str("Z")
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
        assert_eq!(
            Timestamp::parse("2026-11-24T10:41:00+01:00"),
            Timestamp::parse("2026-11-24T09:41:00Z")
        );
    }
}
