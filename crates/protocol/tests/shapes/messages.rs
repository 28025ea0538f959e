//! The messages, and the sender that the browser stamps on them.

use crate::{at, check, finding, judged, partner, read};
use domain::{Coverage, Date, Level, PartnerId, RuleId, assessment::Need};
use protocol::{
    content::{
        Badge, BlockFacts, ContentPush, ContentRequest, ContentResponse, Layout, LineFacts,
        PageFacts, Paint, RowFacts, TableFacts, TablePaint, Words,
    },
    panel::{
        Overview, PageState, PanelPush, PanelRequest, PanelResponse, PartnerFinding,
        PartnerSummary, PartnerView, UnknownSummary,
    },
    sender::Sender,
};
use serde_json::json;

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
