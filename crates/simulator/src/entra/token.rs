//! `POST /{tenant}/oauth2/v2.0/token`

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, CACHE_CONTROL, CONTENT_TYPE,
    ORIGIN, PRAGMA,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::entra::authorize::Visit;
use crate::entra::cloud::Cloud;
use crate::entra::directory::Audience;
use crate::entra::ledger::SecretKind;
use crate::entra::refusal::{self, Refusal};
use crate::entra::switches::{Held, Platform};
use crate::entra::{
    ClientFacts, Parameters, header, registration, token_grants, wait, wait_while_held,
};
use crate::request_log::Ticket;
use crate::simulation::Simulation;

const FORM: &str = "application/x-www-form-urlencoded";

/// Redeems a code or a refresh token.
pub(crate) async fn token(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    Path(tenant): Path<String>,
    ticket: Option<Extension<Ticket>>,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    wait(&simulation).await;
    let query = Parameters::parse(uri.query().unwrap_or_default().as_bytes());
    let is_form = header(&headers, CONTENT_TYPE.as_str())
        .is_some_and(|kind| kind.split(';').next().is_some_and(|kind| kind.trim() == FORM));
    let form = if is_form { Parameters::parse(&body) } else { Parameters::default() };
    if let Some(Extension(ticket)) = ticket {
        let own = |name: &str| header(&headers, name).map(str::to_owned);
        simulation.requests.note(ticket, ClientFacts::of(&query, &form, own));
    }
    wait_while_held(&simulation, Held::Token).await;
    for (name, kind) in [
        ("code", SecretKind::Code),
        ("code_verifier", SecretKind::Verifier),
        ("refresh_token", SecretKind::RefreshToken),
    ] {
        if let Some(secret) = form.get(name) {
            simulation.entra.saw(kind, secret);
        }
    }

    let visit = Visit::new(&simulation, cloud, &query, &headers);
    let mut response = match simulation.next_token_error(form.get("grant_type")) {
        Some(planned) => refusal::planned_answer(&planned, &visit.trace, cloud),
        None => redeem(&visit, &tenant, &headers, &form)
            .unwrap_or_else(|refusal| refusal.token_answer(&visit.trace, cloud)),
    };
    dress(&visit, &headers, &query, &mut response);
    wait_while_held(&simulation, Held::TokenAnswer).await;
    response
}

/// `OPTIONS` of the same address, which browsers send before requests with headers of their own.
pub(crate) async fn preflight(headers: HeaderMap) -> Response {
    let mut response = StatusCode::OK.into_response();
    let answer = response.headers_mut();
    answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST, OPTIONS"));
    if let Some(asked) = headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    response
}

/// Any other method of the same address.
pub(crate) async fn wrong_method(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&simulation, cloud, &Parameters::default(), &headers);
    Refusal::new("invalid_request", 900_561, "This endpoint takes POST only.")
        .token_answer(&visit.trace, cloud)
}

fn redeem(
    visit: &Visit<'_>,
    tenant: &str,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<Response, Refusal> {
    let required = |name: &str| form.get(name).ok_or_else(|| Refusal::missing(name));
    let grant = required("grant_type")?;
    let client = required("client_id")?;
    let audience: Audience =
        visit.directory().audience(tenant).ok_or_else(|| Refusal::unknown_tenant(tenant))?;
    if !registration::knows_client(&visit.settings, client) {
        return Err(Refusal::unknown_client(client));
    }
    check_origin(visit, headers)?;
    match grant {
        "authorization_code" => token_grants::code(visit, &audience, client, form),
        "refresh_token" => token_grants::refresh(visit, &audience, client, form),
        other => {
            let text = format!("The grant '{other}' isn't supported for this application.");
            Err(Refusal::new("unsupported_grant_type", 70003, text))
        }
    }
}

/// A single-page application redeems across origins, everything else doesn't. What the origin is
/// doesn't matter ("Redirect URIs for single-page apps" on learn.microsoft.com).
fn check_origin(visit: &Visit<'_>, headers: &HeaderMap) -> Result<(), Refusal> {
    match (visit.settings.platform, headers.contains_key(ORIGIN)) {
        (Platform::Spa, true) | (Platform::Native | Platform::Web, false) => Ok(()),
        (Platform::Spa, false) => {
            let text = "A single-page application redeems its tokens across origins only.";
            Err(Refusal::new("invalid_request", 9_002_327, text))
        }
        (Platform::Native | Platform::Web, true) => {
            let text = "Only a single-page application redeems its tokens across origins.";
            Err(Refusal::new("invalid_request", 9_002_326, text))
        }
    }
}

fn dress(visit: &Visit<'_>, headers: &HeaderMap, query: &Parameters, response: &mut Response) {
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    answer.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    let ids = [
        ("x-ms-request-id", Some(visit.trace.trace_id.as_str())),
        (
            "client-request-id",
            query.get("client-request-id").or_else(|| header(headers, "client-request-id")),
        ),
    ];
    for (name, id) in ids {
        if let Some(id) = id.and_then(|id| HeaderValue::from_str(id).ok()) {
            answer.insert(HeaderName::from_static(name), id);
        }
    }
    if headers.contains_key(ORIGIN) && visit.settings.platform == Platform::Spa {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let exposed = HeaderValue::from_static("Content-Length,Content-Encoding");
        answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
}
