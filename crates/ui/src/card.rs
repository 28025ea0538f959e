//! Cards: a finding, a state, a failure.

use crate::{
    copy::copyable,
    drawing::{Drawing, On},
    keys, mark,
};
use domain::{Finding, Level};
use protocol::envelope::Failure;
use yew::{Callback, Event};

/// A finding in full; about a request that isn't approved yet, there is other `advice` than what it
/// says.
pub(crate) fn finding(page: &mut Drawing<'_>, finding: &Finding, advice: bool) {
    let told = keys::finding(page.words, finding);
    let authority = finding.rule.authority();
    // Facts of one finding mostly come from one sighting; each is told once.
    let mut sightings: Vec<domain::Observation> = Vec::new();
    for fact in &finding.facts {
        if !sightings.contains(&fact.seen) {
            sightings.push(fact.seen);
        }
    }
    page.open("article");
    mark::colour(page, "card", finding.level);
    page.with("data-rule", finding.rule.as_str());
    page.open("h3");
    level_in_words(page, finding.level);
    page.text(&told.title);
    page.close();
    page.line("p", &told.why);
    if advice {
        page.open("p");
        page.say("b", "advice");
        page.text(" ");
        page.text(&told.what_to_do);
        page.close();
    } else {
        page.gap();
    }
    for seen in &sightings {
        page.line("p.small", &keys::sighting(page.words, *seen));
    }
    page.open("p.small");
    if let Some(url) = authority.url {
        page.open("a[target=_blank][rel=noopener noreferrer]");
        page.with("href", url);
        page.word(authority.key);
        page.open("span.unseen");
        page.text(" ");
        page.word("opens_new_tab");
        page.close();
        page.close();
    } else {
        page.word(authority.key);
    }
    page.close();
    page.open("details");
    page.open("summary");
    page.word("facts_and_check");
    // The same words stand on every card; the title tells them apart.
    page.open("span.unseen");
    page.text(": ");
    page.text(&told.title);
    page.close();
    page.close();
    page.open("dl");
    for fact in &finding.facts {
        let (label, value) = keys::fact_words(page.words, fact);
        page.line("dt", &label);
        page.line("dd", &value);
    }
    page.close();
    for seen in &sightings {
        page.say("p", keys::check(seen.place));
    }
    page.close();
    page.close();
}

/// The level before a title, for those who don't see the card's bar: its shape, and the word.
pub(crate) fn level_in_words(page: &mut Drawing<'_>, level: Level) {
    page.open("span.level");
    mark::shape(page, level);
    page.open("span.unseen");
    page.word(keys::level(level));
    page.text(": ");
    page.close();
    page.close();
}

/// A state of the page. It stays open for what else belongs to it.
pub(crate) fn state(page: &mut Drawing<'_>, kind: &str, title: &str, sentences: &[String]) {
    page.open("section.state");
    page.with("data-state", kind);
    page.line("h2", title);
    for sentence in sentences {
        page.line("p", sentence);
    }
}

/// What went wrong, what to do, and what to report.
pub(crate) fn failure(page: &mut Drawing<'_>, failure: &Failure, retry: Callback<Event>) {
    let words = page.words;
    let code = failure.code.as_str();
    let report = ["code: ", code, "\ndetail: ", &failure.detail].concat();
    page.open("section.state[role=alert]");
    page.with("data-error", code);
    page.say("h2", "failure_title");
    page.say("p", keys::error(failure.code));
    page.line("p.small", &words.with("failure_code", &[code]));
    page.open("div.actions");
    page.open("button.button[type=button]");
    page.on(On::Click, retry);
    page.word("retry");
    page.close();
    page.close();
    page.open("details");
    page.say("summary", "failure_detail");
    copyable(page, report, words.get("failure_detail"), 4, "", "notice_copy");
    page.close();
    page.close();
}
