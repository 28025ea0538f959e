//! What kind of relationships a partner has, and whether they are over.

use crate::{
    Authorization, Level, PartnerType, RuleId, Standing,
    assessment::{Argument, FactKind, Need},
    rules::{
        Ruling,
        subject::{PartnerSubject, Subject},
    },
};

pub(crate) fn several_relationships(subject: &PartnerSubject<'_>) -> Ruling {
    let count = u32::try_from(subject.in_force.len()).unwrap_or(u32::MAX);
    if count <= 1 {
        return Ruling::clear_unless(subject.rest_unseen.then_some(Need::RestOfList));
    }
    let count = Argument::Count(count);
    let facts = subject.fact(FactKind::Relationships, count.clone()).into_iter().collect();
    let rule = RuleId::SeveralRelationships;
    Ruling::Fires(subject.finding(rule, Level::Low, vec![count], facts))
}

pub(crate) fn reseller_only(subject: &Subject<'_>) -> Ruling {
    let relationship = subject.relationship;
    if !subject.is_in_force() || subject.says_dap() || !relationship.roles.named.is_empty() {
        return Ruling::Clear;
    }
    let of_unknown_type = matches!(relationship.partner_type, PartnerType::Other(_));
    if !relationship.partner_type.is_commerce() && !of_unknown_type {
        return Ruling::Clear;
    }
    if !relationship.roles.is_complete() {
        return Ruling::Unknown(Need::DetailPage);
    }
    let unclear = matches!(relationship.authorization, Some(Authorization::Other(_)));
    if of_unknown_type || unclear {
        return Ruling::Unknown(Need::PageColumn);
    }
    let kind = Argument::Text(relationship.partner_type.as_str().to_owned());
    let facts = vec![subject.fact(FactKind::PartnerType, kind), subject.roles_fact()];
    let rule = RuleId::ResellerOnly;
    Ruling::Fires(subject.finding(rule, Level::Low, vec![subject.partner()], facts))
}

pub(crate) fn ended(subject: &Subject<'_>) -> Ruling {
    let relationship = subject.relationship;
    if subject.standing != Standing::Ended {
        // Only GDAP has a status, and one that can't be read could be an end.
        let unread = relationship.status.as_ref().is_none_or(|status| !status.is_recognised());
        return Ruling::clear_unless(
            (unread && subject.may_be_granular()).then_some(Need::PageColumn),
        );
    }
    let mut arguments = vec![subject.label()];
    let mut facts = Vec::new();
    if let Some(status) = &relationship.status {
        let status = Argument::Text(status.as_str().to_owned());
        facts.push(subject.fact(FactKind::Status, status));
    }
    if let Some(end) = relationship.end {
        arguments.push(Argument::Date(end));
        facts.push(subject.fact(FactKind::End, Argument::Date(end)));
    }
    Ruling::Fires(subject.finding(RuleId::Ended, Level::None, arguments, facts))
}

/// Graph tells it by its tenant; the page may say it in the type.
pub(crate) fn microsoft_support(subject: &PartnerSubject<'_>) -> Ruling {
    let support = PartnerType::MicrosoftSupport;
    if !subject.in_force.iter().any(|relationship| relationship.partner_type == support) {
        return Ruling::Unknown(Need::Graph);
    }
    let kind = Argument::Text(support.as_str().to_owned());
    let facts = subject.fact(FactKind::PartnerType, kind).into_iter().collect();
    Ruling::Fires(subject.finding(RuleId::MicrosoftSupport, Level::None, Vec::new(), facts))
}
