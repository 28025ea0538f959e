//! The top of the panel: its name, whose partners these are and as of when, and the tabs.

use crate::{
    app::{App, Env, Msg},
    dom,
    mark::Icon,
    route::{Part, Route},
    words::Words,
};
use protocol::panel::Overview;
use yew::{Html, KeyboardEvent, html, html::Scope};

/// The id of the tab that shows `route`.
pub(crate) fn tab_id(route: &Route) -> &'static str {
    match route {
        Route::Overview => "tab-overview",
        Route::Partners(_) => "tab-partners",
        Route::Partner(_, Part::Findings) => "tab-findings",
        Route::Partner(_, Part::Access) => "tab-access",
    }
}

pub(crate) fn view(
    env: &Env,
    link: &Scope<App>,
    route: &Route,
    overview: Option<&Overview>,
) -> Html {
    let words = &env.words;
    let (label, routes) = match route {
        Route::Partner(id, _) => (
            "tabs_partner",
            [
                (Route::Partner(id.clone(), Part::Findings), "tab_findings"),
                (Route::Partner(id.clone(), Part::Access), "tab_access"),
            ],
        ),
        Route::Overview | Route::Partners(_) => (
            "tabs_all",
            [(Route::Overview, "tab_overview"), (Route::Partners(None), "tab_partners")],
        ),
    };
    html! {
        <header class="head">
            <div class="bar">
                <h1>{ words.get("panel_name") }</h1>
                <div class="tools">
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
            if matches!(route, Route::Partner(..)) {
                <nav class="who" aria-label={words.get("navigation")}>
                    <a class="back" href={Route::Partners(None).fragment()}>
                        { Icon::Back.view() }{ words.get("all_partners") }
                    </a>
                </nav>
            } else if let Some(overview) = overview {
                <p class="who">{ who(words, overview) }</p>
            }
            <div class="tabs" role="tablist" aria-label={words.get(label)}>
                { for routes.iter().map(|(to, text)| tab(words, env.docked, route, &routes, to, text)) }
            </div>
        </header>
    }
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

fn tab(
    words: &Words,
    docked: bool,
    route: &Route,
    routes: &[(Route, &str); 2],
    to: &Route,
    text: &str,
) -> Html {
    let id = tab_id(to);
    let selected = id == tab_id(route);
    let fragment = to.fragment();
    // With two tabs, an arrow leads to the other one in either direction.
    let [first, last] = routes;
    let other = if tab_id(&first.0) == id { last } else { first };
    let targets = [first, last, other].map(|(to, _)| (tab_id(to), to.fragment()));
    let onkeydown = move |event: KeyboardEvent| {
        let [first, last, other] = &targets;
        let (id, fragment) = match event.key().as_str() {
            "ArrowLeft" | "ArrowRight" => other,
            "Home" => first,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        dom::focus(id);
        dom::go(fragment, docked);
    };
    html! {
        <button type="button" role="tab" {id} class="tab" aria-controls="view"
            aria-selected={if selected { "true" } else { "false" }}
            tabindex={if selected { "0" } else { "-1" }}
            onclick={move |_| dom::go(&fragment, docked)} {onkeydown}>
            { words.get(text) }
        </button>
    }
}
