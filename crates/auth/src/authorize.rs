//! The address that a sign-in starts at, and what comes back.

use crate::{
    cache::written,
    cloud::Cloud,
    encoding::{add_pair, from_base64},
};
use protocol::json::Json;

/// What an authorization request asks.
pub(crate) struct Request<'a> {
    pub(crate) cloud: &'a Cloud,
    pub(crate) client_id: &'a str,
    pub(crate) version: &'a str,
    pub(crate) tenant: &'a str,
    pub(crate) scopes: &'a str,
    pub(crate) redirect: &'a str,
    pub(crate) prompt: &'a str,
    /// The account, where the person isn't to choose one.
    pub(crate) login_hint: &'a str,
    pub(crate) claims: &'a str,
    pub(crate) state: &'a str,
    pub(crate) nonce: &'a str,
    /// The hash of the verifier (RFC 7636, S256).
    pub(crate) challenge: &'a str,
    pub(crate) request_id: &'a str,
    /// Where Entra keeps the account, for its routing; empty where none is known.
    pub(crate) anchor: &'a str,
}

impl Request<'_> {
    /// The address.
    pub(crate) fn address(&self) -> String {
        let mut address = self.cloud.address(self.tenant, "oauth2/v2.0/authorize?");
        for (name, value) in [
            ("client_id", self.client_id),
            ("response_type", "code"),
            ("response_mode", "query"),
            ("redirect_uri", self.redirect),
            ("scope", self.scopes),
            ("state", self.state),
            ("nonce", self.nonce),
            ("code_challenge", self.challenge),
            ("code_challenge_method", "S256"),
            ("prompt", self.prompt),
            ("login_hint", self.login_hint),
            ("claims", self.claims),
            ("client_info", "1"),
            ("client-request-id", self.request_id),
            ("X-AnchorMailbox", self.anchor),
            ("x-client-SKU", "PartnerLens"),
            ("x-client-VER", self.version),
        ] {
            if !value.is_empty() {
                add_pair(&mut address, name, value);
            }
        }
        address
    }
}

/// The claims to ask for: that tokens may be challenged later (`cp1`, learn.microsoft.com, "Claims
/// challenges, claims requests, and client capabilities") and the login hint, with those of a
/// challenge, which comes as JSON or, from the header of an answer, in base64. `None` for a challenge
/// that is neither.
pub(crate) fn claims(challenge: Option<&str>) -> Option<String> {
    let mut members = match challenge.map(str::trim) {
        None => Vec::new(),
        Some(challenge) => {
            let plain = match challenge.starts_with('{') {
                true => challenge.to_owned(),
                false => from_base64(challenge)?,
            };
            match Json::parse_foreign(&plain) {
                Ok(Json::Object(members)) => members,
                _ => return None,
            }
        }
    };
    let text = |text: &str| Json::Text(text.to_owned());
    let object = |name: &str, value| Json::Object(vec![(name.to_owned(), value)]);
    let capable = object("values", Json::List(vec![text("cp1")]));
    put(&mut members, "access_token", "xms_cc", capable);
    put(&mut members, "id_token", "login_hint", object("essential", Json::Truth(false)));
    Some(written(&Json::Object(members)))
}

/// Puts `value` into the object `of`, in place of what stands there under `name`.
fn put(members: &mut Vec<(String, Json)>, of: &str, name: &str, value: Json) {
    let at = members.iter().position(|(member, _)| member == of).unwrap_or_else(|| {
        members.push((of.to_owned(), Json::Null));
        members.len() - 1
    });
    let mut inner = match std::mem::replace(&mut members[at].1, Json::Null) {
        Json::Object(inner) => inner,
        _ => Vec::new(),
    };
    inner.retain(|(member, _)| member != name);
    inner.push((name.to_owned(), value));
    members[at].1 = Json::Object(inner);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_merged() {
        const NONE: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}},"id_token":{"login_hint":{"essential":false}}}"#;
        const NBF: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1"},"xms_cc":{"values":["cp1"]}},"id_token":{"login_hint":{"essential":false}}}"#;
        for (challenge, expected) in [
            (None, Some(NONE)),
            (Some("{}"), Some(NONE)),
            (Some(r#"{"access_token":{}}"#), Some(NONE)),
            (Some(r#"{"access_token":null}"#), Some(NONE)),
            (Some(r#"{"access_token":{"xms_cc":{"values":["x"]}}}"#), Some(NONE)),
            (Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#), Some(NBF)),
            (
                Some(r#" { "access_token" : { "nbf" : { "essential" : true, "value" : "1" } } }"#),
                Some(NBF),
            ),
            (
                Some(
                    "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==",
                ),
                Some(NBF),
            ),
            (
                Some(r#"{"id_token":{"amr":{"essential":true}},"userinfo":{"x":null}}"#),
                Some(
                    r#"{"id_token":{"amr":{"essential":true},"login_hint":{"essential":false}},"userinfo":{"x":null},"access_token":{"xms_cc":{"values":["cp1"]}}}"#,
                ),
            ),
            (Some("no JSON"), None),
            (Some("{"), None),
            (Some("[]"), None),
        ] {
            assert_eq!(claims(challenge).as_deref(), expected, "{challenge:?}");
        }
    }
}
