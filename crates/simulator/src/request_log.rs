//! What was asked of the simulated hosts, so that a test can prove what was and what wasn't.

use std::sync::Mutex;

use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;

use crate::entra::ClientFacts;
use crate::simulation::lock;

/// Beyond this the oldest go; a long demonstration must not fill the memory.
const MOST_REQUESTS: usize = 20_000;

/// Parameters of an address whose values the log leaves out: a browser that follows an answer of the
/// sign-in host may bring them here.
const SECRET: [&str; 6] =
    ["code", "code_verifier", "refresh_token", "access_token", "id_token", "id_token_hint"];

/// How a request reached the simulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Via {
    /// TLS on the port itself.
    Direct,
    /// TLS inside an HTTP `CONNECT`.
    Connect,
    /// Plain HTTP, the `CONNECT` itself included.
    Plain,
}

/// One request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoggedRequest {
    /// Counts from 1 since the last clearing, in the order of arrival.
    pub(crate) seq: u64,
    pub(crate) via: Via,
    pub(crate) host: String,
    pub(crate) method: String,
    /// With the query, but without secrets; for `CONNECT` the host and port asked for.
    pub(crate) path: String,
    /// The answer's status; `null` while it is worked on.
    pub(crate) status: Option<u16>,
    /// What browsers stamp on a request, by which one of the page differs from one of an extension.
    pub(crate) origin: Option<String>,
    pub(crate) sec_fetch_site: Option<String>,
    pub(crate) sec_fetch_mode: Option<String>,
    pub(crate) sec_fetch_dest: Option<String>,
    /// The header that the page itself sends with its data requests.
    pub(crate) x_adminapp_request: Option<String>,
    /// What a request for a sign-in or a token says of itself.
    pub(crate) sign_in: Option<ClientFacts>,
}

/// The log; its methods take `&self`.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    /// Never set back, so that an answer can't be written to a request of after a clearing.
    ticket: u64,
    cleared_at: u64,
    kept: Vec<LoggedRequest>,
}

/// Stands for a request whose answer is worked on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u64);

impl RequestLog {
    pub(crate) fn arrived(
        &self,
        via: Via,
        host: &str,
        method: &str,
        path: &str,
        headers: &HeaderMap,
    ) -> Ticket {
        let header =
            |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut entries = lock(&self.0);
        entries.ticket += 1;
        let seq = entries.ticket - entries.cleared_at;
        if entries.kept.len() == MOST_REQUESTS {
            entries.kept.remove(0);
        }
        entries.kept.push(LoggedRequest {
            seq,
            via,
            host: host.to_owned(),
            method: method.to_owned(),
            path: without_secrets(path),
            status: None,
            origin: header("origin"),
            sec_fetch_site: header("sec-fetch-site"),
            sec_fetch_mode: header("sec-fetch-mode"),
            sec_fetch_dest: header("sec-fetch-dest"),
            x_adminapp_request: header("x-adminapp-request"),
            sign_in: None,
        });
        Ticket(entries.ticket)
    }

    pub(crate) fn answered(&self, ticket: Ticket, status: StatusCode) {
        self.change(ticket, |entry| entry.status = Some(status.as_u16()));
    }

    /// Adds what a request for a sign-in or a token says of itself.
    pub(crate) fn note(&self, ticket: Ticket, facts: ClientFacts) {
        self.change(ticket, |entry| entry.sign_in = Some(facts));
    }

    fn change(&self, ticket: Ticket, change: impl FnOnce(&mut LoggedRequest)) {
        let mut entries = lock(&self.0);
        let Some(seq) = ticket.0.checked_sub(entries.cleared_at) else { return };
        if let Some(entry) = entries.kept.iter_mut().rev().find(|entry| entry.seq == seq) {
            change(entry);
        }
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        lock(&self.0).kept.clone()
    }

    pub(crate) fn clear(&self) {
        let mut entries = lock(&self.0);
        entries.cleared_at = entries.ticket;
        entries.kept.clear();
    }
}

fn without_secrets(path: &str) -> String {
    let Some((start, query)) = path.split_once('?') else { return path.to_owned() };
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if SECRET.contains(&name) => format!("{name}=…"),
        _ => pair.to_owned(),
    };
    let pairs: Vec<String> = query.split('&').map(pair).collect();
    format!("{start}?{}", pairs.join("&"))
}
