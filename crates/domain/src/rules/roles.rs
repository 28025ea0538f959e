//! What the roles of a relationship allow.

use crate::{
    Level, Relationship, RoleHeld, RuleId,
    assessment::{Argument, FactKind, Need},
    order::sort_and_dedup,
    role::RoleId,
    rules::{
        Ruling,
        subject::{PartnerSubject, RoleClass, Subject},
    },
};

/// Global Administrator, unless it means DAP, which has its own rule.
pub(crate) fn gdap_global_admin(subject: &Subject<'_>) -> Ruling {
    if subject.answers_for_dap() {
        return Ruling::Clear;
    }
    let mut ruling = class_is_held(
        subject,
        RuleId::GdapGlobalAdmin,
        Level::Critical,
        RoleClass::GlobalAdministrator,
    );
    if let (Ruling::Fires(finding), Some(end)) = (&mut ruling, subject.relationship.end) {
        finding.arguments.push(Argument::Date(end));
        finding.facts.push(subject.fact(FactKind::End, Argument::Date(end)));
    }
    ruling
}

pub(crate) fn control_plane_role(subject: &Subject<'_>) -> Ruling {
    class_is_held(subject, RuleId::ControlPlaneRole, Level::High, RoleClass::ControlPlane)
}

pub(crate) fn privileged_role(subject: &Subject<'_>) -> Ruling {
    class_is_held(subject, RuleId::PrivilegedRole, Level::Medium, RoleClass::Privileged)
}

pub(crate) fn privileged_reader(subject: &Subject<'_>) -> Ruling {
    class_is_held(subject, RuleId::PrivilegedReader, Level::Low, RoleClass::Reader)
}

fn class_is_held(subject: &Subject<'_>, rule: RuleId, level: Level, class: RoleClass) -> Ruling {
    if !subject.has_access_to_judge() {
        return Ruling::Clear;
    }
    // DAP always brings Helpdesk Administrator along: the finding about DAP covers it.
    let covered = subject.holds_dap().then_some(RoleId::HELPDESK_ADMINISTRATOR);
    let counts =
        |held: &RoleHeld| RoleClass::of(held) == class && (covered.is_none() || held.id != covered);
    let names = subject.role_names(counts);
    if names.is_empty() {
        return Ruling::clear_unless(subject.need_to_exclude_a_role());
    }
    let names = Argument::List(names);
    let facts = vec![subject.fact(FactKind::Roles, names.clone())];
    Ruling::Fires(subject.finding(rule, level, vec![subject.label(), names], facts))
}

/// More distinct roles than the limit. Counted is what is certain: the distinct names over all
/// relationships, or all roles of the one that has most, named or not, whichever is more.
pub(crate) fn many_roles(subject: &PartnerSubject<'_>) -> Ruling {
    let limit = subject.thresholds.many_roles;
    let named = distinct_roles(&subject.in_force);
    let largest = subject.in_force.iter().map(|relationship| roles_at_least(relationship)).max();
    let certain = named.max(largest.unwrap_or(0));
    if certain > limit {
        let facts = subject.fact(FactKind::DistinctRoles, Argument::Count(certain));
        return Ruling::Fires(subject.finding(
            RuleId::ManyRoles,
            Level::Medium,
            vec![Argument::Count(certain), Argument::Count(limit)],
            facts.into_iter().collect(),
        ));
    }
    let unread = subject.in_force.iter().any(|relationship| !relationship.roles.read);
    let hidden = subject.in_force.iter().map(|relationship| relationship.roles.hidden);
    let possible = hidden.fold(named, u32::saturating_add);
    if unread || possible > limit {
        return Ruling::Unknown(Need::DetailPage);
    }
    Ruling::clear_unless(subject.rest_unseen.then_some(Need::RestOfList))
}

/// How many roles it has, named or not. The page counts those that it doesn't name beside those
/// that it does.
fn roles_at_least(relationship: &Relationship) -> u32 {
    distinct_roles(&[relationship]).saturating_add(relationship.roles.hidden)
}

fn distinct_roles(relationships: &[&Relationship]) -> u32 {
    let held = relationships.iter().flat_map(|relationship| &relationship.roles.named);
    // A role whose name isn't recognised is told from others by that name.
    let mut distinct: Vec<(Option<RoleId>, Option<String>)> = held
        .map(|held| match held.id {
            Some(id) => (Some(id), None),
            None => (None, Some(held.name.trim().to_ascii_lowercase())),
        })
        .collect();
    sort_and_dedup(&mut distinct);
    u32::try_from(distinct.len()).unwrap_or(u32::MAX)
}
