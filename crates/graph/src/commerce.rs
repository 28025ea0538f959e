//! What was bought. Shapes are those of Graph's metadata, version 1.0; each type names its resource
//! there.

use crate::item::Item;
use domain::Timestamp;
use protocol::json_object;

/// A subscription: `companySubscription`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id, which a licence refers to.
    pub id: String,
    /// Its id in commerce.
    pub commerce: Option<String>,
    /// The SKU.
    pub sku: Option<String>,
    /// The SKU's name for machines.
    pub sku_name: Option<String>,
    /// `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut` or what Graph will think of.
    pub status: Option<String>,
    /// How many licences it has.
    pub licences: Option<i64>,
    /// Whether it is a trial.
    pub is_trial: Option<bool>,
    /// Since when.
    pub created: Option<Timestamp>,
    /// When its status changes next.
    pub next_change: Option<Timestamp>,
    /// The partner's tenant that created it. None or our own says nothing about who sold it, and in a
    /// chain of two it may be the provider's rather than the reseller's.
    pub owner_tenant: Option<String>,
}

/// A licence: `subscribedSku`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sku {
    /// The SKU.
    pub id: String,
    /// Its name for machines.
    pub name: Option<String>,
    /// `User` or `Company`.
    pub applies_to: Option<String>,
    /// `capabilityStatus`.
    pub status: Option<String>,
    /// Units that are assigned.
    pub assigned: Option<i64>,
    /// Units that may be used.
    pub enabled: Option<i64>,
    /// Units that ended and still work for a while.
    pub warning: Option<i64>,
    /// Units that no longer work.
    pub suspended: Option<i64>,
    /// Ids of the subscriptions that it comes from.
    pub subscriptions: Vec<String>,
}

/// How many users hold a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkuUsers {
    /// The SKU.
    pub sku: String,
    /// The users, those by way of a group included.
    pub users: i64,
}

impl Subscription {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        Some(Self {
            id: item.needed(item.id("id"))?,
            commerce: item.id("commerceSubscriptionId"),
            sku: item.id("skuId"),
            sku_name: item.text("skuPartNumber"),
            status: item.text("status"),
            licences: item.number("totalLicenses"),
            is_trial: item.truth("isTrial"),
            created: item.time("createdDateTime"),
            next_change: item.time("nextLifecycleDateTime"),
            owner_tenant: item.id("ownerTenantId"),
        })
    }
}

impl Sku {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        let units = item.object("prepaidUnits");
        let count = |name: &str| units.as_ref().and_then(|units| units.number(name));
        Some(Self {
            id: item.needed(item.id("skuId"))?,
            name: item.text("skuPartNumber"),
            applies_to: item.text("appliesTo"),
            status: item.text("capabilityStatus"),
            assigned: item.number("consumedUnits"),
            enabled: count("enabled"),
            warning: count("warning"),
            suspended: count("suspended"),
            subscriptions: item.ids("subscriptionIds"),
        })
    }

    /// Whether there may be users who hold it.
    pub(crate) fn may_have_users(&self) -> bool {
        self.assigned != Some(0) && self.applies_to.as_deref() != Some("Company")
    }
}

impl SkuUsers {
    pub(crate) fn read(sku: &str, item: &Item<'_>) -> Option<Self> {
        let users = item.needed(item.number("@odata.count").filter(|users| *users >= 0))?;
        Some(Self { sku: sku.to_owned(), users })
    }
}

json_object!(Subscription {
    "id" => id,
    "commerce" => commerce,
    "sku" => sku,
    "sku_name" => sku_name,
    "status" => status,
    "licences" => licences,
    "is_trial" => is_trial,
    "created" => created,
    "next_change" => next_change,
    "owner_tenant" => owner_tenant,
});
json_object!(Sku {
    "id" => id,
    "name" => name,
    "applies_to" => applies_to,
    "status" => status,
    "assigned" => assigned,
    "enabled" => enabled,
    "warning" => warning,
    "suspended" => suspended,
    "subscriptions" => subscriptions,
});
json_object!(SkuUsers { "sku" => sku, "users" => users });
