//! Reading JSON field by field.
//!
//! The derived decoders of `serde` for what the worker answers cost 150 kB of WASM, more than a third
//! of what the panel may have. The browser's own `JSON.parse` costs nothing and is faster, so here
//! is the little that is needed to read its result.

use domain::{Date, Timestamp};
use js_sys::{Array, Reflect};
use serde::{
    Deserialize,
    de::{self, IntoDeserializer as _, value::StrDeserializer},
};
use std::{cell::Cell, fmt};
use wasm_bindgen::JsValue;

/// What couldn't be read: the name of the field.
pub(crate) type Unread = &'static str;

/// A parsed value.
pub(crate) trait Json: Sized {
    /// The field of this name; `None` when there is none or it is null.
    fn get(&self, name: &str) -> Option<Self>;

    /// The items of an array.
    fn items(&self) -> Option<Vec<Self>>;

    /// A text.
    fn text(&self) -> Option<String>;

    /// A number.
    fn number(&self) -> Option<f64>;

    /// True or false.
    fn truth(&self) -> Option<bool>;
}

impl Json for JsValue {
    fn get(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(self, &Self::from_str(name)).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }

    fn items(&self) -> Option<Vec<Self>> {
        Array::is_array(self).then(|| Array::from(self).to_vec())
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }
}

/// Reads `value` by `read`, unless something in it can't be read.
pub(crate) fn read<J: Json, T>(value: J, read: impl FnOnce(&At<'_, J>) -> T) -> Result<T, Unread> {
    let unread = Cell::new(None);
    let made = read(&At { value: Some(value), unread: &unread });
    match unread.get() {
        None => Ok(made),
        Some(what) => Err(what),
    }
}

/// A place in what is read.
///
/// What can't be read is remembered, the first of it, and something else stands for it until [`read`]
/// gives that up: going back from each field of each type would be half of all that is here.
pub(crate) struct At<'a, J> {
    /// What stands there, if anything.
    value: Option<J>,
    unread: &'a Cell<Option<Unread>>,
}

impl<J: Json> At<'_, J> {
    /// Remembers what couldn't be read.
    pub(crate) fn miss(&self, what: Unread) {
        if self.unread.get().is_none() {
            self.unread.set(Some(what));
        }
    }

    /// The field of this name, where there is one that isn't null.
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.as_ref()?.get(name)?;
        Some(Self { value: Some(value), unread: self.unread })
    }

    /// The field of this name, which has to be there.
    #[inline(never)]
    pub(crate) fn at(&self, name: Unread) -> Self {
        self.get(name).unwrap_or_else(|| {
            self.miss(name);
            Self { value: None, unread: self.unread }
        })
    }

    /// The text that stands here, if it is one.
    pub(crate) fn text_if_any(&self) -> Option<String> {
        self.value.as_ref()?.text()
    }

    /// The text that stands here.
    #[inline(never)]
    pub(crate) fn as_text(&self) -> String {
        self.text_if_any().unwrap_or_else(|| {
            self.miss("text");
            String::new()
        })
    }

    /// The number that stands here.
    #[inline(never)]
    pub(crate) fn as_count(&self) -> u32 {
        let number = self.value.as_ref().and_then(Json::number);
        number.and_then(whole).unwrap_or_else(|| {
            self.miss("count");
            0
        })
    }

    /// The day that stands here.
    #[inline(never)]
    pub(crate) fn as_date(&self) -> Option<Date> {
        let day = Date::parse(&self.as_text());
        if day.is_none() {
            self.miss("date");
        }
        day
    }

    /// A text.
    #[inline(never)]
    pub(crate) fn text(&self, name: Unread) -> String {
        self.at(name).as_text()
    }

    /// A text, where there is one.
    #[inline(never)]
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.get(name).map(|text| text.as_text())
    }

    /// A number.
    #[inline(never)]
    pub(crate) fn count(&self, name: Unread) -> u32 {
        self.at(name).as_count()
    }

    /// A number, where there is one.
    pub(crate) fn count_of(&self, name: &str) -> Option<u32> {
        self.get(name).map(|count| count.as_count())
    }

    /// True or false.
    #[inline(never)]
    pub(crate) fn truth(&self, name: Unread) -> bool {
        let at = self.at(name);
        at.value.as_ref().and_then(Json::truth).unwrap_or_else(|| {
            self.miss("truth");
            false
        })
    }

    /// A day, where there is one.
    #[inline(never)]
    pub(crate) fn date_of(&self, name: &str) -> Option<Date> {
        self.get(name)?.as_date()
    }

    /// An instant as `Timestamp` writes it, in UTC.
    #[inline(never)]
    pub(crate) fn instant(&self, name: Unread) -> Timestamp {
        parse_instant(&self.text(name)).unwrap_or_else(|| {
            self.miss("instant");
            Timestamp::from_millis(0)
        })
    }

    /// The values of an array.
    pub(crate) fn list<T>(&self, name: Unread, read: fn(&Self) -> T) -> Vec<T> {
        let mut values = Vec::new();
        for value in self.items(name) {
            values.push(read(&Self { value: Some(value), unread: self.unread }));
        }
        values
    }

    #[inline(never)]
    fn items(&self, name: Unread) -> Vec<J> {
        let items = self.get(name).and_then(|at| at.value?.items());
        items.unwrap_or_else(|| {
            self.miss(name);
            Vec::new()
        })
    }

    /// The value whose name stands here: a variant without fields. `stand_in` stands for what can't be
    /// read.
    pub(crate) fn as_named<T: for<'a> Deserialize<'a>>(&self, stand_in: T) -> T {
        of_name(&self.as_text()).unwrap_or_else(|| {
            self.miss("name");
            stand_in
        })
    }

    /// The value whose name stands in a field; see [`Self::as_named`].
    pub(crate) fn named<T: for<'a> Deserialize<'a>>(&self, name: Unread, stand_in: T) -> T {
        self.at(name).as_named(stand_in)
    }

    /// The one of `values` whose name stands here; see [`Self::as_named`].
    pub(crate) fn one_of<T, const N: usize>(&self, stand_in: T, values: [(&str, T); N]) -> T {
        let name = self.as_text();
        for (known, value) in values {
            if name == known {
                return value;
            }
        }
        self.miss("name");
        stand_in
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what doesn't fit is refused first"
)]
fn whole(number: f64) -> Option<u32> {
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && number % 1.0 == 0.0;
    fits.then_some(number as u32)
}

/// The value of this name.
pub(crate) fn of_name<T: for<'a> Deserialize<'a>>(name: &str) -> Option<T> {
    let name: StrDeserializer<'_, NoSuchName> = name.into_deserializer();
    T::deserialize(name).ok()
}

/// That a name isn't known. It drops what `serde` would say about it, and with that all the code
/// that would print it.
#[derive(Debug)]
struct NoSuchName;

impl fmt::Display for NoSuchName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such name")
    }
}

impl std::error::Error for NoSuchName {}

impl de::Error for NoSuchName {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// The full parser of RFC 3339 would cost 8 kB; ours reads only what we write.
fn parse_instant(text: &str) -> Option<Timestamp> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "000"));
    let mut parts = time.split(':');
    let mut part = |limit: i64| {
        let part = parts.next()?;
        let number: i64 = part.parse().ok()?;
        (part.len() == 2 && (0..limit).contains(&number)).then_some(number)
    };
    let (hours, minutes, seconds) = (part(24)?, part(60)?, part(60)?);
    if parts.next().is_some() || fraction.len() != 3 {
        return None;
    }
    let millis: i64 = fraction.parse().ok()?;
    let days = Date::new(1970, 1, 1)?.days_until(Date::parse(day)?);
    let seconds = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    Some(Timestamp::from_millis(seconds * 1_000 + millis))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::Value;

    impl Json for Value {
        fn get(&self, name: &str) -> Option<Self> {
            Self::get(self, name).filter(|value| !value.is_null()).cloned()
        }

        fn items(&self) -> Option<Vec<Self>> {
            self.as_array().cloned()
        }

        fn text(&self) -> Option<String> {
            self.as_str().map(str::to_owned)
        }

        fn number(&self) -> Option<f64> {
            self.as_f64()
        }

        fn truth(&self) -> Option<bool> {
            self.as_bool()
        }
    }

    #[test]
    fn instants_are_read_as_they_are_written() {
        for text in ["1970-01-01T00:00:00Z", "2026-11-24T09:41:07.250Z", "1969-12-31T23:59:59Z"] {
            let at = Timestamp::parse(text);
            assert!(at.is_some());
            assert_eq!(parse_instant(text), at);
            assert_eq!(parse_instant(&at.unwrap().to_string()), at);
        }
        for text in [
            "",
            "2026-11-24",
            "2026-11-24T09:41:07",
            "2026-11-24T09:41:07+01:00",
            "2026-11-24T24:00:00Z",
            "2026-11-24T9:41:07Z",
            "2026-11-24T09:41Z",
            "2026-11-24T09:41:07:08Z",
            "2026-11-24T09:41:07.2Z",
            "2026-02-30T09:41:07Z",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }

    #[test]
    fn counts_are_whole_and_in_range() {
        for (json, read) in [
            ("0", Ok(0)),
            ("4294967295", Ok(u32::MAX)),
            ("4294967296", Err("count")),
            ("-1", Err("count")),
            ("1.5", Err("count")),
            ("\"1\"", Err("count")),
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(super::read(value, |at| at.as_count()), read, "{json}");
        }
    }
}
