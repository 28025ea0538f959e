//! Around the sign-in: admin consent, signing out, discovery, and that Graph takes the tokens.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::Client;
use client::entra::{
    Browser, CLIENT_ID, FABRIKAM, GRAPH, INES, INES_OID, LOGIN, MAREK_OID, ORIGIN, REDIRECT, STATE,
    Sent, form,
};
use serde_json::{Value, json};

const GOVERNMENT: &str = "graph.microsoft.us";

fn admin_consent(tenant: &str) -> String {
    let query = form(
        &[
            ("client_id", CLIENT_ID),
            ("redirect_uri", REDIRECT),
            ("scope", "https://graph.microsoft.com/Directory.Read.All"),
            ("state", STATE),
        ],
        &[],
    );
    format!("/{tenant}/v2.0/adminconsent?{query}")
}

#[tokio::test]
async fn an_administrator_consents_for_everybody() {
    let client = Client::start().await;
    let mut browser = Browser::new(&client);
    let page = browser.get(&admin_consent(FABRIKAM)).await;
    let page = browser.press(&page, &[("account", INES_OID)]).await;
    let page = browser.press(&page, &[("proved", "1")]).await;
    assert!(page.body.contains("review for your organization"), "{}", page.body);

    let cancelled = Sent::of(&browser.press(&page, &[("action", "cancel")]).await);
    assert_eq!(cancelled.get("error"), "access_denied");
    assert_eq!((cancelled.get("admin_consent"), cancelled.get("state")), ("True", STATE));
    assert!(cancelled.get("error_description").starts_with("AADSTS65004: "));

    let sent = Sent::of(&browser.press(&page, &[("consent", "1")]).await);
    assert_eq!(sent.address, REDIRECT);
    for (name, value) in [
        ("admin_consent", "True"),
        ("tenant", FABRIKAM),
        ("scope", "https://graph.microsoft.com/Directory.Read.All"),
        ("state", STATE),
        ("code", ""),
    ] {
        assert_eq!(sent.get(name), value, "{name}");
    }
    // Who may consent to nothing has it now.
    let mut other = Browser::new(&client);
    let page = other.authorize(&[("scope", "openid Directory.Read.All")]).await;
    let page = other.press(&page, &[("account", MAREK_OID)]).await;
    let sent = Sent::of(&other.press(&page, &[("proved", "1")]).await);
    assert_ne!(sent.get("code"), "");
}

#[tokio::test]
async fn nobody_else_consents_for_everybody() {
    let client = Client::start().await;
    let mut browser = Browser::new(&client);
    let page = browser.get(&admin_consent("organizations")).await;
    let page = browser.press(&page, &[("account", MAREK_OID)]).await;
    let page = browser.press(&page, &[("proved", "1"), ("consent", "1")]).await;
    assert!(page.body.contains("Need admin approval"), "{}", page.body);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_leaves_tokens() {
    let client = Client::start().await;
    let check = async |query: &str, back: Option<&str>, left: &[&str]| {
        client.control("POST", "/__simulator/reset", "").await;
        client.entra(&json!({ "consent": "granted" })).await;
        let token = client.signed_in(INES).await;
        let mut browser = Browser::new(&client);
        browser.code(&[("login_hint", INES)]).await;
        browser.code(&[("login_hint", "avery.lindqvist@contoso.example")]).await;
        let answer = browser.get(&format!("/organizations/oauth2/v2.0/logout?{query}")).await;
        assert_eq!(answer.header("location"), back, "{query}");
        assert_eq!(answer.status, if back.is_some() { 302 } else { 200 }, "{query}");
        for (name, upn) in [("ines", INES), ("avery", "avery.lindqvist@contoso.example")] {
            let silent = browser.authorize(&[("prompt", "none"), ("login_hint", upn)]).await;
            let is_left = !Sent::of(&silent).get("code").is_empty();
            assert_eq!(is_left, left.contains(&name), "{query} {upn}");
        }
        let refresh_token = token["refresh_token"].as_str().unwrap();
        assert_eq!(client.refresh(refresh_token, &[]).await.status, 200, "{query}");
    };
    let to =
        |address: &str, more: &[(&str, &str)]| form(&[("post_logout_redirect_uri", address)], more);
    let with_state = format!("{REDIRECT}?state=s");
    check("", None, &[]).await;
    check(&to(REDIRECT, &[]), Some(REDIRECT), &[]).await;
    check(&to(REDIRECT, &[("state", "s")]), Some(&with_state), &[]).await;
    check(&to(REDIRECT, &[("logout_hint", INES)]), Some(REDIRECT), &["avery"]).await;
    let hint = format!("O.sim-{INES_OID}");
    check(&to(REDIRECT, &[("logout_hint", &hint)]), Some(REDIRECT), &["avery"]).await;
    check(&to("https://contoso.example/", &[]), None, &[]).await;
}

#[tokio::test]
async fn discovery_names_the_endpoints_of_its_cloud() {
    let client = Client::start().await;
    let check = async |host: &str, tenant: &str, issuer: &str, graph: &str| {
        let path = format!("/{tenant}/v2.0/.well-known/openid-configuration");
        let answer = client.get(host, &path).await;
        let body = answer.json();
        assert_eq!(body["issuer"], issuer);
        assert_eq!(body["msgraph_host"], graph);
        let token = format!("https://{host}/{tenant}/oauth2/v2.0/token");
        assert_eq!(body["token_endpoint"], token);
        let keys = client.get(host, &format!("/{tenant}/discovery/v2.0/keys")).await.json();
        assert_eq!(keys["keys"].as_array().map(Vec::len), Some(1));
    };
    let government = "login.microsoftonline.us";
    let china = "login.partner.microsoftonline.cn";
    let any = |host: &str| format!("https://{host}/{{tenantid}}/v2.0");
    check(LOGIN, "organizations", &any(LOGIN), GRAPH).await;
    let of_fabrikam = format!("https://{government}/{FABRIKAM}/v2.0");
    check(government, "fabrikam.example", &of_fabrikam, GOVERNMENT).await;
    check(china, "common", &any(china), "microsoftgraph.chinacloudapi.cn").await;

    let instance = client.get(LOGIN, "/common/discovery/instance?api-version=1.1").await.json();
    assert_eq!(instance["metadata"][0]["preferred_cache"], "login.windows.net");
    let unknown = client.get(LOGIN, "/nobody/v2.0/.well-known/openid-configuration").await;
    assert_eq!((unknown.status, &unknown.json()["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn graph_answers_who_the_token_is_of() {
    let client = Client::start().await;
    let token = client.signed_in(INES).await;
    let token = token["access_token"].as_str().unwrap();
    let me = client.graph(GRAPH, "/v1.0/me", token).await;
    assert!(me.header("request-id").is_some());
    let ines = json!({ "id": INES_OID, "displayName": "Ines Duarte", "userPrincipalName": INES });
    assert_eq!(me.json(), ines);
    let organization = client.graph(GRAPH, "/v1.0/organization", token).await.json();
    let fabrikam = json!({ "value": [{ "id": FABRIKAM, "displayName": "Fabrikam, Inc." }] });
    assert_eq!(organization, fabrikam);
    assert_eq!(client.graph(GRAPH, "/v1.0/users", token).await.status, 400);
}

#[tokio::test]
async fn graph_refuses_tokens_that_arent_good_for_it() {
    let client = Client::start().await;
    let issued = client.signed_in(INES).await;
    let good = issued["access_token"].as_str().unwrap().to_owned();
    let check = async |host: &str, token: &str, message: &str| {
        let answer = client.graph(host, "/v1.0/me", token).await;
        assert_eq!(answer.status, 401, "{message}: {}", answer.body);
        assert_eq!(answer.json()["error"]["code"], "InvalidAuthenticationToken");
        assert!(answer.body.contains(message), "{}", answer.body);
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer realm=\"\""));
    };
    check(GRAPH, "", "brings no token").await;
    check(GRAPH, "sim-at-of-nobody", "isn't known").await;
    check(GRAPH, issued["refresh_token"].as_str().unwrap(), "isn't known").await;
    check(GOVERNMENT, &good, "another cloud").await;
    client.settings(&json!({ "now": "2026-11-24T10:41:00Z" })).await;
    check(GRAPH, &good, "expired").await;

    // A client that was never granted User.Read can't ask who it is.
    client.control("POST", "/__simulator/reset", "").await;
    let scope = ("scope", "Directory.Read.All");
    let code = Browser::new(&client).code(&[("login_hint", INES), scope]).await;
    let narrow = client.redeem(&code, &[scope]).await.json();
    let answer = client.graph(GRAPH, "/v1.0/me", narrow["access_token"].as_str().unwrap()).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"]["code"], "Authorization_RequestDenied");
}

#[tokio::test]
async fn graph_challenges_until_the_claims_are_met() {
    use base64::Engine as _;

    let client = Client::start().await;
    let issued = client.signed_in(INES).await;
    client.entra(&json!({ "claimsChallenge": "c1" })).await;
    let challenge = async |token: &Value| {
        let token = token["access_token"].as_str().unwrap();
        let answer = client.graph(GRAPH, "/v1.0/me", token).await;
        let Some(header) = answer.header("www-authenticate") else { return Value::Null };
        assert!(header.contains("error=\"insufficient_claims\""), "{header}");
        let claims = client::entra::between(header, "claims=\"", "\"").unwrap();
        let claims = base64::engine::general_purpose::STANDARD.decode(claims).unwrap();
        serde_json::from_slice(&claims).unwrap()
    };
    let claims = challenge(&issued).await;
    assert_eq!(claims, json!({ "access_token": { "acrs": { "essential": true, "value": "c1" } } }));
    let refresh_token = issued["refresh_token"].as_str().unwrap();
    let claims = claims.to_string();
    let better = client.refresh(refresh_token, &[("claims", &claims)]).await.json();
    assert_eq!(challenge(&better).await, Value::Null);
    // They also count when authorize was asked with them, whatever the token request says.
    let code = Browser::new(&client).code(&[("login_hint", INES), ("claims", &claims)]).await;
    let better = client.redeem(&code, &[("claims", "{}")]).await.json();
    assert_eq!(challenge(&better).await, Value::Null);

    client.entra(&json!({ "claimsChallenge": null })).await;
    client.control("POST", "/__simulator/entra/revoke", "").await;
    let claims = challenge(&better).await;
    assert_eq!(claims["access_token"]["nbf"]["value"], "1795513260");
}

#[tokio::test]
async fn graph_lets_other_origins_read() {
    let client = Client::start().await;
    let answer = client.send(client::Route::Direct, GRAPH, "GET", "/v1.0/me", ORIGIN, "").await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}
