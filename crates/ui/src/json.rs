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
use std::fmt;
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

/// How a value of one type is read.
pub(crate) type Read<J, T> = fn(&J) -> Result<T, Unread>;

/// A field that has to be there.
pub(crate) fn field<J: Json, T>(of: &J, name: Unread, read: Read<J, T>) -> Result<T, Unread> {
    read(&of.get(name).ok_or(name)?)
}

/// A field that may be absent or null.
pub(crate) fn option<J: Json, T>(
    of: &J,
    name: Unread,
    read: Read<J, T>,
) -> Result<Option<T>, Unread> {
    of.get(name).map(|value| read(&value)).transpose()
}

/// A field with an array of values.
pub(crate) fn list<J: Json, T>(of: &J, name: Unread, read: Read<J, T>) -> Result<Vec<T>, Unread> {
    let items = of.get(name).and_then(|value| value.items()).ok_or(name)?;
    // A loop is smaller than collecting results, and there are many kinds of lists.
    let mut read_items = Vec::with_capacity(items.len());
    for item in items {
        read_items.push(read(&item)?);
    }
    Ok(read_items)
}

pub(crate) fn text<J: Json>(value: &J) -> Result<String, Unread> {
    value.text().ok_or("text")
}

pub(crate) fn truth<J: Json>(value: &J) -> Result<bool, Unread> {
    value.truth().ok_or("truth")
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what doesn't fit is refused first"
)]
pub(crate) fn count<J: Json>(value: &J) -> Result<u32, Unread> {
    let number = value.number().ok_or("count")?;
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && number % 1.0 == 0.0;
    if fits { Ok(number as u32) } else { Err("count") }
}

/// A value that is a name in data: an id, or a variant without fields.
pub(crate) fn named<J: Json, T: for<'a> Deserialize<'a>>(value: &J) -> Result<T, Unread> {
    of_name(&text(value)?).ok_or("name")
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

pub(crate) fn date<J: Json>(value: &J) -> Result<Date, Unread> {
    Date::parse(&text(value)?).ok_or("date")
}

/// An instant as `Timestamp` writes it, in UTC.
pub(crate) fn instant<J: Json>(value: &J) -> Result<Timestamp, Unread> {
    parse_instant(&text(value)?).ok_or("instant")
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
            assert_eq!(count(&value), read, "{json}");
        }
    }
}
