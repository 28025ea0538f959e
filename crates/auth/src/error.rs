//! What can go wrong, by what the person must do.

use domain::Timestamp;
use std::{fmt, ops::Deref, rc::Rc};

/// What the person must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Press Sign in.
    SignIn,
    /// Agree to what is asked for.
    GrantConsent {
        /// Where an administrator can agree for the whole tenant.
        admin_address: String,
        /// Whether only an administrator can.
        admins_only: bool,
    },
    /// Wait.
    WaitUntil(Timestamp),
    /// Talk to who makes the tenant's rules for signing in.
    AskAdmin {
        /// What the rule says, as Entra words it.
        message: String,
        /// What an interactive sign-in must pass on, so that the rule can be met.
        claims: Option<String>,
    },
    /// Sign in with an account of the other tenant.
    SwitchTenant,
    /// Put the app registration right.
    RegisterApp {
        /// The address of this install that has to be registered.
        redirect: String,
    },
    /// Check the connection and try again.
    CheckNetwork,
    /// Try again; nothing is wrong.
    TryAgain,
    /// Tell us.
    ReportBug,
}

/// Why there is no token. Shared, so that handing an error on is handing on a pointer: there are so many
/// places where that happens that anything larger shows in the size of the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthError(Rc<Case>);

/// What an [`AuthError`] holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Case {
    /// What the person must do.
    pub remedy: Remedy,
    /// Names the case; it stays as it is from version to version.
    pub code: &'static str,
    /// What Entra said of it, for whoever has to find it in the tenant's logs.
    pub trace: Trace,
    /// What the next sign-in must pass on as [`crate::SignIn::claims`], where Entra asks for it.
    pub claims: Option<String>,
}

/// How Entra names a failure. Holds no secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// `error` and `suberror`; where Entra wasn't reached, what the browser says.
    pub error: String,
    /// The AADSTS numbers.
    pub numbers: Vec<i64>,
    /// `correlation_id`: the id of our request, also where no answer came.
    pub correlation: String,
    /// `trace_id`: the id of Entra's answer.
    pub trace: String,
}

impl AuthError {
    /// A case of our own, of which Entra knows nothing.
    #[must_use]
    #[inline(never)]
    pub fn own(code: &'static str, remedy: Remedy) -> Self {
        Self::new(Case { remedy, code, trace: Trace::default(), claims: None })
    }

    /// A case of our own where the outside failed: `words` are the browser's, and hold no secret.
    #[must_use]
    pub fn outside(code: &'static str, remedy: Remedy, words: String) -> Self {
        let trace = Trace { error: words, ..Trace::default() };
        Self::new(Case { remedy, code, trace, claims: None })
    }

    #[inline(never)]
    pub(crate) fn new(case: Case) -> Self {
        Self(Rc::new(case))
    }

    /// Changes what it holds. Only its maker does, before anybody shares it.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Case)) {
        debug_assert_eq!(Rc::strong_count(&self.0), 1, "an error that is shared stays as it is");
        if let Some(case) = Rc::get_mut(&mut self.0) {
            change(case);
        }
    }

    /// An answer that breaks the protocol.
    #[inline(never)]
    pub(crate) fn refused(code: &'static str) -> Self {
        Self::own(code, Remedy::ReportBug)
    }
}

impl Deref for AuthError {
    type Target = Case;

    fn deref(&self) -> &Case {
        &self.0
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)?;
        for number in &self.numbers {
            write!(f, " AADSTS{number}")?;
        }
        for (name, text) in [(" correlation ", &self.correlation), (" trace ", &self.trace)] {
            if !text.is_empty() {
                f.write_str(name)?;
                f.write_str(text)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        f.write_str(" ")?;
        self.trace.fmt(f)
    }
}

impl std::error::Error for AuthError {}
