//! A small HTTP client that reaches the simulator as a browser does.

#![allow(dead_code, reason = "Each test file uses its own part of the client.")]

pub(crate) mod entra;

use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use simulator::server::{self, Options, Running};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

pub(crate) const ADMIN: &str = "admin.microsoft.com";
pub(crate) const SESSION: &str = "RootAuthToken=simulated-root";

/// How a test reaches a host.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Route {
    Direct,
    Connect,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A simulator of its own for one test.
pub(crate) struct Client {
    pub(crate) running: Running,
}

impl Client {
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::new(assets())).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        Self { running: server::start(options).await.unwrap() }
    }

    /// A data request of the page of this tenant, with the session's cookie.
    pub(crate) async fn data(&self, tenant: &str, method: &str, path: &str) -> Answer {
        self.data_with(tenant, method, path, "", "").await
    }

    pub(crate) async fn data_with(
        &self,
        tenant: &str,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> Answer {
        let headers = format!("Cookie: {SESSION}\r\nx-sim-tenant: {tenant}\r\n{headers}");
        self.send(Route::Direct, ADMIN, method, path, &headers, body).await
    }

    /// `GET` of a page or anything else that needs no header.
    pub(crate) async fn get(&self, host: &str, path: &str) -> Answer {
        self.send(Route::Direct, host, "GET", path, "", "").await
    }

    pub(crate) async fn send(
        &self,
        route: Route,
        host: &str,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> Answer {
        let mut tcp = self.tcp().await;
        if let Route::Connect = route {
            let request = format!("CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n");
            tcp.write_all(request.as_bytes()).await.unwrap();
            let head = read_head(&mut tcp).await;
            assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        }
        let mut tls = self.tls(tcp, host).await;
        exchange(&mut tls, host, method, path, headers, body).await
    }

    /// A request in plain HTTP, with its target as it stands.
    pub(crate) async fn plain(
        &self,
        method: &str,
        target: &str,
        host: &str,
        headers: &str,
    ) -> Answer {
        exchange(&mut self.tcp().await, host, method, target, headers, "").await
    }

    /// A request to a control endpoint.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &str) -> Answer {
        let host = format!("127.0.0.1:{}", self.running.port);
        exchange(&mut self.tcp().await, &host, method, path, "", body).await
    }

    async fn tcp(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.running.port)).await.unwrap()
    }

    async fn tls(&self, tcp: TcpStream, host: &str) -> impl AsyncRead + AsyncWrite + Unpin {
        let mut roots = RootCertStore::empty();
        let authority = self.running.authority_pem.as_bytes();
        roots.add(CertificateDer::from_pem_slice(authority).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap()
    }
}

pub(crate) fn assets() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/assets")
}

async fn exchange(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    host: &str,
    method: &str,
    target: &str,
    headers: &str,
    body: &str,
) -> Answer {
    let length = body.len();
    let content = match length {
        0 => String::new(),
        _ if headers.contains("Content-Type") => format!("Content-Length: {length}\r\n"),
        _ => format!("Content-Type: application/json\r\nContent-Length: {length}\r\n"),
    };
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}{content}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let head = read_head(stream).await;
    let mut body = Vec::new();
    // A TLS peer that just closes is an error to rustls; all of the answer has come by then.
    let _closed = stream.read_to_end(&mut body).await;
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: String::from_utf8(body).unwrap() }
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}
