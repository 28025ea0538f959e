//! Ids of partners and relationships, made from what the page shows.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Names a partner within one tenant, by the name that the page gives it. Partners of the same
/// name share an id on purpose: the page gives nothing to tell them apart, so they are judged as
/// one and the worse holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartnerId(String);

impl PartnerId {
    /// The id of the partner called `name`. Surrounding white space and the case of the letters A to
    /// Z don't matter; the tables for all other letters would cost 15 kB of WASM.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self(fingerprint("p", &[name.trim().to_ascii_lowercase().as_str()]))
    }

    /// The id that was written as `text`. Any text is an id; one that isn't made by [`Self::of`] is
    /// simply nobody's.
    #[must_use]
    pub const fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The id as text, safe in a URL's fragment.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PartnerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a relationship within one tenant, by what every view of it shows: partner, type, name and
/// last day. Status and roles may change under the same id; an extended relationship gets a new
/// one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelationshipId(String);

impl RelationshipId {
    /// The id made of `parts`, in order.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        Self(fingerprint("r", parts))
    }

    /// The id that was written as `text`; see [`PartnerId::from_text`].
    #[must_use]
    pub const fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The id as text, safe in a URL's fragment.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// FNV-1a over the parts with a separator between them: short, stable over versions and small in
/// WASM. Nothing trusts it to be hard to collide with.
fn fingerprint(prefix: &str, parts: &[&str]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    let mut id = prefix.to_owned();
    for byte in hash.to_be_bytes() {
        for digit in [byte >> 4, byte & 0xf] {
            id.extend(char::from_digit(digit.into(), 16));
        }
    }
    id
}
