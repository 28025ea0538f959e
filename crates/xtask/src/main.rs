#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod assess;
mod bench;
mod browser;
mod build;
mod debian;
mod demo;
mod doctor;
mod flags;
mod functions;
mod manifest;
mod node;
mod package;
mod process;
mod simulator;
mod sizes;
mod terminal;
mod test;
mod tidy;
mod wasm;
mod workspace;

use crate::{
    flags::{Xtask, XtaskCmd},
    terminal::complain,
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let flags = Xtask::from_env_or_exit();
    let outcome = match flags.subcommand {
        // Its last line is the counts: whether they are good is for the exit code to say.
        XtaskCmd::Test(flags) => return finished(test::run(flags.only, flags.filter.as_deref())),
        XtaskCmd::Build(flags) => build::run(
            flags.browser.unwrap_or_default(),
            flags.cloud.unwrap_or_default(),
            flags.release,
        ),
        XtaskCmd::Package(flags) => package::run(flags.cloud.unwrap_or_default()),
        XtaskCmd::Demo(flags) => demo::run(flags),
        XtaskCmd::Bench(flags) => bench::run(flags.json, flags.sizes_only),
        XtaskCmd::Assess(flags) => assess::run(&flags.evidence, &flags.now),
        XtaskCmd::Tidy(_) => tidy::run(),
        XtaskCmd::Doctor(_) => doctor::run(),
    };
    finished(outcome.map(|()| ExitCode::SUCCESS))
}

fn finished(outcome: anyhow::Result<ExitCode>) -> ExitCode {
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // Without the debug form there is no backtrace, whatever the environment asks for.
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
