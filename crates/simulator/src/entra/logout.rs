//! `GET /{tenant}/oauth2/v2.0/logout`, as OpenID Connect RP-Initiated Logout has it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse as _, Response};

use crate::admin_page::cookie;
use crate::entra::authorize::{Problem, SESSION_COOKIE, Visit};
use crate::entra::cloud::Cloud;
use crate::entra::refusal::Refusal;
use crate::entra::switches::Held;
use crate::entra::{Parameters, answer, pages, registration, wait, wait_while_held};
use crate::simulation::Simulation;

/// Ends the session of the account that `logout_hint` means, or of all. Tokens that a client holds
/// stay good, as with Entra.
pub(crate) async fn logout(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    Path(tenant): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    wait(&simulation).await;
    wait_while_held(&simulation, Held::Logout).await;
    let asked = Parameters::parse(uri.query().unwrap_or_default().as_bytes());
    let visit = Visit::new(&simulation, cloud, &asked, &headers);
    if visit.directory().audience(&tenant).is_none() {
        return Problem::Page(Refusal::unknown_tenant(&tenant)).answer(&visit);
    }
    let hinted = asked.get("logout_hint").and_then(|hint| visit.directory().hinted(hint));
    let oid = hinted.map(|person| person.account.oid);
    if let Some(session) = cookie(&headers, SESSION_COOKIE) {
        simulation.entra.sign_out(session, oid.as_deref());
    }
    let Some(back) = asked.get("post_logout_redirect_uri") else {
        return Html(pages::signed_out()).into_response();
    };
    // An address that isn't registered is passed over: the person is signed out all the same.
    if !registration::knows_redirect(&visit.settings, back) {
        return Html(pages::signed_out()).into_response();
    }
    let address = match asked.get("state") {
        None => back.to_owned(),
        Some(state) => {
            let pair = form_urlencoded::Serializer::new(String::new())
                .append_pair("state", state)
                .finish();
            format!("{back}?{pair}")
        }
    };
    answer::go(visit.settings.redirect, &address)
}
