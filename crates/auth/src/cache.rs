//! What is kept while the browser runs, each thing under its own key. Keys are made as Microsoft's
//! libraries make them: of the account, the cloud, the kind, the client, the tenant and the scopes.

use crate::secret::Secret;
use domain::Timestamp;
use protocol::{
    json::{FromJson, Json, Reader, ToJson, recall},
    json_object,
};

/// Before every key of ours, with the format's version.
pub(crate) const PREFIX: &str = "auth/1/";

/// An account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Names it everywhere: its object and tenant at home, as `client_info` says.
    pub home: String,
    /// The cloud, by its name in [`crate::cloud::CLOUDS`].
    pub cloud: String,
    /// The tenant that it is signed in to, a GUID.
    pub tenant: String,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// What tells Entra the account when it is asked again.
    pub login_hint: String,
    /// Scopes that were granted so far.
    pub scopes: Vec<String>,
    /// When somebody last signed in.
    pub signed_in: Timestamp,
    /// When the refresh token ends. A refresh doesn't move it (learn.microsoft.com, "Refresh tokens
    /// in the Microsoft identity platform": 24 hours for single-page applications).
    pub refresh_ends: Timestamp,
}

json_object!(Account {
    "home" => home,
    "cloud" => cloud,
    "tenant" => tenant,
    "username" => username,
    "name" => name,
    "login_hint" => login_hint,
    "scopes" => scopes,
    "signed_in" => signed_in,
    "refresh_ends" => refresh_ends,
});

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) secret: Secret,
    /// What it is good for; nothing for a refresh token.
    pub(crate) scopes: Vec<String>,
    pub(crate) kept_at: Timestamp,
    pub(crate) ends: Timestamp,
    /// From when on a new one is better; the end where Entra gives none.
    pub(crate) refresh_at: Timestamp,
}

json_object!(Kept {
    "secret" => secret,
    "scopes" => scopes,
    "kept_at" => kept_at,
    "ends" => ends,
    "refresh_at" => refresh_at,
});

/// A sign-in that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) nonce: String,
    pub(crate) verifier: Secret,
    pub(crate) scopes: Vec<String>,
    pub(crate) tenant: String,
    pub(crate) begun: Timestamp,
    /// Whether a window was opened for it.
    pub(crate) window: bool,
    /// Whether its answer has come: it is good for one.
    pub(crate) used: bool,
}

json_object!(Pending {
    "nonce" => nonce,
    "verifier" => verifier,
    "scopes" => scopes,
    "tenant" => tenant,
    "begun" => begun,
    "window" => window,
    "used" => used,
});

impl FromJson for Secret {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        Self::new(String::from_json(json, reader))
    }
}

impl ToJson for Secret {
    fn to_json(&self, out: &mut String) {
        self.reveal().to_json(out);
    }
}

/// The key of an account's record.
pub(crate) fn account_key(home: &str, environment: &str, tenant: &str) -> String {
    key(&["account", home, environment, tenant])
}

/// The key of an access token.
pub(crate) fn access_key(
    home: &str,
    environment: &str,
    client: &str,
    tenant: &str,
    scopes: &str,
) -> String {
    key(&[home, environment, "accesstoken", client, tenant, scopes, ""])
}

/// The key of a refresh token, which is good for every tenant of the account.
pub(crate) fn refresh_key(home: &str, environment: &str, client: &str) -> String {
    key(&[home, environment, "refreshtoken", client, "", "", ""])
}

/// The key of a sign-in that has begun.
pub(crate) fn pending_key(state: &str) -> String {
    // Unlike the others it must keep its capitals: two states may differ in nothing else.
    [PREFIX, "pending/", state].concat()
}

fn key(parts: &[&str]) -> String {
    let mut key = PREFIX.to_owned();
    key.push_str(&parts.join("-").to_ascii_lowercase());
    key
}

/// `value` as it is kept.
pub(crate) fn written<T: ToJson>(value: &T) -> String {
    let mut out = String::new();
    value.to_json(&mut out);
    out
}

/// Whether all of `wanted` are among `granted`. Scopes are compared without regard to case, and
/// those of OpenID Connect aren't for a resource.
pub(crate) fn covers(granted: &[String], wanted: &[&str]) -> bool {
    wanted.iter().all(|scope| granted.iter().any(|known| known.eq_ignore_ascii_case(scope)))
}

/// All that is kept, as it was at one moment.
pub(crate) struct Stored(pub(crate) Vec<(String, String)>);

impl Stored {
    /// What stands under `key`.
    pub(crate) fn get<T: FromJson>(&self, key: &str) -> Option<T> {
        self.0.iter().find(|(known, _)| known == key).and_then(|(_, text)| recall(text))
    }

    /// The keys that start with `prefix`.
    pub(crate) fn keys(&self, prefix: &str) -> Vec<String> {
        let keys = self.0.iter().map(|(key, _)| key);
        keys.filter(|key| key.starts_with(prefix)).cloned().collect()
    }

    /// The accounts of the cloud called `cloud`. Those of another one stay where they are until its
    /// settings are back.
    #[inline(never)]
    pub(crate) fn accounts(&self, cloud: &str) -> Vec<Account> {
        let prefix = [PREFIX, "account-"].concat();
        let mut accounts = Vec::new();
        for (key, text) in &self.0 {
            if key.starts_with(&prefix)
                && let Some(account) = recall::<Account>(text)
                && account.cloud == cloud
            {
                accounts.push(account);
            }
        }
        accounts
    }
}
