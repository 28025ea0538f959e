//! What the person at the terminal reads. Progress goes to standard error, results to standard
//! output, so that `--json` and `assess` can be piped.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the one place that may write to the terminal"
)]

/// Says what is being done.
pub(crate) fn step(text: &str) {
    eprintln!("==> {text}");
}

/// Adds a detail to what is being done.
pub(crate) fn detail(text: &str) {
    eprintln!("    {text}");
}

/// Says what went wrong, in a sentence.
pub(crate) fn complain(text: &str) {
    eprintln!("error: {text}");
}

/// Prints a result.
pub(crate) fn result(text: &str) {
    println!("{text}");
}
