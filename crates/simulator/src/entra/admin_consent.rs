//! `GET /{tenant}/v2.0/adminconsent`: an administrator grants scopes for a whole tenant.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::entra::authorize::{self, Purpose};
use crate::entra::cloud::Cloud;
use crate::request_log::Ticket;
use crate::simulation::Simulation;

/// Signs in as authorize does, then asks for the whole tenant.
pub(crate) async fn admin_consent(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    Path(tenant): Path<String>,
    ticket: Option<Extension<Ticket>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let purpose = Purpose::AdminConsent;
    authorize::begin(&simulation, cloud, &tenant, purpose, ticket, &uri, &headers).await
}
