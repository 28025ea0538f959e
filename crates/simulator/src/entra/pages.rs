//! The pages of the sign-in host: small and plain, with the steps of Entra's own and their names.

use axum::response::{Html, IntoResponse as _, Response};
use serde_json::Value;

use crate::entra::authorize::{Purpose, SignInRequest, Visit};
use crate::entra::directory::Person;
use crate::entra::next_step::{Page, Progress};
use crate::entra::page_markup::{buttons, document, escape, form, hidden};
use crate::entra::refusal::Refusal;
use crate::entra::scopes::Scopes;

const CANCEL: (&str, &str, &str) = ("action", "cancel", "Cancel");

/// A page of a sign-in.
pub(crate) fn show(
    visit: &Visit<'_>,
    request: &SignInRequest,
    progress: &Progress,
    page: &Page,
) -> Response {
    let step = Form { request, progress };
    let html = match page {
        Page::Picker { signed_in, offered } => picker(&step, signed_in, offered),
        Page::TypeName { unknown } => type_name(&step, unknown.as_deref()),
        Page::Password(person) => password(&step, person),
        Page::Mfa { person, denied } => mfa(&step, person, *denied),
        Page::Consent { person, scopes } => consent(&step, person, scopes),
        Page::NeedsAdmin { person, scopes } => needs_admin(visit, &step, person, scopes),
        Page::Blocked(person) => blocked(visit, &step, person),
        Page::Foreign(person) => {
            let refusal = Refusal::foreign_account(&person.account.upn, &request.tenant);
            let other = step.with(None, &buttons(&[("action", "other", "Use another account")]));
            document("This account can't be used here", &(details(visit, &refusal) + &other))
        }
    };
    Html(html).into_response()
}

/// A form that goes on with a sign-in, carrying what was done.
struct Form<'a> {
    request: &'a SignInRequest,
    progress: &'a Progress,
}

impl Form<'_> {
    /// The form with an account that is decided now, or none yet.
    fn with(&self, person: Option<&Person>, content: &str) -> String {
        let mut carried = vec![
            ("request", self.request.query.as_str()),
            ("purpose", self.request.purpose.name()),
        ];
        if let Some(person) = person {
            carried.push(("account", &person.account.oid));
            if self.progress.proved {
                carried.push(("proved", "1"));
            }
            if self.progress.approved {
                carried.push(("approved", "1"));
            }
        }
        form(&format!("/{}/login", self.request.tenant), &carried, content)
    }
}

fn picker(step: &Form<'_>, signed_in: &[Person], offered: &[Person]) -> String {
    let button = |person: &Person, note: &str| {
        format!(
            "<button class=\"account\" name=\"account\" value=\"{}\">{}<br><small>{}{note}</small></button>\n",
            escape(&person.account.oid),
            escape(&person.account.name),
            escape(&person.account.upn),
        )
    };
    let known = signed_in.iter().map(|person| button(person, " · Signed in"));
    let listed: String = known.chain(offered.iter().map(|person| button(person, ""))).collect();
    let other =
        "<button class=\"account\" name=\"action\" value=\"other\">Use another account</button>\n";
    let content = listed + other + &buttons(&[CANCEL]);
    document("Pick an account", &step.with(None, &content))
}

fn type_name(step: &Form<'_>, unknown: Option<&str>) -> String {
    let complaint = unknown.map_or(String::new(), |name| {
        format!("<p role=\"alert\">There is no account {}.</p>\n", escape(name))
    });
    let field = "<label>Work or school account\n\
                 <input type=\"text\" name=\"typed\" autocomplete=\"username\" required></label>\n";
    let content = complaint + field + &buttons(&[("action", "next", "Next")]);
    // Cancelling isn't held up by the empty field of another form.
    document("Sign in", &(step.with(None, &content) + &step.with(None, &buttons(&[CANCEL]))))
}

fn password(step: &Form<'_>, person: &Person) -> String {
    let field = "<label>Password <small>(any, it isn't looked at)</small>\n\
                 <input type=\"password\" name=\"unread\" autocomplete=\"off\"></label>\n";
    let content = identity(person) + field + &buttons(&[("proved", "1", "Sign in"), CANCEL]);
    document("Enter password", &step.with(Some(person), &content))
}

fn mfa(step: &Form<'_>, person: &Person, denied: bool) -> String {
    let said = match denied {
        true => "<p role=\"alert\">The request was denied. Approve it to go on.</p>\n",
        false => "<p>Another device would ask you now. Here you answer for it.</p>\n",
    };
    let content = identity(person)
        + said
        + &buttons(&[("approved", "1", "Approve"), ("action", "deny", "Deny"), CANCEL]);
    document("Approve sign in", &step.with(Some(person), &content))
}

fn consent(step: &Form<'_>, person: &Person, scopes: &Scopes) -> String {
    let for_everybody = step.request.purpose == Purpose::AdminConsent;
    let title = match for_everybody {
        true => "Permissions requested: review for your organization",
        false => "Permissions requested",
    };
    let choice = match person.account.is_administrator() && !for_everybody {
        true => {
            "<p><label><input type=\"checkbox\" name=\"organization\" value=\"1\"> \
             Grant this for everybody in the organization</label></p>\n"
        }
        false => "",
    };
    let content = identity(person)
        + &application(step)
        + &list(scopes)
        + choice
        + &buttons(&[("consent", "1", "Accept"), CANCEL]);
    document(title, &step.with(Some(person), &content))
}

fn needs_admin(visit: &Visit<'_>, step: &Form<'_>, person: &Person, scopes: &Scopes) -> String {
    let refusal = Refusal::needs_admin(&scopes.to_string());
    let content = identity(person)
        + &application(step)
        + &list(scopes)
        + &details(visit, &refusal)
        + &buttons(&[
            ("action", "return", "Return without granting consent"),
            ("action", "other", "Use another account"),
        ]);
    document("Need admin approval", &step.with(Some(person), &content))
}

fn blocked(visit: &Visit<'_>, step: &Form<'_>, person: &Person) -> String {
    let content = identity(person)
        + "<p>A policy of the organization stands in the way. Nothing on this page changes that.</p>\n"
        + &details(visit, &Refusal::blocked("access_denied"));
    let other = step.with(None, &buttons(&[("action", "other", "Use another account")]));
    document("Access is blocked by your organization", &(content + &other))
}

/// The page for a request whose client can't be told.
pub(crate) fn error(visit: &Visit<'_>, refusal: &Refusal) -> String {
    document("Signing in didn't work", &details(visit, refusal))
}

/// What is shown after signing out when there is nowhere to go.
pub(crate) fn signed_out() -> String {
    document("You are signed out", "<p>You can close this window.</p>")
}

/// A page whose script goes to an address at once.
pub(crate) fn script_redirect(address: &str) -> String {
    // Inside a script element nothing but `<` could end it.
    let quoted = Value::from(address).to_string().replace('<', "\\u003c");
    let body = format!("<p>One moment…</p>\n<script>location.replace({quoted});</script>");
    document("Signing in", &body)
}

/// A page that posts an answer to an address at once.
pub(crate) fn form_post(address: &str, answer: &[(&str, String)]) -> String {
    let fields: Vec<(&str, &str)> =
        answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = hidden(&fields);
    let address = escape(address);
    let body = format!(
        "<form method=\"post\" action=\"{address}\">\n{fields}<button>Go on</button></form>\n\
         <script>document.forms[0].submit();</script>"
    );
    document("Signing in", &body)
}

fn identity(person: &Person) -> String {
    let (upn, organization) = (escape(&person.account.upn), escape(&person.organization));
    format!("<p>{upn}<br><small>{organization}</small></p>\n")
}

fn application(step: &Form<'_>) -> String {
    let client = escape(&step.request.client);
    format!("<p>The application <small>{client}</small> would like to:</p>\n")
}

fn list(scopes: &Scopes) -> String {
    let entry = |scope: &str| format!("<li>{}</li>\n", escape(scope));
    let entries: String = scopes.iter().map(entry).collect();
    format!("<ul>\n{entries}</ul>\n")
}

fn details(visit: &Visit<'_>, refusal: &Refusal) -> String {
    format!("<p role=\"alert\"><small>{}</small></p>\n", escape(&refusal.description(&visit.trace)))
}
