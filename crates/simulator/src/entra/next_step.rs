//! What a sign-in needs next: decided from the request, the browser's session, and what the person
//! did on the pages so far.

use crate::entra::Parameters;
use crate::entra::authorize::{Prompt, Purpose, SignInRequest, Visit};
use crate::entra::directory::Person;
use crate::entra::ledger::{Holder, SignedIn};
use crate::entra::refusal::Refusal;
use crate::entra::scopes::Scopes;
use crate::entra::switches::{Auto, ConditionalAccess, Consent, Mfa};

/// The next step, and whom the session has to remember from now on.
pub(crate) struct Decision {
    pub(crate) step: Step,
    pub(crate) signed_in: Option<SignedIn>,
}

/// The next step.
pub(crate) enum Step {
    Show(Page),
    /// Back to the client with an error.
    Refuse(Refusal),
    /// Back to the client with what it asked for.
    Grant {
        person: Person,
        approved_by_mfa: bool,
    },
}

/// A page for the person.
pub(crate) enum Page {
    Picker {
        signed_in: Vec<Person>,
        offered: Vec<Person>,
    },
    /// Asks for a user principal name; `unknown` is one that nobody has.
    TypeName {
        unknown: Option<String>,
    },
    Password(Person),
    Mfa {
        person: Person,
        denied: bool,
    },
    Consent {
        person: Person,
        scopes: Scopes,
    },
    /// Only an administrator can grant this.
    NeedsAdmin {
        person: Person,
        scopes: Scopes,
    },
    /// The end of the way: nothing on it leads on.
    Blocked(Person),
    Foreign(Person),
}

/// What the person did on the pages so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Object id of the account that was picked.
    pub(crate) account: Option<String>,
    /// A user principal name that was typed.
    pub(crate) typed: Option<String>,
    /// Whether the password was entered.
    pub(crate) proved: bool,
    /// Whether the sign-in was approved on another device.
    pub(crate) approved: bool,
    pub(crate) consent: Option<ConsentGiven>,
    pub(crate) action: Option<Action>,
}

/// For whom consent was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConsentGiven {
    Own,
    Organization,
}

/// A button that isn't the way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Cancel,
    /// "Use another account"
    Other,
    /// The approval was refused on the other device.
    Deny,
    /// Back to the client without the administrator's consent.
    Return,
}

impl Progress {
    /// Nothing, or what the switch `auto` answers for the person.
    pub(crate) fn at_start(visit: &Visit<'_>, request: &SignInRequest) -> Self {
        if request.prompt == Prompt::None {
            return Self::default();
        }
        match visit.settings.auto {
            None => Self::default(),
            Some(Auto::Cancel) => Self { action: Some(Action::Cancel), ..Self::default() },
            Some(Auto::Accept) => {
                let directory = visit.directory();
                let hint = request.login_hint.as_ref().or(visit.settings.auto_account.as_ref());
                let picked = match hint {
                    Some(hint) => directory.hinted(hint),
                    None => directory.offered(&request.audience).into_iter().next(),
                };
                Self {
                    account: picked.map(|person| person.account.oid),
                    proved: true,
                    approved: true,
                    consent: Some(ConsentGiven::Own),
                    ..Self::default()
                }
            }
        }
    }

    /// What a form carries.
    pub(crate) fn of_form(form: &Parameters) -> Self {
        Self {
            account: form.owned("account"),
            typed: form.owned("typed"),
            proved: form.get("proved").is_some(),
            approved: form.get("approved").is_some(),
            consent: match (form.get("consent"), form.get("organization")) {
                (None, _) => None,
                (Some(_), None) => Some(ConsentGiven::Own),
                (Some(_), Some(_)) => Some(ConsentGiven::Organization),
            },
            action: match form.get("action") {
                Some("cancel") => Some(Action::Cancel),
                Some("other") => Some(Action::Other),
                Some("deny") => Some(Action::Deny),
                Some("return") => Some(Action::Return),
                _ => None,
            },
        }
    }
}

/// Decides the next step. Consent that was given is recorded on the way.
pub(crate) fn decide(
    visit: &Visit<'_>,
    request: &SignInRequest,
    progress: &Progress,
    session: &[SignedIn],
) -> Decision {
    if progress.action == Some(Action::Cancel) {
        return Decision { step: Step::Refuse(Refusal::cancelled()), signed_in: None };
    }
    if request.prompt == Prompt::None {
        return Decision { step: without_pages(visit, request, session), signed_in: None };
    }
    let person = match chosen(visit, request, progress, session) {
        Ok(person) => person,
        Err(page) => return Decision { step: Step::Show(*page), signed_in: None },
    };
    let show = |page| Decision { step: Step::Show(page), signed_in: None };
    if !request.audience.admits(&person) {
        return show(Page::Foreign(person));
    }
    let known = session
        .iter()
        .find(|known| known.oid == person.account.oid && request.prompt != Prompt::Login);
    if known.is_none() && !progress.proved {
        return show(Page::Password(person));
    }
    let was_approved = known.is_some_and(|known| known.approved_by_mfa);
    if needs_mfa(visit, &person) && !was_approved && !progress.approved {
        let denied = progress.action == Some(Action::Deny);
        return show(Page::Mfa { person, denied });
    }

    let approved_by_mfa = was_approved || (progress.approved && needs_mfa(visit, &person));
    let signed_in = SignedIn { oid: person.account.oid.clone(), approved_by_mfa };
    let signed_in = (known != Some(&signed_in)).then_some(signed_in);
    let step = after_sign_in(visit, request, progress, person, approved_by_mfa);
    Decision { step, signed_in }
}

/// Who signs in, or the page that finds out.
fn chosen(
    visit: &Visit<'_>,
    request: &SignInRequest,
    progress: &Progress,
    session: &[SignedIn],
) -> Result<Person, Box<Page>> {
    let directory = visit.directory();
    if progress.action == Some(Action::Other) {
        return Err(Box::new(Page::TypeName { unknown: None }));
    }
    if let Some(typed) = &progress.typed {
        let unknown = || Box::new(Page::TypeName { unknown: Some(typed.clone()) });
        return directory.hinted(typed).ok_or_else(unknown);
    }
    if let Some(person) = progress.account.as_deref().and_then(|oid| directory.person(oid)) {
        return Ok(person);
    }
    let signed_in: Vec<Person> = session
        .iter()
        .filter_map(|known| directory.person(&known.oid))
        .filter(|person| request.audience.admits(person))
        .collect();
    if request.prompt != Prompt::SelectAccount {
        let hinted = request.login_hint.as_deref().and_then(|hint| directory.hinted(hint));
        if let Some(person) = hinted {
            return Ok(person);
        }
        if let ([only], None) = (signed_in.as_slice(), &request.login_hint) {
            return Ok(only.clone());
        }
    }
    let mut offered = directory.offered(&request.audience);
    offered.retain(|person| !signed_in.contains(person));
    let first = signed_in.iter().chain(&offered).next();
    match first {
        Some(first) if !visit.settings.account_picker => Ok(first.clone()),
        _ => Err(Box::new(Page::Picker { signed_in, offered })),
    }
}

fn after_sign_in(
    visit: &Visit<'_>,
    request: &SignInRequest,
    progress: &Progress,
    person: Person,
    approved_by_mfa: bool,
) -> Step {
    if visit.settings.conditional_access == ConditionalAccess::Blocks {
        return Step::Show(Page::Blocked(person));
    }
    let missing = missing_scopes(visit, &request.client, &request.scopes, &person);
    let is_asked_anyway =
        request.prompt == Prompt::Consent || request.purpose == Purpose::AdminConsent;
    if missing.is_empty() && !is_asked_anyway {
        return Step::Grant { person, approved_by_mfa };
    }
    let scopes = if is_asked_anyway { request.scopes.of_graph() } else { missing };
    if !may_grant(visit, request.purpose, &person, &scopes) {
        // With `auto` nobody sees the page, so its only way on is taken.
        let nobody_looks = visit.settings.auto == Some(Auto::Accept);
        return match progress.action {
            Some(Action::Return) => Step::Refuse(Refusal::needs_admin(&scopes.to_string())),
            _ if nobody_looks => Step::Refuse(Refusal::needs_admin(&scopes.to_string())),
            _ => Step::Show(Page::NeedsAdmin { person, scopes }),
        };
    }
    let Some(given) = progress.consent else {
        return Step::Show(Page::Consent { person, scopes });
    };
    let for_everybody = request.purpose == Purpose::AdminConsent
        || (given == ConsentGiven::Organization && person.account.is_administrator());
    let holder = match for_everybody {
        true => Holder::Tenant(person.tenant_id.clone()),
        false => Holder::Account(person.account.oid.clone()),
    };
    visit.simulation.entra.grant(&holder, &request.client, &scopes);
    Step::Grant { person, approved_by_mfa }
}

/// `prompt=none`: what takes a page is an error instead.
fn without_pages(visit: &Visit<'_>, request: &SignInRequest, session: &[SignedIn]) -> Step {
    let directory = visit.directory();
    let hint = request.login_hint.as_deref();
    let mut candidates = session.iter().filter_map(|known| {
        let person = directory.person(&known.oid)?;
        let is_meant = hint.is_none_or(|hint| person.is_hinted(hint));
        (is_meant && request.audience.admits(&person)).then_some((person, known.approved_by_mfa))
    });
    let Some((person, approved_by_mfa)) = candidates.next() else {
        let text = "Nobody is signed in whom the request could mean.";
        return Step::Refuse(Refusal::new("login_required", 50058, text));
    };
    if candidates.next().is_some() {
        let text = "Several people are signed in, and the request doesn't say whom it means.";
        return Step::Refuse(Refusal::new("interaction_required", 16000, text));
    }
    if needs_mfa(visit, &person) && !approved_by_mfa {
        return Step::Refuse(Refusal::needs_mfa("interaction_required"));
    }
    if visit.settings.conditional_access == ConditionalAccess::Blocks {
        return Step::Refuse(Refusal::blocked("interaction_required"));
    }
    let missing = missing_scopes(visit, &request.client, &request.scopes, &person);
    if !missing.is_empty() {
        let text = format!("Nobody granted {missing} to the application.");
        return Step::Refuse(Refusal::new("consent_required", 65001, text));
    }
    Step::Grant { person, approved_by_mfa }
}

/// Whether an account's sign-in has to be approved on another device.
pub(crate) fn needs_mfa(visit: &Visit<'_>, person: &Person) -> bool {
    match visit.settings.mfa {
        Mfa::PerAccount => person.account.mfa,
        Mfa::Always => true,
        Mfa::Never => false,
    }
}

/// Scopes of a request that nobody granted yet.
pub(crate) fn missing_scopes(
    visit: &Visit<'_>,
    client: &str,
    scopes: &Scopes,
    person: &Person,
) -> Scopes {
    if visit.settings.consent == Consent::Granted {
        return Scopes::default();
    }
    let granted = visit.simulation.entra.granted(&holders(person), client);
    scopes.of_graph().without(|scope| granted.covers(scope))
}

/// Whose consents count for an account.
pub(crate) fn holders(person: &Person) -> [Holder; 2] {
    [Holder::Account(person.account.oid.clone()), Holder::Tenant(person.tenant_id.clone())]
}

fn may_grant(visit: &Visit<'_>, purpose: Purpose, person: &Person, scopes: &Scopes) -> bool {
    if person.account.is_administrator() {
        return true;
    }
    purpose == Purpose::Code
        && visit.settings.consent != Consent::AdminOnly
        && person.account.may_consent
        && !scopes.need_admin()
}
