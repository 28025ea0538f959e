//! Why Entra doesn't do what it is asked, and how it says so.

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::entra::cloud::Cloud;
use crate::entra::switches::PlannedError;

/// The identity provider's policy that a claims challenge of Conditional Access names; invented.
const POLICY: &str = "5ac1f3c7-0b64-4c0f-9a6f-2a54c05d7be1";

/// One refusal. Clients decide by `error`, `suberror` and `code`; the text is for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) error: Box<str>,
    /// `suberror` in a token answer, `error_subcode` in one of authorize.
    pub(crate) suberror: Option<Box<str>>,
    /// The number after AADSTS.
    pub(crate) code: u32,
    pub(crate) text: Box<str>,
    pub(crate) claims: Option<Box<str>>,
    status: u16,
}

impl Refusal {
    pub(crate) fn new(error: &str, code: u32, text: impl Into<Box<str>>) -> Self {
        Self {
            error: error.into(),
            suberror: None,
            code,
            text: text.into(),
            claims: None,
            status: 400,
        }
    }

    pub(crate) fn with_suberror(mut self, suberror: &str) -> Self {
        self.suberror = Some(suberror.into());
        self
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new("invalid_request", 900_144, format!("The parameter '{parameter}' is missing."))
    }

    pub(crate) fn unknown_client(client: &str) -> Self {
        let text = format!("No application has the identifier '{client}' in this directory.");
        Self::new("unauthorized_client", 700_016, text)
    }

    pub(crate) fn unknown_tenant(tenant: &str) -> Self {
        Self::new("invalid_request", 90002, format!("There is no tenant '{tenant}'."))
    }

    pub(crate) fn unregistered_redirect(address: &str) -> Self {
        let text =
            format!("The redirect address '{address}' isn't registered for the application.");
        Self::new("invalid_request", 50011, text)
    }

    pub(crate) fn unknown_resource(scope: &str) -> Self {
        Self::new("invalid_resource", 500_011, format!("The resource of '{scope}' isn't known."))
    }

    pub(crate) fn invalid_scope(scope: &str) -> Self {
        Self::new("invalid_scope", 70011, format!("'{scope}' isn't a scope."))
    }

    pub(crate) fn cancelled() -> Self {
        Self::new("access_denied", 65004, "The person cancelled.").with_suberror("cancel")
    }

    pub(crate) fn needs_admin(scopes: &str) -> Self {
        Self::new("access_denied", 90094, format!("Only an administrator can grant {scopes}."))
    }

    pub(crate) fn needs_mfa(error: &str) -> Self {
        Self::new(error, 50076, "The sign-in has to be approved on another device.")
            .with_claims_of_policy()
            .with_suberror("basic_action")
    }

    /// Conditional Access blocks. Nothing that the person does now changes that.
    pub(crate) fn blocked(error: &str) -> Self {
        Self::new(error, 53003, "A Conditional Access policy of your organization blocks access.")
            .with_claims_of_policy()
            .with_suberror("message_only")
    }

    pub(crate) fn foreign_account(upn: &str, tenant: &str) -> Self {
        let text = format!("The account '{upn}' isn't one of the tenant '{tenant}'.");
        Self::new("access_denied", 50020, text)
    }

    /// What a switch asks for; `None` when it asks for a body that isn't JSON.
    pub(crate) fn planned(planned: &PlannedError) -> Option<Self> {
        let error = planned.error.clone()?;
        Some(Self {
            suberror: planned.suberror.as_deref().map(Box::from),
            claims: planned.claims.as_deref().map(Box::from),
            status: planned.status,
            ..Self::new(&error, planned.code, "The simulator was told to refuse.")
        })
    }

    fn with_claims_of_policy(mut self) -> Self {
        let claims =
            json!({ "access_token": { "capolids": { "essential": true, "values": [POLICY] } } });
        self.claims = Some(claims.to_string().into());
        self
    }

    /// The sentence with its number and the ids to look it up by.
    pub(crate) fn description(&self, trace: &Trace) -> String {
        let Self { code, text, .. } = self;
        let Trace { trace_id, correlation_id, timestamp } = trace;
        format!(
            "AADSTS{code}: {text} Trace ID: {trace_id} Correlation ID: {correlation_id} \
             Timestamp: {timestamp}"
        )
    }

    /// The page that has more about it.
    pub(crate) fn uri(&self, cloud: Cloud) -> String {
        format!("https://{}/error?code={}", cloud.login_host(), self.code)
    }

    /// The answer of the token endpoint.
    pub(crate) fn token_answer(&self, trace: &Trace, cloud: Cloud) -> Response {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(trace),
            "error_codes": [self.code],
            "timestamp": trace.timestamp,
            "trace_id": trace.trace_id,
            "correlation_id": trace.correlation_id,
            "error_uri": self.uri(cloud),
        });
        if let Value::Object(body) = &mut body {
            if let Some(suberror) = &self.suberror {
                body.insert("suberror".to_owned(), Value::from(&**suberror));
            }
            if let Some(claims) = &self.claims {
                body.insert("claims".to_owned(), Value::from(&**claims));
            }
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(body)).into_response()
    }
}

/// The token endpoint's answer when a switch asks for an error.
pub(crate) fn planned_answer(planned: &PlannedError, trace: &Trace, cloud: Cloud) -> Response {
    let mut response = match Refusal::planned(planned) {
        Some(refusal) => refusal.token_answer(trace, cloud),
        // As of something in front of Entra that knows no JSON.
        None => {
            let status = StatusCode::from_u16(planned.status).unwrap_or(StatusCode::BAD_GATEWAY);
            (status, "The service can't answer.\n").into_response()
        }
    };
    let retry_after = planned.retry_after.as_deref();
    if let Some(value) = retry_after.and_then(|value| HeaderValue::from_str(value).ok()) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}

/// By what a request is found in Entra's logs.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    pub(crate) trace_id: String,
    /// The client's own id of the request, if it sent one.
    pub(crate) correlation_id: String,
    pub(crate) timestamp: String,
}

impl Trace {
    pub(crate) fn new(
        trace_id: String,
        client_request_id: Option<&str>,
        now: OffsetDateTime,
    ) -> Self {
        let format =
            time::macros::format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
        Self {
            correlation_id: client_request_id.unwrap_or(&trace_id).to_owned(),
            trace_id,
            // Formatting to text can't fail for a whole date and time.
            timestamp: now.format(format).unwrap_or_default(),
        }
    }
}
