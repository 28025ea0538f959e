//! Reads who is signed in, as the rest of what the worker answers is read in `reading`.

use crate::json::{Json, Unread, field, instant, list, option, text, truth};
use protocol::session::{
    AccountView, AtMicrosoft, Busy, Fit, Outcome, Problem, Remedy, Session, Setup, Source,
};

pub(crate) fn session<J: Json>(of: &J) -> Result<Session, Unread> {
    Ok(Session {
        setup: field(of, "setup", setup)?,
        accounts: list(of, "accounts", account)?,
        in_use: option(of, "inUse", text)?,
        page: option(of, "page", text)?,
        busy: field(of, "busy", |of| {
            one_of(
                of,
                [("idle", Busy::Idle), ("window", Busy::Window), ("restoring", Busy::Restoring)],
            )
        })?,
        outcome: option(of, "outcome", outcome)?,
    })
}

/// The value of the name that stands there.
fn one_of<J: Json, T, const N: usize>(of: &J, values: [(&str, T); N]) -> Result<T, Unread> {
    let name = text(of)?;
    let found = values.into_iter().find(|(known, _)| name == *known);
    found.map(|(_, value)| value).ok_or("name")
}

fn setup<J: Json>(of: &J) -> Result<Setup, Unread> {
    Ok(Setup {
        client: option(of, "client", text)?,
        source: field(of, "source", |of| {
            one_of(
                of,
                [
                    ("build", Source::Build),
                    ("options", Source::Options),
                    ("policy", Source::Policy),
                ],
            )
        })?,
        refused: option(of, "refused", text)?,
        redirect: field(of, "redirect", text)?,
        consent: field(of, "consent", text)?,
        cloud: field(of, "cloud", text)?,
    })
}

fn account<J: Json>(of: &J) -> Result<AccountView, Unread> {
    Ok(AccountView {
        id: field(of, "id", text)?,
        username: field(of, "username", text)?,
        name: field(of, "name", text)?,
        tenant: field(of, "tenant", text)?,
        organization: option(of, "organization", text)?,
        fit: field(of, "fit", |of| {
            one_of(of, [("same", Fit::Same), ("other", Fit::Other), ("unknown", Fit::Unknown)])
        })?,
        scopes: list(of, "scopes", text)?,
        ends: field(of, "ends", instant)?,
    })
}

fn outcome<J: Json>(of: &J) -> Result<Outcome, Unread> {
    if let Some(of) = of.get("signed-out") {
        return Ok(Outcome::SignedOut {
            username: field(&of, "username", text)?,
            microsoft: field(&of, "microsoft", |of| {
                one_of(
                    of,
                    [
                        ("goes-on", AtMicrosoft::GoesOn),
                        ("ended", AtMicrosoft::Ended),
                        ("not-confirmed", AtMicrosoft::NotConfirmed),
                    ],
                )
            })?,
        });
    }
    field(of, "problem", |of| {
        Ok(Outcome::Problem(Problem {
            code: field(of, "code", text)?,
            remedy: field(of, "remedy", remedy)?,
            trace: field(of, "trace", text)?,
        }))
    })
}

fn remedy<J: Json>(of: &J) -> Result<Remedy, Unread> {
    if let Some(of) = of.get("grant-consent") {
        let address = field(&of, "address", text)?;
        return Ok(Remedy::GrantConsent { address, admins_only: field(&of, "adminsOnly", truth)? });
    }
    if let Some(of) = of.get("wait-until") {
        return Ok(Remedy::WaitUntil { until: field(&of, "until", instant)? });
    }
    if let Some(of) = of.get("ask-admin") {
        return Ok(Remedy::AskAdmin { message: field(&of, "message", text)? });
    }
    one_of(
        of,
        [
            ("sign-in", Remedy::SignIn),
            ("switch-tenant", Remedy::SwitchTenant),
            ("register-app", Remedy::RegisterApp),
            ("check-network", Remedy::CheckNetwork),
            ("try-again", Remedy::TryAgain),
            ("report-bug", Remedy::ReportBug),
        ],
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::Timestamp;
    use protocol::envelope::encode;
    use serde_json::{Value, json};

    fn at() -> Timestamp {
        Timestamp::parse("2026-11-25T05:41:00Z").unwrap()
    }

    pub(crate) fn bare() -> Session {
        Session {
            setup: Setup {
                client: None,
                source: Source::Build,
                refused: None,
                redirect: "https://redirect.example/cb".to_owned(),
                consent: String::new(),
                cloud: "global".to_owned(),
            },
            accounts: Vec::new(),
            in_use: None,
            page: None,
            busy: Busy::Idle,
            outcome: None,
        }
    }

    /// What is written is read as it was.
    fn check(written: &Session) {
        let json: Value = serde_json::from_str(&encode(written)).unwrap();
        assert_eq!(session(&json).as_ref(), Ok(written));
    }

    fn check_outcome(outcome: Outcome) {
        check(&Session { outcome: Some(outcome), ..bare() });
    }

    #[test]
    fn sessions_are_read_as_they_are_written() {
        check(&bare());
        for busy in [Busy::Idle, Busy::Window, Busy::Restoring] {
            check(&Session { busy, ..bare() });
        }
        for source in [Source::Build, Source::Options, Source::Policy] {
            let mut given = bare();
            given.setup.client = Some("6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c41".to_owned());
            given.setup.source = source;
            given.setup.refused = Some("our app".to_owned());
            given.setup.consent = "https://consent.example/?a=b&c=d".to_owned();
            check(&given);
        }
        let accounts = [Fit::Same, Fit::Other, Fit::Unknown].map(|fit| AccountView {
            id: format!("{fit:?}.tenant"),
            username: "ada@fabrikam.example".to_owned(),
            name: "Ada \"A\" Söhne".to_owned(),
            tenant: "0d5b7a3c-4f1e-4b7e-8a37-9f52c6d1e204".to_owned(),
            organization: (fit != Fit::Unknown).then(|| "Fabrikam, Inc.".to_owned()),
            fit,
            scopes: vec!["User.Read".to_owned(), "openid".to_owned()],
            ends: at(),
        });
        check(&Session {
            accounts: accounts.to_vec(),
            in_use: Some("Same.tenant".to_owned()),
            page: Some("Fabrikam, Inc.".to_owned()),
            ..bare()
        });
    }

    #[test]
    fn outcomes_are_read_as_they_are_written() {
        for microsoft in [AtMicrosoft::GoesOn, AtMicrosoft::Ended, AtMicrosoft::NotConfirmed] {
            check_outcome(Outcome::SignedOut { username: "ada".to_owned(), microsoft });
        }
        let address = "https://consent.example".to_owned();
        for remedy in [
            Remedy::SignIn,
            Remedy::GrantConsent { address: address.clone(), admins_only: true },
            Remedy::GrantConsent { address, admins_only: false },
            Remedy::WaitUntil { until: at() },
            Remedy::AskAdmin { message: "Nein".to_owned() },
            Remedy::SwitchTenant,
            Remedy::RegisterApp,
            Remedy::CheckNetwork,
            Remedy::TryAgain,
            Remedy::ReportBug,
        ] {
            let trace = "invalid_grant AADSTS50076".to_owned();
            check_outcome(Outcome::Problem(Problem { code: "x".to_owned(), remedy, trace }));
        }
    }

    #[test]
    fn what_is_not_known_is_not_read() {
        let whole: Value = serde_json::from_str(&encode(&bare())).unwrap();
        for (name, value, unread) in [
            ("busy", json!("dreaming"), "name"),
            ("busy", json!({}), "text"),
            ("busy", json!(null), "busy"),
            ("accounts", json!([{}]), "id"),
            ("setup", json!({ "source": "odd" }), "name"),
            ("outcome", json!({ "odd": {} }), "problem"),
            ("outcome", json!({ "problem": { "code": "x", "remedy": "odd" } }), "name"),
            ("outcome", json!({ "problem": { "code": "x", "remedy": { "odd": {} } } }), "text"),
            ("outcome", json!({ "signed-out": { "username": "x" } }), "microsoft"),
        ] {
            let mut changed = whole.clone();
            changed[name] = value;
            assert_eq!(session(&changed), Err(unread), "{changed}");
        }
    }
}
