//! Reads who is signed in, as the rest of what the worker answers is read in `reading`.

use crate::json::{At, Json};
use protocol::session::{
    AccountView, AtMicrosoft, Busy, Fit, Outcome, Problem, Remedy, Session, Setup, Source,
};

pub(crate) fn session<J: Json>(of: &At<'_, J>) -> Session {
    let busy = [("idle", Busy::Idle), ("window", Busy::Window), ("restoring", Busy::Restoring)];
    Session {
        setup: setup(&of.at("setup")),
        accounts: of.list("accounts", account),
        in_use: of.text_of("inUse"),
        page: of.text_of("page"),
        busy: of.at("busy").one_of(Busy::Idle, busy),
        outcome: of.get("outcome").map(|of| outcome(&of)),
    }
}

fn setup<J: Json>(of: &At<'_, J>) -> Setup {
    let sources =
        [("build", Source::Build), ("options", Source::Options), ("policy", Source::Policy)];
    Setup {
        client: of.text_of("client"),
        source: of.at("source").one_of(Source::Build, sources),
        refused: of.text_of("refused"),
        redirect: of.text("redirect"),
        consent: of.text("consent"),
        cloud: of.text("cloud"),
    }
}

fn account<J: Json>(of: &At<'_, J>) -> AccountView {
    let fits = [("same", Fit::Same), ("other", Fit::Other), ("unknown", Fit::Unknown)];
    AccountView {
        id: of.text("id"),
        username: of.text("username"),
        name: of.text("name"),
        tenant: of.text("tenant"),
        organization: of.text_of("organization"),
        fit: of.at("fit").one_of(Fit::Unknown, fits),
        scopes: of.list("scopes", At::as_text),
        ends: of.instant("ends"),
    }
}

fn outcome<J: Json>(of: &At<'_, J>) -> Outcome {
    if let Some(of) = of.get("signed-out") {
        let ends = [
            ("goes-on", AtMicrosoft::GoesOn),
            ("ended", AtMicrosoft::Ended),
            ("not-confirmed", AtMicrosoft::NotConfirmed),
        ];
        return Outcome::SignedOut {
            username: of.text("username"),
            microsoft: of.at("microsoft").one_of(AtMicrosoft::NotConfirmed, ends),
        };
    }
    let of = of.at("problem");
    Outcome::Problem(Problem {
        code: of.text("code"),
        remedy: remedy(&of.at("remedy")),
        trace: of.text("trace"),
    })
}

fn remedy<J: Json>(of: &At<'_, J>) -> Remedy {
    if let Some(of) = of.get("grant-consent") {
        let address = of.text("address");
        return Remedy::GrantConsent { address, admins_only: of.truth("adminsOnly") };
    }
    if let Some(of) = of.get("wait-until") {
        return Remedy::WaitUntil { until: of.instant("until") };
    }
    if let Some(of) = of.get("ask-admin") {
        return Remedy::AskAdmin { message: of.text("message") };
    }
    match of.as_text().as_str() {
        "sign-in" => Remedy::SignIn,
        "switch-tenant" => Remedy::SwitchTenant,
        "register-app" => Remedy::RegisterApp,
        "check-network" => Remedy::CheckNetwork,
        "try-again" => Remedy::TryAgain,
        "report-bug" => Remedy::ReportBug,
        _ => {
            of.miss("name");
            Remedy::ReportBug
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::json::read;
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
        assert_eq!(read(json, session).as_ref(), Ok(written));
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
            assert_eq!(read(changed.clone(), session), Err(unread), "{changed}");
        }
    }
}
