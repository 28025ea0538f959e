//! From page facts to a reading: what the page is, and all that it says.

use crate::{
    columns::Column,
    dates::Order,
    detail, drift, outline,
    reading::{PageKind, PageReading},
    table::{self, Layout},
    text::{cap, clean},
    vocabulary::Vocabulary,
    wording::{self, MESSAGES, Message},
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

/// What the report calls them, in their order.
const UNREADABLE: [&str; 7] =
    ["columns", "roles", "types", "authorizations", "statuses", "dates", "controls"];

/// Collects what isn't recognised.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    texts: Vec<String>,
    counts: [u32; UNREADABLE.len()],
}

impl Unread {
    /// Takes note of a text that isn't recognised.
    pub(crate) fn note(&mut self, what: Unreadable, text: &str) {
        if let Some(count) = self.counts.get_mut(what as usize) {
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
        let mut out = String::new();
        for (name, count) in UNREADABLE.iter().zip(self.counts) {
            if count == 0 {
                continue;
            }
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(name);
            out.push_str(": ");
            out.push_str(&count.to_string());
        }
        if out.is_empty() {
            out.push_str("nothing more");
        }
        out
    }
}

/// What the parts of a page are read with.
pub(crate) struct Reader<'v> {
    /// What words mean.
    pub(crate) vocabulary: &'v Vocabulary,
    /// How numeric dates are read.
    pub(crate) order: Option<Order>,
    /// The time of every sighting.
    pub(crate) now: Timestamp,
    /// What wasn't recognised so far.
    pub(crate) unread: Unread,
}

/// Reads a page by the words of `vocabulary`. `now` becomes the time of every sighting.
///
/// Never fails: what can't be read is left open and listed in the result.
#[must_use]
pub fn read(vocabulary: &Vocabulary, facts: &PageFacts, now: Timestamp) -> PageReading {
    let mut layouts = Vec::new();
    for table in &facts.tables {
        layouts.push(Layout::of(vocabulary, table));
    }
    let mut headings = Vec::new();
    for block in &facts.blocks {
        headings.push(Column::of(vocabulary, &block.heading));
    }
    let mut dates = Vec::new();
    let mut has_list = false;
    let mut all_known = true;
    for (table, layout) in facts.tables.iter().zip(&layouts) {
        match layout {
            Some(layout) => {
                has_list = true;
                layout.add_dates(table, &mut dates);
            }
            None => all_known = false,
        }
    }
    detail::add_dates(&facts.blocks, &headings, &mut dates);
    let order = Order::shown(vocabulary, &facts.language, &dates);

    let mut reader = Reader { vocabulary, order, now, unread: Unread::default() };
    let mut tables = Vec::with_capacity(facts.tables.len());
    for (table, layout) in facts.tables.iter().zip(&layouts) {
        tables.push(match layout {
            Some(layout) => table::read(&mut reader, table, layout),
            None => table::unrecognised(table),
        });
    }

    let mut state = PageKind::Unrecognised;
    let mut detail = None;
    let mut invitation = None;
    let mut duration_days = None;
    if has_list {
        state = list_state(vocabulary, facts, &layouts);
    } else if detail::is_detail(&headings) {
        let asked = detail::is_invitation(vocabulary, facts);
        let place = if asked { Place::Invitation } else { Place::Detail };
        if let Some((relationship, days)) = detail::read(&mut reader, facts, &headings, place) {
            duration_days = days;
            if asked {
                state = PageKind::Invitation;
                invitation = Some(relationship);
            } else {
                state = PageKind::Detail;
                detail = Some(relationship);
            }
        }
    }
    if state == PageKind::Unrecognised {
        state = state_without_content(vocabulary, facts);
    }

    let unread = reader.unread;
    let drifted = state == PageKind::Unrecognised
        || (facts.settled && !all_known)
        || !unread.texts.is_empty();
    let report = drifted.then(|| drift::report(vocabulary, facts, state, &tables, &unread));
    PageReading {
        state,
        tables,
        detail,
        invitation,
        duration_days,
        organization: outline::organization(facts).map(clean).filter(|name| !name.is_empty()),
        unrecognised: unread.texts,
        report,
    }
}

/// A page with a list of partners: it has rows, or it says why not, or it may still get them.
fn list_state(vocabulary: &Vocabulary, facts: &PageFacts, layouts: &[Option<Layout>]) -> PageKind {
    // Rows told before aren't told again, so a table without rows here may have some; it is empty
    // only where it counts none besides its header.
    let mut empty = true;
    let mut no_rows = true;
    for (table, layout) in facts.tables.iter().zip(layouts) {
        let none_told = table.rows.is_empty();
        empty &= layout.is_none() || (none_told && table.row_count.is_some_and(|n| n <= 1));
        no_rows &= none_told && table.row_count.is_none_or(|count| count <= 1);
    }
    match strongest_message(vocabulary, facts) {
        Some(Message::Denied) if no_rows => PageKind::Denied,
        Some(Message::Failed) if empty => PageKind::Failed,
        _ if !empty => PageKind::List,
        _ if facts.busy || !facts.settled => PageKind::Loading,
        _ => PageKind::Empty,
    }
}

/// A page without a list or a relationship.
fn state_without_content(vocabulary: &Vocabulary, facts: &PageFacts) -> PageKind {
    match strongest_message(vocabulary, facts) {
        Some(Message::Denied) => PageKind::Denied,
        Some(Message::Failed) if facts.settled => PageKind::Failed,
        _ if facts.busy || !facts.settled => PageKind::Loading,
        Some(Message::Empty) if facts.tables.is_empty() => PageKind::Empty,
        Some(Message::Filtered) if facts.tables.is_empty() => PageKind::List,
        _ => PageKind::Unrecognised,
    }
}

fn strongest_message(vocabulary: &Vocabulary, facts: &PageFacts) -> Option<Message> {
    let mut found = Vec::new();
    for text in outline::messages(facts) {
        found.extend(wording::message(vocabulary, text));
    }
    MESSAGES.into_iter().find(|message| found.contains(message))
}
