//! Microsoft Graph, as far as it proves that a token works: `/v1.0/me` and `/v1.0/organization`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, CACHE_CONTROL, ORIGIN, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use base64::Engine as _;
use serde_json::{Value, json};
use time::macros::format_description;

use crate::entra::cloud::Cloud;
use crate::entra::directory::Person;
use crate::entra::ledger::{AccessToken, SecretKind};
use crate::entra::switches::Held;
use crate::entra::{Directory, wait_while_held};
use crate::simulation::Simulation;

/// What every Graph host answers. Requests carry the host's [`Cloud`] as an extension.
pub(crate) fn router(simulation: Arc<Simulation>) -> Router {
    Router::new()
        .route("/v1.0/me", get(me))
        .route("/v1.0/organization", get(organization))
        .fallback(nothing_here)
        .with_state(simulation)
}

async fn me(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    headers: HeaderMap,
) -> Response {
    wait_while_held(&simulation, Held::Graph).await;
    answer(&simulation, cloud, &headers, |person| {
        Ok(json!({
            "id": person.account.oid,
            "displayName": person.account.name,
            "userPrincipalName": person.account.upn,
        }))
    })
}

async fn organization(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    headers: HeaderMap,
) -> Response {
    wait_while_held(&simulation, Held::Graph).await;
    answer(&simulation, cloud, &headers, |person| {
        Ok(json!({ "value": [{ "id": person.tenant_id, "displayName": person.organization }] }))
    })
}

async fn nothing_here(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    headers: HeaderMap,
) -> Response {
    wait_while_held(&simulation, Held::Graph).await;
    answer(&simulation, cloud, &headers, |_| {
        Err(Problem::new(StatusCode::BAD_REQUEST, "BadRequest", "There is no such resource here."))
    })
}

/// Why Graph doesn't answer what is asked.
struct Problem {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// Claims that a new token has to satisfy.
    challenge: Option<Value>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self { status, code, message: message.to_owned(), challenge: None }
    }

    fn unauthorized(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message)
    }

    /// By learn.microsoft.com, "Claims challenges, claims requests, and client capabilities".
    fn challenge(claims: Value) -> Self {
        let message = "The token doesn't satisfy a policy. Get one that does.";
        Self { challenge: Some(claims), ..Self::unauthorized(message) }
    }
}

fn answer(
    simulation: &Simulation,
    cloud: Cloud,
    headers: &HeaderMap,
    work: impl FnOnce(&Person) -> Result<Value, Problem>,
) -> Response {
    let request_id = simulation.entra.guid();
    let client_request_id = headers.get("client-request-id").and_then(|id| id.to_str().ok());
    let mut response = match admit(simulation, cloud, headers).and_then(|person| work(&person)) {
        Ok(body) => Json(body).into_response(),
        Err(problem) => {
            let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
            let body = json!({ "error": {
                "code": problem.code,
                "message": problem.message,
                "innerError": {
                    "date": simulation.entra_now().format(format).unwrap_or_default(),
                    "request-id": request_id,
                    "client-request-id": client_request_id.unwrap_or(&request_id),
                },
            } });
            let mut response = (problem.status, Json(body)).into_response();
            if problem.status == StatusCode::UNAUTHORIZED {
                let value = www_authenticate(cloud, problem.challenge.as_ref());
                if let Ok(value) = HeaderValue::from_str(&value) {
                    response.headers_mut().insert(WWW_AUTHENTICATE, value);
                }
            }
            response
        }
    };
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    for (name, id) in [("request-id", Some(&*request_id)), ("client-request-id", client_request_id)]
    {
        if let Some(id) = id.and_then(|id| HeaderValue::from_str(id).ok()) {
            answer.insert(HeaderName::from_static(name), id);
        }
    }
    if headers.contains_key(ORIGIN) {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

/// Who asks, if the token is good for this.
fn admit(simulation: &Simulation, cloud: Cloud, headers: &HeaderMap) -> Result<Person, Problem> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let Some(bearer) = bearer.filter(|bearer| !bearer.is_empty()) else {
        return Err(Problem::unauthorized("The request brings no token."));
    };
    simulation.entra.saw(SecretKind::AccessToken, bearer);
    let known = simulation.entra.with(|entries| entries.access_tokens.get(bearer).cloned());
    let token = known.ok_or_else(|| Problem::unauthorized("The token isn't known here."))?;
    if token.subject.cloud != cloud {
        return Err(Problem::unauthorized("The token is of another cloud."));
    }
    let now = simulation.entra_now();
    if now >= token.ends_at {
        return Err(Problem::unauthorized("The token has expired."));
    }
    if token.revoked {
        let since = now.unix_timestamp().to_string();
        let claims = json!({ "access_token": { "nbf": { "essential": true, "value": since } } });
        return Err(Problem::challenge(claims));
    }
    let demanded = simulation.settings().entra.claims_challenge;
    if let Some(context) = demanded.filter(|context| !satisfies(&token, context)) {
        let acrs = json!({ "essential": true, "value": context });
        return Err(Problem::challenge(json!({ "access_token": { "acrs": acrs } })));
    }
    // Both resources take no more than this (learn.microsoft.com, "Get a user" and "Get
    // organization").
    if !token.scopes.has("User.Read") {
        let message = "The token's scopes don't allow this.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "Authorization_RequestDenied", message));
    }
    let person = Directory(simulation).person(&token.subject.oid);
    person.ok_or_else(|| Problem::unauthorized("The token's account doesn't exist."))
}

/// Whether a request that led to a token carried the claims of the challenge.
fn satisfies(token: &AccessToken, context: &str) -> bool {
    token.claims.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok()).any(|claims| {
        let value = claims.pointer("/access_token/acrs/value");
        value.and_then(Value::as_str) == Some(context)
    })
}

fn www_authenticate(cloud: Cloud, challenge: Option<&Value>) -> String {
    let host = cloud.login_host();
    let plain =
        format!("Bearer realm=\"\", authorization_uri=\"https://{host}/common/oauth2/authorize\"");
    let Some(claims) = challenge else { return plain };
    let claims = base64::engine::general_purpose::STANDARD.encode(claims.to_string());
    format!("{plain}, error=\"insufficient_claims\", claims=\"{claims}\"")
}
