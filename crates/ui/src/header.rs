//! The top of the panel: its name, the account, whose partners these are and as of when, the tabs.

use crate::{
    app::{App, Env, Msg},
    dom,
    drawing::{Drawing, On, send},
    element::{element, text},
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
use yew::{Html, html::Scope};

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
    page.put(session.map(|session| account(words, route, session)).unwrap_or_default());
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
        page.put(Icon::Back.view());
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
            page.put(tabs::row(words, env.docked, label, "view", route, &routes));
        }
        None => page.gap(),
    }
    page.close();
}

/// What the open element shows and is called, and its end.
fn tool(page: &mut Drawing<'_>, icon: Icon, key: &str) {
    page.with("title", &page.words.get(key));
    page.put(icon.view());
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
fn account(words: &Words, route: &Route, session: &Session) -> Html {
    let (class, name, shown) = if let Some(account) = person::in_use(session) {
        let name = words.with("account_of", &[&account.username, person::whose(account)]);
        ("tool", name, vec![person::circle(account)])
    } else if session.busy == Busy::Restoring {
        ("tool", words.get("restoring"), vec![Icon::Person.view()])
    } else {
        // Without an app registration nobody can sign in, and the account's page says so.
        let shown = vec![Icon::Person.view(), text(words.get("sign_in"))];
        ("tool wide", String::new(), shown)
    };
    let attributes = [
        ("class", class),
        ("data-part", "account-button"),
        ("href", &Route::Account.fragment()),
        ("title", &name),
        ("aria-label", &name),
        ("aria-current", if *route == Route::Account { "page" } else { "" }),
    ];
    element("a", &attributes, shown)
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
