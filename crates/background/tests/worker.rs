//! The worker against a fake browser: what it answers, what it keeps, and that it may die between
//! any two events.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "the helpers of tests fail by panicking, like tests"
)]

use background::Worker;
use page::Vocabulary;
use protocol::{
    content::{Badge, Paint},
    json::{FromJson, Json},
    panel::{Overview, PageState, PartnerView},
};
use serde_json::{Value, json};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};
use webext::fake::Fake;

const PAGE: &str = "https://admin.microsoft.com/Adminportal/Home#/partners";
const PANEL: &str = "chrome-extension://partner-lens/panel.html#/overview";
const NOW: i64 = 1_795_513_260_000;

/// The fake browser is always ready, so a future is done at its first poll.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the fake browser never waits"),
    }
}

fn words() -> Vocabulary {
    Vocabulary::parse(include_str!("../../../extension/vocabulary/page.txt")).unwrap()
}

fn fresh() -> Worker<Fake> {
    let fake = Fake::default();
    fake.now.set(NOW);
    Worker::new(fake, words())
}

/// A worker that starts anew over the same browser.
fn killed(worker: Worker<Fake>) -> Worker<Fake> {
    Worker::new(worker.into_browser(), words())
}

fn send(worker: &Worker<Fake>, url: &str, tab: i32, frame: i32, message: &Value) -> Value {
    let sender = json!({"id": "partner-lens", "url": url, "tab": tab, "frame": frame});
    let event = json!({"message": {"sender": sender, "text": message.to_string()}});
    let answer: Value = serde_json::from_str(&now(worker.handle(&event.to_string()))).unwrap();
    assert_eq!(answer["v"], 1);
    answer["message"].clone()
}

fn take<T: FromJson>(answer: &Value, part: &Value) -> T {
    let read = Json::parse(&part.to_string()).and_then(|part| part.read());
    read.unwrap_or_else(|error| panic!("{error}: {answer}"))
}

fn tell(worker: &Worker<Fake>, tab: i32, facts: &Value) -> Paint {
    let answer = send(worker, PAGE, tab, 0, facts);
    take(&answer, &answer["ok"]["paint"])
}

fn overview(worker: &Worker<Fake>, tab: i32) -> Overview {
    let answer = send(worker, PANEL, tab, 5, &json!({"v": 1, "message": {"overview": {}}}));
    take(&answer, &answer["ok"]["overview"])
}

fn partner(worker: &Worker<Fake>, tab: i32, id: &str) -> Option<PartnerView> {
    let answer = send(worker, PANEL, tab, 5, &json!({"v": 1, "message": {"partner": {"id": id}}}));
    take(&answer, &answer["ok"]["partner"]["view"])
}

fn row(group: Option<&str>, cells: &[&str]) -> Value {
    json!({"isGroup": group.is_none(), "group": group, "cells": cells, "sharesName": false})
}

fn facts(reading: &str, organization: Option<&str>, rows: &[Value]) -> Value {
    json!({"v": 1, "message": {"facts": {
        "reading": reading, "route": "#/partners", "language": "en-US",
        "organization": organization, "title": "Partner relationships", "busy": false,
        "settled": true, "notices": [], "blocks": [],
        "tables": [{
            "id": 0, "caption": null, "rowCount": null, "rows": rows,
            "headers": ["Partner", "Relationship type", "Relationship name", "Roles", "Duration", "Status"],
        }],
    }}})
}

fn full_admin() -> [Value; 2] {
    let cells = [
        "",
        "Granular admin access",
        "Full admin",
        "Global Administrator, + 1 more",
        "3/1/2026 - 3/1/2027",
        "Active",
    ];
    [row(None, &["Wingtip Cloud (1)"]), row(Some("Wingtip Cloud (1)"), &cells)]
}

#[test]
fn rows_get_badges_in_their_order() {
    let worker = fresh();
    let paint = tell(&worker, 1, &facts("r1", Some("Contoso"), &full_admin()));
    let levels: Vec<_> =
        paint.tables[0].rows.iter().map(|b| b.as_ref().unwrap().level.as_str()).collect();
    assert_eq!(levels, ["critical", "critical"]);
    let name = &paint.tables[0].rows[1].as_ref().unwrap().name;
    assert!(name.starts_with("badge_name(level_word_critical|Wingtip Cloud|findings_"), "{name}");
}

#[test]
fn names_that_look_the_same_in_a_flat_list_say_so_and_take_the_worse() {
    let check = |one: &str, other: &str, shares: bool| {
        let flat = |name: &str, roles: &str| {
            let cells =
                [name, "Granular admin access", roles, roles, "3/1/2026 - 3/1/2027", "Active"];
            json!({"isGroup": false, "group": null, "cells": cells, "sharesName": false})
        };
        let rows = [flat(one, "Global Administrator"), flat(other, "Reports Reader")];
        let paint = tell(&fresh(), 1, &facts("r1", Some("Contoso"), &rows));
        let badges: Vec<_> = paint.tables[0].rows.iter().flatten().collect();
        let says = |badge: &Badge| badge.name.ends_with("badge_shares_name");
        assert_eq!(badges.iter().filter(|badge| says(badge)).count(), if shares { 2 } else { 0 });
        assert_eq!(badges[0].level == badges[1].level, shares, "{one:?} {other:?}");
    };
    check("Wingtip Cloud", "Wing\u{200B}tip Cloud", true);
    check("Wingtip Cloud", " Wingtip Cloud", false);
    check("Wingtip Cloud", "Proseware", false);
}

#[test]
fn a_worker_that_dies_between_any_two_messages_goes_on() {
    let mut worker = fresh();
    let [group, relationship] = full_admin();
    let steps = [
        facts("r1", Some("Contoso"), std::slice::from_ref(&group)),
        facts("r1", Some("Contoso"), &[group.clone(), relationship]),
        facts("r1", Some("Contoso"), &[row(None, &["Litware (1)"])]),
    ];
    let whole = fresh();
    for step in &steps {
        tell(&whole, 1, step);
        tell(&worker, 1, step);
        worker = killed(worker);
    }
    assert_eq!(overview(&worker, 1), overview(&whole, 1));
    assert_eq!(overview(&worker, 1).partners.len(), 2);
}

#[test]
fn nothing_of_one_tenant_shows_under_another() {
    let worker = fresh();
    tell(&worker, 1, &facts("r1", Some("Contoso"), &full_admin()));
    tell(&worker, 2, &facts("r2", Some("Northwind"), &[row(None, &["Litware (1)"])]));
    let id = overview(&worker, 1).partners[0].id.to_string();
    assert!(partner(&worker, 1, &id).is_some());
    assert!(partner(&worker, 2, &id).is_none());
    let names: Vec<_> = overview(&worker, 2).partners.into_iter().map(|p| p.name).collect();
    assert_eq!(names, ["Litware"]);
    // One tab that moves from one tenant to the other, as an admin who signs in anew does.
    tell(&worker, 1, &facts("r3", Some("Northwind"), &[row(None, &["Litware (1)"])]));
    assert!(partner(&worker, 1, &id).is_none());
}

#[test]
fn tabs_whose_page_names_no_organization_stay_apart_until_it_does() {
    let worker = fresh();
    tell(&worker, 1, &facts("r1", None, &full_admin()));
    tell(&worker, 2, &facts("r2", None, &[row(None, &["Litware (1)"])]));
    assert_eq!(overview(&worker, 1).partners.len(), 1);
    assert_eq!(overview(&worker, 2).partners.len(), 1);
    let worker = killed(worker);
    tell(&worker, 1, &facts("r1", Some("Contoso"), &[row(None, &["Proseware (1)"])]));
    let names: Vec<_> = overview(&worker, 1).partners.into_iter().map(|p| p.name).collect();
    assert_eq!(names, ["Wingtip Cloud", "Proseware"]);
    assert_eq!(overview(&worker, 2).partners.len(), 1);
}

#[test]
fn group_rows_of_an_earlier_stay_are_not_counted_again() {
    let worker = fresh();
    let told = |reading: &str, caption: &str, rows: &[Value]| {
        let mut told = facts(reading, Some("Contoso"), rows);
        told["message"]["facts"]["tables"][0]["caption"] = json!(caption);
        tell(&worker, 1, &told);
    };
    told("r1", "All", &full_admin());
    told("r2", "Granular", &full_admin());
    told("r2", "Other", &[row(None, &["Wingtip Cloud (1)"])]);
    let id = overview(&worker, 1).partners[0].id.to_string();
    assert_eq!(partner(&worker, 1, &id).unwrap().assessment.listed, Some(2));
}

#[test]
fn a_partner_that_this_stay_has_not_shown_stays_and_says_so() {
    let worker = fresh();
    tell(&worker, 1, &facts("r1", Some("Contoso"), &full_admin()));
    tell(&worker, 1, &facts("r2", Some("Contoso"), &[row(None, &["Litware (1)"])]));
    let partners = overview(&worker, 1).partners;
    let on_page: Vec<_> = partners.iter().map(|p| (p.name.as_str(), p.on_page)).collect();
    assert_eq!(on_page, [("Wingtip Cloud", false), ("Litware", true)]);
}

#[test]
fn every_request_gets_an_answer_and_only_known_senders_a_good_one() {
    let worker = fresh();
    let hello = json!({"v": 1, "message": {"hello": {}}});
    let check = |url: &str, frame: i32, message: &Value, code: &str| {
        let answer = send(&worker, url, 1, frame, message);
        assert_eq!(answer["error"]["code"], code, "{answer}");
    };
    assert_eq!(send(&worker, PAGE, 1, 0, &hello)["ok"]["welcome"]["layout"]["open"], false);
    check("https://admin.microsoft.com.example/", 0, &hello, "refused");
    check(PAGE, 3, &hello, "refused");
    check(PAGE, 0, &json!({"v": 2, "message": {"hello": {}}}), "reload-page");
    check(PAGE, 0, &json!({"v": 1, "message": {"hello": {"more": 1}}}), "report-bug");
    check(PAGE, 0, &json!({"v": 1, "message": {"overview": {}}}), "report-bug");
    check(PANEL, 5, &hello, "report-bug");
    check(PAGE, 0, &json!("hello"), "report-bug");
    assert!(now(worker.handle("nonsense")).contains("report-bug"));
}

#[test]
fn full_storage_is_said_and_mended() {
    let worker = fresh();
    tell(&worker, 1, &facts("r1", Some("Contoso"), &full_admin()));
    *worker.browser().storage_full.borrow_mut() = Some("quota".to_owned());
    let answer = send(&worker, PAGE, 2, 0, &facts("r2", Some("Northwind"), &full_admin()));
    assert_eq!(answer["error"]["code"], "try-again");
    *worker.browser().storage_full.borrow_mut() = None;
    tell(&worker, 2, &facts("r2", Some("Northwind"), &full_admin()));
    assert_eq!(overview(&worker, 2).partners.len(), 1);
}

#[test]
fn panels_hear_of_changes_after_the_answer() {
    let worker = fresh();
    tell(&worker, 1, &facts("r1", Some("Contoso"), &full_admin()));
    assert!(worker.browser().told_pages.borrow().is_empty());
    assert_eq!(now(worker.deliver()), "");
    assert_eq!(
        *worker.browser().told_pages.borrow(),
        [r#"{"v":1,"message":{"changed":{"tab":1}}}"#]
    );
    assert_eq!(now(worker.deliver()), "");
    assert_eq!(worker.browser().told_pages.borrow().len(), 1);
}

#[test]
fn the_first_boot_puts_the_content_script_into_open_tabs() {
    let mut worker = fresh();
    worker.browser().tabs.borrow_mut().extend([4, 7, 9]);
    // In 7 it runs already.
    worker.browser().deaf.borrow_mut().extend([4, 9]);
    for _ in 0..2 {
        now(worker.handle(r#"{"boot":{}}"#));
        worker = killed(worker);
        assert_eq!(*worker.browser().injected.borrow(), [4, 9]);
    }
}

#[test]
fn the_toolbar_button_toggles_the_panel_or_opens_the_page() {
    let worker = fresh();
    worker.browser().tabs.borrow_mut().push(1);
    now(worker.handle(r#"{"action":{"tab":1}}"#));
    assert_eq!(worker.browser().opened.borrow().len(), 1);
    tell(&worker, 1, &facts("r1", Some("Contoso"), &[]));
    now(worker.handle(r#"{"action":{"tab":1}}"#));
    assert_eq!(
        *worker.browser().told_tabs.borrow(),
        [(1, r#"{"v":1,"message":{"toggle-panel":{}}}"#.to_owned())]
    );
    assert_eq!(worker.browser().opened.borrow().len(), 1);
}

#[test]
fn a_closed_tab_takes_its_unnamed_tenant_with_it() {
    let worker = fresh();
    tell(&worker, 1, &facts("r1", None, &full_admin()));
    now(worker.handle(r#"{"tab-closed":{"tab":1}}"#));
    assert_eq!(overview(&worker, 1).page, PageState::NotOpen {});
    let left = worker.browser().stored.borrow();
    assert!(
        !left.keys().any(|(_, key)| key.starts_with("partner/") || key.starts_with("tab/")),
        "{left:?}"
    );
}

#[test]
fn the_layout_is_kept() {
    let worker = fresh();
    let layout = json!({"v": 1, "message": {"layout": {"open": true, "width": 500, "launcher": 250, "float": [1, -2]}}});
    assert_eq!(send(&worker, PAGE, 1, 0, &layout)["ok"]["done"], json!({}));
    let worker = killed(worker);
    let welcome = send(&worker, PAGE, 1, 0, &json!({"v": 1, "message": {"hello": {}}}));
    assert_eq!(welcome["ok"]["welcome"]["layout"]["width"], 500);
    assert_eq!(welcome["ok"]["welcome"]["layout"]["open"], true);
}
