//! What goes over the wire: requests for the driver to send, and what it brings back.

use std::fmt;

/// An answer's body may have this many bytes. The driver doesn't read further than that and gives
/// [`Answer::TooLarge`] instead; the length that the answer states is enough to know.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The headers of an answer that count. The driver may leave out all others.
pub const HEADERS: [&str; 5] =
    ["date", "request-id", "retry-after", "www-authenticate", "x-ms-throttle-limit-percentage"];

/// A request, but for the token, which the driver adds. It is sent without cookies and without
/// following a redirect.
#[derive(Clone, PartialEq, Eq)]
pub struct Wire {
    /// Names it to [`crate::Scan::take`].
    pub id: u32,
    /// `GET` or `POST`. Both only read.
    pub method: &'static str,
    /// The whole address, on the host that the scan was set up for and nowhere else.
    pub address: String,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body of a `POST`, in JSON.
    pub body: Option<String>,
    /// The scopes that the token must have.
    pub scopes: Vec<&'static str>,
    /// Claims that the token must satisfy, as the challenge has them: those that were got before don't.
    /// One new token does for all requests with the same claims, and for all that come later.
    pub claims: Option<String>,
}

/// Leaves out the body and the query, which may name people.
impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.address.split('?').next().unwrap_or_default();
        f.debug_struct("Wire")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("path", &path)
            .finish_non_exhaustive()
    }
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// An answer, whatever it says.
    Arrived(Arrived),
    /// An answer whose body is larger than [`MOST_BYTES`].
    TooLarge,
    /// No answer, or none in time.
    Nothing,
    /// It wasn't sent, because there is no token for it: the person has to sign in or to consent.
    NoToken,
}

/// An answer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Arrived {
    /// The status.
    pub status: u16,
    /// Its headers, at least those of [`HEADERS`], with names in any case. One that came several times
    /// may stand here several times.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

/// Shows nothing of the body, which is about people.
impl fmt::Debug for Arrived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrived").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The first header called `name`; empty where there is none.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    let found = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value.trim())
}
