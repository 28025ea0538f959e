//! Who is signed in, and signing in and out.

use crate::{
    copy::copyable,
    drawing::{Drawing, On},
    element::{actions, element, link, say, text, title},
    message::{Kind, Message},
    outcome, person,
    route::{Route, Way},
    words::Words,
};
use protocol::{
    panel::PanelRequest,
    session::{AccountView, Busy, Fit, Session},
};
use yew::{Callback, Html};

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
    pub(crate) fn button(
        self,
        part: &'static str,
        class: &'static str,
        text: &str,
        request: PanelRequest,
    ) -> Html {
        let busy = self.session.busy != Busy::Idle;
        let act = self.act.clone();
        let onclick = move |_| {
            if !busy {
                act.emit(request.clone());
            }
        };
        // A button that is disabled for good would lose the focus.
        let mut page = Drawing::new(self.words);
        page.open("button[type=button]");
        page.with("class", class);
        page.with("data-part", part);
        if busy {
            page.with("aria-disabled", "true");
        }
        page.on(On::Click, Callback::from(onclick));
        page.word(text);
        page.done()
    }

    /// A button that opens the sign-in window.
    pub(crate) fn sign_in(
        self,
        part: &'static str,
        class: &'static str,
        text: &str,
        account: Option<String>,
    ) -> Html {
        self.button(part, class, text, PanelRequest::SignIn { account })
    }
}

/// A button, and the one of them that leads on.
pub(crate) const BUTTON: &str = "button";
pub(crate) const PRIMARY: &str = "button primary";

pub(crate) fn view(desk: Desk<'_>) -> Html {
    let Desk { words, session, .. } = desk;
    let signed_in = !session.accounts.is_empty();
    // An outcome is of an earlier attempt than what is going on.
    let outcome = session.outcome.as_ref().filter(|_| session.busy == Busy::Idle);
    let rest = if signed_in {
        let cards = session.accounts.iter().map(|account| card(desk, account));
        let add = desk.sign_in("add-account", BUTTON, "add_account", None);
        element(
            "div",
            &[("class", "accounts")],
            cards.chain([actions(vec![add, registration(words, "")])]).collect(),
        )
    } else {
        signed_out(desk)
    };
    element(
        "div",
        &[("class", "account-page")],
        vec![
            title(words, if signed_in { "account" } else { "sign_in_title" }),
            // It stands there before anything is said in it, so that what comes is read aloud.
            element("div", &[("role", "status")], vec![busy(words, session.busy)]),
            outcome.map(|outcome| outcome::view(desk, outcome)).unwrap_or_default(),
            rest,
        ],
    )
}

/// A link to the set-up.
fn registration(words: &Words, class: &str) -> Html {
    let key = if class.is_empty() { "registration" } else { "set_up_first" };
    link(words, class, "registration", &Route::SetUp(Way::Script).fragment(), key)
}

fn busy(words: &Words, busy: Busy) -> Html {
    let key = match busy {
        Busy::Idle => return Html::default(),
        Busy::Window => "busy_window",
        Busy::Restoring => "restoring",
    };
    let progress = element("progress", &[("aria-label", &words.get(key))], Vec::new());
    let attributes = [("class", "busy"), ("data-part", "busy")];
    element("div", &attributes, vec![say(words, "p", "", key), progress])
}

/// What signing in gives, what it doesn't, and the button.
fn signed_out(desk: Desk<'_>) -> Html {
    let Desk { words, session, .. } = desk;
    let promises = ["sign_in_reads", "sign_in_window", "sign_in_tokens", "sign_in_scopes"];
    let promises = promises.map(|key| say(words, "li", "", key)).to_vec();
    let (note, buttons) = if session.setup.client.is_some() {
        let sign_in = desk.sign_in("sign-in", PRIMARY, "sign_in", None);
        (Html::default(), vec![sign_in, registration(words, "")])
    } else {
        (say(words, "p", "gap", "no_registration"), vec![registration(words, PRIMARY)])
    };
    element(
        "section",
        &[],
        vec![
            say(words, "p", "", "sign_in_gives"),
            element("ul", &[("class", "plain")], promises),
            note,
            actions(buttons),
        ],
    )
}

/// One account: who, where, what was granted and until when.
fn card(desk: Desk<'_>, account: &AccountView) -> Html {
    let Desk { words, session, .. } = desk;
    let in_use = session.in_use.as_ref() == Some(&account.id);
    let (mark, choose) = if in_use {
        (say(words, "span", "badge is-info", "account_in_use"), Html::default())
    } else {
        let choose = PanelRequest::Choose { account: account.id.clone() };
        (Html::default(), desk.button("use-account", BUTTON, "use_account", choose))
    };
    let sign_out = PanelRequest::SignOut { account: account.id.clone() };
    let name = vec![
        element("h3", &[], vec![text(person::name(account))]),
        element("p", &[("class", "small")], vec![text(account.username.as_str())]),
    ];
    let name = element("div", &[("class", "account-name")], name);
    let tenant =
        copyable(words, account.tenant.clone(), words.get("tenant_id"), 0, "tenant-id", "copy");
    let organization = account.organization.clone();
    let organization = organization.unwrap_or_else(|| words.get("organization_unknown"));
    let mut list = Vec::new();
    for (key, value) in [
        ("organization", text(organization)),
        ("tenant_id", tenant),
        ("cloud", text(words.name("cloud_", &session.setup.cloud))),
        ("granted", account.scopes.iter().map(|scope| granted(words, scope)).collect()),
        ("session_end", text(words.with("session_end_at", &[&words.moment(account.ends)]))),
        ("this_page", text(fit(words, account, session.page.as_deref()))),
    ] {
        list.extend([say(words, "dt", "", key), element("dd", &[], vec![value])]);
    }
    let attributes = [
        ("class", "account"),
        ("data-part", "signed-in-account"),
        ("data-account", &account.id),
        ("data-in-use", if in_use { "true" } else { "" }),
    ];
    let top = vec![person::circle(account), name, mark];
    element(
        "article",
        &attributes,
        vec![
            element("div", &[("class", "account-top")], top),
            element("dl", &[], list),
            actions(vec![choose, desk.button("sign-out", BUTTON, "sign_out", sign_out)]),
        ],
    )
}

/// A permission by its name, and what it allows where that is known.
fn granted(words: &Words, scope: &str) -> Html {
    let known = scope_key(scope).map(|key| [" ", &words.get(key)].concat());
    let name = element("code", &[], vec![text(scope)]);
    element("div", &[("data-scope", scope)], vec![name, text(known.unwrap_or_default())])
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
pub(crate) fn mismatch(desk: Desk<'_>) -> Html {
    let Desk { words, session, .. } = desk;
    let account = person::in_use(session).filter(|account| account.fit == Fit::Other);
    let (Some(account), Some(page)) = (account, &session.page) else { return Html::default() };
    let whose = person::whose(account);
    Message {
        kind: Kind::Warning,
        part: "mismatch",
        code: "",
        title: words.with("mismatch", &[whose, page]),
        sentences: vec![words.with("mismatch_why", &[&account.username, whose])],
        rest: actions(vec![desk.sign_in("sign-in-other", BUTTON, "sign_in_other", None)]),
    }
    .view()
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
