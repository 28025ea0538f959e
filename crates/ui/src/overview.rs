//! All partners at a glance.

use crate::{
    card, dom, keys,
    list::Tile,
    mark, page_state,
    route::{Part, Route},
    unknowns,
    words::Words,
};
use protocol::panel::{Overview, PartnerFinding};
use yew::{Html, classes, html};

pub(crate) fn view(words: &Words, overview: &Overview, docked: bool) -> Html {
    html! {
        <div class="overview">
            <h2 id="view-title" class="unseen" tabindex="-1">{ words.get("tab_overview") }</h2>
            { page_state::view(words, overview) }
            if !overview.partners.is_empty() {
                <section class="levels">
                    <h3>{ words.get("by_level") }</h3>
                    <ul class="tiles">
                        { for Tile::ALL.into_iter().map(|tile| {
                            tile_view(words, tile, tile.count(&overview.partners), docked)
                        }) }
                    </ul>
                </section>
            }
            if !overview.first.is_empty() {
                <section class="first">
                    <h3>{ words.get("look_first") }</h3>
                    { for overview.first.iter().map(|found| first(words, found)) }
                </section>
            } else if !overview.partners.is_empty() {
                <p>{ words.get("nothing_found") }</p>
            }
            <div class="rest">
                { unknowns::groups(words, unknowns::of_all(words, &overview.unknowns)) }
                if overview.coverage.rules > 0 {
                    <p class="small">
                        { words.with("coverage_all", &[
                            &overview.coverage.decided.to_string(),
                            &overview.coverage.rules.to_string(),
                        ]) }
                    </p>
                }
                if !overview.unrecognised.is_empty() {
                    <section class="words">
                        <h3>{ words.get("unrecognised_words") }</h3>
                        <p class="small">{ words.get("unrecognised_words_why") }</p>
                        <ul class="plain">
                            { for overview.unrecognised.iter().map(|word| html! { <li>{ word }</li> }) }
                        </ul>
                    </section>
                }
            </div>
        </div>
    }
}

fn tile_view(words: &Words, tile: Tile, count: u32, docked: bool) -> Html {
    let fragment = Route::Partners(Some(tile)).fragment();
    let label = match tile {
        Tile::Calm => "tile_low_or_none",
        _ => keys::level(tile.level()),
    };
    html! {
        <li>
            <button type="button" class={classes!("tile", mark::class(tile.level()))}
                data-tile={tile.as_str()} onclick={move |_| dom::go(&fragment, docked)}>
                <b>{ count }{ mark::shape(tile.level()) }</b>{ " " }
                <span class="tile-name">{ words.get(label) }</span>
            </button>
        </li>
    }
}

/// A finding with its partner, as a link to it.
fn first(words: &Words, found: &PartnerFinding) -> Html {
    let finding = &found.finding;
    let told = keys::finding(words, finding);
    let href = Route::Partner(found.partner.clone(), Part::Findings).fragment();
    html! {
        <article class={classes!("card", "leads", mark::class(finding.level))}
            data-rule={finding.rule.as_str()}>
            <p class="small">{ &found.name }</p>
            <h4><a {href}>{ card::level_in_words(words, finding.level) }{ told.title }</a></h4>
            <p>{ told.why }</p>
        </article>
    }
}
