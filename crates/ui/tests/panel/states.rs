//! The overview, and what it says of the page.

use crate::fixture::{Answered, HOSTILE, Panel, assessment, id, listed, now, overview};
use domain::{Coverage, Timestamp};
use protocol::panel::{PageState, PanelResponse};
use wasm_bindgen_test::wasm_bindgen_test;

/// The page shows `page`, and nothing of the tenant is known.
fn bare(page: PageState) -> Answered {
    let mut overview = overview(page);
    overview.partners.clear();
    overview.first.clear();
    overview.unknowns.clear();
    overview.unrecognised.clear();
    overview.coverage = Coverage::default();
    Ok(PanelResponse::Overview(overview))
}

#[wasm_bindgen_test]
async fn every_state_of_the_page_has_its_own_words() {
    let message = "Sie dürfen das nicht.".to_owned();
    let request = assessment().partners[0].relationships[0].clone();
    for (page, state, words) in [
        (PageState::NotOpen {}, "not-open", "state_not_open_why"),
        (PageState::Loading { since: now() }, "loading", "state_loading_why"),
        (
            PageState::Loading { since: Timestamp::from_millis(0) },
            "loading-long",
            "state_loading_long(1970-01-01T00:00:00Z)",
        ),
        (PageState::List { read: 12, total: Some(40) }, "partial", "state_partial(12|40)"),
        (PageState::List { read: 0, total: None }, "nothing-read", "state_nothing_read_why"),
        (PageState::Empty {}, "empty", "state_empty_why"),
        (
            PageState::Denied { message: message.clone() },
            "denied",
            "page_says(Sie dürfen das nicht.)",
        ),
        (PageState::Denied { message: " ".to_owned() }, "denied", "state_denied_why"),
        (PageState::Failed { message }, "failed", "state_failed_why"),
        (PageState::Detail {}, "detail", "state_detail_why"),
        (
            PageState::Invitation { request: Box::new(request) },
            "invitation",
            "invitation_why(Proseware)",
        ),
        (
            PageState::Unrecognised { report: "headers: 5".to_owned() },
            "unrecognised",
            "notice_unrecognised_body",
        ),
    ] {
        for fragment in ["#/overview", "#/partners"] {
            let panel = Panel::open(fragment, vec![bare(page.clone())]).await;
            let section = panel.one("[data-state]");
            assert_eq!(section.get_attribute("data-state").as_deref(), Some(state));
            assert!(section.text_content().unwrap().contains(words), "{}", panel.text());
            assert!(panel.all(".tile, .row").is_empty());
        }
    }
}

#[wasm_bindgen_test]
async fn a_list_that_was_read_to_its_end_needs_no_words() {
    for answer in [listed(), Ok(PanelResponse::Overview(overview(PageState::Detail {})))] {
        let panel = Panel::open("#/overview", vec![answer]).await;
        assert!(panel.all("[data-state]").is_empty());
    }
}

#[wasm_bindgen_test]
async fn a_report_can_be_copied_as_it_stands() {
    let report = "headers: 5 <b>\nroute: #/partners".to_owned();
    let panel =
        Panel::open("#/overview", vec![bare(PageState::Unrecognised { report: report.clone() })])
            .await;
    let field: web_sys::HtmlTextAreaElement =
        wasm_bindgen::JsCast::unchecked_into(panel.one("textarea"));
    assert_eq!(field.value(), report);
}

#[wasm_bindgen_test]
async fn the_overview_shows_levels_findings_and_what_is_not_known() {
    let panel = Panel::open("#/overview", vec![listed()]).await;
    assert_eq!(
        panel.texts(".tile"),
        [
            "2 level_critical",
            "0 level_high",
            "0 level_medium",
            "3 tile_low_or_none",
            "0 level_unknown"
        ]
    );
    assert_eq!(panel.one(".who").inner_text(), "Contoso · from_page(2026-11-24T09:41:00Z)");
    let rules = panel.attributes(".first [data-rule]", "data-rule");
    assert_eq!(&rules[..2], ["gdap-global-admin", "dap-present"]);
    let links = panel.attributes(".first a", "href");
    assert_eq!(links[0], format!("#/partner/{}", id("Proseware")));
    assert_eq!(panel.attributes(".unknowns [data-need]", "data-need"), ["need_graph"]);
    assert_eq!(panel.texts(".unknowns li"), ["rule_partner_app_name", "rule_partner_guest_name"]);
    assert_eq!(panel.texts(".words li"), ["Special role"]);
}

#[wasm_bindgen_test]
async fn an_organization_without_a_name_is_said_to_have_none() {
    let mut unnamed = overview(PageState::NotOpen {});
    (unnamed.organization, unnamed.read_at) = (None, None);
    let panel = Panel::open("#/overview", vec![Ok(PanelResponse::Overview(unnamed))]).await;
    assert_eq!(panel.one(".who").inner_text(), "organization_unnamed · not_read");
}

#[wasm_bindgen_test]
async fn names_from_the_page_are_text() {
    let panel = Panel::open("#/partners", vec![listed()]).await;
    assert!(panel.texts(".name").iter().any(|name| name == HOSTILE), "{}", panel.text());
    assert!(panel.all("img").is_empty());
}
