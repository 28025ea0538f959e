//! The app registration.

use crate::fixture::{CLIENT, Panel, send, settle, signed_in, signed_out};
use protocol::{
    panel::PanelRequest,
    session::{Fit, Session, Source},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};

fn part(name: &str) -> String {
    format!("[data-part={name}]")
}

/// Nothing is registered.
fn unregistered() -> Session {
    let mut session = signed_out();
    (session.setup.client, session.setup.source) = (None, Source::Build);
    session.setup.consent = String::new();
    session
}

fn of(source: Source) -> Session {
    let mut session = signed_out();
    session.setup.source = source;
    session
}

async fn type_id(panel: &Panel, text: &str) -> HtmlInputElement {
    let input: HtmlInputElement = panel.one(&part("client-id")).unchecked_into();
    input.set_value(text);
    send(&input, "input");
    settle().await;
    input
}

#[wasm_bindgen_test]
async fn who_has_no_registration_is_led_there() {
    let panel = Panel::open_signed_in("#/account", vec![unregistered()]).await;
    assert!(panel.all(&part("sign-in")).is_empty());
    panel.follow(&part("registration")).await;
    assert_eq!(panel.one("h2").inner_text(), "set_up");
    assert!(panel.all(&part("registered")).is_empty());
    assert_eq!(panel.texts(&part("redirect")), ["https://redirect.example/cb/global"]);
}

#[wasm_bindgen_test]
async fn the_three_ways_are_tabs() {
    let panel = Panel::open_signed_in("#/set-up", vec![signed_out()]).await;
    let selected = || panel.attributes("[role=tab][aria-selected=true]", "id");
    assert_eq!(selected(), ["tab-script"]);
    for (name, start) in [("script-powershell", "#Requires"), ("script-cli", "set -eu")] {
        let script: HtmlTextAreaElement = panel.one(&part(name)).unchecked_into();
        assert!(script.value().starts_with(start), "{}", script.value());
        assert!(script.value().contains("https://redirect.example/cb/global"));
    }
    for (key, tab) in
        [("ArrowRight", "tab-steps"), ("End", "tab-consent"), ("ArrowRight", "tab-script")]
    {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        let from = panel.one("[role=tab][tabindex='0']");
        crate::fixture::moved(|| drop(from.dispatch_event(&event))).await;
        settle().await;
        assert_eq!(selected(), [tab]);
        assert_eq!(crate::fixture::document().active_element().unwrap().id(), tab);
    }
}

#[wasm_bindgen_test]
async fn the_consent_address_needs_an_id() {
    let panel = Panel::open_signed_in("#/set-up/consent", vec![unregistered()]).await;
    assert_eq!(panel.one("#way").inner_text(), "consent_later");
    let panel = Panel::open_signed_in("#/set-up/consent", vec![signed_out()]).await;
    let link = panel.one(&part("admin-consent"));
    let address = "https://login.example/adminconsent?scope=User.Read";
    assert_eq!(link.get_attribute("href").as_deref(), Some(address));
    assert_eq!(link.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
}

#[wasm_bindgen_test]
async fn an_id_is_checked_as_it_is_typed_and_saved() {
    let panel = Panel::open_signed_in("#/set-up", vec![unregistered(), signed_out()]).await;
    for (text, wrong) in [("6f0c", None), ("not an id", Some("true")), ("6F0C1D1E", None)] {
        let input = type_id(&panel, text).await;
        assert_eq!(input.get_attribute("aria-invalid").as_deref(), wrong, "{text}");
    }
    panel.click(&part("save-client-id")).await;
    assert_eq!(panel.one("#client-id-wrong").inner_text(), "client_id_short");
    assert_eq!(panel.worker.asked_of_session.borrow().len(), 1, "nothing is saved");
    type_id(&panel, &format!(" {} ", CLIENT.to_uppercase())).await;
    panel.click(&part("save-client-id")).await;
    let saved = PanelRequest::Register { client: CLIENT.to_owned() };
    assert_eq!(panel.worker.asked_of_session.borrow()[1..], [saved]);
    assert_eq!(panel.attributes(&part("registered"), "data-code"), ["options"]);
    let next = panel.one(&part("next-sign-in")).get_attribute("href");
    assert_eq!(next.as_deref(), Some("#/account"));
}

#[wasm_bindgen_test]
async fn whose_the_id_is_decides_what_can_be_changed() {
    for (source, code, inputs, removes) in [
        (Source::Build, "build", 1, 0),
        (Source::Options, "options", 1, 1),
        (Source::Policy, "policy", 0, 0),
    ] {
        let panel = Panel::open_signed_in("#/set-up", vec![of(source)]).await;
        assert_eq!(panel.attributes(&part("registered"), "data-code"), [code]);
        assert_eq!(panel.all(&part("client-id")).len(), inputs);
        assert_eq!(panel.all(&part("remove-client-id")).len(), removes);
        if source == Source::Options {
            panel.click(&part("remove-client-id")).await;
            let removed = PanelRequest::Register { client: String::new() };
            assert_eq!(panel.worker.asked_of_session.borrow()[1..], [removed]);
        }
    }
}

#[wasm_bindgen_test]
async fn what_a_policy_says_wrongly_is_told() {
    let mut session = signed_in(&[("ada", Fit::Same)]);
    session.setup.refused = Some("<our app>".to_owned());
    let panel = Panel::open_signed_in("#/set-up", vec![session]).await;
    let told = panel.one(&part("policy-refused")).inner_text();
    assert!(told.contains("policy_refused_why(<our app>)"), "{told}");
    assert!(panel.text().contains("client_id_signs_out"));
}
