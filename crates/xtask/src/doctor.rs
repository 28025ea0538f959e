//! `doctor`: what is there, what is missing, how to get it.

use crate::{
    browser::{Browser, has_display},
    node,
    process::{self, on_path},
    terminal::result,
    test, wasm,
};
use anyhow::{Result, bail};
use std::process::Command;

/// Something the commands need.
struct Part {
    name: &'static str,
    /// Where or what it is; `None` if it is missing.
    found: Option<String>,
    /// Which commands need it.
    needed_for: &'static str,
    /// How to get it.
    how: String,
    /// Whether `cargo xtask` is of no use without.
    essential: bool,
}

/// Prints every part. Fails only for parts without which nothing can be built.
pub(crate) fn run() -> Result<()> {
    let parts = parts();
    for part in &parts {
        result(&line(part));
    }
    let missing: Vec<&str> =
        parts.iter().filter(|p| p.essential && p.found.is_none()).map(|p| p.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!("nothing can be built without {}", missing.join(" and "))
}

fn line(part: &Part) -> String {
    match &part.found {
        Some(found) => format!("ok       {:<16} {found}", part.name),
        None => format!("missing  {:<16} for {}: {}", part.name, part.needed_for, part.how),
    }
}

fn parts() -> Vec<Part> {
    let node = node::version();
    let mut parts = vec![
        Part {
            name: "rustc",
            found: said(Command::new("rustc").arg("--version")),
            needed_for: "everything",
            how: "install Rust with rustup, from rustup.rs".to_owned(),
            essential: true,
        },
        Part {
            name: "wasm32 target",
            found: wasm::target_is_there().unwrap_or(false).then(|| wasm::TRIPLE.to_owned()),
            needed_for: "everything",
            how: format!(
                "build installs it with rustup; by hand: rustup target add {}",
                wasm::TRIPLE
            ),
            essential: false,
        },
        Part {
            name: "rustfmt, clippy",
            found: said(process::cargo().args(["clippy", "--version"]))
                .filter(|_| said(process::cargo().args(["fmt", "--version"])).is_some()),
            needed_for: "test",
            how: "rustup component add rustfmt clippy".to_owned(),
            essential: false,
        },
        Part {
            name: "node",
            found: node.filter(|&v| v >= node::OLDEST).map(|version| format!("version {version}")),
            needed_for: "demo, test, bench",
            how: node::HOW_TO_GET.to_owned(),
            essential: false,
        },
        Part {
            name: "npm",
            found: on_path(&["npm"]).map(|path| path.display().to_string()),
            needed_for: "demo, test, bench",
            how: node::HOW_TO_GET.to_owned(),
            essential: false,
        },
    ];
    parts.extend(Browser::ALL.into_iter().map(|browser| Part {
        name: match browser {
            Browser::Chromium => "chromium",
            Browser::Chrome => "chrome",
            Browser::Edge => "edge",
            Browser::Firefox => "firefox",
        },
        found: browser.find().map(|path| path.display().to_string()),
        needed_for: match browser {
            Browser::Chromium => "demo, test, bench",
            Browser::Firefox => "demo, test",
            Browser::Chrome | Browser::Edge => "demo, if you want to see it there",
        },
        how: browser.how_to_get().to_owned(),
        essential: false,
    }));
    parts.push(Part {
        name: "chromedriver",
        found: test::chromedriver().map(|path| path.display().to_string()),
        needed_for: "test --only wasm",
        how: test::CHROMEDRIVER.to_owned(),
        essential: false,
    });
    parts.push(Part {
        name: "display",
        found: has_display().then(|| "there is one".to_owned()),
        needed_for: "a window in demo",
        how: "without one the demo runs headless and writes screenshots".to_owned(),
        essential: false,
    });
    parts
}

/// The first line that a program prints, where it runs.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_part_says_what_for_and_how() {
        let mut part = Part {
            name: "node",
            found: None,
            needed_for: "demo",
            how: "install it".to_owned(),
            essential: false,
        };
        assert_eq!(line(&part), "missing  node             for demo: install it");
        part.found = Some("version 20".to_owned());
        assert_eq!(line(&part), "ok       node             version 20");
    }

    #[test]
    fn this_machine_has_what_compiled_this() {
        let parts = parts();
        let rustc = parts.iter().find(|part| part.name == "rustc").unwrap();
        assert!(rustc.found.as_ref().is_some_and(|found| found.starts_with("rustc 1.")));
    }
}
