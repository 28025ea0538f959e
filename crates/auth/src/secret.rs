//! What must not be seen.

use std::fmt;

/// A token, code or verifier. It shows nothing of itself when it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being seen.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself, for the one place that it is meant for.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
