//! Starting and stopping a simulator.

use std::fmt;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use time::OffsetDateTime;
use time::macros::datetime;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, AuthorityError};
use crate::hosts::Hosts;
use crate::listener::Listener;
use crate::settings::Settings;
use crate::simulation::Simulation;
use crate::tenant_file::{self, TenantError};

/// The clock of every run that isn't given another, and the moment at which the tenants' files show
/// them: whoever starts with another clock gets all of their dates moved by as much, so that every
/// run says the same.
pub const DEFAULT_NOW: OffsetDateTime = datetime!(2026-11-24 09:41 UTC);

/// What a simulator is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with `admin-center.js` and `admin-center.css`.
    pub assets: PathBuf,
    /// The tenant that pages show unless their address names another.
    pub tenant: String,
    /// The loopback port; 0 for any.
    pub port: u16,
    /// The clock.
    pub now: OffsetDateTime,
    /// A folder in which the test authority is kept from one run to the next. Without it each run
    /// has a new one.
    pub authority_directory: Option<PathBuf>,
    /// A folder with more tenants; one of a known name takes its place.
    pub tenants_directory: Option<PathBuf>,
}

impl Options {
    /// The usual ones: tenant `fabrikam`, any port, the default clock, a new authority.
    #[must_use]
    pub fn new(assets: PathBuf) -> Self {
        Self {
            assets,
            tenant: "fabrikam".to_owned(),
            port: 0,
            now: DEFAULT_NOW,
            authority_directory: None,
            tenants_directory: None,
        }
    }
}

/// Why a simulator didn't start. Its text is for the person who started it.
#[derive(Debug)]
pub enum StartError {
    /// A tenant can't be used.
    Tenant(TenantError),
    /// There is no certificate.
    Authority(AuthorityError),
    /// The tenant to start with isn't known; what is known instead.
    UnknownTenant(String),
    /// The port can't be had.
    Port(std::io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant(error) => error.fmt(formatter),
            Self::Authority(error) => error.fmt(formatter),
            Self::UnknownTenant(reason) => formatter.write_str(reason),
            Self::Port(error) => write!(formatter, "The port can't be had: {error}."),
        }
    }
}

impl std::error::Error for StartError {}

impl From<TenantError> for StartError {
    fn from(error: TenantError) -> Self {
        Self::Tenant(error)
    }
}

impl From<AuthorityError> for StartError {
    fn from(error: AuthorityError) -> Self {
        Self::Authority(error)
    }
}

/// A running simulator. It stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    /// The loopback port.
    pub port: u16,
    /// Base64 of the SHA-256 of the hosts' public key.
    pub spki: String,
    /// The file with the authority's certificate, in PEM.
    pub authority_file: PathBuf,
    /// The authority's certificate, in PEM.
    pub authority_pem: String,
    temporary_directory: Option<PathBuf>,
    _stop: watch::Sender<()>,
}

impl Running {
    /// The line of JSON that tells whoever started the program where everything is.
    #[must_use]
    pub fn announcement(&self) -> String {
        json!({
            "port": self.port,
            "origin": "https://admin.microsoft.com",
            "spki": self.spki,
            "ca": self.authority_file,
            "control": format!("http://127.0.0.1:{}/__simulator", self.port),
        })
        .to_string()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(directory) = &self.temporary_directory {
            // What stays behind is one public certificate in the system's temporary folder.
            let _removed = std::fs::remove_dir_all(directory);
        }
    }
}

/// Starts a simulator on the current Tokio runtime.
///
/// # Errors
/// If a tenant, the certificate or the port can't be had.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let mut tenants = tenant_file::embedded()?;
    if let Some(directory) = &options.tenants_directory {
        tenants.extend(tenant_file::from_directory(directory)?);
    }
    for tenant in tenants.values_mut() {
        tenant.shift(options.now - DEFAULT_NOW);
    }
    let initial = Settings::new(&options.tenant, options.now);
    let simulation = Arc::new(Simulation::new(tenants, initial, options.assets));
    simulation.settings_for("").map_err(StartError::UnknownTenant)?;

    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(StartError::Port)?;
    let port = listener.local_addr().map_err(StartError::Port)?.port();

    let authority = match &options.authority_directory {
        Some(directory) => Authority::kept_in(directory)?,
        None => Authority::generate()?,
    };
    let temporary_directory = match options.authority_directory {
        Some(_) => None,
        None => Some(temporary_directory(port)),
    };
    let directory = options.authority_directory.as_deref().or(temporary_directory.as_deref());
    let authority_file = authority.write_certificate(directory.unwrap_or(Path::new(".")))?;

    let (stop, stopped) = watch::channel(());
    let accepting = Listener {
        hosts: Hosts::new(&simulation),
        simulation,
        tls: TlsAcceptor::from(authority.server_config()?),
        stop: stopped,
    };
    let spki = authority.spki()?;
    tokio::spawn(accepting.run(listener));
    Ok(Running {
        port,
        spki,
        authority_file,
        authority_pem: authority.authority_pem,
        temporary_directory,
        _stop: stop,
    })
}

fn temporary_directory(port: u16) -> PathBuf {
    let process = std::process::id();
    std::env::temp_dir().join(format!("partner-lens-simulator-{process}-{port}"))
}
