//! The frame around every message, and the errors that can stand in it.

use crate::json::{FromJson, Json, Mismatch};
use serde::{Deserialize, Serialize};

/// The version of the protocol. Both ends come from one package, so another version means that a
/// tab still runs a content script of an older install.
pub const VERSION: u32 = 1;

/// A message with its version. On the wire `{"v":1,"message":{"kind-of-message":{…}}}`: the kind
/// comes first and by itself, so a message is read in one pass without being held back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope<T> {
    /// Must be [`VERSION`].
    pub v: u32,
    /// The message.
    pub message: T,
}

impl<T> Envelope<T> {
    /// Frames `message` with the present version.
    pub fn new(message: T) -> Self {
        Self { v: VERSION, message }
    }
}

/// Why a request wasn't carried out, named by what the user must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// Reload the page: the sender is of another version.
    ReloadPage,
    /// Nothing: the sender may not ask this.
    Refused,
    /// Try again: storage didn't take or give the data.
    TryAgain,
    /// Report a bug: the message wasn't understood, or the worker failed.
    ReportBug,
}

impl ErrorCode {
    /// The stable code, as it is shown and written to reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReloadPage => "reload-page",
            Self::Refused => "refused",
            Self::TryAgain => "try-again",
            Self::ReportBug => "report-bug",
        }
    }
}

/// An error as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// What the user must do.
    pub code: ErrorCode,
    /// For a report; never shown as the message itself, and without tenant data.
    pub detail: String,
}

impl Failure {
    /// A failure with its detail.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Every request gets one of these, framed like the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer<T> {
    /// It was carried out.
    Ok(T),
    /// It wasn't.
    Error(Failure),
}

/// Reads a message.
///
/// # Errors
/// [`ErrorCode::ReloadPage`] for another version, [`ErrorCode::ReportBug`] for a message that isn't
/// understood: an unknown kind, an unknown or missing field, a value of another type.
pub fn decode<T: FromJson>(text: &str) -> Result<T, Failure> {
    let frame = Json::parse(text).map_err(bug)?;
    let mut frame = frame.fields().map_err(bug)?;
    let v: u32 = frame.take("v").map_err(bug)?;
    if v != VERSION {
        return Err(Failure::new(ErrorCode::ReloadPage, format!("protocol {v}, not {VERSION}")));
    }
    let message = frame.take("message").map_err(bug)?;
    frame.end().map_err(bug)?;
    Ok(message)
}

#[allow(clippy::needless_pass_by_value, reason = "so that it can be given to `map_err`")]
fn bug(mismatch: Mismatch) -> Failure {
    Failure::new(ErrorCode::ReportBug, mismatch.to_string())
}

/// Writes a message. Cannot fail for the types of this crate, whose maps have text keys; should it
/// ever, the empty object is refused by the other end's decoder.
pub fn encode<T: Serialize>(message: &T) -> String {
    serde_json::to_string(message).unwrap_or_else(|_| "{}".to_owned())
}
