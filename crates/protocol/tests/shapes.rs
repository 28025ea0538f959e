//! What travels and what is stored, as JSON: every type and every kind is written as it should be,
//! read back, and refused when anything about it is different.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests fail by panicking, like tests"
)]

use domain::{
    Authorization, Coverage, Date, Finding, Level, Observation, PartnerAssessment, PartnerId,
    PartnerType, Place, Relationship, RelationshipAssessment, RelationshipId, RoleHeld, RoleList,
    RuleId, Standing, Status, Tier, Timestamp, Unknown,
    assessment::{Argument, Fact, FactKind, Need},
    evidence::PartnerGroup,
    role::RoleId,
};
use protocol::{
    content::{
        Badge, BlockFacts, ContentPush, ContentRequest, ContentResponse, Layout, LineFacts,
        PageFacts, Paint, RowFacts, TableFacts, TablePaint, Words,
    },
    envelope::{Answer, Envelope, ErrorCode, Failure, decode, encode},
    json::{FromJson, Json, ToJson},
    panel::{
        Overview, PageState, PanelPush, PanelRequest, PanelResponse, PartnerFinding,
        PartnerSummary, PartnerView, UnknownSummary,
    },
    sender::Sender,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Debug;

fn read<T: FromJson>(json: &Value) -> Result<T, String> {
    let text = json.to_string();
    Json::parse(&text).and_then(|json| json.read()).map_err(|mismatch| mismatch.to_string())
}

/// `value` is written as `json` and read back, and nothing close to `json` is read.
fn check<T: FromJson + ToJson + PartialEq + Debug>(value: &T, json: &Value) {
    let written: Value = serde_json::from_str(&encode(value)).unwrap();
    assert_eq!(written, *json);
    assert_eq!(read::<T>(json).as_ref(), Ok(value), "{json}");
    for spoilt in spoilt(json) {
        assert!(read::<T>(&spoilt).is_err(), "{spoilt} is read like {json}");
    }
}

/// A type of `domain` is written as its `Serialize` does it, to the letter.
fn check_stored<T: FromJson + ToJson + Serialize + PartialEq + Debug>(values: &[T]) {
    for value in values {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(encode(value), json);
        check(value, &serde_json::from_str(&json).unwrap());
    }
}

/// Members that may be missing, and then are nothing.
const OPTIONAL: &[&str] = &[
    "authorization",
    "caption",
    "count",
    "end",
    "frame",
    "group",
    "id",
    "listed",
    "name",
    "nextEnd",
    "notice",
    "organization",
    "readAt",
    "relationship",
    "rowCount",
    "start",
    "status",
    "tab",
    "tabUrl",
    "title",
    "total",
    "url",
    "view",
];

/// `json` with one thing changed: a member taken away, one more, or another type.
fn spoilt(json: &Value) -> Vec<Value> {
    let mut all = vec![match json {
        Value::Null => json!([]),
        Value::Number(_) => json!("1"),
        _ => json!(1),
    }];
    match json {
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("more".to_owned(), Value::Null);
            all.push(Value::Object(more));
            for (name, value) in members {
                if !OPTIONAL.contains(&name.as_str()) {
                    let mut less = members.clone();
                    less.remove(name);
                    all.push(Value::Object(less));
                }
                all.extend(spoilt(value).into_iter().map(|value| {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), value);
                    Value::Object(changed)
                }));
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                all.extend(spoilt(item).into_iter().map(|item| {
                    let mut changed = items.clone();
                    changed[at] = item;
                    Value::Array(changed)
                }));
            }
        }
        _ => {}
    }
    all
}

fn at() -> Timestamp {
    Timestamp::from_millis(1_795_513_260_250)
}

fn observation() -> Observation {
    Observation { tier: Tier::Page, place: Place::List, at: at() }
}

fn relationship() -> Relationship {
    let roles = [(Some(RoleId::GLOBAL_READER), "Global Reader"), (None, "Rôle \"spécial\"")];
    Relationship {
        partner: "Wingtip <b>Cloud</b>\u{7}\\".to_owned(),
        partner_type: PartnerType::Other("Co-op".to_owned()),
        name: Some("Desk 会 👩".to_owned()),
        authorization: Some(Authorization::Gdap),
        roles: RoleList {
            named: roles.map(|(id, name)| RoleHeld { id, name: name.to_owned() }).to_vec(),
            hidden: 3,
            read: true,
        },
        start: None,
        end: Date::new(2027, 3, 1),
        status: Some(Status::Active),
        seen: vec![observation()],
    }
}

fn finding() -> Finding {
    Finding {
        rule: RuleId::DapPresent,
        level: Level::High,
        relationship: Some(RelationshipId::of(&["Wingtip"])),
        arguments: arguments(),
        facts: vec![Fact { kind: FactKind::Roles, value: Argument::Count(2), seen: observation() }],
    }
}

fn arguments() -> Vec<Argument> {
    vec![
        Argument::Text("Desk".to_owned()),
        Argument::Count(u32::MAX),
        Argument::Date(Date::new(2024, 2, 29).unwrap()),
        Argument::List(vec!["Global Reader".to_owned()]),
    ]
}

fn judged() -> RelationshipAssessment {
    RelationshipAssessment {
        id: relationship().id(),
        standing: Standing::InForce,
        level: Level::High,
        findings: vec![finding()],
        unknowns: vec![Unknown { rule: RuleId::LongTerm, need: Need::Graph, relationship: None }],
        coverage: Coverage { decided: 7, rules: u16::MAX },
        relationship: relationship(),
    }
}

fn partner() -> PartnerAssessment {
    let RelationshipAssessment { level, findings, unknowns, coverage, .. } = judged();
    PartnerAssessment {
        id: PartnerId::of("Wingtip"),
        name: "Wingtip".to_owned(),
        level,
        findings,
        unknowns,
        coverage,
        shares_name: true,
        listed: Some(4),
        relationships: vec![judged()],
    }
}

#[test]
fn types_of_the_domain() {
    check_stored(&[relationship()]);
    check_stored(&[partner()]);
    check_stored(&[PartnerGroup {
        partner: "Wingtip".to_owned(),
        count: Some(2),
        shares_name: false,
        at: at(),
    }]);
    check_stored(&[Tier::Page, Tier::PageData, Tier::Graph]);
    check_stored(&[Place::List, Place::Detail, Place::Invitation]);
    check_stored(&[Standing::InForce, Standing::Pending, Standing::Ended]);
    check_stored(&Level::ALL);
    check_stored(&RuleId::ALL);
    check_stored(&arguments());
    check_stored(&[
        PartnerType::Granular,
        PartnerType::Reseller,
        PartnerType::IndirectReseller,
        PartnerType::IndirectProvider,
        PartnerType::Advisor,
        PartnerType::Isv,
        PartnerType::LineOfBusiness,
        PartnerType::Mpsa,
        PartnerType::Oem,
        PartnerType::Partner,
        PartnerType::MicrosoftSupport,
        PartnerType::Other(String::new()),
    ]);
    check_stored(&[
        Authorization::Dap,
        Authorization::Gdap,
        Authorization::None,
        Authorization::Other("EA".to_owned()),
    ]);
    check_stored(&[
        Status::ApprovalPending,
        Status::Activating,
        Status::Active,
        Status::Expiring,
        Status::Expired,
        Status::Terminating,
        Status::Terminated,
        Status::Other("Paused".to_owned()),
    ]);
    check_stored(&[
        FactKind::Roles,
        FactKind::HiddenRoles,
        FactKind::Authorization,
        FactKind::PartnerType,
        FactKind::Name,
        FactKind::End,
        FactKind::Status,
        FactKind::Relationships,
        FactKind::DistinctRoles,
    ]);
    check_stored(&[
        Need::DetailPage,
        Need::RestOfList,
        Need::PageColumn,
        Need::KnownRoleName,
        Need::PageData,
        Need::Graph,
        Need::ReviewRecord,
        Need::EarlierSnapshot,
    ]);
}

#[test]
fn what_the_content_script_asks() {
    let text = str::to_owned;
    check(&ContentRequest::Hello {}, &json!({"hello": {}}));
    check(
        &ContentRequest::Layout(Layout { open: true, width: 420, launcher: 400, float: [-1, 2] }),
        &json!({"layout": {"open": true, "width": 420, "launcher": 400, "float": [-1, 2]}}),
    );
    let row = RowFacts {
        is_group: true,
        group: Some(text("Wingtip (1)")),
        cells: vec![text("Desk")],
        shares_name: false,
    };
    let facts = PageFacts {
        reading: text("r1"),
        route: text("#/partners"),
        language: text("en-US"),
        organization: Some(text("Contoso")),
        title: None,
        busy: true,
        settled: false,
        notices: vec![text("Loading")],
        tables: vec![TableFacts {
            id: 1,
            caption: Some(text("GDAP")),
            headers: vec![text("Partner")],
            row_count: Some(2),
            rows: vec![row],
        }],
        blocks: vec![BlockFacts {
            heading: text("Roles"),
            level: 2,
            lines: vec![LineFacts { text: text("Global Reader"), control: true }],
        }],
    };
    check(
        &ContentRequest::Facts(facts),
        &json!({"facts": {
            "reading": "r1",
            "route": "#/partners",
            "language": "en-US",
            "organization": "Contoso",
            "title": null,
            "busy": true,
            "settled": false,
            "notices": ["Loading"],
            "tables": [{
                "id": 1,
                "caption": "GDAP",
                "headers": ["Partner"],
                "rowCount": 2,
                "rows": [{
                    "isGroup": true,
                    "group": "Wingtip (1)",
                    "cells": ["Desk"],
                    "sharesName": false,
                }],
            }],
            "blocks": [{
                "heading": "Roles",
                "level": 2,
                "lines": [{"text": "Global Reader", "control": true}],
            }],
        }}),
    );
}

#[test]
fn what_the_content_script_hears() {
    let text = str::to_owned;
    let words = Words { launcher: text("a"), panel: text("b"), resize: text("c"), drag: text("d") };
    check(
        &ContentResponse::Welcome { layout: Layout::default(), words },
        &json!({"welcome": {
            "layout": {"open": false, "width": 420, "launcher": 400, "float": [0, 0]},
            "words": {"launcher": "a", "panel": "b", "resize": "c", "drag": "d"},
        }}),
    );
    let badge = Badge {
        partner: PartnerId::from_text(text("p1")),
        level: Level::Critical,
        coverage: text("7/21"),
        label: text("Critical"),
        name: text("Access risk: critical"),
    };
    let table = TablePaint { id: 3, recognised: true, column: 2, rows: vec![None, Some(badge)] };
    let paint = Paint { tables: vec![table], title: None, notice: Some(text("Changed")) };
    check(
        &ContentResponse::Paint(paint),
        &json!({"paint": {
            "tables": [{"id": 3, "recognised": true, "column": 2, "rows": [null, {
                "partner": "p1",
                "level": "critical",
                "coverage": "7/21",
                "label": "Critical",
                "name": "Access risk: critical",
            }]}],
            "title": null,
            "notice": "Changed",
        }}),
    );
    check(&ContentResponse::Done {}, &json!({"done": {}}));
    check(&ContentPush::TogglePanel {}, &json!({"toggle-panel": {}}));
    check(&ContentPush::ClosePanel {}, &json!({"close-panel": {}}));
    check(&ContentPush::Repaint {}, &json!({"repaint": {}}));
}

#[test]
fn what_the_panel_asks_and_hears() {
    let text = str::to_owned;
    let id = PartnerId::of("Wingtip");
    check(&PanelRequest::Overview {}, &json!({"overview": {}}));
    check(&PanelRequest::Partner { id: id.clone() }, &json!({"partner": {"id": id.as_str()}}));
    check(&PanelRequest::Close {}, &json!({"close": {}}));
    check(&PanelPush::Changed { tab: -1 }, &json!({"changed": {"tab": -1}}));
    check(&PanelResponse::Done {}, &json!({"done": {}}));
    check(&PanelResponse::Partner { view: None }, &json!({"partner": {"view": null}}));
    let seen_at = "2026-11-24T09:41:00.250Z";
    let view = PartnerView {
        organization: Some(text("Contoso")),
        assessment: partner(),
        on_page: true,
        seen_at: at(),
    };
    check(
        &PanelResponse::Partner { view: Some(Box::new(view)) },
        &json!({"partner": {"view": {
            "organization": "Contoso",
            "assessment": partner(),
            "onPage": true,
            "seenAt": seen_at,
        }}}),
    );
    let summary = PartnerSummary {
        id: id.clone(),
        name: text("Wingtip"),
        level: Level::Low,
        coverage: Coverage { decided: 1, rules: 2 },
        findings: 3,
        active: 4,
        ended: 5,
        roles: 6,
        next_end: Date::new(2027, 3, 1),
        reseller: true,
        shares_name: false,
        on_page: true,
        seen_at: at(),
    };
    let overview = Overview {
        organization: None,
        page: PageState::NotOpen {},
        read_at: Some(at()),
        partners: vec![summary],
        first: vec![PartnerFinding {
            partner: id.clone(),
            name: text("Wingtip"),
            finding: finding(),
        }],
        unknowns: vec![UnknownSummary {
            need: Need::RestOfList,
            rules: vec![RuleId::LongTerm],
            partners: 2,
        }],
        coverage: Coverage { decided: 3, rules: 4 },
        unrecognised: vec![text("Co-op")],
    };
    check(
        &PanelResponse::Overview(overview),
        &json!({"overview": {
            "organization": null,
            "page": {"not-open": {}},
            "readAt": seen_at,
            "partners": [{
                "id": id,
                "name": "Wingtip",
                "level": "low",
                "coverage": {"decided": 1, "rules": 2},
                "findings": 3,
                "active": 4,
                "ended": 5,
                "roles": 6,
                "nextEnd": "2027-03-01",
                "reseller": true,
                "sharesName": false,
                "onPage": true,
                "seenAt": seen_at,
            }],
            "first": [{"partner": id, "name": "Wingtip", "finding": finding()}],
            "unknowns": [{"need": "rest-of-list", "rules": ["long-term"], "partners": 2}],
            "coverage": {"decided": 3, "rules": 4},
            "unrecognised": ["Co-op"],
        }}),
    );
    for (state, json) in [
        (PageState::Loading { since: at() }, json!({"loading": {"since": seen_at}})),
        (PageState::List { read: 1, total: Some(2) }, json!({"list": {"read": 1, "total": 2}})),
        (PageState::Empty {}, json!({"empty": {}})),
        (PageState::Denied { message: text("No") }, json!({"denied": {"message": "No"}})),
        (PageState::Failed { message: text("No") }, json!({"failed": {"message": "No"}})),
        (PageState::Detail {}, json!({"detail": {}})),
        (
            PageState::Invitation { request: Box::new(judged()) },
            json!({"invitation": {"request": judged()}}),
        ),
        (PageState::Unrecognised { report: text("?") }, json!({"unrecognised": {"report": "?"}})),
    ] {
        check(&state, &json);
    }
}

#[test]
fn senders() {
    let text = str::to_owned;
    check(
        &Sender {
            id: Some(text("abc")),
            url: Some(text("https://admin.microsoft.com/")),
            tab: Some(1),
            tab_url: Some(text("https://admin.microsoft.com/#/partners")),
            frame: Some(0),
        },
        &json!({
            "id": "abc",
            "url": "https://admin.microsoft.com/",
            "tab": 1,
            "tabUrl": "https://admin.microsoft.com/#/partners",
            "frame": 0,
        }),
    );
    // The browser leaves out what it doesn't know.
    assert_eq!(read(&json!({})), Ok(Sender::default()));
}

#[test]
fn failures_and_answers() {
    for code in
        [ErrorCode::ReloadPage, ErrorCode::Refused, ErrorCode::TryAgain, ErrorCode::ReportBug]
    {
        check(&code, &json!(code.as_str()));
        let failure = Failure::new(code, "because");
        check(&failure, &json!({"code": code, "detail": "because"}));
        let answer = Answer::<ContentResponse>::Error(failure);
        let written: Value = serde_json::from_str(&encode(&Envelope::new(answer))).unwrap();
        let json = json!({"v": 1, "message": {"error": {"code": code, "detail": "because"}}});
        assert_eq!(written, json);
    }
    let answer = Answer::Ok(ContentResponse::Done {});
    let written: Value = serde_json::from_str(&encode(&Envelope::new(answer))).unwrap();
    assert_eq!(written, json!({"v": 1, "message": {"ok": {"done": {}}}}));
}

#[test]
fn messages_are_read_in_their_frame() {
    let check = |message: Value, expected: Result<PanelRequest, (ErrorCode, &str)>| {
        let read = decode::<PanelRequest>(&message.to_string());
        let expected = expected.map_err(|(code, detail)| Failure::new(code, detail));
        assert_eq!(read, expected, "{message}");
    };
    check(json!({"v": 1, "message": {"close": {}}}), Ok(PanelRequest::Close {}));
    let other = |detail| Err((ErrorCode::ReloadPage, detail));
    check(json!({"v": 2, "message": {"close": {}}}), other("protocol 2, not 1"));
    check(json!({"v": 0, "of": "old"}), other("protocol 0, not 1"));
    let bug = |detail| Err((ErrorCode::ReportBug, detail));
    check(json!("close"), bug("expected an object"));
    check(json!({"message": {"close": {}}}), bug("expected a number in range at v"));
    check(json!({"v": -1, "message": {"close": {}}}), bug("expected a number in range at v"));
    check(json!({"v": 1}), bug("expected a kind at message"));
    check(json!({"v": 1, "message": "close"}), bug("expected a known kind at message"));
    check(json!({"v": 1, "message": {"odd": {}}}), bug("expected a known kind at message"));
    check(
        json!({"v": 1, "message": {"close": {"a": 1}}}),
        bug("expected no more fields at message"),
    );
    check(json!({"v": 1, "message": {"close": {}}, "a": 1}), bug("expected no more fields"));
    check(json!({"v": 1, "message": {"partner": {"id": 1}}}), bug("expected a text at message.id"));
    let failure = decode::<PanelRequest>("{\"v\":1.5}").unwrap_err();
    assert_eq!(failure, Failure::new(ErrorCode::ReportBug, "expected a whole number"));
    // A member that is there twice is refused, whichever of the two would count.
    let twice = "{\"v\":1,\"v\":1,\"message\":{\"close\":{}}}";
    assert_eq!(decode::<PanelRequest>(twice).unwrap_err().detail, "expected no more fields");
}

#[test]
fn numbers_keep_to_their_range() {
    fn check<T: FromJson + PartialEq + Debug>(ok: &[i64], refused: &[i64]) {
        for number in ok {
            assert!(read::<T>(&json!(number)).is_ok(), "{number}");
        }
        for number in refused {
            assert!(read::<T>(&json!(number)).is_err(), "{number}");
        }
    }
    check::<u8>(&[0, 255], &[-1, 256]);
    check::<u16>(&[0, 65_535], &[-1, 65_536]);
    check::<u32>(&[0, 4_294_967_295], &[-1, 4_294_967_296, i64::MAX]);
    check::<i32>(&[-2_147_483_648, 2_147_483_647], &[-2_147_483_649, 2_147_483_648, i64::MIN]);
    assert!(
        read::<Layout>(&json!({"open": true, "width": 1, "launcher": 1, "float": [1]})).is_err()
    );
    assert!(
        read::<Layout>(&json!({"open": true, "width": 1, "launcher": 1, "float": [1, 2, 3]}))
            .is_err()
    );
}
