//! The list of partners.

use crate::{
    dom,
    drawing::{Drawing, On, send},
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
use yew::{Callback, Component, Context, Event, Html, Properties, TargetCast as _};

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
        let mut page = Drawing::new(words);
        page.open("div.partners");
        page.say("h2.unseen[id=view-title][tabindex=-1]", "tab_partners");
        page_state::view(&mut page, overview);
        if !partners.is_empty() {
            self.controls(&mut page, context);
            page.line("p.small[role=status]", &summary(words, picked.len(), partners.len()));
            page.open("ul.rows");
            for at in picked.into_iter().take(self.drawn) {
                if let Some(partner) = partners.get(at) {
                    row(&mut page, partner);
                }
            }
            page.close();
            page.more(rest, STEP, send(context.link(), |_| Msg::More));
        }
        page.done()
    }
}

impl Partners {
    fn controls(&self, page: &mut Drawing<'_>, context: &Context<Self>) {
        let Props { words, tile, docked, .. } = context.props();
        let (link, docked) = (context.link(), *docked);
        page.open("div.controls[role=search]");
        page.with("aria-label", &words.get("controls"));
        page.open("input.search[type=search][autocomplete=off][spellcheck=false]");
        let search = words.get("search");
        page.with("aria-label", &search);
        page.with("placeholder", &search);
        if let Some(made) = page.tag() {
            made.set_value(self.wanted.search.clone());
        }
        page.on(On::Input, send(link, |event| Msg::Search(text_in(&event))));
        page.close();
        // The level is part of the route, so that the tiles of the overview lead to it.
        let level = Callback::from(move |event: Event| {
            dom::go(&Route::Partners(Tile::parse(&chosen_in(&event))).fragment(), docked);
        });
        page.open("label.pick");
        page.say("span", "filter_level");
        page.open("select[data-control=level]");
        page.on(On::Change, level);
        page.open("option[value=]");
        select_if(page, tile.is_none());
        page.word("level_all");
        page.close();
        for each in Tile::ALL {
            option(page, each.as_str(), *tile == Some(each), tile_key(each));
        }
        page.close();
        page.close();
        page.open("label.pick");
        page.say("span", "sort");
        page.open("select[data-control=sort]");
        page.on(
            On::Change,
            send(link, |event| Msg::Sort(Order::parse(&chosen_in(&event)).unwrap_or_default())),
        );
        for order in Order::ALL {
            option(page, order.as_str(), self.wanted.order == order, order_key(order));
        }
        page.close();
        page.close();
        let resellers = send(link, |event| Msg::Resellers(is_checked(&event)));
        tick(page, "resellers", self.wanted.reseller, resellers, "filter_resellers");
        let ended = send(link, |event| Msg::Ended(is_checked(&event)));
        tick(page, "ended", self.wanted.ended, ended, "filter_ended");
        page.close();
    }
}

fn text_in(event: &Event) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}

fn chosen_in(event: &Event) -> String {
    event.target_unchecked_into::<HtmlSelectElement>().value()
}

fn is_checked(event: &Event) -> bool {
    event.target_unchecked_into::<HtmlInputElement>().checked()
}

fn select_if(page: &mut Drawing<'_>, selected: bool) {
    if selected {
        page.with("selected", "selected");
    }
}

fn option(page: &mut Drawing<'_>, name: &str, selected: bool, key: &str) {
    page.open("option");
    page.with("value", name);
    select_if(page, selected);
    page.word(key);
    page.close();
}

/// A box to tick.
fn tick(page: &mut Drawing<'_>, name: &str, checked: bool, heard: Callback<Event>, key: &str) {
    page.open("label.tick");
    page.open("input[type=checkbox]");
    page.with("data-control", name);
    if let Some(made) = page.tag() {
        made.set_checked(checked);
    }
    page.on(On::Change, heard);
    page.close();
    page.say("span", key);
    page.close();
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

fn row(page: &mut Drawing<'_>, partner: &PartnerSummary) {
    let words = page.words;
    page.open("li");
    page.key(partner.id.as_str());
    page.open("a.row");
    page.with("href", &Route::Partner(partner.id.clone(), Part::Findings).fragment());
    page.with("data-level", partner.level.as_str());
    page.open("span.row-top");
    page.line("span.name", &partner.name);
    if is_ended(partner) && partner.level == Level::None {
        mark::labelled(page, Level::None, "badge_ended");
    } else {
        mark::badge(page, partner.level);
    }
    page.close();
    page.line("span.small", &describe(words, partner));
    page.say_if(partner.shares_name, "span.small flag", "shares_name_short");
    if partner.on_page {
        page.gap();
    } else {
        let moment = words.moment(partner.seen_at);
        page.line("span.small flag", &words.with("not_seen_now", &[&moment]));
    }
    page.close();
    page.close();
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
