//! The `simulator` program: reads its options, says where it is, and serves until it is ended.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use simulator::server::{self, Options};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::oneshot;

const USAGE: &str = "\
Simulates a Microsoft 365 tenant on one loopback port.

Usage: simulator --assets DIR [options]

  --assets DIR           the built admin center page (admin-center.js, admin-center.css)
  --tenant NAME          contoso, fabrikam, woodgrove, empty, denied, hostile (default: fabrikam)
  --port N               loopback port (default: any)
  --now RFC3339          the clock (default: 2026-11-24T09:41:00Z)
  --ca-dir DIR           keep the test authority there and use it again
  --tenants DIR          more tenants, one JSON file each
  --until-stdin-closes   end when standard input closes
  --help                 this text

It prints one line of JSON with the port, the origin, the certificate's key hash, the file of the
test authority and the address of the control endpoints. It ends on SIGTERM and SIGINT.
";

struct CommandLine {
    options: Options,
    until_stdin_closes: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help") {
        let _written = std::io::stdout().write_all(USAGE.as_bytes());
        return ExitCode::SUCCESS;
    }
    match read_arguments(arguments).and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            let _written = writeln!(std::io::stderr(), "{reason}");
            ExitCode::FAILURE
        }
    }
}

fn read_arguments(arguments: Vec<OsString>) -> Result<CommandLine, String> {
    let mut options = Options::new(PathBuf::new());
    let mut assets = None;
    let mut until_stdin_closes = false;
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let name = argument.to_string_lossy().into_owned();
        if name == "--until-stdin-closes" {
            until_stdin_closes = true;
            continue;
        }
        let mut value = || rest.next().ok_or_else(|| format!("{name} needs a value."));
        let text = |value: OsString| value.to_string_lossy().into_owned();
        match name.as_str() {
            "--assets" => assets = Some(PathBuf::from(value()?)),
            "--tenant" => options.tenant = text(value()?),
            "--port" => {
                options.port = text(value()?)
                    .parse()
                    .map_err(|_| "--port takes a number from 0 to 65535.".to_owned())?;
            }
            "--now" => {
                options.now = OffsetDateTime::parse(&text(value()?), &Rfc3339)
                    .map_err(|_| "--now takes a time such as 2026-11-24T09:41:00Z.".to_owned())?;
            }
            "--ca-dir" => options.authority_directory = Some(PathBuf::from(value()?)),
            "--tenants" => options.tenants_directory = Some(PathBuf::from(value()?)),
            _ => return Err(format!("{name} isn't an option. --help lists them.")),
        }
    }
    options.assets = assets.ok_or("--assets is needed. --help says more.")?;
    if !options.assets.join("admin-center.js").is_file() {
        let assets = options.assets.display();
        return Err(format!("{assets} doesn't hold admin-center.js. Build the page first."));
    }
    Ok(CommandLine { options, until_stdin_closes })
}

fn serve(command_line: CommandLine) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("No runtime: {error}."))?;
    runtime.block_on(async {
        let running =
            server::start(command_line.options).await.map_err(|error| error.to_string())?;
        let mut stdout = std::io::stdout();
        writeln!(stdout, "{}", running.announcement())
            .and_then(|()| stdout.flush())
            .map_err(|error| format!("Standard output is closed: {error}."))?;
        let input_closed = watch_input(command_line.until_stdin_closes);
        tokio::select! {
            ended = told_to_end() => ended,
            Ok(()) = input_closed => Ok(()),
        }
    })
}

/// Resolves when standard input ends; never, and with an error, when that isn't watched for.
fn watch_input(wanted: bool) -> oneshot::Receiver<()> {
    let (closed, receiver) = oneshot::channel();
    if wanted {
        std::thread::spawn(move || {
            let mut input = std::io::stdin().lock();
            let mut buffer = [0; 256];
            // Nothing that is written is looked at; an error ends it as the end does.
            while input.read(&mut buffer).is_ok_and(|count| count > 0) {}
            let _told = closed.send(());
        });
    }
    receiver
}

#[cfg(unix)]
async fn told_to_end() -> Result<(), String> {
    use tokio::signal::unix::{SignalKind, signal};

    let failed = |error| format!("Signals can't be listened for: {error}.");
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn told_to_end() -> Result<(), String> {
    tokio::signal::ctrl_c()
        .await
        .map_err(|error| format!("Signals can't be listened for: {error}."))
}
