//! Which crate may depend on which.

use crate::{process, tidy::Complaints, wasm, workspace::Workspace};
use anyhow::Result;
use serde_json::Value;
use std::path::Path;

/// Each crate of the workspace with those of the others that it may depend on.
const DIRECTIONS: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("protocol", &["domain"]),
    ("page", &["domain", "protocol"]),
    ("auth", &["domain", "protocol"]),
    ("graph", &["domain", "protocol"]),
    ("webext", &[]),
    ("background", &["auth", "domain", "graph", "page", "protocol", "webext"]),
    ("ui", &["domain", "protocol", "webext"]),
    ("simulator", &[]),
    ("xtask", &["auth", "domain", "protocol"]),
];

/// Crates that cost too much of the package; `deny.toml` says how much, and must name the same.
const HEAVY: [&str; 9] = [
    "chrono",
    "fluent-bundle",
    "jiff",
    "oauth2",
    "pulldown-cmark",
    "rand",
    "regex",
    "reqwest",
    "url",
];

/// The crates that become WASM.
const IN_WASM: [&str; 2] = ["background", "ui"];

fn members(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten().filter(|p| p["source"].is_null())
}

fn text<'value>(value: &'value Value, key: &str) -> &'value str {
    value[key].as_str().unwrap_or_default()
}

pub(super) fn directions(workspace: &Workspace) -> Result<Complaints> {
    Ok(wrong_directions(&workspace.metadata))
}

fn wrong_directions(metadata: &Value) -> Complaints {
    let mut complaints = Vec::new();
    for package in members(metadata) {
        let name = text(package, "name");
        let Some((_, allowed)) = DIRECTIONS.iter().find(|(known, _)| *known == name) else {
            complaints.push(format!("the crate {name} has no place in the design's directions"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = text(dependency, "name");
            if dependency["path"].is_string() && !allowed.contains(&on) {
                complaints.push(format!("{name} must not depend on {on}"));
            }
        }
    }
    complaints
}

pub(super) fn heavy_in_wasm(workspace: &Workspace) -> Result<Complaints> {
    let mut command = process::cargo();
    command.current_dir(&workspace.root).args([
        "tree",
        "--target",
        wasm::TRIPLE,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    for package in IN_WASM {
        command.args(["--package", package]);
    }
    Ok(heavy_of(&process::output(&mut command)?))
}

fn heavy_of(tree: &str) -> Complaints {
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    let mut heavy: Vec<&str> = names.filter(|name| HEAVY.contains(name)).collect();
    heavy.sort_unstable();
    heavy.dedup();
    heavy.iter().map(|name| format!("{name} is in the WASM; see `cargo tree --invert`")).collect()
}

pub(super) fn readmes(workspace: &Workspace) -> Result<Complaints> {
    let mut complaints = Vec::new();
    for package in members(&workspace.metadata) {
        let Some(folder) = Path::new(text(package, "manifest_path")).parent() else { continue };
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        if !readme.contains("Architecture invariant") {
            let name = text(package, "name");
            complaints
                .push(format!("crates/{name}/README.md states no \"Architecture invariant\""));
        }
    }
    Ok(complaints)
}

pub(super) fn sources(workspace: &Workspace) -> Result<Complaints> {
    Ok(foreign(&workspace.metadata))
}

fn foreign(metadata: &Value) -> Complaints {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter_map(|package| Some((text(package, "name"), package["source"].as_str()?)))
        .filter(|(_, source)| !source.ends_with("/rust-lang/crates.io-index"))
        .map(|(name, source)| format!("{name} comes from {source}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, on: &[&str]) -> Value {
        let dependencies: Vec<Value> =
            on.iter().map(|name| json!({ "name": name, "path": format!("/x/{name}") })).collect();
        json!({ "name": name, "source": null, "dependencies": dependencies })
    }

    #[test]
    fn dependencies_against_the_direction_are_named() {
        let check = |name: &str, on: &[&str], expected: &[&str]| {
            let metadata = json!({ "packages": [package(name, on)] });
            assert_eq!(wrong_directions(&metadata), expected, "{name}");
        };
        check("domain", &[], &[]);
        check("domain", &["protocol"], &["domain must not depend on protocol"]);
        check("page", &["domain", "protocol"], &[]);
        check("webext", &["domain"], &["webext must not depend on domain"]);
        check("background", &["page", "webext", "graph"], &[]);
        check("ui", &["page"], &["ui must not depend on page"]);
        check("stuff", &[], &["the crate stuff has no place in the design's directions"]);
    }

    #[test]
    fn dependencies_of_others_are_free() {
        let metadata = json!({ "packages": [
            { "name": "domain", "source": null, "dependencies": [{ "name": "serde", "path": null }] },
            { "name": "serde", "source": "registry+x/rust-lang/crates.io-index", "dependencies": [] },
        ] });
        assert!(wrong_directions(&metadata).is_empty());
        assert!(foreign(&metadata).is_empty());
    }

    #[test]
    fn the_same_crates_are_banned_for_cargo_deny() {
        let deny = include_str!("../../../../deny.toml");
        let banned: Vec<&str> =
            deny.split("{ crate = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(banned, HEAVY);
    }

    #[test]
    fn heavy_and_foreign_crates_are_named() {
        let tree =
            "ui v0.1.0 (/x/ui)\nyew v0.23.0\nregex v1.11.0\nregex v1.11.0 (*)\nurlish v1.0.0";
        assert_eq!(heavy_of(tree), ["regex is in the WASM; see `cargo tree --invert`"]);
        let metadata = json!({ "packages": [{ "name": "a", "source": "git+https://x.example" }] });
        assert_eq!(foreign(&metadata), ["a comes from git+https://x.example"]);
    }
}
