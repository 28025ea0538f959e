//! One port for everything: TLS by its first byte, an HTTP proxy, and the control endpoints.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{HOST, LOCATION, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::hosts::{Host, Hosts};
use crate::request_log::Via;
use crate::simulation::Simulation;

/// The first byte of a TLS handshake record.
const TLS_HANDSHAKE: u8 = 0x16;

/// What every connection needs.
#[derive(Clone)]
pub(crate) struct Listener {
    pub(crate) simulation: Arc<Simulation>,
    pub(crate) hosts: Hosts,
    pub(crate) tls: TlsAcceptor,
    /// Closed when the simulator stops.
    pub(crate) stop: watch::Receiver<()>,
}

impl Listener {
    /// Accepts until the simulator stops.
    pub(crate) async fn run(self, listener: TcpListener) {
        let mut stop = self.stop.clone();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stop.changed() => return,
            };
            // A connection that died while it waited is no reason to stop.
            let Ok((stream, _)) = accepted else { continue };
            self.spawn(self.clone().serve(stream));
        }
    }

    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut stop = self.stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = work => {}
                _ = stop.changed() => {}
            }
        });
    }

    async fn serve(self, stream: TcpStream) {
        let mut first = [0];
        match stream.peek(&mut first).await {
            Ok(1) if first == [TLS_HANDSHAKE] => self.serve_tls(stream, Via::Direct).await,
            Ok(1) => self.serve_plain(stream).await,
            _ => {}
        }
    }

    async fn serve_tls<S>(self, stream: S, via: Via)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        // A browser that doesn't trust the certificate hangs up here, and sees why on its side.
        let Ok(stream) = self.tls.accept(stream).await else { return };
        let service = service_fn(move |request| {
            let listener = self.clone();
            async move { Ok::<_, Infallible>(listener.answer_host(request, via).await) }
        });
        // The only errors are those of the connection; nobody is left to be told.
        let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
    }

    async fn serve_plain(self, stream: TcpStream) {
        let service = service_fn(move |request| {
            let listener = self.clone();
            async move { Ok::<_, Infallible>(listener.answer_plain(request).await) }
        });
        let _ended = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades()
            .await;
    }

    async fn answer_host(&self, mut request: Request<Incoming>, via: Via) -> Response {
        let name = host_name(request.uri(), request.headers());
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
        // Reports of errors are the page's talk with the tests, not part of what is simulated.
        if path.starts_with("/__simulator/") {
            return match Host::of_name(&name) {
                Some(host) => self.hosts.answer(host, request).await,
                None => StatusCode::MISDIRECTED_REQUEST.into_response(),
            };
        }
        let log = &self.simulation.requests;
        let ticket = log.arrived(via, &name, request.method().as_str(), &path, request.headers());
        // With it a handler that has read the request can say more about it.
        request.extensions_mut().insert(ticket);
        let response = match Host::of_name(&name) {
            Some(host) => self.hosts.answer(host, request).await,
            None => {
                (StatusCode::MISDIRECTED_REQUEST, "This host isn't simulated.\n").into_response()
            }
        };
        log.answered(ticket, response.status());
        response
    }

    async fn answer_plain(&self, request: Request<Incoming>) -> Response {
        if request.method() != Method::CONNECT && request.uri().authority().is_none() {
            return self.answer_control(request).await;
        }
        let target = request.uri().to_string();
        let name = request.uri().host().unwrap_or_default().to_owned();
        let log = &self.simulation.requests;
        let method = request.method().as_str();
        let ticket = log.arrived(Via::Plain, &name, method, &target, request.headers());
        let response = self.answer_proxy(request, &name);
        log.answered(ticket, response.status());
        response
    }

    /// As a proxy: what is simulated is answered here, and nothing is ever passed on.
    fn answer_proxy(&self, mut request: Request<Incoming>, name: &str) -> Response {
        let is_simulated = Host::of_name(name).is_some();
        let port = request.uri().port_u16();
        if request.method() == Method::CONNECT && is_simulated && port == Some(443) {
            let upgrade = hyper::upgrade::on(&mut request);
            let listener = self.clone();
            self.spawn(async move {
                if let Ok(stream) = upgrade.await {
                    listener.serve_tls(TokioIo::new(stream), Via::Connect).await;
                }
            });
            return StatusCode::OK.into_response();
        }
        if request.method() != Method::CONNECT && is_simulated && matches!(port, None | Some(80)) {
            return to_https(request.uri(), name);
        }
        let reason = "The simulator answers for its own hosts only; nothing leaves this machine.\n";
        (StatusCode::BAD_GATEWAY, reason).into_response()
    }

    async fn answer_control(&self, request: Request<Incoming>) -> Response {
        // A web page in the same browser could send requests here, under a name that it resolves
        // to this machine or from its own origin. Neither gets through.
        let host = host_name(request.uri(), request.headers());
        let is_loopback = matches!(host.as_str(), "127.0.0.1" | "localhost");
        let is_foreign = request.headers().get(ORIGIN).is_some_and(|origin| {
            let own = request.headers().get(HOST).and_then(|host| host.to_str().ok());
            let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
            origin.is_none() || origin != own
        });
        if !is_loopback || is_foreign {
            return StatusCode::FORBIDDEN.into_response();
        }
        self.hosts.control(request).await
    }
}

/// The name that a request is for, without its port.
fn host_name(uri: &Uri, headers: &HeaderMap) -> String {
    let header = || headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = uri.authority().map(|authority| authority.as_str()).or_else(header);
    let host = host.unwrap_or_default();
    host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase()
}

fn to_https(uri: &Uri, name: &str) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let Ok(location) = HeaderValue::from_str(&format!("https://{name}{path}")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)], Body::empty()).into_response()
}
