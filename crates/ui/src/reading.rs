//! Reads what the worker answers and pushes. It reads what `protocol` writes: a type that gains a
//! field stops this file from compiling, and the tests compare it with the derived encoders.

use crate::{
    json::{self, At, Json, Unread, of_name},
    reading_session::session,
};
use domain::{
    Authorization, Coverage, Finding, Level, Observation, PartnerAssessment, PartnerId,
    PartnerType, Place, Relationship, RelationshipAssessment, RelationshipId, RoleHeld, RoleList,
    RuleId, Standing, Status, Tier, Unknown,
    assessment::{Argument, Fact, FactKind, Need},
    role::RoleId,
};
use protocol::{
    envelope::{ErrorCode, Failure, VERSION},
    panel::{
        Overview, PageState, PanelResponse, PartnerFinding, PartnerSummary, PartnerView,
        UnknownSummary,
    },
};
use serde::Deserialize;

/// Reads an answer.
pub(crate) fn answer<J: Json>(framed: J) -> Result<PanelResponse, Failure> {
    let read = json::read(framed, |framed| {
        let version = framed.count("v");
        if version != VERSION {
            let detail = ["protocol ", &version.to_string()].concat();
            return Err(Failure::new(ErrorCode::ReloadPage, detail));
        }
        let answered = framed.at("message");
        match answered.get("error") {
            Some(error) => Err(failure(&error)),
            None => Ok(response(&answered.at("ok"))),
        }
    });
    read.unwrap_or_else(|what| {
        Err(Failure::new(ErrorCode::ReportBug, ["not read: ", what].concat()))
    })
}

/// Whether a message is the push that says that something changed.
pub(crate) fn is_change<J: Json>(framed: J) -> bool {
    let changed = json::read(framed, |framed| {
        let version = framed.count("v") == VERSION;
        version && framed.get("message").is_some_and(|message| message.get("changed").is_some())
    });
    changed.unwrap_or_default()
}

fn failure<J: Json>(of: &At<'_, J>) -> Failure {
    Failure { code: of.named("code", ErrorCode::ReportBug), detail: of.text("detail") }
}

fn response<J: Json>(of: &At<'_, J>) -> PanelResponse {
    if let Some(of) = of.get("overview") {
        return PanelResponse::Overview(overview(&of));
    }
    if let Some(of) = of.get("partner") {
        let view = of.get("view").map(|of| Box::new(partner_view(&of)));
        return PanelResponse::Partner { view };
    }
    if let Some(of) = of.get("session") {
        return PanelResponse::Session(session(&of));
    }
    of.at("done");
    PanelResponse::Done {}
}

fn overview<J: Json>(of: &At<'_, J>) -> Overview {
    Overview {
        organization: of.text_of("organization"),
        page: page_state(&of.at("page")),
        read_at: of.get("readAt").map(|_| of.instant("readAt")),
        partners: of.list("partners", partner_summary),
        first: of.list("first", partner_finding),
        unknowns: of.list("unknowns", unknown_summary),
        coverage: coverage(of),
        unrecognised: of.list("unrecognised", At::as_text),
    }
}

fn page_state<J: Json>(of: &At<'_, J>) -> PageState {
    if let Some(of) = of.get("list") {
        return PageState::List { read: of.count("read"), total: of.count_of("total") };
    }
    if let Some(of) = of.get("loading") {
        return PageState::Loading { since: of.instant("since") };
    }
    if let Some(of) = of.get("denied") {
        return PageState::Denied { message: of.text("message") };
    }
    if let Some(of) = of.get("failed") {
        return PageState::Failed { message: of.text("message") };
    }
    if let Some(of) = of.get("invitation") {
        return PageState::Invitation { request: Box::new(judged(&of.at("request"))) };
    }
    if let Some(of) = of.get("unrecognised") {
        return PageState::Unrecognised { report: of.text("report") };
    }
    if of.get("empty").is_some() {
        return PageState::Empty {};
    }
    if of.get("detail").is_some() {
        return PageState::Detail {};
    }
    if of.get("not-open").is_none() {
        of.miss("page");
    }
    PageState::NotOpen {}
}

fn partner_summary<J: Json>(of: &At<'_, J>) -> PartnerSummary {
    PartnerSummary {
        id: PartnerId::from_text(of.text("id")),
        name: of.text("name"),
        level: level(of),
        coverage: coverage(of),
        findings: of.count("findings"),
        active: of.count("active"),
        ended: of.count("ended"),
        roles: of.count("roles"),
        next_end: of.date_of("nextEnd"),
        reseller: of.truth("reseller"),
        shares_name: of.truth("sharesName"),
        on_page: of.truth("onPage"),
        seen_at: of.instant("seenAt"),
    }
}

fn partner_finding<J: Json>(of: &At<'_, J>) -> PartnerFinding {
    PartnerFinding {
        partner: PartnerId::from_text(of.text("partner")),
        name: of.text("name"),
        finding: finding(&of.at("finding")),
    }
}

fn unknown_summary<J: Json>(of: &At<'_, J>) -> UnknownSummary {
    UnknownSummary {
        need: need(of),
        rules: of.list("rules", |of| of.as_named(RuleId::Ended)),
        partners: of.count("partners"),
    }
}

fn partner_view<J: Json>(of: &At<'_, J>) -> PartnerView {
    PartnerView {
        organization: of.text_of("organization"),
        assessment: assessment(&of.at("assessment")),
        on_page: of.truth("onPage"),
        seen_at: of.instant("seenAt"),
    }
}

fn assessment<J: Json>(of: &At<'_, J>) -> PartnerAssessment {
    PartnerAssessment {
        id: PartnerId::from_text(of.text("id")),
        name: of.text("name"),
        level: level(of),
        findings: findings(of),
        unknowns: unknowns(of),
        coverage: coverage(of),
        shares_name: of.truth("shares_name"),
        listed: of.count_of("listed"),
        relationships: of.list("relationships", judged),
    }
}

fn judged<J: Json>(of: &At<'_, J>) -> RelationshipAssessment {
    RelationshipAssessment {
        id: RelationshipId::from_text(of.text("id")),
        standing: of.named("standing", Standing::InForce),
        level: level(of),
        findings: findings(of),
        unknowns: unknowns(of),
        coverage: coverage(of),
        relationship: relationship(&of.at("relationship")),
    }
}

#[inline(never)]
fn level<J: Json>(of: &At<'_, J>) -> Level {
    of.named("level", Level::Unknown)
}

#[inline(never)]
fn need<J: Json>(of: &At<'_, J>) -> Need {
    of.named("need", Need::DetailPage)
}

#[inline(never)]
fn rule<J: Json>(of: &At<'_, J>) -> RuleId {
    of.named("rule", RuleId::Ended)
}

fn relationship_id<J: Json>(of: &At<'_, J>) -> Option<RelationshipId> {
    of.text_of("relationship").map(RelationshipId::from_text)
}

#[inline(never)]
fn findings<J: Json>(of: &At<'_, J>) -> Vec<Finding> {
    of.list("findings", finding)
}

#[inline(never)]
fn unknowns<J: Json>(of: &At<'_, J>) -> Vec<Unknown> {
    of.list("unknowns", unknown)
}

#[inline(never)]
fn coverage<J: Json>(of: &At<'_, J>) -> Coverage {
    let of = of.at("coverage");
    let small = |name: Unread| {
        u16::try_from(of.count(name)).unwrap_or_else(|_| {
            of.miss(name);
            0
        })
    };
    Coverage { decided: small("decided"), rules: small("rules") }
}

fn finding<J: Json>(of: &At<'_, J>) -> Finding {
    Finding {
        rule: rule(of),
        level: level(of),
        relationship: relationship_id(of),
        arguments: of.list("arguments", argument),
        facts: of.list("facts", fact),
    }
}

fn unknown<J: Json>(of: &At<'_, J>) -> Unknown {
    Unknown { rule: rule(of), need: need(of), relationship: relationship_id(of) }
}

#[inline(never)]
fn argument<J: Json>(of: &At<'_, J>) -> Argument {
    if let Some(text) = of.text_of("text") {
        return Argument::Text(text);
    }
    if let Some(count) = of.count_of("count") {
        return Argument::Count(count);
    }
    match of.date_of("date") {
        Some(day) => Argument::Date(day),
        None => Argument::List(of.list("list", At::as_text)),
    }
}

fn fact<J: Json>(of: &At<'_, J>) -> Fact {
    Fact {
        kind: of.named("kind", FactKind::Name),
        value: argument(&of.at("value")),
        seen: observation(&of.at("seen")),
    }
}

#[inline(never)]
fn observation<J: Json>(of: &At<'_, J>) -> Observation {
    Observation {
        tier: of.named("tier", Tier::Page),
        place: of.named("place", Place::List),
        at: of.instant("at"),
    }
}

#[inline(never)]
fn relationship<J: Json>(of: &At<'_, J>) -> Relationship {
    Relationship {
        partner: of.text("partner"),
        partner_type: open(&of.at("type"), PartnerType::Other),
        name: of.text_of("name"),
        authorization: of.get("authorization").map(|of| open(&of, Authorization::Other)),
        roles: role_list(&of.at("roles")),
        start: of.date_of("start"),
        end: of.date_of("end"),
        status: of.get("status").map(|of| open(&of, Status::Other)),
        seen: of.list("seen", observation),
    }
}

/// A value that may be one that no version knows: then it stands as the page has it.
fn open<J: Json, T: for<'a> Deserialize<'a>>(of: &At<'_, J>, other: fn(String) -> T) -> T {
    let Some(name) = of.text_if_any() else { return other(of.text("other")) };
    of_name(&name).unwrap_or_else(|| {
        of.miss("name");
        other(name)
    })
}

fn role_list<J: Json>(of: &At<'_, J>) -> RoleList {
    RoleList { named: of.list("named", role), hidden: of.count("hidden"), read: of.truth("read") }
}

fn role<J: Json>(of: &At<'_, J>) -> RoleHeld {
    let id = of.text_of("id").and_then(|id| {
        let id = RoleId::parse(&id);
        if id.is_none() {
            of.miss("role");
        }
        id
    });
    RoleHeld { id, name: of.text("name") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Date, Evidence, Timestamp, assess,
        assessment::Thresholds,
        evidence::{FORMAT, PartnerGroup},
    };
    use protocol::{
        envelope::{Answer, Envelope, encode},
        panel::PanelPush,
    };
    use serde_json::{Value, json};

    fn at() -> Timestamp {
        Timestamp::parse("2026-11-24T09:41:00.125Z").unwrap()
    }

    fn read(answered: Answer<PanelResponse>) -> Result<PanelResponse, Failure> {
        let written = encode(&Envelope::new(answered));
        answer(serde_json::from_str::<Value>(&written).unwrap())
    }

    /// What is written is read as it was.
    fn check(response: PanelResponse) {
        assert_eq!(read(Answer::Ok(response.clone())), Ok(response));
    }

    fn relationship(partner: &str, name: &str, partner_type: PartnerType) -> Relationship {
        Relationship {
            partner: partner.to_owned(),
            partner_type,
            name: (!name.is_empty()).then(|| name.to_owned()),
            authorization: None,
            roles: RoleList::default(),
            start: None,
            end: None,
            status: None,
            seen: [Place::List, Place::Detail, Place::Invitation]
                .map(|place| Observation { tier: Tier::Page, place, at: at() })
                .to_vec(),
        }
    }

    /// Evidence in which nearly every rule of the page says something.
    fn evidence() -> Evidence {
        let held = |name: &str| RoleHeld {
            id: domain::role::Role::by_name(name).map(|role| role.id),
            name: name.to_owned(),
        };
        let mut full = relationship("Proseware", "Full \u{1f511} admin", PartnerType::Granular);
        full.roles = RoleList {
            named: vec![held("Global Administrator"), held("Special role")],
            hidden: 9,
            read: true,
        };
        (full.start, full.end) = (Date::new(2026, 9, 1), Date::new(2028, 3, 1));
        full.status = Some(Status::Active);
        let mut mlt = relationship("Proseware", "MLT_1_2_3", PartnerType::Granular);
        mlt.status = Some(Status::Other("Épuisé".to_owned()));
        let mut dap = relationship("Tailspin Toys", "", PartnerType::Reseller);
        dap.authorization = Some(Authorization::Dap);
        let mut other = relationship("Tailspin Toys", "", PartnerType::Other("Ami".to_owned()));
        other.authorization = Some(Authorization::Other("?".to_owned()));
        other.roles.read = true;
        let mut over = relationship("Wingtip Toys", "Pilot", PartnerType::Granular);
        (over.status, over.end) = (Some(Status::Expired), Date::new(2026, 1, 31));
        Evidence {
            format: FORMAT,
            organization: Some("Contoso".to_owned()),
            relationships: vec![full, mlt, dap, other, over],
            groups: vec![PartnerGroup {
                partner: "Proseware".to_owned(),
                count: Some(22),
                shares_name: true,
                at: at(),
            }],
        }
    }

    #[test]
    fn partners_are_read_as_they_are_written() {
        let assessed = assess(&evidence(), &Thresholds::default(), at());
        let rules: std::collections::BTreeSet<RuleId> = assessed
            .partners
            .iter()
            .flat_map(|partner| partner.findings.iter().map(|finding| finding.rule))
            .collect();
        assert!(rules.len() >= 6, "the evidence gives findings to read: {rules:?}");
        check(PanelResponse::Partner { view: None });
        for assessment in assessed.partners {
            let view = PartnerView {
                organization: Some("Contoso".to_owned()),
                assessment,
                on_page: true,
                seen_at: at(),
            };
            check(PanelResponse::Partner { view: Some(Box::new(view)) });
        }
    }

    fn overview_with(page: PageState) -> Overview {
        Overview {
            organization: None,
            page,
            read_at: None,
            partners: Vec::new(),
            first: Vec::new(),
            unknowns: Vec::new(),
            coverage: Coverage { decided: 7, rules: 27 },
            unrecognised: vec!["Ami \"<b>\"".to_owned()],
        }
    }

    #[test]
    fn overviews_are_read_as_they_are_written() {
        let message = "Nein".to_owned();
        let assessed = assess(&evidence(), &Thresholds::default(), at());
        let request = Box::new(assessed.partners[0].relationships[0].clone());
        for page in [
            PageState::NotOpen {},
            PageState::Loading { since: at() },
            PageState::List { read: 12, total: Some(40) },
            PageState::List { read: 0, total: None },
            PageState::Empty {},
            PageState::Denied { message: message.clone() },
            PageState::Failed { message: message.clone() },
            PageState::Detail {},
            PageState::Invitation { request },
            PageState::Unrecognised { report: message },
        ] {
            check(PanelResponse::Overview(overview_with(page)));
        }
        let mut overview = overview_with(PageState::Empty {});
        overview.organization = Some("Contoso".to_owned());
        overview.read_at = Some(at());
        for partner in &assessed.partners {
            overview.partners.push(PartnerSummary {
                id: partner.id.clone(),
                name: partner.name.clone(),
                level: partner.level,
                coverage: partner.coverage,
                findings: 1,
                active: 2,
                ended: 3,
                roles: 4,
                next_end: partner.access().next_end,
                reseller: true,
                shares_name: false,
                on_page: true,
                seen_at: at(),
            });
            overview.first.extend(partner.findings.iter().map(|finding| PartnerFinding {
                partner: partner.id.clone(),
                name: partner.name.clone(),
                finding: finding.clone(),
            }));
            overview.unknowns.extend(partner.unknowns.iter().map(|unknown| UnknownSummary {
                need: unknown.need,
                rules: RuleId::ALL.to_vec(),
                partners: 5,
            }));
        }
        assert!(!overview.first.is_empty() && !overview.unknowns.is_empty());
        check(PanelResponse::Overview(overview));
        check(PanelResponse::Session(crate::reading_session::tests::bare()));
        check(PanelResponse::Done {});
    }

    #[test]
    fn every_argument_and_every_name_is_read() {
        for value in [
            Argument::Text(String::new()),
            Argument::Count(0),
            Argument::Date(Date::new(2024, 2, 29).unwrap()),
            Argument::List(Vec::new()),
        ] {
            let written = serde_json::to_value(&value).unwrap();
            assert_eq!(json::read(written, argument), Ok(value));
        }
        fn read<T: for<'a> Deserialize<'a>>(json: Value, stand_in: T) -> Result<T, Unread> {
            json::read(json, |of| of.as_named(stand_in))
        }
        fn check<T>(values: &[T])
        where
            T: serde::Serialize + for<'a> Deserialize<'a> + PartialEq + std::fmt::Debug + Copy,
        {
            for value in values {
                let written = serde_json::to_value(value).unwrap();
                assert_eq!(read(written, values[0]), Ok(*value));
                assert_eq!(read(json!("no-such-name"), *value), Err("name"));
                assert_eq!(read(json!(1), *value), Err("text"));
            }
        }
        check(&Level::ALL);
        check(&RuleId::ALL);
        check(&[Need::DetailPage, Need::EarlierSnapshot]);
        check(&[FactKind::Roles, FactKind::DistinctRoles]);
        check(&[Tier::Page, Tier::PageData, Tier::Graph]);
    }

    #[test]
    fn failures_and_what_is_not_understood_are_failures() {
        let refused = Failure::new(ErrorCode::Refused, "not yours");
        assert_eq!(read(Answer::Error(refused.clone())), Err(refused));
        for (message, code, detail) in [
            (json!({}), ErrorCode::ReportBug, "v"),
            (json!({"v": 1}), ErrorCode::ReportBug, "message"),
            (json!({"v": 1, "message": {}}), ErrorCode::ReportBug, "ok"),
            (json!({"v": 2, "message": {"ok": {"done": {}}}}), ErrorCode::ReloadPage, "2"),
            (json!({"v": 1, "message": {"ok": {"more": {}}}}), ErrorCode::ReportBug, "done"),
            (json!({"v": 1, "message": {"ok": {"overview": {}}}}), ErrorCode::ReportBug, "page"),
            (
                json!({"v": 1, "message": {"ok": {"overview": {"page": {"odd": {}}}}}}),
                ErrorCode::ReportBug,
                "page",
            ),
            (json!({"v": 1, "message": {"error": {"code": "odd"}}}), ErrorCode::ReportBug, "name"),
            (json!("text"), ErrorCode::ReportBug, "v"),
        ] {
            let failure = answer(message.clone()).unwrap_err();
            assert_eq!(failure.code, code, "{message}");
            assert!(failure.detail.contains(detail), "{message}: {}", failure.detail);
        }
    }

    #[test]
    fn only_a_change_is_a_change() {
        let push = encode(&Envelope::new(PanelPush::Changed { tab: 7 }));
        assert!(is_change(serde_json::from_str::<Value>(&push).unwrap()));
        for message in [
            json!({"v": 1, "message": {"overview": {}}}),
            json!({"v": 2, "message": {"changed": {"tab": 7}}}),
            json!({"changed": {"tab": 7}}),
            json!(null),
        ] {
            assert!(!is_change(message.clone()), "{message}");
        }
    }
}
