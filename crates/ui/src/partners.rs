//! The list of partners.

use crate::{
    dom,
    list::{Order, Tile, Wanted, is_ended},
    mark, page_state,
    route::{Part, Route},
    unknowns,
    words::Words,
};
use domain::Level;
use protocol::panel::{Overview, PartnerSummary};
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Component, Context, Event, Html, InputEvent, Properties, TargetCast as _, html};

/// How many partners are drawn at first, and with each press for more: enough for nearly every
/// tenant at once, and few enough to be drawn within a frame or two.
const STEP: usize = 100;

#[derive(Properties, Clone)]
pub(crate) struct Props {
    pub(crate) words: Words,
    pub(crate) overview: Rc<Overview>,
    pub(crate) tile: Option<Tile>,
    pub(crate) docked: bool,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.overview, &other.overview) && self.tile == other.tile
    }
}

pub(crate) struct Partners {
    wanted: Wanted,
    drawn: usize,
}

pub(crate) enum Msg {
    Search(String),
    Sort(Order),
    Resellers(bool),
    Ended(bool),
    More,
}

impl Component for Partners {
    type Message = Msg;
    type Properties = Props;

    fn create(context: &Context<Self>) -> Self {
        let wanted = Wanted { tile: context.props().tile, ..Wanted::default() };
        Self { wanted, drawn: STEP }
    }

    fn changed(&mut self, context: &Context<Self>, old: &Props) -> bool {
        let tile = context.props().tile;
        if tile != old.tile {
            self.wanted.tile = tile;
            self.drawn = STEP;
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::More => {
                self.drawn += STEP;
                return true;
            }
            Msg::Search(search) => self.wanted.search = search,
            Msg::Sort(order) => self.wanted.order = order,
            Msg::Resellers(reseller) => self.wanted.reseller = reseller,
            Msg::Ended(ended) => self.wanted.ended = ended,
        }
        self.drawn = STEP;
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Props { words, overview, .. } = context.props();
        let partners = &overview.partners;
        let picked = self.wanted.pick(partners);
        let rest = picked.len().saturating_sub(self.drawn);
        html! {
            <div class="partners">
                <h2 id="view-title" class="unseen" tabindex="-1">{ words.get("tab_partners") }</h2>
                { page_state::view(words, overview) }
                if !partners.is_empty() {
                    { self.controls(context) }
                    <p class="small" role="status">{ summary(words, picked.len(), partners.len()) }</p>
                    <ul class="rows">
                        { for picked.iter().take(self.drawn).filter_map(|at| partners.get(*at))
                            .map(|partner| row(words, partner)) }
                    </ul>
                    if rest > 0 {
                        <button type="button" class="button more"
                            onclick={context.link().callback(|_| Msg::More)}>
                            { words.with("show_more", &[&rest.min(STEP).to_string()]) }
                        </button>
                    }
                }
            </div>
        }
    }
}

impl Partners {
    fn controls(&self, context: &Context<Self>) -> Html {
        let Props { words, tile, docked, .. } = context.props();
        let (link, docked) = (context.link(), *docked);
        let search = link.callback(|event: InputEvent| {
            Msg::Search(event.target_unchecked_into::<HtmlInputElement>().value())
        });
        let sort = link.callback(|event: Event| {
            let name = event.target_unchecked_into::<HtmlSelectElement>().value();
            Msg::Sort(Order::parse(&name).unwrap_or_default())
        });
        // The level is part of the route, so that the tiles of the overview lead to it.
        let level = move |event: Event| {
            let name = event.target_unchecked_into::<HtmlSelectElement>().value();
            dom::go(&Route::Partners(Tile::parse(&name)).fragment(), docked);
        };
        let checked = |event: &Event| event.target_unchecked_into::<HtmlInputElement>().checked();
        let resellers = link.callback(move |event: Event| Msg::Resellers(checked(&event)));
        let ended = link.callback(move |event: Event| Msg::Ended(checked(&event)));
        html! {
            <div class="controls" role="search" aria-label={words.get("controls")}>
                <input type="search" class="search" autocomplete="off" spellcheck="false"
                    aria-label={words.get("search")} placeholder={words.get("search")}
                    value={self.wanted.search.clone()} oninput={search} />
                <label class="pick">
                    <span>{ words.get("filter_level") }</span>
                    <select onchange={level} data-control="level">
                        <option value="" selected={tile.is_none()}>{ words.get("level_all") }</option>
                        { for Tile::ALL.into_iter().map(|each| html! {
                            <option value={each.as_str()} selected={*tile == Some(each)}>
                                { words.get(tile_key(each)) }
                            </option>
                        }) }
                    </select>
                </label>
                <label class="pick">
                    <span>{ words.get("sort") }</span>
                    <select onchange={sort} data-control="sort">
                        { for Order::ALL.into_iter().map(|order| html! {
                            <option value={order.as_str()} selected={self.wanted.order == order}>
                                { words.get(order_key(order)) }
                            </option>
                        }) }
                    </select>
                </label>
                <label class="tick">
                    <input type="checkbox" data-control="resellers" checked={self.wanted.reseller}
                        onchange={resellers} />
                    <span>{ words.get("filter_resellers") }</span>
                </label>
                <label class="tick">
                    <input type="checkbox" data-control="ended" checked={self.wanted.ended}
                        onchange={ended} />
                    <span>{ words.get("filter_ended") }</span>
                </label>
            </div>
        }
    }
}

fn tile_key(tile: Tile) -> &'static str {
    match tile {
        Tile::Critical => "level_critical",
        Tile::High => "level_high",
        Tile::Medium => "level_medium",
        Tile::Calm => "tile_low_or_none",
        Tile::Unknown => "level_unknown",
    }
}

fn order_key(order: Order) -> &'static str {
    match order {
        Order::Level => "sort_level",
        Order::Name => "sort_name",
        Order::End => "sort_end",
        Order::Roles => "sort_roles",
    }
}

fn summary(words: &Words, picked: usize, all: usize) -> String {
    let all_count = u32::try_from(all).unwrap_or(u32::MAX);
    if picked == all {
        return words.count("partners", all_count);
    }
    if picked == 0 {
        return words.get("no_partner_matches");
    }
    words.with("partners_of", &[&picked.to_string(), &all.to_string()])
}

fn row(words: &Words, partner: &PartnerSummary) -> Html {
    let href = Route::Partner(partner.id.clone(), Part::Findings).fragment();
    let ended = is_ended(partner) && partner.level == Level::None;
    html! {
        <li key={partner.id.as_str()}>
            <a class="row" {href} data-level={partner.level.as_str()}>
                <span class="row-top">
                    <span class="name">{ &partner.name }</span>
                    if ended {
                        { mark::labelled(Level::None, words.get("badge_ended")) }
                    } else {
                        { mark::badge(words, partner.level) }
                    }
                </span>
                <span class="small">{ describe(words, partner) }</span>
                if partner.shares_name {
                    <span class="small flag">{ words.get("shares_name_short") }</span>
                }
                if !partner.on_page {
                    <span class="small flag">
                        { words.with("not_seen_now", &[&words.moment(partner.seen_at)]) }
                    </span>
                }
            </a>
        </li>
    }
}

fn describe(words: &Words, partner: &PartnerSummary) -> String {
    let mut parts = vec![words.count("findings", partner.findings)];
    if partner.active > 0 {
        parts.push(words.count("active", partner.active));
    }
    if partner.roles > 0 {
        parts.push(words.count("roles", partner.roles));
    }
    if partner.reseller {
        parts.push(words.get("is_reseller"));
    }
    if partner.ended > 0 {
        parts.push(words.count("ended", partner.ended));
    }
    if let Some(end) = partner.next_end {
        parts.push(words.with("next_end", &[&words.day(end)]));
    }
    parts.push(unknowns::coverage(words, partner.coverage));
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::english;
    use domain::{Coverage, Date, PartnerId, Timestamp};

    #[test]
    fn a_row_says_what_is_there_and_nothing_else() {
        let mut partner = PartnerSummary {
            id: PartnerId::of("Proseware"),
            name: "Proseware".to_owned(),
            level: Level::High,
            coverage: Coverage { decided: 18, rules: 27 },
            findings: 1,
            active: 2,
            ended: 0,
            roles: 11,
            next_end: Date::new(2027, 3, 1),
            reseller: true,
            shares_name: false,
            on_page: true,
            seen_at: Timestamp::from_millis(0),
        };
        let words = english();
        assert_eq!(
            describe(&words, &partner),
            "1 finding · 2 active · 11 roles · Reseller · Next expiry 2027-03-01 · 18 of 27 checks decided"
        );
        partner.findings = 0;
        partner.active = 0;
        partner.ended = 1;
        partner.roles = 0;
        partner.reseller = false;
        partner.next_end = None;
        assert_eq!(describe(&words, &partner), "0 findings · 1 ended · 18 of 27 checks decided");
    }

    #[test]
    fn the_summary_says_how_many_of_how_many() {
        let words = english();
        for (picked, all, text) in [
            (412, 412, "412 partners"),
            (1, 1, "1 partner"),
            (3, 412, "3 of 412 partners"),
            (0, 412, "No partner matches."),
        ] {
            assert_eq!(summary(&words, picked, all), text);
        }
    }
}
