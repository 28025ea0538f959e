//! What Entra remembers: sessions, consents, and every code and token that it gave out.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use time::OffsetDateTime;

use crate::entra::cloud::Cloud;
use crate::entra::scopes::{DEFAULT, Scopes};
use crate::simulation::lock;

/// Everything that Entra remembers; its methods take `&self`.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<Entries>);

/// The entries. Expired ones stay, so that their use can be told from that of unknown ones.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// Never set back, so that nothing is given out twice.
    given_out: u64,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refresh_tokens: HashMap<String, RefreshToken>,
    pub(crate) access_tokens: HashMap<String, AccessToken>,
    /// By the session cookie's value.
    sessions: BTreeMap<String, Vec<SignedIn>>,
    consents: Vec<Grant>,
    secrets: Vec<Secret>,
}

/// One account of a browser session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedIn {
    pub(crate) oid: String,
    pub(crate) approved_by_mfa: bool,
}

/// For whom and what a code or token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) oid: String,
    pub(crate) client: String,
    pub(crate) cloud: Cloud,
    /// When authorize gave out the code, from which the life of all refresh tokens that come of it
    /// is counted.
    pub(crate) authorized_at: OffsetDateTime,
    /// Whether a second factor was part of it.
    pub(crate) approved_by_mfa: bool,
    /// The browser session, `sid` of id tokens.
    pub(crate) session: String,
}

/// An authorization code.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) subject: Subject,
    pub(crate) redirect: Box<str>,
    pub(crate) challenge: Option<String>,
    pub(crate) scopes: Scopes,
    pub(crate) nonce: Option<String>,
    /// `claims` of the authorize request.
    pub(crate) claims: Option<String>,
    pub(crate) issued_at: OffsetDateTime,
    pub(crate) redeemed: bool,
}

/// A refresh token.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken {
    pub(crate) subject: Subject,
    pub(crate) ends_at: OffsetDateTime,
    pub(crate) used: bool,
    pub(crate) revoked: bool,
}

/// An access token for Graph.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    pub(crate) subject: Subject,
    pub(crate) scopes: Scopes,
    /// `claims` of the requests that led to it: of authorize and of the token request.
    pub(crate) claims: Vec<String>,
    pub(crate) ends_at: OffsetDateTime,
    pub(crate) revoked: bool,
}

/// Who a consent is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// One account, by its object id.
    Account(String),
    /// Everybody in a tenant, by its id.
    Tenant(String),
}

#[derive(Debug, PartialEq, Eq)]
struct Grant {
    holder: Holder,
    client: String,
    scope: String,
}

/// One value that may be found nowhere but where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Secret {
    pub(crate) kind: SecretKind,
    pub(crate) value: String,
}

/// What a secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SecretKind {
    Code,
    Verifier,
    AccessToken,
    RefreshToken,
    IdToken,
}

impl Ledger {
    /// Forgets everything.
    pub(crate) fn reset(&self) {
        let mut entries = lock(&self.0);
        *entries = Entries { given_out: entries.given_out, ..Entries::default() };
    }

    /// Reads or changes several entries at once.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Entries) -> T) -> T {
        work(&mut lock(&self.0))
    }

    /// A GUID that nothing else has.
    pub(crate) fn guid(&self) -> String {
        let bytes = lock(&self.0).digest("guid");
        let hex: String = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default().to_owned();
        format!(
            "{}-{}-4{}-a{}-{}",
            part(0, 8),
            part(8, 12),
            part(13, 16),
            part(17, 20),
            part(20, 32)
        )
    }

    /// The accounts of a browser session.
    pub(crate) fn session(&self, cookie: Option<&str>) -> Vec<SignedIn> {
        let entries = lock(&self.0);
        cookie.and_then(|cookie| entries.sessions.get(cookie)).cloned().unwrap_or_default()
    }

    /// Remembers that an account is signed in. Gives the session's cookie, a new one if need be.
    pub(crate) fn sign_in(&self, cookie: Option<&str>, signed_in: SignedIn) -> String {
        let mut entries = lock(&self.0);
        let known = cookie.filter(|cookie| entries.sessions.contains_key(*cookie));
        let id = match known {
            Some(cookie) => cookie.to_owned(),
            None => entries.unforeseen("sim-session"),
        };
        let accounts = entries.sessions.entry(id.clone()).or_default();
        accounts.retain(|account| account.oid != signed_in.oid);
        accounts.push(signed_in);
        id
    }

    /// Takes an account out of a browser session, or all of them.
    pub(crate) fn sign_out(&self, cookie: &str, oid: Option<&str>) {
        if let Some(accounts) = lock(&self.0).sessions.get_mut(cookie) {
            accounts.retain(|account| oid.is_some_and(|oid| account.oid != oid));
        }
    }

    /// Ends all browser sessions; tokens go on.
    pub(crate) fn sign_out_everywhere(&self) {
        lock(&self.0).sessions.clear();
    }

    /// Revokes all tokens, as when an administrator revokes somebody's sessions.
    pub(crate) fn revoke_tokens(&self) {
        let mut entries = lock(&self.0);
        entries.refresh_tokens.values_mut().for_each(|token| token.revoked = true);
        entries.access_tokens.values_mut().for_each(|token| token.revoked = true);
    }

    /// Every secret that was given out or seen, in order.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        lock(&self.0).secrets.clone()
    }

    /// Remembers a secret that a request brought.
    pub(crate) fn saw(&self, kind: SecretKind, value: &str) {
        lock(&self.0).remember(kind, value);
    }

    /// Remembers that scopes were granted to a client.
    pub(crate) fn grant(&self, holder: &Holder, client: &str, scopes: &Scopes) {
        let mut entries = lock(&self.0);
        for scope in scopes.iter() {
            let grant = Grant {
                holder: holder.clone(),
                client: client.to_owned(),
                scope: scope.to_owned(),
            };
            if !entries.consents.contains(&grant) {
                entries.consents.push(grant);
            }
        }
    }

    /// The scopes that any of the holders granted to a client, in the order of granting.
    pub(crate) fn granted(&self, holders: &[Holder], client: &str) -> Granted {
        let entries = lock(&self.0);
        let mut scopes = Scopes::default();
        let of = entries
            .consents
            .iter()
            .filter(|grant| holders.contains(&grant.holder) && grant.client == client);
        of.for_each(|grant| scopes.add(&grant.scope));
        Granted(scopes)
    }
}

/// Scopes that were granted.
#[derive(Debug)]
pub(crate) struct Granted(pub(crate) Scopes);

impl Granted {
    /// Whether a scope is among them, or everything is.
    pub(crate) fn covers(&self, scope: &str) -> bool {
        self.0.has(scope) || self.0.has(DEFAULT)
    }
}

impl Entries {
    /// A new secret that is remembered: `sim-at-…` and the like, so that a search can find it.
    pub(crate) fn issue(&mut self, kind: SecretKind) -> String {
        let prefix = match kind {
            SecretKind::Code => "sim-code",
            SecretKind::AccessToken => "sim-at",
            SecretKind::RefreshToken => "sim-rt",
            SecretKind::Verifier | SecretKind::IdToken => "sim-other",
        };
        let secret = self.unforeseen(prefix);
        self.remember(kind, &secret);
        secret
    }

    pub(crate) fn remember(&mut self, kind: SecretKind, value: &str) {
        let secret = Secret { kind, value: value.to_owned() };
        if !self.secrets.contains(&secret) {
            self.secrets.push(secret);
        }
    }

    /// Revokes every refresh token that a client got for an account by the same browser session.
    pub(crate) fn revoke_family(&mut self, subject: &Subject) {
        let of_family = |token: &&mut RefreshToken| {
            token.subject.session == subject.session
                && token.subject.client == subject.client
                && token.subject.oid == subject.oid
        };
        self.refresh_tokens.values_mut().filter(of_family).for_each(|token| token.revoked = true);
    }

    /// It guards nothing here, so it may be foreseeable to who knows the code: runs stay the same.
    fn unforeseen(&mut self, prefix: &str) -> String {
        format!("{prefix}-{}", URL_SAFE_NO_PAD.encode(self.digest(prefix)))
    }

    fn digest(&mut self, purpose: &str) -> Vec<u8> {
        self.given_out += 1;
        let text = format!("{purpose} {}", self.given_out);
        ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref().to_vec()
    }
}
