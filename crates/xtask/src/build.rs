//! `build`: the unpacked extension.

use crate::{
    manifest,
    package::{PackageCloud, Target, Targets},
    sizes,
    terminal::{detail, step},
    wasm,
    workspace::{Workspace, files_below},
};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::{ffi::OsStr, fs, path::Path};

/// Builds for the browsers asked for. A release is held to the size budgets.
pub(crate) fn run(targets: Targets, cloud: PackageCloud, release: bool) -> Result<()> {
    let workspace = Workspace::load()?;
    unpacked(&workspace, &targets.0, cloud, release)?;
    if release {
        for target in targets.0 {
            sizes::hold(&sizes::of_unpacked(&target.unpacked_for(&workspace, cloud))?)?;
        }
    }
    Ok(())
}

/// Builds the WASM once and lays out a folder for each browser.
pub(crate) fn unpacked(
    workspace: &Workspace,
    targets: &[Target],
    cloud: PackageCloud,
    release: bool,
) -> Result<()> {
    let wasm = wasm::build(workspace, cloud.0, release)?;
    for &target in targets {
        let folder = target.unpacked_for(workspace, cloud);
        step(&format!("Laying out the package for {target}"));
        lay_out(workspace, target, cloud, &wasm, &folder)
            .with_context(|| format!("the package for {target} can't be laid out"))?;
        detail(&workspace.shown(&folder));
    }
    Ok(())
}

fn lay_out(
    workspace: &Workspace,
    target: Target,
    cloud: PackageCloud,
    wasm: &Path,
    folder: &Path,
) -> Result<()> {
    // From nothing, so that a file that is gone from the sources is gone from the package.
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy(&workspace.extension(), folder, ships)?;
    copy(wasm, &folder.join("wasm"), |_| true)?;
    for script in manifest::CONTENT_SCRIPTS {
        let path = folder.join(script);
        fs::write(&path, without_comments(&fs::read_to_string(&path)?))?;
    }
    for texts in files_below(&folder.join("_locales"))? {
        // Without what makes it easy to read, of which each language has some hundred bytes when packed.
        let read: Value = serde_json::from_slice(&fs::read(&texts)?)
            .with_context(|| format!("{} is no JSON", texts.display()))?;
        fs::write(&texts, read.to_string())?;
    }
    let words = folder.join(WORDS);
    fs::write(&words, without_remarks(&fs::read_to_string(&words)?))?;
    let manifest = manifest::manifest(target, cloud.0, &workspace.version);
    fs::write(folder.join("manifest.json"), format!("{manifest:#}\n"))?;
    Ok(())
}

/// The words of the page.
const WORDS: &str = "vocabulary/page.txt";

/// The words as they ship: without the lines that are for their authors.
fn without_remarks(words: &str) -> String {
    let lines = words.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Whether a file of `extension/` belongs into the package: not what is for its developers only.
pub(crate) fn ships(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let developers = name.starts_with('.')
        || name.ends_with(".d.ts")
        || name.ends_with(".md")
        || name.ends_with(".svg")
        || name == "tsconfig.json"
        || name == "jsconfig.json";
    !developers
}

/// The content script as it ships: lines that are comments and nothing else stay behind, and types
/// within lines, since it weighs on every page of the admin center. All else is as it was written.
pub(crate) fn without_comments(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut in_block = false;
    for line in script.lines() {
        let line = without_casts(line);
        let text = line.trim();
        in_block |= text.starts_with("/*");
        if !in_block && !text.is_empty() && !text.starts_with("//") {
            kept.push_str(&line);
            kept.push('\n');
        }
        in_block &= !text.ends_with("*/");
    }
    kept
}

/// `line` without the types that are written before values in it.
fn without_casts(line: &str) -> String {
    let mut parts = line.split("/** @type {");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("*/ ") {
            Some((_, value)) => kept.push_str(value),
            // The comment is all that follows.
            None => kept.extend(["/** @type {", part]),
        }
    }
    kept
}

fn copy(from: &Path, to: &Path, wanted: impl Fn(&Path) -> bool) -> Result<()> {
    for source in files_below(from)?.iter().filter(|path| wanted(path)) {
        let destination = to.join(source.strip_prefix(from)?);
        if let Some(folder) = destination.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(source, &destination)
            .with_context(|| format!("{} can't be copied", source.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_behind_and_code_does_not() {
        let script = "// Why.\n{\n  /** @type {number} */\n  let a = 1; // Kept.\n\n  /*\n   * More.\n   */\n  const url = 'https://x/*';\n  /** @type {A} */ (b).c();\n  f(/** @type {B} */ (d), '/*');\n}\n";
        let expected = "{\n  let a = 1; // Kept.\n  const url = 'https://x/*';\n  (b).c();\n  f((d), '/*');\n}\n";
        assert_eq!(without_comments(script), expected);
        assert_eq!(without_comments(expected), expected);
    }

    #[test]
    fn words_ship_without_remarks() {
        let words = "# Why.\n\n[columns]\n# More.\npartner\n en Partner # 1|Partners\n";
        assert_eq!(without_remarks(words), "[columns]\npartner\n en Partner # 1|Partners\n");
    }

    #[test]
    fn only_what_the_browser_needs_ships() {
        for (path, expected) in [
            ("worker.js", true),
            ("content/overlay.css", true),
            ("_locales/en/messages.json", true),
            ("icons/128.png", true),
            ("icons/partner-lens.svg", false),
            ("content/types.d.ts", false),
            ("content/README.md", false),
            ("tsconfig.json", false),
            (".gitkeep", false),
        ] {
            assert_eq!(ships(Path::new(path)), expected, "{path}");
        }
    }
}
