//! The frame around every message, and the errors that can stand in it.

use crate::{
    json::{FromJson, Json, Mismatch, Reader, ToJson, raw},
    json_kinds, json_object,
};
use serde::{Deserialize, Serialize};

/// The version of the protocol. Both ends come from one package, so another version means that a
/// tab still runs a content script of an older install.
pub const VERSION: u32 = 1;

/// A message with its version. On the wire `{"v":1,"message":{"kind-of-message":{…}}}`: the kind
/// stands by itself, as the name of what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope<T> {
    /// Must be [`VERSION`].
    pub v: u32,
    /// The message.
    pub message: T,
}

impl<T: ToJson> ToJson for Envelope<T> {
    fn to_json(&self, out: &mut String) {
        raw(out, "{\"v\":");
        self.v.to_json(out);
        raw(out, ",\"message\":");
        self.message.to_json(out);
        raw(out, "}");
    }
}

impl<T: FromJson> FromJson for Envelope<T> {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        let mut fields = reader.fields(json);
        let read = Self { v: fields.take("v", reader), message: fields.take("message", reader) };
        fields.end(reader);
        read
    }
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

json_kinds!(ErrorCode {
    "reload-page" => ReloadPage,
    "refused" => Refused,
    "try-again" => TryAgain,
    "report-bug" => ReportBug,
});

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the user must do.
    pub code: ErrorCode,
    /// For a report; never shown as the message itself, and without tenant data.
    pub detail: String,
}

json_object!(Failure { "code" => code, "detail" => detail });

impl Failure {
    /// A failure with its detail.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Every request gets one of these, framed like the request.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// It was carried out.
    Ok(T),
    /// It wasn't.
    Error(Failure),
}

impl<T: ToJson> ToJson for Answer<T> {
    fn to_json(&self, out: &mut String) {
        match self {
            Self::Ok(value) => {
                raw(out, "{\"ok\":");
                value.to_json(out);
            }
            Self::Error(failure) => {
                raw(out, "{\"error\":");
                failure.to_json(out);
            }
        }
        raw(out, "}");
    }
}

/// Reads a message.
///
/// # Errors
/// [`ErrorCode::ReloadPage`] for another version, [`ErrorCode::ReportBug`] for a message that isn't
/// understood: an unknown kind, an unknown or missing field, a value of another type.
pub fn decode<T: FromJson>(text: &str) -> Result<T, Failure> {
    let tree = of_this_version(text)?;
    let mut reader = Reader::new();
    let Envelope { message, .. } = Envelope::from_json(&tree, &mut reader);
    match reader.into_mismatch() {
        None => Ok(message),
        Some(mismatch) => Err(bug(mismatch)),
    }
}

/// The tree of a message, once its version is known to be ours: of another version nothing else
/// would be understood.
fn of_this_version(text: &str) -> Result<Json, Failure> {
    let tree = Json::parse(text).map_err(bug)?;
    let Version(version) = tree.read().map_err(bug)?;
    if version != VERSION {
        let detail = format!("protocol {version}, not {VERSION}");
        return Err(Failure::new(ErrorCode::ReloadPage, detail));
    }
    Ok(tree)
}

/// The version of a message, whatever else it holds.
struct Version(u32);

impl FromJson for Version {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        Self(reader.fields(json).take("v", reader))
    }
}

#[allow(clippy::needless_pass_by_value, reason = "so that it can be given to `map_err`")]
fn bug(mismatch: Mismatch) -> Failure {
    Failure::new(ErrorCode::ReportBug, mismatch.to_string())
}

/// Writes a message.
pub fn encode<T: ToJson>(message: &T) -> String {
    let mut text = String::new();
    message.to_json(&mut text);
    text
}
