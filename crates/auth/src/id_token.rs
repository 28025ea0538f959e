//! The ID token: who signed in, where.
//!
//! Its signature isn't checked. It comes straight from the token endpoint, and for that case OpenID
//! Connect Core 1.0, section 3.1.3.7, lets TLS stand in for it. All else of that section is held.

use crate::{
    cloud::{CONSUMERS, Cloud},
    encoding::{from_base64, is_guid},
    foreign::{number, text},
};
use domain::Timestamp;
use protocol::json::Json;

/// How far clocks may be apart, in seconds.
pub(crate) const SKEW: i64 = 300;

/// What an ID token has to fit.
pub(crate) struct Expected<'a> {
    pub(crate) cloud: &'a Cloud,
    pub(crate) client_id: &'a str,
    /// The tenant that was asked for; anything but a GUID stands for every organisation.
    pub(crate) tenant: &'a str,
    /// What was sent along; a refreshed token has none.
    pub(crate) nonce: Option<&'a str>,
    pub(crate) now: Timestamp,
}

/// Reads a token and gives its claims: who signed in, where.
///
/// # Errors
/// The code of what is wrong with it.
pub(crate) fn read(token: &str, expected: &Expected<'_>) -> Result<Json, &'static str> {
    let mut parts = token.split('.').map(from_base64);
    let (Some(Some(header)), Some(Some(claims)), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err("id-token-form");
    };
    let (Ok(header), Ok(claims)) = (Json::parse_foreign(&header), Json::parse_foreign(&claims))
    else {
        return Err("id-token-form");
    };
    let algorithm = text(&header, "alg");
    let tenant = text(&claims, "tid");
    let now = expected.now.millis() / 1_000;
    let is_other_tenant = is_guid(expected.tenant) && !expected.tenant.eq_ignore_ascii_case(tenant);
    // In the order of the questions: may it be believed, is it for us, from whom, when, for whom.
    Err(if algorithm.is_empty() || algorithm.eq_ignore_ascii_case("none") {
        "id-token-unsigned"
    } else if text(&claims, "ver") != "2.0" {
        "id-token-version"
    } else if text(&claims, "aud") != expected.client_id {
        "id-token-audience"
    } else if tenant == CONSUMERS {
        "consumer-account"
    } else if !is_guid(tenant) {
        "id-token-tenant"
    } else if !expected.cloud.issues(text(&claims, "iss"), tenant) {
        "id-token-issuer"
    } else if is_other_tenant {
        "wrong-tenant"
    } else if number(&claims, "exp").is_none_or(|end| end < now - SKEW) {
        "id-token-expired"
    } else if number(&claims, "nbf").is_some_and(|start| now + SKEW < start)
        || number(&claims, "iat").is_none_or(|made| now + SKEW < made)
    {
        "id-token-early"
    } else if expected.nonce.is_some_and(|nonce| text(&claims, "nonce") != nonce) {
        "id-token-nonce"
    } else if text(&claims, "oid").is_empty() {
        "id-token-form"
    } else {
        return Ok(claims);
    })
}
