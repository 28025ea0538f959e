//! A Microsoft 365 tenant on loopback, to test and demonstrate Partner Lens against.
//!
//! One process and one port stand in for `admin.microsoft.com`, `admin.cloud.microsoft`,
//! `login.microsoftonline.com` and `graph.microsoft.com`, for the last two in the national clouds
//! too. A browser reaches them by mapping those names to the port, or by using the port as its HTTP
//! proxy; either way nothing leaves the machine. See the crate's README for the addresses and
//! switches.

#![forbid(unsafe_code)]

mod admin_data;
mod admin_page;
mod authority;
mod control;
pub mod entra;
mod graph;
mod hosts;
mod listener;
mod request_log;
pub mod server;
pub mod settings;
mod simulation;
pub mod tenant;
pub mod tenant_file;
mod tenant_generator;
