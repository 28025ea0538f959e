//! One partner in full.

use crate::{access, card, mark, route::Part, unknowns, words::Words};
use domain::Level;
use protocol::panel::PartnerView;
use std::rc::Rc;
use yew::{Component, Context, Html, Properties, html};

/// How many cards are drawn at first, and with each press for more.
const STEP: usize = 20;

#[derive(Properties, Clone)]
pub(crate) struct Props {
    pub(crate) words: Words,
    pub(crate) view: Rc<PartnerView>,
    pub(crate) part: Part,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view) && self.part == other.part
    }
}

pub(crate) struct Partner {
    drawn: usize,
}

pub(crate) enum Msg {
    More,
}

impl Component for Partner {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self { drawn: STEP }
    }

    fn changed(&mut self, context: &Context<Self>, old: &Props) -> bool {
        let new = context.props();
        if new.part != old.part || new.view.assessment.id != old.view.assessment.id {
            self.drawn = STEP;
        }
        true
    }

    fn update(&mut self, _: &Context<Self>, Msg::More: Msg) -> bool {
        self.drawn += STEP;
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Props { words, view, part } = context.props();
        let assessment = &view.assessment;
        let cards = match part {
            Part::Findings => assessment.findings.len(),
            Part::Access => assessment.relationships.len(),
        };
        let rest = cards.saturating_sub(self.drawn);
        let more = html! {
            if rest > 0 {
                <button type="button" class="button more"
                    onclick={context.link().callback(|_| Msg::More)}>
                    { words.with("show_more", &[&rest.min(STEP).to_string()]) }
                </button>
            }
        };
        html! {
            <div class="partner">
                { summary(words, view) }
                { match part {
                    Part::Findings => self.findings(words, view, more),
                    Part::Access => access::view(words, assessment, self.drawn, more),
                } }
            </div>
        }
    }
}

impl Partner {
    fn findings(&self, words: &Words, view: &PartnerView, more: Html) -> Html {
        let assessment = &view.assessment;
        html! {
            <>
                <section class="findings">
                    <h3 class="unseen">{ words.get("tab_findings") }</h3>
                    { for assessment.findings.iter().take(self.drawn)
                        .map(|finding| card::finding(words, finding)) }
                    if assessment.findings.is_empty() {
                        <p>{ words.get(nothing_found(assessment.level)) }</p>
                    }
                    { more }
                </section>
                { unknowns::groups(words, unknowns::of_partner(words, assessment)) }
            </>
        }
    }
}

fn nothing_found(level: Level) -> &'static str {
    if level == Level::Unknown { "nothing_found_yet" } else { "nothing_found_here" }
}

fn summary(words: &Words, view: &PartnerView) -> Html {
    let assessment = &view.assessment;
    let organization = view.organization.clone();
    let about = [
        organization.unwrap_or_else(|| words.get("organization_unnamed")),
        words.with("from_page", &[&words.moment(view.seen_at)]),
        unknowns::coverage(words, assessment.coverage),
    ];
    html! {
        <section class="summary">
            <div class="title">
                <h2 id="view-title" tabindex="-1">{ &assessment.name }</h2>
                { mark::badge(words, assessment.level) }
            </div>
            <p class="small">{ about.join(" · ") }</p>
            if assessment.shares_name {
                <p class="flag">{ words.get("shares_name") }</p>
            }
            if !view.on_page {
                <p class="flag">{ words.with("not_seen_now", &[&words.moment(view.seen_at)]) }</p>
            }
            if let Some(listed) = assessment.listed {
                <p class="flag">
                    { words.with("listed_more", &[
                        &assessment.relationships.len().to_string(),
                        &listed.to_string(),
                    ]) }
                </p>
            }
            { access::boxes(words, assessment) }
        </section>
    }
}
