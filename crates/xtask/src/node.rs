//! Node.js and the npm project in `tests/`.

use crate::{
    process::{self, on_path},
    terminal::step,
    workspace::Workspace,
};
use anyhow::{Context as _, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The oldest Node.js that has everything the tests use.
pub(crate) const OLDEST: u32 = 20;

/// How to get it.
pub(crate) const HOW_TO_GET: &str =
    "install Node.js 20 or later with npm, from nodejs.org or the system's packages";

/// The major version that is installed.
pub(crate) fn version() -> Option<u32> {
    let node = on_path(&["node"])?;
    let output = Command::new(node).arg("--version").output().ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Node.js, to be run at the workspace root.
pub(crate) fn node(workspace: &Workspace) -> Command {
    let mut command = Command::new("node");
    command.current_dir(&workspace.root);
    command
}

/// Makes sure of Node.js and of the npm packages of the lock file.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    match version() {
        Some(version) if version >= OLDEST => {}
        Some(version) => bail!("Node.js {version} is too old: {HOW_TO_GET}"),
        None => bail!("there is no Node.js here: {HOW_TO_GET}"),
    }
    let tests = workspace.tests();
    if is_installed(&tests) {
        return Ok(());
    }
    let npm = on_path(&["npm"]).with_context(|| format!("there is no npm here: {HOW_TO_GET}"))?;
    step("Installing the npm packages of tests/ (npm ci)");
    // Without the packages' own install scripts: none is needed, and none should run.
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&tests);
    process::run(&mut command)
}

/// Whether `node_modules` is there and not older than the lock file.
fn is_installed(tests: &Path) -> bool {
    let changed = |file: &str| fs::metadata(tests.join(file)).and_then(|m| m.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

/// Builds the simulated admin center page and gives the folder with its files.
pub(crate) fn build_admin_center(workspace: &Workspace) -> Result<PathBuf> {
    ensure(workspace)?;
    let folder = workspace.target.join("admin-center");
    step("Building the simulated admin center page");
    process::run(
        node(workspace).arg(workspace.tests().join("admin-center").join("build.mjs")).arg(&folder),
    )?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        for (text, expected) in [("v20.20.2\n", Some(20)), ("v8.0.0", Some(8)), ("20", None)] {
            assert_eq!(major(text), expected, "{text}");
        }
    }
}
