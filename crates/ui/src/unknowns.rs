//! What isn't known, by what it would take to know it.

use crate::{drawing::Drawing, keys, words::Words};
use domain::{
    Coverage, PartnerAssessment, RelationshipAssessment, RuleId, Unknown, assessment::Need,
};
use protocol::panel::UnknownSummary;

/// How many relationships are named in one sentence.
const NAMED: usize = 5;

/// Checks that lack the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    need: Need,
    /// Each once, in the order of the rules.
    rules: Vec<RuleId>,
    /// What it concerns, in words.
    concerns: Option<String>,
}

pub(crate) fn coverage(words: &Words, coverage: Coverage) -> String {
    let (decided, rules) = (coverage.decided.to_string(), coverage.rules.to_string());
    words.with("coverage", &[&decided, &rules])
}

/// Over all partners.
pub(crate) fn of_all(words: &Words, unknowns: &[UnknownSummary]) -> Vec<Group> {
    unknowns
        .iter()
        .map(|unknown| Group {
            need: unknown.need,
            rules: unknown.rules.clone(),
            concerns: Some(words.count("partners", unknown.partners)),
        })
        .collect()
}

/// Of one partner. What the admin can do on the page comes first.
pub(crate) fn of_partner(words: &Words, partner: &PartnerAssessment) -> Vec<Group> {
    let mut groups = by_need(&partner.unknowns);
    for group in &mut groups {
        let mut named: Vec<String> = Vec::new();
        let mut more = 0;
        for unknown in partner.unknowns.iter().filter(|unknown| unknown.need == group.need) {
            let id = unknown.relationship.as_ref();
            let Some(name) = id.and_then(|id| keys::relationship_of(words, partner, id)) else {
                continue;
            };
            if named.contains(&name) {
                continue;
            }
            if named.len() < NAMED {
                named.push(name);
            } else {
                more += 1;
            }
        }
        if !named.is_empty() {
            let names = named.join(", ");
            group.concerns = Some(match more {
                0 => names,
                _ => words.with("names_and_more", &[&names, &more.to_string()]),
            });
        }
    }
    groups
}

/// Of a request that waits for approval.
pub(crate) fn of_request(request: &RelationshipAssessment) -> Vec<Group> {
    by_need(&request.unknowns)
}

fn by_need(unknowns: &[Unknown]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for unknown in unknowns {
        let at = match groups.iter().position(|group| group.need >= unknown.need) {
            Some(at) if groups.get(at).is_some_and(|group| group.need == unknown.need) => at,
            at => {
                let at = at.unwrap_or(groups.len());
                let need = unknown.need;
                groups.insert(at, Group { need, rules: Vec::new(), concerns: None });
                at
            }
        };
        if let Some(group) = groups.get_mut(at)
            && !group.rules.contains(&unknown.rule)
        {
            group.rules.push(unknown.rule);
        }
    }
    groups
}

/// The groups, each as something to open.
pub(crate) fn groups(page: &mut Drawing<'_>, groups: &[Group]) {
    if groups.is_empty() {
        return page.gap();
    }
    page.open("section.unknowns");
    page.say("h3", "not_known_title");
    page.say("p.small", "not_known_promise");
    for group in groups {
        view(page, group);
    }
    page.close();
}

fn view(page: &mut Drawing<'_>, group: &Group) {
    let key = keys::need(group.need);
    let checks = u32::try_from(group.rules.len()).unwrap_or(u32::MAX);
    let mut size = page.words.count("checks", checks);
    if let Some(concerns) = &group.concerns {
        size = [&size, " · ", concerns].concat();
    }
    page.open("details.card of-unknown");
    page.with("data-need", key);
    page.open("summary");
    page.say("b", key);
    page.line("span.small", &size);
    page.close();
    page.say("p", &[key, "_how"].concat());
    page.open("ul.plain");
    for rule in &group.rules {
        page.line("li", &keys::rule_name(page.words, *rule));
    }
    page.close();
    page.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_grouped_by_need_and_each_told_once() {
        let unknown = |rule, need| Unknown { rule, need, relationship: None };
        let groups = by_need(&[
            unknown(RuleId::DapPresent, Need::RestOfList),
            unknown(RuleId::GdapGlobalAdmin, Need::DetailPage),
            unknown(RuleId::GdapGlobalAdmin, Need::DetailPage),
            unknown(RuleId::PrivilegedRole, Need::DetailPage),
            unknown(RuleId::PartnerApp, Need::Graph),
            unknown(RuleId::PartnerGuest, Need::Graph),
            unknown(RuleId::LongTerm, Need::RestOfList),
        ]);
        let group = |need, rules: &[RuleId]| Group { need, rules: rules.to_vec(), concerns: None };
        assert_eq!(
            groups,
            [
                group(Need::DetailPage, &[RuleId::GdapGlobalAdmin, RuleId::PrivilegedRole]),
                group(Need::RestOfList, &[RuleId::DapPresent, RuleId::LongTerm]),
                group(Need::Graph, &[RuleId::PartnerApp, RuleId::PartnerGuest]),
            ]
        );
        assert!(by_need(&[]).is_empty());
    }
}
