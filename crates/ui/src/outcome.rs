//! How the last sign-in, sign-out or set-up ended, by what there is to do about it.

use crate::{
    account::{BUTTON, Desk, PRIMARY, scope_key},
    copy::copyable,
    drawing::Drawing,
    message::{Kind, Message},
    route::{Route, Way},
    words::Words,
};
use protocol::{
    panel::PanelRequest,
    session::{AtMicrosoft, Outcome, Problem, Remedy, Setup},
};

/// The cases that have words of their own. What to do about all others says their remedy.
const TOLD: [&str; 24] = [
    "admin-consent-required",
    "app-disabled",
    "app-not-found",
    "app-single-tenant",
    "blocked-by-policy",
    "cancelled",
    "client-id-form",
    "consent-required",
    "consumer-account",
    "interrupted",
    "late-answer",
    "network",
    "not-assigned",
    "platform-type",
    "redirect-not-registered",
    "refused",
    "scope-not-granted",
    "sign-in-loop",
    "throttled",
    "unavailable",
    "window-failed",
    "window-open",
    "wrong-account",
    "wrong-tenant",
];

pub(crate) fn view(page: &mut Drawing<'_>, desk: Desk<'_>, outcome: &Outcome) {
    match outcome {
        Outcome::Problem(problem) => problem_view(page, desk, problem),
        Outcome::SignedOut { username, microsoft } => signed_out(page, desk, username, *microsoft),
    }
}

fn signed_out(page: &mut Drawing<'_>, desk: Desk<'_>, username: &str, microsoft: AtMicrosoft) {
    let words = desk.words;
    let (code, key) = match microsoft {
        AtMicrosoft::GoesOn => ("goes-on", "signed_out_goes_on"),
        AtMicrosoft::Ended => ("ended", "signed_out_ended"),
        AtMicrosoft::NotConfirmed => ("not-confirmed", "signed_out_not_confirmed"),
    };
    let message = Message {
        kind: if microsoft == AtMicrosoft::NotConfirmed { Kind::Warning } else { Kind::Done },
        part: "outcome",
        code,
        title: words.with("signed_out", &[username]),
        sentences: vec![words.get("signed_out_tokens"), words.get(key)],
    };
    message.open(page);
    if microsoft == AtMicrosoft::GoesOn {
        page.open("div");
        page.say("p", "end_session_why");
        page.open("div.actions");
        desk.button(page, "end-session", BUTTON, "end_session", PanelRequest::EndSession {});
        page.close();
        page.close();
    } else {
        page.gap();
    }
    Message::close(page);
}

fn problem_view(page: &mut Drawing<'_>, desk: Desk<'_>, problem: &Problem) {
    let words = desk.words;
    let key = key(problem);
    let report = report(problem, desk.version);
    let message = Message {
        // That a window was closed is no failure.
        kind: if problem.code == "cancelled" { Kind::Warning } else { Kind::Problem },
        part: "outcome",
        code: &problem.code,
        title: words.get(&key),
        sentences: vec![words.get(&[&key, "_why"].concat())],
    };
    message.open(page);
    page.open("div");
    page.open("div");
    remedy(page, desk, problem);
    page.close();
    page.open("details");
    if problem.remedy == Remedy::ReportBug {
        page.with("open", "open");
    }
    page.say("summary", "failure_detail");
    copyable(page, report, words.get("failure_detail"), 3, "report", "copy");
    page.close();
    page.close();
    Message::close(page);
}

/// The key of what is said about a problem.
fn key(problem: &Problem) -> String {
    if TOLD.contains(&problem.code.as_str()) {
        return ["problem_", &problem.code.replace('-', "_")].concat();
    }
    let remedy = match problem.remedy {
        Remedy::SignIn => "sign_in",
        Remedy::GrantConsent { .. } => "grant_consent",
        Remedy::WaitUntil { .. } => "wait_until",
        Remedy::AskAdmin { .. } => "ask_admin",
        Remedy::SwitchTenant => "switch_tenant",
        Remedy::RegisterApp => "register_app",
        Remedy::CheckNetwork => "check_network",
        Remedy::TryAgain => "try_again",
        Remedy::ReportBug => "report_bug",
    };
    ["remedy_", remedy].concat()
}

/// What to report. It names the case as the sources and Entra do, and nothing of the tenant.
fn report(problem: &Problem, version: &str) -> String {
    let mut report = ["code: ", &problem.code].concat();
    if !problem.trace.is_empty() {
        report.push_str("\ntrace: ");
        report.push_str(&problem.trace);
    }
    report.push_str("\nversion: ");
    report.push_str(version);
    report
}

/// What to do, as far as it can be done here.
fn remedy(page: &mut Drawing<'_>, desk: Desk<'_>, problem: &Problem) {
    let Desk { words, session, .. } = desk;
    match &problem.remedy {
        Remedy::SignIn => {
            // What was interrupted may have been the sign-in of another account.
            let known = session.in_use.clone().filter(|_| problem.code != "interrupted");
            again(page, desk, PRIMARY, "sign_in", known);
        }
        Remedy::GrantConsent { address, admins_only } => {
            // For those who can agree, the address; for those who can't, a message to one who can.
            if *admins_only {
                page.gap();
            } else {
                again(page, desk, PRIMARY, "consent_again", None);
            }
            page.say("p", "consent_admin");
            consent_link(page, address);
            page.say("p", "consent_other");
            let client = session.setup.client.as_deref().unwrap_or_default();
            let message = request(words, address, client);
            let label = words.get("consent_message_label");
            copyable(page, message, label, 6, "consent-message", "copy");
        }
        Remedy::WaitUntil { until } => {
            page.line("p", &words.with("wait_until", &[&words.moment(*until)]));
            again(page, desk, BUTTON, "retry", None);
        }
        Remedy::AskAdmin { message } => {
            if !message.trim().is_empty() {
                page.say("p", "microsoft_says");
                let label = words.get("microsoft_says");
                copyable(page, message.clone(), label, 4, "microsoft-says", "copy");
            }
            again(page, desk, BUTTON, "retry", None);
        }
        Remedy::SwitchTenant => again(page, desk, PRIMARY, "sign_in_other", None),
        Remedy::RegisterApp => {
            page.say("p", "redirect_has_to_be");
            redirect(page, &session.setup);
            page.open("div.actions");
            page.link(PRIMARY, "registration", &Route::SetUp(Way::Script), "registration");
            page.close();
        }
        Remedy::CheckNetwork | Remedy::TryAgain => again(page, desk, BUTTON, "retry", None),
        Remedy::ReportBug => {}
    }
}

/// The button that tries a sign-in again.
fn again(
    page: &mut Drawing<'_>,
    desk: Desk<'_>,
    class: &'static str,
    key: &str,
    account: Option<String>,
) {
    page.open("div.actions");
    desk.sign_in(page, "try-again", class, key, account);
    page.close();
}

/// The address of this install that has to be registered.
pub(crate) fn redirect(page: &mut Drawing<'_>, setup: &Setup) {
    let label = page.words.get("redirect");
    page.open("p");
    copyable(page, setup.redirect.clone(), label, 0, "redirect", "copy");
    page.close();
}

/// Where an administrator agrees, in a tab of its own: Microsoft's page comes back to an address that
/// no page stands at.
pub(crate) fn consent_link(page: &mut Drawing<'_>, address: &str) {
    page.open("div.actions");
    page.outward(BUTTON, "admin-consent", address, "consent_open");
    page.close();
}

/// A message to an administrator.
fn request(words: &Words, address: &str, client: &str) -> String {
    let asked = parameter(address, "scope");
    let mut scopes = String::new();
    for scope in asked.split_whitespace() {
        scopes.push_str("\n- ");
        scopes.push_str(scope);
        if let Some(key) = scope_key(scope) {
            scopes.push_str(": ");
            scopes.push_str(&words.get(key));
        }
    }
    [
        words.get("consent_message"),
        words.get("consent_message_scopes") + &scopes,
        words.with("consent_message_app", &[client]),
        [&words.get("consent_message_open"), "\n", address].concat(),
    ]
    .join("\n\n")
}

/// A parameter of an address, decoded; empty where there is none.
fn parameter(address: &str, name: &str) -> String {
    let (_, query) = address.split_once('?').unwrap_or_default();
    let mut values = query.split('&').filter_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let mut bytes = Vec::new();
    let mut rest = values.next().unwrap_or_default();
    while let Some(byte) = rest.bytes().next() {
        let code = rest.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let (taken, byte) = match (byte, code) {
            (b'%', Some(code)) => (3, code),
            (b'+', _) => (1, b' '),
            _ => (1, byte),
        };
        bytes.push(byte);
        // It never ends within a letter: letters beyond ASCII don't stand in addresses as such.
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::{English, english};
    use domain::Timestamp;

    fn problem(code: &str, remedy: Remedy) -> Problem {
        Problem { code: code.to_owned(), remedy, trace: String::new() }
    }

    fn remedies() -> [Remedy; 9] {
        [
            Remedy::SignIn,
            Remedy::GrantConsent { address: String::new(), admins_only: false },
            Remedy::WaitUntil { until: Timestamp::from_millis(0) },
            Remedy::AskAdmin { message: String::new() },
            Remedy::SwitchTenant,
            Remedy::RegisterApp,
            Remedy::CheckNetwork,
            Remedy::TryAgain,
            Remedy::ReportBug,
        ]
    }

    #[test]
    fn every_problem_has_its_words() {
        let english = English::read();
        let mut keys: Vec<String> =
            TOLD.iter().map(|code| key(&problem(code, Remedy::ReportBug))).collect();
        assert!(keys.iter().all(|key| key.starts_with("problem_")));
        keys.extend(remedies().map(|remedy| key(&problem("unheard-of", remedy))));
        for key in keys {
            for key in [key.clone(), key + "_why"] {
                assert!(english.all().contains_key(&key), "{key}");
            }
        }
    }

    #[test]
    fn a_report_names_the_case_and_nothing_else() {
        let mut found = problem("state-mismatch", Remedy::ReportBug);
        assert_eq!(report(&found, "1.2.3"), "code: state-mismatch\nversion: 1.2.3");
        found.trace = "invalid_grant AADSTS50076".to_owned();
        let expected = "code: state-mismatch\ntrace: invalid_grant AADSTS50076\nversion: 1.2.3";
        assert_eq!(report(&found, "1.2.3"), expected);
    }

    #[test]
    fn parameters_are_decoded() {
        for (address, value) in [
            ("https://x.example/a?scope=User.Read", "User.Read"),
            (
                "https://x.example/a?b=c&scope=User.Read%20openid+profile&d",
                "User.Read openid profile",
            ),
            (
                "https://x.example/a?scope=https%3A%2F%2Fgraph.example%2FUser.Read",
                "https://graph.example/User.Read",
            ),
            ("https://x.example/a?noscope=x", ""),
            ("https://x.example/a?scope=100%", "100%"),
            ("https://x.example/a?scope=%zz", "%zz"),
            ("https://x.example/scope=x", ""),
            ("", ""),
        ] {
            assert_eq!(parameter(address, "scope"), value, "{address}");
        }
    }

    #[test]
    fn the_message_to_an_administrator_says_what_where_and_why() {
        let address = "https://login.example/adminconsent?client_id=x&scope=User.Read%20Mail.Read";
        let message = request(&english(), address, "6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c41");
        for part in [
            address,
            "6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c41",
            &format!("- User.Read: {}", english().get("scope_user_read")),
            "\n- Mail.Read\n",
        ] {
            assert!(message.contains(part), "{part} in {message}");
        }
        assert!(!message.contains('$'), "{message}");
    }
}
