//! From types to text.

use crate::json::Json;

/// What can be written as JSON, exactly as the type's `Serialize` would write it.
pub trait ToJson {
    /// Writes it behind what `out` holds.
    fn to_json(&self, out: &mut String);
}

/// Writes text that is JSON already. In one place: `String::push_str` is copied to wherever it's
/// called.
#[inline(never)]
pub fn raw(out: &mut String, json: &str) {
    out.push_str(json);
}

#[inline(never)]
fn text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..' ' => {
                out.push_str("\\u00");
                for digit in [u32::from(c) >> 4, u32::from(c) & 0xf] {
                    out.extend(char::from_digit(digit, 16));
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn to_json(&self, out: &mut String) {
        T::to_json(self, out);
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn to_json(&self, out: &mut String) {
        T::to_json(self, out);
    }
}

impl ToJson for str {
    fn to_json(&self, out: &mut String) {
        text(out, self);
    }
}

impl ToJson for String {
    fn to_json(&self, out: &mut String) {
        text(out, self);
    }
}

/// Null.
impl ToJson for () {
    fn to_json(&self, out: &mut String) {
        raw(out, "null");
    }
}

impl ToJson for bool {
    fn to_json(&self, out: &mut String) {
        raw(out, if *self { "true" } else { "false" });
    }
}

impl ToJson for i64 {
    fn to_json(&self, out: &mut String) {
        raw(out, &self.to_string());
    }
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl ToJson for $type {
            fn to_json(&self, out: &mut String) {
                i64::from(*self).to_json(out);
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32, i32);

/// The tree as it is. A number that was kept as its digits is written as a text.
impl ToJson for Json {
    fn to_json(&self, out: &mut String) {
        match self {
            Self::Null => raw(out, "null"),
            Self::Truth(truth) => truth.to_json(out),
            Self::Number(number) => number.to_json(out),
            Self::Text(held) => text(out, held),
            Self::List(items) => items.to_json(out),
            Self::Object(members) => {
                let mut between = "{";
                for (name, value) in members {
                    raw(out, between);
                    text(out, name);
                    raw(out, ":");
                    value.to_json(out);
                    between = ",";
                }
                raw(out, if members.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

/// None is null.
impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self, out: &mut String) {
        match self {
            Some(value) => value.to_json(out),
            None => raw(out, "null"),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    fn to_json(&self, out: &mut String) {
        let mut between = "[";
        for item in self {
            raw(out, between);
            item.to_json(out);
            between = ",";
        }
        raw(out, if self.is_empty() { "[]" } else { "]" });
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self, out: &mut String) {
        self.as_slice().to_json(out);
    }
}

impl<T: ToJson> ToJson for [T; 2] {
    fn to_json(&self, out: &mut String) {
        self.as_slice().to_json(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_written_as_it_was_read() {
        for text in [
            "null",
            "true",
            "-12",
            r#""a\"b""#,
            "[]",
            "[1,[],{}]",
            "{}",
            r#"{"a":{"b":[{"c":null}]},"d":false}"#,
        ] {
            let mut out = String::new();
            Json::parse(text).unwrap().to_json(&mut out);
            assert_eq!(out, text);
        }
    }
}
