#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod reading;
pub mod text;

mod columns;
mod dates;
mod detail;
mod drift;
mod lookup;
mod outline;
mod roles;
mod state;
mod table;
mod vocabulary;
mod wording;
mod words;

pub use crate::{
    reading::{PageKind, PageReading, RowReading, TableReading},
    state::read,
    vocabulary::{Vocabulary, VocabularyError},
};
