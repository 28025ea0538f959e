//! The report of what wasn't recognised, to be copied into an issue. It never holds the text of a
//! cell, a name, an id or an address.

use crate::{
    columns::Column,
    lookup::{is_digit, key, lists},
    outline,
    reading::{PageKind, TableReading},
    state::Unread,
    table::group_label,
    text::{cap_at, clean},
    vocabulary::Vocabulary,
    wording::{self, Title},
    words::{self, Section},
};
use domain::{order::sort_and_dedup, search::around};
use protocol::content::{PageFacts, TableFacts};

/// Headers beyond these are counted only.
const HEADERS: usize = 30;

/// Tables beyond these are counted only.
const TABLES: usize = 10;

/// Characters of an unknown header.
const LENGTH: usize = 40;

/// Parts of a route that are the host's own; all others may be an id or a name.
const ROUTE_PARTS: &str = "# partners partner invitation granularadminrelationships billingaccounts \
     partner-invitation details detail relationship relationships homepage";

/// The report.
pub(crate) fn report(
    vocabulary: &Vocabulary,
    facts: &PageFacts,
    state: PageKind,
    tables: &[TableReading],
    unread: &Unread,
) -> String {
    let private = Private::of(facts);
    let mut out =
        String::from("Partner Lens: what the page looked like (no names, no cell texts)\n");
    line(&mut out, &["Route: ", &route(&facts.route)]);
    line(&mut out, &["Language: ", &language(&facts.language)]);
    let (busy, settled) = (yes_or_no(facts.busy), yes_or_no(facts.settled));
    line(&mut out, &["Read as: ", name_of(state), "; busy: ", busy, "; at rest: ", settled]);
    let title = match outline::title(facts) {
        None => "none",
        Some(title) => match wording::title(vocabulary, title) {
            Some(Title::List) => "of the list",
            Some(Title::Invitation) => "of an invitation",
            None => "another",
        },
    };
    line(&mut out, &["Title: ", title, "; messages: ", &facts.notices.len().to_string()]);
    line(&mut out, &["Tables: ", &facts.tables.len().to_string()]);
    for (table, reading) in facts.tables.iter().zip(tables).take(TABLES) {
        describe(vocabulary, &mut out, table, reading.recognised, &private);
    }
    line(&mut out, &["Blocks: ", &facts.blocks.len().to_string()]);
    for block in facts.blocks.iter().take(HEADERS) {
        // A heading outside a table may well be a partner's name, so an unknown one isn't shown.
        let column = Column::of(vocabulary, &block.heading);
        let lines = block.lines.len().to_string();
        let controls = block.lines.iter().filter(|line| line.control).count().to_string();
        let counts = ["; lines: ", &lines, "; controls: ", &controls].concat();
        match column {
            Column::Unknown | Column::Chrome => {
                line(&mut out, &["- ", &masked(&block.heading), &counts]);
            }
            _ => {
                let heading = clean(&block.heading);
                line(&mut out, &["- \"", &heading, "\" [", column.as_str(), "]", &counts]);
            }
        }
    }
    line(&mut out, &["Not recognised: ", &unread.counts()]);
    out
}

/// Adds a line. Plain pieces, because the formatting machinery is large in WASM.
fn line(out: &mut String, pieces: &[&str]) {
    for piece in pieces {
        out.push_str(piece);
    }
    out.push('\n');
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

fn name_of(state: PageKind) -> &'static str {
    match state {
        PageKind::Loading => "loading",
        PageKind::List => "list",
        PageKind::Empty => "empty list",
        PageKind::Denied => "no access",
        PageKind::Failed => "failure",
        PageKind::Detail => "one relationship",
        PageKind::Invitation => "invitation",
        PageKind::Unrecognised => "not recognised",
    }
}

fn describe(
    vocabulary: &Vocabulary,
    out: &mut String,
    table: &TableFacts,
    recognised: bool,
    private: &Private,
) {
    let caption = match table.caption.as_deref() {
        None => "none",
        Some(caption) => match words::section(vocabulary, caption) {
            Some(Section::Granular) => "granular",
            Some(Section::Other) => "other partner types",
            None if wording::title(vocabulary, caption) == Some(Title::List) => "of the list",
            None => "another",
        },
    };
    let groups = table.rows.iter().filter(|row| row.is_group).count();
    let stated = table.row_count.map_or_else(|| "not said".to_owned(), |count| count.to_string());
    line(
        out,
        &[
            "- recognised: ",
            yes_or_no(recognised),
            "; caption: ",
            caption,
            "; rows told: ",
            &table.rows.len().to_string(),
            ", of them groups: ",
            &groups.to_string(),
            "; rows there are: ",
            &stated,
            "; columns: ",
            &table.headers.len().to_string(),
        ],
    );
    for header in table.headers.iter().take(HEADERS) {
        let column = Column::of(vocabulary, header);
        let shown = clean(header);
        let (shown, mark) = match column {
            Column::Unknown if private.holds(&shown) => (masked(header), ""),
            Column::Chrome if shown.is_empty() => ("(no text)".to_owned(), ""),
            _ => (cap_at(shown, LENGTH), "\""),
        };
        line(out, &["  - ", mark, &shown, mark, " [", column.as_str(), "]"]);
    }
}

/// How long a hidden text is, which tells a sentence from a word.
fn masked(text: &str) -> String {
    ["(hidden, ", &clean(text).chars().count().to_string(), " characters)"].concat()
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
        let mut names = Vec::new();
        let mut cells = Vec::new();
        for title in [outline::organization(facts), outline::title(facts)].into_iter().flatten() {
            names.push(key(&clean(title)));
        }
        for row in facts.tables.iter().flat_map(|table| &table.rows) {
            if let Some(group) = &row.group {
                names.push(key(&group_label(group).0));
            }
            for cell in &row.cells {
                if row.is_group {
                    names.push(key(&group_label(cell).0));
                }
                cells.push(key(cell));
            }
        }
        sort_and_dedup(&mut names);
        // A name of one or two characters is in too many words to say anything.
        names.retain(|name| name.chars().nth(2).is_some());
        sort_and_dedup(&mut cells);
        Self { names, cells }
    }

    /// Whether `header`, which isn't known, may tell something about the tenant.
    fn holds(&self, header: &str) -> bool {
        let key = key(header);
        let looks = header.chars().count() > LENGTH
            || header.contains(['@', '/', '\\'])
            || header.chars().filter(|c| is_digit(*c)).count() > 3
            || dotted(header);
        looks
            || self.cells.binary_search(&key).is_ok()
            || self.names.iter().any(|name| around(&key, name).is_some())
    }
}

/// Whether there is a dot inside a word, as in a domain's name.
fn dotted(text: &str) -> bool {
    text.split(' ').any(|word| word.trim_matches('.').contains('.'))
}

fn route(route: &str) -> String {
    let path = route.split(['?', '&']).next().unwrap_or_default();
    let mut out = String::new();
    for (at, part) in path.split('/').take(12).enumerate() {
        if at > 0 {
            out.push('/');
        }
        let known = part.is_empty() || lists(ROUTE_PARTS, &part.to_ascii_lowercase());
        out.push_str(if known { part } else { "…" });
    }
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
