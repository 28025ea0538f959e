//! A partner at a glance: the access it has, what it sells, and what is over.

use crate::{
    Date, PartnerAssessment, PartnerType, Relationship, RoleHeld, Standing,
    order::{sort, sort_and_dedup},
    role::{Capability, Role, RoleId},
};

/// What a partner may do now, over its relationships in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// How many relationships are in force, with roles or without.
    pub relationships: u32,
    /// The distinct roles that were named, by what they allow, the farthest-reaching first. Groups
    /// without a role are left out.
    pub roles: Vec<RoleGroup>,
    /// How many more roles the page says there are without naming them, summed over the
    /// relationships; they may be among those named elsewhere.
    pub hidden_roles: u32,
    /// For how many relationships no roles could be read at all.
    pub unread: u32,
    /// The earliest last day among them, where one is known.
    pub next_end: Option<Date>,
}

impl Access {
    /// How many distinct roles were named.
    #[must_use]
    pub fn role_count(&self) -> usize {
        self.roles.iter().map(|group| group.roles.len()).sum()
    }
}

/// Roles that allow the same kind of thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGroup {
    /// What they allow.
    pub capability: Capability,
    /// The roles, by name.
    pub roles: Vec<ActiveRole>,
}

/// A role held by at least one relationship in force.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActiveRole {
    /// Its name as the page shows it.
    pub name: String,
    /// The role, where its name was recognised.
    pub id: Option<RoleId>,
    /// Whether Microsoft labels it privileged; `None` where it isn't known.
    pub privileged: Option<bool>,
}

/// What a partner sells to the customer, whatever roles it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commerce {
    /// The types of its commerce relationships in force, each once.
    pub links: Vec<PartnerType>,
}

/// What is over and still listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct History {
    /// How many relationships have ended.
    pub ended: u32,
    /// The latest last day among them, where one is known. Of a relationship that was terminated
    /// this is the day on which it would have expired.
    pub latest_end: Option<Date>,
}

impl PartnerAssessment {
    /// What the partner may do now.
    #[must_use]
    pub fn access(&self) -> Access {
        let mut access = Access {
            relationships: 0,
            roles: Vec::new(),
            hidden_roles: 0,
            unread: 0,
            next_end: None,
        };
        let mut roles: Vec<(Capability, ActiveRole)> = Vec::new();
        for relationship in self.of_standing(Standing::InForce) {
            let held = &relationship.roles;
            access.relationships += 1;
            access.hidden_roles = access.hidden_roles.saturating_add(held.hidden);
            access.unread += u32::from(!held.read);
            access.next_end = access.next_end.into_iter().chain(relationship.end).min();
            for RoleHeld { id, name } in &held.named {
                // A role known by its id may be spelt differently in two views, one that isn't in its
                // case. Of two spellings the first in order is shown.
                let is_same = |known: &ActiveRole| {
                    let is_spelt_so = || known.name.trim().eq_ignore_ascii_case(name.trim());
                    known.id == *id && (id.is_some() || is_spelt_so())
                };
                match roles.iter_mut().find(|(_, known)| is_same(known)) {
                    Some((_, known)) if *name < known.name => known.name.clone_from(name),
                    Some(_) => {}
                    None => {
                        let role = id.and_then(Role::by_id);
                        let capability = role.map_or(Capability::Other, |role| role.capability);
                        let privileged = role.map(|role| role.privileged);
                        let role = ActiveRole { name: name.clone(), id: *id, privileged };
                        roles.push((capability, role));
                    }
                }
            }
        }
        sort(&mut roles, Ord::cmp);
        for (capability, role) in roles {
            match access.roles.last_mut() {
                Some(group) if group.capability == capability => group.roles.push(role),
                _ => access.roles.push(RoleGroup { capability, roles: vec![role] }),
            }
        }
        access
    }

    /// What the partner sells.
    #[must_use]
    pub fn commerce(&self) -> Commerce {
        let in_force = self.of_standing(Standing::InForce).map(|r| &r.partner_type);
        let mut links: Vec<PartnerType> =
            in_force.filter(|partner_type| partner_type.is_commerce()).cloned().collect();
        sort_and_dedup(&mut links);
        Commerce { links }
    }

    /// Whether the partner sells anything.
    #[must_use]
    pub fn sells(&self) -> bool {
        self.of_standing(Standing::InForce).any(|known| known.partner_type.is_commerce())
    }

    /// What is over.
    #[must_use]
    pub fn history(&self) -> History {
        let mut history = History::default();
        for relationship in self.of_standing(Standing::Ended) {
            history.ended += 1;
            history.latest_end = history.latest_end.max(relationship.end);
        }
        history
    }

    fn of_standing(&self, standing: Standing) -> impl Iterator<Item = &Relationship> {
        self.relationships
            .iter()
            .filter(move |judged| judged.standing == standing)
            .map(|judged| &judged.relationship)
    }
}
