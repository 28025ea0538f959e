//! Each rule against the cases that decide it.

use crate::{
    Authorization, Date, Observation, PartnerType, Place, Relationship, RoleHeld, RoleList, RuleId,
    Status, Tier, Timestamp, assess_partner, assess_relationship,
    assessment::{Argument, Finding, Level, Thresholds, Unknown},
    evidence::PartnerGroup,
    role::Role,
    rules::Scope,
};
use std::collections::BTreeSet;

const NOW: &str = "2026-11-24T09:41:00Z";

fn now() -> Timestamp {
    Timestamp::parse(NOW).unwrap()
}

/// A role as the page names it; a name that isn't in the table isn't recognised.
fn role(name: &str) -> RoleHeld {
    RoleHeld { id: Role::by_name(name).map(|role| role.id), name: name.to_owned() }
}

/// Roles separated by commas; "+ 3" are hidden ones, "?" says that there was no such column.
fn roles(text: &str) -> RoleList {
    let mut list = RoleList { read: text != "?", ..RoleList::default() };
    for part in text.split(", ").filter(|part| !part.is_empty() && *part != "?") {
        match part.strip_prefix("+ ") {
            Some(count) => list.hidden = count.parse().unwrap(),
            None => list.named.push(role(part)),
        }
    }
    list
}

fn relationship(partner_type: PartnerType, held: &str) -> Relationship {
    Relationship {
        partner: "Proseware".to_owned(),
        partner_type,
        name: None,
        authorization: None,
        roles: roles(held),
        start: None,
        end: None,
        status: None,
        seen: vec![Observation { tier: Tier::Page, place: Place::List, at: now() }],
    }
}

/// A GDAP that is active until a day that no rule minds.
fn gdap(held: &str) -> Relationship {
    Relationship {
        name: Some("Managed services".to_owned()),
        end: Date::new(2027, 6, 1),
        status: Some(Status::Active),
        ..relationship(PartnerType::Granular, held)
    }
}

fn reseller(held: &str) -> Relationship {
    relationship(PartnerType::Reseller, held)
}

fn with(mut relationship: Relationship, change: impl FnOnce(&mut Relationship)) -> Relationship {
    change(&mut relationship);
    relationship
}

/// "critical: dap-present", "none:", "unknown: long-term? page-column". Auto-extend is left out: it
/// is open for each GDAP and has a test of its own.
fn render(level: Level, findings: &[Finding], unknowns: &[Unknown]) -> String {
    let mut words: Vec<String> = findings.iter().map(|f| f.rule.as_str().to_owned()).collect();
    let open = unknowns.iter().filter(|unknown| unknown.rule != RuleId::AutoExtend);
    words.extend(open.map(|unknown| {
        let need = serde_json::to_value(unknown.need).unwrap();
        format!("{}? {}", unknown.rule.as_str(), need.as_str().unwrap())
    }));
    format!("{}: {}", level.as_str(), words.join(", ")).trim_end().to_owned()
}

#[track_caller]
fn check(relationship: Relationship, expected: &str) {
    let judged = assess_relationship(&relationship, &Thresholds::default(), now());
    let text = render(judged.level, &judged.findings, &judged.unknowns);
    assert_eq!(text, expected, "{relationship:#?}");
    for finding in &judged.findings {
        assert!(!finding.facts.is_empty(), "{:?} has no facts", finding.rule);
        assert_eq!(finding.relationship.as_ref(), Some(&judged.id));
    }
    let coverage = judged.coverage;
    assert_eq!(usize::from(coverage.rules - coverage.decided), judged.unknowns.len());
}

const ROLE_RULES: &str =
    "gdap-global-admin? N, control-plane-role? N, privileged-role? N, privileged-reader? N";

/// All role rules, open for want of `need`.
fn open(need: &str) -> String {
    ROLE_RULES.replace('N', need)
}

#[test]
fn ids_are_those_of_the_rule_set() {
    assert_eq!(RuleId::ALL.len(), 27);
    let keys: BTreeSet<String> = RuleId::ALL.into_iter().map(RuleId::message_key).collect();
    assert_eq!(keys.len(), 27);
    assert_eq!(RuleId::MltLeftover.message_key(), "rule_mlt_leftover");
    for rule in RuleId::ALL {
        assert_eq!(serde_json::to_value(rule).unwrap(), rule.as_str());
        let authority = rule.authority();
        assert_eq!(authority.url.is_none(), authority.key == "authority_own", "{rule:?}");
        assert!(authority.url.is_none_or(|url| url.starts_with("https://learn.microsoft.com/")));
    }
    let about_one = RuleId::ALL.into_iter().filter(|rule| rule.scope() == Scope::Relationship);
    assert_eq!(about_one.count(), 11);
}

#[test]
fn each_rule_answers_in_its_scope_alone() {
    let relationship = gdap("");
    let one = assess_relationship(&relationship, &Thresholds::default(), now());
    assert_eq!((one.coverage.decided, one.coverage.rules), (10, 11));
    let partner = assess_partner("Proseware", &[&relationship], &[], &Thresholds::default(), now());
    assert_eq!((partner.coverage.decided, partner.coverage.rules), (12, 27));
}

#[test]
fn dap() {
    let says_dap = |r: &mut Relationship| r.authorization = Some(Authorization::Dap);
    let both = "Global Administrator, Helpdesk Administrator";
    check(with(reseller(both), says_dap), "critical: dap-present");
    check(reseller(both), "critical: dap-present");
    check(reseller("Global Administrator"), "critical: dap-present");
    check(relationship(PartnerType::Advisor, both), "critical: dap-present");
    check(relationship(PartnerType::IndirectReseller, both), "critical: dap-present");
    check(relationship(PartnerType::IndirectProvider, both), "critical: dap-present");
    // Helpdesk Administrator alone isn't DAP, and is labelled privileged.
    check(reseller("Helpdesk Administrator"), "medium: privileged-role");
    // What else it holds is said beside.
    check(
        reseller("Global Administrator, Helpdesk Administrator, User Administrator"),
        "critical: dap-present, control-plane-role",
    );
    // DAP is named, so its roles needn't be.
    check(
        with(reseller("?"), says_dap),
        "critical: dap-present, control-plane-role? detail-page, privileged-role? detail-page, \
         privileged-reader? detail-page",
    );
    // The page contradicts itself: the worse holds.
    check(with(gdap("Directory Readers"), says_dap), "critical: dap-present");
    // Not seen whole.
    check(
        reseller("Directory Readers, + 1"),
        "unknown: dap-present? detail-page, control-plane-role? detail-page, privileged-role? \
         detail-page, privileged-reader? detail-page",
    );
    check(
        reseller("?"),
        "unknown: dap-present? detail-page, control-plane-role? detail-page, privileged-role? \
         detail-page, privileged-reader? detail-page, reseller-only? detail-page",
    );
    check(
        reseller("Overseer"),
        "unknown: dap-present? known-role-name, control-plane-role? known-role-name, \
         privileged-role? known-role-name, privileged-reader? known-role-name",
    );
    // A reseller whose roles come from GDAP.
    check(
        with(reseller("Global Administrator"), |r| r.authorization = Some(Authorization::Gdap)),
        "critical: gdap-global-admin, mlt-leftover? page-column, long-term? page-column, \
         expires-soon? page-column, ended? page-column",
    );
    check(with(reseller(both), |r| r.status = Some(Status::Terminated)), "none: ended");
}

#[test]
fn a_type_that_is_not_known_may_be_any() {
    let other = |held| relationship(PartnerType::Other("Conseiller".to_owned()), held);
    let open = "mlt-leftover? page-column, long-term? page-column, expires-soon? page-column";
    check(
        other("Global Administrator"),
        &format!(
            "critical: gdap-global-admin, dap-present? page-column, {open}, ended? page-column"
        ),
    );
    check(other(""), &format!("unknown: {open}, reseller-only? page-column, ended? page-column"));
}

#[test]
fn roles_of_gdap() {
    check(gdap("Directory Readers"), "none:");
    check(gdap(""), "none:");
    check(gdap("Global Administrator"), "critical: gdap-global-admin");
    for name in [
        "Privileged Role Administrator",
        "Privileged Authentication Administrator",
        "Application Administrator",
        "Cloud Application Administrator",
        "Conditional Access Administrator",
        "Hybrid Identity Administrator",
        "Security Administrator",
        "Authentication Administrator",
        "User Administrator",
        "Domain Name Administrator",
        "External Identity Provider Administrator",
        "Partner Tier2 Support",
    ] {
        check(gdap(name), "high: control-plane-role");
    }
    for name in ["Intune Administrator", "Directory Writers", "Partner Tier1 Support", "AI Reader"]
    {
        check(gdap(name), "medium: privileged-role");
    }
    for name in ["Exchange Administrator", "SharePoint Administrator", "Teams Administrator"] {
        check(gdap(name), "none:");
    }
    check(gdap("Global Reader, Security Reader"), "low: privileged-reader");
    check(
        gdap("Global Administrator, User Administrator, Helpdesk Administrator, Global Reader"),
        "critical: gdap-global-admin, control-plane-role, privileged-role, privileged-reader",
    );
    // A partner through user accounts.
    check(
        relationship(PartnerType::Partner, "Global Administrator"),
        "critical: gdap-global-admin",
    );
    check(relationship(PartnerType::Oem, "User Administrator"), "high: control-plane-role");
}

#[test]
fn roles_that_were_not_seen() {
    check(gdap("Directory Readers, + 5"), &format!("unknown: {}", open("detail-page")));
    check(gdap("?"), &format!("unknown: {}", open("detail-page")));
    check(gdap("Overseer"), &format!("unknown: {}", open("known-role-name")));
    // What is hidden comes first: naming it may be enough.
    check(gdap("Overseer, + 1"), &format!("unknown: {}", open("detail-page")));
    // What was seen counts, whatever wasn't.
    check(
        gdap("Global Administrator, + 1"),
        "critical: gdap-global-admin, control-plane-role? detail-page, privileged-role? \
         detail-page, privileged-reader? detail-page",
    );
    check(
        gdap("Global Reader, Overseer"),
        "low: privileged-reader, gdap-global-admin? known-role-name, control-plane-role? \
         known-role-name, privileged-role? known-role-name",
    );
    // An id that the table doesn't have is as good as a name that isn't recognised.
    let mut unlisted = gdap("Overseer");
    unlisted.roles.named[0].id = Some(crate::role::RoleId::from_u128(7));
    check(unlisted, &format!("unknown: {}", open("known-role-name")));
}

#[test]
fn statuses() {
    let held = "Global Administrator";
    let of = |status| with(gdap(held), |r| r.status = Some(status));
    for status in [Status::Active, Status::Expiring, Status::Activating, Status::Terminating] {
        check(of(status), "critical: gdap-global-admin");
    }
    // Judged as if it were approved.
    check(of(Status::ApprovalPending), "critical: gdap-global-admin");
    check(of(Status::Expired), "none: ended");
    check(of(Status::Terminated), "none: ended");
    check(
        of(Status::Other("Paused".to_owned())),
        "critical: gdap-global-admin, ended? page-column",
    );
    // Without a status the last day decides, with one day for time zones.
    let until = |day| with(gdap(held), |r| (r.status, r.end) = (None, Date::new(2026, 11, day)));
    check(until(22), "none: ended");
    check(until(23), "critical: gdap-global-admin, expires-soon? page-column, ended? page-column");
    check(until(24), "critical: gdap-global-admin, expires-soon, ended? page-column");
    // A status wins over a date, and the contradiction is said.
    check(
        with(gdap(held), |r| r.end = Date::new(2026, 1, 31)),
        "critical: gdap-global-admin, expires-soon? page-column",
    );
}

#[test]
fn terms() {
    let until = |year, month, day| with(gdap(""), |r| r.end = Date::new(year, month, day));
    check(until(2027, 11, 24), "none:");
    check(until(2027, 11, 25), "low: long-term");
    check(until(2026, 12, 25), "none:");
    check(until(2026, 12, 24), "low: expires-soon");
    check(until(2026, 11, 24), "low: expires-soon");
    check(
        with(gdap(""), |r| r.end = None),
        "unknown: long-term? page-column, expires-soon? page-column",
    );
    // Only GDAP has a term.
    check(reseller(""), "low: reseller-only");
    check(with(until(2030, 1, 1), |r| r.status = Some(Status::ApprovalPending)), "none:");

    let expiry = |day| {
        let judged = assess_relationship(&until(2026, 12, day), &Thresholds::default(), now());
        judged.findings[0].arguments.clone()
    };
    let label = Argument::Text("Managed services".to_owned());
    let end = Argument::Date(Date::new(2026, 12, 1).unwrap());
    assert_eq!(expiry(1), [label, Argument::Count(7), end]);
}

#[test]
fn what_ends_within_a_week_is_said_first() {
    for (day, first) in [(1, RuleId::ExpiresSoon), (2, RuleId::PrivilegedReader)] {
        let relationship = with(gdap("Global Reader"), |r| r.end = Date::new(2026, 12, day));
        let judged = assess_relationship(&relationship, &Thresholds::default(), now());
        assert_eq!((judged.findings[0].rule, judged.findings.len()), (first, 2));
    }
}

#[test]
fn names() {
    let named = |name: &str| with(gdap(""), |r| r.name = Some(name.to_owned()));
    check(named("MLT_1f2e3d4c_99aa88bb_12345678"), "high: mlt-leftover");
    check(named("mlt_1f2e3d4c_99a…"), "high: mlt-leftover");
    check(named("Contoso MLT_ project"), "none:");
    check(named("ML"), "none:");
    check(named("MÜT_1"), "none:");
    check(with(gdap(""), |r| r.name = None), "unknown: mlt-leftover? page-column");
    check(
        with(named("MLT_1f2e3d4c_99aa88bb_12345678"), |r| r.status = Some(Status::Expired)),
        "none: ended",
    );
}

#[test]
fn commerce_without_roles() {
    use PartnerType::{IndirectProvider, IndirectReseller, Mpsa, Oem, Reseller};
    for partner_type in [Reseller, IndirectReseller, IndirectProvider, Mpsa, Oem] {
        check(relationship(partner_type, ""), "low: reseller-only");
    }
    check(relationship(PartnerType::Advisor, ""), "none:");
    check(relationship(PartnerType::Isv, ""), "none:");
    check(relationship(PartnerType::LineOfBusiness, ""), "none:");
    check(
        with(reseller(""), |r| r.authorization = Some(Authorization::None)),
        "low: reseller-only",
    );
    check(
        with(reseller(""), |r| r.authorization = Some(Authorization::Other("XDAP".to_owned()))),
        "unknown: reseller-only? page-column",
    );
    check(
        relationship(Oem, "?"),
        "unknown: gdap-global-admin? detail-page, control-plane-role? detail-page, \
         privileged-role? detail-page, privileged-reader? detail-page, reseller-only? detail-page",
    );
}

#[test]
fn only_gdap_in_force_could_extend_itself() {
    for (relationship, open) in [
        (gdap(""), true),
        (reseller(""), false),
        (with(gdap(""), |r| r.status = Some(Status::Expired)), false),
        (with(gdap(""), |r| r.status = Some(Status::ApprovalPending)), false),
        (relationship(PartnerType::Other("Partenaire".to_owned()), ""), true),
    ] {
        let judged = assess_relationship(&relationship, &Thresholds::default(), now());
        let found = judged.unknowns.iter().any(|unknown| unknown.rule == RuleId::AutoExtend);
        assert_eq!(found, open, "{relationship:#?}");
    }
}

#[track_caller]
fn check_partner(relationships: &[Relationship], counts: &[u32], expected: &str) {
    let relationships: Vec<&Relationship> = relationships.iter().collect();
    let groups: Vec<PartnerGroup> = counts
        .iter()
        .map(|count| PartnerGroup {
            partner: "Proseware".to_owned(),
            count: Some(*count),
            shares_name: false,
            at: now(),
        })
        .collect();
    let groups: Vec<&PartnerGroup> = groups.iter().collect();
    let partner =
        assess_partner("Proseware", &relationships, &groups, &Thresholds::default(), now());
    // What only Graph, reviews and snapshots can tell is open for every partner.
    let (beyond, page): (Vec<_>, Vec<_>) = partner.unknowns.iter().cloned().partition(|unknown| {
        use crate::assessment::Need::{EarlierSnapshot, Graph, ReviewRecord};
        matches!(unknown.need, EarlierSnapshot | Graph | ReviewRecord)
    });
    let support = partner.findings.iter().any(|f| f.rule == RuleId::MicrosoftSupport);
    assert_eq!(beyond.len(), if support { 13 } else { 14 });
    assert_eq!(render(partner.level, &partner.findings, &page), expected);
    assert_eq!(partner.coverage.rules, 27);
    assert!(partner.findings.iter().all(|finding| !finding.facts.is_empty()));
}

#[test]
fn several_relationships() {
    let ended = with(gdap("Global Administrator"), |r| r.status = Some(Status::Expired));
    let pending = with(gdap("Global Administrator"), |r| r.status = Some(Status::ApprovalPending));
    check_partner(&[gdap("")], &[1], "none:");
    check_partner(&[gdap(""), gdap("")], &[2], "low: several-relationships");
    check_partner(&[gdap(""), reseller("")], &[1, 1], "low: several-relationships, reseller-only");
    check_partner(&[gdap(""), ended.clone()], &[2], "none: ended");
    // What isn't approved has no part in the partner's level or findings.
    check_partner(&[gdap(""), pending.clone()], &[2], "none:");
    check_partner(&[pending], &[1], "none:");
    check_partner(&[ended], &[1], "none: ended");
}

#[test]
fn relationships_that_were_not_seen() {
    let rest = "dap-present? rest-of-list, gdap-global-admin? rest-of-list, control-plane-role? \
                rest-of-list, privileged-role? rest-of-list, privileged-reader? rest-of-list, \
                many-roles? rest-of-list, mlt-leftover? rest-of-list, long-term? rest-of-list, \
                expires-soon? rest-of-list, several-relationships? rest-of-list, reseller-only? \
                rest-of-list";
    check_partner(&[gdap("")], &[2], &format!("unknown: {rest}"));
    check_partner(&[], &[22], &format!("unknown: {rest}"));
    check_partner(&[], &[], &format!("unknown: {rest}"));
    check_partner(&[gdap("")], &[1, 1], &format!("unknown: {rest}"));
    check_partner(
        &[gdap("Global Administrator")],
        &[2],
        &format!(
            "critical: gdap-global-admin, {}",
            rest.replace("gdap-global-admin? rest-of-list, ", "")
        ),
    );
    // A count below what was seen is one that a filter made.
    check_partner(&[gdap(""), gdap("")], &[1], "low: several-relationships");
}

#[test]
fn many_roles() {
    let eight = "Search Administrator, Search Editor, Teams Administrator, Yammer Administrator, \
                 Fabric Administrator, Printer Administrator, Edge Administrator, Reports Reader";
    check_partner(&[gdap(eight)], &[1], "none:");
    check_partner(&[gdap(&format!("{eight}, Places Administrator"))], &[1], "medium: many-roles");
    // Over all relationships in force, each role once.
    check_partner(&[gdap(eight), gdap(eight)], &[2], "low: several-relationships");
    check_partner(
        &[gdap(eight), gdap("Places Administrator")],
        &[2],
        "medium: many-roles, several-relationships",
    );
    let over = with(gdap("Places Administrator"), |r| r.status = Some(Status::Terminated));
    check_partner(&[gdap(eight), over], &[2], "none: ended");

    // Hidden roles of one relationship are others than its named ones …
    let unread = open("detail-page");
    check_partner(&[gdap("Search Editor, + 7")], &[1], &format!("unknown: {unread}"));
    check_partner(&[gdap("Search Editor, + 8")], &[1], &format!("medium: many-roles, {unread}"));
    // … and may be the same as those of another.
    let partner = [gdap("Search Editor, + 5"), gdap("Search Administrator, + 3")];
    let unread = |rule: &str| format!("{rule}? detail-page, {rule}? detail-page");
    let open = [
        unread("gdap-global-admin"),
        unread("control-plane-role"),
        unread("privileged-role"),
        unread("privileged-reader"),
        "many-roles? detail-page".to_owned(),
    ];
    check_partner(&partner, &[2], &format!("low: several-relationships, {}", open.join(", ")));
}

#[test]
fn microsoft_support() {
    check_partner(
        &[relationship(PartnerType::MicrosoftSupport, "")],
        &[1],
        "none: microsoft-support",
    );
}

#[test]
fn thresholds_count() {
    let relationship =
        with(gdap("Search Editor, Reports Reader"), |r| r.end = Date::new(2027, 1, 31));
    let thresholds = Thresholds { many_roles: 1, long_term_days: 60, expires_soon_days: 68 };
    let judged = assess_partner("Proseware", &[&relationship], &[], &thresholds, now());
    let rules: Vec<RuleId> = judged.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [RuleId::ManyRoles, RuleId::LongTerm, RuleId::ExpiresSoon]);
    let partner = Argument::Text("Proseware".to_owned());
    assert_eq!(judged.findings[0].arguments, [partner, Argument::Count(2), Argument::Count(1)]);
}

#[test]
fn a_fact_names_the_view_that_shows_it() {
    let later = Timestamp::from_millis(now().millis() + 60_000);
    let relationship = with(gdap("Global Administrator"), |r| {
        r.seen.push(Observation { tier: Tier::Page, place: Place::Detail, at: now() });
        r.seen[0].at = later;
    });
    let judged = assess_relationship(&relationship, &Thresholds::default(), now());
    let finding = &judged.findings[0];
    assert_eq!(finding.facts[0].seen.place, Place::Detail);
    let arguments = [
        Argument::Text("Managed services".to_owned()),
        Argument::List(vec!["Global Administrator".to_owned()]),
        Argument::Date(Date::new(2027, 6, 1).unwrap()),
    ];
    assert_eq!(finding.arguments, arguments);
}
