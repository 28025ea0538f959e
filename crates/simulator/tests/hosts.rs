//! Which hosts answer, by which way, and that nothing else does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::{ADMIN, Client, Route, assets};
use serde_json::Value;
use simulator::server::Options;

#[tokio::test]
async fn every_host_answers_directly_and_through_connect() {
    let client = Client::start().await;
    let cases = [
        ("admin.microsoft.com", "/", 200, "id=\"bootstrap\""),
        ("admin.cloud.microsoft", "/", 200, "id=\"bootstrap\""),
        ("localhost", "/", 200, "id=\"bootstrap\""),
        ("login.microsoftonline.com", "/nothing", 404, "simulated sign-in"),
        ("login.microsoftonline.us", "/nothing", 404, "simulated sign-in"),
        ("login.partner.microsoftonline.cn", "/nothing", 404, "simulated sign-in"),
        ("graph.microsoft.com", "/v1.0/organization", 401, "InvalidAuthenticationToken"),
        ("graph.microsoft.us", "/v1.0/organization", 401, "InvalidAuthenticationToken"),
        ("dod-graph.microsoft.us", "/v1.0/organization", 401, "InvalidAuthenticationToken"),
        ("microsoftgraph.chinacloudapi.cn", "/v1.0/me", 401, "InvalidAuthenticationToken"),
    ];
    for (host, path, status, part) in cases {
        for route in [Route::Direct, Route::Connect] {
            let answer = client.send(route, host, "GET", path, "", "").await;
            assert_eq!(answer.status, status, "{host} {route:?}");
            assert!(answer.body.contains(part), "{host} {route:?}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_proxy_passes_nothing_on() {
    let client = Client::start().await;
    let cases = [
        ("CONNECT", "example.com:443", 502),
        ("CONNECT", "admin.microsoft.com:80", 502),
        ("CONNECT", "admin.microsoft.com.example.com:443", 502),
        ("CONNECT", "127.0.0.1:22", 502),
        ("GET", "http://example.com/", 502),
        ("GET", "http://admin.microsoft.com/?a=b", 307),
    ];
    for (method, target, status) in cases {
        let answer = client.plain(method, target, "proxied", "").await;
        assert_eq!(answer.status, status, "{method} {target}");
    }
    let redirect = client.plain("GET", "http://admin.microsoft.com/?a=b", "proxied", "").await;
    assert_eq!(redirect.header("location"), Some("https://admin.microsoft.com/?a=b"));
}

#[tokio::test]
async fn tls_for_a_name_without_a_host_is_misdirected() {
    let client = Client::start().await;
    let answer = client.send(Route::Direct, "localhost", "GET", "/", "", "").await;
    assert_eq!(answer.status, 200);
    // The name in TLS may be right while the request asks for another.
    let asked =
        client.send(Route::Direct, ADMIN, "GET", "https://portal.office365.us/", "", "").await;
    assert_eq!(asked.status, 421);
}

#[tokio::test]
async fn control_is_closed_to_web_pages() {
    let client = Client::start().await;
    let own = format!("127.0.0.1:{}", client.running.port);
    let cases = [
        (own.as_str(), String::new(), 200),
        (own.as_str(), format!("Origin: http://{own}\r\n"), 200),
        (own.as_str(), "Origin: https://example.com\r\n".to_owned(), 403),
        (own.as_str(), "Origin: null\r\n".to_owned(), 403),
        ("rebound.example.com", String::new(), 403),
    ];
    for (host, headers, status) in cases {
        let answer = client.plain("GET", "/__simulator/settings", host, &headers).await;
        assert_eq!(answer.status, status, "{host} {headers}");
    }
    // The simulated hosts carry none of it.
    let answer = client.get(ADMIN, "/__simulator/settings").await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn the_log_tells_what_was_asked_in_order() {
    let client = Client::start().await;
    client.send(Route::Connect, ADMIN, "GET", "/?layout=a", "", "").await;
    client.plain("CONNECT", "example.com:443", "example.com:443", "").await;
    client.data("contoso", "GET", "/fd/nothing").await;

    let log = client.control("GET", "/__simulator/requests", "").await.json();
    let requests = log["requests"].as_array().unwrap();
    let told: Vec<String> = requests
        .iter()
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap().to_owned();
            let (via, host, method, path) =
                (text("via"), text("host"), text("method"), text("path"));
            format!("{} {via} {host} {method} {path} {}", entry["seq"], entry["status"])
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 plain admin.microsoft.com CONNECT admin.microsoft.com:443 200",
            "2 connect admin.microsoft.com GET /?layout=a 200",
            "3 plain example.com CONNECT example.com:443 502",
            "4 direct admin.microsoft.com GET /fd/nothing 404",
        ]
    );

    client.control("DELETE", "/__simulator/requests", "").await;
    let log = client.control("GET", "/__simulator/requests", "").await.json();
    assert_eq!(log["requests"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_kept_authority_is_used_again() {
    let directory = std::env::temp_dir().join(format!("simulator-test-{}", std::process::id()));
    let options =
        Options { authority_directory: Some(directory.clone()), ..Options::new(assets()) };
    let first = Client::start_with(options.clone()).await;
    let second = Client::start_with(options).await;
    let other = Client::start().await;
    assert_eq!(first.running.spki, second.running.spki);
    assert_eq!(first.running.authority_pem, second.running.authority_pem);
    assert_ne!(first.running.spki, other.running.spki);
    assert_eq!(second.get(ADMIN, "/").await.status, 200);
    let file = std::fs::read_to_string(&other.running.authority_file).unwrap();
    assert_eq!(file, other.running.authority_pem);
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn an_unknown_tenant_keeps_it_from_starting() {
    let options = Options { tenant: "nobody".to_owned(), ..Options::new(assets()) };
    let reason = simulator::server::start(options).await.unwrap_err().to_string();
    assert!(reason.contains("no tenant nobody") && reason.contains("fabrikam"), "{reason}");
}
