//! Which host answers what.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http;
use axum::response::Response;
use axum::routing::{get, post};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::entra::cloud::Cloud;
use crate::simulation::Simulation;
use crate::{admin_data, admin_page, control, entra, graph};

/// A simulated host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// `admin.microsoft.com` and `admin.cloud.microsoft`, and `localhost` for a look by hand.
    AdminCenter,
    /// `login.microsoftonline.com`, and its like in other clouds.
    SignIn(Cloud),
    /// `graph.microsoft.com`, and its like in other clouds.
    Graph(Cloud),
}

impl Host {
    /// The host of a name, whatever its letter case; `None` for one that isn't simulated.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "admin.microsoft.com" | "admin.cloud.microsoft" | "localhost" => {
                Some(Self::AdminCenter)
            }
            name => Cloud::of_login_host(name)
                .map(Self::SignIn)
                .or_else(|| Cloud::of_graph_host(name).map(Self::Graph)),
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
            sign_in: entra::router(Arc::clone(simulation)),
            graph: graph::router(Arc::clone(simulation)),
            control: control::router(Arc::clone(simulation)),
        }
    }

    /// The answer of a simulated host.
    pub(crate) async fn answer<B>(&self, host: Host, mut request: http::Request<B>) -> Response
    where
        B: http_body::Body<Data = axum::body::Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let (router, cloud) = match host {
            Host::AdminCenter => (&self.admin_center, None),
            Host::SignIn(cloud) => (&self.sign_in, Some(cloud)),
            Host::Graph(cloud) => (&self.graph, Some(cloud)),
        };
        if let Some(cloud) = cloud {
            request.extensions_mut().insert(cloud);
        }
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
