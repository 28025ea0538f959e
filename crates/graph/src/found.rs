//! Everything that was read so far.

use crate::{
    access::{
        Administrator, App, AppPermission, Constraints, CrossTenantPartner, Guest, Principal,
        RoleAssignment, RoleMember, Trust,
    },
    collector::Collector,
    commerce::{Sku, SkuUsers, Subscription},
    item::Item,
    log::{Change, SignIns},
    policy::Policy,
    source::Form,
    tenant::{Me, MyRole, Organization, TenantName},
};
use domain::Timestamp;
use protocol::{json::Json, json_object};
use std::cell::Cell;

/// What was read. An empty list or a `None` says nothing by itself: whether there is nothing or it
/// couldn't be read is what [`crate::Scan::outcome`] says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The tenant.
    pub organization: Option<Organization>,
    /// Who asks.
    pub me: Option<Me>,
    /// The roles of who asks.
    pub my_roles: Vec<MyRole>,
    /// Tenants that cross-tenant access is configured for.
    pub cross_tenant_partners: Vec<CrossTenantPartner>,
    /// What service providers may hold at most.
    pub constraints: Vec<Constraints>,
    /// What is trusted of all other tenants.
    pub default_trust: Option<Trust>,
    /// Who holds which role.
    pub role_assignments: Vec<RoleAssignment>,
    /// Members of the roles that are asked for by name.
    pub role_members: Vec<RoleMember>,
    /// What principals of other tenants stand for.
    pub principals: Vec<Principal>,
    /// The apps of Microsoft's that come with GDAP.
    pub gdap_apps: Vec<App>,
    /// What other tenants are called.
    pub tenant_names: Vec<TenantName>,
    /// Subscriptions.
    pub subscriptions: Vec<Subscription>,
    /// Licences.
    pub skus: Vec<Sku>,
    /// Users of licences.
    pub sku_users: Vec<SkuUsers>,
    /// Apps of partners' tenants.
    pub apps: Vec<App>,
    /// What those may do.
    pub app_permissions: Vec<AppPermission>,
    /// Guests of partners' domains.
    pub guests: Vec<Guest>,
    /// Our own holders of Global Administrator, as far as they are users.
    pub administrators: Vec<Administrator>,
    /// Conditional Access policies.
    pub policies: Vec<Policy>,
    /// Whether security defaults are on.
    pub security_defaults: Option<bool>,
    /// Sign-ins of service providers.
    pub sign_ins: Vec<SignIns>,
    /// The oldest entry of the sign-in log, of whomever: the log says nothing of earlier times.
    pub oldest_sign_in: Option<Timestamp>,
    /// Changes of partners.
    pub changes: Vec<Change>,
}

/// What a page held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// How many items, understood or not.
    pub(crate) items: u32,
    /// Whether some of it wasn't as it should be.
    pub(crate) is_odd: bool,
    /// Where it goes on.
    pub(crate) next: Option<String>,
}

impl Found {
    /// Takes in a page of an answer about `subject`.
    ///
    /// # Errors
    /// What there should be in its place, if it isn't such an answer at all.
    pub(crate) fn add(
        &mut self,
        collector: Collector,
        subject: &str,
        json: &Json,
    ) -> Result<Page, &'static str> {
        if !matches!(json, Json::Object(_)) {
            return Err("object");
        }
        let is_odd = Cell::new(false);
        let whole = Item::new(json, &is_odd);
        let form = collector.source().form;
        if form == Form::Object {
            self.add_object(collector, subject, &whole);
            return Ok(Page { items: 1, is_odd: is_odd.get(), next: None });
        }
        let Json::List(items) = json.member("value") else { return Err("value") };
        if form == Form::Count {
            self.sku_users.extend(SkuUsers::read(subject, &whole));
        } else {
            for json in items {
                self.add_item(collector, subject, &Item::new(json, &is_odd));
            }
        }
        let next = match json.member("@odata.nextLink") {
            Json::Null => None,
            Json::Text(link) => Some(link.clone()),
            _ => return Err("@odata.nextLink"),
        };
        Ok(Page {
            items: u32::try_from(items.len()).unwrap_or(u32::MAX),
            is_odd: is_odd.get(),
            next: next.filter(|_| form == Form::List),
        })
    }

    fn add_object(&mut self, collector: Collector, subject: &str, item: &Item<'_>) {
        match collector {
            Collector::Me => self.me = Me::read(item),
            Collector::TenantNames => self.tenant_names.extend(TenantName::read(item)),
            Collector::ProviderConstraints => {
                self.constraints.push(Constraints::read(subject, item));
            }
            Collector::DefaultTrust => {
                self.default_trust = item.object("inboundTrust").as_ref().map(Trust::read);
            }
            Collector::SecurityDefaults => {
                self.security_defaults = item.needed(item.truth("isEnabled"));
            }
            _ => {}
        }
    }

    fn add_item(&mut self, collector: Collector, subject: &str, item: &Item<'_>) {
        match collector {
            Collector::Organization => self.organization = Organization::read(item),
            Collector::MyRoles => self.my_roles.extend(MyRole::read(item)),
            Collector::CrossTenantPartners => {
                self.cross_tenant_partners.extend(CrossTenantPartner::read(item));
            }
            Collector::RoleAssignments => self.role_assignments.extend(RoleAssignment::read(item)),
            Collector::RoleMembers => {
                let member = Principal::read(item);
                let role = || subject.to_owned();
                self.role_members.extend(member.map(|member| RoleMember { role: role(), member }));
            }
            Collector::Subscriptions => self.subscriptions.extend(Subscription::read(item)),
            Collector::Skus => self.skus.extend(Sku::read(item)),
            Collector::PartnerApps => self.apps.extend(App::read(item)),
            Collector::ForeignPrincipals => self.principals.extend(Principal::read(item)),
            Collector::AppPermissions => {
                self.app_permissions.extend(AppPermission::read(subject, item));
            }
            Collector::Guests => self.guests.extend(Guest::read(subject, item)),
            Collector::Administrators => self.administrators.extend(Administrator::read(item)),
            Collector::GdapApps => self.gdap_apps.extend(App::read(item)),
            Collector::ConditionalAccess => self.policies.extend(Policy::read(item)),
            Collector::SignIns => {
                SignIns::count(&mut self.sign_ins, item);
            }
            Collector::OldestSignIn => {
                self.oldest_sign_in = item.needed(item.time("createdDateTime"));
            }
            Collector::PartnerChanges => self.changes.extend(Change::read(item)),
            Collector::Me
            | Collector::TenantNames
            | Collector::ProviderConstraints
            | Collector::DefaultTrust
            | Collector::SecurityDefaults
            | Collector::SkuUsers => {}
        }
    }
}

json_object!(Found {
    "organization" => organization,
    "me" => me,
    "my_roles" => my_roles,
    "cross_tenant_partners" => cross_tenant_partners,
    "constraints" => constraints,
    "default_trust" => default_trust,
    "role_assignments" => role_assignments,
    "role_members" => role_members,
    "principals" => principals,
    "gdap_apps" => gdap_apps,
    "tenant_names" => tenant_names,
    "subscriptions" => subscriptions,
    "skus" => skus,
    "sku_users" => sku_users,
    "apps" => apps,
    "app_permissions" => app_permissions,
    "guests" => guests,
    "administrators" => administrators,
    "policies" => policies,
    "security_defaults" => security_defaults,
    "sign_ins" => sign_ins,
    "oldest_sign_in" => oldest_sign_in,
    "changes" => changes,
});

#[cfg(test)]
mod tests;
