//! The admin center's page: the shell around the React application, its cookies and its policy.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use crate::settings::{Settings, carried_query};
use crate::simulation::Simulation;
use crate::tenant::Tenant;

/// Names the tenant of the last page that was loaded.
pub(crate) const TENANT_COOKIE: &str = "s.SimTenant";

/// Holds what a page's address says about its data requests, encoded as a query string.
pub(crate) const OVERRIDES_COOKIE: &str = "s.SimOverrides";

/// Without this one the data requests take the session for over.
pub(crate) const SESSION_COOKIE: &str = "RootAuthToken";

/// The page, for every path that is one in any letter case; 404 for the rest.
pub(crate) async fn page(State(simulation): State<Arc<Simulation>>, uri: Uri) -> Response {
    let path = uri.path().trim_end_matches('/');
    if !(path.is_empty() || path.eq_ignore_ascii_case("/adminportal/home")) {
        return (StatusCode::NOT_FOUND, "The simulated admin center has nothing here.\n")
            .into_response();
    }
    let query = uri.query().unwrap_or_default();
    let settings = match simulation.settings_for(query) {
        Ok(settings) => settings,
        Err(reason) => return (StatusCode::BAD_REQUEST, reason).into_response(),
    };
    let nonce = simulation.nonce();
    let rendered = simulation
        .read(&settings.tenant, |tenant| (html(tenant, &settings, &nonce), cookies(tenant, query)));
    let Some((html, cookies)) = rendered else {
        return StatusCode::BAD_REQUEST.into_response();
    };

    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            headers.append(SET_COOKIE, value);
        }
    }
    if settings.strict {
        restrict(headers, &nonce);
    }
    response
}

/// The page's script, style sheet and what else the build of it wrote.
pub(crate) async fn asset(
    State(simulation): State<Arc<Simulation>>,
    Path(path): Path<String>,
) -> Response {
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains('\\');
    let mime = match path.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        _ => "application/octet-stream",
    };
    if !path.split('/').all(is_plain) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let Ok(bytes) = std::fs::read(simulation.assets.join(&path)) else {
        return (StatusCode::NOT_FOUND, "There is no such asset.\n").into_response();
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(mime)),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        // A page that requires embedders to opt in loads nothing without it.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ];
    (headers, Body::from(bytes)).into_response()
}

/// The value of a cookie of a request.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
}

/// The cookies that public scripts name as the session of the admin center, with invented values,
/// and two of our own.
fn cookies(tenant: &Tenant, query: &str) -> Vec<String> {
    let hidden = "Path=/; Secure; HttpOnly; SameSite=Lax";
    let open = "Path=/; Secure; SameSite=Lax";
    vec![
        format!("{SESSION_COOKIE}=simulated-root; {hidden}"),
        format!("SPAAuthCookie=simulated-spa; {hidden}"),
        format!("OIDCAuthCookie=simulated-oidc; {hidden}"),
        format!("s.AjaxSessionKey=simulated-ajax; {open}"),
        format!("s.UserTenantId={}; {open}", tenant.tenant_id),
        format!("UserLoginRef=%2Fhomepage; {open}"),
        format!("x-portal-routekey=sim; {hidden}"),
        format!("{TENANT_COOKIE}={}; {open}", tenant.slug),
        format!("{OVERRIDES_COOKIE}={}; {open}", carried_query(query)),
    ]
}

fn html(tenant: &Tenant, settings: &Settings, nonce: &str) -> String {
    let bootstrap = json!({
        "tenant": tenant.slug,
        "tenantId": tenant.tenant_id,
        "organization": tenant.organization,
        "user": tenant.user,
        "layout": settings.layout,
        "language": settings.language,
        "theme": settings.theme,
        "now": settings.now.format(&Rfc3339).ok(),
        "drift": settings.drift,
        "lateRender": settings.late_render,
        "rerenderEvery": settings.rerender_every,
        "nonce": nonce,
    })
    .to_string()
    // Inside a script element nothing but `<` could end it.
    .replace('<', "\\u003c");
    let language = &settings.language;
    format!(
        r#"<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Microsoft 365 admin center (simulated)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/admin-center.css">
</head>
<body>
<div id="root"></div>
<script type="application/json" id="bootstrap" nonce="{nonce}">{bootstrap}</script>
<script src="/assets/admin-center.js" nonce="{nonce}"></script>
</body>
</html>
"#
    )
}

/// The strictest policy that the page itself still works under.
fn restrict(headers: &mut HeaderMap, nonce: &str) {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'none'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types admin-center"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
