//! Rules about the text of source files.

use crate::{
    build::ships,
    manifest::{admin_hosts, service_hosts},
    package::PackageCloud,
    tidy::Complaints,
    workspace::{Workspace, read},
};
use anyhow::Result;
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

/// The crates that run in the browser, but for `webext`, which names its APIs.
const BROWSER_CRATES: [&str; 7] =
    ["auth", "background", "domain", "graph", "page", "protocol", "ui"];

/// A longer file has more than one subject.
const MOST_LINES: usize = 600;

/// Kinds of files written by hand, whose length counts.
const CODE: [&str; 6] = ["rs", "js", "mjs", "ts", "css", "html"];

/// Other kinds of files that are text.
const OTHER_TEXT: [&str; 5] = ["md", "toml", "json", "tsv", "svg"];

/// A file with its name as a person at the workspace root would type it.
struct Source {
    name: String,
    text: String,
}

impl Source {
    /// Complains of each line that `bad` gives a reason for.
    fn each_line(&self, bad: impl Fn(&str) -> Option<String>) -> Complaints {
        self.text
            .lines()
            .enumerate()
            .filter_map(|(at, line)| Some(format!("{}:{}: {}", self.name, at + 1, bad(line)?)))
            .collect()
    }

    /// The same, without lines that are a comment only.
    fn each_line_of_code(&self, bad: impl Fn(&str) -> Option<String>) -> Complaints {
        self.each_line(|line| if is_comment(line) { None } else { bad(line) })
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "/*", "* ", "*/", "<!--"].iter().any(|start| line.starts_with(start)) || line == "*"
}

/// Every file of these kinds below `folder`, but for what tools put there.
fn sources(workspace: &Workspace, folder: &Path, kinds: &[&str]) -> Result<Vec<Source>> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        // A folder that isn't there has no files: not every crate of the design exists yet.
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
            if path.is_dir() {
                let tools = matches!(name, ".git" | "node_modules" | "target");
                if !tools && path != workspace.target {
                    folders.push(path);
                }
            } else if path.extension().and_then(OsStr::to_str).is_some_and(|e| kinds.contains(&e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found.iter().map(|path| Ok(Source { name: workspace.shown(path), text: read(path)? })).collect()
}

fn in_browser_crates(workspace: &Workspace) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for name in BROWSER_CRATES {
        let folder = workspace.root.join("crates").join(name).join("src");
        found.extend(sources(workspace, &folder, &["rs"])?);
    }
    found.retain(|source| !source.name.ends_with("/tests.rs") && !source.name.contains("/tests/"));
    for source in &mut found {
        let length = without_tests(&source.text).len();
        source.text.truncate(length);
    }
    Ok(found)
}

/// A file up to its own tests, which stand at its end.
fn without_tests(text: &str) -> &str {
    let (start, _) = text.split_once("\n#[cfg(test)]\nmod ").unwrap_or((text, ""));
    let (start, _) = start.split_once("\n#[cfg(test)]\npub(crate) mod ").unwrap_or((start, ""));
    start
}

fn shipped(workspace: &Workspace) -> Result<Vec<Source>> {
    let mut found = sources(workspace, &workspace.extension(), &["js", "html", "css", "json"])?;
    found.retain(|source| ships(Path::new(&source.name)));
    Ok(found)
}

pub(super) fn browser_apis(workspace: &Workspace) -> Result<Complaints> {
    let sources = in_browser_crates(workspace)?;
    Ok(sources.iter().flat_map(|source| source.each_line_of_code(names_browser_api)).collect())
}

fn names_browser_api(line: &str) -> Option<String> {
    let named = ["js_namespace", "chrome.", "\"chrome\"", "\"browser\""]
        .into_iter()
        .find(|api| contains_word(line, api))?;
    Some(format!("`{named}` belongs into crates/webext"))
}

/// Whether `word` stands in `line` and isn't the end of a longer name.
fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
    })
}

pub(super) fn markup_from_text(workspace: &Workspace) -> Result<Complaints> {
    let mut sources = shipped(workspace)?;
    sources.extend(in_browser_crates(workspace)?);
    Ok(sources.iter().flat_map(|source| source.each_line_of_code(makes_markup)).collect())
}

fn makes_markup(line: &str) -> Option<String> {
    let found = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "from_html_unchecked",
        "set_inner_html",
        "createContextualFragment",
        "new Function",
        " eval(",
    ]
    .into_iter()
    .find(|name| line.contains(name))?;
    Some(format!("`{}` makes markup or code of text", found.trim()))
}

pub(super) fn hosts(workspace: &Workspace) -> Result<Complaints> {
    let mut sources = shipped(workspace)?;
    sources.extend(in_browser_crates(workspace)?);
    Ok(sources.iter().flat_map(|source| source.each_line_of_code(names_other_host)).collect())
}

/// Addresses the product talks to, documents it links to, and a name that is no address.
fn names_other_host(line: &str) -> Option<String> {
    for scheme in ["https://", "http://", "wss://", "ws://"] {
        for (at, _) in line.match_indices(scheme) {
            let rest = &line[at + scheme.len()..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-.:*$".contains(c)));
            let host = &rest[..end.unwrap_or(rest.len())];
            let address = format!("{scheme}{host}");
            let cloud = PackageCloud::default().0;
            let known = admin_hosts(cloud).contains(&address)
                || service_hosts(cloud).contains(&address)
                || ["https://learn.microsoft.com", "http://www.w3.org"].contains(&address.as_str());
            // Without a dot it's no host: a scheme to compare with, or one in a sentence.
            if !known && host.contains('.') {
                return Some(format!("{address} is none of the product's addresses"));
            }
        }
    }
    None
}

pub(super) fn worker(workspace: &Workspace) -> Result<Complaints> {
    let name = "extension/worker.js".to_owned();
    let text = read(&workspace.extension().join("worker.js"))?;
    Ok(Source { name, text }.each_line_of_code(stops_registration))
}

/// A worker with `import()` throws, and one with an `await` at its top level never registers.
/// Statements of the top level are those that aren't indented.
fn stops_registration(line: &str) -> Option<String> {
    if contains_word(line, "import(") {
        return Some("a service worker can't import()".to_owned());
    }
    let top_level = !line.starts_with([' ', '\t', '}']);
    let inside = line.contains("async ") || line.contains("=>");
    if top_level && !inside && contains_word(line, "await ") {
        return Some("an await at the top level stops the worker's registration".to_owned());
    }
    None
}

pub(super) fn doc_comments(workspace: &Workspace) -> Result<Complaints> {
    let sources = sources(workspace, &workspace.root.join("crates"), &["rs"])?;
    Ok(sources
        .iter()
        .filter(|source| !(source.text.starts_with("//!") || source.text.starts_with("#![doc")))
        .map(|source| format!("{}: doesn't say in its first line what it is for", source.name))
        .collect())
}

pub(super) fn shape(workspace: &Workspace) -> Result<Complaints> {
    let mut complaints = Vec::new();
    let kinds: Vec<&str> = CODE.iter().chain(&OTHER_TEXT).copied().collect();
    for source in sources(workspace, &workspace.root, &kinds)? {
        let lines = source.text.lines().count();
        let by_hand = CODE.iter().any(|kind| source.name.ends_with(&format!(".{kind}")));
        if by_hand && lines > MOST_LINES {
            complaints.push(format!("{} has {lines} lines of at most {MOST_LINES}", source.name));
        }
        complaints.extend(source.each_line(ends_in_space));
    }
    Ok(complaints)
}

fn ends_in_space(line: &str) -> Option<String> {
    let clean = line.trim_end_matches([' ', '\t', '\r']);
    (clean != line).then(|| "white space at the end of the line".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&str) -> Option<String>, cases: &[(&str, bool)]) {
        for &(line, bad) in cases {
            let source = Source { name: "file".to_owned(), text: format!("\n{line}") };
            let complaints = source.each_line_of_code(rule);
            assert_eq!(!complaints.is_empty(), bad, "{line}: {complaints:?}");
            assert!(complaints.iter().all(|complaint| complaint.starts_with("file:2: ")));
        }
    }

    #[test]
    fn browser_apis_are_found() {
        check(
            names_browser_api,
            &[
                ("let id = chrome.runtime.id;", true),
                ("#[wasm_bindgen(js_namespace = [\"chrome\", \"tabs\"])]", true),
                ("Reflect::get(&global, &\"browser\".into())", true),
                ("/// As chrome.storage does.", false),
                ("let monochrome = monochrome.dim();", false),
                ("browser.name()", false),
                ("\"browsers\"", false),
            ],
        );
    }

    #[test]
    fn markup_from_text_is_found() {
        check(
            makes_markup,
            &[
                ("row.innerHTML = name;", true),
                ("Html::from_html_unchecked(text)", true),
                ("const f = new Function(text);", true),
                ("row.textContent = name;", false),
                ("// Never innerHTML.", false),
            ],
        );
    }

    #[test]
    fn other_hosts_are_found() {
        check(
            names_other_host,
            &[
                ("fetch('https://collect.example.net/x')", true),
                ("'http://admin.microsoft.com'", true),
                ("'https://admin.microsoft.com.example.net'", true),
                ("'https://admin.microsoft.com/#/partners'", false),
                ("\"https://learn.microsoft.com/en-us/microsoft-365\"", false),
                ("document.createElementNS('http://www.w3.org/2000/svg', 'svg')", false),
                ("if (url.startsWith('https://')) {", false),
                ("// See https://collect.example.net.", false),
            ],
        );
    }

    #[test]
    fn what_stops_a_worker_is_found() {
        check(
            stops_registration,
            &[
                ("await init();", true),
                ("const wasm = await init();", true),
                ("  const glue = await import('./wasm/background.js');", true),
                ("import init from './wasm/background.js';", false),
                ("  await ready;", false),
                ("const ready = (async () => { await init(); })();", false),
                ("// Never await here.", false),
            ],
        );
    }

    #[test]
    fn tests_at_the_end_of_a_file_do_not_count() {
        assert_eq!(without_tests("a\n\n#[cfg(test)]\nmod tests {\n}\n"), "a\n");
        assert_eq!(without_tests("a\n\n#[cfg(test)]\npub(crate) mod tests {\n}\n"), "a\n");
        assert_eq!(without_tests("a\n#[cfg(test)]\nuse b;\n"), "a\n#[cfg(test)]\nuse b;\n");
    }

    #[test]
    fn white_space_at_the_end_is_found() {
        for (line, bad) in [("a", false), ("a ", true), ("a\t", true), ("a\r", true), ("", false)] {
            assert_eq!(ends_in_space(line).is_some(), bad, "{line:?}");
        }
    }
}
