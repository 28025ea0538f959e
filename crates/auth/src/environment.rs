//! Everything outside.

use crate::AuthError;
use domain::Timestamp;
use std::fmt;

/// An answer to a request.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`, as it stands.
    pub retry_after: Option<String>,
    /// The body.
    pub body: String,
}

/// Shows nothing of the body, which may hold tokens.
impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpAnswer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why the sign-in window gave no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowFailure {
    /// The person closed it.
    Closed,
    /// Without a window it can't be done.
    NeedsWindow,
    /// Another window is open, which an earlier worker left behind.
    Occupied,
    /// The browser refused; in its words.
    Refused(String),
}

/// What sign-in needs of the world.
pub trait Environment {
    /// What holds a lock for as long as it lives.
    type Lock;

    /// The time.
    fn now(&self) -> Timestamp;

    /// 256 bits that nobody can guess.
    fn random(&self) -> [u8; 32];

    /// The address of this install that the sign-in comes back to, for a path of ours.
    fn redirect_address(&self, path: &str) -> String;

    /// SHA-256.
    ///
    /// # Errors
    /// When the browser has none.
    async fn sha256(&self, text: &str) -> Result<Vec<u8>, AuthError>;

    /// Sends a form without cookies and without following a redirect.
    ///
    /// # Errors
    /// When there is no answer.
    async fn post_form(&self, address: &str, form: &str) -> Result<HttpAnswer, AuthError>;

    /// Goes through a sign-in and gives the address that it came back to. Only with `window` may the
    /// browser show one.
    ///
    /// # Errors
    /// When it didn't come back.
    async fn web_auth_flow(&self, address: &str, window: bool) -> Result<String, FlowFailure>;

    /// All that stands under keys that start with `prefix`, in the storage that ends with the browser.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn all(&self, prefix: &str) -> Result<Vec<(String, String)>, AuthError>;

    /// Writes `entries` to that storage, all at once or nothing, and then takes the keys `gone` away.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn change(&self, entries: &[(String, String)], gone: &[String]) -> Result<(), AuthError>;

    /// Waits for the lock `name`, which one context of the extension has at a time. The browser lets
    /// go of it for a context that ends.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn lock(&self, name: &str) -> Result<Self::Lock, AuthError>;
}
