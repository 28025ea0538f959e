//! The page around the React application, in every variant.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::{ADMIN, Answer, Client, Route};
use serde_json::{Value, json};

fn bootstrap(answer: &Answer) -> Value {
    let (_, rest) = answer.body.split_once("id=\"bootstrap\"").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let (text, _) = rest.split_once("</script>").unwrap();
    assert!(!text.contains('<'), "{text}");
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn every_path_of_the_page_answers_in_any_letter_case() {
    let client = Client::start().await;
    let cases = [
        ("/", 200),
        ("/?", 200),
        ("/?source=applauncher", 200),
        ("/adminportal/home", 200),
        ("/AdminPortal/Home", 200),
        ("/Adminportal/Home?source=applauncher", 200),
        ("/adminportal/home/", 200),
        ("/adminportal", 404),
        ("/admin/api/Partners/GetPartners", 404),
        ("/?layout=c", 400),
        ("/?strict=perhaps", 400),
        ("/?tenant=nobody", 400),
        ("/?language=%3Cb%3E", 400),
        ("/?httpError=200", 400),
        ("/?now=yesterday", 400),
        ("/assets/admin-center.js", 200),
        ("/assets/admin-center.css", 200),
        ("/assets/other.js", 404),
        ("/assets/../client/mod.rs", 404),
        ("/assets/%2e%2e/client/mod.rs", 404),
    ];
    for (path, status) in cases {
        assert_eq!(client.get(ADMIN, path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn the_address_decides_over_the_switches() {
    let client = Client::start().await;
    client.control("POST", "/__simulator/settings", r#"{"layout":"a","lateRender":30}"#).await;
    let given = bootstrap(&client.get(ADMIN, "/").await);
    assert_eq!(
        given,
        json!({
            "tenant": "fabrikam",
            "tenantId": "46f2b6c1-89ed-49fd-bed3-e4fa3a7266ac",
            "organization": "Fabrikam, Inc.",
            "user": { "name": "Ines Duarte", "initials": "ID" },
            "layout": "a",
            "language": "en-US",
            "theme": "light",
            "now": "2026-11-24T09:41:00Z",
            "drift": null,
            "lateRender": 30,
            "rerenderEvery": 0,
            "nonce": given["nonce"],
        })
    );

    let path = "/?layout=v9&language=ja-JP&theme=dark&tenant=woodgrove&drift=unknown-table\
                &lateRender=0&rerenderEvery=50&now=2027-01-01T00:00:00Z";
    let given = bootstrap(&client.get(ADMIN, path).await);
    for (name, value) in [
        ("layout", json!("v9")),
        ("language", json!("ja-JP")),
        ("theme", json!("dark")),
        ("tenant", json!("woodgrove")),
        ("drift", json!("unknown-table")),
        ("lateRender", json!(0)),
        ("rerenderEvery", json!(50)),
        ("now", json!("2027-01-01T00:00:00Z")),
    ] {
        assert_eq!(given[name], value, "{name}");
    }
}

#[tokio::test]
async fn a_page_load_starts_a_session() {
    let client = Client::start().await;
    let answer = client.get(ADMIN, "/?tenant=contoso&latency=5&layout=a&httpError=503").await;
    let cookies: Vec<&str> = answer
        .head
        .lines()
        .filter_map(|line| line.strip_prefix("set-cookie: "))
        .map(|cookie| cookie.split(';').next().unwrap())
        .collect();
    assert_eq!(
        cookies,
        [
            "RootAuthToken=simulated-root",
            "SPAAuthCookie=simulated-spa",
            "OIDCAuthCookie=simulated-oidc",
            "s.AjaxSessionKey=simulated-ajax",
            "s.UserTenantId=88dd1734-4057-4322-bcdb-e96b80ce929a",
            "UserLoginRef=%2Fhomepage",
            "x-portal-routekey=sim",
            "s.SimTenant=contoso",
            "s.SimOverrides=latency=5&httpError=503",
        ]
    );
}

#[tokio::test]
async fn the_strict_policy_comes_with_the_page_and_its_nonce() {
    let client = Client::start().await;
    let open = client.get(ADMIN, "/").await;
    assert_eq!(open.header("content-security-policy"), None);

    let strict = client.get(ADMIN, "/?strict=1").await;
    let nonce = bootstrap(&strict)["nonce"].as_str().unwrap().to_owned();
    let policy = strict.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'".to_owned(),
        format!("script-src 'nonce-{nonce}'"),
        format!("style-src 'self' 'nonce-{nonce}'"),
        "connect-src 'self'".to_owned(),
        "frame-src 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
    ] {
        assert!(policy.split("; ").any(|directive| directive == part), "{part} in {policy}");
    }
    assert_eq!(strict.header("cross-origin-embedder-policy"), Some("require-corp"));
    assert_eq!(strict.header("cross-origin-opener-policy"), Some("same-origin"));
    let asset = client.get(ADMIN, "/assets/admin-center.js").await;
    assert_eq!(asset.header("cross-origin-resource-policy"), Some("same-origin"));

    let again = client.get(ADMIN, "/?strict=1").await;
    assert_ne!(bootstrap(&again)["nonce"], nonce);
}

#[tokio::test]
async fn hostile_names_stay_inside_the_bootstrap() {
    let client = Client::start().await;
    let given = bootstrap(&client.get(ADMIN, "/?tenant=hostile").await);
    assert_eq!(given["organization"], "Wide World <b>Importers</b> & \"Sons\"");
    assert_eq!(given["user"]["name"], "Zoë O'Malley-</script>");
}

#[tokio::test]
async fn errors_of_the_page_reach_the_tests() {
    let client = Client::start().await;
    let report = r#"{"message":"Error: no","stack":""}"#;
    let told = client.send(Route::Direct, ADMIN, "POST", "/__simulator/errors", "", report).await;
    assert_eq!(told.status, 204);
    let errors = client.control("GET", "/__simulator/errors", "").await.json();
    assert_eq!(errors, json!({ "errors": [{ "message": "Error: no", "stack": "" }] }));
    // Such a report is talk with the tests, so the log of what the hosts were asked is without it.
    let log = client.control("GET", "/__simulator/requests", "").await.json();
    assert_eq!(log, json!({ "requests": [] }));

    client.control("DELETE", "/__simulator/errors", "").await;
    let errors = client.control("GET", "/__simulator/errors", "").await.json();
    assert_eq!(errors, json!({ "errors": [] }));
}

#[tokio::test]
async fn switches_are_checked_before_they_are_turned() {
    let client = Client::start().await;
    let before = client.control("GET", "/__simulator/settings", "").await.json();
    for wrong in [
        r#"{"layuot":"a"}"#,
        r#"{"layout":"c"}"#,
        r#"{"tenant":"nobody"}"#,
        r#"{"httpError":99}"#,
        r#"{"latency":-1}"#,
        r#"{"now":"soon"}"#,
    ] {
        let answer = client.control("POST", "/__simulator/settings", wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(answer.json()["error"].is_string(), "{wrong}");
    }
    assert_eq!(client.control("GET", "/__simulator/settings", "").await.json(), before);

    let changes = r#"{"strict":true,"drift":"renamed-headers","tenant":"empty"}"#;
    let changed = client.control("POST", "/__simulator/settings", changes).await.json();
    assert_eq!(changed["drift"], "renamed-headers");
    let changed = client.control("POST", "/__simulator/settings", r#"{"tenant":null}"#).await;
    assert_eq!(changed.json()["tenant"], "fabrikam");
    assert_eq!(client.control("POST", "/__simulator/reset", "").await.status, 204);
    assert_eq!(client.control("GET", "/__simulator/settings", "").await.json(), before);
}
