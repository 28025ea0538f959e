//! Installing from Debian's packages, where that is possible without asking.

use crate::{
    process::{self, on_path},
    terminal::step,
};
use anyhow::Result;
use std::{fs, process::Command};

/// Whether packages can be installed as things are: Debian or a relative, and root.
pub(crate) fn can_install() -> bool {
    cfg!(target_os = "linux") && on_path(&["apt-get"]).is_some() && is_root()
}

/// Installs packages, and says so. Call only where [`can_install`] says yes.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    step(&format!("Installing {} from the system's packages (apt-get)", packages.join(", ")));
    process::run(apt().args(["update", "-qq"]))?;
    process::run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The effective user id, as the kernel tells; `id` may be missing in a small container.
fn is_root() -> bool {
    let Ok(status) = fs::read_to_string("/proc/self/status") else { return false };
    status
        .lines()
        .find_map(|line| line.strip_prefix("Uid:"))
        .and_then(|ids| ids.split_whitespace().nth(1))
        == Some("0")
}
