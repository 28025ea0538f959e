//! Which text stands for which value, and in which words a finding is told.

use crate::words::Words;
use domain::{
    Finding, Level, Observation, PartnerAssessment, Place, RelationshipAssessment, RelationshipId,
    RuleId, Tier,
    assessment::{Argument, FactKind, Need},
};
use protocol::envelope::ErrorCode;

pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Critical => "level_critical",
        Level::High => "level_high",
        Level::Medium => "level_medium",
        Level::Low => "level_low",
        Level::None => "level_none",
        Level::Unknown => "level_unknown",
    }
}

pub(crate) fn need(need: Need) -> &'static str {
    match need {
        Need::DetailPage => "need_detail_page",
        Need::RestOfList => "need_rest_of_list",
        Need::PageColumn => "need_page_column",
        Need::KnownRoleName => "need_known_role_name",
        Need::PageData => "need_page_data",
        Need::Graph => "need_graph",
        Need::ReviewRecord => "need_review_record",
        Need::EarlierSnapshot => "need_earlier_snapshot",
    }
}

/// The sentence that says where something was seen; its place is the moment.
fn seen(place: Place) -> &'static str {
    match place {
        Place::List => "seen_list",
        Place::Detail => "seen_detail",
        Place::Invitation => "seen_invitation",
    }
}

/// How to check by hand what was seen there.
pub(crate) fn check(place: Place) -> &'static str {
    match place {
        Place::List => "check_list",
        Place::Detail => "check_detail",
        Place::Invitation => "check_invitation",
    }
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Page => "tier_page",
        Tier::PageData => "tier_page_data",
        Tier::Graph => "tier_graph",
    }
}

fn fact(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Roles => "fact_roles",
        FactKind::HiddenRoles => "fact_hidden_roles",
        FactKind::Authorization => "fact_authorization",
        FactKind::PartnerType => "fact_partner_type",
        FactKind::Name => "fact_name",
        FactKind::End => "fact_end",
        FactKind::Status => "fact_status",
        FactKind::Relationships => "fact_relationships",
        FactKind::DistinctRoles => "fact_distinct_roles",
    }
}

pub(crate) fn error(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::ReloadPage => "error_reload_page",
        ErrorCode::Refused => "error_refused",
        ErrorCode::TryAgain => "error_try_again",
        ErrorCode::ReportBug => "error_report_bug",
    }
}

/// Where and when something was seen, and by which tier.
pub(crate) fn sighting(words: &Words, at: Observation) -> String {
    let seen = words.with(seen(at.place), &[&words.moment(at.at)]);
    [&seen, " · ", &words.get(tier(at.tier))].concat()
}

/// A fact: what it states, and the value.
pub(crate) fn fact_words(words: &Words, fact_of: &domain::assessment::Fact) -> (String, String) {
    let value = match (fact_of.kind, &fact_of.value) {
        (FactKind::PartnerType, Argument::Text(name)) => words.name("type_", name),
        (FactKind::Status, Argument::Text(name)) => words.name("status_", name),
        (FactKind::Roles, Argument::List(items)) if items.is_empty() => words.get("roles_none"),
        (_, value) => words.argument(value),
    };
    (words.get(fact(fact_of.kind)), value)
}

/// The name of a rule where nothing is said of its outcome.
pub(crate) fn rule_name(words: &Words, rule: RuleId) -> String {
    words.get(&[&rule.message_key(), "_name"].concat())
}

/// A finding in words.
pub(crate) struct FindingWords {
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) what_to_do: String,
}

/// Puts a finding into words. Some arguments are there only when they are known, and then the
/// reason says them too.
pub(crate) fn finding(words: &Words, finding: &Finding) -> FindingWords {
    let arguments: Vec<String> = finding.arguments.iter().map(|a| words.argument(a)).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let key = finding.rule.message_key();
    let why = match (finding.rule, arguments.len()) {
        (RuleId::DapPresent, 2) => "_why_roles",
        (RuleId::GdapGlobalAdmin, 3) => "_why_until",
        (RuleId::Ended, 2) => "_why_until",
        _ => "_why",
    };
    let text = |suffix: &str| words.with(&[&key, suffix].concat(), &arguments);
    FindingWords { title: text(""), why: text(why), what_to_do: text("_do") }
}

/// What a relationship is called: its name, or its type where it has none.
pub(crate) fn relationship(words: &Words, judged: &RelationshipAssessment) -> String {
    let name = judged.relationship.name.as_deref().filter(|name| !name.trim().is_empty());
    name.map_or_else(
        || words.name("type_", judged.relationship.partner_type.as_str()),
        str::to_owned,
    )
}

/// What the relationship of this id is called.
pub(crate) fn relationship_of(
    words: &Words,
    partner: &PartnerAssessment,
    id: &RelationshipId,
) -> Option<String> {
    let judged = partner.relationships.iter().find(|judged| judged.id == *id)?;
    Some(relationship(words, judged))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::{English, english};
    use domain::{Date, Timestamp, assessment::Fact, role::Capability};
    use std::collections::BTreeSet;

    const NEEDS: [Need; 8] = [
        Need::DetailPage,
        Need::RestOfList,
        Need::PageColumn,
        Need::KnownRoleName,
        Need::PageData,
        Need::Graph,
        Need::ReviewRecord,
        Need::EarlierSnapshot,
    ];

    #[test]
    fn every_value_has_its_words() {
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        let mut want = |key: String| {
            wanted.insert(key);
        };
        for rule in RuleId::ALL {
            for suffix in ["", "_name", "_why", "_do"] {
                want(rule.message_key() + suffix);
            }
            want(rule.authority().key.to_owned());
        }
        for key in ["rule_dap_present_why_roles", "rule_gdap_global_admin_why_until"] {
            want(key.to_owned());
        }
        want("rule_ended_why_until".to_owned());
        for value in Level::ALL {
            want(level(value).to_owned());
            want(format!("level_word_{}", value.as_str()));
        }
        for value in NEEDS {
            want(need(value).to_owned());
            want(format!("{}_how", need(value)));
        }
        for value in Capability::ALL {
            want(format!("capability_{}", value.as_str().replace('-', "_")));
            want(format!("capability_{}_what", value.as_str().replace('-', "_")));
        }
        for place in [Place::List, Place::Detail, Place::Invitation] {
            want(seen(place).to_owned());
            want(check(place).to_owned());
        }
        for value in [Tier::Page, Tier::PageData, Tier::Graph] {
            want(tier(value).to_owned());
        }
        for code in
            [ErrorCode::ReloadPage, ErrorCode::Refused, ErrorCode::TryAgain, ErrorCode::ReportBug]
        {
            want(error(code).to_owned());
        }
        let english = English::read();
        let missing: Vec<&String> =
            wanted.iter().filter(|key| !english.all().contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn texts_are_whole_calm_sentences() {
        for (key, text) in English::read().all() {
            assert!(!text.trim().is_empty() && text.trim() == text, "{key}: {text}");
            assert!(!text.contains('!') && !text.contains("  "), "{key}: {text}");
            let is_sentence = ["_why", "_why_roles", "_why_until", "_do", "_how", "_what"]
                .iter()
                .any(|end| key.ends_with(end))
                || ["check_", "error_"].iter().any(|start| key.starts_with(start));
            assert!(!is_sentence || text.ends_with('.'), "{key}: {text}");
        }
    }

    fn check_words(rule: RuleId, arguments: Vec<Argument>, title: &str, why: &str) {
        let told = finding(
            &english(),
            &Finding { rule, level: Level::Low, relationship: None, arguments, facts: Vec::new() },
        );
        assert_eq!(told.title, title);
        assert!(told.why.contains(why), "{}", told.why);
        for text in [&told.title, &told.why, &told.what_to_do] {
            assert!(!text.is_empty() && !text.contains('$'), "{rule:?}: {text}");
        }
    }

    #[test]
    fn findings_say_what_is_known() {
        let text = |text: &str| Argument::Text(text.to_owned());
        let roles = || Argument::List(vec!["Helpdesk Administrator".to_owned()]);
        let day = || Argument::Date(Date::new(2027, 3, 1).unwrap());
        let dap = "Tailspin Toys still has legacy delegated admin (DAP)";
        check_words(RuleId::DapPresent, vec![text("Tailspin Toys")], dap, "no end date");
        check_words(
            RuleId::DapPresent,
            vec![text("Tailspin Toys"), roles()],
            dap,
            "Helpdesk Administrator",
        );
        let admin = "Global Administrator in “Full admin”";
        let rule = RuleId::GdapGlobalAdmin;
        check_words(rule, vec![text("Full admin"), roles()], admin, "everything");
        check_words(rule, vec![text("Full admin"), roles(), day()], admin, "until 2027-03-01");
        let ended = "“Pilot” has ended";
        check_words(RuleId::Ended, vec![text("Pilot")], ended, "no access");
        check_words(RuleId::Ended, vec![text("Pilot"), day()], ended, "2027-03-01");
        let many = vec![text("Proseware"), Argument::Count(11), Argument::Count(8)];
        check_words(
            RuleId::ManyRoles,
            many,
            "Proseware holds at least 11 different roles",
            "more than 8",
        );
        let soon = vec![text("Desk"), Argument::Count(1), day()];
        check_words(RuleId::ExpiresSoon, soon, "“Desk” ends on 2027-03-01", "access");
    }

    #[test]
    fn every_rule_can_be_told_with_the_partner_alone() {
        let words = english();
        for rule in RuleId::ALL {
            let title = words.with(&rule.message_key(), &["Proseware", "1", "2"]);
            assert!(!title.is_empty() && !title.contains('$'), "{rule:?}: {title}");
        }
    }

    #[test]
    fn facts_and_sightings_are_put_into_words() {
        let words = english();
        let seen = Observation {
            tier: Tier::Page,
            place: Place::List,
            at: Timestamp::parse("2026-11-24T09:41:00Z").unwrap(),
        };
        assert_eq!(
            sighting(&words, seen),
            "Seen on the Partner relationships list, 09:41 · Tier 0: what the page shows"
        );
        for (kind, value, label, shown) in [
            (FactKind::PartnerType, Argument::Text("oem".to_owned()), "Type", "OEM"),
            (FactKind::Status, Argument::Text("expired".to_owned()), "Status", "Expired"),
            (FactKind::Status, Argument::Text("Épuisé".to_owned()), "Status", "Épuisé"),
            (FactKind::Roles, Argument::List(Vec::new()), "Roles", "None"),
            (FactKind::DistinctRoles, Argument::Count(9), "Different roles", "9"),
        ] {
            let told = fact_words(&words, &Fact { kind, value, seen });
            assert_eq!(told, (label.to_owned(), shown.to_owned()));
        }
    }
}
