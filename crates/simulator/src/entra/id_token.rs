//! Id tokens, right ones and wrong ones.
//!
//! Claims by learn.microsoft.com, "ID token claims reference".

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::entra::authorize::Visit;
use crate::entra::switches::IdTokenVariant;
use crate::entra::token_answer::Issue;

/// Names the key that would have signed.
pub(crate) const KEY_ID: &str = "c2ltdWxhdGVkLWtleS0x";

/// The tenant of personal accounts, documented by Microsoft.
const CONSUMER_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// A tenant that no file has.
const FOREIGN_TENANT: &str = "e1b0a7d4-93c2-4f58-8d0a-5b7c61f4a2e9";

/// A client that nobody registered.
const FOREIGN_CLIENT: &str = "0d9f6c52-1e7b-4b3a-a8c4-7f2e95d13b60";

const HOUR: i64 = 3_600;

/// An id token, by the switch with something wrong.
pub(crate) fn build(visit: &Visit<'_>, issue: &Issue<'_>) -> String {
    let variant = visit.settings.id_token;
    let person = issue.person;
    let tenant = match variant {
        IdTokenVariant::Consumer => CONSUMER_TENANT,
        IdTokenVariant::WrongTenant => FOREIGN_TENANT,
        _ => &person.tenant_id,
    };
    let host = match variant {
        IdTokenVariant::WrongIssuer => "login.contoso.example",
        _ => visit.cloud.login_host(),
    };
    let version = if variant == IdTokenVariant::WrongVersion { "1.0" } else { "2.0" };
    let begins = visit.now.unix_timestamp()
        + match variant {
            IdTokenVariant::Expired => -2 * HOUR,
            IdTokenVariant::NotYetValid => HOUR,
            _ => 0,
        };
    let audience = match variant {
        IdTokenVariant::WrongAudience => FOREIGN_CLIENT,
        _ => &issue.subject.client,
    };
    let mut claims = json!({
        "aud": audience,
        "iss": format!("https://{host}/{tenant}/v2.0"),
        "iat": begins,
        "nbf": begins,
        "exp": begins + HOUR,
        "name": person.account.name,
        "oid": person.account.oid,
        "preferred_username": person.account.upn,
        "login_hint": person.login_hint(),
        "sid": issue.subject.session,
        "sub": format!("sub-{}", person.account.oid),
        "tid": tenant,
        "uti": visit.trace.trace_id,
        "ver": version,
    });
    let nonce = match variant {
        IdTokenVariant::MissingNonce => None,
        IdTokenVariant::WrongNonce => Some("a-nonce-that-nobody-sent"),
        _ => issue.nonce,
    };
    if let (Value::Object(claims), Some(nonce)) = (&mut claims, nonce) {
        claims.insert("nonce".to_owned(), Value::from(nonce));
    }
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    match variant {
        IdTokenVariant::Malformed => "this-is-no-token".to_owned(),
        IdTokenVariant::AlgNone => {
            format!("{}.{}.", encode(&json!({ "typ": "JWT", "alg": "none" })), encode(&claims))
        }
        _ => {
            let header = json!({ "typ": "JWT", "alg": "RS256", "kid": KEY_ID });
            // Nobody can check the signature; it only has the length of one, and differs each time.
            let text = format!("{}.{}", encode(&header), encode(&claims));
            let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
            format!("{text}.{}", URL_SAFE_NO_PAD.encode(digest.as_ref().repeat(8)))
        }
    }
}
