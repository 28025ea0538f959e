//! `test`: every check and test there is, with one closing line.

mod tally;

use crate::{
    browser::Browser,
    debian, node, package,
    package::{PackageCloud, Target},
    process::{self, on_path, shown},
    simulator, sizes,
    terminal::{complain, result, step},
    test::tally::Tally,
    tidy, wasm,
    workspace::Workspace,
};
use anyhow::{Context as _, Result, bail};
use serde_json::json;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    str::FromStr,
};

/// How to get what drives a browser for the WASM tests.
pub(crate) const CHROMEDRIVER: &str = "install the chromedriver of your Chromium or Chrome; on Debian: apt-get install chromium-driver";

/// The crates with tests that need a WASM engine.
const WASM_CRATES: [&str; 3] = ["background", "ui", "webext"];

/// What `--only` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suite {
    /// Format, lints, repository rules, and the tests that run natively.
    Host,
    /// The tests that run in Node.js and in a browser, compiled to WASM.
    Wasm,
    /// The shipped packages in real browsers.
    EndToEnd,
}

impl FromStr for Suite {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "host" => Ok(Self::Host),
            "wasm" => Ok(Self::Wasm),
            "e2e" => Ok(Self::EndToEnd),
            _ => Err("a suite is host, wasm or e2e".to_owned()),
        }
    }
}

/// Runs the suites asked for, closes with the counts, and gives a failing exit code if one failed.
pub(crate) fn run(only: Option<Suite>, filter: Option<&str>) -> Result<ExitCode> {
    let workspace = Workspace::load()?;
    let mut session = Session { workspace: &workspace, filter, tally: Tally::default() };
    let wanted = |suite| only.is_none_or(|only| only == suite);
    if wanted(Suite::Host) {
        session.suite("host", Session::host);
    }
    if wanted(Suite::Wasm) {
        session.suite("wasm", Session::wasm);
    }
    if wanted(Suite::EndToEnd) {
        session.suite("e2e", Session::end_to_end);
    }
    Ok(if session.tally.close() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One run of tests.
struct Session<'run> {
    workspace: &'run Workspace,
    filter: Option<&'run str>,
    tally: Tally,
}

impl Session<'_> {
    /// Runs a suite. One that can't run, for want of a browser or a build, is one failure, so that
    /// the other suites still run and the counts are still printed.
    fn suite(&mut self, name: &str, run: impl FnOnce(&mut Self) -> Result<()>) {
        if let Err(error) = run(self) {
            complain(&format!("{error:#}"));
            self.tally.fail(&format!("{name} could not be run"));
        }
    }

    /// Runs a check that counts as one test.
    fn check(&mut self, name: &str, run: impl FnOnce() -> Result<()>) {
        if self.filter.is_some_and(|filter| !name.contains(filter)) {
            return;
        }
        step(name);
        match run() {
            Ok(()) => self.tally.pass(),
            Err(error) => {
                complain(&format!("{error:#}"));
                self.tally.fail(name);
            }
        }
    }

    fn host(&mut self) -> Result<()> {
        let workspace = self.workspace;
        let cargo = |arguments: &[&str]| {
            let mut command = process::cargo();
            command.current_dir(&workspace.root).args(arguments);
            command
        };
        self.check("cargo fmt", || process::run(&mut cargo(&["fmt", "--all", "--check"])));
        self.check("tidy", || tidy::check(workspace));
        self.check("cargo clippy", || {
            process::run(&mut cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ]))
        });
        self.check("cargo clippy for WASM", || {
            wasm::ensure_target()?;
            let mut command = wasm::cargo(workspace)?;
            command.args(["clippy", "--all-targets", "--target", wasm::TRIPLE]);
            for package in WASM_CRATES {
                command.args(["--package", package]);
            }
            process::run(command.args(["--", "--deny", "warnings"]))
        });
        self.check("tsc", || {
            node::ensure(workspace)?;
            let compiler = workspace.tests().join("node_modules/typescript/bin/tsc");
            process::run(
                node::node(workspace).arg(compiler).arg("--project").arg(workspace.tests()),
            )
        });

        step("Native tests");
        let mut tests = cargo(&["test", "--workspace", "--no-fail-fast"]);
        if let Some(filter) = self.filter {
            tests.args(["--", filter]);
        }
        self.counted(&mut tests)
    }

    fn wasm(&mut self) -> Result<()> {
        wasm::ensure_target()?;
        let workspace = self.workspace;
        let driver = ensure_chromedriver()?;
        let browser = Browser::Chromium.find().or_else(|| Browser::Chrome.find());
        let browser = browser
            .with_context(|| format!("no browser here: {}", Browser::Chromium.how_to_get()))?;

        step("Compiling the runner of WASM tests");
        process::run(process::cargo().current_dir(&workspace.root).args([
            "build",
            "--package",
            "xtask",
            "--bin",
            "wasm-test-runner",
            "--features",
            "wasm-test-runner",
        ]))?;
        let runner = format!("wasm-test-runner{}", env::consts::EXE_SUFFIX);
        let runner = workspace.target.join("debug").join(runner);
        let capabilities = write_capabilities(workspace, &browser)?;

        step("WASM tests");
        let mut tests = wasm::cargo(workspace)?;
        tests.args(["test", "--target", wasm::TRIPLE, "--no-fail-fast", "--tests"]);
        for package in WASM_CRATES {
            tests.args(["--package", package]);
        }
        tests
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
            // The defaults of 5 and 20 seconds are too short for a busy machine.
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
            .env_remove("NO_HEADLESS");
        if let Some(filter) = self.filter {
            tests.args(["--", filter]);
        }
        self.counted(&mut tests)
    }

    fn end_to_end(&mut self) -> Result<()> {
        let workspace = self.workspace;
        node::ensure(workspace)?;
        Browser::Chromium.ensure()?;
        Browser::Firefox.ensure()?;
        let cloud = PackageCloud::default();
        package::make(workspace, cloud)?;
        self.check("size budgets", || sizes::hold(&sizes::of_release(workspace, cloud)?));
        let assets = node::build_admin_center(workspace)?;
        let program = simulator::build(workspace)?;

        step("End-to-end tests");
        let mut tests = node::node(workspace);
        tests
            .arg(workspace.tests().join("e2e").join("run.mjs"))
            .arg("--extension-chrome")
            .arg(Target::Chrome.unpacked(workspace))
            .arg("--extension-firefox")
            .arg(Target::Firefox.unpacked(workspace))
            .arg("--simulator-bin")
            .arg(program)
            .arg("--assets")
            .arg(assets);
        if let Some(filter) = self.filter {
            tests.args(["--filter", filter]);
        }
        self.counted(&mut tests)
    }

    /// Runs a program whose output has counts in it.
    fn counted(&mut self, command: &mut Command) -> Result<()> {
        let before = self.tally.failed();
        let tally = &mut self.tally;
        let ok = process::stream(command, |line| {
            result(line);
            tally.read(line);
        })?;
        if !ok && self.tally.failed() == before {
            // It didn't compile, or crashed before it could count.
            self.tally.fail(&format!("`{}`", shown(command)));
        }
        Ok(())
    }
}

/// Where the driver of Chromium is: where the environment says, or on the search path.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    let told = env::var_os("CHROMEDRIVER").map(PathBuf::from).filter(|path| path.is_file());
    told.or_else(|| on_path(&["chromedriver"]))
}

fn ensure_chromedriver() -> Result<PathBuf> {
    if chromedriver().is_none() && debian::can_install() {
        // Together with the browser: the two must be of one version.
        debian::install(&["chromium", "chromium-driver"])?;
    }
    match chromedriver() {
        Some(path) => Ok(path),
        None => bail!("there is no chromedriver here: {CHROMEDRIVER}"),
    }
}

/// What the driver is to start. Root has no sandbox, and a container may have little shared memory.
fn write_capabilities(workspace: &Workspace, browser: &Path) -> Result<PathBuf> {
    let folder = workspace.target.join("wasm-tests");
    fs::create_dir_all(&folder)?;
    let file = folder.join("webdriver.json");
    let capabilities = json!({
        "goog:chromeOptions": {
            "binary": browser,
            "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        },
    });
    fs::write(&file, format!("{capabilities:#}\n"))?;
    Ok(file)
}
