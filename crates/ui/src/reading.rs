//! Reads what the worker answers and pushes. It reads what `protocol` writes: a type that gains a
//! field stops this file from compiling, and the tests compare it with the derived encoders.

use crate::{
    json::{Json, Unread, count, date, field, instant, list, named, of_name, option, text, truth},
    reading_session::session,
};
use domain::{
    Authorization, Coverage, Finding, Observation, PartnerAssessment, PartnerType, Relationship,
    RelationshipAssessment, RoleHeld, RoleList, Status, Unknown,
    assessment::{Argument, Fact},
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
pub(crate) fn answer<J: Json>(framed: &J) -> Result<PanelResponse, Failure> {
    let bug = |what: Unread| Failure::new(ErrorCode::ReportBug, ["not read: ", what].concat());
    let version = field(framed, "v", count).map_err(bug)?;
    if version != VERSION {
        let detail = ["protocol ", &version.to_string()].concat();
        return Err(Failure::new(ErrorCode::ReloadPage, detail));
    }
    let answered = framed.get("message").ok_or_else(|| bug("message"))?;
    match answered.get("error") {
        Some(error) => Err(failure(&error).unwrap_or_else(bug)),
        None => field(&answered, "ok", response).map_err(bug),
    }
}

/// Whether a message is the push that says that something changed.
pub(crate) fn is_change<J: Json>(framed: &J) -> bool {
    let version = field(framed, "v", count) == Ok(VERSION);
    version && framed.get("message").is_some_and(|message| message.get("changed").is_some())
}

fn failure<J: Json>(of: &J) -> Result<Failure, Unread> {
    Ok(Failure { code: field(of, "code", named)?, detail: field(of, "detail", text)? })
}

fn response<J: Json>(of: &J) -> Result<PanelResponse, Unread> {
    if let Some(of) = of.get("overview") {
        return Ok(PanelResponse::Overview(overview(&of)?));
    }
    if let Some(of) = of.get("partner") {
        let view = option(&of, "view", partner_view)?;
        return Ok(PanelResponse::Partner { view: view.map(Box::new) });
    }
    if let Some(of) = of.get("session") {
        return Ok(PanelResponse::Session(session(&of)?));
    }
    field(of, "done", |_| Ok(PanelResponse::Done {}))
}

fn overview<J: Json>(of: &J) -> Result<Overview, Unread> {
    Ok(Overview {
        organization: option(of, "organization", text)?,
        page: field(of, "page", page_state)?,
        read_at: option(of, "readAt", instant)?,
        partners: list(of, "partners", partner_summary)?,
        first: list(of, "first", partner_finding)?,
        unknowns: list(of, "unknowns", unknown_summary)?,
        coverage: field(of, "coverage", coverage)?,
        unrecognised: list(of, "unrecognised", text)?,
    })
}

fn page_state<J: Json>(of: &J) -> Result<PageState, Unread> {
    if let Some(of) = of.get("list") {
        let (read, total) = (field(&of, "read", count)?, option(&of, "total", count)?);
        return Ok(PageState::List { read, total });
    }
    if let Some(of) = of.get("loading") {
        return Ok(PageState::Loading { since: field(&of, "since", instant)? });
    }
    if let Some(of) = of.get("denied") {
        return Ok(PageState::Denied { message: field(&of, "message", text)? });
    }
    if let Some(of) = of.get("failed") {
        return Ok(PageState::Failed { message: field(&of, "message", text)? });
    }
    if let Some(of) = of.get("invitation") {
        return Ok(PageState::Invitation { request: Box::new(field(&of, "request", judged)?) });
    }
    if let Some(of) = of.get("unrecognised") {
        return Ok(PageState::Unrecognised { report: field(&of, "report", text)? });
    }
    let plain = [
        ("not-open", PageState::NotOpen {}),
        ("empty", PageState::Empty {}),
        ("detail", PageState::Detail {}),
    ];
    let found = plain.into_iter().find(|(kind, _)| of.get(kind).is_some());
    found.map(|(_, state)| state).ok_or("page")
}

fn partner_summary<J: Json>(of: &J) -> Result<PartnerSummary, Unread> {
    Ok(PartnerSummary {
        id: field(of, "id", named)?,
        name: field(of, "name", text)?,
        level: field(of, "level", named)?,
        coverage: field(of, "coverage", coverage)?,
        findings: field(of, "findings", count)?,
        active: field(of, "active", count)?,
        ended: field(of, "ended", count)?,
        roles: field(of, "roles", count)?,
        next_end: option(of, "nextEnd", date)?,
        reseller: field(of, "reseller", truth)?,
        shares_name: field(of, "sharesName", truth)?,
        on_page: field(of, "onPage", truth)?,
        seen_at: field(of, "seenAt", instant)?,
    })
}

fn partner_finding<J: Json>(of: &J) -> Result<PartnerFinding, Unread> {
    Ok(PartnerFinding {
        partner: field(of, "partner", named)?,
        name: field(of, "name", text)?,
        finding: field(of, "finding", finding)?,
    })
}

fn unknown_summary<J: Json>(of: &J) -> Result<UnknownSummary, Unread> {
    Ok(UnknownSummary {
        need: field(of, "need", named)?,
        rules: list(of, "rules", named)?,
        partners: field(of, "partners", count)?,
    })
}

fn partner_view<J: Json>(of: &J) -> Result<PartnerView, Unread> {
    Ok(PartnerView {
        organization: option(of, "organization", text)?,
        assessment: field(of, "assessment", assessment)?,
        on_page: field(of, "onPage", truth)?,
        seen_at: field(of, "seenAt", instant)?,
    })
}

fn assessment<J: Json>(of: &J) -> Result<PartnerAssessment, Unread> {
    Ok(PartnerAssessment {
        id: field(of, "id", named)?,
        name: field(of, "name", text)?,
        level: field(of, "level", named)?,
        findings: list(of, "findings", finding)?,
        unknowns: list(of, "unknowns", unknown)?,
        coverage: field(of, "coverage", coverage)?,
        shares_name: field(of, "shares_name", truth)?,
        listed: option(of, "listed", count)?,
        relationships: list(of, "relationships", judged)?,
    })
}

fn judged<J: Json>(of: &J) -> Result<RelationshipAssessment, Unread> {
    Ok(RelationshipAssessment {
        id: field(of, "id", named)?,
        standing: field(of, "standing", named)?,
        level: field(of, "level", named)?,
        findings: list(of, "findings", finding)?,
        unknowns: list(of, "unknowns", unknown)?,
        coverage: field(of, "coverage", coverage)?,
        relationship: field(of, "relationship", relationship)?,
    })
}

fn coverage<J: Json>(of: &J) -> Result<Coverage, Unread> {
    let small = |name: Unread| {
        field(of, name, count).and_then(|count| u16::try_from(count).map_err(|_| name))
    };
    Ok(Coverage { decided: small("decided")?, rules: small("rules")? })
}

fn finding<J: Json>(of: &J) -> Result<Finding, Unread> {
    Ok(Finding {
        rule: field(of, "rule", named)?,
        level: field(of, "level", named)?,
        relationship: option(of, "relationship", named)?,
        arguments: list(of, "arguments", argument)?,
        facts: list(of, "facts", fact)?,
    })
}

fn unknown<J: Json>(of: &J) -> Result<Unknown, Unread> {
    Ok(Unknown {
        rule: field(of, "rule", named)?,
        need: field(of, "need", named)?,
        relationship: option(of, "relationship", named)?,
    })
}

fn argument<J: Json>(of: &J) -> Result<Argument, Unread> {
    if let Some(words) = of.get("text") {
        return Ok(Argument::Text(text(&words)?));
    }
    if let Some(number) = of.get("count") {
        return Ok(Argument::Count(count(&number)?));
    }
    if let Some(day) = of.get("date") {
        return Ok(Argument::Date(date(&day)?));
    }
    Ok(Argument::List(list(of, "list", text)?))
}

fn fact<J: Json>(of: &J) -> Result<Fact, Unread> {
    Ok(Fact {
        kind: field(of, "kind", named)?,
        value: field(of, "value", argument)?,
        seen: field(of, "seen", observation)?,
    })
}

fn observation<J: Json>(of: &J) -> Result<Observation, Unread> {
    Ok(Observation {
        tier: field(of, "tier", named)?,
        place: field(of, "place", named)?,
        at: field(of, "at", instant)?,
    })
}

fn relationship<J: Json>(of: &J) -> Result<Relationship, Unread> {
    Ok(Relationship {
        partner: field(of, "partner", text)?,
        partner_type: field(of, "type", |value| open(value, PartnerType::Other))?,
        name: option(of, "name", text)?,
        authorization: option(of, "authorization", |value| open(value, Authorization::Other))?,
        roles: field(of, "roles", role_list)?,
        start: option(of, "start", date)?,
        end: option(of, "end", date)?,
        status: option(of, "status", |value| open(value, Status::Other))?,
        seen: list(of, "seen", observation)?,
    })
}

/// A value that may be one that no version knows: then it stands as the page has it.
fn open<J: Json, T: for<'a> Deserialize<'a>>(
    value: &J,
    other: fn(String) -> T,
) -> Result<T, Unread> {
    match value.text() {
        Some(name) => of_name(&name).ok_or("name"),
        None => field(value, "other", text).map(other),
    }
}

fn role_list<J: Json>(of: &J) -> Result<RoleList, Unread> {
    Ok(RoleList {
        named: list(of, "named", role)?,
        hidden: field(of, "hidden", count)?,
        read: field(of, "read", truth)?,
    })
}

fn role<J: Json>(of: &J) -> Result<RoleHeld, Unread> {
    let id = option(of, "id", |id| RoleId::parse(&text(id)?).ok_or("role"))?;
    Ok(RoleHeld { id, name: field(of, "name", text)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Date, Evidence, Level, Place, RuleId, Tier, Timestamp, assess,
        assessment::{FactKind, Need, Thresholds},
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
        answer(&serde_json::from_str::<Value>(&written).unwrap())
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
            assert_eq!(argument(&serde_json::to_value(&value).unwrap()), Ok(value));
        }
        fn check<T>(values: &[T])
        where
            T: serde::Serialize + for<'a> Deserialize<'a> + PartialEq + std::fmt::Debug,
        {
            for value in values {
                let written = serde_json::to_value(value).unwrap();
                assert_eq!(named::<_, T>(&written).as_ref(), Ok(value));
            }
            assert_eq!(named::<_, T>(&json!("no-such-name")), Err("name"));
            assert_eq!(named::<_, T>(&json!(1)), Err("text"));
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
            let failure = answer(&message).unwrap_err();
            assert_eq!(failure.code, code, "{message}");
            assert!(failure.detail.contains(detail), "{message}: {}", failure.detail);
        }
    }

    #[test]
    fn only_a_change_is_a_change() {
        let push = encode(&Envelope::new(PanelPush::Changed { tab: 7 }));
        assert!(is_change(&serde_json::from_str::<Value>(&push).unwrap()));
        for message in [
            json!({"v": 1, "message": {"overview": {}}}),
            json!({"v": 2, "message": {"changed": {"tab": 7}}}),
            json!({"changed": {"tab": 7}}),
            json!(null),
        ] {
            assert!(!is_change(&message), "{message}");
        }
    }
}
