//! A table of the page as a list of partners.

use crate::{
    columns::Column,
    dates,
    reading::{RowReading, TableReading},
    roles,
    state::{Reader, Unreadable},
    text::{cap, clean, clean_whole},
    vocabulary::Vocabulary,
    words::{self, Section},
};
use domain::{
    Authorization, Observation, PartnerId, PartnerType, Place, Relationship, RoleList, Tier,
    Timestamp, evidence::PartnerGroup, order::sort_and_dedup,
};
use protocol::content::{RowFacts, TableFacts};

/// Where a table's columns are, by meaning.
pub(crate) struct Layout {
    columns: Vec<Column>,
    section: Option<Section>,
    grouped: bool,
    /// Whether the group rows are partners. They aren't where rows name a partner of their own in
    /// a table that has a column for the relationship's name too: then the list is grouped by
    /// something else.
    groups_are_partners: bool,
}

impl Layout {
    /// The layout of `table`, if it is a list of partners: it has to say whose a relationship is,
    /// and at least one of roles, type and status.
    pub(crate) fn of(vocabulary: &Vocabulary, table: &TableFacts) -> Option<Self> {
        let columns: Vec<Column> = table
            .headers
            .iter()
            .map(|header| match Column::of(vocabulary, header) {
                Column::PartnerInformation => Column::Partner,
                column => column,
            })
            .collect();
        let has = |column| columns.contains(&column);
        let grouped = table.rows.iter().any(|row| row.is_group || row.group.is_some());
        let names = has(Column::Partner)
            || (has(Column::RelationshipName) && (grouped || table.rows.is_empty()));
        if !names || ![Column::Roles, Column::Type, Column::Status].into_iter().any(has) {
            return None;
        }
        let mut layout = Self {
            section: table
                .caption
                .as_deref()
                .and_then(|caption| words::section(vocabulary, caption)),
            grouped,
            groups_are_partners: true,
            columns,
        };
        layout.groups_are_partners = !layout.is_grouped_otherwise(table);
        Some(layout)
    }

    fn is_grouped_otherwise(&self, table: &TableFacts) -> bool {
        self.has(Column::RelationshipName)
            && table.rows.iter().filter(|row| !row.is_group).any(|row| {
                let own = clean(self.cell(row, Column::Partner));
                row.group.as_deref().is_some_and(|group| {
                    !own.is_empty() && PartnerId::of(&own) != PartnerId::of(&group_label(group).0)
                })
            })
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    fn at(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|&c| c == column)
    }

    /// The text under `column`; empty where there is no such column or cell.
    fn cell<'a>(&self, row: &'a RowFacts, column: Column) -> &'a str {
        self.at(column).and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }

    /// Adds the texts of cells that hold dates to `dates`.
    pub(crate) fn add_dates<'a>(&self, table: &'a TableFacts, dates: &mut Vec<&'a str>) {
        for row in table.rows.iter().filter(|row| !row.is_group) {
            dates.push(self.cell(row, Column::Duration));
            dates.push(self.cell(row, Column::Expiration));
        }
    }

    /// The column for the badge, so that badges stand in a line and cover nothing. In a table
    /// grouped by partner it is the partner's, which is empty there or holds the relationship's
    /// name. In a flat table it is the status: a short word with room behind it, whatever the names.
    fn badge(&self) -> u32 {
        use Column::{Partner, RelationshipName, Status, Type};
        let order = if self.grouped {
            [Partner, RelationshipName, Type, Status]
        } else {
            [Status, Type, Partner, RelationshipName]
        };
        let at = order.into_iter().find_map(|column| self.at(column));
        at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
    }

    /// The type that the table as a whole implies for its rows.
    fn implied_type(&self) -> PartnerType {
        let granular = match self.section {
            Some(Section::Granular) => true,
            Some(Section::Other) => false,
            None => {
                let ends = self.has(Column::Expiration) || self.has(Column::Duration);
                ends && !self.has(Column::Type) && !self.has(Column::Authorization)
            }
        };
        if granular { PartnerType::Granular } else { PartnerType::Other(String::new()) }
    }
}

/// A table that isn't a list of partners.
pub(crate) fn unrecognised(table: &TableFacts) -> TableReading {
    let rows = table.rows.iter().map(|_| RowReading::Nothing).collect();
    TableReading { id: table.id, recognised: false, column: 0, rows, lookalikes: Vec::new() }
}

/// Reads `table` by `layout`.
pub(crate) fn read(reader: &mut Reader, table: &TableFacts, layout: &Layout) -> TableReading {
    for (at, header) in table.headers.iter().enumerate() {
        let column = layout.columns.get(at).copied().unwrap_or(Column::Unknown);
        let again = column != Column::Chrome && layout.at(column) != Some(at);
        if column == Column::Unknown || again {
            reader.unread.note(Unreadable::Column, header);
        }
    }
    let mut groups = Vec::new();
    for row in table.rows.iter().filter(|row| row.is_group) {
        if let Some(text) = row.cells.first() {
            groups.push((PartnerId::of(&group_label(text).0), text.trim()));
        }
    }
    let shared = shared_names(groups);
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        rows.push(if !row.is_group {
            relationship(reader, row, layout).map_or(RowReading::Nothing, RowReading::Relationship)
        } else if layout.groups_are_partners {
            group(row, &shared, reader.now)
        } else {
            RowReading::Nothing
        });
    }
    let lookalikes =
        if layout.grouped { Vec::new() } else { lookalikes(table, layout, reader.now) };
    TableReading { id: table.id, recognised: true, column: layout.badge(), rows, lookalikes }
}

/// Splits "Fabrikam (22)" into the name, cleaned, and the count.
pub(crate) fn group_label(text: &str) -> (String, Option<u32>) {
    let whole = clean_whole(text);
    let counted = || {
        let inner = whole.strip_suffix([')', '）'])?;
        let (name, count) = inner.rsplit_once(['(', '（'])?;
        let count = count.trim().trim_end_matches('+');
        let grouping = |c: char| matches!(c, ',' | '.' | ' ' | '’');
        let digits: String = count.chars().filter(|c| !grouping(*c)).collect();
        let plain = count.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit());
        plain
            .then(|| digits.parse().ok())
            .flatten()
            .map(|count| (name.trim_end().to_owned(), count))
    };
    let (name, count) = match counted() {
        Some((name, count)) => (name, Some(count)),
        None => (whole.clone(), None),
    };
    // Before a bare count there is nothing to hide a name in.
    let is_bare = text.trim_start().starts_with(['(', '（']);
    (if is_bare { cap(name) } else { partner_name(text, name) }, count)
}

/// A partner's name to show. One that only has characters that can't be seen is shown as the sign
/// for what can't be shown: it is a partner all the same, and a strange one.
fn partner_name(text: &str, cleaned: String) -> String {
    if cleaned.is_empty() && !text.trim().is_empty() {
        return char::REPLACEMENT_CHARACTER.to_string();
    }
    cap(cleaned)
}

/// Partners that are written in two ways which differ only in what cleaning takes away: to the eye
/// they are the same. Takes the id of each name with the text that it was cleaned from.
#[inline(never)]
fn shared_names(mut names: Vec<(PartnerId, &str)>) -> Vec<PartnerId> {
    sort_and_dedup(&mut names);
    let mut shared = Vec::new();
    for pair in names.windows(2) {
        if let [(one, _), (other, _)] = pair
            && one == other
        {
            shared.push(one.clone());
        }
    }
    shared
}

/// What a group row would say of the partners of a flat table that share a name.
fn lookalikes(table: &TableFacts, layout: &Layout, now: Timestamp) -> Vec<PartnerGroup> {
    let mut partners = Vec::new();
    let mut names = Vec::new();
    for row in &table.rows {
        let text = layout.cell(row, Column::Partner);
        let partner = partner_name(text, clean(text));
        names.push((PartnerId::of(&partner), text.trim()));
        partners.push(partner);
    }
    let shared = shared_names(names);
    let mut found: Vec<PartnerGroup> = Vec::new();
    for partner in partners {
        let is_shared = shared.binary_search(&PartnerId::of(&partner)).is_ok();
        if is_shared && found.iter().all(|group| group.partner != partner) {
            found.push(PartnerGroup { partner, count: None, shares_name: true, at: now });
        }
    }
    found
}

fn group(row: &RowFacts, shared: &[PartnerId], now: Timestamp) -> RowReading {
    let text = row.cells.first().map(String::as_str).unwrap_or_default();
    let (partner, count) = group_label(text);
    if partner.is_empty() {
        return RowReading::Nothing;
    }
    let shares_name = row.shares_name || shared.binary_search(&PartnerId::of(&partner)).is_ok();
    RowReading::Group(PartnerGroup { partner, count, shares_name, at: now })
}

fn relationship(reader: &mut Reader, row: &RowFacts, layout: &Layout) -> Option<Relationship> {
    let vocabulary = reader.vocabulary;
    let says_something = row.cells.iter().enumerate().any(|(at, text)| {
        !matches!(
            layout.columns.get(at),
            None | Some(Column::Partner | Column::Chrome | Column::Unknown)
        ) && !clean(text).is_empty()
    });
    if !says_something {
        // A placeholder for a row that the host hasn't loaded.
        return None;
    }
    let own = layout.cell(row, Column::Partner);
    let own = partner_name(own, clean(own));
    let group = row.group.as_deref().filter(|_| layout.groups_are_partners);
    let partner = group.map_or_else(|| own.clone(), |group| group_label(group).0);
    if partner.is_empty() {
        return None;
    }

    let authorization = words::authorization(vocabulary, layout.cell(row, Column::Authorization));
    if let Some(Authorization::Other(text)) = &authorization {
        reader.unread.note(Unreadable::Authorization, text);
    }
    let name = clean(layout.cell(row, Column::RelationshipName));
    let type_text = layout.cell(row, Column::Type);
    let partner_type = match words::partner_type(vocabulary, type_text) {
        PartnerType::Other(text) if text.is_empty() => {
            match layout.implied_type() {
                // The table's columns imply it; what says that it has no name isn't granular.
                PartnerType::Granular if words::is_not_applicable(vocabulary, &name) => {
                    PartnerType::Other(String::new())
                }
                PartnerType::Other(_) if authorization == Some(Authorization::Gdap) => {
                    PartnerType::Granular
                }
                implied => implied,
            }
        }
        PartnerType::Other(text) => {
            reader.unread.note(Unreadable::Type, &text);
            PartnerType::Other(text)
        }
        known => known,
    };
    let granular = partner_type == PartnerType::Granular;
    // The layout of 2023 writes the relationship's name where the partner would stand, under the
    // partner's group row.
    let name = if layout.has(Column::RelationshipName) {
        Some(name)
    } else {
        let elsewhere = group.is_some() && granular && own != partner;
        elsewhere.then_some(own)
    };
    let name = name.filter(|name| {
        !name.is_empty() && (granular || !words::is_not_applicable(vocabulary, name))
    });

    let mut roles = RoleList::default();
    if layout.has(Column::Roles) {
        roles = roles::list(vocabulary, layout.cell(row, Column::Roles));
        // A granular relationship has roles, so an empty cell says that they aren't shown.
        roles.read = !(granular && roles.named.is_empty() && roles.hidden == 0);
        reader.unread.note_roles(&roles);
    }

    let mut read_span = |column| {
        let text = layout.cell(row, column);
        let span = dates::read(vocabulary, text, reader.order);
        let says = !clean(text).is_empty() && !words::is_not_applicable(vocabulary, text);
        if span.is_none() && says && words::days(vocabulary, text).is_none() {
            reader.unread.note(Unreadable::Date, text);
        }
        span
    };
    let duration = read_span(Column::Duration);
    let expiration = read_span(Column::Expiration);
    let status = words::status(vocabulary, layout.cell(row, Column::Status));
    reader.unread.note_status(status.as_ref());

    Some(Relationship {
        partner,
        partner_type,
        name,
        authorization,
        roles,
        start: duration.and_then(|span| span.start).or(expiration.and_then(|span| span.start)),
        end: expiration.or(duration.filter(|span| span.start.is_some())).map(|span| span.end),
        status,
        seen: vec![Observation { tier: Tier::Page, place: Place::List, at: reader.now }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_labels() {
        for (text, name, count) in [
            ("Fabrikam (22)", "Fabrikam", Some(22)),
            ("Fabrikam(1)", "Fabrikam", Some(1)),
            ("Fabrikam （22）", "Fabrikam", Some(22)),
            ("Fabrikam (1,234)", "Fabrikam", Some(1_234)),
            ("Fabrikam (1.234)", "Fabrikam", Some(1_234)),
            ("Fabrikam (10+)", "Fabrikam", Some(10)),
            ("Fabrikam (UK) (3)", "Fabrikam (UK)", Some(3)),
            ("Fabrikam (UK)", "Fabrikam (UK)", None),
            ("Fabrikam", "Fabrikam", None),
            ("Fab\u{200B}rikam\u{202E} (2)", "Fabrikam", Some(2)),
            ("Fabrikam (99999999999)", "Fabrikam (99999999999)", None),
            ("\u{200B}\u{2060}\u{3164} (2)", "\u{FFFD}", Some(2)),
            ("\u{200B}", "\u{FFFD}", None),
            ("(1)", "", Some(1)),
            ("()", "()", None),
            ("", "", None),
        ] {
            assert_eq!(group_label(text), (name.to_owned(), count), "{text}");
        }
        let (name, count) = group_label(&format!("{} (5)", "a".repeat(10_000)));
        assert_eq!((name.chars().count(), count), (crate::text::LIMIT, Some(5)));
    }
}
