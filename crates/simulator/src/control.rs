//! What tests tell the simulator and ask of it, under `/__simulator`.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

use crate::simulation::Simulation;

/// The control endpoints. Only the plain loopback address serves them.
pub(crate) fn router(simulation: Arc<Simulation>) -> Router {
    Router::new()
        .route("/__simulator", get(overview))
        .route("/__simulator/reset", post(reset))
        .route("/__simulator/settings", get(settings).post(change_settings))
        .route("/__simulator/requests", get(requests).delete(clear_requests))
        .route(
            "/__simulator/errors",
            get(page_errors).post(report_page_error).delete(clear_page_errors),
        )
        .route("/__simulator/secrets", get(secrets))
        .route("/__simulator/entra/sign-out", post(sign_out))
        .route("/__simulator/entra/revoke", post(revoke))
        .with_state(simulation)
}

/// `POST /__simulator/errors`: the page tells of an error that it saw. Also served on the admin
/// center's own hosts, because the page can reach no other.
pub(crate) async fn report_page_error(
    State(simulation): State<Arc<Simulation>>,
    body: Result<Json<Value>, JsonRejection>,
) -> Response {
    match body {
        Ok(Json(error)) => {
            simulation.add_page_error(error);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(rejection) => rejection.into_response(),
    }
}

async fn overview(State(simulation): State<Arc<Simulation>>) -> Response {
    Json(json!({
        "tenants": simulation.tenant_names(),
        "settings": simulation.settings(),
        "endpoints": [
            "reset", "settings", "requests", "errors", "secrets", "entra/sign-out", "entra/revoke",
        ],
    }))
    .into_response()
}

async fn reset(State(simulation): State<Arc<Simulation>>) -> StatusCode {
    simulation.reset();
    StatusCode::NO_CONTENT
}

async fn settings(State(simulation): State<Arc<Simulation>>) -> Response {
    Json(simulation.settings()).into_response()
}

async fn change_settings(
    State(simulation): State<Arc<Simulation>>,
    Json(changes): Json<Map<String, Value>>,
) -> Response {
    match simulation.change_settings(&changes) {
        Ok(settings) => Json(settings).into_response(),
        Err(reason) => (StatusCode::BAD_REQUEST, Json(json!({ "error": reason }))).into_response(),
    }
}

async fn requests(State(simulation): State<Arc<Simulation>>) -> Response {
    Json(json!({ "requests": simulation.requests.all() })).into_response()
}

async fn clear_requests(State(simulation): State<Arc<Simulation>>) -> StatusCode {
    simulation.requests.clear();
    StatusCode::NO_CONTENT
}

async fn page_errors(State(simulation): State<Arc<Simulation>>) -> Response {
    Json(json!({ "errors": simulation.page_errors() })).into_response()
}

async fn clear_page_errors(State(simulation): State<Arc<Simulation>>) -> StatusCode {
    simulation.clear_page_errors();
    StatusCode::NO_CONTENT
}

/// Every code, verifier and token that was given out or seen, to search other places for.
async fn secrets(State(simulation): State<Arc<Simulation>>) -> Response {
    Json(json!({ "secrets": simulation.entra.secrets() })).into_response()
}

async fn sign_out(State(simulation): State<Arc<Simulation>>) -> StatusCode {
    simulation.entra.sign_out_everywhere();
    StatusCode::NO_CONTENT
}

async fn revoke(State(simulation): State<Arc<Simulation>>) -> StatusCode {
    simulation.entra.revoke_tokens();
    StatusCode::NO_CONTENT
}
