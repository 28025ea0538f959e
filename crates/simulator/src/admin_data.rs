//! The admin center's own data requests, in the shapes that public captures show.
//!
//! They are undocumented; where a capture leaves something open the simulator decides, and the
//! place says so.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, IF_MATCH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::admin_page::{OVERRIDES_COOKIE, SESSION_COOKIE, TENANT_COOKIE, cookie};
use crate::simulation::Simulation;
use crate::tenant::{Partner, Refusal, Relationship, Status, Tenant};

/// Names the tenant of the tab that asks, which the cookie can't do once two tabs are open.
const TENANT_HEADER: &str = "x-sim-tenant";

/// The status with which the admin center says that its session is over.
const SESSION_OVER: u16 = 440;

/// `GET /fd/commerceMgmt/partnermanage/partners`
pub(crate) async fn partners(
    State(simulation): State<Arc<Simulation>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&simulation, &headers, |call| {
        require_version(&uri, "2.1")?;
        call.require_open_list()?;
        let asked = parameter(&uri, "customerTenantId");
        call.read(|tenant| {
            if asked.as_deref() != Some(tenant.tenant_id.as_str()) {
                return Err(Problem::new(
                    StatusCode::FORBIDDEN,
                    "That isn't this session's tenant.",
                ));
            }
            let partners: Vec<Value> = tenant.partners.iter().map(partner_json).collect();
            Ok(json!({ "partners": partners }))
        })
    })
    .await
}

/// `GET /fd/commerceMgmt/partnermanage/gdapRelationships`
pub(crate) async fn relationships(
    State(simulation): State<Arc<Simulation>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&simulation, &headers, |call| {
        require_version(&uri, "3.0")?;
        call.require_open_list()?;
        call.read(|tenant| {
            let listed = tenant
                .relationships
                .iter()
                .filter(|relationship| relationship.status != Status::ApprovalPending)
                .map(|relationship| relationship_json(tenant, relationship, call.now));
            let listed: Vec<Value> = listed.collect();
            Ok(json!({ "relationships": listed }))
        })
    })
    .await
}

/// `GET /fd/commerceMgmt2/partnermanage/gdapInvitations/{id}`
pub(crate) async fn invitation(
    State(simulation): State<Arc<Simulation>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&simulation, &headers, |call| {
        require_version(&uri, "3.0")?;
        call.read(|tenant| {
            let relationship = tenant.relationship(&id).ok_or(Refusal::NotFound)?;
            Ok(invitation_json(tenant, relationship, call.now))
        })
    })
    .await
}

/// `POST …/GranularAdminRelationships/{id}/UpdateStatus`
///
/// The word that ends a relationship from the customer's side isn't public; this takes Graph's
/// `terminationRequested`.
pub(crate) async fn update_status(
    State(simulation): State<Arc<Simulation>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    answer(&simulation, &headers, |call| {
        let etag = headers.get(IF_MATCH).and_then(|value| value.to_str().ok());
        let status = body.get("status").and_then(Value::as_str).unwrap_or_default();
        call.change(|tenant| {
            let changed = match status {
                "approved" => tenant.approve(&id, etag, call.now),
                "terminationRequested" => tenant.terminate(&id, etag, call.now),
                _ => return Err(Problem::new(StatusCode::BAD_REQUEST, "The status isn't known.")),
            };
            let changed = changed?.clone();
            Ok(relationship_json(tenant, &changed, call.now))
        })
    })
    .await
}

/// `GET …/partners/csp/{tid}/delegatedaccess`
pub(crate) async fn delegated_access(
    State(simulation): State<Arc<Simulation>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&simulation, &headers, |call| {
        require_version(&uri, "2.1")?;
        call.require_open_list()?;
        call.read(|tenant| {
            let partner = tenant.partner(&id).ok_or(Refusal::NotFound)?;
            Ok(json!({
                            "partnerId": partner.id,
                            "companyName": partner.name,
                            "address": partner.address,
            }))
        })
    })
    .await
}

/// `DELETE …/partners/csp/{tid}/delegatedaccess`
pub(crate) async fn remove_delegated_access(
    State(simulation): State<Arc<Simulation>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&simulation, &headers, |call| {
        require_version(&uri, "2.1")?;
        call.change(|tenant| {
            tenant.remove_dap(&id)?;
            Ok(json!({ "responseCode": "success", "message": "" }))
        })
    })
    .await
}

/// A data request that got past the faults and the session.
struct Call<'a> {
    simulation: &'a Simulation,
    tenant: String,
    now: OffsetDateTime,
}

type Answer = Result<Value, Problem>;

/// An answer that isn't what was asked for.
struct Problem {
    status: StatusCode,
    message: String,
}

impl Problem {
    fn new(status: StatusCode, message: &str) -> Self {
        Self { status, message: message.to_owned() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let code = self.status.as_u16().to_string();
        let body = json!({ "error": { "code": code, "message": self.message } });
        (self.status, Json(body)).into_response()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (status, reason) = match refusal {
            Refusal::NotFound => (StatusCode::NOT_FOUND, "There is nothing with this id."),
            Refusal::Outdated => {
                (StatusCode::PRECONDITION_FAILED, "If-Match doesn't name the current state.")
            }
            Refusal::Conflict => (StatusCode::CONFLICT, "Its state doesn't allow this."),
            Refusal::NotAllowed => {
                (StatusCode::FORBIDDEN, "Contact Partner Center support to remove this access.")
            }
        };
        Self::new(status, reason)
    }
}

impl Call<'_> {
    fn read(&self, read: impl FnOnce(&Tenant) -> Answer) -> Answer {
        self.simulation.read(&self.tenant, read).unwrap_or_else(|| Err(unknown_tenant()))
    }

    fn change(&self, change: impl FnOnce(&mut Tenant) -> Answer) -> Answer {
        self.require_open_list()?;
        self.simulation.change(&self.tenant, change).unwrap_or_else(|| Err(unknown_tenant()))
    }

    fn require_open_list(&self) -> Result<(), Problem> {
        let denied = self.simulation.read(&self.tenant, |tenant| tenant.list_denied);
        if denied.ok_or_else(unknown_tenant)? {
            let reason = "Your role doesn't let you see your organization's partners.";
            return Err(Problem::new(StatusCode::FORBIDDEN, reason));
        }
        Ok(())
    }
}

async fn answer(
    simulation: &Simulation,
    headers: &HeaderMap,
    work: impl FnOnce(&Call<'_>) -> Answer,
) -> Response {
    let answer = match admit(simulation, headers).await {
        Ok(call) => work(&call),
        Err(problem) => Err(problem),
    };
    let mut response = answer.map(Json).into_response();
    let status = response.status();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// Applies the switches and the session check that all data requests share.
async fn admit<'a>(simulation: &'a Simulation, headers: &HeaderMap) -> Result<Call<'a>, Problem> {
    let overrides = cookie(headers, OVERRIDES_COOKIE).unwrap_or_default();
    let settings = simulation
        .settings_for(overrides)
        .map_err(|reason| Problem::new(StatusCode::BAD_REQUEST, &reason))?;
    if settings.latency > 0 {
        tokio::time::sleep(Duration::from_millis(settings.latency)).await;
    }
    if let Some(status) = settings.http_error {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return Err(Problem::new(status, "The simulator was told to fail."));
    }
    if settings.session_over || cookie(headers, SESSION_COOKIE).is_none() {
        let status = StatusCode::from_u16(SESSION_OVER).unwrap_or(StatusCode::UNAUTHORIZED);
        return Err(Problem::new(status, "The session is over. Sign in again."));
    }
    let named = headers.get(TENANT_HEADER).and_then(|value| value.to_str().ok());
    let tenant = named.or_else(|| cookie(headers, TENANT_COOKIE)).unwrap_or(&settings.tenant);
    Ok(Call { simulation, tenant: tenant.to_owned(), now: settings.now })
}

/// A partner in the shape of the list. `typeName` is our own: the captures leave open which numbers
/// stand for what, and the page has to name each type.
fn partner_json(partner: &Partner) -> Value {
    json!({
        "id": partner.id,
        "name": partner.name,
        "aadRoles": partner.delegated_roles,
        "companyType": partner.kind.company_type(),
        "canRemoveDap": partner.can_remove_dap,
        "contractTypes": partner.kind.contract_types(),
        "partnerType": 1,
        "typeName": partner.kind,
        "address": partner.address,
    })
}

fn relationship_json(tenant: &Tenant, relationship: &Relationship, now: OffsetDateTime) -> Value {
    json!({
        "id": relationship.id,
        "partner": partner_reference(tenant, relationship),
        "name": relationship.name,
        "roles": relationship.roles,
        "startDateTime": relationship.start.and_then(|time| time.format(&Rfc3339).ok()),
        "endDateTime": relationship.end.and_then(|time| time.format(&Rfc3339).ok()),
        "duration": relationship.days,
        "autoExtendDuration": auto_extend_duration(relationship),
        "status": relationship.status_at(now),
        "etag": relationship.etag(),
    })
}

fn invitation_json(tenant: &Tenant, relationship: &Relationship, now: OffsetDateTime) -> Value {
    json!({
        "partner": partner_reference(tenant, relationship),
        "relationship": {
            "partnerGdapRelationshipId": relationship.id,
            "name": relationship.name,
            "roles": relationship.roles,
            "duration": relationship.days,
            "autoExtendDuration": auto_extend_duration(relationship),
            "status": relationship.status_at(now),
            "etag": relationship.etag(),
        },
    })
}

fn partner_reference(tenant: &Tenant, relationship: &Relationship) -> Value {
    let name = tenant.partner(&relationship.partner).map(|partner| partner.name.as_str());
    json!({ "tenantId": relationship.partner, "name": name })
}

fn auto_extend_duration(relationship: &Relationship) -> &'static str {
    if relationship.auto_extend { "P180D" } else { "PT0S" }
}

fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

fn require_version(uri: &Uri, version: &str) -> Result<(), Problem> {
    if parameter(uri, "api-version").as_deref() == Some(version) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::BAD_REQUEST, &format!("api-version has to be {version}.")))
}

fn unknown_tenant() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "There is no such tenant.")
}
