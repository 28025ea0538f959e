//! `demo`: a browser on the Partner relationships page of a simulated tenant.

use crate::{
    browser::has_display,
    build, flags, node,
    package::Target,
    process, simulator,
    simulator::Simulator,
    terminal::{detail, result, step},
    workspace::{Workspace, files_below},
};
use anyhow::{Context as _, Result};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

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

    build::unpacked(&workspace, &targets, true)?;
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
    } else {
        step(&format!("There is no display, so {browser} runs without a window"));
    }
    process::run(&mut command)?;
    if let Some(folder) = screenshots {
        list(&workspace, &folder)?;
    }
    Ok(())
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

fn list(workspace: &Workspace, folder: &Path) -> Result<()> {
    step("Screenshots");
    for file in files_below(folder)? {
        if file.extension().is_some_and(|extension| extension == "png") {
            result(&workspace.shown(&file));
        }
    }
    Ok(())
}

/// How to start a browser on the running simulator.
fn by_hand(workspace: &Workspace, simulator: &Simulator) -> Result<String> {
    let (port, spki) = (simulator.said("port")?, simulator.said("spki")?);
    let chrome = Target::Chrome.unpacked(workspace);
    let firefox = Target::Firefox.unpacked(workspace).join("manifest.json");
    Ok(format!(
        "\
The tenant is served on 127.0.0.1:{port} until Ctrl-C.

Chromium, with a profile of its own and without reaching anything but this machine:
  chromium --user-data-dir=\"$(mktemp -d)\" \\
    --host-resolver-rules='MAP * 127.0.0.1:{port}' \\
    --ignore-certificate-errors-spki-list={spki} \\
    --load-extension={chrome} \\
    'https://admin.microsoft.com/#/partners'
Chrome and Edge take the same, except --load-extension: open chrome://extensions or
edge://extensions, switch developer mode on, choose Load unpacked, and take
  {chrome}

Firefox, in a fresh profile: trust the authority of
  {ca}
in its certificate settings, set network.dns.forceResolve to 127.0.0.1 in about:config, load
  {firefox}
as a temporary add-on in about:debugging, and open
  https://admin.microsoft.com:{port}/#/partners",
        chrome = chrome.display(),
        firefox = firefox.display(),
        ca = simulator.said("ca")?,
    ))
}
