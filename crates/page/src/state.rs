//! From page facts to a reading: what the page is, and all that it says.

use crate::{
    dates::Order,
    detail, drift, outline,
    reading::{PageKind, PageReading},
    table::{self, Layout},
    text::{cap, clean},
    wording::{self, Message},
};
use domain::{Place, RoleList, Status, Timestamp};
use protocol::content::PageFacts;

/// More different texts than this aren't listed; they are still counted.
const LISTED: usize = 50;

/// What can fail to be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// A column's header.
    Column,
    /// A role's name.
    Role,
    /// A partner type.
    Type,
    /// A role authorization.
    Authorization,
    /// A status.
    Status,
    /// A date or range.
    Date,
    /// A link or button among the roles.
    Control,
}

impl Unreadable {
    const ALL: [(Self, &str); 7] = [
        (Self::Column, "columns"),
        (Self::Role, "roles"),
        (Self::Type, "types"),
        (Self::Authorization, "authorizations"),
        (Self::Status, "statuses"),
        (Self::Date, "dates"),
        (Self::Control, "controls"),
    ];
}

/// Collects what isn't recognised.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    texts: Vec<String>,
    counts: [u32; Unreadable::ALL.len()],
}

impl Unread {
    /// Takes note of a text that isn't recognised.
    pub(crate) fn note(&mut self, what: Unreadable, text: &str) {
        let at = Unreadable::ALL.iter().position(|&(kind, _)| kind == what);
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)) {
            *count = count.saturating_add(1);
        }
        let text = cap(clean(text));
        if !text.is_empty() && self.texts.len() < LISTED && !self.texts.contains(&text) {
            self.texts.push(text);
        }
    }

    /// Takes note of the roles without an id.
    pub(crate) fn note_roles(&mut self, roles: &RoleList) {
        for role in roles.named.iter().filter(|role| role.id.is_none()) {
            self.note(Unreadable::Role, &role.name);
        }
    }

    /// Takes note of a status that isn't known.
    pub(crate) fn note_status(&mut self, status: Option<&Status>) {
        if let Some(Status::Other(text)) = status {
            self.note(Unreadable::Status, text);
        }
    }

    /// How many of each kind, for the report.
    pub(crate) fn counts(&self) -> String {
        let kinds = Unreadable::ALL.iter().zip(self.counts).filter(|&(_, count)| count > 0);
        let parts: Vec<String> =
            kinds.map(|((_, name), count)| format!("{name}: {count}")).collect();
        if parts.is_empty() { "nothing more".to_owned() } else { parts.join(", ") }
    }
}

/// Reads a page. `now` becomes the time of every sighting.
///
/// Never fails: what can't be read is left open and listed in the result.
#[must_use]
pub fn read(facts: &PageFacts, now: Timestamp) -> PageReading {
    let mut unread = Unread::default();
    let layouts: Vec<Option<Layout>> = facts.tables.iter().map(Layout::of).collect();
    let known = || facts.tables.iter().zip(&layouts).filter_map(|(t, l)| Some((t, l.as_ref()?)));
    let dates = known().flat_map(|(table, layout)| layout.dates(table));
    let order = Order::shown(&facts.language, dates.chain(detail::dates(&facts.blocks)));

    let tables = facts
        .tables
        .iter()
        .zip(&layouts)
        .map(|(facts, layout)| match layout {
            Some(layout) => table::read(facts, layout, order, now, &mut unread),
            None => table::unrecognised(facts),
        })
        .collect();

    let has_list = known().next().is_some();
    let mut state = if has_list { list_state(facts, &layouts) } else { PageKind::Unrecognised };
    let mut described = None;
    if !has_list && detail::is_detail(&facts.blocks) {
        let place = if detail::is_invitation(facts) { Place::Invitation } else { Place::Detail };
        described = detail::read(facts, place, order, now, &mut unread);
        if described.is_some() {
            state =
                if place == Place::Invitation { PageKind::Invitation } else { PageKind::Detail };
        }
    }
    if state == PageKind::Unrecognised {
        state = state_without_content(facts);
    }

    let recognised: Vec<bool> = layouts.iter().map(Option::is_some).collect();
    let drifted = state == PageKind::Unrecognised
        || (facts.settled && recognised.contains(&false))
        || !unread.texts.is_empty();
    let report = drifted.then(|| drift::report(facts, state, &recognised, &unread));
    let (relationship, days) = described.unzip();
    let (detail, invitation) = match state {
        PageKind::Invitation => (None, relationship),
        _ => (relationship, None),
    };
    PageReading {
        state,
        tables,
        detail,
        invitation,
        duration_days: days.flatten(),
        organization: outline::organization(facts).map(clean).filter(|name| !name.is_empty()),
        unrecognised: unread.texts,
        report,
    }
}

/// A page with a list of partners: it has rows, or it says why not, or it may still get them.
fn list_state(facts: &PageFacts, layouts: &[Option<Layout>]) -> PageKind {
    let mut known = facts.tables.iter().zip(layouts).filter(|(_, l)| l.is_some()).map(|(t, _)| t);
    // Rows told before aren't told again, so a table without rows here may have some; it is empty
    // only where it counts none besides its header.
    let empty = known.all(|table| table.rows.is_empty() && table.row_count.is_some_and(|n| n <= 1));
    let message = strongest_message(facts);
    let no_rows = facts
        .tables
        .iter()
        .all(|table| table.rows.is_empty() && table.row_count.is_none_or(|count| count <= 1));
    match message {
        Some(Message::Denied) if no_rows => PageKind::Denied,
        Some(Message::Failed) if empty => PageKind::Failed,
        _ if !empty => PageKind::List,
        _ if facts.busy || !facts.settled => PageKind::Loading,
        _ => PageKind::Empty,
    }
}

/// A page without a list or a relationship.
fn state_without_content(facts: &PageFacts) -> PageKind {
    match strongest_message(facts) {
        Some(Message::Denied) => PageKind::Denied,
        Some(Message::Failed) if facts.settled => PageKind::Failed,
        _ if facts.busy || !facts.settled => PageKind::Loading,
        Some(Message::Empty) if facts.tables.is_empty() => PageKind::Empty,
        Some(Message::Filtered) if facts.tables.is_empty() => PageKind::List,
        _ => PageKind::Unrecognised,
    }
}

fn strongest_message(facts: &PageFacts) -> Option<Message> {
    let messages: Vec<Message> = outline::messages(facts).filter_map(wording::message).collect();
    [Message::Denied, Message::Failed, Message::Filtered, Message::Empty]
        .into_iter()
        .find(|message| messages.contains(message))
}
