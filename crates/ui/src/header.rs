//! The top of the panel: its name, the account, whose partners these are and as of when, the tabs.

use crate::{
    app::{App, Env, Msg},
    dom,
    drawing::{Drawing, On, send},
    mark::Icon,
    person,
    route::{Part, Route},
    tabs,
    words::Words,
};
use protocol::{
    panel::Overview,
    session::{Busy, Session},
};
use yew::html::Scope;

pub(crate) fn view(
    page: &mut Drawing<'_>,
    env: &Env,
    link: &Scope<App>,
    route: &Route,
    overview: Option<&Overview>,
    session: Option<&Session>,
) {
    let words = page.words;
    page.open("header.head");
    page.open("div.bar");
    page.say("h1", "panel_name");
    page.open("div.tools");
    match session {
        Some(session) => account(page, route, session),
        None => page.gap(),
    }
    if env.detachable {
        page.open("a.tool[target=_blank][rel=noopener noreferrer]");
        page.with("href", &dom::own_address(route));
        tool(page, Icon::Detach, "open_own_tab");
    } else {
        page.gap();
    }
    if env.docked {
        page.open("button.tool[type=button]");
        page.on(On::Click, send(link, |_| Msg::Close));
        tool(page, Icon::Close, "close");
    } else {
        page.gap();
    }
    page.close();
    page.close();
    if let Some((to, text)) = back(route) {
        page.open("nav.who");
        page.with("aria-label", &words.get("navigation"));
        page.open("a.back");
        page.with("href", &to.fragment());
        Icon::Back.view(page);
        page.word(text);
        page.close();
        page.close();
    } else if let Some(overview) = overview {
        page.line("p.who", &who(words, overview));
    } else {
        page.gap();
    }
    match tabs_of(route) {
        Some((label, routes)) => {
            tabs::row(page, env.docked, label, "view", route, &routes);
        }
        None => page.gap(),
    }
    page.close();
}

/// What the open element shows and is called, and its end.
fn tool(page: &mut Drawing<'_>, icon: Icon, key: &str) {
    page.with("title", &page.words.get(key));
    icon.view(page);
    page.say("span.unseen", key);
    page.close();
}

/// Where one comes back to from a view that isn't at the top, and the key of its name.
fn back(route: &Route) -> Option<(Route, &'static str)> {
    match route {
        Route::Partner(..) => Some((Route::Partners(None), "all_partners")),
        Route::Account => Some((Route::Overview, "tab_overview")),
        Route::SetUp(_) => Some((Route::Account, "account")),
        Route::Overview | Route::Partners(_) => None,
    }
}

/// The tabs of a view, and the key of what they are together.
fn tabs_of(route: &Route) -> Option<(&'static str, [(Route, &'static str); 2])> {
    match route {
        Route::Partner(id, _) => Some((
            "tabs_partner",
            [
                (Route::Partner(id.clone(), Part::Findings), "tab_findings"),
                (Route::Partner(id.clone(), Part::Access), "tab_access"),
            ],
        )),
        Route::Overview | Route::Partners(_) => Some((
            "tabs_all",
            [(Route::Overview, "tab_overview"), (Route::Partners(None), "tab_partners")],
        )),
        Route::Account | Route::SetUp(_) => None,
    }
}

/// Who is signed in, as a link to the account. It opens no window: signing in is explained first.
fn account(page: &mut Drawing<'_>, route: &Route, session: &Session) {
    let words = page.words;
    page.open("a[data-part=account-button]");
    page.with("href", &Route::Account.fragment());
    if *route == Route::Account {
        page.with("aria-current", "page");
    }
    let (class, name) = if let Some(account) = person::in_use(session) {
        person::circle(page, account);
        ("tool", words.with("account_of", &[&account.username, person::whose(account)]))
    } else if session.busy == Busy::Restoring {
        Icon::Person.view(page);
        ("tool", words.get("restoring"))
    } else {
        // Without an app registration nobody can sign in, and the account's page says so.
        Icon::Person.view(page);
        page.word("sign_in");
        ("tool wide", String::new())
    };
    page.with("class", class);
    page.with_any("title", &name);
    page.with_any("aria-label", &name);
    page.close();
}

/// Whose partners these are, and as of when.
fn who(words: &Words, overview: &Overview) -> String {
    let organization = overview.organization.clone();
    let organization = organization.unwrap_or_else(|| words.get("organization_unnamed"));
    let when = match overview.read_at {
        Some(at) => words.with("from_page", &[&words.moment(at)]),
        None => words.get("not_read"),
    };
    [&organization, " · ", &when].concat()
}
