//! Counting what test programs say of themselves.

use crate::terminal::{complain, detail, result};

/// How many tests passed and failed so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    /// Tests that a runner left out.
    skipped: u64,
    /// What failed that no runner has named.
    named: Vec<String>,
}

impl Tally {
    pub(crate) fn failed(&self) -> u64 {
        self.failed
    }

    pub(crate) fn pass(&mut self) {
        self.passed += 1;
    }

    pub(crate) fn fail(&mut self, name: &str) {
        self.failed += 1;
        self.named.push(name.to_owned());
    }

    /// Takes the counts out of a line of libtest, wasm-bindgen's runner or Node.js's runner. Any
    /// other line changes nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(counts) = line.strip_prefix("test result: ") {
            for part in counts.split([';', '.']) {
                match part.trim().split_once(' ') {
                    Some((count, "passed")) => self.passed += parsed(count),
                    Some((count, "failed")) => self.failed += parsed(count),
                    Some((count, "ignored")) => self.skipped += parsed(count),
                    _ => {}
                }
            }
            return;
        }
        // Its form for people has counts too, after another sign; the end-to-end tests print both.
        let Some(rest) = line.strip_prefix("# ") else { return };
        match rest.trim().split_once(' ') {
            Some(("pass", count)) => self.passed += parsed(count),
            Some(("fail" | "cancelled", count)) => self.failed += parsed(count),
            Some(("skipped" | "todo", count)) => self.skipped += parsed(count),
            _ => {}
        }
    }

    /// Prints the closing line, last of all, and tells whether nothing failed.
    pub(crate) fn close(self) -> bool {
        for name in &self.named {
            complain(&format!("failed: {name}"));
        }
        if self.skipped > 0 {
            detail(&format!("{} were skipped", self.skipped));
        }
        if self.passed + self.failed == 0 {
            detail("No test has such a name.");
        }
        result(&format!("{} passed, {} failed", self.passed, self.failed));
        self.failed == 0
    }
}

fn parsed(count: &str) -> u64 {
    count.trim().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], passed: u64, failed: u64, skipped: u64) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        assert_eq!((tally.passed, tally.failed, tally.skipped), (passed, failed, skipped));
    }

    #[test]
    fn counts_are_taken_from_each_runner() {
        check(
            &[
                "running 3 tests",
                "test rules::dap ... ok",
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; \
                 finished in 0.01s",
                "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            ],
            13,
            2,
            1,
        );
        check(
            &["test result: ok. 4 passed; 0 failed; 0 ignored; 0 filtered out; finished in 1.2s"],
            4,
            0,
            0,
        );
        check(
            &["# tests 9", "# suites 2", "# pass 6", "# fail 1", "# cancelled 1", "# skipped 1"],
            6,
            2,
            1,
        );
        check(&["ℹ pass 5", "# passengers 5", "pass 5", "5 passed", ""], 0, 0, 0);
    }

    #[test]
    fn a_failure_fails_the_run() {
        let mut tally = Tally::default();
        tally.pass();
        tally.fail("tidy");
        assert_eq!(tally.failed(), 1);
        assert!(!tally.close());
        assert!(Tally { passed: 1, ..Tally::default() }.close());
    }
}
