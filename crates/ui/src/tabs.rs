//! Rows of tabs. Each tab is a route, so that a link can lead to it.

use crate::{
    dom,
    drawing::{Drawing, On},
    route::{Part, Route, Way},
};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use yew::{Callback, Event};

/// The id of the tab that shows `route`; empty for a view that has none.
pub(crate) fn id(route: &Route) -> &'static str {
    match route {
        Route::Overview => "tab-overview",
        Route::Partners(_) => "tab-partners",
        Route::Partner(_, Part::Findings) => "tab-findings",
        Route::Partner(_, Part::Access) => "tab-access",
        Route::SetUp(Way::Script) => "tab-script",
        Route::SetUp(Way::Steps) => "tab-steps",
        Route::SetUp(Way::Consent) => "tab-consent",
        Route::Account => "",
    }
}

/// A row of tabs, each a route and the key of its text, that show in `panel` what `route` says.
pub(crate) fn row(
    page: &mut Drawing<'_>,
    docked: bool,
    label: &str,
    panel: &'static str,
    route: &Route,
    tabs: &[(Route, &str)],
) {
    page.open("div.tabs[role=tablist]");
    page.with("aria-label", &page.words.get(label));
    for (at, (to, text)) in tabs.iter().enumerate() {
        let targets = neighbours(at, tabs.len()).map(|at| {
            let to = tabs.get(at).map_or(to, |(to, _)| to);
            (id(to), to.fragment())
        });
        page.open("button.tab[type=button][role=tab]");
        page.with("aria-controls", panel);
        let (selected, order) = if id(to) == id(route) { ("true", "0") } else { ("false", "-1") };
        page.with("aria-selected", selected);
        page.with("tabindex", order);
        tab(page, docked, to, targets);
        page.word(text);
        page.close();
    }
    page.close();
}

/// Which of `count` tabs the keys lead to from the one at `at`: before, after, first, last.
fn neighbours(at: usize, count: usize) -> [usize; 4] {
    let last = count.saturating_sub(1);
    let before = at.checked_sub(1).unwrap_or(last);
    [before, if at < last { at + 1 } else { 0 }, 0, last]
}

/// Has the open element lead to `to`, and the keys to its neighbours.
fn tab(page: &mut Drawing<'_>, docked: bool, to: &Route, targets: [(&'static str, String); 4]) {
    let fragment = to.fragment();
    let onkeydown = move |event: Event| {
        let event: KeyboardEvent = event.unchecked_into();
        let [before, after, first, last] = &targets;
        let (id, fragment) = match (event.key().as_str(), dom::is_right_to_left()) {
            ("ArrowLeft", false) | ("ArrowRight", true) => before,
            ("ArrowRight", false) | ("ArrowLeft", true) => after,
            ("Home", _) => first,
            ("End", _) => last,
            _ => return,
        };
        event.prevent_default();
        dom::focus(id);
        dom::go(fragment, docked);
    };
    page.with("id", id(to));
    page.on(On::Click, Callback::from(move |_| dom::go(&fragment, docked)));
    page.on(On::KeyDown, Callback::from(onkeydown));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_go_round() {
        for (at, count, expected) in [
            (0, 2, [1, 1, 0, 1]),
            (1, 2, [0, 0, 0, 1]),
            (0, 3, [2, 1, 0, 2]),
            (1, 3, [0, 2, 0, 2]),
            (2, 3, [1, 0, 0, 2]),
        ] {
            assert_eq!(neighbours(at, count), expected, "{at} of {count}");
        }
    }
}
