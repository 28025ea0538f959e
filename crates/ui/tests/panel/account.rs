//! Who is signed in, and signing in and out.

use crate::fixture::{Panel, document, listed, settle, signed_in, signed_out};
use protocol::{
    envelope::{ErrorCode, Failure},
    panel::{PanelRequest, PanelResponse},
    session::{AtMicrosoft, Busy, Fit, Outcome, Problem, Remedy, Session},
};
use ui::backend::News;
use wasm_bindgen_test::wasm_bindgen_test;

fn part(name: &str) -> String {
    format!("[data-part={name}]")
}

fn ended(outcome: Outcome) -> Session {
    Session { outcome: Some(outcome), ..signed_out() }
}

fn failed(code: &str, remedy: Remedy) -> Session {
    let trace = "invalid_grant AADSTS50105".to_owned();
    ended(Outcome::Problem(Problem { code: code.to_owned(), remedy, trace }))
}

#[wasm_bindgen_test]
async fn the_head_leads_to_the_account_and_opens_no_window() {
    for (session, name) in [
        (signed_out(), None),
        (signed_in(&[("ada", Fit::Same)]), Some("account_of(ada@fabrikam.example|Fabrikam)")),
        (
            signed_in(&[("ada", Fit::Unknown)]),
            Some("account_of(ada@fabrikam.example|0d5b7a3c-4f1e-4b7e-8a37-9f52c6d1e204)"),
        ),
        (Session { busy: Busy::Restoring, ..signed_out() }, Some("restoring")),
    ] {
        let panel = Panel::open_signed_in("#/overview", vec![session]).await;
        let button = panel.one(&part("account-button"));
        assert_eq!(button.get_attribute("href").as_deref(), Some("#/account"));
        assert_eq!(button.get_attribute("aria-label").as_deref(), name);
        assert!(name.is_some() || button.inner_text() == "sign_in", "{}", button.inner_text());
        panel.follow(&part("account-button")).await;
        assert_eq!(panel.all("h2").len(), 1);
        // Whoever goes there is shown what is so now.
        let asked = panel.worker.asked_of_session.borrow();
        assert_eq!(*asked, [PanelRequest::Session {}, PanelRequest::Session {}]);
    }
}

#[wasm_bindgen_test]
async fn nothing_is_said_of_an_account_before_it_is_known() {
    let panel = Panel::open("#/account", Vec::new()).await;
    assert!(panel.all(&part("account-button")).is_empty());
    assert_eq!(panel.one("#view").inner_text(), "loading");
    panel.worker.tell(News::Session);
    settle().await;
    assert_eq!(panel.worker.asked_of_session.borrow().len(), 1, "one is on its way");
    assert!(panel.worker.asked.borrow().is_empty(), "the view shows nothing of partners");
}

#[wasm_bindgen_test]
async fn a_press_signs_in_and_the_push_tells_how_it_ended() {
    let window = Session { busy: Busy::Window, ..signed_out() };
    let panel = Panel::open_signed_in("#/account", vec![signed_out(), window]).await;
    assert_eq!(panel.one("h2").inner_text(), "sign_in_title");
    panel.click(&part("sign-in")).await;
    let sign_in = PanelRequest::SignIn { account: None };
    assert_eq!(panel.worker.asked_of_session.borrow()[1..], [sign_in]);
    assert!(panel.one(&part("busy")).text_content().unwrap().contains("busy_window"));
    // While a window is open, another press asks for nothing.
    panel.click(&part("sign-in")).await;
    assert_eq!(panel.worker.asked_of_session.borrow().len(), 2);
    panel.worker.will_say_of_session(Ok(PanelResponse::Session(signed_in(&[("ada", Fit::Same)]))));
    panel.worker.tell(News::Session);
    settle().await;
    assert!(panel.all(&part("busy")).is_empty());
    assert_eq!(panel.attributes(&part("signed-in-account"), "data-account"), ["ada.tenant"]);
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_title_only_when_what_had_it_is_gone() {
    let focus = || document().active_element().map(|element| element.id()).unwrap_or_default();
    let both = signed_in(&[("ada", Fit::Same), ("bo", Fit::Same)]);
    let panel = Panel::open_signed_in("#/account", vec![both]).await;
    assert_eq!(focus(), "", "the first answer moves nothing");
    let one = || Ok(PanelResponse::Session(signed_in(&[("ada", Fit::Same)])));
    panel.worker.will_say_of_session(one());
    let press = panel.one(&part("use-account"));
    press.focus().unwrap();
    press.click();
    settle().await;
    assert_eq!(focus(), "view-title");
    panel.one(&part("add-account")).focus().unwrap();
    panel.worker.will_say_of_session(Ok(PanelResponse::Session(Session {
        busy: Busy::Window,
        ..signed_in(&[("ada", Fit::Same)])
    })));
    panel.click(&part("add-account")).await;
    let focused = document().active_element().and_then(|found| found.get_attribute("data-part"));
    assert_eq!(focused.as_deref(), Some("add-account"), "it is still there");
}

#[wasm_bindgen_test]
async fn a_change_of_the_page_asks_for_both() {
    let sessions = vec![signed_in(&[("ada", Fit::Same)]), signed_in(&[("ada", Fit::Other)])];
    let panel = Panel::open_signed_in("#/overview", sessions).await;
    assert!(panel.all(&part("mismatch")).is_empty());
    panel.worker.tell_change();
    settle().await;
    assert_eq!(panel.worker.asked.borrow().len(), 2);
    assert!(panel.one(&part("mismatch")).inner_text().contains("mismatch(Fabrikam|Contoso)"));
}

#[wasm_bindgen_test]
async fn an_overview_of_another_organization_asks_who_is_signed_in() {
    let elsewhere = || Session { page: Some("Northwind".to_owned()), ..signed_out() };
    let answers = vec![elsewhere(), elsewhere(), signed_out(), signed_out()];
    let panel = Panel::open_signed_in("#/overview", answers).await;
    // Nothing told of the change, but the view is asked for again. The account's page asks by itself.
    for asked in [3, 4] {
        panel.worker.will_say(listed());
        panel.follow(&part("account-button")).await;
        panel.follow(".back").await;
        assert_eq!(panel.worker.asked_of_session.borrow().len(), asked);
    }
}

#[wasm_bindgen_test]
async fn another_organization_is_said_on_every_view_before_any_data() {
    for fragment in ["#/overview", "#/partners", "#/account", "#/set-up"] {
        let session = signed_in(&[("ada", Fit::Other)]);
        let panel = Panel::open_signed_in(fragment, vec![session]).await;
        let first = panel.one("main > :first-child");
        assert_eq!(first.get_attribute("data-part").as_deref(), Some("mismatch"), "{fragment}");
        panel.click(&part("sign-in-other")).await;
        let asked = panel.worker.asked_of_session.borrow();
        assert_eq!(asked[1..], [PanelRequest::SignIn { account: None }]);
    }
    for fit in [Fit::Same, Fit::Unknown] {
        let panel = Panel::open_signed_in("#/overview", vec![signed_in(&[("ada", fit)])]).await;
        assert!(panel.all(&part("mismatch")).is_empty());
    }
}

#[wasm_bindgen_test]
async fn accounts_are_told_chosen_and_signed_out() {
    let both = || signed_in(&[("ada", Fit::Same), ("bo", Fit::Unknown)]);
    let panel = Panel::open_signed_in("#/account", vec![both(), both(), both()]).await;
    assert_eq!(panel.texts(".account h3"), ["ada@fabrikam.example", "bo@fabrikam.example"]);
    assert_eq!(panel.texts(".account .initials"), ["a", "b"]);
    assert_eq!(panel.attributes("[data-in-use]", "data-account"), ["ada.tenant"]);
    let cards = panel.texts(".account");
    for told in ["Fabrikam", "cloud_global", "User.Read scope_user_read", "Mail.Read", "fit_same"] {
        assert!(cards[0].contains(told), "{told} in {}", cards[0]);
    }
    assert!(cards[1].contains("organization_unknown") && cards[1].contains("fit_unknown(Contoso)"));
    panel.click(&part("use-account")).await;
    panel.click("[data-account='ada.tenant'] [data-part=sign-out]").await;
    panel.click(&part("add-account")).await;
    let id = |name: &str| format!("{name}.tenant");
    assert_eq!(
        panel.worker.asked_of_session.borrow()[1..],
        [
            PanelRequest::Choose { account: id("bo") },
            PanelRequest::SignOut { account: id("ada") },
            PanelRequest::SignIn { account: None },
        ]
    );
}

#[wasm_bindgen_test]
async fn a_sign_out_says_what_it_did() {
    for (microsoft, code, told) in [
        (AtMicrosoft::GoesOn, "goes-on", "signed_out_goes_on"),
        (AtMicrosoft::Ended, "ended", "signed_out_ended"),
        (AtMicrosoft::NotConfirmed, "not-confirmed", "signed_out_not_confirmed"),
    ] {
        let outcome = Outcome::SignedOut { username: "ada".to_owned(), microsoft };
        let panel = Panel::open_signed_in("#/account", vec![ended(outcome)]).await;
        let said = panel.one(&part("outcome"));
        assert_eq!(said.get_attribute("data-code").as_deref(), Some(code));
        for part in ["signed_out(ada)", "signed_out_tokens", told] {
            assert!(said.inner_text().contains(part), "{}", said.inner_text());
        }
        let goes_on = microsoft == AtMicrosoft::GoesOn;
        assert_eq!(panel.all(&part("end-session")).len(), usize::from(goes_on));
        if goes_on {
            panel.click(&part("end-session")).await;
            let asked = panel.worker.asked_of_session.borrow();
            assert_eq!(asked[1..], [PanelRequest::EndSession {}]);
        }
    }
}

#[wasm_bindgen_test]
async fn every_remedy_offers_what_there_is_to_do() {
    let consent = |admins_only| Remedy::GrantConsent {
        address: "https://login.example/adminconsent?scope=User.Read".to_owned(),
        admins_only,
    };
    let message = "AADSTS50105: <b>Nein</b>".to_owned();
    for (code, remedy, told, parts) in [
        ("grant-ended", Remedy::SignIn, "remedy_sign_in", &["try-again"][..]),
        (
            "consent-required",
            consent(false),
            "problem_consent_required",
            &["try-again", "admin-consent", "consent-message"],
        ),
        (
            "admin-consent-required",
            consent(true),
            "problem_admin_consent_required",
            &["admin-consent", "consent-message"],
        ),
        (
            "throttled",
            Remedy::WaitUntil { until: crate::fixture::now() },
            "wait_until(2026-11-24T09:41:00Z)",
            &["try-again"],
        ),
        (
            "not-assigned",
            Remedy::AskAdmin { message },
            "problem_not_assigned",
            &["microsoft-says", "try-again"],
        ),
        ("x", Remedy::SwitchTenant, "remedy_switch_tenant", &["try-again"]),
        (
            "app-not-found",
            Remedy::RegisterApp,
            "problem_app_not_found",
            &["redirect", "registration"],
        ),
        ("network", Remedy::CheckNetwork, "problem_network", &["try-again"]),
        ("x", Remedy::TryAgain, "remedy_try_again", &["try-again"]),
        ("state-mismatch", Remedy::ReportBug, "remedy_report_bug", &[]),
    ] {
        let panel = Panel::open_signed_in("#/account", vec![failed(code, remedy)]).await;
        let said = panel.one(&part("outcome"));
        assert_eq!(said.get_attribute("data-code").as_deref(), Some(code));
        assert!(said.text_content().unwrap().contains(told), "{}", panel.text());
        let mut found = panel.attributes("[data-part=outcome] [data-part]", "data-part");
        assert_eq!(found.pop().as_deref(), Some("report"));
        assert_eq!(found, parts, "{code}");
        let report: web_sys::HtmlTextAreaElement =
            wasm_bindgen::JsCast::unchecked_into(panel.one(&part("report")));
        let expected = format!("code: {code}\ntrace: invalid_grant AADSTS50105\nversion: 1.2.3");
        assert_eq!(report.value(), expected);
    }
}

#[wasm_bindgen_test]
async fn a_problem_of_the_account_in_use_is_put_right_with_that_account() {
    for (code, account) in [("grant-ended", Some("ada.tenant".to_owned())), ("interrupted", None)] {
        let failed = failed(code, Remedy::SignIn);
        let session = Session { outcome: failed.outcome, ..signed_in(&[("ada", Fit::Same)]) };
        let panel = Panel::open_signed_in("#/account", vec![session]).await;
        panel.click(&part("try-again")).await;
        let asked = panel.worker.asked_of_session.borrow();
        assert_eq!(asked[1..], [PanelRequest::SignIn { account }]);
    }
}

#[wasm_bindgen_test]
async fn a_failure_to_ask_is_told_where_it_matters() {
    let failure = || Err(Failure::new(ErrorCode::TryAgain, "storage"));
    let panel = Panel::open_signed_in("#/account", vec![signed_out()]).await;
    panel.worker.will_say_of_session(failure());
    panel.click(&part("sign-in")).await;
    assert_eq!(panel.attributes("[data-error]", "data-error"), ["try-again"]);
    assert_eq!(panel.all(&part("sign-in")).len(), 1, "what was known stays");
    panel.worker.will_say_of_session(Ok(PanelResponse::Session(signed_out())));
    panel.click("[role=alert] > .actions button").await;
    assert!(panel.all("[data-error]").is_empty());
}
