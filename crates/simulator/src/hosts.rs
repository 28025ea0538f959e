//! Which host answers what.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, http};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::json;

use crate::simulation::Simulation;
use crate::{admin_data, admin_page, control};

/// A simulated host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// `admin.microsoft.com` and `admin.cloud.microsoft`, and `localhost` for a look by hand.
    AdminCenter,
    /// `login.microsoftonline.com`
    SignIn,
    /// `graph.microsoft.com`
    Graph,
}

impl Host {
    /// The host of a name, whatever its letter case; `None` for one that isn't simulated.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "admin.microsoft.com" | "admin.cloud.microsoft" | "localhost" => {
                Some(Self::AdminCenter)
            }
            "login.microsoftonline.com" => Some(Self::SignIn),
            "graph.microsoft.com" => Some(Self::Graph),
            _ => None,
        }
    }
}

/// The routers of all hosts and of the control endpoints.
#[derive(Clone)]
pub(crate) struct Hosts {
    admin_center: Router,
    sign_in: Router,
    graph: Router,
    control: Router,
}

impl Hosts {
    pub(crate) fn new(simulation: &Arc<Simulation>) -> Self {
        Self {
            admin_center: admin_center(Arc::clone(simulation)),
            sign_in: Router::new().fallback(sign_in),
            graph: Router::new().fallback(graph),
            control: control::router(Arc::clone(simulation)),
        }
    }

    /// The answer of a simulated host.
    pub(crate) async fn answer<B>(&self, host: Host, request: http::Request<B>) -> Response
    where
        B: http_body::Body<Data = axum::body::Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let router = match host {
            Host::AdminCenter => &self.admin_center,
            Host::SignIn => &self.sign_in,
            Host::Graph => &self.graph,
        };
        call(router, request).await
    }

    /// The answer of the control endpoints.
    pub(crate) async fn control<B>(&self, request: http::Request<B>) -> Response
    where
        B: http_body::Body<Data = axum::body::Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        call(&self.control, request).await
    }
}

async fn call<B>(router: &Router, request: http::Request<B>) -> Response
where
    B: http_body::Body<Data = axum::body::Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    let Ok(response) = TowerToHyperService::new(router.clone()).call(request.map(Body::new)).await;
    response
}

fn admin_center(simulation: Arc<Simulation>) -> Router {
    const ACCESS: &str = "/fd/commerceMgmt/partnermanage/partners/csp/{id}/delegatedaccess";
    const STATUS: &str = "/fd/GdapPartnerManage/CustomerServiceAdminApi/Web/v1/GranularAdminRelationships/{id}/UpdateStatus";

    Router::new()
        .route("/assets/{*path}", get(admin_page::asset))
        .route("/fd/commerceMgmt/partnermanage/partners", get(admin_data::partners))
        .route("/fd/commerceMgmt/partnermanage/gdapRelationships", get(admin_data::relationships))
        .route("/fd/commerceMgmt2/partnermanage/gdapInvitations/{id}", get(admin_data::invitation))
        .route(STATUS, post(admin_data::update_status))
        .route(
            ACCESS,
            get(admin_data::delegated_access).delete(admin_data::remove_delegated_access),
        )
        .route("/__simulator/errors", post(control::report_page_error))
        .fallback(get(admin_page::page))
        .with_state(simulation)
}

async fn sign_in() -> Response {
    let page = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
                <title>Simulated sign-in host</title>\n\
                <p>This is the simulated sign-in host. It has nothing at this address.</p>\n</html>\n";
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

/// What Graph says to whoever brings no token, or one that it didn't issue: there is none here.
async fn graph() -> Response {
    let body = json!({
        "error": {
            "code": "InvalidAuthenticationToken",
            "message": "Access token is empty.",
            "innerError": {
                "date": "2026-11-24T09:41:00",
                "request-id": "5f0c8f7e-3a52-4d0e-9a4b-6b0f1f2f7d11",
                "client-request-id": "5f0c8f7e-3a52-4d0e-9a4b-6b0f1f2f7d11",
            },
        },
    });
    let mut response = (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        WWW_AUTHENTICATE,
        HeaderValue::from_static(
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\"",
        ),
    );
    response
}
