//! `build`: the unpacked extension.

use crate::{
    manifest,
    package::{Target, Targets},
    sizes,
    terminal::{detail, step},
    wasm,
    workspace::{Workspace, files_below},
};
use anyhow::{Context as _, Result};
use std::{ffi::OsStr, fs, path::Path};

/// Builds for the browsers asked for. A release is held to the size budgets.
pub(crate) fn run(targets: Targets, release: bool) -> Result<()> {
    let workspace = Workspace::load()?;
    unpacked(&workspace, &targets.0, release)?;
    if release {
        for target in targets.0 {
            sizes::hold(&sizes::of_unpacked(&target.unpacked(&workspace))?)?;
        }
    }
    Ok(())
}

/// Builds the WASM once and lays out a folder for each browser.
pub(crate) fn unpacked(workspace: &Workspace, targets: &[Target], release: bool) -> Result<()> {
    let wasm = wasm::build(workspace, release)?;
    for &target in targets {
        let folder = target.unpacked(workspace);
        step(&format!("Laying out the package for {target}"));
        lay_out(workspace, target, &wasm, &folder)
            .with_context(|| format!("the package for {target} can't be laid out"))?;
        detail(&workspace.shown(&folder));
    }
    Ok(())
}

fn lay_out(workspace: &Workspace, target: Target, wasm: &Path, folder: &Path) -> Result<()> {
    // From nothing, so that a file that is gone from the sources is gone from the package.
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    copy(&workspace.extension(), folder, ships)?;
    copy(wasm, &folder.join("wasm"), |_| true)?;
    let manifest = manifest::manifest(target, &workspace.version);
    fs::write(folder.join("manifest.json"), format!("{manifest:#}\n"))?;
    Ok(())
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
