//! Signing in with pages: `GET /{tenant}/oauth2/v2.0/authorize`, and the forms of its pages.
//!
//! Nothing is kept between two pages: each form carries the whole request and what the person did
//! so far, and every step is decided anew. A browser may so ask twice, as Firefox does.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE, X_FRAME_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};

use crate::admin_page::cookie;
use crate::entra::answer::{self, ReturnAddress};
use crate::entra::cloud::Cloud;
use crate::entra::directory::{Audience, Directory, Person};
use crate::entra::ledger::{Code, SecretKind, Subject};
use crate::entra::next_step::{self, Decision, Progress, Step};
use crate::entra::refusal::{Refusal, Trace};
use crate::entra::scopes::Scopes;
use crate::entra::switches::{AnswerVariant, EntraSettings, Held, Platform};
use crate::entra::{ClientFacts, Parameters, header, pages, registration, wait, wait_while_held};
use crate::request_log::Ticket;
use crate::simulation::Simulation;

/// Keeps who is signed in.
pub(crate) const SESSION_COOKIE: &str = "SimEntraSession";

/// Ninety days, as "Stay signed in?" has it.
const STAYS_SIGNED_IN: u32 = 7_776_000;

/// The challenge of a sign-in that nobody began: 43 characters that are the hash of nothing known.
const OTHER_CHALLENGE: &str = "another-sign-in-has-another-code-challenge-";

/// `GET /{tenant}/oauth2/v2.0/authorize`
pub(crate) async fn authorize(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    Path(tenant): Path<String>,
    ticket: Option<Extension<Ticket>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    begin(&simulation, cloud, &tenant, Purpose::Code, ticket, &uri, &headers).await
}

/// `POST /{tenant}/login`: what the forms of all pages are sent to.
pub(crate) async fn continue_sign_in(
    State(simulation): State<Arc<Simulation>>,
    Extension(cloud): Extension<Cloud>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    wait(&simulation).await;
    let form = Parameters::parse(&body);
    let query = form.get("request").unwrap_or_default();
    let purpose = Purpose::of_name(form.get("purpose").unwrap_or_default());
    let visit = Visit::new(&simulation, cloud, &Parameters::parse(query.as_bytes()), &headers);
    match SignInRequest::parse(&visit, &tenant, query, purpose) {
        Ok(request) => proceed(&visit, &request, &Progress::of_form(&form), &headers),
        Err(problem) => problem.answer(&visit),
    }
}

/// What authorize and admin consent have in common.
pub(crate) async fn begin(
    simulation: &Simulation,
    cloud: Cloud,
    tenant: &str,
    purpose: Purpose,
    ticket: Option<Extension<Ticket>>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    wait(simulation).await;
    let query = uri.query().unwrap_or_default();
    let parameters = Parameters::parse(query.as_bytes());
    if let Some(Extension(ticket)) = ticket {
        let own = |name: &str| header(headers, name).map(str::to_owned);
        let facts = ClientFacts::of(&parameters, &Parameters::default(), own);
        simulation.requests.note(ticket, facts);
    }
    wait_while_held(simulation, Held::Authorize).await;
    let visit = Visit::new(simulation, cloud, &parameters, headers);
    let request = match SignInRequest::parse(&visit, tenant, query, purpose) {
        Ok(request) => request,
        Err(problem) => return problem.answer(&visit),
    };
    if let Some(planned) = simulation.next_authorize_error() {
        let refusal = Refusal::planned(&planned).unwrap_or_else(|| {
            Refusal::new("server_error", planned.code, "The simulator was told to refuse.")
        });
        return Problem::Back(request.back, refusal).answer(&visit);
    }
    let progress = Progress::at_start(&visit, &request);
    proceed(&visit, &request, &progress, headers)
}

fn proceed(
    visit: &Visit<'_>,
    request: &SignInRequest,
    progress: &Progress,
    headers: &HeaderMap,
) -> Response {
    let ledger = &visit.simulation.entra;
    let known = cookie(headers, SESSION_COOKIE);
    let Decision { step, signed_in } =
        next_step::decide(visit, request, progress, &ledger.session(known));
    let started = signed_in.map(|signed_in| ledger.sign_in(known, signed_in));
    let session = started.as_deref().or(known).unwrap_or_default();

    let mut response = match step {
        Step::Show(page) => pages::show(visit, request, progress, &page),
        Step::Refuse(refusal) => Problem::Back(request.back.clone(), refusal).answer(visit),
        Step::Grant { person, approved_by_mfa } => match request.purpose {
            Purpose::Code => {
                let code = issue_code(visit, request, &person, approved_by_mfa, session);
                answer::with_code(visit, request, &person, &code)
            }
            Purpose::AdminConsent => answer::with_admin_consent(visit, request, &person),
        },
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    if let Some(started) = started {
        let lasts = match visit.settings.stay_signed_in {
            true => format!("; Max-Age={STAYS_SIGNED_IN}"),
            false => String::new(),
        };
        let cookie =
            format!("{SESSION_COOKIE}={started}; Path=/; Secure; HttpOnly; SameSite=None{lasts}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(SET_COOKIE, cookie);
        }
    }
    response
}

fn issue_code(
    visit: &Visit<'_>,
    request: &SignInRequest,
    person: &Person,
    approved_by_mfa: bool,
    session: &str,
) -> String {
    let subject = Subject {
        oid: person.account.oid.clone(),
        client: request.client.clone(),
        cloud: visit.cloud,
        authorized_at: visit.now,
        approved_by_mfa,
        session: session.to_owned(),
    };
    let challenge = match visit.settings.answer {
        AnswerVariant::OtherCode => Some(OTHER_CHALLENGE.to_owned()),
        _ => request.challenge.clone(),
    };
    visit.simulation.entra.with(|entries| {
        let code = entries.issue(SecretKind::Code);
        let entry = Code {
            subject,
            redirect: request.back.redirect.clone(),
            challenge,
            scopes: request.scopes.clone(),
            nonce: request.nonce.clone(),
            claims: request.claims.clone(),
            issued_at: visit.now,
            redeemed: visit.settings.answer == AnswerVariant::UsedCode,
        };
        entries.codes.insert(code.clone(), entry);
        code
    })
}

/// One request to the sign-in host, with the switches as they are for all of it.
pub(crate) struct Visit<'a> {
    pub(crate) simulation: &'a Simulation,
    pub(crate) settings: EntraSettings,
    pub(crate) cloud: Cloud,
    pub(crate) now: time::OffsetDateTime,
    pub(crate) trace: Trace,
}

impl<'a> Visit<'a> {
    pub(crate) fn new(
        simulation: &'a Simulation,
        cloud: Cloud,
        parameters: &Parameters,
        headers: &HeaderMap,
    ) -> Self {
        let now = simulation.entra_now();
        let client_request_id =
            parameters.get("client-request-id").or_else(|| header(headers, "client-request-id"));
        Self {
            settings: simulation.settings().entra,
            cloud,
            now,
            trace: Trace::new(simulation.entra.guid(), client_request_id, now),
            simulation,
        }
    }

    pub(crate) fn directory(&self) -> Directory<'a> {
        Directory(self.simulation)
    }
}

/// What a sign-in is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To give the client a code.
    Code,
    /// To let an administrator grant scopes for everybody.
    AdminConsent,
}

impl Purpose {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::AdminConsent => "adminConsent",
        }
    }

    fn of_name(name: &str) -> Self {
        if name == Self::AdminConsent.name() { Self::AdminConsent } else { Self::Code }
    }
}

/// What a client wants the person to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prompt {
    /// As little as possible.
    Unsaid,
    None,
    Login,
    SelectAccount,
    Consent,
}

/// A request that names a known client and may be answered at its redirect address.
pub(crate) struct SignInRequest {
    pub(crate) purpose: Purpose,
    /// The first part of the path, as it stands.
    pub(crate) tenant: String,
    pub(crate) audience: Audience,
    pub(crate) client: String,
    pub(crate) back: ReturnAddress,
    pub(crate) scopes: Scopes,
    pub(crate) nonce: Option<String>,
    claims: Option<String>,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    pub(crate) wants_client_info: bool,
    challenge: Option<String>,
    /// The query as it came, for the pages' forms.
    pub(crate) query: String,
}

/// A request that can't be worked on.
pub(crate) enum Problem {
    /// The client or its address isn't known, so only the person is told.
    Page(Refusal),
    /// The client is told.
    Back(ReturnAddress, Refusal),
}

impl SignInRequest {
    fn parse(
        visit: &Visit<'_>,
        tenant: &str,
        query: &str,
        purpose: Purpose,
    ) -> Result<Self, Problem> {
        let asked = Parameters::parse(query.as_bytes());
        let required = |name: &str| asked.owned(name).ok_or_else(|| Refusal::missing(name));

        let client = required("client_id").map_err(Problem::Page)?;
        let audience = visit.directory().audience(tenant);
        let audience = audience.ok_or_else(|| Problem::Page(Refusal::unknown_tenant(tenant)))?;
        if !registration::knows_client(&visit.settings, &client) {
            return Err(Problem::Page(Refusal::unknown_client(&client)));
        }
        let redirect = required("redirect_uri").map_err(Problem::Page)?;
        if !registration::knows_redirect(&visit.settings, &redirect) {
            return Err(Problem::Page(Refusal::unregistered_redirect(&redirect)));
        }

        let back = ReturnAddress::new(&redirect, &asked, purpose);
        let told = |refusal| Problem::Back(back.clone(), refusal);
        let scopes = required("scope").map_err(told)?;
        let scopes = Scopes::parse(&scopes, visit.cloud).map_err(told)?;
        let prompt = prompt(asked.get("prompt")).map_err(told)?;
        let challenge = match purpose {
            Purpose::Code => {
                let kind = required("response_type").map_err(told)?;
                if kind != "code" {
                    let text = format!("The response type '{kind}' isn't enabled.");
                    return Err(told(Refusal::new("unsupported_response_type", 700_054, text)));
                }
                challenge(&visit.settings, &asked).map_err(told)?
            }
            Purpose::AdminConsent => None,
        };
        Ok(Self {
            purpose,
            tenant: tenant.to_owned(),
            audience,
            client,
            scopes,
            nonce: asked.owned("nonce"),
            claims: asked.owned("claims"),
            prompt,
            login_hint: asked.owned("login_hint"),
            wants_client_info: asked.get("client_info") == Some("1"),
            challenge,
            query: query.to_owned(),
            back,
        })
    }
}

fn prompt(text: Option<&str>) -> Result<Prompt, Refusal> {
    match text {
        None => Ok(Prompt::Unsaid),
        Some("none") => Ok(Prompt::None),
        Some("login") => Ok(Prompt::Login),
        Some("select_account") => Ok(Prompt::SelectAccount),
        Some("consent") => Ok(Prompt::Consent),
        Some(other) => {
            let text = format!("The value '{other}' of 'prompt' isn't supported.");
            Err(Refusal::new("invalid_request", 90023, text))
        }
    }
}

/// The code challenge of RFC 7636. A single-page application has to send one; `plain` isn't taken.
fn challenge(settings: &EntraSettings, asked: &Parameters) -> Result<Option<String>, Refusal> {
    let Some(challenge) = asked.get("code_challenge") else {
        if settings.platform == Platform::Spa {
            let text = "A single-page application has to prove its code by a code challenge.";
            return Err(Refusal::new("invalid_request", 9_002_325, text));
        }
        return Ok(None);
    };
    if asked.get("code_challenge_method") != Some("S256") {
        let text = "The code challenge method has to be S256.";
        return Err(Refusal::new("invalid_request", 501_492, text));
    }
    // 43 characters are the base64url of a SHA-256.
    if challenge.len() != 43 {
        let text = "The code challenge hasn't the length of a SHA-256.";
        return Err(Refusal::new("invalid_request", 501_491, text));
    }
    Ok(Some(challenge.to_owned()))
}

impl Problem {
    pub(crate) fn answer(self, visit: &Visit<'_>) -> Response {
        match self {
            // With status 200, so that the browser shows the page and doesn't take it for a failure
            // of the network; whether Entra does so isn't documented.
            Self::Page(refusal) => {
                let html = pages::error(visit, &refusal);
                let kind = HeaderValue::from_static("text/html; charset=utf-8");
                (StatusCode::OK, [(CONTENT_TYPE, kind)], html).into_response()
            }
            Self::Back(back, refusal) => answer::with_refusal(visit, &back, &refusal),
        }
    }
}
