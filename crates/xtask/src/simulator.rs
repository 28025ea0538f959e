//! The simulated tenant: building it, starting it, ending it.

use crate::{
    process,
    terminal::{detail, step},
    workspace::Workspace,
};
use anyhow::{Context as _, Result, bail};
use domain::Timestamp;
use serde_json::Value;
use std::{
    env,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// A running simulator. It ends when this is dropped, and also when this process is killed: its
/// standard input closes then.
pub(crate) struct Simulator {
    child: Child,
    input: Option<ChildStdin>,
    /// The line that it printed: JSON with `port`, `origin`, `spki`, `ca` and `control`.
    pub(crate) line: String,
}

/// Builds the program and gives its path.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    step("Compiling the simulator");
    process::run(process::cargo().current_dir(&workspace.root).args([
        "build",
        "--package",
        "simulator",
        "--bin",
        "simulator",
    ]))?;
    let program = format!("simulator{}", env::consts::EXE_SUFFIX);
    Ok(workspace.target.join("debug").join(program))
}

/// Refuses a tenant that isn't there, naming those that are.
pub(crate) fn check_tenant(workspace: &Workspace, name: &str) -> Result<()> {
    let folder = workspace.root.join("crates").join("simulator").join("tenants");
    let mut known: Vec<String> = crate::workspace::files_below(&folder)?
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    known.sort();
    if known.iter().any(|tenant| tenant == name) {
        return Ok(());
    }
    bail!("there is no scenario {name}; there are {}", known.join(", "))
}

/// The machine's clock, as the simulator takes it.
fn now() -> Result<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Timestamp::from_millis(i64::try_from(since.as_millis())?).to_string())
}

impl Simulator {
    /// Starts it and waits until it serves.
    pub(crate) fn start(program: &Path, assets: &Path, tenant: &str) -> Result<Self> {
        step(&format!("Starting the simulated tenant {tenant}"));
        let mut command = Command::new(program);
        command
            .arg("--assets")
            .arg(assets)
            .args(["--tenant", tenant, "--until-stdin-closes"])
            // The extension in the browser goes by the machine's clock.
            .args(["--now", &now()?])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("the simulator could not be started")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the simulator has no output")?;
        let mut simulator = Self { child, input, line: String::new() };
        let mut reader = BufReader::new(output);
        reader.read_line(&mut simulator.line)?;
        simulator.line.truncate(simulator.line.trim_end().len());
        if simulator.line.is_empty() {
            bail!("the simulator ended before it served; what it printed is above");
        }
        // Its output must not fill up and block it.
        thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        detail(&format!("at {}", simulator.said("origin")?));
        Ok(simulator)
    }

    /// A value of the line that it printed.
    pub(crate) fn said(&self, key: &str) -> Result<String> {
        let line: Value = serde_json::from_str(&self.line)
            .with_context(|| format!("the simulator printed no JSON: {}", self.line))?;
        match &line[key] {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            _ => bail!("the simulator didn't tell its {key}: {}", self.line),
        }
    }

    /// Waits until it ends by itself or is interrupted.
    pub(crate) fn wait(&mut self) -> Result<()> {
        // Not `Child::wait`: it would close the standard input first.
        while self.child.try_wait()?.is_none() {
            thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.input.take());
        let patience = Instant::now() + Duration::from_secs(3);
        while Instant::now() < patience {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // It is on its way out in any case; a failure here leaves nothing to do.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}
