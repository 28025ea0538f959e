//! What is left of the ways before GDAP, and of the move to it.

use crate::{
    Authorization, Level, PartnerType, RuleId,
    assessment::{Argument, FactKind, Need},
    rules::{
        Ruling,
        subject::{RoleClass, Subject},
    },
};

/// Delegated admin privileges: said by the page, or told by Global Administrator on a row whose type
/// can't hold it in any other way.
pub(crate) fn dap_present(subject: &Subject<'_>) -> Ruling {
    if !subject.has_access_to_judge() {
        return Ruling::Clear;
    }
    if subject.holds_dap() {
        return fires(subject);
    }
    if subject.is_granular() {
        return Ruling::Clear;
    }
    let relationship = subject.relationship;
    match (&relationship.partner_type, &relationship.authorization) {
        (PartnerType::Other(_), Some(Authorization::None)) => Ruling::Clear,
        // It could be a reseller in words that this version doesn't know.
        (PartnerType::Other(_), _) if subject.holds(RoleClass::GlobalAdministrator) => {
            Ruling::Unknown(Need::PageColumn)
        }
        (PartnerType::Other(_), _) => Ruling::clear_unless(subject.need_to_exclude_a_role()),
        (known, _) if known.may_carry_dap() => {
            Ruling::clear_unless(subject.need_to_exclude_a_role())
        }
        _ => Ruling::Clear,
    }
}

fn fires(subject: &Subject<'_>) -> Ruling {
    let mut arguments = vec![subject.label()];
    let mut facts = vec![if subject.says_dap() {
        subject.fact(FactKind::Authorization, Argument::Text("DAP".to_owned()))
    } else {
        let kind = subject.relationship.partner_type.as_str().to_owned();
        subject.fact(FactKind::PartnerType, Argument::Text(kind))
    }];
    let names = subject.role_names(|_| true);
    if !names.is_empty() {
        arguments.push(Argument::List(names));
        facts.push(subject.roles_fact());
    }
    Ruling::Fires(subject.finding(RuleId::DapPresent, Level::Critical, arguments, facts))
}

/// A relationship that Microsoft made when it moved partners from DAP to GDAP. Its name has the
/// shape `MLT_{8 digits of a tenant id}_{8 of another}_{8 decimal digits}`; the start is telling
/// enough, and a name that was cut off has no more.
pub(crate) fn mlt_leftover(subject: &Subject<'_>) -> Ruling {
    if !subject.is_in_force() {
        return Ruling::Clear;
    }
    let Some(name) = subject.relationship.name.as_deref() else {
        return Ruling::clear_unless(subject.may_be_granular().then_some(Need::PageColumn));
    };
    let start = name.trim_start().get(..4);
    if !start.is_some_and(|start| start.eq_ignore_ascii_case("MLT_")) {
        return Ruling::Clear;
    }
    let name = Argument::Text(name.to_owned());
    let facts = vec![subject.fact(FactKind::Name, name.clone())];
    Ruling::Fires(subject.finding(RuleId::MltLeftover, Level::High, vec![name], facts))
}
