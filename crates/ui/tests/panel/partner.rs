//! One partner.

use crate::fixture::{Panel, document, id, listed, moved, partner, settle, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

fn at(name: &str) -> String {
    format!("#/partner/{}", id(name))
}

#[wasm_bindgen_test]
async fn findings_say_why_since_when_on_whose_word_and_what_to_do() {
    let panel = Panel::open(&at("Proseware"), vec![partner("Proseware")]).await;
    assert_eq!(panel.one("h2").inner_text(), "Proseware");
    assert_eq!(panel.texts(".summary .badge"), ["level_critical"]);
    let rules = panel.attributes(".findings [data-rule]", "data-rule");
    assert_eq!(rules.first().map(String::as_str), Some("gdap-global-admin"));
    let card = panel.one("[data-rule=gdap-global-admin]").text_content().unwrap();
    for part in [
        "rule_gdap_global_admin(Full admin|Global Administrator|2027-06-30)",
        "rule_gdap_global_admin_why_until(",
        "rule_gdap_global_admin_do(",
        "seen_list(2026-11-24T09:41:00Z) · tier_page",
        "authority_least_privilege",
        "fact_roles",
        "check_list",
    ] {
        assert!(card.contains(part), "{part} in {card}");
    }
    let link = panel.one("[data-rule=gdap-global-admin] a");
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    assert!(link.get_attribute("href").unwrap().starts_with("https://learn.microsoft.com/"));
    assert!(panel.attributes("[data-need]", "data-need").contains(&"need_detail_page".to_owned()));
}

#[wasm_bindgen_test]
async fn access_commerce_and_history_stand_side_by_side() {
    for (name, access, commerce, history) in [
        ("Proseware", "active_one(1)", "commerce_none", "ended_one(1)"),
        ("Tailspin Toys", "active_one(1)", "type_reseller", "ended_other(0)"),
        ("Wingtip Toys", "active_other(0)", "commerce_none", "ended_one(1)"),
    ] {
        let panel = Panel::open(&at(name), vec![partner(name)]).await;
        assert_eq!(panel.texts("[data-box] b"), [access, commerce, history], "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_shared_name_and_unseen_relationships_are_told() {
    let panel = Panel::open(&at("Tailspin Toys"), vec![partner("Tailspin Toys")]).await;
    assert_eq!(panel.texts(".summary .flag"), ["shares_name", "listed_more(1|3)"]);
}

#[wasm_bindgen_test]
async fn roles_are_grouped_by_what_they_allow() {
    let panel = Panel::open(&(at("Proseware") + "/access"), vec![partner("Proseware")]).await;
    let groups = panel.attributes("[data-capability]", "data-capability");
    assert_eq!(groups, ["full-control", "other"]);
    assert_eq!(
        panel.texts(".chips li"),
        ["Global Administratorprivileged", "Special rolenot_recognized"]
    );
    assert_eq!(panel.texts(".allowed .flag"), ["hidden_roles_other(4)"]);
    let standings = panel.attributes("[data-standing]", "data-standing");
    assert_eq!(standings, ["in-force", "ended"]);
    assert_eq!(panel.texts("[data-standing] h4"), ["Full admin", "Pilot"]);
}

#[wasm_bindgen_test]
async fn of_many_relationships_twenty_are_drawn_at_a_time() {
    let name = "Adventure Works";
    let panel = Panel::open(&(at(name) + "/access"), vec![partner(name)]).await;
    assert_eq!(panel.all("[data-standing]").len(), 20);
    assert_eq!(panel.one(".more").inner_text(), "show_more(2)");
    panel.click(".more").await;
    assert_eq!((panel.all("[data-standing]").len(), panel.all(".more").len()), (22, 0));
}

#[wasm_bindgen_test]
async fn a_partner_that_is_not_there_is_said_not_to_be() {
    let panel = Panel::open("#/partner/p0", vec![partner("Nobody")]).await;
    assert_eq!(panel.one("h2").inner_text(), "partner_unknown");
}

#[wasm_bindgen_test]
async fn a_link_leads_to_a_partner_and_the_focus_follows() {
    let panel = Panel::open("#/partners", vec![listed(), partner("Proseware")]).await;
    panel.follow(&format!("a.row[href='{}']", at("Proseware"))).await;
    assert_eq!(panel.one("h2").inner_text(), "Proseware");
    assert_eq!(document().active_element().unwrap().id(), "view-title");
    assert!(document().title().starts_with("Proseware"));
    panel.worker.will_say(listed());
    panel.follow(".back").await;
    assert_eq!(panel.all(".row").len(), 5);
    assert_eq!(document().title(), "panel_name");
}

#[wasm_bindgen_test]
async fn a_docked_panel_makes_no_history() {
    let answers = vec![listed(), partner("Proseware")];
    let panel = Panel::open_as("#/partners", answers, true).await;
    let length = window().history().unwrap().length().unwrap();
    panel.follow(&format!("a.row[href='{}']", at("Proseware"))).await;
    panel.follow("#tab-access").await;
    assert_eq!(window().history().unwrap().length().unwrap(), length);
}

fn press(target: &HtmlElement, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn tabs_are_gone_through_with_the_keyboard() {
    let panel = Panel::open(&at("Proseware"), vec![partner("Proseware")]).await;
    for (key, selected) in [
        ("ArrowRight", "tab-access"),
        ("ArrowRight", "tab-findings"),
        ("ArrowLeft", "tab-access"),
        ("Home", "tab-findings"),
        ("End", "tab-access"),
    ] {
        let tab = panel.one("[role=tab][aria-selected=true]");
        assert_eq!(tab.get_attribute("tabindex").as_deref(), Some("0"));
        moved(|| press(&tab, key)).await;
        settle().await;
        assert_eq!(panel.one("[role=tab][aria-selected=true]").id(), selected, "{key}");
        assert_eq!(document().active_element().unwrap().id(), selected, "{key}");
        let view = panel.one("[role=tabpanel]");
        assert_eq!(view.get_attribute("aria-labelledby").as_deref(), Some(selected));
        let focused: HtmlElement = document().active_element().unwrap().unchecked_into();
        assert_eq!(focused.get_attribute("aria-controls"), Some(view.id()));
    }
    assert_eq!(panel.worker.asked.borrow().len(), 1, "both tabs show one answer");
}
