//! What an answer means for the read that it is for, be it an answer of its own or one in a batch.

use crate::{
    outcome::{Reason, Trace},
    retry::retry_after,
    source::Source,
    wire::header,
};
use domain::Timestamp;
use protocol::json::Json;

/// An answer to one read.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// The body; `None` for what isn't JSON.
    pub(crate) body: Option<Json>,
}

/// What it means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Here is a page.
    Page,
    /// There is nothing, and that is the answer.
    Nothing,
    /// Ask again, after so many milliseconds if it says.
    Again(Option<i64>),
    /// Ask again with a token that satisfies these claims.
    Challenge(String),
    /// A token is needed that Graph takes.
    SignIn,
    /// It isn't to be had.
    Gap(Reason),
    /// It isn't JSON.
    Unreadable,
    /// Nobody knows.
    Unexpected,
}

impl Reply {
    /// What it means for a read of `source`; for the answer to a batch as a whole, `None`.
    pub(crate) fn meaning(&self, source: Option<&Source>, now: Timestamp) -> Meaning {
        match self.status {
            200..=299 if self.body.is_some() => Meaning::Page,
            200..=299 => Meaning::Unreadable,
            // The dependency of 424 is another item of its batch; by itself it may do.
            408 | 424 | 429 | 500..=599 => Meaning::Again(retry_after(&self.headers, now)),
            // Continuous access evaluation challenges with either ("Microsoft Graph error responses
            // and resource types").
            401 | 403 => match (self.challenge(), self.status) {
                (Some(claims), _) => Meaning::Challenge(claims),
                (None, 401) => Meaning::SignIn,
                (None, _) => {
                    source.map_or(Meaning::Unexpected, |it| Meaning::Gap(self.refusal(it)))
                }
            },
            404 if source.is_some_and(|source| source.is_none_if_not_found) => Meaning::Nothing,
            404 if source.is_some() => Meaning::Gap(Reason::NotFound),
            400 | 405 if source.is_some_and(|source| source.is_undocumented) => {
                Meaning::Gap(Reason::NotOffered)
            }
            _ => Meaning::Unexpected,
        }
    }

    /// The claims of a challenge, as they stand (learn.microsoft.com, "Claims challenges, claims
    /// requests, and client capabilities").
    fn challenge(&self) -> Option<String> {
        let challenges = self.headers.iter().filter(|(name, value)| {
            name.eq_ignore_ascii_case("www-authenticate")
                && value.to_ascii_lowercase().contains("bearer")
        });
        challenges.into_iter().find_map(|(_, value)| {
            let (before, rest) = value.split_once("claims=\"")?;
            let is_whole_name = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let claims = rest.split('"').next().unwrap_or_default();
            (is_whole_name && !claims.is_empty()).then(|| claims.to_owned())
        })
    }

    /// Why 403. One code says that it is the licence and one that it is the scope; for the rest the scope
    /// is there, since nothing is sent without, and it must be the role.
    fn refusal(&self, source: &Source) -> Reason {
        let codes = self.codes();
        let says = |part: &str| codes.iter().any(|code| code.contains(part));
        if says("NonPremiumTenant") && !source.licence.is_empty() {
            Reason::NoLicence
        } else if says("PermissionMissing") || source.roles.is_empty() {
            Reason::ScopeRefused
        } else {
            Reason::NoRole
        }
    }

    /// The error's codes, from the general to the specific.
    fn codes(&self) -> Vec<&str> {
        let mut codes = Vec::new();
        let mut error = self.body.as_ref().map_or(&Json::Null, |body| body.member("error"));
        while let Json::Object(_) = error {
            codes.push(error.member("code").as_text());
            // Its name is written in both ways.
            error = match error.member("innerError") {
                Json::Null => error.member("innererror"),
                inner => inner,
            };
        }
        codes.retain(|code| !code.is_empty());
        codes
    }

    /// How to name it to Microsoft; `ours` is the `client-request-id` that was sent.
    pub(crate) fn trace(&self, ours: &str) -> Trace {
        let request = header(&self.headers, "request-id");
        // Some items of a batch have it in their error alone.
        let error = self.body.as_ref().map_or(&Json::Null, |body| body.member("error"));
        let inner = error.member("innerError").member("request-id").as_text();
        Trace {
            status: self.status,
            code: self.codes().last().copied().unwrap_or_default().to_owned(),
            request: if request.is_empty() { inner } else { request }.to_owned(),
            ours: ours.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collector::Collector;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Reply { status, headers: headers.collect(), body: Json::parse_foreign(body).ok() }
    }

    #[test]
    fn meanings() {
        let check = |collector: Collector, status: u16, body: &str, expected: Meaning| {
            let reply = reply(status, &[], body);
            assert_eq!(reply.meaning(Some(collector.source()), NOW), expected, "{status} {body}");
        };
        let denied = r#"{"error":{"code":"Authorization_RequestDenied","message":"No."}}"#;
        let premium =
            r#"{"error":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant"}}"#;
        let nested = r#"{"error":{"code":"Forbidden","innerError":{"code":"a",
            "innererror":{"code":"Authentication_RequestFromNonPremiumTenantOrB2CTenant"}}}}"#;
        let scope = r#"{"error":{"code":"Authentication_MSGraphPermissionMissing"}}"#;
        let (skus, names) = (Collector::Skus, Collector::TenantNames);
        let (logs, tried) = (Collector::SignIns, Collector::ProviderConstraints);
        for (collector, status, body, expected) in [
            (skus, 200, "{}", Meaning::Page),
            (skus, 200, "<html>", Meaning::Unreadable),
            (skus, 204, "", Meaning::Unreadable),
            (skus, 301, "", Meaning::Unexpected),
            (skus, 400, denied, Meaning::Unexpected),
            (tried, 400, denied, Meaning::Gap(Reason::NotOffered)),
            (tried, 404, "", Meaning::Gap(Reason::NotFound)),
            (tried, 403, denied, Meaning::Gap(Reason::NoRole)),
            (skus, 401, denied, Meaning::SignIn),
            (skus, 403, denied, Meaning::Gap(Reason::NoRole)),
            (skus, 403, "", Meaning::Gap(Reason::NoRole)),
            (skus, 403, scope, Meaning::Gap(Reason::ScopeRefused)),
            // It has no licence of its own to name.
            (skus, 403, premium, Meaning::Gap(Reason::NoRole)),
            (names, 403, denied, Meaning::Gap(Reason::ScopeRefused)),
            (logs, 403, premium, Meaning::Gap(Reason::NoLicence)),
            (logs, 403, nested, Meaning::Gap(Reason::NoLicence)),
            (names, 404, "", Meaning::Gap(Reason::NotFound)),
            (Collector::RoleMembers, 404, "", Meaning::Nothing),
            (skus, 408, "", Meaning::Again(None)),
            (skus, 424, "", Meaning::Again(None)),
            (skus, 429, "", Meaning::Again(None)),
            (skus, 503, "<html>", Meaning::Again(None)),
            (skus, 507, "", Meaning::Again(None)),
            (skus, 0, "", Meaning::Unexpected),
        ] {
            check(collector, status, body, expected);
        }
        let waiting = reply(429, &[("Retry-After", "600")], "");
        assert_eq!(waiting.meaning(None, NOW), Meaning::Again(Some(600_000)));
        assert_eq!(reply(403, &[], denied).meaning(None, NOW), Meaning::Unexpected);
        assert_eq!(reply(404, &[], denied).meaning(None, NOW), Meaning::Unexpected);
    }

    #[test]
    fn challenges_are_found() {
        let check = |status: u16, headers: &[&str], claims: Option<&str>| {
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|value| ("WWW-Authenticate", *value)).collect();
            let meaning = reply(status, &headers, "").meaning(None, NOW);
            let expected = claims.map(|claims| Meaning::Challenge(claims.to_owned()));
            let otherwise = if status == 401 { Meaning::SignIn } else { Meaning::Unexpected };
            assert_eq!(meaning, expected.unwrap_or(otherwise), "{headers:?}");
        };
        let full = r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#;
        check(401, &[full], Some("eyJhIjoxfQ=="));
        check(403, &[full], Some("eyJhIjoxfQ=="));
        check(401, &["Negotiate", full], Some("eyJhIjoxfQ=="));
        check(401, &[r#"bearer claims="YQ""#], Some("YQ"));
        check(401, &[r#"Bearer claims="""#], None);
        check(401, &[r#"Bearer old_claims="YQ""#], None);
        check(401, &[r#"Basic claims="YQ""#], None);
        check(401, &[r#"Bearer error="invalid_token""#], None);
        check(401, &[], None);
        check(403, &[], None);
    }

    #[test]
    fn traces_name_what_is_most_specific() {
        let body = r#"{"error":{"code":"BadRequest","innerError":{"code":"invalidFilter",
            "request-id":"r-inner","innererror":{"message":"x"}}}}"#;
        let check = |headers: &[(&str, &str)], request: &str| {
            let trace = reply(400, headers, body).trace("ours");
            let (code, ours) = ("invalidFilter".to_owned(), "ours".to_owned());
            assert_eq!(trace, Trace { status: 400, code, request: request.to_owned(), ours });
        };
        check(&[("request-id", "r-header")], "r-header");
        check(&[], "r-inner");
        assert_eq!(reply(502, &[], "<html>").trace(""), Trace { status: 502, ..Trace::default() });
    }
}
