//! Dates and ranges as the page shows them, in the viewer's locale.

use crate::{
    lookup::{is_letter_or_digit, words},
    text::clean,
    vocabulary::{Topic, Vocabulary},
};
use domain::{Date, search::around};

/// A longer text isn't a date.
const LONGEST: usize = 80;

/// Years outside are refused: no relationship is older than the product, and a two-digit year or
/// one of another calendar isn't told apart safely.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// Whether the day or the month comes first in a numeric date that doesn't start with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// 25/11/2023.
    DayFirst,
    /// 11/25/2023.
    MonthFirst,
}

impl Order {
    /// The order that a page in `language` (BCP 47, as the page declares it) uses; `None` where
    /// that isn't known. From the numeric short dates of Unicode CLDR.
    pub(crate) fn of(language: &str) -> Option<Self> {
        let mut parts = language.split(['-', '_']).map(str::to_ascii_lowercase);
        let primary = parts.next()?;
        let region = parts.find(|part| part.len() == 2 || part.bytes().all(|b| b.is_ascii_digit()));
        match (primary.as_str(), region.as_deref()) {
            ("en", None | Some("us" | "as" | "gu" | "mh" | "mp" | "pr" | "um" | "vi")) => {
                Some(Self::MonthFirst)
            }
            // Canada and the Philippines mix orders; the Panama and Puerto Rico forms of Spanish
            // put the month first.
            ("en", Some("ca" | "ph")) | ("es", Some("us" | "pa" | "pr")) | ("fr", Some("ca")) => {
                None
            }
            ("en" | "de" | "fr" | "es" | "it" | "nl" | "pt", _) => Some(Self::DayFirst),
            _ => None,
        }
    }

    /// The order to read a page by: that of its language, unless one of its dates can't be read
    /// so. Then the viewer's dates follow another locale than the page's words, and dates that
    /// could be read either way are left unread.
    pub(crate) fn shown(vocabulary: &Vocabulary, language: &str, dates: &[&str]) -> Option<Self> {
        let order = Self::of(language)?;
        for text in dates {
            if let Some(written) = Written::parse(vocabulary, text)
                && written.read_as(order).is_none()
                && written.read_as(order.other()).is_some()
            {
                return None;
            }
        }
        Some(order)
    }

    fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

/// A day, or a first and a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// First day, where there are two.
    pub(crate) start: Option<Date>,
    /// Last or only day.
    pub(crate) end: Date,
}

/// Reads a date or a range of dates; numeric ones by `order`, or the only possible way. `None`
/// where there is no reading, or where there are two and nothing to choose by.
pub(crate) fn read(vocabulary: &Vocabulary, text: &str, order: Option<Order>) -> Option<Span> {
    let written = Written::parse(vocabulary, text)?;
    if let Some(order) = order
        && let Some(span) = written.read_as(order)
    {
        return Some(span);
    }
    match (written.read_as(Order::DayFirst), written.read_as(Order::MonthFirst)) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

/// One date as written.
#[derive(Debug, Clone, Copy)]
enum Day {
    /// Year, month and day are told apart by how they are written.
    Clear(Date),
    /// Two numbers before a year.
    Numeric(u8, u8, i32),
}

impl Day {
    fn read_as(self, order: Order) -> Option<Date> {
        match (self, order) {
            (Self::Clear(date), _) => Some(date),
            (Self::Numeric(day, month, year), Order::DayFirst)
            | (Self::Numeric(month, day, year), Order::MonthFirst) => Date::new(year, month, day),
        }
    }
}

/// A date or a range as written.
#[derive(Debug, Clone, Copy)]
struct Written {
    start: Option<Day>,
    end: Day,
}

impl Written {
    fn parse(vocabulary: &Vocabulary, text: &str) -> Option<Self> {
        let text = clean(text);
        if text.chars().nth(LONGEST).is_some() {
            return None;
        }
        if let Some(end) = day(vocabulary, &text) {
            return Some(Self { start: None, end });
        }
        // A hyphen may stand between the parts of a date or between two dates: every place is
        // tried, and only one can leave two whole dates.
        for (at, mark) in text.char_indices().filter(|&(_, c)| is_range_mark(c)) {
            let (before, after) = (text.get(..at)?, text.get(at + mark.len_utf8()..)?);
            if let (Some(start), Some(end)) = (day(vocabulary, before), day(vocabulary, after)) {
                return Some(Self { start: Some(start), end });
            }
        }
        for (word, _) in vocabulary.labels(Topic::RangeWords) {
            let Some((before, after)) = around(&text, word) else { continue };
            let after = after.strip_suffix(UNTIL).unwrap_or(after);
            if let (Some(start), Some(end)) = (day(vocabulary, before), day(vocabulary, after)) {
                return Some(Self { start: Some(start), end });
            }
        }
        None
    }

    /// A range is read only with its days in order, and both of them alike.
    fn read_as(self, order: Order) -> Option<Span> {
        let end = self.end.read_as(order)?;
        let start = match self.start {
            Some(day) => Some(day.read_as(order)?),
            None => None,
        };
        (start.is_none_or(|start| start <= end)).then_some(Span { start, end })
    }
}

fn is_range_mark(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '~' | '〜' | '～' | '→')
}

/// Stands behind the last day of a range in Japanese.
const UNTIL: &str = "まで";

/// One date, with nothing else in the text.
fn day(vocabulary: &Vocabulary, text: &str) -> Option<Day> {
    let mut month = None;
    let mut numbers = [(0_i32, 0_usize); 3];
    let mut count = 0;
    let mut month_at = 0;
    for word in words(text) {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            let slot = numbers.get_mut(count)?;
            if word.len() > 4 {
                return None;
            }
            *slot = (word.parse().ok()?, word.len());
            count += 1;
        } else if let Some(at) = vocabulary.find_exactly(Topic::Months, &word) {
            if month.is_some() {
                return None;
            }
            month = Some(u8::try_from(at + 1).ok()?);
            month_at = count;
        } else if !vocabulary.has_word(Topic::DateFillers, &word) {
            return None;
        }
    }
    let small =
        |(value, digits): (i32, usize)| (digits <= 2).then(|| u8::try_from(value).ok()).flatten();
    let year =
        |(value, digits): (i32, usize)| (digits == 4 && YEARS.contains(&value)).then_some(value);
    let [first, second, third] = numbers;
    match (month, count) {
        // "November 25, 2023", "25 November 2023"; the month never comes last but after a year.
        (Some(month), 2) if month_at < 2 => {
            if let Some(year) = year(second) {
                return Date::new(year, month, small(first)?).map(Day::Clear);
            }
            Date::new(year(first)?, month, small(second)?).map(Day::Clear)
        }
        (None, 3) if is_numeric(text) => {
            if let Some(year) = year(first) {
                return Date::new(year, small(second)?, small(third)?).map(Day::Clear);
            }
            Some(Day::Numeric(small(first)?, small(second)?, year(third)?))
        }
        _ => None,
    }
}

/// Whether a date of numbers only is separated the way dates are.
fn is_numeric(text: &str) -> bool {
    let joined = |c: char| {
        c.is_whitespace() || matches!(c, '/' | '.' | '-' | '‐' | '‑' | '年' | '月' | '日' | '／')
    };
    text.chars().all(|c| is_letter_or_digit(c) || joined(c))
}

#[cfg(test)]
mod tests;
