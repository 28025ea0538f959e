//! The rules that no view of the page can decide, with what each of them needs.

use crate::{RuleId, assessment::Need};

/// What a rule about partners needs that the page doesn't have; `None` for the others.
pub(crate) const fn need(rule: RuleId) -> Option<Need> {
    Some(match rule {
        RuleId::Unrecognised | RuleId::NeverReviewed | RuleId::ReviewOverdue => Need::ReviewRecord,
        RuleId::NewPartner | RuleId::RolesWidened => Need::EarlierSnapshot,
        RuleId::HiddenSupportRole
        | RuleId::NotOnPage
        | RuleId::ForeignRoleHolder
        | RuleId::NoRecentSignIn
        | RuleId::MfaNotCovered
        | RuleId::MfaExcluded
        | RuleId::PartnerApp
        | RuleId::PartnerGuest => Need::Graph,
        _ => return None,
    })
}
