//! The address that a sign-in starts at, and what comes back.

use crate::{
    cloud::Cloud,
    encoding::{add_pair, guid},
};

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
    pub(crate) request_id: &'a [u8; 32],
}

impl Request<'_> {
    /// The address.
    pub(crate) fn address(&self) -> String {
        let request_id = guid(self.request_id);
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
            ("client-request-id", &request_id),
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
/// challenge.
pub(crate) fn claims(challenge: Option<&str>) -> String {
    const CAPABLE: &str = r#""xms_cc":{"values":["cp1"]}"#;
    const HINT: &str = r#""id_token":{"login_hint":{"essential":false}}"#;
    const ACCESS: &str = r#""access_token":{"#;
    let asked = challenge.map(str::trim).filter(|text| text.starts_with('{'));
    let members = asked.and_then(|text| text.strip_prefix('{')).unwrap_or("}").trim_start();
    let mut claims = ["{", HINT].concat();
    match members.split_once(ACCESS) {
        // A challenge is about the access token; what else it asks for stays where it stands.
        Some((before, after)) => {
            let comma = if after.trim_start().starts_with('}') { "" } else { "," };
            claims.extend([",", before, ACCESS, CAPABLE, comma, after]);
        }
        None => {
            let comma = if members.starts_with('}') { "" } else { "," };
            claims.extend([",", ACCESS, CAPABLE, "}", comma, members]);
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::json::Json;

    #[test]
    fn challenges_are_merged() {
        const NONE: &str = r#"{"id_token":{"login_hint":{"essential":false}},"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
        for (challenge, expected) in [
            (None, NONE),
            (Some("no JSON"), NONE),
            (Some("{}"), NONE),
            (
                Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#),
                r#"{"id_token":{"login_hint":{"essential":false}},"access_token":{"xms_cc":{"values":["cp1"]},"nbf":{"essential":true,"value":"1"}}}"#,
            ),
            (Some(r#"{"access_token":{}}"#), NONE),
            (
                Some(r#"{"userinfo":{"x":null}}"#),
                r#"{"id_token":{"login_hint":{"essential":false}},"access_token":{"xms_cc":{"values":["cp1"]}},"userinfo":{"x":null}}"#,
            ),
        ] {
            let merged = claims(challenge);
            assert_eq!(merged, expected, "{challenge:?}");
            assert!(Json::parse(&merged).is_ok(), "{merged}");
        }
    }
}
