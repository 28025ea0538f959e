//! Authorize: which requests are refused and how, how answers come back, and `prompt`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::Client;
use client::entra::{
    AVERY, Browser, CONTOSO, FABRIKAM, INES, LOGIN, MAREK, REDIRECT, STATE, Sent, YUKI, query,
};
use serde_json::json;

const FOREIGN: &str = "https://contoso.example/cb/global";

#[tokio::test]
async fn a_request_whose_client_cant_be_told_gets_a_page() {
    let client = Client::start().await;
    let check = async |tenant: &str, change: (&str, &str), code: u32| {
        let path = format!("/{tenant}/oauth2/v2.0/authorize?{}", query(&[change]));
        let answer = client.get(LOGIN, &path).await;
        assert_eq!((answer.status, answer.header("location")), (200, None), "{change:?}");
        assert!(answer.body.contains(&format!("AADSTS{code}: ")), "{change:?}: {}", answer.body);
        assert!(answer.body.contains("Trace ID: ") && answer.body.contains("Correlation ID: "));
    };
    check("organizations", ("client_id", ""), 900_144).await;
    check("organizations", ("client_id", "0b1d2f3a-0000-4000-8000-5a6b7c8d9e0f"), 700_016).await;
    check("organizations", ("redirect_uri", ""), 900_144).await;
    check("organizations", ("redirect_uri", FOREIGN), 50011).await;
    check("organizations", ("redirect_uri", &format!("{REDIRECT}/")), 50011).await;
    check("northwind.example", ("state", STATE), 90002).await;
    check("consumers", ("state", STATE), 90002).await;
}

#[tokio::test]
async fn a_request_that_is_wrong_otherwise_goes_back_with_its_state() {
    let client = Client::start().await;
    let check = async |change: (&str, &str), error: &str, code: u32| {
        let sent = Sent::of(&Browser::new(&client).authorize(&[change]).await);
        assert_eq!(sent.address, REDIRECT);
        assert_eq!((sent.get("error"), sent.get("state"), sent.get("code")), (error, STATE, ""));
        let text = sent.get("error_description");
        assert!(text.starts_with(&format!("AADSTS{code}: ")), "{text}");
        assert!(text.contains("Timestamp: 2026-11-24 09:41:00Z"), "{text}");
        assert!(text.contains("Correlation ID: 3c0e7b52-9d14-4f68-a1b7-52c8e90d6f34"), "{text}");
        assert_eq!(sent.get("error_uri"), format!("https://{LOGIN}/error?code={code}"));
    };
    check(("response_type", ""), "invalid_request", 900_144).await;
    check(("response_type", "token"), "unsupported_response_type", 700_054).await;
    check(("scope", ""), "invalid_request", 900_144).await;
    check(("scope", "User<Read"), "invalid_scope", 70011).await;
    check(("scope", "https://vault.azure.net/.default"), "invalid_resource", 500_011).await;
    check(("prompt", "maybe"), "invalid_request", 90023).await;
    check(("code_challenge", ""), "invalid_request", 9_002_325).await;
    check(("code_challenge_method", "plain"), "invalid_request", 501_492).await;
    check(("code_challenge_method", ""), "invalid_request", 501_492).await;
    check(("code_challenge", "short"), "invalid_request", 501_491).await;
    check(("prompt", "none"), "login_required", 50058).await;
}

#[tokio::test]
async fn only_a_single_page_application_has_to_send_a_challenge() {
    let client = Client::start().await;
    client.entra(&json!({ "auto": "accept", "platform": "native" })).await;
    let sent = Sent::of(&Browser::new(&client).authorize(&[("code_challenge", "")]).await);
    assert_ne!(sent.get("code"), "");
}

#[tokio::test]
async fn every_tenants_name_leads_to_its_accounts() {
    let client = Client::start().await;
    client.entra(&json!({ "auto": "accept" })).await;
    let check = async |tenant: &str, hint: &str, expected: &str| {
        let query = query(&[("login_hint", hint)]);
        let path = format!("/{tenant}/oauth2/v2.0/authorize?{query}");
        let answer = client.get(LOGIN, &path).await;
        match expected {
            "code" => assert_ne!(Sent::of(&answer).get("code"), "", "{tenant} {hint}"),
            page => assert!(answer.body.contains(page), "{tenant} {hint}: {}", answer.body),
        }
    };
    check("organizations", INES, "code").await;
    check("common", AVERY, "code").await;
    check(FABRIKAM, INES, "code").await;
    check("fabrikam.example", INES, "code").await;
    check("CONTOSO.example", AVERY, "code").await;
    check(CONTOSO, INES, "AADSTS50020: ").await;
    check("organizations", "nobody@fabrikam.example", "Pick an account").await;
}

#[tokio::test]
async fn the_answer_comes_in_the_mode_that_was_asked_for() {
    let client = Client::start().await;
    client.entra(&json!({ "auto": "accept" })).await;
    let mut browser = Browser::new(&client);
    let answer = browser.authorize(&[("response_mode", "query")]).await;
    assert!(answer.header("location").unwrap().starts_with(&format!("{REDIRECT}?code=sim-code-")));
    let sent = Sent::of(&answer);
    assert_eq!(sent.get("state"), STATE);
    assert_ne!(sent.get("client_info"), "");
    assert_ne!(sent.get("session_state"), "");
    assert_eq!(sent.get("iss"), "");

    let answer = browser.authorize(&[("response_mode", "fragment")]).await;
    assert!(answer.header("location").unwrap().starts_with(&format!("{REDIRECT}#code=sim-code-")));

    let answer = browser.authorize(&[("response_mode", "form_post")]).await;
    assert_eq!((answer.status, answer.header("location")), (200, None));
    assert!(answer.body.contains(&format!("<form method=\"post\" action=\"{REDIRECT}\">")));
    assert!(answer.body.contains("name=\"code\" value=\"sim-code-"));

    client.entra(&json!({ "redirect": "script" })).await;
    let answer = browser.authorize(&[("client_info", "")]).await;
    assert_eq!((answer.status, answer.header("location")), (200, None));
    assert!(answer.body.contains(&format!("location.replace(\"{REDIRECT}?code=sim-code-")));
    assert!(!answer.body.contains("client_info"));
}

#[tokio::test]
async fn the_answer_is_wrong_where_a_switch_says_so() {
    let client = Client::start().await;
    let check = async |answer: &str, state: &str, issuer: &str| {
        client.entra(&json!({ "auto": "accept", "answer": answer })).await;
        let sent = Sent::of(&Browser::new(&client).authorize(&[("login_hint", INES)]).await);
        assert_eq!((sent.get("state"), sent.get("iss")), (state, issuer), "{answer}");
    };
    let issuer = |host: &str| format!("https://{host}/{FABRIKAM}/v2.0");
    check("plain", STATE, "").await;
    check("wrongState", "a-state-that-nobody-sent", "").await;
    check("missingState", "", "").await;
    check("rightIssuer", STATE, &issuer(LOGIN)).await;
    check("wrongIssuer", STATE, &issuer("login.microsoftonline.us")).await;
}

#[tokio::test]
async fn a_session_answers_without_pages() {
    let client = Client::start().await;
    client.entra(&json!({ "consent": "granted" })).await;
    let mut browser = Browser::new(&client);
    browser.code(&[("login_hint", INES)]).await;
    let sent = |answer| Sent::of(&answer);
    let silent = [("prompt", "none")];
    assert_ne!(sent(browser.authorize(&silent).await).get("code"), "");
    // Without a prompt the only session is taken too; asking for pages gets them.
    assert_ne!(sent(browser.authorize(&[]).await).get("code"), "");
    let check = async |browser: &mut Browser<'_>, prompt: &str, title: &str| {
        let answer = browser.authorize(&[("prompt", prompt)]).await;
        assert!(answer.body.contains(&format!("<h1>{title}</h1>")), "{prompt}: {}", answer.body);
    };
    check(&mut browser, "select_account", "Pick an account").await;
    check(&mut browser, "login", "Enter password").await;
    check(&mut browser, "consent", "Permissions requested").await;

    // A second account makes the request ambiguous, unless it says whom it means.
    browser.code(&[("login_hint", AVERY)]).await;
    let ambiguous = sent(browser.authorize(&silent).await);
    assert_eq!(ambiguous.get("error"), "interaction_required");
    assert!(ambiguous.get("error_description").starts_with("AADSTS16000: "));
    let hinted = [("prompt", "none"), ("login_hint", AVERY)];
    assert_ne!(sent(browser.authorize(&hinted).await).get("code"), "");
    let unknown = [("prompt", "none"), ("login_hint", MAREK)];
    assert_eq!(sent(browser.authorize(&unknown).await).get("error"), "login_required");

    // Another browser has another session, and the control endpoint ends all of them.
    let other = sent(Browser::new(&client).authorize(&silent).await);
    assert_eq!(other.get("error"), "login_required");
    assert_eq!(client.control("POST", "/__simulator/entra/sign-out", "").await.status, 204);
    assert_eq!(sent(browser.authorize(&hinted).await).get("error"), "login_required");
}

#[tokio::test]
async fn what_takes_a_page_is_an_error_when_none_may_be_shown() {
    let client = Client::start().await;
    let check = async |upn: &str, scope: &str, switches, error: &str, code: u32, claims: bool| {
        client.control("POST", "/__simulator/reset", "").await;
        client.entra(&json!({ "mfa": "never" })).await;
        let mut browser = Browser::new(&client);
        browser.code(&[("login_hint", upn)]).await;
        client.entra(&switches).await;
        let sent = Sent::of(&browser.authorize(&[("prompt", "none"), ("scope", scope)]).await);
        assert_eq!((sent.get("error"), sent.get("state")), (error, STATE));
        let text = sent.get("error_description");
        assert!(text.starts_with(&format!("AADSTS{code}: ")), "{text}");
        assert_eq!(sent.get("claims").contains("capolids"), claims, "{sent:?}");
    };
    let more = "openid User.Read Directory.Read.All";
    let blocks = json!({ "conditionalAccess": "blocks" });
    check(INES, more, json!({}), "consent_required", 65001, false).await;
    check(INES, "openid", blocks, "interaction_required", 53003, true).await;
    check(YUKI, "openid", json!({ "mfa": null }), "interaction_required", 50076, true).await;
    check(INES, "openid", json!({ "mfa": "always" }), "interaction_required", 50076, true).await;
}

#[tokio::test]
async fn auto_answers_for_the_person() {
    let client = Client::start().await;
    let check = async |switches, changes: &[(&str, &str)], expected: (&str, &str)| {
        client.control("POST", "/__simulator/reset", "").await;
        client.entra(&switches).await;
        let sent = Sent::of(&Browser::new(&client).authorize(changes).await);
        assert_eq!((sent.get("error"), sent.get("error_subcode")), expected, "{switches}");
        assert_eq!(sent.get("code").is_empty(), !expected.0.is_empty());
    };
    let accept = json!({ "auto": "accept" });
    let select = [("prompt", "select_account")];
    check(accept.clone(), &[], ("", "")).await;
    check(accept.clone(), &select, ("", "")).await;
    check(accept.clone(), &[("login_hint", YUKI)], ("", "")).await;
    check(json!({ "auto": "accept", "autoAccount": AVERY }), &select, ("", "")).await;
    check(accept.clone(), &[("prompt", "none")], ("login_required", "")).await;
    check(accept, &[("login_hint", MAREK)], ("access_denied", "")).await;
    check(json!({ "auto": "cancel" }), &[], ("access_denied", "cancel")).await;
    let planned = json!({ "authorizeError": { "error": "temporarily_unavailable", "times": 1 } });
    check(planned, &[], ("temporarily_unavailable", "")).await;
    let sent = Browser::new(&client).authorize(&[]).await;
    assert!(sent.body.contains("Pick an account"), "The error was planned for one request.");
}
