//! JSON, in and out.
//!
//! What `serde` derives costs the worker more than 130 kB of WASM, of the 250 kB that it may have:
//! reading takes a visitor for maps, one for sequences and one for field names for each type, and
//! writing is copied into each type too. The shapes said here by `json_object!` and `json_kinds!` cost about 25 kB. They
//! are the same as those that `serde` derives for whoever has the room, and a test holds the two
//! together.

mod domain;
mod parse;
mod read;
mod shape;
mod write;

pub use crate::json::{
    read::{Fields, FromJson, Kind, Reader, recall},
    write::{ToJson, raw},
};

use std::fmt;

/// A value. Numbers are whole: nothing that comes in has a fraction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, its members in the order in which they were written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses `text`.
    ///
    /// # Errors
    /// For what isn't JSON, is nested more than 64 deep, or has a number that isn't whole.
    pub fn parse(text: &str) -> Result<Self, Mismatch> {
        parse::parse(text, false)
    }

    /// Parses `text` that somebody else wrote, where a number may have a fraction or be larger than 64
    /// bits: it is given as the text of its digits. Floats would cost the worker more than 10 kB.
    ///
    /// # Errors
    /// For what isn't JSON, or is nested more than 64 deep.
    pub fn parse_foreign(text: &str) -> Result<Self, Mismatch> {
        parse::parse(text, true)
    }

    /// The member `name` of an object, or null.
    #[must_use]
    pub fn member(&self, name: &str) -> &Self {
        let Self::Object(members) = self else { return &Self::Null };
        members.iter().find(|(key, _)| key == name).map_or(&Self::Null, |(_, value)| value)
    }

    /// The text, or an empty one for anything else.
    #[must_use]
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }
}

/// Why something couldn't be read: what was expected, and at which field. Holds no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    expected: &'static str,
    path: Vec<&'static str>,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected ")?;
        f.write_str(self.expected)?;
        let mut before = " at ";
        for field in &self.path {
            f.write_str(before)?;
            f.write_str(field)?;
            before = ".";
        }
        Ok(())
    }
}

impl std::error::Error for Mismatch {}
