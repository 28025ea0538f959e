//! What the rules look at: one relationship, or one partner, with what is often asked of them.

use crate::{
    Authorization, Date, Finding, Level, Observation, PartnerType, Place, Relationship,
    RelationshipId, RoleHeld, RuleId, Standing, Tier, Timestamp,
    assessment::{Argument, Fact, FactKind, Need, Thresholds},
    order::sort_and_dedup,
    role::{Role, RoleId},
};

/// How the rules see a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoleClass {
    GlobalAdministrator,
    /// Leads to control of the tenant.
    ControlPlane,
    /// Another one that Microsoft labels privileged.
    Privileged,
    /// Labelled privileged, and only reads.
    Reader,
    /// Not labelled.
    Plain,
    /// Its name says nothing to this version, so it could be any of the above.
    Unrecognised,
}

impl RoleClass {
    pub(crate) fn of(held: &RoleHeld) -> Self {
        let Some(role) = held.id.and_then(Role::by_id) else { return Self::Unrecognised };
        match role.id {
            RoleId::GLOBAL_ADMINISTRATOR => Self::GlobalAdministrator,
            RoleId::APPLICATION_ADMINISTRATOR
            | RoleId::AUTHENTICATION_ADMINISTRATOR
            | RoleId::CLOUD_APPLICATION_ADMINISTRATOR
            | RoleId::CONDITIONAL_ACCESS_ADMINISTRATOR
            | RoleId::DOMAIN_NAME_ADMINISTRATOR
            | RoleId::EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR
            | RoleId::HYBRID_IDENTITY_ADMINISTRATOR
            | RoleId::PARTNER_TIER2_SUPPORT
            | RoleId::PRIVILEGED_AUTHENTICATION_ADMINISTRATOR
            | RoleId::PRIVILEGED_ROLE_ADMINISTRATOR
            | RoleId::SECURITY_ADMINISTRATOR
            | RoleId::USER_ADMINISTRATOR => Self::ControlPlane,
            RoleId::GLOBAL_READER | RoleId::SECURITY_READER => Self::Reader,
            _ if role.privileged => Self::Privileged,
            _ => Self::Plain,
        }
    }
}

/// One relationship as the rules see it.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) relationship: &'a Relationship,
    pub(crate) id: RelationshipId,
    pub(crate) standing: Standing,
    pub(crate) today: Date,
    pub(crate) thresholds: &'a Thresholds,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(
        relationship: &'a Relationship,
        thresholds: &'a Thresholds,
        now: Timestamp,
    ) -> Self {
        let today = now.date();
        let standing = relationship.standing(today);
        Self { relationship, id: relationship.id(), standing, today, thresholds }
    }

    /// Whether it gives access, or would once it's approved.
    pub(crate) fn has_access_to_judge(&self) -> bool {
        self.standing != Standing::Ended
    }

    pub(crate) fn is_in_force(&self) -> bool {
        self.standing == Standing::InForce
    }

    /// Whether the page says DAP in so many words.
    pub(crate) fn says_dap(&self) -> bool {
        self.relationship.authorization == Some(Authorization::Dap)
    }

    /// Whether its roles come from GDAP.
    pub(crate) fn is_granular(&self) -> bool {
        !self.says_dap()
            && (self.relationship.partner_type == PartnerType::Granular
                || self.relationship.authorization == Some(Authorization::Gdap))
    }

    /// Whether it's GDAP, or of a type that this version doesn't know and so could be.
    pub(crate) fn may_be_granular(&self) -> bool {
        self.is_granular()
            || (!self.says_dap() && matches!(self.relationship.partner_type, PartnerType::Other(_)))
    }

    /// Whether Global Administrator here means DAP.
    pub(crate) fn answers_for_dap(&self) -> bool {
        self.says_dap() || (!self.is_granular() && self.relationship.partner_type.may_carry_dap())
    }

    /// Whether DAP is certain.
    pub(crate) fn holds_dap(&self) -> bool {
        self.says_dap() || (self.answers_for_dap() && self.holds(RoleClass::GlobalAdministrator))
    }

    pub(crate) fn holds(&self, class: RoleClass) -> bool {
        self.relationship.roles.named.iter().any(|held| RoleClass::of(held) == class)
    }

    /// The page's names of the roles that `keep` accepts, sorted, each once.
    pub(crate) fn role_names(&self, keep: impl Fn(&RoleHeld) -> bool) -> Vec<String> {
        let named = &self.relationship.roles.named;
        let mut names: Vec<String> =
            named.iter().filter(|held| keep(held)).map(|held| held.name.clone()).collect();
        sort_and_dedup(&mut names);
        names
    }

    /// What it takes to say that a role isn't held, when no named one is it.
    pub(crate) fn need_to_exclude_a_role(&self) -> Option<Need> {
        if !self.relationship.roles.is_complete() {
            return Some(Need::DetailPage);
        }
        self.holds(RoleClass::Unrecognised).then_some(Need::KnownRoleName)
    }

    /// The relationship's name, or the partner's where it has none.
    pub(crate) fn label(&self) -> Argument {
        let name = self.relationship.name.as_deref().filter(|name| !name.trim().is_empty());
        Argument::Text(name.unwrap_or(&self.relationship.partner).to_owned())
    }

    pub(crate) fn partner(&self) -> Argument {
        Argument::Text(self.relationship.partner.clone())
    }

    pub(crate) fn fact(&self, kind: FactKind, value: Argument) -> Fact {
        Fact { kind, value, seen: observation(self.relationship, kind) }
    }

    pub(crate) fn roles_fact(&self) -> Fact {
        self.fact(FactKind::Roles, Argument::List(self.role_names(|_| true)))
    }

    pub(crate) fn finding(
        &self,
        rule: RuleId,
        level: Level,
        arguments: Vec<Argument>,
        facts: Vec<Fact>,
    ) -> Finding {
        Finding { rule, level, relationship: Some(self.id.clone()), arguments, facts }
    }
}

/// The sighting that a fact of this kind rests on. Views differ in what they show: only the list has
/// a status, and only the page of a relationship names every role.
pub(crate) fn observation(relationship: &Relationship, kind: FactKind) -> Observation {
    let best = match kind {
        FactKind::Roles if relationship.roles.is_complete() => Place::Detail,
        FactKind::Name | FactKind::End => Place::Detail,
        _ => Place::List,
    };
    relationship
        .seen
        .iter()
        .copied()
        .max_by_key(|seen| (seen.place == best, seen.at, seen.place, seen.tier))
        // Evidence that is read in always has a sighting. Should somebody build one without, the
        // earliest time there is says at a glance that it isn't known.
        .unwrap_or(Observation {
            tier: Tier::Page,
            place: Place::List,
            at: Timestamp::from_millis(0),
        })
}

/// One partner as the rules see it.
#[derive(Debug)]
pub(crate) struct PartnerSubject<'a> {
    pub(crate) name: &'a str,
    /// Those that are in force, in the order in which they are shown.
    pub(crate) in_force: Vec<&'a Relationship>,
    /// Whether the page has relationships of this partner that weren't seen.
    pub(crate) rest_unseen: bool,
    pub(crate) thresholds: &'a Thresholds,
}

impl PartnerSubject<'_> {
    pub(crate) fn finding(
        &self,
        rule: RuleId,
        level: Level,
        mut arguments: Vec<Argument>,
        facts: Vec<Fact>,
    ) -> Finding {
        arguments.insert(0, Argument::Text(self.name.to_owned()));
        Finding { rule, level, relationship: None, arguments, facts }
    }

    /// A fact about all that are in force, as of the newest sighting among them; `None` where
    /// nothing is in force.
    pub(crate) fn fact(&self, kind: FactKind, value: Argument) -> Option<Fact> {
        let sightings = self.in_force.iter().map(|relationship| observation(relationship, kind));
        let seen = sightings.max_by_key(|seen| (seen.at, seen.place, seen.tier))?;
        Some(Fact { kind, value, seen })
    }
}
