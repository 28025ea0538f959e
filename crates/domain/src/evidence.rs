//! Everything known about one tenant's partners, as the rules take it and as it is stored.

use crate::{Relationship, Timestamp};
use serde::{Deserialize, Serialize};

/// The version of the evidence format that this crate reads and writes.
pub const FORMAT: u32 = 1;

/// Evidence about one tenant. The default is none, in the present format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Must be [`FORMAT`].
    pub format: u32,
    /// The organisation as the page names it.
    #[serde(default)]
    pub organization: Option<String>,
    /// Every relationship seen, each once.
    #[serde(default)]
    pub relationships: Vec<Relationship>,
    /// What the page's group rows say of partners.
    #[serde(default)]
    pub groups: Vec<PartnerGroup>,
}

impl Default for Evidence {
    fn default() -> Self {
        Self { format: FORMAT, organization: None, relationships: Vec::new(), groups: Vec::new() }
    }
}

/// What a group row of the list says: a partner and how many relationships it has there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerGroup {
    /// The partner's name, cleaned for display.
    pub partner: String,
    /// The number behind the name, where there is one.
    #[serde(default)]
    pub count: Option<u32>,
    /// Whether another partner of exactly this name stands in the same table.
    #[serde(default)]
    pub shares_name: bool,
    /// When it was seen.
    pub at: Timestamp,
}
