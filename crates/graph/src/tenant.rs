//! Who we are, and what other tenants are called. Shapes are those of Graph's metadata, version 1.0;
//! each type names its resource there.

use crate::item::Item;
use protocol::json_object;

/// The tenant: `organization`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The tenant's id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Its country, two letters.
    pub country: Option<String>,
    /// `partnerTenantType`, none for an ordinary customer.
    pub partner_kind: Option<String>,
    /// Its verified domains.
    pub domains: Vec<Domain>,
}

/// A domain: `verifiedDomain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// Its name, in small letters.
    pub name: String,
    /// Whether new users get it.
    pub is_default: Option<bool>,
    /// Whether it is the one that the tenant began with.
    pub is_initial: Option<bool>,
}

/// Who asks: `user`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: Option<String>,
    /// User principal name.
    pub upn: Option<String>,
}

/// A role that who asks has: `directoryRole`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyRole {
    /// The role's template id, the same in every tenant.
    pub template: String,
    /// Its name.
    pub name: Option<String>,
}

/// What a tenant is called: `tenantInformation`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantName {
    /// The tenant's id.
    pub tenant: String,
    /// Its name.
    pub name: Option<String>,
    /// Its default domain, in small letters.
    pub domain: Option<String>,
    /// The name that its sign-in page shows.
    pub brand: Option<String>,
}

impl Organization {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            name: item.text("displayName"),
            country: item.text("countryLetterCode"),
            partner_kind: item.text("partnerTenantType"),
            domains: item.objects("verifiedDomains").iter().filter_map(Domain::read).collect(),
        })
    }
}

impl Domain {
    fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            name: item.needed(item.id("name"))?,
            is_default: item.truth("isDefault"),
            is_initial: item.truth("isInitial"),
        })
    }
}

impl Me {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            name: item.text("displayName"),
            upn: item.text("userPrincipalName"),
        })
    }
}

impl MyRole {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            template: item.needed(item.id("roleTemplateId"))?,
            name: item.text("displayName"),
        })
    }
}

impl TenantName {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            tenant: item.needed(item.id("tenantId"))?,
            name: item.text("displayName"),
            domain: item.id("defaultDomainName"),
            brand: item.text("federationBrandName"),
        })
    }
}

json_object!(Organization {
    "id" => id,
    "name" => name,
    "country" => country,
    "partner_kind" => partner_kind,
    "domains" => domains,
});
json_object!(Domain { "name" => name, "is_default" => is_default, "is_initial" => is_initial });
json_object!(Me { "id" => id, "name" => name, "upn" => upn });
json_object!(MyRole { "template" => template, "name" => name });
json_object!(TenantName {
    "tenant" => tenant,
    "name" => name,
    "domain" => domain,
    "brand" => brand,
});
