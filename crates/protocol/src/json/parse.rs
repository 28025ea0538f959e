//! From text to a tree.

use crate::json::{Json, Mismatch};

/// Values nested deeper than this are refused, so that no input can use up the stack.
const DEEPEST: u32 = 64;

/// Something else than `expected` was there.
#[inline(never)]
fn not(expected: &'static str) -> Mismatch {
    Mismatch { expected, path: Vec::new() }
}

/// Stands for half of a surrogate pair, which a page's text can hold and a Rust text cannot.
const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// With `is_foreign`, a number that isn't whole becomes a text instead of being refused.
pub(super) fn parse(text: &str, is_foreign: bool) -> Result<Json, Mismatch> {
    let mut parser = Parser { text, at: 0, is_foreign };
    let value = parser.value(DEEPEST)?;
    match parser.next_token() {
        None => Ok(value),
        Some(_) => Err(not("the end of the text")),
    }
}

struct Parser<'a> {
    text: &'a str,
    /// Where it goes on, in bytes.
    at: usize,
    is_foreign: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// The next byte after white space.
    fn next_token(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.next()
    }

    fn value(&mut self, depth: u32) -> Result<Json, Mismatch> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(not("less depth"));
        };
        match self.next_token() {
            Some(b'n') => self.word("ull", Json::Null),
            Some(b't') => self.word("rue", Json::Truth(true)),
            Some(b'f') => self.word("alse", Json::Truth(false)),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'[') => self.list(depth),
            Some(b'{') => self.object(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(not("a value")),
        }
    }

    fn word(&mut self, rest: &str, value: Json) -> Result<Json, Mismatch> {
        let is_there = self
            .text
            .as_bytes()
            .get(self.at..)
            .is_some_and(|left| left.starts_with(rest.as_bytes()));
        if !is_there {
            return Err(not("a value"));
        }
        self.at += rest.len();
        Ok(value)
    }

    /// A number whose first byte has been taken.
    fn number(&mut self) -> Result<Json, Mismatch> {
        let start = self.at - 1;
        while let Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-') = self.peek() {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at).unwrap_or_default();
        let has_leading_zero = digits.trim_start_matches('-').starts_with('0') && digits.len() > 1;
        match digits.parse() {
            Ok(number) if !has_leading_zero => Ok(Json::Number(number)),
            Err(_) if self.is_foreign && digits.ends_with(|c: char| c.is_ascii_digit()) => {
                Ok(Json::Text(digits.to_owned()))
            }
            _ => Err(not("a whole number")),
        }
    }

    fn list(&mut self, depth: u32) -> Result<Json, Mismatch> {
        let mut items = Vec::new();
        if self.is_closed_by(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends_with(b']')? {
                return Ok(Json::List(items));
            }
        }
    }

    fn object(&mut self, depth: u32) -> Result<Json, Mismatch> {
        let mut members = Vec::new();
        if self.is_closed_by(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            if self.next_token() != Some(b'"') {
                return Err(not("a member's name"));
            }
            let name = self.string()?;
            if self.next_token() != Some(b':') {
                return Err(not("a colon"));
            }
            members.push((name, self.value(depth)?));
            if self.ends_with(b'}')? {
                return Ok(Json::Object(members));
            }
        }
    }

    /// Whether nothing stands before `end`, which is taken if so.
    fn is_closed_by(&mut self, end: u8) -> bool {
        let start = self.at;
        let closed = self.next_token() == Some(end);
        if !closed {
            self.at = start;
        }
        closed
    }

    /// Takes what follows an item: a comma, or `end`.
    fn ends_with(&mut self, end: u8) -> Result<bool, Mismatch> {
        match self.next_token() {
            Some(b',') => Ok(false),
            Some(byte) if byte == end => Ok(true),
            _ => Err(not("a comma or an end")),
        }
    }

    /// A text whose opening quotation mark has been taken.
    fn string(&mut self) -> Result<String, Mismatch> {
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            // It stops at ASCII only, so this is a whole number of characters.
            out.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.next() {
                Some(b'"') => return Ok(out),
                Some(b'\\') => out.push(self.escaped()?),
                _ => return Err(not("a text")),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Mismatch> {
        Ok(match self.next() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(not("an escape")),
        })
    }

    fn unicode(&mut self) -> Result<char, Mismatch> {
        let first = self.unit()?;
        if !matches!(first, 0xD800..=0xDBFF) {
            return Ok(char::from_u32(first).unwrap_or(BROKEN));
        }
        let start = self.at;
        if self.next() == Some(b'\\') && self.next() == Some(b'u') {
            let second = self.unit()?;
            if matches!(second, 0xDC00..=0xDFFF) {
                let both = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(both).unwrap_or(BROKEN));
            }
        }
        self.at = start;
        Ok(BROKEN)
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Mismatch> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.next().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit << 4 | digit.ok_or_else(|| not("four hexadecimal digits"))?;
        }
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The tree as `serde_json` has it.
    fn reference(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Truth(truth) => Value::from(*truth),
            Json::Number(number) => Value::from(*number),
            Json::Text(text) => Value::from(text.as_str()),
            Json::List(items) => items.iter().map(reference).collect(),
            Json::Object(members) => {
                members.iter().map(|(name, value)| (name.clone(), reference(value))).collect()
            }
        }
    }

    #[test]
    fn reads_what_serde_json_reads() {
        for text in [
            "null",
            " true ",
            "false",
            "0",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            r#""""#,
            r#""Contoso""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""caf\u00e9 \u3042 \ud83d\udc69""#,
            "\"é 会 👩\"",
            "[]",
            " [ ] ",
            "[1,[2,[3]],{}]",
            "{}",
            r#"{"a":{"b":[{"c":null}]},"d":"}"}"#,
            "\t{ \"a\" :\r\n1 , \"b\" : [ true , false ] } ",
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Json::parse(text).as_ref().map(reference), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_serde_json_refuses() {
        for text in [
            "",
            " ",
            "nul",
            "True",
            "+1",
            "01",
            "-",
            "-01",
            "1 2",
            "\"",
            "\"a",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u12",
            "\"a\nb\"",
            "[",
            "[1",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1 \"b\":2}",
            "{1:2}",
            "]",
            "\u{feff}1",
            "\u{a0}1",
            "'a'",
            "1e",
            "--1",
        ] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
            assert!(Json::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn differs_from_serde_json_where_it_must() {
        // Nothing that comes in has a fraction.
        for text in ["1.5", "1.0", "1e3", "-0.0", "9223372036854775808"] {
            assert_eq!(Json::parse(text), Err(not("a whole number")), "{text}");
        }
        // The text of a page may be cut inside a surrogate pair; the rest of it still counts.
        for (text, read) in [
            (r#""a\ud83d""#, "a\u{fffd}"),
            (r#""\udc69a""#, "\u{fffd}a"),
            (r#""\ud83d\n""#, "\u{fffd}\n"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\ud83d\udc69""#, "\u{fffd}👩"),
        ] {
            assert_eq!(Json::parse(text), Ok(Json::Text(read.to_owned())), "{text}");
        }
        // Of others' numbers the digits are kept, for whoever needs them.
        for text in ["1.5", "0.25", "-2.0", "1e3", "1E-2", "9223372036854775808"] {
            assert_eq!(Json::parse_foreign(text), Ok(Json::Text(text.to_owned())), "{text}");
        }
        assert_eq!(Json::parse_foreign("[12]"), Ok(Json::List(vec![Json::Number(12)])));
        for text in ["-", "1.", "1e", "01", "1.5 2"] {
            assert!(Json::parse_foreign(text).is_err(), "{text}");
        }
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&nested(64)).is_ok());
        assert_eq!(Json::parse(&nested(65)), Err(not("less depth")));
        assert!(Json::parse(&"[".repeat(1_000_000)).is_err());
    }
}
