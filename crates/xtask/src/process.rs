//! Starting other programs, with errors a person can act on.

use anyhow::{Context as _, Result, bail};
use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The first of `names` that is on the search path, as a full path.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders.iter().find_map(|folder| {
            // On Windows npm is a batch file.
            ["", env::consts::EXE_SUFFIX, ".cmd"]
                .iter()
                .map(|suffix| folder.join(format!("{name}{suffix}")))
                .find(|candidate| candidate.is_file())
        })
    })
}

/// The cargo that runs this, so that its child has the same tool chain.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the terminal's own streams. An exit code other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    bail!("`{}` failed; what it printed is above", shown(command))
}

/// Runs to the end with the terminal's own streams, and tells whether the exit code was 0.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| not_startable(command))?;
    Ok(status.success())
}

/// Runs to the end and gives what it printed. Its standard error goes to the terminal.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| not_startable(command))?;
    if !output.status.success() {
        bail!("`{}` failed; what it printed is above", shown(command));
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something other than text", shown(command)))
}

/// Runs to the end, handing on each line of its standard output as it comes, and tells whether
/// the exit code was 0.
pub(crate) fn stream(command: &mut Command, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| not_startable(command))?;
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut bytes = Vec::new();
        // Not `lines`: a test may print bytes that aren't text, which mustn't end the run.
        while reader.read_until(b'\n', &mut bytes)? > 0 {
            line(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']));
            bytes.clear();
        }
    }
    Ok(child.wait()?.success())
}

/// A command as a person would type it, for messages.
pub(crate) fn shown(command: &Command) -> String {
    let mut text = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program())
        .display()
        .to_string();
    for argument in command.get_args().map(OsStr::to_string_lossy) {
        let quoted = argument.is_empty() || argument.contains([' ', '"', '\'', '{', '*']);
        let _infallible =
            if quoted { write!(text, " '{argument}'") } else { write!(text, " {argument}") };
    }
    text
}

fn not_startable(command: &Command) -> String {
    format!(
        "`{}` could not be started; `cargo xtask doctor` says what is missing",
        Path::new(command.get_program()).display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        let mut command = Command::new("/usr/bin/node");
        command.args(["run.mjs", "--json", "{\"port\":1}", ""]);
        assert_eq!(shown(&command), "node run.mjs --json '{\"port\":1}' ''");
    }

    #[test]
    fn a_missing_program_gives_a_sentence() {
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err();
        assert!(error.to_string().contains("cargo xtask doctor"), "{error}");
        assert_eq!(on_path(&["no-such-program-anywhere"]), None);
    }

    #[test]
    fn lines_are_handed_on() {
        let mut lines = Vec::new();
        let ok = stream(cargo().arg("--version"), |line| lines.push(line.to_owned())).unwrap();
        assert!(ok);
        assert!(lines[0].starts_with("cargo 1."), "{lines:?}");
    }
}
