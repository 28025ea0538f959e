//! All partners at a glance.

use crate::{
    card, dom,
    drawing::{Drawing, On},
    keys,
    list::Tile,
    mark, page_state,
    route::{Part, Route},
    unknowns,
};
use protocol::panel::{Overview, PartnerFinding};
use yew::Callback;

pub(crate) fn view(page: &mut Drawing<'_>, overview: &Overview, docked: bool) {
    let words = page.words;
    page.open("div.overview");
    page.say("h2.unseen[id=view-title][tabindex=-1]", "tab_overview");
    page_state::view(page, overview);
    if overview.partners.is_empty() {
        page.gap();
    } else {
        page.open("section.levels");
        page.say("h3", "by_level");
        page.open("ul.tiles");
        for tile in Tile::ALL {
            tile_view(page, tile, tile.count(&overview.partners), docked);
        }
        page.close();
        page.close();
    }
    if overview.first.is_empty() {
        page.say_if(!overview.partners.is_empty(), "p", "nothing_found");
    } else {
        page.open("section.first");
        page.say("h3", "look_first");
        for found in &overview.first {
            first(page, found);
        }
        page.close();
    }
    page.open("div.rest");
    unknowns::groups(page, &unknowns::of_all(words, &overview.unknowns));
    if overview.coverage.rules > 0 {
        let coverage = overview.coverage;
        let (decided, rules) = (coverage.decided.to_string(), coverage.rules.to_string());
        page.line("p.small", &words.with("coverage_all", &[&decided, &rules]));
    } else {
        page.gap();
    }
    if overview.unrecognised.is_empty() {
        page.gap();
    } else {
        page.open("section.words");
        page.say("h3", "unrecognised_words");
        page.say("p.small", "unrecognised_words_why");
        page.open("ul.plain");
        for word in &overview.unrecognised {
            page.line("li", word);
        }
        page.close();
        page.close();
    }
    page.close();
    page.close();
}

fn tile_view(page: &mut Drawing<'_>, tile: Tile, count: u32, docked: bool) {
    let fragment = Route::Partners(Some(tile)).fragment();
    let label = match tile {
        Tile::Calm => "tile_low_or_none",
        _ => keys::level(tile.level()),
    };
    page.open("li");
    page.open("button[type=button]");
    mark::colour(page, "tile", tile.level());
    page.with("data-tile", tile.as_str());
    page.on(On::Click, Callback::from(move |_| dom::go(&fragment, docked)));
    page.open("b");
    page.text(&count.to_string());
    mark::shape(page, tile.level());
    page.close();
    page.text(" ");
    page.say("span.tile-name", label);
    page.close();
    page.close();
}

/// A finding with its partner, as a link to it.
fn first(page: &mut Drawing<'_>, found: &PartnerFinding) {
    let finding = &found.finding;
    let told = keys::finding(page.words, finding);
    page.open("article");
    mark::colour(page, "card leads", finding.level);
    page.with("data-rule", finding.rule.as_str());
    page.line("p.small", &found.name);
    page.open("h4");
    page.open("a");
    page.with("href", &Route::Partner(found.partner.clone(), Part::Findings).fragment());
    card::level_in_words(page, finding.level);
    page.text(&told.title);
    page.close();
    page.close();
    page.line("p", &told.why);
    page.close();
}
