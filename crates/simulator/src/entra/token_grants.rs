//! The two grants: what a code and a refresh token have to satisfy.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::Duration;

use crate::entra::Parameters;
use crate::entra::authorize::Visit;
use crate::entra::directory::{Audience, Person};
use crate::entra::ledger::{Code, RefreshToken, Subject};
use crate::entra::next_step;
use crate::entra::refusal::Refusal;
use crate::entra::scopes::Scopes;
use crate::entra::switches::{ConditionalAccess, Platform};
use crate::entra::token_answer::{self, Issue};

/// Microsoft says "about" ("OAuth 2.0 authorization code flow" on learn.microsoft.com); here it is
/// exact.
const CODE_LIVES: Duration = Duration::minutes(10);

/// Refresh tokens of everything but single-page applications, counted from each use.
const OTHER_REFRESH_TOKENS_LIVE: Duration = Duration::days(90);

/// `grant_type=authorization_code`
pub(crate) fn code(
    visit: &Visit<'_>,
    audience: &Audience,
    client: &str,
    form: &Parameters,
) -> Result<Response, Refusal> {
    let required = |name: &str| form.get(name).ok_or_else(|| Refusal::missing(name));
    let presented = required("code")?;
    let redirect = required("redirect_uri")?;
    let known = visit.simulation.entra.with(|entries| entries.codes.get(presented).cloned());
    let code = known.ok_or_else(malformed)?;
    let person = subject_person(visit, audience, client, &code.subject)?;
    if code.redeemed {
        return Err(Refusal::new("invalid_grant", 54005, "The code was redeemed before."));
    }
    if visit.now >= code.issued_at + CODE_LIVES {
        return Err(Refusal::new("invalid_grant", 70008, "The code has expired."));
    }
    if *code.redirect != *redirect {
        let text = format!("The code wasn't sent to the redirect address '{redirect}'.");
        return Err(Refusal::new("invalid_grant", 500_112, text));
    }
    check_verifier(&code, form.get("code_verifier"))?;
    let asked = asked_scopes(visit, form)?.unwrap_or_else(|| code.scopes.clone());
    require_consent(visit, client, &asked, &person)?;

    // Two requests may have come this far; one of them redeems.
    let first = visit.simulation.entra.with(|entries| {
        let entry = entries.codes.get_mut(presented).filter(|entry| !entry.redeemed);
        entry.map(|entry| entry.redeemed = true).is_some()
    });
    if !first {
        return Err(Refusal::new("invalid_grant", 54005, "The code was redeemed before."));
    }
    let refresh_ends_at = asked.has("offline_access").then(|| match visit.settings.platform {
        Platform::Spa => code.subject.authorized_at + spa_lifetime(visit),
        Platform::Native | Platform::Web => visit.now + OTHER_REFRESH_TOKENS_LIVE,
    });
    Ok(token_answer::issue(
        visit,
        &Issue {
            subject: &code.subject,
            person: &person,
            scopes: &asked,
            nonce: code.nonce.as_deref(),
            claims: code.claims.as_deref().into_iter().chain(form.get("claims")).collect(),
            refresh_ends_at,
            wants_client_info: form.get("client_info") == Some("1"),
        },
    ))
}

/// `grant_type=refresh_token`
pub(crate) fn refresh(
    visit: &Visit<'_>,
    audience: &Audience,
    client: &str,
    form: &Parameters,
) -> Result<Response, Refusal> {
    let presented = form.get("refresh_token").ok_or_else(|| Refusal::missing("refresh_token"))?;
    let token = use_refresh_token(visit, presented).ok_or_else(malformed)?;
    let person = subject_person(visit, audience, client, &token.subject)?;
    if token.revoked {
        let text = "The grant was revoked. A new sign-in is needed.";
        return Err(Refusal::new("invalid_grant", 50173, text).with_suberror("bad_token"));
    }
    if visit.now >= token.ends_at {
        return Err(expired(visit));
    }
    if visit.settings.conditional_access == ConditionalAccess::Blocks {
        return Err(Refusal::blocked("invalid_grant"));
    }
    if next_step::needs_mfa(visit, &person) && !token.subject.approved_by_mfa {
        return Err(Refusal::needs_mfa("interaction_required"));
    }
    let asked = asked_scopes(visit, form)?.unwrap_or_default();
    require_consent(visit, client, &asked, &person)?;

    let ends_at = match visit.settings.platform {
        // A new one ends when the old one would have.
        Platform::Spa => token.ends_at,
        Platform::Native | Platform::Web => visit.now + OTHER_REFRESH_TOKENS_LIVE,
    };
    Ok(token_answer::issue(
        visit,
        &Issue {
            subject: &token.subject,
            person: &person,
            scopes: &asked,
            nonce: None,
            claims: form.get("claims").into_iter().collect(),
            refresh_ends_at: Some(ends_at),
            wants_client_info: form.get("client_info") == Some("1"),
        },
    ))
}

/// The refresh token as it is once this use has been counted. Entra lets the old one live on; with
/// the switch, a second use revokes all that came of the same sign-in.
fn use_refresh_token(visit: &Visit<'_>, presented: &str) -> Option<RefreshToken> {
    visit.simulation.entra.with(|entries| {
        let entry = entries.refresh_tokens.get_mut(presented)?;
        let was_used = std::mem::replace(&mut entry.used, true);
        let subject = entry.subject.clone();
        if was_used && visit.settings.revoke_reused_refresh_tokens {
            entries.revoke_family(&subject);
        }
        entries.refresh_tokens.get(presented).cloned()
    })
}

/// The account of a grant, if the grant is for this client, cloud and tenant.
fn subject_person(
    visit: &Visit<'_>,
    audience: &Audience,
    client: &str,
    subject: &Subject,
) -> Result<Person, Refusal> {
    if !subject.client.eq_ignore_ascii_case(client) {
        let text = "The grant is for another application.";
        return Err(Refusal::new("invalid_grant", 70000, text));
    }
    let person = visit.directory().person(&subject.oid).ok_or_else(malformed)?;
    if subject.cloud != visit.cloud || !audience.admits(&person) {
        let text = "The grant is for another tenant.";
        return Err(Refusal::new("invalid_grant", 700_005, text));
    }
    Ok(person)
}

/// RFC 7636, section 4.6.
fn check_verifier(code: &Code, verifier: Option<&str>) -> Result<(), Refusal> {
    let digest = |verifier: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
        URL_SAFE_NO_PAD.encode(digest)
    };
    if code.challenge == verifier.map(digest) {
        return Ok(());
    }
    let text = "The code verifier doesn't fit the code challenge.";
    Err(Refusal::new("invalid_grant", 501_481, text))
}

fn asked_scopes(visit: &Visit<'_>, form: &Parameters) -> Result<Option<Scopes>, Refusal> {
    form.get("scope").map(|scope| Scopes::parse(scope, visit.cloud)).transpose()
}

fn require_consent(
    visit: &Visit<'_>,
    client: &str,
    asked: &Scopes,
    person: &Person,
) -> Result<(), Refusal> {
    let missing = next_step::missing_scopes(visit, client, asked, person);
    if missing.is_empty() {
        return Ok(());
    }
    let text = format!("Nobody granted {missing} to the application.");
    Err(Refusal::new("invalid_grant", 65001, text).with_suberror("consent_required"))
}

fn expired(visit: &Visit<'_>) -> Refusal {
    let code = match visit.settings.platform {
        Platform::Spa => 700_084,
        Platform::Native | Platform::Web => 700_082,
    };
    Refusal::new("invalid_grant", code, "The refresh token has expired. A new sign-in is needed.")
        .with_suberror("bad_token")
}

/// For a code or token that was never given out, or before the last reset.
fn malformed() -> Refusal {
    Refusal::new("invalid_grant", 9_002_313, "The grant isn't one of this service.")
}

fn spa_lifetime(visit: &Visit<'_>) -> Duration {
    Duration::seconds(i64::try_from(visit.settings.refresh_token_lifetime).unwrap_or(i64::MAX / 4))
}
