//! Who is signed in, and signing in and out.

use crate::{
    copy::copyable,
    drawing::{Drawing, On},
    message::{Kind, Message},
    outcome, person,
    route::{Route, Way},
    words::Words,
};
use protocol::{
    panel::PanelRequest,
    session::{AccountView, Busy, Fit, Session},
};
use yew::Callback;

/// What the views about signing in stand on.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) words: &'a Words,
    pub(crate) session: &'a Session,
    /// Has the worker do something.
    pub(crate) act: &'a Callback<PanelRequest>,
    /// The version of Partner Lens.
    pub(crate) version: &'a str,
}

impl Desk<'_> {
    /// A button that has the worker do something, unless something is going on.
    #[inline(never)]
    pub(crate) fn button(
        self,
        page: &mut Drawing<'_>,
        part: &'static str,
        class: &'static str,
        text: &str,
        request: PanelRequest,
    ) {
        let busy = self.session.busy != Busy::Idle;
        let act = self.act.clone();
        let onclick = move |_| {
            if !busy {
                act.emit(request.clone());
            }
        };
        // A button that is disabled for good would lose the focus.
        page.open("button[type=button]");
        page.with("class", class);
        page.with("data-part", part);
        if busy {
            page.with("aria-disabled", "true");
        }
        page.on(On::Click, Callback::from(onclick));
        page.word(text);
        page.close();
    }

    /// A button that opens the sign-in window.
    #[inline(never)]
    pub(crate) fn sign_in(
        self,
        page: &mut Drawing<'_>,
        part: &'static str,
        class: &'static str,
        text: &str,
        account: Option<String>,
    ) {
        self.button(page, part, class, text, PanelRequest::SignIn { account });
    }
}

/// A button, and the one of them that leads on.
pub(crate) const BUTTON: &str = "button";
pub(crate) const PRIMARY: &str = "button primary";

pub(crate) fn view(page: &mut Drawing<'_>, desk: Desk<'_>) {
    let session = desk.session;
    let signed_in = !session.accounts.is_empty();
    // An outcome is of an earlier attempt than what is going on.
    let outcome = session.outcome.as_ref().filter(|_| session.busy == Busy::Idle);
    page.open("div.account-page");
    page.title(if signed_in { "account" } else { "sign_in_title" });
    // It stands there before anything is said in it, so that what comes is read aloud.
    page.open("div[role=status]");
    busy(page, session.busy);
    page.close();
    match outcome {
        Some(outcome) => outcome::view(page, desk, outcome),
        None => page.gap(),
    }
    if signed_in {
        page.open("div.accounts");
        for account in &session.accounts {
            card(page, desk, account);
        }
        page.open("div.actions");
        desk.sign_in(page, "add-account", BUTTON, "add_account", None);
        registration(page, "");
        page.close();
        page.close();
    } else {
        signed_out(page, desk);
    }
    page.close();
}

/// A link to the set-up.
fn registration(page: &mut Drawing<'_>, class: &str) {
    let key = if class.is_empty() { "registration" } else { "set_up_first" };
    page.link(class, "registration", &Route::SetUp(Way::Script), key);
}

fn busy(page: &mut Drawing<'_>, busy: Busy) {
    let key = match busy {
        Busy::Idle => return page.gap(),
        Busy::Window => "busy_window",
        Busy::Restoring => "restoring",
    };
    page.open("div.busy[data-part=busy]");
    page.say("p", key);
    page.open("progress");
    page.with("aria-label", &page.words.get(key));
    page.close();
    page.close();
}

/// What signing in gives, what it doesn't, and the button.
fn signed_out(page: &mut Drawing<'_>, desk: Desk<'_>) {
    let registered = desk.session.setup.client.is_some();
    page.open("section");
    page.say("p", "sign_in_gives");
    page.open("ul.plain");
    for key in ["sign_in_reads", "sign_in_window", "sign_in_tokens", "sign_in_scopes"] {
        page.say("li", key);
    }
    page.close();
    page.say_if(!registered, "p.gap", "no_registration");
    page.open("div.actions");
    if registered {
        desk.sign_in(page, "sign-in", PRIMARY, "sign_in", None);
    }
    registration(page, if registered { "" } else { PRIMARY });
    page.close();
    page.close();
}

/// One account: who, where, what was granted and until when.
fn card(page: &mut Drawing<'_>, desk: Desk<'_>, account: &AccountView) {
    let Desk { words, session, .. } = desk;
    let in_use = session.in_use.as_ref() == Some(&account.id);
    page.open("article.account[data-part=signed-in-account]");
    page.with("data-account", &account.id);
    page.with_any("data-in-use", if in_use { "true" } else { "" });
    page.open("div.account-top");
    person::circle(page, account);
    page.open("div.account-name");
    page.line("h3", person::name(account));
    if person::name(account) != account.username {
        page.line("p.small", &account.username);
    }
    page.close();
    page.say_if(in_use, "span.badge is-info", "account_in_use");
    page.close();
    page.open("dl");
    page.say("dt", "organization");
    match &account.organization {
        Some(organization) => page.line("dd", organization),
        None => page.say("dd", "organization_unknown"),
    }
    page.say("dt", "tenant_id");
    page.open("dd");
    copyable(page, account.tenant.clone(), words.get("tenant_id"), 0, "tenant-id", "copy");
    page.close();
    page.say("dt", "cloud");
    page.line("dd", &words.name("cloud_", &session.setup.cloud));
    page.say("dt", "granted");
    page.open("dd");
    for scope in &account.scopes {
        granted(page, scope);
    }
    page.close();
    page.say("dt", "session_end");
    page.line("dd", &words.with("session_end_at", &[&words.moment(account.ends)]));
    page.say("dt", "this_page");
    page.line("dd", &fit(words, account, session.page.as_deref()));
    page.close();
    page.open("div.actions");
    if in_use {
        page.gap();
    } else {
        let choose = PanelRequest::Choose { account: account.id.clone() };
        desk.button(page, "use-account", BUTTON, "use_account", choose);
    }
    let sign_out = PanelRequest::SignOut { account: account.id.clone() };
    desk.button(page, "sign-out", BUTTON, "sign_out", sign_out);
    page.close();
    page.close();
}

/// A permission by its name, and what it allows where that is known.
fn granted(page: &mut Drawing<'_>, scope: &str) {
    let known = scope_key(scope).map(|key| [" ", &page.words.get(key)].concat());
    page.open("div");
    page.with("data-scope", scope);
    page.line("code", scope);
    page.text(&known.unwrap_or_default());
    page.close();
}

/// The key of the sentence about a permission. The permissions of Graph may come with its address
/// before them.
pub(crate) fn scope_key(scope: &str) -> Option<&'static str> {
    Some(match scope.rsplit('/').next().unwrap_or_default() {
        "User.Read" => "scope_user_read",
        "openid" => "scope_openid",
        "profile" => "scope_profile",
        "email" => "scope_email",
        "offline_access" => "scope_offline_access",
        _ => return None,
    })
}

/// Whether the account is of the organisation that the page names.
fn fit(words: &Words, account: &AccountView, page: Option<&str>) -> String {
    match (account.fit, page) {
        (Fit::Same, _) => words.get("fit_same"),
        (Fit::Other, page) => words.with("fit_other", &[page.unwrap_or_default()]),
        (Fit::Unknown, None) => words.get("fit_no_page"),
        (Fit::Unknown, Some(page)) => words.with("fit_unknown", &[page]),
    }
}

/// That the account in use is of another organisation than the page. It stands before any data.
pub(crate) fn mismatch(page: &mut Drawing<'_>, desk: Desk<'_>) {
    let Desk { words, session, .. } = desk;
    let account = person::in_use(session).filter(|account| account.fit == Fit::Other);
    let (Some(account), Some(shown)) = (account, &session.page) else { return page.gap() };
    let whose = person::whose(account);
    let message = Message {
        kind: Kind::Warning,
        part: "mismatch",
        code: "",
        title: words.with("mismatch", &[whose, shown]),
        sentences: vec![words.with("mismatch_why", &[&account.username, whose])],
    };
    message.open(page);
    page.open("div.actions");
    desk.sign_in(page, "sign-in-other", BUTTON, "sign_in_other", None);
    page.close();
    Message::close(page);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::english;
    use domain::Timestamp;

    fn check_fit(fit_of: Fit, page: Option<&str>, text: &str) {
        let account = AccountView {
            id: "a.b".to_owned(),
            username: "ada@fabrikam.example".to_owned(),
            name: String::new(),
            tenant: "b".to_owned(),
            organization: None,
            fit: fit_of,
            scopes: Vec::new(),
            ends: Timestamp::from_millis(0),
        };
        let told = fit(&english(), &account, page);
        assert!(told.contains(text) && !told.contains('$'), "{told}");
    }

    #[test]
    fn whether_an_account_fits_the_page_is_put_into_words() {
        check_fit(Fit::Same, Some("Fabrikam"), "same");
        check_fit(Fit::Other, Some("Contoso"), "Contoso");
        check_fit(Fit::Unknown, Some("Contoso"), "Contoso");
        check_fit(Fit::Unknown, None, "no organization");
    }

    #[test]
    fn permissions_that_are_asked_for_have_a_sentence() {
        for scope in ["User.Read", "openid", "profile", "email", "offline_access"] {
            let key = scope_key(scope).unwrap();
            assert!(!english().get(key).is_empty(), "{key}");
            assert_eq!(scope_key(&format!("https://graph.example/{scope}")), Some(key));
        }
        assert_eq!(scope_key("Mail.Read"), None);
        assert_eq!(scope_key(""), None);
    }
}
