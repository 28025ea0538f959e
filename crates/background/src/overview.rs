//! From a tenant's partners to what the panel shows.

use crate::{
    partners::Partners,
    record::{PageRecord, TabRecord},
};
use domain::{
    Coverage, Finding, Level, PartnerAssessment, PartnerId, Timestamp, Unknown,
    assessment::{Need, Thresholds},
    order::sort,
};
use protocol::panel::{
    Overview, PageState, PartnerFinding, PartnerSummary, PartnerView, UnknownSummary,
};
use std::cmp::Reverse;

/// How many findings are put first.
const FIRST: usize = 5;

/// What a panel shows before any page was read.
pub(crate) fn nothing() -> Overview {
    Overview {
        organization: None,
        page: PageState::NotOpen {},
        read_at: None,
        partners: Vec::new(),
        first: Vec::new(),
        unknowns: Vec::new(),
        coverage: Coverage::default(),
        unrecognised: Vec::new(),
    }
}

/// A tenant at a glance.
pub(crate) fn of(
    tab: &TabRecord,
    partners: &Partners,
    thresholds: &Thresholds,
    now: Timestamp,
) -> Overview {
    let mut summaries = Vec::new();
    let mut findings: Vec<PartnerFinding> = Vec::new();
    let mut unknowns: Vec<UnknownSummary> = Vec::new();
    let mut coverage = Coverage::default();
    for record in partners.records() {
        let judged = record.assess(thresholds, now);
        coverage.decided = coverage.decided.saturating_add(judged.coverage.decided);
        coverage.rules = coverage.rules.saturating_add(judged.coverage.rules);
        count_unknowns(&mut unknowns, &judged.unknowns);
        if let Some(worst) = first_of(&judged) {
            findings.push(PartnerFinding {
                partner: judged.id.clone(),
                name: judged.name.clone(),
                finding: worst.clone(),
            });
        }
        summaries.push(summary(&judged, record.reading == tab.reading, record.seen_at));
    }
    sort(&mut summaries, |a: &PartnerSummary, b| {
        by_level(a.level, &a.name).cmp(&by_level(b.level, &b.name))
    });
    // The sort is stable, and partners come in the order of their ids: the same every time.
    sort(&mut findings, |a: &PartnerFinding, b| {
        by_level(a.finding.level, &a.name).cmp(&by_level(b.finding.level, &b.name))
    });
    findings.truncate(FIRST);
    let key = |one: &UnknownSummary| (Reverse(one.partners), Reverse(one.rules.len()), one.need);
    sort(&mut unknowns, |a, b| key(a).cmp(&key(b)));
    Overview {
        organization: tab.organization.clone(),
        page: page_state(tab, partners, thresholds, now),
        read_at: Some(tab.read_at),
        partners: summaries,
        first: findings,
        unknowns,
        coverage,
        unrecognised: tab.unrecognised.clone(),
    }
}

/// One partner in full.
pub(crate) fn partner(
    tab: &TabRecord,
    partners: &Partners,
    id: &PartnerId,
    thresholds: &Thresholds,
    now: Timestamp,
) -> Option<PartnerView> {
    let record = partners.get(id)?;
    Some(PartnerView {
        organization: tab.organization.clone(),
        assessment: record.assess(thresholds, now),
        on_page: record.reading == tab.reading,
        seen_at: record.seen_at,
    })
}

/// Adds one partner's unknowns: each need counts the partner once.
fn count_unknowns(all: &mut Vec<UnknownSummary>, of_partner: &[Unknown]) {
    let mut counted: Vec<Need> = Vec::new();
    for Unknown { rule, need, .. } in of_partner {
        let at = all.iter().position(|summary| summary.need == *need).unwrap_or_else(|| {
            all.push(UnknownSummary { need: *need, rules: Vec::new(), partners: 0 });
            all.len() - 1
        });
        let summary = &mut all[at];
        if !counted.contains(need) {
            counted.push(*need);
            summary.partners += 1;
        }
        if let Err(place) = summary.rules.binary_search(rule) {
            summary.rules.insert(place, *rule);
        }
    }
}

/// Worst first, then by name.
fn by_level(level: Level, name: &str) -> (Reverse<u8>, String) {
    (Reverse(level.severity()), name.to_ascii_lowercase())
}

fn page_state(
    tab: &TabRecord,
    partners: &Partners,
    thresholds: &Thresholds,
    now: Timestamp,
) -> PageState {
    match tab.page.clone() {
        PageRecord::Loading { since } => PageState::Loading { since },
        PageRecord::List { total } => {
            let read: usize = partners.records().map(|record| record.seen_in(&tab.reading)).sum();
            PageState::List { read: u32::try_from(read).unwrap_or(u32::MAX), total }
        }
        PageRecord::Empty => PageState::Empty {},
        PageRecord::Denied { message } => PageState::Denied { message },
        PageRecord::Failed { message } => PageState::Failed { message },
        PageRecord::Detail => PageState::Detail {},
        PageRecord::Invitation { asked } => PageState::Invitation {
            request: Box::new(domain::assess_relationship(&asked, thresholds, now)),
        },
        PageRecord::Unrecognised { report } => PageState::Unrecognised { report },
    }
}

/// Findings come worst first; what is low or less is not put before everything else.
fn first_of(judged: &PartnerAssessment) -> Option<&Finding> {
    judged.findings.first().filter(|finding| finding.level >= Level::Medium)
}

fn summary(judged: &PartnerAssessment, on_page: bool, seen_at: Timestamp) -> PartnerSummary {
    let access = judged.access();
    let history = judged.history();
    let findings = judged.findings.iter().filter(|finding| finding.level > Level::None).count();
    PartnerSummary {
        id: judged.id.clone(),
        name: judged.name.clone(),
        level: judged.level,
        coverage: judged.coverage,
        findings: u32::try_from(findings).unwrap_or(u32::MAX),
        active: access.relationships,
        ended: history.ended,
        roles: u32::try_from(access.role_count()).unwrap_or(u32::MAX),
        next_end: access.next_end,
        reseller: judged.sells(),
        shares_name: judged.shares_name,
        on_page,
        seen_at,
    }
}
