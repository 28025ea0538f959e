#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod content;
pub mod envelope;
pub mod json;
pub mod panel;
pub mod sender;
pub mod session;
