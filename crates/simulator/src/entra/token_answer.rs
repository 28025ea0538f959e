//! The answer of a token request that succeeds.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use crate::entra::answer::client_info;
use crate::entra::authorize::Visit;
use crate::entra::directory::Person;
use crate::entra::ledger::{AccessToken, RefreshToken, SecretKind, Subject};
use crate::entra::scopes::{DEFAULT, Scopes};
use crate::entra::switches::Platform;
use crate::entra::{id_token, next_step};

/// What is to be given out.
pub(crate) struct Issue<'a> {
    pub(crate) subject: &'a Subject,
    pub(crate) person: &'a Person,
    /// As asked for; every one of them is granted.
    pub(crate) scopes: &'a Scopes,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) claims: Vec<&'a str>,
    /// `None` when there is to be no refresh token.
    pub(crate) refresh_ends_at: Option<OffsetDateTime>,
    pub(crate) wants_client_info: bool,
}

/// Gives out tokens.
pub(crate) fn issue(visit: &Visit<'_>, issue: &Issue<'_>) -> Response {
    let settings = &visit.settings;
    let scopes = answered_scopes(visit, issue);
    let number = |number: u64| match settings.string_numbers {
        true => Value::from(number.to_string()),
        false => Value::from(number),
    };
    let lives = Duration::seconds(i64::try_from(settings.expires_in).unwrap_or(i64::MAX / 4));
    let access_token = AccessToken {
        subject: issue.subject.clone(),
        scopes: scopes.clone(),
        claims: issue.claims.iter().map(ToString::to_string).collect(),
        ends_at: visit.now.saturating_add(lives),
        revoked: false,
    };
    let refresh_token = issue.refresh_ends_at.map(|ends_at| RefreshToken {
        subject: issue.subject.clone(),
        ends_at,
        used: false,
        revoked: false,
    });
    let id_token = issue.scopes.has("openid").then(|| id_token::build(visit, issue));

    let mut body = Map::new();
    let mut say = |name: &str, value: Value| body.insert(name.to_owned(), value);
    say("token_type", Value::from("Bearer"));
    say("scope", Value::from(scopes.to_string()));
    say("expires_in", number(settings.expires_in));
    say("ext_expires_in", number(settings.expires_in));
    if let Some(refresh_in) = settings.refresh_in {
        say("refresh_in", number(refresh_in));
    }
    visit.simulation.entra.with(|entries| {
        let secret = entries.issue(SecretKind::AccessToken);
        say("access_token", Value::from(secret.as_str()));
        entries.access_tokens.insert(secret, access_token);
        if let Some(token) = refresh_token {
            let secret = entries.issue(SecretKind::RefreshToken);
            say("refresh_token", Value::from(secret.as_str()));
            if settings.platform == Platform::Spa {
                let left = (token.ends_at - visit.now).whole_seconds().max(0).unsigned_abs();
                say("refresh_token_expires_in", number(left));
            }
            entries.refresh_tokens.insert(secret, token);
        }
        if let Some(token) = id_token {
            entries.remember(SecretKind::IdToken, &token);
            say("id_token", Value::from(token));
        }
    });
    if issue.wants_client_info {
        say("client_info", Value::from(client_info(issue.person)));
    }
    (StatusCode::OK, Json(Value::Object(body))).into_response()
}

/// The scopes that the answer names: all that the client was ever granted for Graph, whether asked
/// for now or not, and those of OpenID Connect.
fn answered_scopes(visit: &Visit<'_>, issue: &Issue<'_>) -> Scopes {
    let holders = next_step::holders(issue.person);
    let granted = visit.simulation.entra.granted(&holders, &issue.subject.client);
    let mut scopes = Scopes::default();
    if issue.scopes.has("openid") {
        ["openid", "profile", "email"].iter().for_each(|scope| scopes.add(scope));
    }
    let asked = issue.scopes.of_graph();
    let named = asked.iter().chain(granted.0.iter()).filter(|scope| *scope != DEFAULT);
    named.for_each(|scope| scopes.add(scope));
    scopes
}
