//! From evidence to an assessment: runs the rules and puts what they say in order.

use crate::{
    Assessment, Coverage, Evidence, Finding, Level, PartnerAssessment, PartnerId, Relationship,
    RelationshipAssessment, RuleId, Standing, Timestamp, Unknown,
    assessment::{Argument, Need, Thresholds},
    evidence::PartnerGroup,
    order::sort,
    rules::{PartnerSubject, RULE_SET, Ruling, Scope, Subject},
};
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
};

/// An expiry within this many days is said before everything else of its level: Microsoft's second
/// mail goes out then.
const SAY_FIRST_DAYS: u32 = 7;

/// What is known of one partner.
#[derive(Default)]
struct Known<'a> {
    relationships: Vec<&'a Relationship>,
    groups: Vec<&'a PartnerGroup>,
}

/// Judges everything known about a tenant. The order of the evidence doesn't matter.
#[must_use]
pub fn assess(evidence: &Evidence, thresholds: &Thresholds, now: Timestamp) -> Assessment {
    let mut partners: BTreeMap<PartnerId, Known<'_>> = BTreeMap::new();
    for relationship in &evidence.relationships {
        partners.entry(relationship.partner_id()).or_default().relationships.push(relationship);
    }
    for group in &evidence.groups {
        partners.entry(PartnerId::of(&group.partner)).or_default().groups.push(group);
    }
    let mut partners: Vec<PartnerAssessment> = partners
        .values()
        .filter_map(|Known { relationships, groups }| {
            let of_relationships = relationships.iter().map(|r| r.partner.as_str());
            let of_groups = groups.iter().map(|group| group.partner.as_str());
            // Spellings may differ in case. Which one is shown must not depend on the order.
            let name = of_relationships.chain(of_groups).min()?;
            Some(assess_partner(name, relationships, groups, thresholds, now))
        })
        .collect();
    sort(&mut partners, |a, b| {
        let key = |partner: &PartnerAssessment| {
            (Reverse(partner.level.severity()), partner.name.to_ascii_lowercase())
        };
        key(a).cmp(&key(b)).then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id)))
    });
    Assessment {
        rule_set: RULE_SET,
        assessed_at: now,
        organization: evidence.organization.clone(),
        partners,
    }
}

/// Judges one partner: `relationships` are all of it that were seen, `groups` the group rows that
/// bear its name. Gives what [`assess`] gives for it.
#[must_use]
pub fn assess_partner(
    name: &str,
    relationships: &[&Relationship],
    groups: &[&PartnerGroup],
    thresholds: &Thresholds,
    now: Timestamp,
) -> PartnerAssessment {
    // Plain loops here and below: what collects and extends is copied for every kind of iterator.
    let mut judged = Vec::new();
    for relationship in relationships {
        judged.push(assess_relationship(relationship, thresholds, now));
    }
    sort(&mut judged, order_of_relationships);

    let seen = u32::try_from(judged.len()).unwrap_or(u32::MAX);
    // Partners of one name, and the sections of the page, each have a group row of their own.
    let listed = groups.iter().filter_map(|group| group.count).fold(0, u32::saturating_add);
    let rest_unseen = listed > seen || judged.is_empty();
    let mut in_force = Vec::new();
    for RelationshipAssessment { standing, relationship, .. } in &judged {
        if *standing == Standing::InForce {
            in_force.push(relationship);
        }
    }
    let subject = PartnerSubject { name, in_force, rest_unseen, thresholds };

    let mut findings = Vec::new();
    let mut unknowns = Vec::new();
    for rule in RuleId::ALL {
        match rule.on_partner(&subject) {
            Some(Ruling::Fires(finding)) => findings.push(finding),
            Some(Ruling::Unknown(need)) => {
                unknowns.push(Unknown { rule, need, relationship: None });
            }
            Some(Ruling::Clear) | None => {}
        }
    }
    for relationship in judged.iter().filter(|r| r.standing != Standing::Pending) {
        for finding in &relationship.findings {
            findings.push(finding.clone());
        }
        for unknown in &relationship.unknowns {
            unknowns.push(unknown.clone());
        }
    }
    let has_fired =
        |findings: &[Finding], rule| findings.iter().any(|finding| finding.rule == rule);
    if rest_unseen {
        for rule in RuleId::ALL {
            let is_about_one = rule.scope() == Scope::Relationship && rule != RuleId::Ended;
            if is_about_one && !has_fired(&findings, rule) {
                let is_hidden = rule == RuleId::AutoExtend;
                let need = if is_hidden { Need::PageData } else { Need::RestOfList };
                unknowns.push(Unknown { rule, need, relationship: None });
            }
        }
    }
    order_findings(&mut findings);
    // What is about the whole partner comes before what is about one relationship; the sort keeps
    // the order of the relationships.
    let key = |unknown: &Unknown| (unknown.rule, unknown.relationship.is_some());
    sort(&mut unknowns, |a, b| key(a).cmp(&key(b)));

    let is_open = |rule: &&RuleId| {
        !has_fired(&findings, **rule) && unknowns.iter().any(|unknown| unknown.rule == **rule)
    };
    let open = RuleId::ALL.iter().filter(is_open).count();
    PartnerAssessment {
        id: PartnerId::of(name),
        name: name.to_owned(),
        level: level(&findings, &unknowns),
        coverage: coverage(RuleId::ALL.len(), open),
        findings,
        unknowns,
        shares_name: groups.iter().any(|group| group.shares_name),
        listed: (listed > seen).then_some(listed),
        relationships: judged,
    }
}

/// Judges one relationship by the rules about single ones. One that waits for approval is judged as
/// if it were approved.
#[must_use]
pub fn assess_relationship(
    relationship: &Relationship,
    thresholds: &Thresholds,
    now: Timestamp,
) -> RelationshipAssessment {
    let subject = Subject::new(relationship, thresholds, now);
    let mut findings = Vec::new();
    let mut unknowns = Vec::new();
    let mut rules = 0;
    for rule in RuleId::ALL {
        let Some(ruling) = rule.on_relationship(&subject) else { continue };
        rules += 1;
        match ruling {
            Ruling::Clear => {}
            Ruling::Fires(finding) => findings.push(finding),
            Ruling::Unknown(need) => {
                let relationship = Some(subject.id.clone());
                unknowns.push(Unknown { rule, need, relationship });
            }
        }
    }
    order_findings(&mut findings);
    RelationshipAssessment {
        id: subject.id,
        standing: subject.standing,
        level: level(&findings, &unknowns),
        coverage: coverage(rules, unknowns.len()),
        findings,
        unknowns,
        relationship: relationship.clone(),
    }
}

/// The worst of what was found. Nothing found means none only if the page's own rules were decided.
fn level(findings: &[Finding], unknowns: &[Unknown]) -> Level {
    let open = unknowns.iter().any(|unknown| unknown.rule.bears_on_level_of_page());
    let start = if open { Level::Unknown } else { Level::None };
    findings.iter().fold(start, |worst, finding| worst.worse(finding.level))
}

fn coverage(rules: usize, open: usize) -> Coverage {
    let count = |number| u16::try_from(number).unwrap_or(u16::MAX);
    Coverage { decided: count(rules.saturating_sub(open)), rules: count(rules) }
}

/// Worst first, then in the order of the rules; the sort keeps the order of the relationships.
fn order_findings(findings: &mut [Finding]) {
    let key = |finding: &Finding| {
        (Reverse(finding.level.severity()), !is_said_first(finding), finding.rule)
    };
    sort(findings, |a, b| key(a).cmp(&key(b)));
}

fn is_said_first(finding: &Finding) -> bool {
    let soon =
        |argument: &Argument| matches!(argument, Argument::Count(days) if *days <= SAY_FIRST_DAYS);
    finding.rule == RuleId::ExpiresSoon && finding.arguments.iter().any(soon)
}

/// By standing, worst first, then the one that ends first. The whole relationship decides last, so
/// that the order never depends on where the evidence came from.
fn order_of_relationships(a: &RelationshipAssessment, b: &RelationshipAssessment) -> Ordering {
    let end = |r: &RelationshipAssessment| (r.relationship.end.is_none(), r.relationship.end);
    a.standing
        .cmp(&b.standing)
        .then_with(|| b.level.severity().cmp(&a.level.severity()))
        .then_with(|| end(a).cmp(&end(b)))
        .then_with(|| a.relationship.cmp(&b.relationship))
}
