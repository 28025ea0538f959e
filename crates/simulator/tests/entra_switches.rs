//! Faults on demand, and what the control endpoints tell of the sign-in host.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use std::cell::Cell;

use client::entra::{
    Browser, CLIENT_ID, FABRIKAM, GRAPH, INES, LOGIN, NONCE, REDIRECT, SCOPE, Sent, VERIFIER,
    decode, refused,
};
use client::{Answer, Client};
use serde_json::{Value, json};

#[tokio::test]
async fn switches_change_one_by_one_and_are_checked() {
    let client = Client::start().await;
    let check = async |changes: Value, refused: &str| {
        let answer = client.control("POST", "/__simulator/settings", &changes.to_string()).await;
        let expected = if refused.is_empty() { 200 } else { 400 };
        assert_eq!(answer.status, expected, "{changes}: {}", answer.body);
        assert!(answer.body.contains(refused), "{changes}: {}", answer.body);
        answer.json()["entra"].clone()
    };
    let after = check(json!({ "entra": { "mfa": "always", "expiresIn": 60 } }), "").await;
    assert_eq!((&after["mfa"], &after["expiresIn"]), (&json!("always"), &json!(60)));
    let after = check(json!({ "entra": { "mfa": null } }), "").await;
    assert_eq!((&after["mfa"], &after["expiresIn"]), (&json!("perAccount"), &json!(60)));
    let after = check(json!({ "entra": null }), "").await;
    assert_eq!(after["expiresIn"], 3_600);
    check(json!({ "entra": { "mfaa": "always" } }), "mfaa").await;
    check(json!({ "entra": { "auto": "perhaps" } }), "perhaps").await;
    check(json!({ "entra": 3 }), "isn't right").await;
    check(json!({ "entra": { "tokenError": { "status": 200 } } }), "between 400 and 599").await;
    check(json!({ "entra": { "claimsChallenge": "\"c1" } }), "claimsChallenge").await;
}

#[tokio::test]
async fn id_tokens_are_wrong_where_the_switch_says_so() {
    let client = Client::start().await;
    let issuer = |tenant: &Value| format!("https://{LOGIN}/{}/v2.0", tenant.as_str().unwrap());
    let check = async |variant: &str, is_so: &dyn Fn(&Value, &Value) -> bool| {
        client.entra(&json!({ "idToken": variant })).await;
        let token = client.signed_in(INES).await;
        let (header, claims) = decode(token["id_token"].as_str().unwrap());
        assert!(is_so(&header, &claims), "{variant}: {header} {claims}");
        let is_right = header["alg"] == "RS256"
            && claims["aud"] == CLIENT_ID
            && claims["tid"] == FABRIKAM
            && claims["iss"] == issuer(&json!(FABRIKAM))
            && claims["nonce"] == NONCE
            && claims["ver"] == "2.0"
            && claims["nbf"].as_i64() <= Some(1_795_513_260)
            && claims["exp"].as_i64() > Some(1_795_513_260);
        assert_eq!(is_right, variant == "right", "{variant}: {claims}");
    };
    check("right", &|_, _| true).await;
    check("wrongNonce", &|_, claims| claims["nonce"].is_string()).await;
    check("missingNonce", &|_, claims| claims.get("nonce").is_none()).await;
    check("wrongIssuer", &|_, claims| claims["tid"] == FABRIKAM).await;
    check("wrongAudience", &|_, claims| claims["aud"].is_string()).await;
    check("wrongTenant", &|_, claims| claims["iss"] == issuer(&claims["tid"])).await;
    check("consumer", &|_, claims| claims["iss"] == issuer(&claims["tid"])).await;
    check("algNone", &|header, _| header["alg"] == "none").await;
    check("expired", &|_, claims| claims["exp"].as_i64() < Some(1_795_513_260)).await;
    check("notYetValid", &|_, claims| claims["nbf"].as_i64() > Some(1_795_513_260)).await;
    check("wrongVersion", &|_, claims| claims["ver"] == "1.0").await;
    client.entra(&json!({ "idToken": "malformed" })).await;
    assert_eq!(client.signed_in(INES).await["id_token"], "this-is-no-token");
}

#[tokio::test]
async fn lifetimes_are_as_the_switches_say() {
    let client = Client::start().await;
    let lifetimes = json!({
        "expiresIn": 120, "refreshIn": 60, "refreshTokenLifetime": 600, "stringNumbers": true,
    });
    client.entra(&lifetimes).await;
    let token = client.signed_in(INES).await;
    for (name, value) in [
        ("expires_in", "120"),
        ("ext_expires_in", "120"),
        ("refresh_in", "60"),
        ("refresh_token_expires_in", "600"),
    ] {
        assert_eq!(token[name], value, "{name}");
    }
    client.settings(&json!({ "now": "2026-11-24T09:51:00Z" })).await;
    let answer = client.refresh(token["refresh_token"].as_str().unwrap(), &[]).await;
    refused(&answer, "invalid_grant", 700_084);
}

#[tokio::test]
async fn the_machines_clock_can_be_told_from_the_simulated_one() {
    let client = Client::start().await;
    client.settings(&json!({ "now": "2001-01-01T00:00:00Z" })).await;
    let issued = async |clock: &str| {
        client.entra(&json!({ "clock": clock })).await;
        let token = client.signed_in(INES).await;
        decode(token["id_token"].as_str().unwrap()).1["iat"].as_i64().unwrap()
    };
    assert_eq!(issued("simulated").await, 978_307_200);
    assert!(issued("machine").await > 1_700_000_000);
}

#[tokio::test]
async fn planned_errors_come_as_often_as_planned() {
    let client = Client::start().await;
    let token = client.signed_in(INES).await;
    let refresh_token = token["refresh_token"].as_str().unwrap();
    let plan = async |planned: Value| client.entra(&json!({ "tokenError": planned })).await;
    let refresh = async || client.refresh(refresh_token, &[]).await;

    plan(json!({
        "times": 2, "error": "invalid_grant", "suberror": "bad_token", "code": 70043,
        "claims": "{}",
    }))
    .await;
    for _ in 0..2 {
        let body = refused(&refresh().await, "invalid_grant", 70043);
        assert_eq!((&body["suberror"], &body["claims"]), (&json!("bad_token"), &json!("{}")));
    }
    assert_eq!(refresh().await.status, 200);

    plan(json!({
        "status": 429, "error": "temporarily_unavailable", "code": 90055, "retryAfter": "7",
    }))
    .await;
    for _ in 0..3 {
        let answer = refresh().await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
        assert_eq!(answer.json()["error"], "temporarily_unavailable");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    }

    let date = "Tue, 24 Nov 2026 09:45:00 GMT";
    plan(json!({ "times": 1, "status": 503, "retryAfter": date })).await;
    let answer = refresh().await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some(date)));
    assert!(serde_json::from_str::<Value>(&answer.body).is_err(), "{}", answer.body);

    plan(json!({ "times": 1, "grant": "refresh_token", "error": "invalid_grant" })).await;
    let code = Browser::new(&client).code(&[]).await;
    assert_eq!(client.redeem(&code, &[]).await.status, 200);
    refused(&refresh().await, "invalid_grant", 90033);
    assert_eq!(refresh().await.status, 200);
}

#[tokio::test]
async fn every_answer_waits_for_the_latency() {
    let client = Client::start().await;
    let path = "/organizations/oauth2/v2.0";
    let taken = async |path: String| {
        let start = std::time::Instant::now();
        client.get(LOGIN, &path).await;
        start.elapsed().as_millis()
    };
    client.entra(&json!({ "latency": 30 })).await;
    assert!(taken(format!("{path}/authorize")).await >= 30);
    assert!(taken(format!("{path}/logout")).await >= 30);
    let start = std::time::Instant::now();
    client.refresh("of-nobody", &[]).await;
    assert!(start.elapsed().as_millis() >= 30);
}

#[tokio::test]
async fn what_is_held_back_waits_to_be_let_go() {
    let client = Client::start().await;
    let code = Browser::new(&client).code(&[]).await;
    for (held, host, path) in [
        ("authorize", LOGIN, "/organizations/oauth2/v2.0/authorize"),
        ("logout", LOGIN, "/organizations/oauth2/v2.0/logout"),
        ("graph", GRAPH, "/v1.0/me"),
        ("graph", GRAPH, "/v1.0/organization"),
    ] {
        held_back(&client, held, path, client.get(host, path)).await;
    }
    let answer = held_back(&client, "token", "/token", client.redeem(&code, &[])).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer = held_back(&client, "tokenAnswer", "/token", client.redeem(&code, &[])).await;
    refused(&answer, "invalid_grant", 54005);
}

/// The answer to a request that is held back until the log has it.
async fn held_back(
    client: &Client,
    held: &str,
    path: &str,
    request: impl Future<Output = Answer>,
) -> Answer {
    client.entra(&json!({ "hold": [held] })).await;
    client.control("DELETE", "/__simulator/requests", "").await;
    let is_answered = Cell::new(false);
    let asked = async {
        let answer = request.await;
        is_answered.set(true);
        answer
    };
    let let_go = async {
        let mut entry = Value::Null;
        while entry.is_null() {
            let log = client.control("GET", "/__simulator/requests", "").await.json();
            entry = log["requests"][0].clone();
        }
        assert!(entry["path"].as_str().unwrap().contains(path), "{held}: {entry}");
        assert_eq!(entry["status"], Value::Null, "{held}");
        assert!(!is_answered.get(), "{held}");
        client.entra(&json!({ "hold": null })).await;
    };
    tokio::join!(asked, let_go).0
}

#[tokio::test]
async fn answers_of_authorize_are_wrong_where_the_switch_says_so() {
    let client = Client::start().await;
    let check = async |variant: &str, address: &str, refusal: u32| {
        client.entra(&json!({ "answer": variant, "auto": "accept" })).await;
        let sent = Sent::of(&Browser::new(&client).authorize(&[]).await);
        assert_eq!(sent.address, address, "{variant}");
        let answer = client.redeem(sent.get("code"), &[]).await;
        if refusal == 0 {
            assert_eq!(answer.status, 200, "{variant}: {}", answer.body);
        } else {
            refused(&answer, "invalid_grant", refusal);
        }
    };
    check("plain", REDIRECT, 0).await;
    check("otherAddress", &format!("{REDIRECT}-elsewhere"), 0).await;
    check("usedCode", REDIRECT, 54005).await;
    check("otherCode", REDIRECT, 501_481).await;
}

#[tokio::test]
async fn an_app_that_isnt_registered_is_refused_everywhere() {
    let client = Client::start().await;
    let token = client.signed_in(INES).await;
    client.entra(&json!({ "clients": [] })).await;
    let page = Browser::new(&client).authorize(&[]).await;
    assert!(page.body.contains("AADSTS700016: "), "{}", page.body);
    let answer = client.refresh(token["refresh_token"].as_str().unwrap(), &[]).await;
    refused(&answer, "unauthorized_client", 700_016);
}

#[tokio::test]
async fn listed_redirect_addresses_take_the_place_of_the_patterns() {
    let client = Client::start().await;
    let listed = "https://contoso.example/back";
    client.entra(&json!({ "redirectUris": [listed], "auto": "accept" })).await;
    let mut browser = Browser::new(&client);
    let sent = Sent::of(&browser.authorize(&[("redirect_uri", listed)]).await);
    assert_eq!(sent.address, listed);
    let page = browser.authorize(&[]).await;
    assert!(page.body.contains("AADSTS50011: "), "{}", page.body);
}

#[tokio::test]
async fn the_log_tells_what_was_asked_and_no_secret() {
    let client = Client::start().await;
    let token = client.signed_in(INES).await;
    client.refresh(token["refresh_token"].as_str().unwrap(), &[("claims", "{}")]).await;
    // A browser whose answer nobody intercepted goes on to the address itself.
    client.get(LOGIN, "/back?code=sim-code-of-a-test&state=s").await;

    let log = client.control("GET", "/__simulator/requests", "").await;
    let requests = log.json()["requests"].as_array().unwrap().clone();
    let [authorize, code, refresh, back] = requests.as_slice() else {
        panic!("{}", log.body);
    };
    assert_eq!(back["path"], "/back?code=…&state=s");
    assert_eq!(back["signIn"], Value::Null);
    let check = |entry: &Value, expected: &[(&str, Value)]| {
        for (name, value) in expected {
            assert_eq!(entry["signIn"][*name], *value, "{name}: {entry}");
        }
    };
    check(
        authorize,
        &[
            ("scope", json!(SCOPE)),
            ("prompt", Value::Null),
            ("hasChallenge", json!(true)),
            ("hasVerifier", json!(false)),
            ("hasState", json!(true)),
            ("hasNonce", json!(true)),
            ("hasLoginHint", json!(true)),
            ("redirectUri", json!(REDIRECT)),
            ("clientRequestId", json!("3c0e7b52-9d14-4f68-a1b7-52c8e90d6f34")),
        ],
    );
    check(
        code,
        &[
            ("grantType", json!("authorization_code")),
            ("clientId", json!(CLIENT_ID)),
            ("hasVerifier", json!(true)),
            ("clientRequestId", json!("request-of-the-test")),
        ],
    );
    check(
        refresh,
        &[
            ("grantType", json!("refresh_token")),
            ("hasVerifier", json!(false)),
            ("claims", json!("{}")),
        ],
    );
    let secrets = client.control("GET", "/__simulator/secrets", "").await.json();
    let secrets = secrets["secrets"].as_array().unwrap().clone();
    assert!(secrets.len() >= 8, "{secrets:?}");
    for secret in &secrets {
        assert!(!log.body.contains(secret["value"].as_str().unwrap()), "{secret}");
    }
}

#[tokio::test]
async fn every_secret_is_listed_once_by_its_kind() {
    let client = Client::start().await;
    let token = client.signed_in(INES).await;
    let listed = async || {
        let body = client.control("GET", "/__simulator/secrets", "").await.json();
        body["secrets"].as_array().unwrap().clone()
    };
    let secrets = listed().await;
    let kinds: Vec<&str> = secrets.iter().map(|secret| secret["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["code", "verifier", "accessToken", "refreshToken", "idToken"]);
    for (kind, value) in [
        ("verifier", VERIFIER),
        ("accessToken", token["access_token"].as_str().unwrap()),
        ("refreshToken", token["refresh_token"].as_str().unwrap()),
        ("idToken", token["id_token"].as_str().unwrap()),
    ] {
        assert!(secrets.contains(&json!({ "kind": kind, "value": value })), "{kind}");
    }
    // One that wasn't given out here is one all the same.
    client.refresh("brought-from-elsewhere", &[]).await;
    let foreign = json!({ "kind": "refreshToken", "value": "brought-from-elsewhere" });
    assert!(listed().await.contains(&foreign));
    client.control("POST", "/__simulator/reset", "").await;
    assert_eq!(listed().await, Vec::<Value>::new());
    // Nothing is given out twice, not even after a reset.
    assert_ne!(client.signed_in(INES).await["access_token"], token["access_token"]);
}
