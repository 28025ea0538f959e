//! Conditional Access policies, as far as they concern service providers. Shapes are those of Graph's
//! metadata, version 1.0; each type names its resource there.

use crate::item::Item;
use protocol::json_object;

/// A policy: `conditionalAccessPolicy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// `enabled`, `disabled`, `enabledForReportingButNotEnforced` or what Graph will think of.
    pub state: String,
    /// Whom it is for.
    pub include: Users,
    /// Whom it leaves out.
    pub exclude: Users,
    /// Apps that it is for: ids, or `All`.
    pub include_apps: Vec<String>,
    /// Apps that it leaves out.
    pub exclude_apps: Vec<String>,
    /// Conditions that make it hold for less than all sign-ins, by their names in the answer.
    pub narrowed_by: Vec<String>,
    /// What it asks for: `mfa`, `block` and so on. None for a policy about the session alone.
    pub controls: Vec<String>,
    /// Whether all of them are asked for (`AND`) or any one (`OR`).
    pub operator: Option<String>,
    /// The name of the authentication strength that it asks for.
    pub strength: Option<String>,
}

/// Whom a policy is for or leaves out: one half of `conditionalAccessUsers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Users {
    /// Users by id, or `All`, `None`, `GuestsOrExternalUsers`.
    pub users: Vec<String>,
    /// Groups by id.
    pub groups: Vec<String>,
    /// Roles by template id.
    pub roles: Vec<String>,
    /// People from outside.
    pub outsiders: Option<Outsiders>,
}

/// People from outside: `conditionalAccessGuestsOrExternalUsers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outsiders {
    /// Their kinds: `serviceProvider`, `b2bCollaborationGuest` and so on.
    pub kinds: Vec<String>,
    /// `all` or `enumerated`, or what Graph will think of.
    pub membership: Option<String>,
    /// Where they are enumerated, their tenants.
    pub tenants: Vec<String>,
}

impl Policy {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        let conditions = item.needed(item.object("conditions"))?;
        let users = conditions.object("users");
        let apps = conditions.object("applications");
        let listed = |name: &str| apps.as_ref().map(|apps| apps.texts(name)).unwrap_or_default();
        let grant = item.object("grantControls");
        let strength = grant.as_ref().and_then(|grant| grant.object("authenticationStrength"));
        Some(Self {
            id: item.needed(item.id("id"))?,
            name: item.text("displayName"),
            state: item.needed(item.text("state"))?,
            include: Users::read(users.as_ref(), "include"),
            exclude: Users::read(users.as_ref(), "exclude"),
            include_apps: listed("includeApplications"),
            exclude_apps: listed("excludeApplications"),
            narrowed_by: narrowed_by(&conditions, apps.as_ref()),
            controls: grant.as_ref().map(|it| it.texts("builtInControls")).unwrap_or_default(),
            operator: grant.as_ref().and_then(|grant| grant.text("operator")),
            strength: strength.map(|it| it.text("displayName").unwrap_or_default()),
        })
    }
}

/// Conditions that are set. Nothing is said of what they let through: a policy with one of them doesn't
/// hold for all sign-ins.
fn narrowed_by(conditions: &Item<'_>, apps: Option<&Item<'_>>) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["platforms", "locations", "devices", "clientApplications", "authenticationFlows"] {
        if conditions.object(name).is_some() {
            found.push(name.to_owned());
        }
    }
    for name in ["signInRiskLevels", "userRiskLevels", "servicePrincipalRiskLevels"] {
        if !conditions.texts(name).is_empty() {
            found.push(name.to_owned());
        }
    }
    if conditions.text("insiderRiskLevels").is_some_and(|levels| !levels.is_empty()) {
        found.push("insiderRiskLevels".to_owned());
    }
    let clients = conditions.texts("clientAppTypes");
    if !clients.is_empty() && !clients.iter().any(|client| client == "all") {
        found.push("clientAppTypes".to_owned());
    }
    if let Some(apps) = apps {
        for name in ["includeUserActions", "includeAuthenticationContextClassReferences"] {
            if !apps.texts(name).is_empty() {
                found.push(name.to_owned());
            }
        }
        if apps.object("applicationFilter").is_some() {
            found.push("applicationFilter".to_owned());
        }
    }
    found
}

impl Users {
    /// `half` is `include` or `exclude`.
    fn read(item: Option<&Item<'_>>, half: &str) -> Self {
        let name = |what: &str| [half, what].concat();
        let texts = |what: &str| item.map(|it| it.texts(&name(what))).unwrap_or_default();
        let ids = |what: &str| item.map(|it| it.ids(&name(what))).unwrap_or_default();
        let outsiders = item.and_then(|it| it.object(&name("GuestsOrExternalUsers")));
        Self {
            users: texts("Users"),
            groups: ids("Groups"),
            roles: ids("Roles"),
            outsiders: outsiders.as_ref().map(Outsiders::read),
        }
    }
}

impl Outsiders {
    fn read(item: &Item<'_>) -> Self {
        let kinds = item.needed(item.text("guestOrExternalUserTypes")).unwrap_or_default();
        let kinds = kinds.split(',').map(str::trim).filter(|kind| !kind.is_empty());
        let tenants = item.object("externalTenants");
        Self {
            kinds: kinds.map(str::to_owned).collect(),
            membership: tenants.as_ref().and_then(|tenants| tenants.text("membershipKind")),
            tenants: tenants.as_ref().map(|tenants| tenants.ids("members")).unwrap_or_default(),
        }
    }
}

json_object!(Policy {
    "id" => id,
    "name" => name,
    "state" => state,
    "include" => include,
    "exclude" => exclude,
    "include_apps" => include_apps,
    "exclude_apps" => exclude_apps,
    "narrowed_by" => narrowed_by,
    "controls" => controls,
    "operator" => operator,
    "strength" => strength,
});
json_object!(Users {
    "users" => users,
    "groups" => groups,
    "roles" => roles,
    "outsiders" => outsiders,
});
json_object!(Outsiders { "kinds" => kinds, "membership" => membership, "tenants" => tenants });
