//! What the page shows now, where that needs a sentence.

use crate::{backend::millis_since, card, copy::copyable, drawing::Drawing, mark, unknowns};
use domain::RelationshipAssessment;
use protocol::panel::{Overview, PageState};

/// The host of the admin center in the cloud that the package is for.
const ADMIN_CENTER: &str = match option_env!("PARTNER_LENS_ADMIN_CENTER") {
    Some(host) => host,
    None => "admin.microsoft.com",
};

/// After this many milliseconds of loading, the panel says that it takes long.
pub(crate) const LONG_MILLIS: u32 = 20_000;

pub(crate) fn view(page: &mut Drawing<'_>, overview: &Overview) {
    let words = page.words;
    let nothing_read = overview.partners.is_empty();
    match &overview.page {
        PageState::NotOpen {} => {
            begin(page, "not-open", "state_not_open");
            page.open("p");
            // The Partner relationships page, for a person to open.
            page.open("a[target=_blank][rel=noopener noreferrer]");
            page.with("href", &["https://", ADMIN_CENTER, "/AdminPortal/Home#/partners"].concat());
            page.word("open_page");
            page.close();
            page.close();
            page.close();
        }
        PageState::Loading { since } if millis_since(*since, words.now()) < LONG_MILLIS => {
            plain(page, "loading", "state_loading");
        }
        PageState::Loading { since } => {
            let title = words.with("state_loading_long", &[&words.moment(*since)]);
            card::state(page, "loading-long", &title, &[words.get("state_loading_long_why")]);
            end(page);
        }
        PageState::List { read, total: Some(total) } if total > read => {
            let (read, total) = (read.to_string(), total.to_string());
            let title = words.with("state_partial", &[&read, &total]);
            card::state(page, "partial", &title, &[words.get("state_partial_why")]);
            page.open("progress");
            page.with("value", &read);
            page.with("max", &total);
            page.with("aria-label", &words.get("state_partial_progress"));
            page.close();
            page.close();
        }
        PageState::List { .. } if nothing_read => plain(page, "nothing-read", "state_nothing_read"),
        PageState::Empty {} => plain(page, "empty", "state_empty"),
        PageState::Denied { message } => quoting(page, "denied", "state_denied", message),
        PageState::Failed { message } => quoting(page, "failed", "state_failed", message),
        PageState::Detail {} if nothing_read => plain(page, "detail", "state_detail"),
        PageState::List { .. } | PageState::Detail {} => page.gap(),
        PageState::Invitation { request } => invitation(page, request),
        PageState::Unrecognised { report } => {
            let (title, body) = ("notice_unrecognised_title", "notice_unrecognised_body");
            card::state(page, "unrecognised", &words.get(title), &[words.get(body)]);
            let label = words.get("report_label");
            copyable(page, report.clone(), label, 4, "", "notice_copy");
            page.close();
        }
    }
}

/// Begins a state whose title stands under `key` and whose sentence stands under `key` with `_why`.
fn begin(page: &mut Drawing<'_>, kind: &str, key: &str) {
    let why = page.words.get(&[key, "_why"].concat());
    card::state(page, kind, &page.words.get(key), &[why]);
}

/// A state that has nothing else.
fn plain(page: &mut Drawing<'_>, kind: &str, key: &str) {
    begin(page, kind, key);
    end(page);
}

fn end(page: &mut Drawing<'_>) {
    page.gap();
    page.close();
}

/// A state that the page itself puts into words.
fn quoting(page: &mut Drawing<'_>, kind: &str, key: &str, message: &str) {
    let words = page.words;
    let mut sentences = Vec::new();
    if !message.trim().is_empty() {
        sentences.push(words.with("page_says", &[message.trim()]));
    }
    sentences.push(words.get(&[key, "_why"].concat()));
    card::state(page, kind, &words.get(key), &sentences);
    end(page);
}

/// The request that the admin is asked to approve, judged as if it were approved.
fn invitation(page: &mut Drawing<'_>, request: &RelationshipAssessment) {
    let words = page.words;
    let relationship = &request.relationship;
    let partner = relationship.partner.as_str();
    page.open("section.invitation[data-state=invitation]");
    page.open("h2");
    page.word("invitation");
    page.text(" ");
    mark::badge(page, request.level);
    page.close();
    page.line("p", &words.with("invitation_why", &[partner]));
    match &relationship.name {
        Some(name) => page.line("p.small", &words.with("invitation_name", &[name])),
        None => page.gap(),
    }
    page.line("p.small", &unknowns::coverage(words, request.coverage));
    if request.findings.is_empty() {
        page.say("p", "invitation_nothing");
    } else {
        page.open("p");
        page.say("b", "advice");
        page.text(" ");
        page.word("invitation_do");
        page.close();
    }
    for finding in &request.findings {
        card::finding(page, finding, false);
    }
    unknowns::groups(page, &unknowns::of_request(request));
    page.close();
}
