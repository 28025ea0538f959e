//! The format of `tenants/*.json`, and how a file becomes a [`Tenant`].
//!
//! Files name roles as Entra does, so that a person can read them; loading turns the names into
//! the template ids that Microsoft's endpoints use, and refuses what doesn't fit together.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use time::OffsetDateTime;

use crate::tenant::{Account, Address, Partner, PartnerKind, Relationship, Status, Tenant, User};
use crate::tenant_generator::{self, GeneratedSpec};

const ROLE_IDS: &str = include_str!("../data/role-ids.json");

const EMBEDDED: [(&str, &str); 6] = [
    ("contoso", include_str!("../tenants/contoso.json")),
    ("denied", include_str!("../tenants/denied.json")),
    ("empty", include_str!("../tenants/empty.json")),
    ("fabrikam", include_str!("../tenants/fabrikam.json")),
    ("hostile", include_str!("../tenants/hostile.json")),
    ("woodgrove", include_str!("../tenants/woodgrove.json")),
];

/// Why a tenant can't be used.
#[derive(Debug)]
pub enum TenantError {
    /// A file or folder can't be read.
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The text isn't of the format.
    Malformed {
        /// The file's name without `.json`.
        tenant: String,
        /// Where and why.
        source: serde_json::Error,
    },
    /// The parts of the file contradict each other.
    Inconsistent {
        /// The file's name without `.json`.
        tenant: String,
        /// A whole sentence.
        reason: String,
    },
}

impl fmt::Display for TenantError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, source } => {
                write!(formatter, "{} can't be read: {source}.", path.display())
            }
            Self::Malformed { tenant, source } => {
                write!(formatter, "The tenant file {tenant} isn't well formed: {source}.")
            }
            Self::Inconsistent { tenant, reason } => {
                write!(formatter, "The tenant file {tenant} contradicts itself: {reason}")
            }
        }
    }
}

impl std::error::Error for TenantError {}

/// The tenants that come with the simulator, by name.
///
/// # Errors
/// If one of the files doesn't fit the format; a test keeps that from being shipped.
pub fn embedded() -> Result<BTreeMap<String, Tenant>, TenantError> {
    EMBEDDED.iter().map(|(slug, text)| Ok(((*slug).to_owned(), parse(slug, text)?))).collect()
}

/// The tenants of every `*.json` file in a folder, by file name.
///
/// # Errors
/// If the folder or a file can't be read, or a file doesn't fit the format.
pub fn from_directory(directory: &Path) -> Result<BTreeMap<String, Tenant>, TenantError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| TenantError::Unreadable { path, source }
    };
    let mut tenants = BTreeMap::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable(directory))? {
        let path = entry.map_err(unreadable(directory))?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let Some(slug) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
        tenants.insert(slug.to_owned(), parse(slug, &text)?);
    }
    Ok(tenants)
}

/// One tenant from the text of its file; `slug` is the name it goes by.
///
/// # Errors
/// If the text doesn't fit the format, names an unknown role or partner, or repeats an id.
pub fn parse(slug: &str, text: &str) -> Result<Tenant, TenantError> {
    let malformed = |source| TenantError::Malformed { tenant: slug.to_owned(), source };
    let inconsistent = |reason| TenantError::Inconsistent { tenant: slug.to_owned(), reason };
    let file: TenantFile = serde_json::from_str(text).map_err(malformed)?;
    let roles = RoleIds::load().map_err(malformed)?;

    let mut tenant = Tenant {
        slug: slug.to_owned(),
        tenant_id: file.tenant_id,
        organization: file.organization.text(),
        user: User { name: file.user.name.text(), initials: file.user.initials },
        domain: file.domain,
        accounts: file.users,
        list_denied: file.list == ListAccess::Denied,
        partners: Vec::with_capacity(file.partners.len()),
        relationships: Vec::with_capacity(file.relationships.len()),
    };
    for entry in file.partners {
        tenant.partners.push(entry.resolve(&roles).map_err(inconsistent)?);
    }
    for entry in file.relationships {
        tenant.relationships.push(entry.resolve(&roles).map_err(inconsistent)?);
    }
    if let Some(spec) = &file.generated {
        tenant_generator::extend(&mut tenant, spec, &roles).map_err(inconsistent)?;
    }
    check_ids(&tenant).map_err(inconsistent)?;
    check_accounts(&tenant).map_err(inconsistent)?;
    Ok(tenant)
}

/// Entra's template ids of the roles that the tenants use, by the name in Microsoft's table of
/// built-in roles. Kept apart from the product's own table, so that a mistake there shows here.
pub(crate) struct RoleIds(BTreeMap<String, String>);

impl RoleIds {
    fn load() -> Result<Self, serde_json::Error> {
        serde_json::from_str(ROLE_IDS).map(Self)
    }

    /// The ids of the roles of these names.
    pub(crate) fn resolve(&self, names: &[String]) -> Result<Vec<String>, String> {
        let id = |name: &String| {
            self.0.get(name).cloned().ok_or_else(|| format!("The role {name} has no known id."))
        };
        names.iter().map(id).collect()
    }
}

fn check_ids(tenant: &Tenant) -> Result<(), String> {
    let mut partners = HashSet::new();
    for partner in &tenant.partners {
        if !partners.insert(partner.id.as_str()) {
            return Err(format!("The partner id {} is used twice.", partner.id));
        }
    }
    let mut relationships = HashSet::new();
    for relationship in &tenant.relationships {
        if !relationships.insert(relationship.id.as_str()) {
            return Err(format!("The relationship id {} is used twice.", relationship.id));
        }
        if !partners.contains(relationship.partner.as_str()) {
            return Err(format!("{} isn't the id of a partner.", relationship.partner));
        }
    }
    Ok(())
}

fn check_accounts(tenant: &Tenant) -> Result<(), String> {
    let mut seen = HashSet::new();
    for account in &tenant.accounts {
        let domain = account.upn.rsplit_once('@').map(|(_, domain)| domain);
        if domain.is_none() || domain != tenant.domain.as_deref() {
            return Err(format!("{} doesn't end in the tenant's domain.", account.upn));
        }
        if !seen.insert(account.oid.as_str()) || !seen.insert(account.upn.as_str()) {
            return Err(format!("{} or its id is used twice.", account.upn));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TenantFile {
    tenant_id: String,
    organization: Name,
    user: UserEntry,
    domain: Option<String>,
    #[serde(default)]
    users: Vec<Account>,
    list: ListAccess,
    partners: Vec<PartnerEntry>,
    relationships: Vec<RelationshipEntry>,
    generated: Option<GeneratedSpec>,
}

/// A name as it stands, or one that is too long to be written out.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Repeated { repeat: String, characters: usize },
}

impl Name {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Repeated { repeat, characters } => {
                repeat.chars().cycle().take(characters).collect()
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserEntry {
    name: Name,
    initials: String,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
enum ListAccess {
    Open,
    Denied,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PartnerEntry {
    id: String,
    name: Name,
    #[serde(rename = "type")]
    kind: PartnerKind,
    #[serde(default)]
    delegated_roles: Vec<String>,
    #[serde(default)]
    can_remove_dap: bool,
    #[serde(default)]
    address: Address,
}

impl PartnerEntry {
    fn resolve(self, roles: &RoleIds) -> Result<Partner, String> {
        if self.kind == PartnerKind::GdapOnly && !self.delegated_roles.is_empty() {
            return Err(format!("{} has roles by DAP but no such relationship.", self.id));
        }
        Ok(Partner {
            delegated_roles: roles.resolve(&self.delegated_roles)?,
            id: self.id,
            name: self.name.text(),
            kind: self.kind,
            can_remove_dap: self.can_remove_dap,
            address: self.address,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RelationshipEntry {
    id: String,
    partner: String,
    name: Name,
    roles: Vec<String>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    start: Option<OffsetDateTime>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    end: Option<OffsetDateTime>,
    days: Option<i64>,
    status: Status,
    #[serde(default, with = "time::serde::rfc3339::option")]
    status_since: Option<OffsetDateTime>,
    #[serde(default)]
    auto_extend: bool,
}

impl RelationshipEntry {
    fn resolve(self, roles: &RoleIds) -> Result<Relationship, String> {
        let pending = self.status == Status::ApprovalPending;
        let days = match (self.start, self.end, self.days) {
            (Some(start), Some(end), None) if start < end && !pending => (end - start).whole_days(),
            (None, None, Some(days)) if pending => days,
            _ => {
                return Err(format!(
                    "{} needs a start before its end, or only days while it waits for approval.",
                    self.id
                ));
            }
        };
        if self.status.is_transitional() && self.status_since.is_none() {
            return Err(format!("{} needs the time since which it has its status.", self.id));
        }
        Ok(Relationship {
            roles: roles.resolve(&self.roles)?,
            id: self.id,
            partner: self.partner,
            name: self.name.text(),
            start: self.start,
            end: self.end,
            days,
            auto_extend: self.auto_extend,
            status: self.status,
            status_since: self.status_since,
            revision: 1,
        })
    }
}
