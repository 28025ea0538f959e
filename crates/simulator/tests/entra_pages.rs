//! The way through the pages: account, password, approval, consent, and what ends it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::entra::{
    AVERY, Browser, INES, INES_OID, LOGIN, MAREK, MAREK_OID, REDIRECT, STATE, Sent, YUKI_OID,
    between,
};
use client::{Answer, Client};
use serde_json::json;

/// One press of a button: the title of the page that it is on, and what it adds to the form.
type Press<'a> = (&'a str, &'a [(&'a str, &'a str)]);

const PASSWORD: Press<'_> = ("Enter password", &[("proved", "1")]);
const APPROVE: Press<'_> = ("Approve sign in", &[("approved", "1")]);
const DENY: Press<'_> = ("Approve sign in", &[("action", "deny")]);
const CONSENT: Press<'_> = ("Permissions requested", &[("consent", "1")]);

fn title(page: &Answer) -> &str {
    between(&page.body, "<h1>", "</h1>").unwrap_or_default()
}

/// Goes the way of these buttons.
async fn walk(browser: &mut Browser<'_>, start: Answer, way: &[Press<'_>]) -> Answer {
    let mut page = start;
    for (expected, added) in way {
        assert_eq!(title(&page), *expected, "{}", page.body);
        page = browser.press(&page, added).await;
    }
    page
}

#[tokio::test]
async fn the_pages_lead_to_a_code_and_are_not_shown_again() {
    let client = Client::start().await;
    let check = async |changes: &[(&str, &str)], way: &[Press<'_>]| {
        client.control("POST", "/__simulator/reset", "").await;
        let mut browser = Browser::new(&client);
        let start = browser.authorize(changes).await;
        let sent = Sent::of(&walk(&mut browser, start, way).await);
        assert_eq!((sent.address.as_str(), sent.get("state")), (REDIRECT, STATE));
        assert!(sent.get("code").starts_with("sim-code-"), "{sent:?}");
        let again = Sent::of(&browser.authorize(&[("prompt", "none")]).await);
        assert!(again.get("code").starts_with("sim-code-"), "{again:?}");
    };
    let pick: Press<'_> = ("Pick an account", &[("account", INES_OID)]);
    let pick_with_mfa: Press<'_> = ("Pick an account", &[("account", YUKI_OID)]);
    let other: Press<'_> = ("Pick an account", &[("action", "other")]);
    let typed: Press<'_> = ("Sign in", &[("typed", AVERY), ("action", "next")]);
    let mistyped: Press<'_> = ("Sign in", &[("typed", "nobody"), ("action", "next")]);
    check(&[], &[pick, PASSWORD, CONSENT]).await;
    check(&[("prompt", "select_account")], &[pick, PASSWORD, CONSENT]).await;
    check(&[("login_hint", INES)], &[PASSWORD, CONSENT]).await;
    check(&[], &[pick_with_mfa, PASSWORD, APPROVE, CONSENT]).await;
    check(&[], &[pick_with_mfa, PASSWORD, DENY, APPROVE, CONSENT]).await;
    check(&[], &[other, mistyped, typed, PASSWORD, CONSENT]).await;
}

#[tokio::test]
async fn the_session_cookie_is_for_this_host_and_lasts_as_the_switch_says() {
    let client = Client::start().await;
    client.entra(&json!({ "consent": "granted" })).await;
    let check = async |stay: bool| {
        client.entra(&json!({ "staySignedIn": stay })).await;
        let mut browser = Browser::new(&client);
        let page = browser.authorize(&[("login_hint", INES)]).await;
        assert_eq!(page.header("set-cookie"), None);
        let answer = browser.press(&page, PASSWORD.1).await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.contains("; Secure; HttpOnly; SameSite=None"), "{cookie}");
        assert_eq!(cookie.contains("Max-Age="), stay, "{cookie}");
    };
    check(true).await;
    check(false).await;
}

#[tokio::test]
async fn signed_in_accounts_are_picked_without_a_password() {
    let client = Client::start().await;
    let mut browser = Browser::new(&client);
    browser.code(&[("login_hint", AVERY)]).await;
    browser.code(&[("login_hint", INES)]).await;
    let page = browser.authorize(&[("prompt", "select_account")]).await;
    assert_eq!(page.body.matches("Signed in").count(), 2);
    let sent = Sent::of(&browser.press(&page, &[("account", INES_OID)]).await);
    assert_ne!(sent.get("code"), "");
}

#[tokio::test]
async fn without_the_picker_the_first_account_is_taken() {
    let client = Client::start().await;
    client.entra(&json!({ "accountPicker": false })).await;
    let page = Browser::new(&client).authorize(&[]).await;
    assert_eq!(title(&page), "Enter password");
    assert!(page.body.contains(INES), "{}", page.body);
}

#[tokio::test]
async fn cancelling_goes_back_with_access_denied() {
    let client = Client::start().await;
    let pick: Press<'_> = ("Pick an account", &[("account", YUKI_OID)]);
    let check = async |way: &[Press<'_>]| {
        let mut browser = Browser::new(&client);
        let start = browser.authorize(&[]).await;
        let page = walk(&mut browser, start, way).await;
        let sent = Sent::of(&browser.press(&page, &[("action", "cancel")]).await);
        assert_eq!(
            (sent.get("error"), sent.get("error_subcode"), sent.get("state")),
            ("access_denied", "cancel", STATE)
        );
        assert!(sent.get("error_description").starts_with("AADSTS65004: "));
    };
    check(&[]).await;
    check(&[("Pick an account", &[("action", "other")])]).await;
    check(&[pick]).await;
    check(&[pick, PASSWORD]).await;
    check(&[pick, PASSWORD, APPROVE]).await;
}

#[tokio::test]
async fn consent_is_asked_once_for_each_scope() {
    let client = Client::start().await;
    let mut browser = Browser::new(&client);
    let start = browser.authorize(&[("login_hint", INES)]).await;
    walk(&mut browser, start, &[PASSWORD, CONSENT]).await;

    let more = [("scope", "openid User.Read AuditLog.Read.All")];
    let page = browser.authorize(&more).await;
    assert_eq!(title(&page), "Permissions requested");
    assert!(page.body.contains("<li>AuditLog.Read.All</li>"), "{}", page.body);
    assert!(!page.body.contains("<li>User.Read</li>"), "{}", page.body);
    let sent = Sent::of(&browser.press(&page, CONSENT.1).await);
    assert_ne!(sent.get("code"), "");
    assert_ne!(Sent::of(&browser.authorize(&more).await).get("code"), "");

    // Only for the organization does it count for others.
    let mut other = Browser::new(&client);
    client.entra(&json!({ "mfa": "never" })).await;
    let start = other.authorize(&[("login_hint", MAREK), more[0]]).await;
    let page = walk(&mut other, start, &[PASSWORD]).await;
    assert_eq!(title(&page), "Need admin approval");
    let page = browser.authorize(&[("prompt", "consent"), more[0]]).await;
    browser.press(&page, &[("consent", "1"), ("organization", "1")]).await;
    let sent = Sent::of(&other.authorize(&[("login_hint", MAREK), more[0]]).await);
    assert_ne!(sent.get("code"), "");
}

#[tokio::test]
async fn who_may_not_consent_needs_an_administrator() {
    let client = Client::start().await;
    let check = async |oid: &str, scope: &str, switches, needs: bool| {
        client.control("POST", "/__simulator/reset", "").await;
        client.entra(&json!({ "mfa": "never" })).await;
        client.entra(&switches).await;
        let mut browser = Browser::new(&client);
        let start = browser.authorize(&[("scope", scope)]).await;
        let pick: &[(&str, &str)] = &[("account", oid)];
        let page = walk(&mut browser, start, &[("Pick an account", pick), PASSWORD]).await;
        if !needs {
            assert_eq!(title(&page), "Permissions requested", "{oid} {scope}");
            return;
        }
        assert_eq!(title(&page), "Need admin approval", "{oid} {scope}");
        assert!(page.body.contains("AADSTS90094: "), "{}", page.body);
        let sent = Sent::of(&browser.press(&page, &[("action", "return")]).await);
        assert_eq!((sent.get("error"), sent.get("error_subcode")), ("access_denied", ""));
        assert!(sent.get("error_description").starts_with("AADSTS90094: "));
    };
    let admin_only = json!({ "consent": "adminOnly" });
    check(YUKI_OID, "openid User.Read", json!({}), false).await;
    check(YUKI_OID, "openid Directory.Read.All", json!({}), true).await;
    check(YUKI_OID, "openid User.Read", admin_only.clone(), true).await;
    check(MAREK_OID, "openid User.Read", json!({}), true).await;
    check(INES_OID, "openid Directory.Read.All", admin_only, false).await;
}

#[tokio::test]
async fn conditional_access_ends_the_way_on_a_page() {
    let client = Client::start().await;
    client.entra(&json!({ "conditionalAccess": "blocks" })).await;
    let mut browser = Browser::new(&client);
    let start = browser.authorize(&[("login_hint", INES)]).await;
    let page = walk(&mut browser, start, &[PASSWORD]).await;
    assert_eq!(title(&page), "Access is blocked by your organization");
    assert!(page.body.contains("AADSTS53003: "), "{}", page.body);
    assert_eq!(page.header("location"), None);
}

#[tokio::test]
async fn names_of_accounts_and_requests_stay_text() {
    let client = Client::start().await;
    client.settings(&json!({ "tenant": "hostile" })).await;
    let page = Browser::new(&client).authorize(&[("state", "\"><script>alert(1)</script>")]).await;
    assert!(page.body.contains("Zoë O&#39;Malley-&lt;/script&gt;"), "{}", page.body);
    assert!(!page.body.contains("<script>"), "{}", page.body);
    let tenant = "/%22%3E%3Cscript%3E/oauth2/v2.0/authorize";
    let answer = client.get(LOGIN, &format!("{tenant}?client_id=x")).await;
    assert!(!answer.body.contains("<script>"), "{}", answer.body);

    client.entra(&json!({ "redirect": "script", "auto": "accept" })).await;
    let page = Browser::new(&client).authorize(&[("state", "</script><b>")]).await;
    assert_eq!(page.body.matches("</script>").count(), 1, "{}", page.body);
}
