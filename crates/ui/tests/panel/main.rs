//! The panel in a browser, with a fake worker behind it and keys for words.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, and clippy sees no test here")]

mod account;
mod asking;
mod fixture;
mod list;
mod partner;
mod set_up;
mod states;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
