//! Whole pages, as the content script tells them.

mod details;
mod doubts;
mod lists;

use domain::{
    Authorization, PartnerType, Relationship, Status, Timestamp, evidence::PartnerGroup, role::Role,
};
use page::{PageReading, RowReading, Vocabulary};
use protocol::content::{BlockFacts, LineFacts, PageFacts, RowFacts, TableFacts};

const NOW: Timestamp = Timestamp::from_millis(1_795_513_260_000);

/// Reads with the vocabulary that ships.
#[allow(clippy::unwrap_used, reason = "this is a test's, though not inside a test function")]
fn read(facts: &PageFacts, now: Timestamp) -> PageReading {
    let text = include_str!("../../../../extension/vocabulary/page.txt");
    page::read(&Vocabulary::parse(text).unwrap(), facts, now)
}

fn list(language: &str, tables: Vec<TableFacts>) -> PageFacts {
    PageFacts {
        reading: "1".to_owned(),
        route: "#/partners".to_owned(),
        language: language.to_owned(),
        organization: Some("Contoso\u{200B} Ltd".to_owned()),
        title: Some("Partner relationships".to_owned()),
        settled: true,
        tables,
        ..PageFacts::default()
    }
}

/// A table from lines of cells with "|" between; a line that starts with "#" is a group row.
fn table(id: u32, caption: Option<&str>, headers: &str, lines: &[&str]) -> TableFacts {
    let split = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
    let mut group = None;
    let rows: Vec<RowFacts> = lines
        .iter()
        .map(|line| match line.strip_prefix('#') {
            Some(label) => {
                group = Some(label.to_owned());
                RowFacts { is_group: true, cells: vec![label.to_owned()], ..RowFacts::default() }
            }
            None => RowFacts { group: group.clone(), cells: split(line), ..RowFacts::default() },
        })
        .collect();
    TableFacts {
        id,
        caption: caption.map(str::to_owned),
        headers: split(headers),
        row_count: u32::try_from(rows.len() + 1).ok(),
        rows,
    }
}

/// A page of blocks from "heading: line; [control]; line".
fn blocks(language: &str, title: &str, lines: &[&str]) -> PageFacts {
    let block = |text: &&str| {
        let (heading, lines) = text.split_once(": ").unwrap_or((text, ""));
        let line = |text: &str| match text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            Some(text) => LineFacts { text: text.to_owned(), control: true },
            None => LineFacts { text: text.to_owned(), control: false },
        };
        BlockFacts {
            heading: heading.to_owned(),
            level: 2,
            lines: lines.split("; ").map(line).collect(),
        }
    };
    PageFacts {
        title: Some(title.to_owned()),
        blocks: lines.iter().map(block).collect(),
        ..list(language, Vec::new())
    }
}

fn groups<'a>(reading: &'a PageReading, table: usize) -> Vec<&'a PartnerGroup> {
    let group = |row: &'a RowReading| match row {
        RowReading::Group(group) => Some(group),
        _ => None,
    };
    reading.tables[table].rows.iter().filter_map(group).collect()
}

fn relationships<'a>(reading: &'a PageReading, table: usize) -> Vec<&'a Relationship> {
    let relationship = |row: &'a RowReading| match row {
        RowReading::Relationship(relationship) => Some(relationship),
        _ => None,
    };
    reading.tables[table].rows.iter().filter_map(relationship).collect()
}

/// A relationship in one line: partner, type, name, authorization, roles, start, end, status.
fn line(relationship: &Relationship) -> String {
    let kind = match &relationship.partner_type {
        PartnerType::Other(text) => format!("other({text})"),
        known => format!("{known:?}"),
    };
    let authorization = match &relationship.authorization {
        None => "-".to_owned(),
        Some(Authorization::Other(text)) => format!("other({text})"),
        Some(known) => format!("{known:?}"),
    };
    let roles = &relationship.roles;
    let mut names: Vec<String> = roles
        .named
        .iter()
        .map(|held| match held.id.and_then(Role::by_id) {
            Some(role) => role.name().trim_end_matches(" Administrator").to_owned(),
            None => format!("?{}", held.name),
        })
        .collect();
    if roles.hidden > 0 {
        names.push(format!("+{}", roles.hidden));
    }
    let names = if roles.read { names.join(",") } else { "unread".to_owned() };
    let date = |date: Option<domain::Date>| date.map_or("-".to_owned(), |date| date.to_string());
    let status = match &relationship.status {
        None => "-".to_owned(),
        Some(Status::Other(text)) => format!("other({text})"),
        Some(known) => format!("{known:?}"),
    };
    format!(
        "{}|{kind}|{}|{authorization}|{names}|{}|{}|{status}",
        relationship.partner,
        relationship.name.as_deref().unwrap_or("-"),
        date(relationship.start),
        date(relationship.end)
    )
}

fn check_rows(reading: &PageReading, table: usize, expected: &[&str]) {
    let lines: Vec<String> = relationships(reading, table).into_iter().map(line).collect();
    assert_eq!(lines, expected);
}
