//! From the crates `background` and `ui` to WASM and its glue.

use crate::{
    process,
    terminal::{detail, step},
    workspace::Workspace,
};
use anyhow::{Context as _, Result};
use auth::Cloud;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// The Rust target of everything that runs in the browser.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// Each crate that becomes WASM, and what its files are called in the package.
const MODULES: [(&str, &str); 2] = [("background", "background"), ("ui", "panel")];

/// Builds both modules for a cloud and gives the folder with the WASM files and their glue.
pub(crate) fn build(workspace: &Workspace, cloud: &Cloud, release: bool) -> Result<PathBuf> {
    ensure_target()?;
    let profile = if release { "release" } else { "dev" };
    step(&format!("Compiling the worker and the panel to WASM (profile {profile})"));
    for (package, _) in MODULES {
        let mut command = cargo(workspace)?;
        command.args(["rustc", "--package", package, "--lib", "--target", TRIPLE]);
        // These libraries are also plain ones, for their tests, and Cargo leaves link-time
        // optimisation out of a library that is both. That would triple the size.
        command.args(["--crate-type", "cdylib", "--profile", profile]);
        command.env("PARTNER_LENS_CLOUD", cloud.name);
        command.env("PARTNER_LENS_ADMIN_CENTER", cloud.admin_centers[0]);
        if release {
            // What ships is what the lock file says. A developer's build may update it.
            command.arg("--locked");
        }
        // Data lies above the stack, which would take a whole MiB. Below that an address is written with
        // a byte less, and 128 KiB less of stack save 1.5 kB in each module.
        command.args(["--", "-C", "link-arg=-zstack-size=917504"]);
        process::run(&mut command)?;
    }

    let compiled = workspace.target.join(TRIPLE).join(if release { "release" } else { "debug" });
    let folder = workspace.target.join("wasm").join(profile);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    step("Writing the JavaScript glue");
    for (package, name) in MODULES {
        bind(&compiled.join(format!("{package}.wasm")), name, &folder)
            .with_context(|| format!("the glue of {package} can't be written"))?;
        let size = fs::metadata(folder.join(format!("{name}_bg.wasm")))?.len();
        detail(&format!("{name}_bg.wasm ({size} bytes)"));
    }
    Ok(folder)
}

/// Installs the target where it is missing, and says so.
pub(crate) fn ensure_target() -> Result<()> {
    if target_is_there()? {
        return Ok(());
    }
    step(&format!("Installing the Rust target {TRIPLE} (rustup target add)"));
    process::run(Command::new("rustup").args(["target", "add", TRIPLE])).with_context(|| {
        format!("the Rust target {TRIPLE} is missing; with rustup: `rustup target add {TRIPLE}`")
    })
}

/// Asks the compiler and not rustup, which a distribution's Rust doesn't have.
pub(crate) fn target_is_there() -> Result<bool> {
    let folder = process::output(Command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TRIPLE,
    ]))?;
    Ok(Path::new(folder.trim()).is_dir())
}

/// A cargo that compiles for WASM so that the bytes don't depend on where it happens. Compiler flags
/// of the environment stay and ours follow; those of configuration files above the workspace are
/// left out, as Cargo does when the environment has some.
pub(crate) fn cargo(workspace: &Workspace) -> Result<Command> {
    let mut flags = environment_flags();
    flags.extend(remapped_paths(workspace)?);
    let mut command = process::cargo();
    command
        .current_dir(&workspace.root)
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    Ok(command)
}

/// The compiler flags of the environment, as Cargo reads them.
fn environment_flags() -> Vec<String> {
    let (text, between) = match env::var("CARGO_ENCODED_RUSTFLAGS") {
        Ok(encoded) => (encoded, '\u{1f}'),
        Err(_) => (env::var("RUSTFLAGS").unwrap_or_default(), ' '),
    };
    text.split(between).filter(|flag| !flag.is_empty()).map(str::to_owned).collect()
}

/// Flags that give paths in panic messages the same names on every machine.
fn remapped_paths(workspace: &Workspace) -> Result<Vec<String>> {
    let mut remaps = vec![(workspace.root.display().to_string(), "/partner-lens".to_owned())];
    for sources in registry_sources(&workspace.metadata) {
        remaps.push((sources.display().to_string(), "/registry".to_owned()));
    }
    // With the component rust-src the compiler turns the standard library's virtual paths into
    // real ones.
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let version = process::output(Command::new("rustc").arg("-vV"))?;
    let commit = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .context("rustc doesn't tell its commit")?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
    remaps.push((library.display().to_string(), format!("/rustc/{commit}")));
    Ok(remaps.into_iter().map(|(from, to)| format!("--remap-path-prefix={from}={to}")).collect())
}

/// The folders that hold the sources of registry packages: their names depend on the registry's
/// address and on `CARGO_HOME`.
fn registry_sources(metadata: &Value) -> BTreeSet<PathBuf> {
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|package| package["source"].is_string())
        .filter_map(|package| Path::new(package["manifest_path"].as_str()?).ancestors().nth(2))
        .map(Path::to_owned)
        .collect()
}

fn bind(wasm: &Path, name: &str, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        // Most of what an optimiser would save; the names of functions are of no use in a store.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}

/// The worker that was compiled for release, as it ships but with the names of its functions.
pub(crate) fn named_worker(workspace: &Workspace) -> Result<Vec<u8>> {
    let (package, name) = MODULES[0];
    let folder = workspace.target.join("wasm").join("named");
    let wasm = workspace.target.join(TRIPLE).join("release").join(format!("{package}.wasm"));
    Bindgen::new().input_path(wasm).out_name(name).web(true)?.generate(&folder)?;
    Ok(fs::read(folder.join(format!("{name}_bg.wasm")))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn registry_sources_are_folders_above_the_packages() {
        let metadata = json!({ "packages": [
            { "source": null, "manifest_path": "/home/me/partner-lens/crates/ui/Cargo.toml" },
            { "source": "registry+x", "manifest_path": "/cargo/src/mirror-1/yew-0.23.0/Cargo.toml" },
            { "source": "registry+x", "manifest_path": "/cargo/src/mirror-1/time-0.3.0/Cargo.toml" },
        ] });
        let sources: Vec<_> = registry_sources(&metadata).into_iter().collect();
        assert_eq!(sources, [Path::new("/cargo/src/mirror-1")]);
    }
}
