//! `tidy`: the rules of this repository that no compiler checks.
//!
//! Each check gives a list of complaints; an empty one is a pass.

mod crates;
mod licenses;
mod locales;
mod sources;

use crate::{
    sizes,
    terminal::{complain, detail, step},
    workspace::{Workspace, read},
};
use anyhow::{Result, bail};

/// What a check complains of, a sentence each.
type Complaints = Vec<String>;

type Check = fn(&Workspace) -> Result<Complaints>;

const CHECKS: [(&str, Check); 14] = [
    ("crates depend only in the design's direction", crates::directions),
    ("crates that are heavy in WASM stay out of it", crates::heavy_in_wasm),
    ("every crate's README states an invariant", crates::readmes),
    ("dependencies come from crates.io", crates::sources),
    ("licences of dependencies are allowed", licenses::allowed),
    ("lock files name no registry's address", lock_files),
    ("only webext and the extension's scripts name browser APIs", sources::browser_apis),
    ("what ships never makes markup or code of text", sources::markup_from_text),
    ("what ships names no host but Microsoft's", sources::hosts),
    ("the worker's script has no await and no import() at its top level", sources::worker),
    ("every Rust file starts with a doc comment", sources::doc_comments),
    ("files are short and lines end clean", sources::shape),
    ("every text is there, used and filled alike in all languages", locales::texts),
    ("the content script is within its size", content_script_size),
];

/// Runs all checks.
pub(crate) fn run() -> Result<()> {
    step("tidy");
    check(&Workspace::load()?)
}

/// Runs all checks on a workspace.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut failed = 0;
    for (name, check) in CHECKS {
        // A check that can't be made is broken too, and mustn't keep the others from being made.
        let complaints = check(workspace).unwrap_or_else(|error| vec![format!("{error:#}")]);
        if complaints.is_empty() {
            detail(&format!("ok      {name}"));
            continue;
        }
        failed += 1;
        detail(&format!("FAILED  {name}"));
        for complaint in complaints {
            complain(&complaint);
        }
    }
    if failed > 0 {
        bail!("{failed} of {} rules are broken", CHECKS.len());
    }
    Ok(())
}

/// npm writes where it took a package from, unless told not to: an address of one machine's own
/// registry would be of no use on another.
fn lock_files(workspace: &Workspace) -> Result<Complaints> {
    let lock = read(&workspace.tests().join("package-lock.json"))?;
    Ok(addresses_in_lock("tests/package-lock.json", &lock))
}

fn addresses_in_lock(name: &str, lock: &str) -> Complaints {
    lock.lines()
        .enumerate()
        .filter(|(_, line)| line.contains("\"resolved\""))
        .map(|(at, _)| {
            format!("{name}:{}: names where a package comes from; keep it out by .npmrc", at + 1)
        })
        .collect()
}

fn content_script_size(workspace: &Workspace) -> Result<Complaints> {
    let bytes = sizes::content_script_gz(&workspace.extension())?;
    let metric = sizes::Metric {
        id: "content-script-gz-bytes".to_owned(),
        value: bytes as f64,
        unit: "bytes".to_owned(),
    };
    Ok(sizes::hold(&[metric]).err().map(|error| error.to_string()).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_with_their_line() {
        let lock = "{\n  \"version\": \"1\",\n  \"resolved\": \"https://x.example/a.tgz\"\n}";
        let complaints = addresses_in_lock("lock", lock);
        assert_eq!(complaints.len(), 1);
        assert!(complaints[0].starts_with("lock:3: "), "{complaints:?}");
        assert!(addresses_in_lock("lock", "{}").is_empty());
    }
}
