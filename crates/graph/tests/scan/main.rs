//! Whole scans against a Graph that is made up here, with all that can go wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod counting;
mod faults;
mod killed;
mod paging;
mod tenant;
mod waiting;
mod whole;
mod world;
