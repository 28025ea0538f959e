//! The page of one relationship, and the page that asks to approve one.

use crate::{
    columns::Column,
    dates::{self, Order},
    outline, roles,
    state::{Unread, Unreadable},
    text::clean,
    wording::{self, Control, Title},
    words,
};
use domain::{
    Authorization, Observation, PartnerType, Place, Relationship, RoleList, Status, Tier, Timestamp,
};
use protocol::content::{BlockFacts, LineFacts, PageFacts};

/// A line with more words than this is a sentence, not a role.
const WORDS_OF_A_ROLE: usize = 12;

/// Whether the headings of the blocks are those of a detail or invitation page: roles or a type,
/// and one more.
pub(crate) fn is_detail(blocks: &[BlockFacts]) -> bool {
    let mut known: Vec<Column> = Vec::new();
    for column in blocks.iter().map(|block| Column::of(&block.heading)) {
        let says_nothing = matches!(column, Column::Unknown | Column::Chrome | Column::Partner);
        if !says_nothing && !known.contains(&column) {
            known.push(column);
        }
    }
    known.len() >= 2 && (known.contains(&Column::Roles) || known.contains(&Column::Type))
}

/// Whether the page asks to approve roles, by its title or route.
pub(crate) fn is_invitation(facts: &PageFacts) -> bool {
    outline::title(facts).and_then(wording::title) == Some(Title::Invitation)
        || facts.route.to_ascii_lowercase().contains("/invitation/")
}

/// Texts that hold dates.
pub(crate) fn dates(blocks: &[BlockFacts]) -> impl Iterator<Item = &str> {
    let dated = blocks.iter().filter(|block| {
        matches!(Column::of(&block.heading), Column::Duration | Column::Expiration)
    });
    dated.flat_map(|block| block.lines.iter().map(|line| line.text.as_str()))
}

/// Reads the relationship that the blocks describe, and for an invitation how many days it would
/// last. `None` where the page doesn't say whose it is.
pub(crate) fn read(
    facts: &PageFacts,
    place: Place,
    order: Option<Order>,
    now: Timestamp,
    unread: &mut Unread,
) -> Option<(Relationship, Option<u32>)> {
    let block = |column| facts.blocks.iter().find(|block| Column::of(&block.heading) == column);
    // The first line of text under a heading.
    let text = |column| {
        let lines = block(column).into_iter().flat_map(|block| &block.lines);
        lines
            .filter(|line| !line.control)
            .map(|line| clean(&line.text))
            .find(|text| !text.is_empty())
    };

    let title = outline::title(facts)
        .filter(|title| place == Place::Detail && wording::title(title).is_none())
        .map(clean);
    let partner =
        title.filter(|title| !title.is_empty()).or_else(|| text(Column::PartnerInformation))?;

    let mut partner_type = match text(Column::Type) {
        Some(text) => words::partner_type(&text),
        None => PartnerType::Other(String::new()),
    };
    if let PartnerType::Other(text) = &partner_type
        && !text.is_empty()
    {
        unread.note(Unreadable::Type, text);
    }
    if place == Place::Invitation && partner_type == PartnerType::Other(String::new()) {
        let granular = facts.route.to_ascii_lowercase().contains("/granularadminrelationships/");
        if granular {
            partner_type = PartnerType::Granular;
        }
    }
    let granular = partner_type == PartnerType::Granular;
    let name =
        text(Column::RelationshipName).filter(|name| granular || !words::is_not_applicable(name));
    let authorization = text(Column::Authorization).and_then(|text| words::authorization(&text));
    if let Some(Authorization::Other(text)) = &authorization {
        unread.note(Unreadable::Authorization, text);
    }

    let mut list = RoleList::default();
    if let Some(block) = block(Column::Roles) {
        list = read_roles(&block.lines, unread);
        list.read = !(granular && list.named.is_empty() && list.hidden == 0);
        unread.note_roles(&list);
    }

    let mut days = None;
    let mut span = None;
    for column in [Column::Expiration, Column::Duration] {
        let Some(text) = text(column) else { continue };
        let length = words::days(&text);
        let read = dates::read(&text, order);
        if length.is_none() && read.is_none() && !words::is_not_applicable(&text) {
            unread.note(Unreadable::Date, &text);
        }
        days = days.or(length);
        span = span.or(read);
    }
    let status = match place {
        Place::Invitation => Some(Status::ApprovalPending),
        Place::List | Place::Detail => text(Column::Status).and_then(|text| words::status(&text)),
    };
    unread.note_status(status.as_ref());

    let relationship = Relationship {
        partner,
        partner_type,
        name,
        authorization,
        roles: list,
        start: span.and_then(|span| span.start),
        end: span.map(|span| span.end),
        status,
        seen: vec![Observation { tier: Tier::Page, place, at: now }],
    };
    Some((relationship, days))
}

/// The roles block: sentences, one role a line, and controls among them. A control that says that
/// there is more, or that isn't known, leaves the list incomplete; where no number is given, one
/// more stands for "at least one".
fn read_roles(lines: &[LineFacts], unread: &mut Unread) -> RoleList {
    let mut list = RoleList { read: true, ..RoleList::default() };
    let mut more = false;
    for line in lines {
        let text = clean(&line.text);
        if text.is_empty() {
            continue;
        }
        if line.control && roles::by_name(&text).is_none() {
            match (wording::control(&text), words::hidden(&text)) {
                (_, Some(number)) => list.hidden = list.hidden.saturating_add(number),
                (Some(Control::Harmless), None) => {}
                (Some(Control::MoreRoles), None) => {
                    let number = first_number(&text).unwrap_or(1);
                    list.hidden = list.hidden.saturating_add(number);
                }
                (None, None) => {
                    unread.note(Unreadable::Control, &text);
                    more = true;
                }
            }
            continue;
        }
        if !line.control && is_sentence(&text) {
            continue;
        }
        roles::add(&mut list, &line.text);
    }
    if more {
        list.hidden = list.hidden.max(1);
    }
    list
}

fn first_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok())
}

fn is_sentence(text: &str) -> bool {
    let ends = text.ends_with(['.', '。', '．', ':', '：', '!', '?']) && !text.ends_with("...");
    let long = text.split(' ').nth(WORDS_OF_A_ROLE).is_some() && !text.contains([',', ';', '、']);
    (ends || long) && roles::by_name(text).is_none()
}
