//! What the sign-in host says about itself.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::entra::Parameters;
use crate::entra::authorize::Visit;
use crate::entra::cloud::Cloud;
use crate::entra::directory::Audience;
use crate::entra::id_token::KEY_ID;
use crate::entra::refusal::Refusal;
use crate::simulation::Simulation;

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`
pub(crate) async fn configuration(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(&simulation, cloud, &Parameters::default(), &headers);
    let Some(audience) = visit.directory().audience(&tenant) else {
        return Refusal::unknown_tenant(&tenant).token_answer(&visit.trace, cloud);
    };
    let host = cloud.login_host();
    let issuer = match &audience {
        Audience::Anybody => format!("https://{host}/{{tenantid}}/v2.0"),
        Audience::Tenant(id) => format!("https://{host}/{id}/v2.0"),
    };
    let endpoint = |name: &str| format!("https://{host}/{tenant}/oauth2/v2.0/{name}");
    open(json!({
        "issuer": issuer,
        "authorization_endpoint": endpoint("authorize"),
        "token_endpoint": endpoint("token"),
        "end_session_endpoint": endpoint("logout"),
        "jwks_uri": format!("https://{host}/{tenant}/discovery/v2.0/keys"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "cloud_instance_name": host.trim_start_matches("login."),
        "msgraph_host": cloud.graph_hosts().first(),
    }))
}

/// `GET /{tenant}/discovery/v2.0/keys`: one key, whose numbers are nobody's. Id tokens here are
/// signed by nothing, since a public client has no use for the signature.
pub(crate) async fn keys() -> Response {
    open(json!({ "keys": [{
        "kty": "RSA", "use": "sig", "kid": KEY_ID, "alg": "RS256", "n": "c2ltdWxhdGVk", "e": "AQAB",
    }] }))
}

/// `GET /common/discovery/instance`
pub(crate) async fn instance(Extension(cloud): Extension<Cloud>) -> Response {
    let host = cloud.login_host();
    let of_cloud = |cloud: Cloud| {
        json!({
            "preferred_network": cloud.login_host(),
            "preferred_cache": cloud.aliases().first(),
            "aliases": cloud.aliases(),
        })
    };
    open(json!({
        "tenant_discovery_endpoint":
            format!("https://{host}/common/v2.0/.well-known/openid-configuration"),
        "api-version": "1.1",
        "metadata": Cloud::ALL.map(of_cloud),
    }))
}

fn open(body: Value) -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (CACHE_CONTROL, HeaderValue::from_static("max-age=86400, private")),
    ];
    (StatusCode::OK, headers, Json(body)).into_response()
}
