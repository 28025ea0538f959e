//! Where things are in this workspace, as Cargo itself tells.

use crate::process;
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The workspace as `cargo metadata` describes it.
pub(crate) struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// The target folder in use, which `CARGO_TARGET_DIR` may have moved.
    pub(crate) target: PathBuf,
    /// The version all crates and packages have.
    pub(crate) version: String,
    /// Everything else that `cargo metadata` said.
    pub(crate) metadata: Value,
}

impl Workspace {
    /// Asks Cargo. Downloads the sources of dependencies where they aren't there yet.
    pub(crate) fn load() -> Result<Self> {
        // `cargo run` tells at run time, which is right also for a program built from another copy
        // of the sources into the same target folder.
        let folder = env::var_os("CARGO_MANIFEST_DIR");
        let folder = folder.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let manifest = Path::new(&folder).join("Cargo.toml");
        let text = process::output(
            process::cargo()
                .args(["metadata", "--format-version", "1", "--manifest-path"])
                .arg(manifest),
        )?;
        let metadata: Value =
            serde_json::from_str(&text).context("cargo metadata printed no JSON")?;
        let path = |key: &str| {
            metadata[key]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("cargo metadata has no `{key}`"))
        };
        let (root, target) = (path("workspace_root")?, path("target_directory")?);
        let version = metadata["packages"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|package| package["name"] == "xtask")
            .and_then(|package| package["version"].as_str())
            .context("cargo metadata doesn't list xtask")?
            .to_owned();
        Ok(Self { root, target, version, metadata })
    }

    /// The static files of the extension.
    pub(crate) fn extension(&self) -> PathBuf {
        self.root.join("extension")
    }

    /// The npm project with the simulated page and the end-to-end tests.
    pub(crate) fn tests(&self) -> PathBuf {
        self.root.join("tests")
    }

    /// A path as a person at the workspace root would type it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string().replace('\\', "/")
    }
}

/// Every file below `folder`, sorted by its path, so that no order of a file system shows.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries =
            fs::read_dir(&next).with_context(|| format!("{} can't be read", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads a text file, naming it in the error.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))
}
