//! When a request may be sent again.

use crate::wire::header;
use domain::Timestamp;

/// A read is tried this many times in a row.
pub(crate) const MOST_TRIES: u8 = 5;

/// A read waits this long in all, in milliseconds, before it counts as throttled.
pub(crate) const PATIENCE: i64 = 120_000;

/// A service that refused as often as we try is left alone for as long at least, in milliseconds.
pub(crate) const REST: i64 = 60_000;

/// The first wait where the answer names none, in milliseconds. Each further one may be twice as long,
/// up to [`LONGEST_STEP`].
const FIRST_STEP: i64 = 1_000;
const LONGEST_STEP: i64 = 30_000;

/// `Retry-After` in milliseconds, all of it: a number of seconds, or a date, counted from the date of
/// the answer, so that a wrong clock here doesn't matter. Nothing for a date that is past. `None` where
/// it isn't there or is neither (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &[(String, String)], now: Timestamp) -> Option<i64> {
    let text = header(headers, "retry-after");
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number has are a very long time as well.
        return Some(text.parse().unwrap_or(i64::MAX).saturating_mul(1_000));
    }
    let date = http_date(text)?;
    let sent = http_date(header(headers, "date")).unwrap_or(now);
    Some(date.millis().saturating_sub(sent.millis()).max(0))
}

/// A date as HTTP writes it, `Tue, 24 Nov 2026 09:41:00 GMT` (RFC 9110, section 5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = words[..] else { return None };
    let month = MONTHS.iter().position(|&known| known == month)? + 1;
    let month = [if month < 10 { "-0" } else { "-" }, &month.to_string(), "-"].concat();
    Timestamp::parse(&[year, &month, day, "T", time, "Z"].concat())
}

/// How long to wait before try number `tries` + 1, where the answer doesn't say: any time up to a limit
/// that doubles with every try. Those who failed together don't come back together.
pub(crate) fn jitter(tries: u8, random: &mut Random) -> i64 {
    let limit = FIRST_STEP << i64::from(tries.min(10));
    let limit = limit.min(LONGEST_STEP).cast_unsigned();
    (random.next() % (limit + 1)).cast_signed()
}

/// `millis` after `moment`.
pub(crate) fn after(moment: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(moment.millis().saturating_add(millis))
}

/// Numbers that differ, from one that was random: splitmix64. Nobody has to be unable to guess them.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A GUID of random bits (RFC 9562, version 4), to name a request by.
    pub(crate) fn guid(&mut self) -> String {
        let mut out = String::new();
        for half in [self.next() & !0xf000 | 0x4000, self.next() & !(3 << 62) | 1 << 63] {
            for at in 0..16 {
                if matches!(out.len(), 8 | 13 | 18 | 23) {
                    out.push('-');
                }
                let digit = (half >> (60 - 4 * at)) & 15;
                out.push(char::from(b"0123456789abcdef"[digit as usize]));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::is_guid;

    #[test]
    fn waits_are_read_whole() {
        let now = Timestamp::parse("2026-11-24T09:41:00Z").unwrap();
        let check = |text: &str, date: &str, expected: Option<i64>| {
            let headers =
                [("Retry-After", text), ("Date", date)].map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(retry_after(&headers, now), expected, "{text} {date}");
        };
        for (text, millis) in [
            ("0", Some(0)),
            (" 10 ", Some(10_000)),
            ("600", Some(600_000)),
            ("86400", Some(86_400_000)),
            ("99999999999999999999", Some(i64::MAX)),
            ("Tue, 24 Nov 2026 09:42:30 GMT", Some(90_000)),
            ("Tue, 24 Nov 2026 09:40:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("Tue, 24 Nov 2026 09:42:30", None),
            ("Tue, 24 Nov 2026 25:42:30 GMT", None),
            ("Tue, 24 Now 2026 09:42:30 GMT", None),
        ] {
            check(text, "", millis);
        }
        // A clock here that is an hour slow makes no difference.
        check("Tue, 24 Nov 2026 10:41:30 GMT", "Tue, 24 Nov 2026 10:41:00 GMT", Some(30_000));
        assert_eq!(retry_after(&[], now), None);
    }

    #[test]
    fn waits_without_a_word_are_spread_and_grow() {
        let mut random = Random::new(7);
        let mut most = |tries| (0..500).map(|_| jitter(tries, &mut random)).max().unwrap();
        for (tries, limit) in [(1, 2_000), (2, 4_000), (4, 16_000), (5, 30_000), (200, 30_000)] {
            let seen = most(tries);
            assert!(seen <= limit && seen > limit * 9 / 10, "{tries}: {seen}");
        }
    }

    #[test]
    fn names_of_requests_differ() {
        let mut random = Random::new(0);
        let mut names: Vec<String> = (0..1_000).map(|_| random.guid()).collect();
        for name in &names {
            assert!(is_guid(name), "{name}");
            assert_eq!(name.as_bytes()[14], b'4', "{name}");
            assert!(b"89ab".contains(&name.as_bytes()[19]), "{name}");
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 1_000);
    }
}
