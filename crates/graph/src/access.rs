//! Access from outside: other tenants, their roles, apps and guests, and our own administrators. Shapes
//! are those of Graph's metadata, version 1.0; each type names its resource there.

use crate::item::Item;
use domain::Timestamp;
use protocol::json_object;

/// Another tenant that cross-tenant access is configured for:
/// `crossTenantAccessPolicyConfigurationPartner`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossTenantPartner {
    /// The other tenant.
    pub tenant: String,
    /// Whether it is a service provider for us. Microsoft's GDAP service alone writes that.
    pub is_service_provider: Option<bool>,
    /// Whether it is of our own multi-tenant organisation.
    pub in_our_organization: Option<bool>,
    /// What is trusted of its users; none where the default holds.
    pub trust: Option<Trust>,
}

/// What is trusted of users of another tenant: `crossTenantAccessPolicyInboundTrust`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Multifactor authentication that was done there.
    pub mfa: Option<bool>,
    /// Devices that are compliant there.
    pub compliant_device: Option<bool>,
    /// Devices that are joined there.
    pub joined_device: Option<bool>,
}

/// What a service provider may hold at most: `delegatedAdminServiceProviderConstraints`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraints {
    /// The service provider's tenant.
    pub tenant: String,
    /// What kind of constraints they are.
    pub kind: Option<String>,
    /// Template ids of roles; none if this kind of constraints doesn't say.
    pub roles: Option<Vec<String>>,
    /// Since when.
    pub created: Option<Timestamp>,
    /// When they were changed last.
    pub modified: Option<Timestamp>,
}

/// A role that somebody holds: `unifiedRoleAssignment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleAssignment {
    /// Who: a user, a group or an app.
    pub principal: String,
    /// The tenant that the principal is of, where the answer says.
    pub organization: Option<String>,
    /// Which role: for one that is built in, its template id.
    pub role: String,
    /// Where it holds; `/` for the whole directory.
    pub scope: Option<String>,
}

/// A member of a directory role: `directoryObject` of whatever kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleMember {
    /// The role's template id.
    pub role: String,
    /// The member.
    pub member: Principal,
}

/// An object of the directory that may be a stand-in for one of a partner's tenant:
/// `directoryObjectPartnerReference` and others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Object id.
    pub id: String,
    /// The kind, as the answer has it.
    pub kind: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The partner's tenant that it stands for something of: legacy delegated admin privileges, for
    /// one, are a stand-in for the partner's group `AdminAgents`.
    pub partner: Option<String>,
    /// What it stands for.
    pub stands_for: Option<String>,
}

/// An app as it is in this tenant: `servicePrincipal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Object id in this tenant.
    pub id: String,
    /// The app's id, the same in every tenant.
    pub app: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// The tenant that it is registered in.
    pub owner: Option<String>,
    /// Whether it can sign in.
    pub is_enabled: Option<bool>,
    /// `servicePrincipalType`.
    pub kind: Option<String>,
}

/// What an app may do without a user: `appRoleAssignment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppPermission {
    /// Object id of the app in this tenant.
    pub app: String,
    /// The permission, as its resource numbers it.
    pub permission: String,
    /// Object id of the resource.
    pub resource: Option<String>,
    /// Its name.
    pub resource_name: Option<String>,
    /// Since when.
    pub created: Option<Timestamp>,
}

/// A guest: `user`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Object id.
    pub id: String,
    /// The partner's domain that the mail address is of.
    pub domain: String,
    /// Display name.
    pub name: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// User principal name.
    pub upn: Option<String>,
    /// Whether the account can sign in.
    pub is_enabled: Option<bool>,
    /// Since when.
    pub created: Option<Timestamp>,
}

/// A user who holds Global Administrator: `user`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrator {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: Option<String>,
    /// User principal name.
    pub upn: Option<String>,
    /// Whether the account can sign in.
    pub is_enabled: Option<bool>,
    /// `userType`: `Member`, `Guest` or what Graph will think of.
    pub kind: Option<String>,
    /// Whether it comes from a directory on premises; none if it never did.
    pub is_synchronized: Option<bool>,
}

impl CrossTenantPartner {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            tenant: item.needed(item.id("tenantId"))?,
            is_service_provider: item.truth("isServiceProvider"),
            in_our_organization: item.truth("isInMultiTenantOrganization"),
            trust: item.object("inboundTrust").as_ref().map(Trust::read),
        })
    }
}

impl Trust {
    pub(crate) fn read(item: &Item<'_>) -> Self {
        Self {
            mfa: item.truth("isMfaAccepted"),
            compliant_device: item.truth("isCompliantDeviceAccepted"),
            joined_device: item.truth("isHybridAzureADJoinedDeviceAccepted"),
        }
    }
}

impl Constraints {
    pub(crate) fn read(tenant: &str, item: &Item<'_>) -> Self {
        Self {
            tenant: tenant.to_owned(),
            kind: item.kind(),
            roles: item.ids_if_any("allowedRoleTemplateIds"),
            created: item.time("createdDateTime"),
            modified: item.time("lastModifiedDateTime"),
        }
    }
}

impl RoleAssignment {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            principal: item.needed(item.id("principalId"))?,
            organization: item.id("principalOrganizationId"),
            role: item.needed(item.id("roleDefinitionId"))?,
            scope: item.text("directoryScopeId"),
        })
    }
}

impl Principal {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            kind: item.kind(),
            name: item.text("displayName"),
            partner: item.id("externalPartnerTenantId"),
            stands_for: item.text("objectType"),
        })
    }
}

impl App {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            app: item.id("appId"),
            name: item.text("displayName"),
            owner: item.id("appOwnerOrganizationId"),
            is_enabled: item.truth("accountEnabled"),
            kind: item.text("servicePrincipalType"),
        })
    }
}

impl AppPermission {
    pub(crate) fn read(app: &str, item: &Item<'_>) -> Option<Self> {
        Some(Self {
            app: app.to_owned(),
            permission: item.needed(item.id("appRoleId"))?,
            resource: item.id("resourceId"),
            resource_name: item.text("resourceDisplayName"),
            created: item.time("createdDateTime"),
        })
    }
}

impl Guest {
    pub(crate) fn read(domain: &str, item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            domain: domain.to_owned(),
            name: item.text("displayName"),
            mail: item.text("mail"),
            upn: item.text("userPrincipalName"),
            is_enabled: item.truth("accountEnabled"),
            created: item.time("createdDateTime"),
        })
    }
}

impl Administrator {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            name: item.text("displayName"),
            upn: item.text("userPrincipalName"),
            is_enabled: item.truth("accountEnabled"),
            kind: item.text("userType"),
            is_synchronized: item.truth("onPremisesSyncEnabled"),
        })
    }
}

json_object!(CrossTenantPartner {
    "tenant" => tenant,
    "is_service_provider" => is_service_provider,
    "in_our_organization" => in_our_organization,
    "trust" => trust,
});
json_object!(Trust {
    "mfa" => mfa,
    "compliant_device" => compliant_device,
    "joined_device" => joined_device,
});
json_object!(Constraints {
    "tenant" => tenant,
    "kind" => kind,
    "roles" => roles,
    "created" => created,
    "modified" => modified,
});
json_object!(RoleAssignment {
    "principal" => principal,
    "organization" => organization,
    "role" => role,
    "scope" => scope,
});
json_object!(RoleMember { "role" => role, "member" => member });
json_object!(Principal {
    "id" => id,
    "kind" => kind,
    "name" => name,
    "partner" => partner,
    "stands_for" => stands_for,
});
json_object!(App {
    "id" => id,
    "app" => app,
    "name" => name,
    "owner" => owner,
    "is_enabled" => is_enabled,
    "kind" => kind,
});
json_object!(AppPermission {
    "app" => app,
    "permission" => permission,
    "resource" => resource,
    "resource_name" => resource_name,
    "created" => created,
});
json_object!(Guest {
    "id" => id,
    "domain" => domain,
    "name" => name,
    "mail" => mail,
    "upn" => upn,
    "is_enabled" => is_enabled,
    "created" => created,
});
json_object!(Administrator {
    "id" => id,
    "name" => name,
    "upn" => upn,
    "is_enabled" => is_enabled,
    "kind" => kind,
    "is_synchronized" => is_synchronized,
});
