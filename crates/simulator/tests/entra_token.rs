//! The token endpoint: who may redeem what, and what comes of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::entra::{
    AVERY, Browser, CLIENT_ID, CONTOSO, FABRIKAM, INES, INES_OID, LOGIN, NONCE, ORIGIN, REDIRECT,
    SCOPE, VERIFIER, YUKI, decode, form, query, refused,
};
use client::{Client, Route};
use serde_json::{Value, json};

const OTHER_CLIENT: &str = "b5e0d7a2-4c18-49f3-8a6d-13f7c2e90b85";

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_code_becomes_tokens() {
    let client = Client::start().await;
    let code = Browser::new(&client).code(&[("login_hint", INES)]).await;
    let answer = client.redeem(&code, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("client-request-id"), Some("request-of-the-test"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("cache-control"), Some("no-store, no-cache"));
    assert!(answer.header("x-ms-request-id").is_some());
    let body = answer.json();
    let known = |name: &str| body[name].clone();
    assert_eq!(known("token_type"), "Bearer");
    assert_eq!(known("scope"), "openid profile email User.Read");
    assert_eq!((known("expires_in"), known("ext_expires_in")), (json!(3_600), json!(3_600)));
    assert_eq!(known("refresh_token_expires_in"), 86_400);
    assert_eq!(known("refresh_in"), Value::Null);
    assert!(text(&body, "access_token").starts_with("sim-at-"));
    assert!(text(&body, "refresh_token").starts_with("sim-rt-"));
    // {"uid":"…","utid":"…"}
    let (info, _) = decode(&format!("{0}.{0}", text(&body, "client_info")));
    assert_eq!(info, json!({ "uid": INES_OID, "utid": FABRIKAM }));

    let (header, claims) = decode(text(&body, "id_token"));
    assert_eq!(header["alg"], "RS256");
    let now = 1_795_513_260;
    for (name, value) in [
        ("aud", json!(CLIENT_ID)),
        ("iss", json!(format!("https://{LOGIN}/{FABRIKAM}/v2.0"))),
        ("tid", json!(FABRIKAM)),
        ("oid", json!(INES_OID)),
        ("preferred_username", json!(INES)),
        ("nonce", json!(NONCE)),
        ("ver", json!("2.0")),
        ("iat", json!(now)),
        ("nbf", json!(now)),
        ("exp", json!(now + 3_600)),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    // The opaque hint finds the account again.
    let hint = text(&claims, "login_hint");
    assert_ne!(hint, INES);
    let code = Browser::new(&client).code(&[("login_hint", hint)]).await;
    let again = client.redeem(&code, &[]).await.json();
    assert_eq!(decode(text(&again, "id_token")).1["oid"], INES_OID);
}

#[tokio::test]
async fn only_what_was_asked_for_is_answered() {
    let client = Client::start().await;
    let check = async |scope: &str, wants_info: bool, expected: [bool; 3]| {
        let code = Browser::new(&client).code(&[("scope", scope)]).await;
        let info = if wants_info { "1" } else { "" };
        let body = client.redeem(&code, &[("scope", scope), ("client_info", info)]).await.json();
        let has = ["id_token", "refresh_token", "client_info"].map(|name| body.get(name).is_some());
        assert_eq!(has, expected, "{scope}: {body}");
    };
    check("User.Read", false, [false, false, false]).await;
    check("User.Read openid", false, [true, false, false]).await;
    check("User.Read offline_access", true, [false, true, true]).await;
}

#[tokio::test]
async fn the_origin_has_to_fit_the_platform() {
    let client = Client::start().await;
    let check = async |platform: &str, headers: &str, refusal: Option<u32>| {
        client.entra(&json!({ "platform": platform })).await;
        let code = Browser::new(&client).code(&[]).await;
        let body = form(
            &[
                ("client_id", CLIENT_ID),
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", REDIRECT),
                ("code_verifier", VERIFIER),
            ],
            &[],
        );
        let answer = client.token_at(LOGIN, "organizations", headers, &body).await;
        match refusal {
            Some(code) => drop(refused(&answer, "invalid_request", code)),
            None => {
                assert_eq!(answer.status, 200, "{platform} {headers}: {}", answer.body);
                let is_spa = platform == "spa";
                assert_eq!(answer.json().get("refresh_token_expires_in").is_some(), is_spa);
            }
        }
    };
    check("spa", ORIGIN, None).await;
    check("spa", "Origin: null\r\n", None).await;
    check("spa", "", Some(9_002_327)).await;
    check("native", "", None).await;
    check("native", ORIGIN, Some(9_002_326)).await;
    check("web", "", None).await;
    check("web", "Origin: null\r\n", Some(9_002_326)).await;
}

#[tokio::test]
async fn a_code_has_to_be_redeemed_as_it_was_given_out() {
    let client = Client::start().await;
    client.entra(&json!({ "clients": [CLIENT_ID, OTHER_CLIENT] })).await;
    let other = REDIRECT.replace("global", "china");
    let check = async |change: (&str, &str), error: &str, code: u32| {
        let given = Browser::new(&client).code(&[("login_hint", INES)]).await;
        let body = refused(&client.redeem(&given, &[change]).await, error, code);
        assert_eq!(text(&body, "timestamp"), "2026-11-24 09:41:00Z");
        assert_eq!(text(&body, "correlation_id"), "request-of-the-test");
        assert_eq!(text(&body, "error_uri"), format!("https://{LOGIN}/error?code={code}"));
        assert!(!body.to_string().contains(&given));
        // Nothing of that uses the code up.
        assert_eq!(client.redeem(&given, &[]).await.status, 200);
    };
    check(("grant_type", ""), "invalid_request", 900_144).await;
    check(("grant_type", "password"), "unsupported_grant_type", 70003).await;
    check(("client_id", ""), "invalid_request", 900_144).await;
    check(("client_id", "not-registered"), "unauthorized_client", 700_016).await;
    check(("client_id", OTHER_CLIENT), "invalid_grant", 70000).await;
    check(("code", ""), "invalid_request", 900_144).await;
    check(("code", "sim-code-of-nobody"), "invalid_grant", 9_002_313).await;
    check(("redirect_uri", ""), "invalid_request", 900_144).await;
    check(("redirect_uri", &other), "invalid_grant", 500_112).await;
    check(("code_verifier", ""), "invalid_grant", 501_481).await;
    check(("code_verifier", &VERIFIER.to_uppercase()), "invalid_grant", 501_481).await;
    check(("scope", "User.Read Directory.Read.All"), "invalid_grant", 65001).await;
}

#[tokio::test]
async fn a_code_works_once_and_for_ten_minutes() {
    let client = Client::start().await;
    let code = Browser::new(&client).code(&[]).await;
    assert_eq!(client.redeem(&code, &[]).await.status, 200);
    refused(&client.redeem(&code, &[]).await, "invalid_grant", 54005);

    let (late, early) =
        (Browser::new(&client).code(&[]).await, Browser::new(&client).code(&[]).await);
    client.settings(&json!({ "now": "2026-11-24T09:50:59Z" })).await;
    assert_eq!(client.redeem(&early, &[]).await.status, 200);
    client.settings(&json!({ "now": "2026-11-24T09:51:00Z" })).await;
    refused(&client.redeem(&late, &[]).await, "invalid_grant", 70008);
}

#[tokio::test]
async fn a_grant_is_for_its_cloud_and_tenant() {
    let client = Client::start().await;
    let check = async |host: &str, tenant: &str, refusal: Option<u32>| {
        let token = client.signed_in(INES).await;
        let refresh = text(&token, "refresh_token");
        let body = form(
            &[
                ("client_id", CLIENT_ID),
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh),
            ],
            &[],
        );
        let answer = client.token_at(host, tenant, ORIGIN, &body).await;
        match refusal {
            Some(90002) => drop(refused(&answer, "invalid_request", 90002)),
            Some(code) => drop(refused(&answer, "invalid_grant", code)),
            None => assert_eq!(answer.status, 200, "{host} {tenant}: {}", answer.body),
        }
    };
    check(LOGIN, "organizations", None).await;
    check(LOGIN, FABRIKAM, None).await;
    check(LOGIN, "fabrikam.example", None).await;
    check(LOGIN, CONTOSO, Some(700_005)).await;
    check(LOGIN, "northwind.example", Some(90002)).await;
    check("login.microsoftonline.us", "organizations", Some(700_005)).await;

    // A sign-in at another cloud's host is of that cloud.
    let mut browser = Browser { host: "login.microsoftonline.us", ..Browser::new(&client) };
    let code = browser.code(&[("login_hint", INES)]).await;
    let body = form(
        &[
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("scope", SCOPE),
        ],
        &[],
    );
    let token = client.token_at(browser.host, "organizations", ORIGIN, &body).await.json();
    let issuer = format!("https://login.microsoftonline.us/{FABRIKAM}/v2.0");
    assert_eq!(decode(text(&token, "id_token")).1["iss"], issuer);
}

#[tokio::test]
async fn refreshing_gives_a_new_token_that_ends_with_the_old_one() {
    let client = Client::start().await;
    let first = client.signed_in(INES).await;
    client.settings(&json!({ "now": "2026-11-24T21:41:00Z" })).await;
    let second = client.refresh(text(&first, "refresh_token"), &[]).await.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(second["refresh_token_expires_in"], 43_200);
    assert_eq!(decode(text(&second, "id_token")).1.get("nonce"), None);
    // The old one stays good, as with Entra.
    assert_eq!(client.refresh(text(&first, "refresh_token"), &[]).await.status, 200);

    client.settings(&json!({ "now": "2026-11-25T09:40:59Z" })).await;
    let third = client.refresh(text(&second, "refresh_token"), &[]).await.json();
    assert_eq!(third["refresh_token_expires_in"], 1);
    client.settings(&json!({ "now": "2026-11-25T09:41:00Z" })).await;
    for token in [&first, &second, &third] {
        let answer = client.refresh(text(token, "refresh_token"), &[]).await;
        let body = refused(&answer, "invalid_grant", 700_084);
        assert_eq!(text(&body, "suberror"), "bad_token");
    }
}

#[tokio::test]
async fn a_silent_renewal_starts_the_day_anew() {
    let client = Client::start().await;
    let mut browser = Browser::new(&client);
    browser.code(&[("login_hint", INES)]).await;
    client.settings(&json!({ "now": "2026-11-25T05:41:00Z" })).await;
    let code = browser.code(&[("prompt", "none")]).await;
    let renewed = client.redeem(&code, &[]).await.json();
    assert_eq!(renewed["refresh_token_expires_in"], 86_400);
}

#[tokio::test]
async fn refreshing_is_refused_where_the_person_is_needed() {
    let client = Client::start().await;
    let check = async |switches, scope: &str, (error, code): (&str, u32), suberror: &str| {
        client.control("POST", "/__simulator/reset", "").await;
        client.entra(&json!({ "mfa": "never" })).await;
        let token = client.signed_in(INES).await;
        client.entra(&switches).await;
        let answer = client.refresh(text(&token, "refresh_token"), &[("scope", scope)]).await;
        let body = refused(&answer, error, code);
        assert_eq!(text(&body, "suberror"), suberror);
        let has_claims = matches!(code, 53003 | 50076);
        assert_eq!(text(&body, "claims").contains("capolids"), has_claims, "{body}");
    };
    let blocks = json!({ "conditionalAccess": "blocks" });
    let always = json!({ "mfa": "always" });
    let more = "User.Read AuditLog.Read.All";
    check(blocks, SCOPE, ("invalid_grant", 53003), "message_only").await;
    check(always, SCOPE, ("interaction_required", 50076), "basic_action").await;
    check(json!({}), more, ("invalid_grant", 65001), "consent_required").await;
    check(json!({}), "User<Read", ("invalid_scope", 70011), "").await;
}

#[tokio::test]
async fn a_sign_in_that_was_approved_refreshes_without_approval() {
    let client = Client::start().await;
    client.entra(&json!({ "consent": "granted" })).await;
    let token = client.signed_in(YUKI).await;
    assert_eq!(client.refresh(text(&token, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn revoked_tokens_are_refused() {
    let client = Client::start().await;
    let token = client.signed_in(INES).await;
    assert_eq!(client.control("POST", "/__simulator/entra/revoke", "").await.status, 204);
    let body =
        refused(&client.refresh(text(&token, "refresh_token"), &[]).await, "invalid_grant", 50173);
    assert_eq!(text(&body, "suberror"), "bad_token");

    // With the switch the second use of a token revokes what came of the first, and nothing else.
    client.entra(&json!({ "revokeReusedRefreshTokens": true })).await;
    let (one, other) = (client.signed_in(INES).await, client.signed_in(AVERY).await);
    let next = client.refresh(text(&one, "refresh_token"), &[]).await.json();
    for token in [&one, &next] {
        refused(&client.refresh(text(token, "refresh_token"), &[]).await, "invalid_grant", 50173);
    }
    assert_eq!(client.refresh(text(&other, "refresh_token"), &[]).await.status, 200);
    // Another account in the same browser is another sign-in.
    let mut browser = Browser::new(&client);
    let mut refresh_tokens = Vec::new();
    for upn in [INES, AVERY] {
        let code = browser.code(&[("login_hint", upn)]).await;
        let token = client.redeem(&code, &[]).await.json();
        refresh_tokens.push(text(&token, "refresh_token").to_owned());
    }
    assert_eq!(client.refresh(&refresh_tokens[0], &[]).await.status, 200);
    refused(&client.refresh(&refresh_tokens[0], &[]).await, "invalid_grant", 50173);
    assert_eq!(client.refresh(&refresh_tokens[1], &[]).await.status, 200);

    client.control("POST", "/__simulator/reset", "").await;
    let answer = client.refresh(text(&other, "refresh_token"), &[]).await;
    refused(&answer, "invalid_grant", 9_002_313);
}

#[tokio::test]
async fn only_a_form_that_is_posted_is_read() {
    let client = Client::start().await;
    let path = "/organizations/oauth2/v2.0/token";
    refused(&client.get(LOGIN, path).await, "invalid_request", 900_561);
    let code = Browser::new(&client).code(&[]).await;
    let body = query(&[("grant_type", "authorization_code"), ("code", &code)]);
    let headers = format!("Content-Type: text/plain\r\n{ORIGIN}");
    let answer = client.send(Route::Direct, LOGIN, "POST", path, &headers, &body).await;
    refused(&answer, "invalid_request", 900_144);

    let headers = format!("{ORIGIN}Access-Control-Request-Headers: x-anchormailbox\r\n");
    let answer = client.send(Route::Direct, LOGIN, "OPTIONS", path, &headers, "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("x-anchormailbox"));
}
