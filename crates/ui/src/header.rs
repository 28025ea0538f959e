//! The top of the panel: its name, the account, whose partners these are and as of when, the tabs.

use crate::{
    app::{App, Env, Msg},
    dom,
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
use yew::{Html, html, html::Scope};

pub(crate) fn view(
    env: &Env,
    link: &Scope<App>,
    route: &Route,
    overview: Option<&Overview>,
    session: Option<&Session>,
) -> Html {
    let words = &env.words;
    html! {
        <header class="head">
            <div class="bar">
                <h1>{ words.get("panel_name") }</h1>
                <div class="tools">
                    if let Some(session) = session {
                        { account(words, route, session) }
                    }
                    if env.detachable {
                        <a class="tool" href={dom::own_address(route)} target="_blank"
                            rel="noopener noreferrer" title={words.get("open_own_tab")}>
                            { Icon::Detach.view() }
                            <span class="unseen">{ words.get("open_own_tab") }</span>
                        </a>
                    }
                    if env.docked {
                        <button type="button" class="tool" title={words.get("close")}
                            onclick={link.callback(|_| Msg::Close)}>
                            { Icon::Close.view() }
                            <span class="unseen">{ words.get("close") }</span>
                        </button>
                    }
                </div>
            </div>
            if let Some((to, text)) = back(route) {
                <nav class="who" aria-label={words.get("navigation")}>
                    <a class="back" href={to.fragment()}>
                        { Icon::Back.view() }{ words.get(text) }
                    </a>
                </nav>
            } else if let Some(overview) = overview {
                <p class="who">{ who(words, overview) }</p>
            }
            if let Some((label, routes)) = tabs_of(route) {
                { tabs::row(words, env.docked, label, "view", route, &routes) }
            }
        </header>
    }
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
