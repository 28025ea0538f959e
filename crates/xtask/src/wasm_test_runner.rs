//! Runs a crate's WASM tests in Node.js or in a browser: `cargo test` calls it through
//! `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER`, which `cargo xtask test` sets.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
