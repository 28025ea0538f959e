//! Who there is to sign in: the accounts of all tenants, as Entra looks them up.

use crate::simulation::Simulation;
use crate::tenant::{Account, Tenant};

/// Stands at the front of the opaque hint that id tokens carry.
const HINT: &str = "O.sim-";

/// An account and the tenant that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) account: Account,
    pub(crate) tenant_id: String,
    pub(crate) organization: String,
}

impl Person {
    /// The opaque hint that finds this account again.
    pub(crate) fn login_hint(&self) -> String {
        format!("{HINT}{}", self.account.oid)
    }

    /// Whether a hint, opaque or a user principal name, means this account.
    pub(crate) fn is_hinted(&self, hint: &str) -> bool {
        hint == self.login_hint() || self.account.upn.eq_ignore_ascii_case(hint)
    }
}

/// Who may sign in at an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Anybody with a work or school account: `organizations` and `common`.
    Anybody,
    /// The accounts of one tenant, by its id.
    Tenant(String),
}

impl Audience {
    /// Whether an account may sign in here.
    pub(crate) fn admits(&self, person: &Person) -> bool {
        match self {
            Self::Anybody => true,
            Self::Tenant(id) => person.tenant_id == *id,
        }
    }
}

/// The accounts of all tenants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Directory<'a>(pub(crate) &'a Simulation);

impl Directory<'_> {
    /// The audience that the first part of a path names: a tenant's id or domain, or one of
    /// Microsoft's words. `None` if there is no such tenant; personal accounts are none of ours.
    pub(crate) fn audience(&self, segment: &str) -> Option<Audience> {
        if matches!(segment, "organizations" | "common") {
            return Some(Audience::Anybody);
        }
        self.tenants(|tenant| {
            let is_named = tenant.tenant_id.eq_ignore_ascii_case(segment)
                || tenant.domain.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(segment));
            is_named.then(|| Audience::Tenant(tenant.tenant_id.clone()))
        })
        .into_iter()
        .next()
    }

    /// Everybody, tenant by tenant.
    pub(crate) fn people(&self) -> Vec<Person> {
        self.tenants(|tenant| Some(people_of(tenant))).concat()
    }

    /// The accounts that a picker offers to who isn't signed in: those of the audience's tenant, or
    /// of the tenant that pages show.
    pub(crate) fn offered(&self, audience: &Audience) -> Vec<Person> {
        match audience {
            Audience::Tenant(id) => {
                self.people().into_iter().filter(|person| person.tenant_id == *id).collect()
            }
            Audience::Anybody => {
                let slug = self.0.settings().tenant;
                self.0.read(&slug, people_of).unwrap_or_default()
            }
        }
    }

    /// The account of an object id.
    pub(crate) fn person(&self, oid: &str) -> Option<Person> {
        self.people().into_iter().find(|person| person.account.oid == oid)
    }

    /// The account that a hint means.
    pub(crate) fn hinted(&self, hint: &str) -> Option<Person> {
        self.people().into_iter().find(|person| person.is_hinted(hint))
    }

    fn tenants<T>(&self, read: impl Fn(&Tenant) -> Option<T>) -> Vec<T> {
        let names = self.0.tenant_names();
        names.into_iter().filter_map(|slug| self.0.read(slug, &read).flatten()).collect()
    }
}

fn people_of(tenant: &Tenant) -> Vec<Person> {
    let person = |account: &Account| Person {
        account: account.clone(),
        tenant_id: tenant.tenant_id.clone(),
        organization: tenant.organization.clone(),
    };
    tenant.accounts.iter().map(person).collect()
}
