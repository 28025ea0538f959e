//! What the page shows now, where that needs a sentence.

use crate::{backend::millis_since, card, copy::Copyable, mark, unknowns, words::Words};
use domain::RelationshipAssessment;
use protocol::panel::{Overview, PageState};
use yew::{Html, html};

/// After this many milliseconds of loading, the panel says that it takes long.
pub(crate) const LONG_MILLIS: u32 = 20_000;

/// The Partner relationships page, for a person to open.
const PAGE: &str = "https://admin.microsoft.com/AdminPortal/Home#/partners";

pub(crate) fn view(words: &Words, overview: &Overview) -> Html {
    let say = |kind, keys: &[&str]| {
        let title = words.get(keys.first().copied().unwrap_or_default());
        let sentences: Vec<String> = keys.iter().skip(1).map(|key| words.get(key)).collect();
        card::state(kind, title, &sentences, Html::default())
    };
    let nothing_read = overview.partners.is_empty();
    match &overview.page {
        PageState::NotOpen {} => card::state(
            "not-open",
            words.get("state_not_open"),
            &[words.get("state_not_open_why")],
            html! {
                <p><a href={PAGE} target="_blank" rel="noopener noreferrer">
                    { words.get("open_page") }
                </a></p>
            },
        ),
        PageState::Loading { since } => {
            if millis_since(*since, words.now()) < LONG_MILLIS {
                return say("loading", &["state_loading", "state_loading_why"]);
            }
            let title = words.with("state_loading_long", &[&words.moment(*since)]);
            card::state(
                "loading-long",
                title,
                &[words.get("state_loading_long_why")],
                Html::default(),
            )
        }
        PageState::List { read, total } => match total {
            Some(total) if total > read => card::state(
                "partial",
                words.with("state_partial", &[&read.to_string(), &total.to_string()]),
                &[words.get("state_partial_why")],
                html! {
                    <progress value={read.to_string()} max={total.to_string()}
                        aria-label={words.get("state_partial_progress")} />
                },
            ),
            _ if nothing_read => {
                say("nothing-read", &["state_nothing_read", "state_nothing_read_why"])
            }
            _ => Html::default(),
        },
        PageState::Empty {} => say("empty", &["state_empty", "state_empty_why"]),
        PageState::Denied { message } => quoting(words, "denied", "state_denied", message),
        PageState::Failed { message } => quoting(words, "failed", "state_failed", message),
        PageState::Detail {} if nothing_read => {
            say("detail", &["state_detail", "state_detail_why"])
        }
        PageState::Detail {} => Html::default(),
        PageState::Invitation { request } => invitation(words, request),
        PageState::Unrecognised { report } => card::state(
            "unrecognised",
            words.get("notice_unrecognised_title"),
            &[words.get("notice_unrecognised_body")],
            html! {
                <Copyable words={words.clone()} text={report.clone()}
                    label={words.get("report_label")} />
            },
        ),
    }
}

/// A state that the page itself puts into words.
fn quoting(words: &Words, kind: &'static str, key: &str, message: &str) -> Html {
    let mut sentences = Vec::new();
    if !message.trim().is_empty() {
        sentences.push(words.with("page_says", &[message.trim()]));
    }
    sentences.push(words.get(&[key, "_why"].concat()));
    card::state(kind, words.get(key), &sentences, Html::default())
}

/// The request that the admin is asked to approve, judged as if it were approved.
fn invitation(words: &Words, request: &RelationshipAssessment) -> Html {
    let relationship = &request.relationship;
    let partner = relationship.partner.as_str();
    html! {
        <section class="invitation" data-state="invitation">
            <h2>{ words.get("invitation") }{ " " }{ mark::badge(words, request.level) }</h2>
            <p>{ words.with("invitation_why", &[partner]) }</p>
            if let Some(name) = &relationship.name {
                <p class="small">{ words.with("invitation_name", &[name]) }</p>
            }
            <p class="small">{ unknowns::coverage(words, request.coverage) }</p>
            if request.findings.is_empty() {
                <p>{ words.get("invitation_nothing") }</p>
            } else {
                <p><b>{ words.get("advice") }</b>{ " " }{ words.get("invitation_do") }</p>
            }
            { for request.findings.iter().map(|finding| card::with_advice(words, finding, false)) }
            { unknowns::groups(words, unknowns::of_request(request)) }
        </section>
    }
}
