//! The test authority, and the one certificate that all simulated hosts share.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PublicKeyData as _,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Host names that the certificate is good for.
const NAMES: [&str; 10] = [
    "admin.microsoft.com",
    "admin.cloud.microsoft",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "graph.microsoft.com",
    "graph.microsoft.us",
    "dod-graph.microsoft.us",
    "microsoftgraph.chinacloudapi.cn",
    "localhost",
];

const AUTHORITY_FILE: &str = "partner-lens-test-authority.pem";
const LEAF_FILE: &str = "partner-lens-test-hosts.pem";
const KEY_FILE: &str = "partner-lens-test-hosts.key.pem";

/// Why there is no certificate.
#[derive(Debug)]
pub enum AuthorityError {
    /// A certificate or key can't be made.
    Generate(rcgen::Error),
    /// What a folder holds isn't a certificate and its key.
    Malformed(String),
    /// A file or folder can't be read or written.
    Files {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl fmt::Display for AuthorityError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Generate(error) => write!(formatter, "No test certificate can be made: {error}."),
            Self::Malformed(reason) => {
                write!(formatter, "The stored test certificate can't be used: {reason}.")
            }
            Self::Files { path, source } => {
                write!(formatter, "{} can't be used: {source}.", path.display())
            }
        }
    }
}

impl std::error::Error for AuthorityError {}

impl From<rcgen::Error> for AuthorityError {
    fn from(error: rcgen::Error) -> Self {
        Self::Generate(error)
    }
}

/// The certificate of an authority, and a certificate and key that it signed.
///
/// The authority's own key is forgotten as soon as it has signed, so that whoever trusts it trusts
/// it for the simulated hosts and nothing else.
#[derive(Debug)]
pub(crate) struct Authority {
    pub(crate) authority_pem: String,
    leaf_pem: String,
    key_pem: String,
}

impl Authority {
    /// A new one.
    pub(crate) fn generate() -> Result<Self, AuthorityError> {
        let key = KeyPair::generate()?;
        let mut params = params("Partner Lens test authority", Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority = params.self_signed(&key)?;
        let issuer = Issuer::new(params, key);

        let leaf_key = KeyPair::generate()?;
        let names = NAMES.iter().map(ToString::to_string).collect();
        let mut params = self::params("Partner Lens simulated hosts", names)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let leaf = params.signed_by(&leaf_key, &issuer)?;
        Ok(Self {
            authority_pem: authority.pem(),
            leaf_pem: leaf.pem(),
            key_pem: leaf_key.serialize_pem(),
        })
    }

    /// The one that a folder holds; if it holds none, a new one that is then kept there.
    pub(crate) fn kept_in(directory: &Path) -> Result<Self, AuthorityError> {
        let files = [AUTHORITY_FILE, LEAF_FILE, KEY_FILE].map(|name| directory.join(name));
        if files.iter().all(|path| path.exists()) {
            let [authority_pem, leaf_pem, key_pem] = files.map(|path| {
                fs::read_to_string(&path).map_err(|source| AuthorityError::Files { path, source })
            });
            return Ok(Self {
                authority_pem: authority_pem?,
                leaf_pem: leaf_pem?,
                key_pem: key_pem?,
            });
        }
        let authority = Self::generate()?;
        authority.write_certificate(directory)?;
        let [_, leaf, key] = files;
        write(&leaf, &authority.leaf_pem)?;
        write(&key, &authority.key_pem)?;
        Ok(authority)
    }

    /// Writes the authority's certificate into a folder, which is made if need be.
    pub(crate) fn write_certificate(&self, directory: &Path) -> Result<PathBuf, AuthorityError> {
        fs::create_dir_all(directory)
            .map_err(|source| AuthorityError::Files { path: directory.to_owned(), source })?;
        let path = directory.join(AUTHORITY_FILE);
        write(&path, &self.authority_pem)?;
        Ok(path)
    }

    /// Base64 of the SHA-256 of the hosts' public key, as Chromium's
    /// `--ignore-certificate-errors-spki-list` takes it.
    pub(crate) fn spki(&self) -> Result<String, AuthorityError> {
        let key = KeyPair::from_pem(&self.key_pem)?;
        let digest = ring::digest::digest(&ring::digest::SHA256, &key.subject_public_key_info());
        Ok(base64::engine::general_purpose::STANDARD.encode(digest))
    }

    /// What the listener answers TLS with. Only HTTP/1.1 is offered.
    pub(crate) fn server_config(&self) -> Result<Arc<ServerConfig>, AuthorityError> {
        let malformed = |error: &dyn fmt::Display| AuthorityError::Malformed(error.to_string());
        let certificate = |pem: &str| {
            CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|error| malformed(&error))
        };
        let chain = vec![certificate(&self.leaf_pem)?, certificate(&self.authority_pem)?];
        let key = PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes())
            .map_err(|error| malformed(&error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|error| malformed(&error))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn params(name: &str, hosts: Vec<String>) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    // The simulated clock and the machine's may be years apart; certificates follow the machine's.
    params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    params.not_after = rcgen::date_time_ymd(2044, 1, 1);
    Ok(params)
}

/// Writes so that only the owner can read: one of the files is a private key.
fn write(path: &Path, text: &str) -> Result<(), AuthorityError> {
    use std::io::Write as _;

    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| AuthorityError::Files { path: path.to_owned(), source })
}
