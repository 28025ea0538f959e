//! The page of one relationship, and the page that asks to approve one.

use crate::{
    columns::Column,
    dates, outline, roles,
    state::{Reader, Unreadable},
    text::clean,
    vocabulary::Vocabulary,
    wording::{self, Control, Title},
    words,
};
use domain::{
    Authorization, Observation, PartnerType, Place, Relationship, RoleList, Status, Tier,
    search::around,
};
use protocol::content::{BlockFacts, LineFacts, PageFacts};

/// A line with more words than this is a sentence, not a role.
const WORDS_OF_A_ROLE: usize = 12;

/// Whether these are the headings of a detail or invitation page: roles or a type, and one more.
pub(crate) fn is_detail(headings: &[Column]) -> bool {
    let mut known: Vec<Column> = Vec::new();
    for &column in headings {
        let says_nothing = matches!(column, Column::Unknown | Column::Chrome | Column::Partner);
        if !says_nothing && !known.contains(&column) {
            known.push(column);
        }
    }
    known.len() >= 2 && (known.contains(&Column::Roles) || known.contains(&Column::Type))
}

/// Whether the page asks to approve roles, by its title or route.
pub(crate) fn is_invitation(vocabulary: &Vocabulary, facts: &PageFacts) -> bool {
    let title = outline::title(facts).and_then(|title| wording::title(vocabulary, title));
    title == Some(Title::Invitation) || goes_through(facts, "/invitation/")
}

/// Whether `part`, in lower case, is in the route.
fn goes_through(facts: &PageFacts, part: &str) -> bool {
    around(&facts.route.to_ascii_lowercase(), part).is_some()
}

/// Adds the texts that hold dates to `dates`; `headings` are those of the blocks.
pub(crate) fn add_dates<'a>(
    blocks: &'a [BlockFacts],
    headings: &[Column],
    dates: &mut Vec<&'a str>,
) {
    for (block, heading) in blocks.iter().zip(headings) {
        if matches!(heading, Column::Duration | Column::Expiration) {
            dates.extend(block.lines.iter().map(|line| line.text.as_str()));
        }
    }
}

/// Reads the relationship that the blocks with these `headings` describe, and for an invitation how
/// many days it would last. `None` where the page doesn't say whose it is.
pub(crate) fn read(
    reader: &mut Reader,
    facts: &PageFacts,
    headings: &[Column],
    place: Place,
) -> Option<(Relationship, Option<u32>)> {
    let vocabulary = reader.vocabulary;
    let block =
        |column: Column| facts.blocks.get(headings.iter().position(|&heading| heading == column)?);
    // The first line of text under a heading.
    let text = |column| {
        for line in &block(column)?.lines {
            let text = clean(&line.text);
            if !line.control && !text.is_empty() {
                return Some(text);
            }
        }
        None
    };

    let title = outline::title(facts)
        .filter(|title| place == Place::Detail && wording::title(vocabulary, title).is_none())
        .map(clean);
    let partner =
        title.filter(|title| !title.is_empty()).or_else(|| text(Column::PartnerInformation))?;

    let mut partner_type = match text(Column::Type) {
        Some(text) => words::partner_type(vocabulary, &text),
        None => PartnerType::Other(String::new()),
    };
    if let PartnerType::Other(text) = &partner_type
        && !text.is_empty()
    {
        reader.unread.note(Unreadable::Type, text);
    }
    if place == Place::Invitation
        && partner_type == PartnerType::Other(String::new())
        && goes_through(facts, "/granularadminrelationships/")
    {
        partner_type = PartnerType::Granular;
    }
    let granular = partner_type == PartnerType::Granular;
    let name = text(Column::RelationshipName)
        .filter(|name| granular || !words::is_not_applicable(vocabulary, name));
    let authorization =
        text(Column::Authorization).and_then(|text| words::authorization(vocabulary, &text));
    if let Some(Authorization::Other(text)) = &authorization {
        reader.unread.note(Unreadable::Authorization, text);
    }

    let mut list = RoleList::default();
    if let Some(block) = block(Column::Roles) {
        list = read_roles(reader, &block.lines);
        list.read = !(granular && list.named.is_empty() && list.hidden == 0);
        reader.unread.note_roles(&list);
    }

    let mut days = None;
    let mut span = None;
    for column in [Column::Expiration, Column::Duration] {
        let Some(text) = text(column) else { continue };
        let length = words::days(vocabulary, &text);
        let read = dates::read(vocabulary, &text, reader.order);
        if length.is_none() && read.is_none() && !words::is_not_applicable(vocabulary, &text) {
            reader.unread.note(Unreadable::Date, &text);
        }
        days = days.or(length);
        span = span.or(read);
    }
    let status = match place {
        Place::Invitation => Some(Status::ApprovalPending),
        Place::List | Place::Detail => {
            text(Column::Status).and_then(|text| words::status(vocabulary, &text))
        }
    };
    reader.unread.note_status(status.as_ref());

    let relationship = Relationship {
        partner,
        partner_type,
        name,
        authorization,
        roles: list,
        start: span.and_then(|span| span.start),
        end: span.map(|span| span.end),
        status,
        seen: vec![Observation { tier: Tier::Page, place, at: reader.now }],
    };
    Some((relationship, days))
}

/// The roles block: sentences, one role a line, and controls among them. A control that says that
/// there is more, or that isn't known, leaves the list incomplete; where no number is given, one
/// more stands for "at least one".
fn read_roles(reader: &mut Reader, lines: &[LineFacts]) -> RoleList {
    let vocabulary = reader.vocabulary;
    let mut list = RoleList { read: true, ..RoleList::default() };
    let mut more = false;
    for line in lines {
        let text = clean(&line.text);
        if text.is_empty() {
            continue;
        }
        if line.control && vocabulary.role(&text).is_none() {
            match (wording::control(vocabulary, &text), words::hidden(vocabulary, &text)) {
                (_, Some(number)) => list.hidden = list.hidden.saturating_add(number),
                (Some(Control::Harmless), None) => {}
                (Some(Control::MoreRoles), None) => {
                    let number = first_number(&text).unwrap_or(1);
                    list.hidden = list.hidden.saturating_add(number);
                }
                (None, None) => {
                    reader.unread.note(Unreadable::Control, &text);
                    more = true;
                }
            }
            continue;
        }
        if !line.control && is_sentence(vocabulary, &text) {
            continue;
        }
        roles::add(vocabulary, &mut list, &line.text);
    }
    if more {
        list.hidden = list.hidden.max(1);
    }
    list
}

fn first_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok())
}

fn is_sentence(vocabulary: &Vocabulary, text: &str) -> bool {
    let ends = text.ends_with(['.', '。', '．', ':', '：', '!', '?']) && !text.ends_with("...");
    let long = text.split(' ').nth(WORDS_OF_A_ROLE).is_some() && !text.contains([',', ';', '、']);
    (ends || long) && vocabulary.role(text).is_none()
}
