//! Who is signed in, between the panel and the worker. No token, code or verifier is ever in it.

use crate::{json_kinds, json_object};
use domain::Timestamp;

/// Who is signed in, and what it takes to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The app registration that is used.
    pub setup: Setup,
    /// The accounts that are signed in.
    pub accounts: Vec<AccountView>,
    /// The id of the account that is used for the open page; `None` when nobody is signed in.
    pub in_use: Option<String>,
    /// The organisation that the open page names; `None` where it names none, or no page is open.
    pub page: Option<String>,
    /// What is going on.
    pub busy: Busy,
    /// How the last sign-in, sign-out or set-up ended, where there is something to say about it.
    pub outcome: Option<Outcome>,
}

json_object!(Session {
    "setup" => setup,
    "accounts" => accounts,
    "inUse" => in_use,
    "page" => page,
    "busy" => busy,
    "outcome" => outcome,
});

/// What is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// Nothing.
    Idle,
    /// A sign-in window is open.
    Window,
    /// After the browser's start it is tried once whether somebody is signed in to Microsoft.
    Restoring,
}

json_kinds!(Busy { "idle" => Idle, "window" => Window, "restoring" => Restoring });

/// The app registration that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Its id; `None` before there is one.
    pub client: Option<String>,
    /// Where the id is from.
    pub source: Source,
    /// What stands in the organisation's policy instead of an id, and is ignored.
    pub refused: Option<String>,
    /// The address of this install that has to be registered.
    pub redirect: String,
    /// Where an administrator agrees for the whole tenant; empty before there is an id.
    pub consent: String,
    /// The cloud, by name.
    pub cloud: String,
}

json_object!(Setup {
    "client" => client,
    "source" => source,
    "refused" => refused,
    "redirect" => redirect,
    "consent" => consent,
    "cloud" => cloud,
});

/// Where a setting is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Who built the package.
    Build,
    /// The person, on the page of the account.
    Options,
    /// The organisation's policy.
    Policy,
}

json_kinds!(Source { "build" => Build, "options" => Options, "policy" => Policy });

/// An account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Names it.
    pub id: String,
    /// The name to sign in with.
    pub username: String,
    /// The name to show; may be empty.
    pub name: String,
    /// The tenant, a GUID.
    pub tenant: String,
    /// The tenant's name, as Microsoft Graph gives it; `None` where it doesn't.
    pub organization: Option<String>,
    /// Whether that is the organisation of the open page.
    pub fit: Fit,
    /// What was granted.
    pub scopes: Vec<String>,
    /// When the sign-in ends unless it is renewed.
    pub ends: Timestamp,
}

json_object!(AccountView {
    "id" => id,
    "username" => username,
    "name" => name,
    "tenant" => tenant,
    "organization" => organization,
    "fit" => fit,
    "scopes" => scopes,
    "ends" => ends,
});

/// Whether an account is of the organisation that the open page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// The names are the same. Two organisations may have the same one.
    Same,
    /// The names differ.
    Other,
    /// The page, or Graph, gives no name.
    Unknown,
}

json_kinds!(Fit { "same" => Same, "other" => Other, "unknown" => Unknown });

/// How something ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It didn't come to its end.
    Problem(Problem),
    /// An account is signed out here: its tokens are gone.
    SignedOut {
        /// The name that it signed in with.
        username: String,
        /// What became of its session at Microsoft.
        microsoft: AtMicrosoft,
    },
}

json_kinds!(Outcome {
    "problem" => Problem(problem),
    "signed-out" => SignedOut { "username" => username, "microsoft" => microsoft },
});

/// What became of the session that the browser has at Microsoft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtMicrosoft {
    /// It goes on: the admin center uses it as well.
    GoesOn,
    /// It was ended.
    Ended,
    /// Its end was asked for and not confirmed.
    NotConfirmed,
}

json_kinds!(AtMicrosoft {
    "goes-on" => GoesOn,
    "ended" => Ended,
    "not-confirmed" => NotConfirmed,
});

/// Why something didn't come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Names the case.
    pub code: String,
    /// What to do.
    pub remedy: Remedy,
    /// How Entra names it, for whoever has to find it in the tenant's logs; may be empty.
    pub trace: String,
}

json_object!(Problem { "code" => code, "remedy" => remedy, "trace" => trace });

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Sign in.
    SignIn,
    /// Agree to what is asked for.
    GrantConsent {
        /// Where an administrator agrees for the whole tenant.
        address: String,
        /// Whether only an administrator can.
        admins_only: bool,
    },
    /// Wait.
    WaitUntil {
        /// Until when.
        until: Timestamp,
    },
    /// Ask who makes the tenant's rules.
    AskAdmin {
        /// What the rule says, as Entra words it.
        message: String,
    },
    /// Sign in with an account of the tenant.
    SwitchTenant,
    /// Put the app registration right.
    RegisterApp,
    /// Check the connection.
    CheckNetwork,
    /// Try again.
    TryAgain,
    /// Tell us.
    ReportBug,
}

json_kinds!(Remedy {
    "sign-in" => SignIn,
    "grant-consent" => GrantConsent { "address" => address, "adminsOnly" => admins_only },
    "wait-until" => WaitUntil { "until" => until },
    "ask-admin" => AskAdmin { "message" => message },
    "switch-tenant" => SwitchTenant,
    "register-app" => RegisterApp,
    "check-network" => CheckNetwork,
    "try-again" => TryAgain,
    "report-bug" => ReportBug,
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        envelope::encode,
        json::{FromJson, Json, ToJson},
    };
    use std::fmt::Debug;

    fn check<T: ToJson + FromJson + PartialEq + Debug>(value: &T, text: &str) {
        assert_eq!(encode(value), text);
        assert_eq!(Json::parse(text).and_then(|json| json.read()).as_ref(), Ok(value));
    }

    #[test]
    fn sessions_are_read_as_they_were_written() {
        let at = Timestamp::from_millis(1_795_513_260_000);
        let problem = |remedy| Problem { code: "x".to_owned(), remedy, trace: String::new() };
        for (remedy, text) in [
            (Remedy::SignIn, r#""sign-in""#),
            (
                Remedy::GrantConsent { address: "https://x".to_owned(), admins_only: true },
                r#"{"grant-consent":{"address":"https://x","adminsOnly":true}}"#,
            ),
            (Remedy::WaitUntil { until: at }, r#"{"wait-until":{"until":"2026-11-24T09:41:00Z"}}"#),
            (Remedy::AskAdmin { message: "No".to_owned() }, r#"{"ask-admin":{"message":"No"}}"#),
        ] {
            let text = format!(r#"{{"code":"x","remedy":{text},"trace":""}}"#);
            check(&problem(remedy), &text);
        }
        let mut session = Session {
            setup: Setup {
                client: None,
                source: Source::Build,
                refused: None,
                redirect: "https://y".to_owned(),
                consent: String::new(),
                cloud: "global".to_owned(),
            },
            accounts: vec![AccountView {
                id: "a.b".to_owned(),
                username: "admin@contoso.example".to_owned(),
                name: String::new(),
                tenant: "b".to_owned(),
                organization: None,
                fit: Fit::Unknown,
                scopes: vec!["User.Read".to_owned()],
                ends: at,
            }],
            in_use: Some("a.b".to_owned()),
            page: None,
            busy: Busy::Idle,
            outcome: None,
        };
        let text = |outcome: &str| {
            format!(
                r#"{{"setup":{{"client":null,"source":"build","refused":null,"redirect":"https://y","consent":"","cloud":"global"}},"accounts":[{{"id":"a.b","username":"admin@contoso.example","name":"","tenant":"b","organization":null,"fit":"unknown","scopes":["User.Read"],"ends":"2026-11-24T09:41:00Z"}}],"inUse":"a.b","page":null,"busy":"idle","outcome":{outcome}}}"#
            )
        };
        check(&session, &text("null"));
        session.outcome =
            Some(Outcome::SignedOut { username: "x".to_owned(), microsoft: AtMicrosoft::GoesOn });
        check(&session, &text(r#"{"signed-out":{"username":"x","microsoft":"goes-on"}}"#));
        session.outcome = Some(Outcome::Problem(problem(Remedy::TryAgain)));
        check(&session, &text(r#"{"problem":{"code":"x","remedy":"try-again","trace":""}}"#));
    }
}
