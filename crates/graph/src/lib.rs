#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod access;
pub mod collector;
pub mod commerce;
pub mod found;
pub mod log;
pub mod outcome;
pub mod policy;
pub mod source;
pub mod tenant;
pub mod wire;

mod address;
mod batch;
mod gate;
mod item;
mod plan;
mod read;
mod reply;
mod retry;
mod scan;
mod setup;
mod take;

pub use crate::{
    collector::Collector,
    found::Found,
    outcome::Outcome,
    plan::MICROSOFT_SUPPORT,
    read::Read,
    scan::{FORMAT, Progress, Scan, Step},
    setup::Setup,
    wire::{Answer, Arrived, Wire},
};
