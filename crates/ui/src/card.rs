//! Cards: a finding, a state, a failure.

use crate::{copy::Copyable, keys, mark, words::Words};
use domain::{Finding, Level};
use protocol::envelope::Failure;
use yew::{Callback, Html, MouseEvent, classes, html};

/// A finding in full.
pub(crate) fn finding(words: &Words, finding: &Finding) -> Html {
    with_advice(words, finding, true)
}

/// A finding; about a request that isn't approved yet, there is other advice than what it says.
pub(crate) fn with_advice(words: &Words, finding: &Finding, advice: bool) -> Html {
    let told = keys::finding(words, finding);
    let authority = finding.rule.authority();
    // Facts of one finding mostly come from one sighting; each is told once.
    let mut sightings: Vec<domain::Observation> = Vec::new();
    for fact in &finding.facts {
        if !sightings.contains(&fact.seen) {
            sightings.push(fact.seen);
        }
    }
    html! {
        <article class={classes!("card", mark::class(finding.level))} data-rule={finding.rule.as_str()}>
            <h3>{ level_in_words(words, finding.level) }{ &told.title }</h3>
            <p>{ told.why }</p>
            if advice {
                <p><b>{ words.get("advice") }</b>{ " " }{ told.what_to_do }</p>
            }
            { for sightings.iter().map(|seen| html! {
                <p class="small">{ keys::sighting(words, *seen) }</p>
            }) }
            <p class="small">
                if let Some(url) = authority.url {
                    <a href={url} target="_blank" rel="noopener noreferrer">
                        { words.get(authority.key) }
                        <span class="unseen">{ " " }{ words.get("opens_new_tab") }</span>
                    </a>
                } else {
                    { words.get(authority.key) }
                }
            </p>
            <details>
                <summary>
                    { words.get("facts_and_check") }
                    // The same words stand on every card; the title tells them apart.
                    <span class="unseen">{ ": " }{ &told.title }</span>
                </summary>
                <dl>
                    { for finding.facts.iter().map(|fact| {
                        let (label, value) = keys::fact_words(words, fact);
                        html! { <><dt>{ label }</dt><dd>{ value }</dd></> }
                    }) }
                </dl>
                { for sightings.iter().map(|seen| html! {
                    <p>{ words.get(keys::check(seen.place)) }</p>
                }) }
            </details>
        </article>
    }
}

/// The level before a title, for those who don't see the card's bar: its shape, and the word.
pub(crate) fn level_in_words(words: &Words, level: Level) -> Html {
    html! {
        <span class="level">
            { mark::shape(level) }<span class="unseen">{ words.get(keys::level(level)) }{ ": " }</span>
        </span>
    }
}

/// A state of the page.
pub(crate) fn state(kind: &'static str, title: String, sentences: &[String], rest: Html) -> Html {
    html! {
        <section class="state" data-state={kind}>
            <h2>{ title }</h2>
            { for sentences.iter().map(|sentence| html! { <p>{ sentence }</p> }) }
            { rest }
        </section>
    }
}

/// What went wrong, what to do, and what to report.
pub(crate) fn failure(words: &Words, failure: &Failure, retry: Callback<MouseEvent>) -> Html {
    let code = failure.code.as_str();
    let report = ["code: ", code, "\ndetail: ", &failure.detail].concat();
    html! {
        <section class="state" role="alert" data-error={code}>
            <h2>{ words.get("failure_title") }</h2>
            <p>{ words.get(keys::error(failure.code)) }</p>
            <p class="small">{ words.with("failure_code", &[code]) }</p>
            <div class="actions">
                <button type="button" class="button" onclick={retry}>{ words.get("retry") }</button>
            </div>
            <details>
                <summary>{ words.get("failure_detail") }</summary>
                <Copyable words={words.clone()} text={report} label={words.get("failure_detail")} />
            </details>
        </section>
    }
}
