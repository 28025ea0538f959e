//! How the browser is sent back to the client.

use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::entra::Parameters;
use crate::entra::authorize::{Purpose, SignInRequest, Visit};
use crate::entra::cloud::Cloud;
use crate::entra::directory::Person;
use crate::entra::pages;
use crate::entra::refusal::Refusal;
use crate::entra::switches::{AnswerVariant, Redirect};

/// Where an answer goes, and in which form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReturnAddress {
    pub(crate) redirect: Box<str>,
    mode: ResponseMode,
    state: Option<Box<str>>,
    purpose: Purpose,
}

/// `response_mode`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

impl ReturnAddress {
    /// The address that a request asks to be answered at. An unknown `response_mode` is taken for
    /// `query`, the default of the code flow.
    pub(crate) fn new(redirect: &str, asked: &Parameters, purpose: Purpose) -> Self {
        let mode = match asked.get("response_mode") {
            Some("fragment") => ResponseMode::Fragment,
            Some("form_post") => ResponseMode::FormPost,
            _ => ResponseMode::Query,
        };
        Self { redirect: redirect.into(), mode, state: asked.get("state").map(Box::from), purpose }
    }
}

/// The answer with a code.
pub(crate) fn with_code(
    visit: &Visit<'_>,
    request: &SignInRequest,
    person: &Person,
    code: &str,
) -> Response {
    let mut answer = vec![("code", code.to_owned())];
    if request.wants_client_info {
        answer.push(("client_info", client_info(person)));
    }
    send(visit, &request.back, person.tenant_id.as_str(), answer, "session_state")
}

/// The answer to admin consent: what was granted, and in which tenant.
pub(crate) fn with_admin_consent(
    visit: &Visit<'_>,
    request: &SignInRequest,
    person: &Person,
) -> Response {
    let graph = visit.cloud.graph_hosts().first().copied().unwrap_or_default();
    let scopes = request.scopes.of_graph();
    let scopes: Vec<String> =
        scopes.iter().map(|scope| format!("https://{graph}/{scope}")).collect();
    let answer = vec![
        ("admin_consent", "True".to_owned()),
        ("tenant", person.tenant_id.clone()),
        ("scope", scopes.join(" ")),
    ];
    send(visit, &request.back, person.tenant_id.as_str(), answer, "")
}

/// The answer that nothing comes of it.
pub(crate) fn with_refusal(visit: &Visit<'_>, back: &ReturnAddress, refusal: &Refusal) -> Response {
    let mut answer = vec![
        ("error", refusal.error.to_string()),
        ("error_description", refusal.description(&visit.trace)),
        ("error_uri", refusal.uri(visit.cloud)),
    ];
    if let Some(subcode) = &refusal.suberror {
        answer.push(("error_subcode", subcode.to_string()));
    }
    if let Some(claims) = &refusal.claims {
        answer.push(("claims", claims.to_string()));
    }
    if back.purpose == Purpose::AdminConsent {
        answer.push(("admin_consent", "True".to_owned()));
    }
    send(visit, back, "organizations", answer, "")
}

/// The account's home, as `client_info` gives it. Its form isn't documented; this is how Microsoft's
/// libraries read it.
pub(crate) fn client_info(person: &Person) -> String {
    let info = json!({ "uid": person.account.oid, "utid": person.tenant_id });
    URL_SAFE_NO_PAD.encode(info.to_string())
}

fn send(
    visit: &Visit<'_>,
    back: &ReturnAddress,
    tenant: &str,
    mut answer: Vec<(&'static str, String)>,
    session_state: &'static str,
) -> Response {
    let variant = visit.settings.answer;
    let state = match (variant, &back.state) {
        (AnswerVariant::MissingState, _) | (_, None) => None,
        (AnswerVariant::WrongState, Some(_)) => Some("a-state-that-nobody-sent".to_owned()),
        (_, Some(state)) => Some(state.to_string()),
    };
    answer.extend(state.map(|state| ("state", state)));
    if !session_state.is_empty() {
        answer.push((session_state, visit.simulation.entra.guid()));
    }
    let issuer = |cloud: Cloud| format!("https://{}/{tenant}/v2.0", cloud.login_host());
    match variant {
        AnswerVariant::RightIssuer => answer.push(("iss", issuer(visit.cloud))),
        AnswerVariant::WrongIssuer => {
            let other = Cloud::ALL.into_iter().find(|cloud| *cloud != visit.cloud);
            answer.extend(other.map(|other| ("iss", issuer(other))));
        }
        _ => {}
    }
    let redirect = match variant {
        AnswerVariant::OtherAddress => format!("{}-elsewhere", back.redirect),
        _ => back.redirect.to_string(),
    };
    match back.mode {
        ResponseMode::FormPost => page(pages::form_post(&redirect, &answer)),
        ResponseMode::Query | ResponseMode::Fragment => {
            go(visit.settings.redirect, &address(&redirect, back.mode, &answer))
        }
    }
}

/// Sends the browser to an address by the way that the switch says.
pub(crate) fn go(redirect: Redirect, address: &str) -> Response {
    if redirect == Redirect::Script {
        return page(pages::script_redirect(address));
    }
    match HeaderValue::from_str(address) {
        Ok(location) => (StatusCode::FOUND, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn address(redirect: &str, mode: ResponseMode, answer: &[(&str, String)]) -> String {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(answer).finish();
    let sign = match mode {
        ResponseMode::Fragment => '#',
        _ if redirect.contains('?') => '&',
        _ => '?',
    };
    format!("{redirect}{sign}{encoded}")
}

fn page(html: String) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    (StatusCode::OK, [(CONTENT_TYPE, kind)], html).into_response()
}
