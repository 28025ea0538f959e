//! The claims that are asked for.

use crate::{cache::written, encoding::from_base64};
use protocol::json::Json;

/// The claims that are always asked for.
const OURS: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}},"id_token":{"login_hint":{"essential":false}}}"#;

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
    let Ok(Json::Object(ours)) = Json::parse(OURS) else { return None };
    for (of, inner) in ours {
        if let Json::Object(inner) = inner {
            inner.into_iter().for_each(|(name, value)| put(&mut members, &of, &name, value));
        }
    }
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
