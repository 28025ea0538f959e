//! One partner in full.

use crate::{
    access, card,
    drawing::{Drawing, send},
    mark,
    route::Part,
    unknowns,
    words::Words,
};
use domain::{Level, PartnerAssessment};
use protocol::panel::PartnerView;
use std::rc::Rc;
use yew::{Component, Context, Html, Properties};

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
        let mut more = Drawing::new(words);
        more.more(rest, STEP, send(context.link(), |_| Msg::More));
        let more = more.done();
        let mut page = Drawing::new(words);
        page.open("div.partner");
        summary(&mut page, view);
        match part {
            Part::Findings => {
                let mut part = Drawing::new(words);
                self.findings(&mut part, assessment, more);
                page.put(part.done());
            }
            Part::Access => access::view(&mut page, assessment, self.drawn, more),
        }
        page.done()
    }
}

impl Partner {
    fn findings(&self, page: &mut Drawing<'_>, assessment: &PartnerAssessment, more: Html) {
        page.open("section.findings");
        page.say("h3.unseen", "tab_findings");
        for finding in assessment.findings.iter().take(self.drawn) {
            card::finding(page, finding, true);
        }
        page.say_if(assessment.findings.is_empty(), "p", nothing_found(assessment.level));
        page.put(more);
        page.close();
        unknowns::groups(page, &unknowns::of_partner(page.words, assessment));
    }
}

fn nothing_found(level: Level) -> &'static str {
    if level == Level::Unknown { "nothing_found_yet" } else { "nothing_found_here" }
}

fn summary(page: &mut Drawing<'_>, view: &PartnerView) {
    let words = page.words;
    let assessment = &view.assessment;
    let organization = view.organization.clone();
    let about = [
        organization.unwrap_or_else(|| words.get("organization_unnamed")),
        words.with("from_page", &[&words.moment(view.seen_at)]),
        unknowns::coverage(words, assessment.coverage),
    ];
    page.open("section.summary");
    page.open("div.title");
    page.line("h2[id=view-title][tabindex=-1]", &assessment.name);
    mark::badge(page, assessment.level);
    page.close();
    page.line("p.small", &about.join(" · "));
    page.say_if(assessment.shares_name, "p.flag", "shares_name");
    if view.on_page {
        page.gap();
    } else {
        page.line("p.flag", &words.with("not_seen_now", &[&words.moment(view.seen_at)]));
    }
    match assessment.listed {
        Some(listed) => {
            let known = assessment.relationships.len().to_string();
            page.line("p.flag", &words.with("listed_more", &[&known, &listed.to_string()]));
        }
        None => page.gap(),
    }
    access::boxes(page, assessment);
    page.close();
}
