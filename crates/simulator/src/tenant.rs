//! A tenant as the admin center keeps it, and what time and an admin's decisions do to it.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// How long a status that Microsoft's offline processor works on lasts here. Microsoft names no
/// time; minutes are what people report.
const PROCESSING: Duration = Duration::minutes(15);

/// How long an approved relationship takes to become active here.
const ACTIVATION: Duration = Duration::minutes(2);

/// One customer tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// The file's name without `.json`.
    pub slug: String,
    /// The directory id.
    pub tenant_id: String,
    /// The organisation's name as the page's header shows it.
    pub organization: String,
    /// The signed-in admin.
    pub user: User,
    /// The domain that its accounts' names end in, if it has accounts.
    pub domain: Option<String>,
    /// Who can sign in at Entra.
    pub accounts: Vec<Account>,
    /// Whether the admin's role can't see the list: data requests answer 403.
    pub list_denied: bool,
    /// Every partner that a relationship names, in the page's own order.
    pub partners: Vec<Partner>,
    /// GDAP relationships in the page's own order, those waiting for approval among them.
    pub relationships: Vec<Relationship>,
}

/// The signed-in admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct User {
    /// Display name.
    pub name: String,
    /// What the round picture in the header shows.
    pub initials: String,
}

/// Somebody who can sign in at Entra.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// The object id.
    pub oid: String,
    /// The user principal name.
    pub upn: String,
    /// Display name.
    pub name: String,
    /// Roles of Entra by their names in Microsoft's table of built-in roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Whether a sign-in has to be approved on another device.
    #[serde(default)]
    pub mfa: bool,
    /// Whether the tenant lets this person grant anything to an application at all.
    #[serde(default = "usually")]
    pub may_consent: bool,
}

impl Account {
    /// Whether this account can grant scopes that take an administrator.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.roles.iter().any(|role| role == "Global Administrator")
    }
}

fn usually() -> bool {
    true
}

/// One partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// The partner's tenant id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Its commercial relationship.
    pub kind: PartnerKind,
    /// Template ids of the roles it holds by DAP; empty without DAP.
    pub delegated_roles: Vec<String>,
    /// Whether the admin center offers to remove its DAP.
    pub can_remove_dap: bool,
    /// Where the partner sits.
    pub address: Address,
}

/// The commercial relationship of a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartnerKind {
    /// Advisor: delegated administration without commerce.
    Advisor,
    /// A direct reseller.
    Reseller,
    /// The distributor that an indirect reseller buys through.
    IndirectProvider,
    /// The reseller behind an indirect provider.
    IndirectReseller,
    /// None: known through GDAP only.
    GdapOnly,
}

impl PartnerKind {
    /// `companyType` of the partner list.
    ///
    /// 4 and 5 are what a public script that reads the endpoint takes them for; 0 and 1 are our own
    /// figures, because no capture of such partners is known.
    #[must_use]
    pub fn company_type(self) -> u8 {
        match self {
            Self::GdapOnly => 0,
            Self::Advisor => 1,
            Self::Reseller | Self::IndirectProvider => 4,
            Self::IndirectReseller => 5,
        }
    }

    /// `contractTypes` of the partner list: 3 is what a public script takes for "Reseller".
    #[must_use]
    pub fn contract_types(self) -> &'static [u8] {
        if self == Self::GdapOnly { &[] } else { &[3] }
    }
}

/// An address in the field names of Microsoft's `delegatedaccess` endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "The names say it all.")]
pub struct Address {
    pub line1: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country_code: String,
    pub phone_number: String,
}

/// Status words of Microsoft's `delegatedAdminRelationship`, those that a customer can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "Microsoft's own words.")]
pub enum Status {
    ApprovalPending,
    Activating,
    Active,
    Expiring,
    Expired,
    Terminating,
    Terminated,
}

impl Status {
    /// Whether it passes by itself some time after it began.
    #[must_use]
    pub fn is_transitional(self) -> bool {
        matches!(self, Self::Activating | Self::Terminating)
    }
}

/// One GDAP relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// Two GUIDs joined by `-`, opaque.
    pub id: String,
    /// The partner's tenant id.
    pub partner: String,
    /// The name that the partner gave it.
    pub name: String,
    /// Template ids of the roles.
    pub roles: Vec<String>,
    /// `None` while it waits for approval.
    pub start: Option<OffsetDateTime>,
    /// `None` while it waits for approval.
    pub end: Option<OffsetDateTime>,
    /// Length in days.
    pub days: i64,
    /// Whether it renews itself by 180 days.
    pub auto_extend: bool,
    /// As it was stored; [`Relationship::status_at`] is what holds.
    pub status: Status,
    /// When a decision or the file set the status.
    pub status_since: Option<OffsetDateTime>,
    /// Counts the changes; part of the etag.
    pub revision: u32,
}

impl Relationship {
    /// The status at a moment: what is stored, moved on by time.
    #[must_use]
    pub fn status_at(&self, now: OffsetDateTime) -> Status {
        let processed = |after| self.status_since.is_some_and(|since| now >= since + after);
        match self.status {
            Status::Terminating if processed(PROCESSING) => Status::Terminated,
            Status::Activating if !processed(ACTIVATION) => Status::Activating,
            Status::Activating | Status::Active | Status::Expiring => match self.end {
                Some(end) if now >= end + PROCESSING => Status::Expired,
                Some(end) if now >= end => Status::Expiring,
                _ => Status::Active,
            },
            stored => stored,
        }
    }

    /// What `If-Match` has to say for a change.
    #[must_use]
    pub fn etag(&self) -> String {
        let start = self.id.get(..8).unwrap_or(&self.id);
        format!("W/\"{start}-{}\"", self.revision)
    }

    fn set(&mut self, status: Status, now: OffsetDateTime) {
        self.status = status;
        self.status_since = Some(now);
        self.revision += 1;
    }
}

/// Why a change was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing of that id.
    NotFound,
    /// `If-Match` is missing or names an older state.
    Outdated,
    /// The state doesn't allow it.
    Conflict,
    /// The admin center doesn't offer it for this partner.
    NotAllowed,
}

impl Tenant {
    /// Moves every date by as much.
    pub(crate) fn shift(&mut self, by: Duration) {
        for relationship in &mut self.relationships {
            for date in
                [&mut relationship.start, &mut relationship.end, &mut relationship.status_since]
            {
                *date = date.map(|date| date + by);
            }
        }
    }

    /// A relationship by its id.
    #[must_use]
    pub fn relationship(&self, id: &str) -> Option<&Relationship> {
        self.relationships.iter().find(|relationship| relationship.id == id)
    }

    /// A partner by its tenant id.
    #[must_use]
    pub fn partner(&self, id: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.id == id)
    }

    /// Approves what waits for approval: it starts now and is activated in a while.
    ///
    /// # Errors
    /// If there is no such relationship, it doesn't wait for approval, or `etag` is outdated.
    pub fn approve(
        &mut self,
        id: &str,
        etag: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<&Relationship, Refusal> {
        let relationship = self.changeable(id, etag)?;
        if relationship.status != Status::ApprovalPending {
            return Err(Refusal::Conflict);
        }
        relationship.start = Some(now);
        relationship.end = Some(now + Duration::days(relationship.days));
        relationship.set(Status::Activating, now);
        Ok(relationship)
    }

    /// Ends a relationship: it is terminating now and terminated in a while.
    ///
    /// # Errors
    /// If there is no such relationship, it isn't in force, or `etag` is outdated.
    pub fn terminate(
        &mut self,
        id: &str,
        etag: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<&Relationship, Refusal> {
        let relationship = self.changeable(id, etag)?;
        let in_force = [Status::Activating, Status::Active, Status::Expiring];
        if !in_force.contains(&relationship.status_at(now)) {
            return Err(Refusal::Conflict);
        }
        relationship.set(Status::Terminating, now);
        Ok(relationship)
    }

    /// Takes DAP from a partner; its commercial relationship stays.
    ///
    /// # Errors
    /// If there is no such partner, it has no DAP, or the admin center doesn't offer it.
    pub fn remove_dap(&mut self, id: &str) -> Result<(), Refusal> {
        let partner = self.partners.iter_mut().find(|partner| partner.id == id);
        let partner = partner.ok_or(Refusal::NotFound)?;
        if partner.delegated_roles.is_empty() {
            return Err(Refusal::Conflict);
        }
        if !partner.can_remove_dap {
            return Err(Refusal::NotAllowed);
        }
        partner.delegated_roles.clear();
        partner.can_remove_dap = false;
        Ok(())
    }

    fn changeable(&mut self, id: &str, etag: Option<&str>) -> Result<&mut Relationship, Refusal> {
        let found = self.relationships.iter_mut().find(|relationship| relationship.id == id);
        let relationship = found.ok_or(Refusal::NotFound)?;
        if etag != Some(relationship.etag().as_str()) {
            return Err(Refusal::Outdated);
        }
        Ok(relationship)
    }
}
