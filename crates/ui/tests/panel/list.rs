//! The list of partners.

use crate::fixture::{Panel, listed, overview, send, settle, summary, window};
use domain::{Date, Level};
use protocol::panel::{PageState, PanelResponse};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlInputElement, HtmlSelectElement};

async fn search(panel: &Panel, text: &str) {
    let input: HtmlInputElement = panel.one(".search").unchecked_into();
    input.set_value(text);
    send(&input, "input");
    settle().await;
}

async fn choose(panel: &Panel, control: &str, value: &str) {
    let select: HtmlSelectElement =
        panel.one(&format!("select[data-control={control}]")).unchecked_into();
    select.set_value(value);
    send(&select, "change");
    settle().await;
}

async fn tick(panel: &Panel, control: &str) {
    panel.click(&format!("input[data-control={control}]")).await;
}

/// A list of three, of which one is a reseller and one has ended.
async fn three() -> Panel {
    let mut overview = overview(PageState::List { read: 3, total: Some(3) });
    overview.partners = vec![
        summary("Tailspin Toys", Level::Critical),
        summary("Adventure Works", Level::High),
        summary("Wingtip Toys", Level::None),
    ];
    overview.partners[0].reseller = true;
    overview.partners[0].shares_name = true;
    overview.partners[1].roles = 9;
    overview.partners[1].next_end = Date::new(2027, 3, 1);
    overview.partners[1].on_page = false;
    (overview.partners[2].active, overview.partners[2].ended) = (0, 1);
    overview.partners[2].roles = 20;
    overview.partners[2].next_end = Date::new(2027, 6, 1);
    Panel::open("#/partners", vec![Ok(PanelResponse::Overview(overview))]).await
}

#[wasm_bindgen_test]
async fn partners_can_be_searched_sorted_and_filtered() {
    let panel = three().await;
    let names = || panel.texts(".name");
    assert_eq!(names(), ["Tailspin Toys", "Adventure Works", "Wingtip Toys"]);
    for (order, sorted) in [
        ("name", ["Adventure Works", "Tailspin Toys", "Wingtip Toys"]),
        ("end", ["Adventure Works", "Wingtip Toys", "Tailspin Toys"]),
        ("roles", ["Wingtip Toys", "Adventure Works", "Tailspin Toys"]),
        ("level", ["Tailspin Toys", "Adventure Works", "Wingtip Toys"]),
    ] {
        choose(&panel, "sort", order).await;
        assert_eq!(names(), sorted, "{order}");
    }
    search(&panel, "toys").await;
    assert_eq!(names(), ["Tailspin Toys", "Wingtip Toys"]);
    assert_eq!(panel.one(".partners > [role=status]").inner_text(), "partners_of(2|3)");
    tick(&panel, "ended").await;
    assert_eq!(names(), ["Wingtip Toys"]);
    tick(&panel, "resellers").await;
    assert!(names().is_empty());
    assert_eq!(panel.one(".partners > [role=status]").inner_text(), "no_partner_matches");
    search(&panel, "").await;
    tick(&panel, "ended").await;
    assert_eq!(names(), ["Tailspin Toys"]);
}

#[wasm_bindgen_test]
async fn a_row_marks_what_is_unusual() {
    let panel = three().await;
    assert_eq!(
        panel.texts(".row .flag"),
        ["shares_name_short", "not_seen_now(2026-11-24T09:41:00Z)"]
    );
    assert_eq!(panel.texts(".row .badge"), ["level_critical", "level_high", "badge_ended"]);
}

#[wasm_bindgen_test]
async fn a_tile_leads_to_its_partners_and_a_filter_changes_the_route() {
    let panel = Panel::open("#/overview", vec![listed()]).await;
    panel.follow("[data-tile=critical]").await;
    assert_eq!(window().location().hash().unwrap(), "#/partners/critical");
    assert_eq!(panel.all(".row").len(), 2);
    assert_eq!(panel.worker.asked.borrow().len(), 1, "the list is the same answer");
    let select: HtmlSelectElement = panel.one("select[data-control=level]").unchecked_into();
    assert_eq!(select.value(), "critical");
    crate::fixture::moved(|| {
        select.set_value("");
        send(&select, "change");
    })
    .await;
    settle().await;
    assert_eq!(window().location().hash().unwrap(), "#/partners");
    assert_eq!(panel.all(".row").len(), 5);
}

#[wasm_bindgen_test]
async fn of_many_partners_a_hundred_are_drawn_at_a_time() {
    let mut overview = overview(PageState::List { read: 412, total: None });
    let names = (0..412).map(|number| format!("Partner {number:03}"));
    overview.partners = names.map(|name| summary(&name, Level::Low)).collect();
    let panel = Panel::open("#/partners", vec![Ok(PanelResponse::Overview(overview))]).await;
    for drawn in [100, 200, 300, 400] {
        assert_eq!(panel.all(".row").len(), drawn);
        assert_eq!(panel.texts(".more"), [format!("show_more({})", (412 - drawn).min(100))]);
        panel.click(".more").await;
    }
    assert_eq!((panel.all(".row").len(), panel.all(".more").len()), (412, 0));
    search(&panel, "partner 41").await;
    assert_eq!(panel.all(".row").len(), 2);
}
