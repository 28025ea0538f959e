//! Reading what comes in: JSON into a tree, and the tree into our types, field by field.
//!
//! The derived decoders of `serde` cost the worker 130 kB of WASM, more than half of what it may
//! have, because each type gets a visitor for maps, one for sequences and one for field names. These
//! cost under 20 kB. What goes out is still written by `serde`, and a test holds the two together:
//! whatever one writes, the other reads.

mod domain;
mod parse;
mod read;

pub use crate::json::read::{Fields, FromJson};

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
        parse::parse(text)
    }
}

/// Why something couldn't be read: what was expected, and at which field. Holds no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch(Box<Place>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    expected: &'static str,
    /// The fields around it, the innermost first.
    path: Vec<&'static str>,
}

impl Mismatch {
    /// Something else than `expected`.
    #[must_use]
    #[inline(never)]
    pub fn not(expected: &'static str) -> Self {
        Self(Box::new(Place { expected, path: Vec::new() }))
    }

    #[inline(never)]
    fn at(mut self, field: &'static str) -> Self {
        self.0.path.push(field);
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected ")?;
        f.write_str(self.0.expected)?;
        for (at, field) in self.0.path.iter().rev().enumerate() {
            f.write_str(if at == 0 { " at " } else { "." })?;
            f.write_str(field)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mismatch {}
