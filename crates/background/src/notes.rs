//! What is kept about signing in beside what `auth` keeps: in memory only, until the browser ends.

use auth::{AuthError, error::Remedy};
use protocol::{
    envelope::encode,
    json::recall,
    session::{self, Outcome, Problem},
};

/// Before every key, with the format's version.
pub(crate) const PREFIX: &str = "session/1/";

/// How the last sign-in, sign-out or set-up ended.
pub(crate) const OUTCOME: &str = "session/1/outcome";
/// What Entra wants to be told at the next sign-in.
pub(crate) const CLAIMS: &str = "session/1/claims";
/// The account that the person chose.
pub(crate) const CHOSEN: &str = "session/1/account";
/// Where the session of the account that was signed out last can be ended.
pub(crate) const END_SESSION: &str = "session/1/end-session";

/// The key of the name of the organisation `tenant`.
pub(crate) fn organization(tenant: &str) -> String {
    [PREFIX, "organization/", tenant].concat()
}

/// What is kept, by key.
pub(crate) struct Notes(pub(crate) Vec<(String, String)>);

impl Notes {
    /// What stands under `key`.
    #[inline(never)]
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, text)| text.as_str())
    }

    /// How the last thing that was done ended.
    #[inline(never)]
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        recall(self.text(OUTCOME)?)
    }
}

/// What is to be kept, and what to be forgotten.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) entries: Vec<(String, String)>,
    pub(crate) gone: Vec<String>,
    /// What is to be kept on disk, where it tells nobody who signed in.
    pub(crate) on_disk: Vec<(String, String)>,
}

impl Change {
    /// Keeps that it didn't come to its end. `is_first` says that nobody has signed in yet.
    #[inline(never)]
    pub(crate) fn of_problem(error: &AuthError, is_first: bool) -> Self {
        let mut change = Self::default();
        if error.code == "cancelled" && !is_first {
            // That the window was closed is what the person wanted. At the first sign-in it may be that
            // Entra showed there, and to nobody else, that the registration is wrong.
            change.forget(OUTCOME);
            return change;
        }
        if let Some(claims) = claims_of(error) {
            change.keep(CLAIMS, claims.to_owned());
        }
        change.keep_outcome(&Outcome::Problem(told(error)));
        change
    }

    #[inline(never)]
    pub(crate) fn keep(&mut self, key: &str, text: String) {
        self.entries.push((key.to_owned(), text));
    }

    pub(crate) fn keep_outcome(&mut self, outcome: &Outcome) {
        self.keep(OUTCOME, encode(outcome));
    }

    #[inline(never)]
    pub(crate) fn forget(&mut self, key: &str) {
        self.gone.push(key.to_owned());
    }
}

fn claims_of(error: &AuthError) -> Option<&str> {
    match &error.remedy {
        Remedy::AskAdmin { claims: Some(claims), .. } => Some(claims),
        _ => error.claims.as_deref(),
    }
}

fn told(error: &AuthError) -> Problem {
    let remedy = match &error.remedy {
        Remedy::SignIn => session::Remedy::SignIn,
        Remedy::GrantConsent { admin_address, admins_only } => session::Remedy::GrantConsent {
            address: admin_address.clone(),
            admins_only: *admins_only,
        },
        Remedy::WaitUntil(until) => session::Remedy::WaitUntil { until: *until },
        Remedy::AskAdmin { message, .. } => session::Remedy::AskAdmin { message: message.clone() },
        Remedy::SwitchTenant => session::Remedy::SwitchTenant,
        Remedy::RegisterApp { .. } => session::Remedy::RegisterApp,
        Remedy::CheckNetwork => session::Remedy::CheckNetwork,
        Remedy::TryAgain => session::Remedy::TryAgain,
        Remedy::ReportBug => session::Remedy::ReportBug,
    };
    Problem { code: error.code.to_owned(), remedy, trace: error.trace.to_string() }
}
