//! Entra, as far as a browser extension meets it: signing in, tokens, consent and signing out.
//!
//! Rules and error numbers are from learn.microsoft.com: "Microsoft identity platform and OAuth 2.0
//! authorization code flow", "Refresh tokens in the Microsoft identity platform", "Microsoft Entra
//! authentication and authorization error codes", "Admin consent on the Microsoft identity
//! platform". The sentences are our own; clients may not decide on them.

mod admin_consent;
mod answer;
mod authorize;
mod client_facts;
pub(crate) mod cloud;
pub(crate) mod directory;
mod discovery;
mod id_token;
pub(crate) mod ledger;
mod logout;
mod next_step;
mod page_markup;
mod pages;
mod refusal;
mod registration;
pub(crate) mod scopes;
pub mod switches;
mod token;
mod token_answer;
mod token_grants;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};

use crate::entra::switches::Held;
use crate::simulation::Simulation;

pub(crate) use crate::entra::client_facts::ClientFacts;
pub(crate) use crate::entra::directory::Directory;
pub(crate) use crate::entra::ledger::Ledger;

/// What every sign-in host answers. Requests carry the host's [`cloud::Cloud`] as an extension.
pub(crate) fn router(simulation: Arc<Simulation>) -> Router {
    Router::new()
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::authorize))
        .route("/{tenant}/login", post(authorize::continue_sign_in))
        .route(
            "/{tenant}/oauth2/v2.0/token",
            post(token::token).options(token::preflight).fallback(token::wrong_method),
        )
        .route("/{tenant}/oauth2/v2.0/logout", get(logout::logout))
        .route("/{tenant}/v2.0/adminconsent", get(admin_consent::admin_consent))
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::configuration))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/common/discovery/instance", get(discovery::instance))
        .fallback(nothing_here)
        .with_state(simulation)
}

async fn nothing_here() -> Response {
    let page = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
                <title>Simulated sign-in host</title>\n\
                <p>This is the simulated sign-in host. It has nothing at this address.</p>\n</html>\n";
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

/// Waits as long as the switch says.
async fn wait(simulation: &Simulation) {
    let latency = simulation.settings().entra.latency;
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
}

/// Waits while such requests are held back.
pub(crate) async fn wait_while_held(simulation: &Simulation, what: Held) {
    /// How often the switch is looked at.
    const INTERVAL: Duration = Duration::from_millis(10);
    while simulation.settings().entra.hold.contains(&what) {
        tokio::time::sleep(INTERVAL).await;
    }
}

/// A header's text; `None` if it is missing or isn't text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Pairs of a query string or a form, with the first of a name winning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The value of a parameter; `None` when it is missing or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}
