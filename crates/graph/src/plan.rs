//! What there is to read next, from what was read.

use crate::{
    address::{is_domain, is_guid},
    collector::Collector,
    found::Found,
    outcome::Outcome,
    read::Read,
    setup::Setup,
    source::Subject,
};
use domain::{order::sort_and_dedup, role::RoleId};

/// Microsoft's own tenant for support cases, which shows up as a service provider while one is open
/// (learn.microsoft.com, "Microsoft 365 support engineer access"). It is nobody's partner.
pub const MICROSOFT_SUPPORT: &str = "b4c546a4-7dac-46a6-a7dd-ed822a11efd3";

/// Roles whose members are read by the role: legacy delegated admin privileges make a partner's groups
/// members of the first two, and the last two are hidden wherever else roles are shown.
const ROLES: [RoleId; 4] = [
    RoleId::GLOBAL_ADMINISTRATOR,
    RoleId::HELPDESK_ADMINISTRATOR,
    RoleId::PARTNER_TIER1_SUPPORT,
    RoleId::PARTNER_TIER2_SUPPORT,
];

/// Reads of one collector at most. More partners than that are nobody's tenant, but a broken answer.
const MOST_SUBJECTS: usize = 1_000;

/// Values that `in` takes in a filter.
const MOST_IN: usize = 15;

/// Ids that `getByIds` takes.
const MOST_IDS: usize = 1_000;

/// Adds to `reads` what there is to read now, as far as it isn't there yet.
pub(crate) fn extend(reads: &mut Vec<Read>, setup: &Setup, found: &Found) {
    for collector in Collector::ALL {
        let own = || reads.iter().filter(|read| read.collector == collector);
        // One that was refused for all of its subjects isn't asked about more of them.
        if own().any(is_closed) {
            continue;
        }
        if let Some(gap) = setup.gap(collector.source()) {
            let outcome = Outcome::Gap(gap);
            reads.push(Read { outcome, ..Read::new(collector, String::new()) });
            continue;
        }
        let mut known: Vec<&str> = own().flat_map(|read| read.subject.split(',')).collect();
        let mut count = own().count();
        sort_and_dedup(&mut known);
        let wanted = subjects(collector, setup, found, reads);
        let new = wanted.iter().filter(|subject| known.binary_search(&subject.as_str()).is_err());
        let new: Vec<&str> = new.map(String::as_str).collect();
        let together = match collector.source().subject {
            Subject::Administrators => MOST_IN,
            Subject::ForeignPrincipals => MOST_IDS,
            _ => 1,
        };
        let mut added = Vec::new();
        for subjects in new.chunks(together) {
            let mut read = Read::new(collector, subjects.join(","));
            count += 1;
            if count > MOST_SUBJECTS {
                // This one stands for all the rest.
                read.subject = String::new();
                read.outcome = Outcome::Cut;
            }
            let is_last = read.outcome == Outcome::Cut;
            added.push(read);
            if is_last {
                break;
            }
        }
        reads.extend(added);
    }
}

/// Whether a read says that there is no point in others of its collector.
fn is_closed(read: &Read) -> bool {
    match &read.outcome {
        Outcome::Gap(gap) => gap.is_for_all(),
        Outcome::Cut => read.subject.is_empty() && read.pages == 0,
        _ => false,
    }
}

/// What `collector` is to be asked about, as far as is known, each once.
fn subjects(collector: Collector, setup: &Setup, found: &Found, reads: &[Read]) -> Vec<String> {
    let mut subjects: Vec<String> = match collector.source().subject {
        Subject::Tenant => return vec![String::new()],
        Subject::Role => return ROLES.iter().map(ToString::to_string).collect(),
        Subject::PartnerTenant => partner_tenants(setup, found).map(str::to_owned).collect(),
        Subject::ServiceProvider => service_providers(found).map(str::to_owned).collect(),
        Subject::Domain => {
            let domains = found.tenant_names.iter().filter_map(|tenant| tenant.domain.clone());
            domains.filter(|domain| is_domain(domain)).collect()
        }
        Subject::Sku => {
            let skus = found.skus.iter().filter(|sku| sku.may_have_users());
            skus.map(|sku| sku.id.clone()).filter(|sku| is_guid(sku)).collect()
        }
        Subject::App => {
            found.apps.iter().map(|app| app.id.clone()).filter(|id| is_guid(id)).collect()
        }
        Subject::ForeignPrincipals | Subject::Administrators => {
            // They go together, so all of them should be known.
            let assignments =
                reads.iter().find(|read| read.collector == Collector::RoleAssignments);
            if assignments.is_none_or(|read| read.outcome == Outcome::Pending) {
                return Vec::new();
            }
            let wants_foreign = collector == Collector::ForeignPrincipals;
            let administrator = RoleId::GLOBAL_ADMINISTRATOR.to_string();
            let held = found.role_assignments.iter().filter(|held| {
                let is_foreign = held.organization.as_ref().is_some_and(|it| *it != setup.tenant);
                is_foreign == wants_foreign && (wants_foreign || held.role == administrator)
            });
            held.map(|held| held.principal.clone()).filter(|id| is_guid(id)).collect()
        }
    };
    sort_and_dedup(&mut subjects);
    subjects
}

/// Other tenants that have or had to do with this one: service providers, those with roles here, and
/// those that created a subscription.
fn partner_tenants<'a>(setup: &'a Setup, found: &'a Found) -> impl Iterator<Item = &'a str> {
    let roles = found.role_assignments.iter().filter_map(|held| held.organization.as_deref());
    let members = found.role_members.iter().filter_map(|held| held.member.partner.as_deref());
    let principals = found.principals.iter().filter_map(|one| one.partner.as_deref());
    let owners = found.subscriptions.iter().filter_map(|one| one.owner_tenant.as_deref());
    let known = setup.partners.iter().map(String::as_str);
    let all = known.chain(service_providers(found)).chain(roles).chain(members);
    all.chain(principals)
        .chain(owners)
        .filter(|tenant| *tenant != setup.tenant && *tenant != MICROSOFT_SUPPORT && is_guid(tenant))
}

fn service_providers(found: &Found) -> impl Iterator<Item = &str> {
    let partners = found.cross_tenant_partners.iter();
    let providers = partners.filter(|partner| partner.is_service_provider == Some(true));
    let tenants = providers.map(|partner| partner.tenant.as_str());
    tenants.filter(|tenant| *tenant != MICROSOFT_SUPPORT && is_guid(tenant))
}
