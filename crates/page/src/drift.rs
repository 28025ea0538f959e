//! The report of what wasn't recognised, to be copied into an issue. It never holds the text of a
//! cell, a name, an id or an address.

use crate::{
    columns::Column,
    lookup::key,
    outline,
    reading::PageKind,
    state::Unread,
    text::{cap_at, clean},
    wording::{self, Title},
    words::{self, Section},
};
use domain::order::sort_and_dedup;
use protocol::content::{PageFacts, TableFacts};
use std::fmt::Write as _;

/// Headers beyond these are counted only.
const HEADERS: usize = 30;

/// Tables beyond these are counted only.
const TABLES: usize = 10;

/// Characters of an unknown header.
const LENGTH: usize = 40;

/// Parts of a route that are the host's own; all others may be an id or a name.
const ROUTE_PARTS: &[&str] = &[
    "#",
    "partners",
    "partner",
    "invitation",
    "granularadminrelationships",
    "billingaccounts",
    "partner-invitation",
    "details",
    "detail",
    "relationship",
    "relationships",
    "homepage",
];

/// The report.
pub(crate) fn report(
    facts: &PageFacts,
    state: PageKind,
    recognised: &[bool],
    unread: &Unread,
) -> String {
    let private = Private::of(facts);
    let mut out =
        String::from("Partner Lens: what the page looked like (no names, no cell texts)\n");
    // Writing into a String can't fail.
    let _ = writeln!(out, "Route: {}", route(&facts.route));
    let _ = writeln!(out, "Language: {}", language(&facts.language));
    let _ = writeln!(out, "Read as: {state:?}; busy: {}; at rest: {}", facts.busy, facts.settled);
    let title = match outline::title(facts) {
        None => "none",
        Some(title) => match wording::title(title) {
            Some(Title::List) => "of the list",
            Some(Title::Invitation) => "of an invitation",
            None => "another",
        },
    };
    let _ = writeln!(out, "Title: {title}; messages: {}", facts.notices.len());
    let _ = writeln!(out, "Tables: {}", facts.tables.len());
    for (table, recognised) in facts.tables.iter().zip(recognised).take(TABLES) {
        describe(&mut out, table, *recognised, &private);
    }
    let _ = writeln!(out, "Blocks: {}", facts.blocks.len());
    for block in facts.blocks.iter().take(HEADERS) {
        // A heading outside a table may well be a partner's name, so an unknown one isn't shown.
        let column = Column::of(&block.heading);
        let heading = match column {
            Column::Unknown | Column::Chrome => masked(&block.heading),
            _ => format!("\"{}\" [{}]", clean(&block.heading), column.as_str()),
        };
        let controls = block.lines.iter().filter(|line| line.control).count();
        let _ = writeln!(out, "- {heading}; lines: {}; controls: {controls}", block.lines.len());
    }
    let _ = writeln!(out, "Not recognised: {}", unread.counts());
    out
}

fn describe(out: &mut String, table: &TableFacts, recognised: bool, private: &Private) {
    let caption = match table.caption.as_deref() {
        None => "none",
        Some(caption) => match words::section(caption) {
            Some(Section::Granular) => "granular",
            Some(Section::Other) => "other partner types",
            None if wording::title(caption) == Some(Title::List) => "of the list",
            None => "another",
        },
    };
    let groups = table.rows.iter().filter(|row| row.is_group).count();
    let rows = table.rows.len();
    let stated = table.row_count.map_or_else(|| "not said".to_owned(), |count| count.to_string());
    let _ = writeln!(
        out,
        "- recognised: {recognised}; caption: {caption}; rows told: {rows}, of them groups: {groups}; \
         rows there are: {stated}; columns: {}",
        table.headers.len()
    );
    for header in table.headers.iter().take(HEADERS) {
        let column = Column::of(header);
        let shown = clean(header);
        let shown = match column {
            Column::Unknown if private.holds(&shown) => masked(header),
            Column::Chrome if shown.is_empty() => "(no text)".to_owned(),
            _ => format!("\"{}\"", cap_at(shown, LENGTH)),
        };
        let _ = writeln!(out, "  - {shown} [{}]", column.as_str());
    }
}

/// How long a hidden text is, which tells a sentence from a word.
fn masked(text: &str) -> String {
    format!("(hidden, {} characters)", clean(text).chars().count())
}

/// Words that belong to the tenant.
struct Private {
    /// Names: a header that contains one is hidden.
    names: Vec<String>,
    /// Cell texts: a header that equals one is hidden.
    cells: Vec<String>,
}

impl Private {
    fn of(facts: &PageFacts) -> Self {
        let rows = || facts.tables.iter().flat_map(|table| &table.rows);
        let titles = outline::organization(facts).into_iter().chain(outline::title(facts));
        let groups = rows().filter_map(|row| row.group.as_deref());
        let group_rows = rows().filter(|row| row.is_group).flat_map(|row| &row.cells);
        let groups = groups.chain(group_rows.map(String::as_str));
        let groups = groups.map(|text| crate::table::group_label(text).0);
        let mut names: Vec<String> =
            titles.map(clean).chain(groups).map(|name| key(&name)).collect();
        sort_and_dedup(&mut names);
        // A name of one or two characters is in too many words to say anything.
        names.retain(|name| name.chars().nth(2).is_some());
        let mut cells: Vec<String> =
            rows().flat_map(|row| &row.cells).map(|text| key(text)).collect();
        sort_and_dedup(&mut cells);
        Self { names, cells }
    }

    /// Whether `header`, which isn't known, may tell something about the tenant.
    fn holds(&self, header: &str) -> bool {
        let key = key(header);
        let looks = header.chars().count() > LENGTH
            || header.contains(['@', '/', '\\'])
            || header.chars().filter(|c| c.is_numeric()).count() > 3
            || dotted(header);
        looks
            || self.cells.binary_search(&key).is_ok()
            || self.names.iter().any(|name| key.contains(name.as_str()))
    }
}

/// Whether there is a dot inside a word, as in a domain's name.
fn dotted(text: &str) -> bool {
    text.split(' ').any(|word| word.trim_matches('.').contains('.'))
}

fn route(route: &str) -> String {
    let path = route.split(['?', '&']).next().unwrap_or_default();
    let parts = path.split('/').take(12).map(|part| {
        if part.is_empty() || ROUTE_PARTS.contains(&part.to_ascii_lowercase().as_str()) {
            part
        } else {
            "…"
        }
    });
    let mut out = parts.collect::<Vec<_>>().join("/");
    if path.len() < route.len() {
        out.push_str("?…");
    }
    out
}

fn language(tag: &str) -> String {
    let fine = (2..=12).contains(&tag.len())
        && tag.split('-').all(|part| (2..=4).contains(&part.len()))
        && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if fine { tag.to_owned() } else { masked(tag) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_lose_what_may_be_an_id_or_a_name() {
        for (full, shown) in [
            ("#/partners", "#/partners"),
            (
                "#/partners/invitation/granularAdminRelationships/0f7d1c2e-1111-4222-8333-444455556666-aa",
                "#/partners/invitation/granularAdminRelationships/…",
            ),
            ("#/partners/details/Fabrikam", "#/partners/details/…"),
            ("#/partners?partner=Fabrikam", "#/partners?…"),
            ("", ""),
        ] {
            assert_eq!(route(full), shown);
        }
    }

    #[test]
    fn languages_are_tags_or_hidden() {
        for (tag, shown) in [
            ("en-US", "en-US"),
            ("ja", "ja"),
            ("zh-Hans-CN", "zh-Hans-CN"),
            ("", "(hidden, 0 characters)"),
            ("<b>Contoso</b>", "(hidden, 14 characters)"),
        ] {
            assert_eq!(language(tag), shown);
        }
    }
}
