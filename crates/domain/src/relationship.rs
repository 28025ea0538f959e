//! A relationship between the tenant and a partner, as far as it has been seen.

use crate::{Date, PartnerId, RelationshipId, Timestamp, role::RoleId};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Where a statement comes from; a higher tier needs more from the admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// What the page shows.
    Page,
    /// The page's own data requests, repeated on a click.
    PageData,
    /// Microsoft Graph, after sign-in.
    Graph,
}

/// The view in which something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A row of the list.
    List,
    /// The page of one relationship.
    Detail,
    /// The page that asks the admin to approve roles.
    Invitation,
}

/// One sighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Observation {
    /// By which source.
    pub tier: Tier,
    /// In which view.
    pub place: Place,
    /// When.
    pub at: Timestamp,
}

/// What kind of relationship it is. Types as Microsoft names them for the customer's page
/// (learn.microsoft.com, "Manage partner relationships", 2025-01).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartnerType {
    /// Granular delegated admin privileges (GDAP).
    Granular,
    /// A reseller; may still carry DAP from before 2023.
    Reseller,
    /// Sells through an indirect provider.
    IndirectReseller,
    /// The distributor behind an indirect reseller.
    IndirectProvider,
    /// Advisor; older ones hold DAP.
    Advisor,
    /// Independent software vendor.
    Isv,
    /// Line-of-business partner.
    LineOfBusiness,
    /// Microsoft Products and Services Agreement partner.
    Mpsa,
    /// Original equipment manufacturer.
    Oem,
    /// A partner through a user account in the tenant.
    Partner,
    /// Microsoft's own support during a case.
    MicrosoftSupport,
    /// A type this version doesn't know, as it stands on the page.
    Other(String),
}

impl PartnerType {
    /// The name in data, as serde writes it; of an unknown type, what stands on the page.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Granular => "granular",
            Self::Reseller => "reseller",
            Self::IndirectReseller => "indirect-reseller",
            Self::IndirectProvider => "indirect-provider",
            Self::Advisor => "advisor",
            Self::Isv => "isv",
            Self::LineOfBusiness => "line-of-business",
            Self::Mpsa => "mpsa",
            Self::Oem => "oem",
            Self::Partner => "partner",
            Self::MicrosoftSupport => "microsoft-support",
            Self::Other(text) => text,
        }
    }

    /// Whether such a partner sells to the customer. It can go on doing so without any role.
    #[must_use]
    pub const fn is_commerce(&self) -> bool {
        matches!(
            self,
            Self::Reseller
                | Self::IndirectReseller
                | Self::IndirectProvider
                | Self::Mpsa
                | Self::Oem
        )
    }

    /// Whether Global Administrator on such a row means DAP: by Microsoft's table these types hold
    /// either no role or, from before 2023, Global and Helpdesk Administrator.
    #[must_use]
    pub const fn may_carry_dap(&self) -> bool {
        matches!(
            self,
            Self::Reseller | Self::IndirectReseller | Self::IndirectProvider | Self::Advisor
        )
    }
}

/// The "role authorization" column of the page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Authorization {
    /// Legacy delegated admin privileges.
    Dap,
    /// Granular delegated admin privileges.
    Gdap,
    /// The page says that there is none.
    None,
    /// A value this version doesn't know, as it stands on the page.
    Other(String),
}

/// Where a relationship is in its life; words of Microsoft's GDAP API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Asked for, not approved.
    ApprovalPending,
    /// Approved, being set up.
    Activating,
    /// In force.
    Active,
    /// In force, close to its end.
    Expiring,
    /// Over by time.
    Expired,
    /// Its end was asked for and is being carried out. Access may still work.
    Terminating,
    /// Ended by somebody.
    Terminated,
    /// A status this version doesn't know, as it stands on the page.
    Other(String),
}

impl Status {
    /// The name in data, as serde writes it; of an unknown status, what stands on the page.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::ApprovalPending => "approval-pending",
            Self::Activating => "activating",
            Self::Active => "active",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Terminating => "terminating",
            Self::Terminated => "terminated",
            Self::Other(text) => text,
        }
    }

    /// Whether this version knows it.
    #[must_use]
    pub const fn is_recognised(&self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Whether the relationship gives no access any more.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(self, Self::Expired | Self::Terminated)
    }
}

/// A directory role that a relationship holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoleHeld {
    /// The role, where its name was recognised.
    pub id: Option<RoleId>,
    /// The name as the page shows it.
    pub name: String,
}

/// The roles of a relationship, as far as they were seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleList {
    /// The roles that were named.
    pub named: Vec<RoleHeld>,
    /// How many more the page says there are without naming them ("+ 5 more").
    #[serde(default)]
    pub hidden: u32,
    /// Whether the roles column or block was there to be read at all.
    #[serde(default)]
    pub read: bool,
}

impl RoleList {
    /// Whether every role is named.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.read && self.hidden == 0
    }
}

/// One relationship, as far as it has been seen. Fields that no view has shown are `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// The partner's name, cleaned for display.
    pub partner: String,
    /// Its type.
    #[serde(rename = "type")]
    pub partner_type: PartnerType,
    /// Its own name; resellers have none.
    #[serde(default)]
    pub name: Option<String>,
    /// What the page says of how roles were authorised.
    #[serde(default)]
    pub authorization: Option<Authorization>,
    /// The roles it holds.
    #[serde(default)]
    pub roles: RoleList,
    /// First day.
    #[serde(default)]
    pub start: Option<Date>,
    /// Last day.
    #[serde(default)]
    pub end: Option<Date>,
    /// Status; `None` where the view has no such column.
    #[serde(default)]
    pub status: Option<Status>,
    /// Each view that showed it, newest sighting per view. Never empty.
    #[serde(deserialize_with = "at_least_one")]
    pub seen: Vec<Observation>,
}

/// Refuses a relationship that nothing has shown: every fact needs a place and a time.
fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Observation>, D::Error> {
    let seen = Vec::deserialize(deserializer)?;
    if seen.is_empty() {
        return Err(D::Error::custom("a relationship must have been seen at least once"));
    }
    Ok(seen)
}

impl Relationship {
    /// The id of its partner.
    #[must_use]
    pub fn partner_id(&self) -> PartnerId {
        PartnerId::of(&self.partner)
    }

    /// Its own id.
    #[must_use]
    pub fn id(&self) -> RelationshipId {
        let partner = self.partner.trim().to_ascii_lowercase();
        // The start is left out: the list of 2023 and the detail page don't show it, and the id
        // must be the same in every view. A GDAP's name is unique per partner in practice; where
        // two share it, their expiry tells them apart.
        let end = self.end.map(|date| date.to_string()).unwrap_or_default();
        RelationshipId::of(&[
            &partner,
            self.partner_type.as_str(),
            self.name.as_deref().unwrap_or_default(),
            &end,
        ])
    }
}
