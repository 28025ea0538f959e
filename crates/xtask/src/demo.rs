//! `demo`: a browser on the Partner relationships page of a simulated tenant.

use crate::{
    browser::has_display,
    build, flags, node,
    package::{PackageCloud, Target},
    process, simulator,
    simulator::Simulator,
    terminal::{detail, result, step},
    workspace::Workspace,
};
use anyhow::{Context as _, Result};
use std::{env, fs, path::PathBuf};

/// The page that is shown.
const PAGE: &str = "https://admin.microsoft.com/AdminPortal/Home#/partners";

/// Sets everything up and shows it.
pub(crate) fn run(flags: flags::Demo) -> Result<()> {
    let workspace = Workspace::load()?;
    let tenant = flags.scenario.as_deref().unwrap_or("fabrikam");
    // What can fail at once fails before anything is built.
    simulator::check_tenant(&workspace, tenant)?;
    node::ensure(&workspace)?;
    let browser = match flags.serve {
        true => None,
        false => Some(flags.browser.unwrap_or_default().ensure()?),
    };
    let targets = match &browser {
        Some((browser, _)) => vec![browser.target()],
        None => vec![Target::Chrome, Target::Firefox],
    };

    build::unpacked(&workspace, &targets, PackageCloud::default(), true)?;
    let assets = node::build_admin_center(&workspace)?;
    let program = simulator::build(&workspace)?;
    let mut simulator = Simulator::start(&program, &assets, tenant)?;
    let Some((browser, executable)) = browser else {
        result(&by_hand(&workspace, &simulator)?);
        return simulator.wait();
    };

    let headed = has_display();
    let screenshots = screenshots(&workspace, flags.screenshots, headed)?;
    let mut command = node::node(&workspace);
    command
        .arg(workspace.tests().join("demo.mjs"))
        .args(["--browser", &browser.to_string()])
        .arg("--executable")
        .arg(&executable)
        .arg("--extension")
        .arg(browser.target().unpacked(&workspace))
        .args(["--simulator", &simulator.line]);
    if let Some(folder) = &screenshots {
        command.arg("--screenshots").arg(folder);
    }
    if headed {
        command.arg("--headed");
        step(&format!("Opening {browser} with a throw-away profile"));
        detail("Close the browser to end the demonstration.");
        detail("To sign in there, register this client ID on the panel's page for it:");
        detail("  7d3c1f0a-52b6-4e0e-9a41-c8e2f06b9d17");
        detail("and take any account that is offered; any password will do.");
    } else {
        step(&format!("There is no display, so {browser} runs without a window"));
    }
    if let Some(folder) = &screenshots {
        detail(&format!("Screenshots, a line each as they are taken into {}:", folder.display()));
    }
    process::run(&mut command)
}

/// Where screenshots go: where asked for, and without a display in any case somewhere.
fn screenshots(
    workspace: &Workspace,
    asked: Option<PathBuf>,
    headed: bool,
) -> Result<Option<PathBuf>> {
    let folder = match asked {
        Some(folder) => env::current_dir()?.join(folder),
        None if headed => return Ok(None),
        None => workspace.target.join("screenshots"),
    };
    fs::create_dir_all(&folder).with_context(|| format!("{} can't be made", folder.display()))?;
    Ok(Some(folder))
}

/// How to start a browser on the running simulator.
fn by_hand(workspace: &Workspace, simulator: &Simulator) -> Result<String> {
    let (port, spki) = (simulator.said("port")?, simulator.said("spki")?);
    let chrome = Target::Chrome.unpacked(workspace);
    let firefox = Target::Firefox.unpacked(workspace).join("manifest.json");
    Ok(format!(
        "\
The tenant is served on 127.0.0.1:{port} until Ctrl-C. It is also the proxy that answers for
Microsoft's hosts, and refuses all others.

Chromium, with a profile of its own:
  chromium --user-data-dir=\"$(mktemp -d)\" --no-first-run \\
    --proxy-server=http://127.0.0.1:{port} \\
    --ignore-certificate-errors-spki-list={spki} \\
    --load-extension={chrome} \\
    '{PAGE}'
Chrome and Edge take the same, except --load-extension: open chrome://extensions or
edge://extensions, switch developer mode on, choose Load unpacked, and take
  {chrome}

Firefox, in a fresh profile: set 127.0.0.1, port {port}, as the proxy for HTTP and HTTPS, import
  {ca}
as an authority in its certificate settings, load
  {firefox}
as a temporary add-on in about:debugging, and open
  {PAGE}",
        chrome = chrome.display(),
        firefox = firefox.display(),
        ca = simulator.said("ca")?,
    ))
}
