#![doc = include_str!("../README.md")]
#![allow(async_fn_in_trait, reason = "one thread, and the traits are used by this workspace alone")]

mod chrome;
pub mod fake;
mod listen;
mod sign_in;

pub use chrome::{Chrome, log_error};
pub use listen::TextListener;
pub use sign_in::{Crypto, Identity, Locks, Network, Response};
use std::{fmt, ops::Deref};

/// Why an extension API didn't do what it was asked. A box, so that handing it on is handing on a
/// pointer: it is done in so many places that anything larger shows in the size of the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError(Box<Refusal>);

/// What an [`ApiError`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The API, for example `storage.session.set`.
    pub api: &'static str,
    /// The browser's words.
    pub message: String,
}

impl ApiError {
    /// What `api` refused, in the browser's words.
    #[must_use]
    #[inline(never)]
    pub fn new(api: &'static str, message: String) -> Self {
        Self(Box::new(Refusal { api, message }))
    }

    /// Whether `words` stand in the browser's. The standard library's search, with all that it may say
    /// when it fails, would add 8 kB of WASM.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        let mut places = self.message.as_bytes().windows(words.len().max(1));
        places.any(|place| place == words.as_bytes())
    }
}

impl Deref for ApiError {
    type Target = Refusal;

    fn deref(&self) -> &Refusal {
        &self.0
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.api, self.message)
    }
}

impl std::error::Error for ApiError {}

/// Which storage area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Area {
    /// In memory, until the browser ends; not open to content scripts.
    Session,
    /// On disk.
    Local,
    /// What the organisation's policy says; it can only be read.
    Managed,
}

/// Text by key, each value under its own.
pub trait Storage {
    /// The values under `keys`, in their order; `None` where there is none.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn get(&self, area: Area, keys: &[String]) -> Result<Vec<Option<String>>, ApiError>;

    /// Every key that starts with `prefix`.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn keys(&self, area: Area, prefix: &str) -> Result<Vec<String>, ApiError>;

    /// Everything whose key starts with `prefix`, with its key.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn all(&self, area: Area, prefix: &str) -> Result<Vec<(String, String)>, ApiError>;

    /// Writes all of `entries` at once, or none.
    ///
    /// # Errors
    /// When the browser refuses, for example because the quota is used up.
    async fn set(&self, area: Area, entries: &[(String, String)]) -> Result<(), ApiError>;

    /// Takes `keys` away.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn remove(&self, area: Area, keys: &[String]) -> Result<(), ApiError>;
}

/// Messages to other parts of the extension.
pub trait Messenger {
    /// Tells the content script in the top frame of `tab`. `Ok(false)` when there is none.
    ///
    /// # Errors
    /// When the browser refuses for another reason.
    async fn tell_tab(&self, tab: i32, message: &str) -> Result<bool, ApiError>;

    /// Tells every open extension page. `Ok(false)` when there is none.
    ///
    /// # Errors
    /// When the browser refuses for another reason.
    async fn tell_pages(&self, message: &str) -> Result<bool, ApiError>;

    /// Asks the worker and gives its answer.
    ///
    /// # Errors
    /// When the browser refuses, or the worker ended before it answered.
    async fn ask_worker(&self, message: &str) -> Result<String, ApiError>;
}

/// Tabs, and our content script in them.
pub trait Tabs {
    /// The ids of tabs whose address matches one of `patterns`.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn matching(&self, patterns: &[String]) -> Result<Vec<i32>, ApiError>;

    /// Whether a window of its own, such as one to sign in with, shows an address that matches
    /// `pattern`.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn has_popup(&self, pattern: &str) -> Result<bool, ApiError>;

    /// Opens `url` in a new tab.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn open(&self, url: &str) -> Result<(), ApiError>;

    /// Puts packaged scripts and style sheets into the top frame of `tab`. `Ok(false)` when the tab
    /// has no document of that address: it shows an error page or is on its way to the page, which
    /// then brings the scripts by itself.
    ///
    /// # Errors
    /// When the browser refuses for another reason.
    async fn inject(&self, tab: i32, scripts: &[&str], styles: &[&str]) -> Result<bool, ApiError>;
}

/// Texts in the viewer's language.
pub trait Texts {
    /// The text under `key` with `args` in its places; empty when there is no such key.
    fn text(&self, key: &str, args: &[&str]) -> String;

    /// The language that the texts are in, as a BCP 47 tag.
    fn language(&self) -> String;

    /// The plural category of `count` in that language: `one`, `other`, ….
    fn plural(&self, count: u32) -> String;
}

/// Who we are.
pub trait Runtime {
    /// The extension's id.
    fn id(&self) -> String;

    /// The address of the packaged file at `path`.
    fn address(&self, path: &str) -> String;

    /// The version in the manifest.
    fn version(&self) -> String;
}

/// Events at a time that may lie past the worker's end.
pub trait Alarms {
    /// Has the alarm `name` go off at `millis` (since 1970-01-01T00:00:00Z), instead of when it would
    /// have.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn wake_at(&self, name: &str, millis: i64) -> Result<(), ApiError>;
}

/// The clock.
pub trait Clock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_millis(&self) -> i64;
}
