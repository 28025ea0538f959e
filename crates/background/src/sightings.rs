//! From what the page shows to what is kept of it.

use crate::{
    partners::Partners,
    record::{PageRecord, PartnerRecord, TabRecord},
};
use domain::{PartnerId, Timestamp, evidence::PartnerGroup};
use page::{PageKind, PageReading, RowReading};
use protocol::content::PageFacts;

/// Puts what one reading shows into a tenant's records.
pub(crate) struct Sightings<'a> {
    pub(crate) partners: &'a mut Partners,
    /// The stay on the page.
    pub(crate) reading: &'a str,
    pub(crate) now: Timestamp,
    /// The partners of which something was seen.
    pub(crate) changed: &'a mut Vec<PartnerId>,
}

impl Sightings<'_> {
    /// Takes in all of a reading.
    pub(crate) fn take(&mut self, facts: &PageFacts, reading: &PageReading) {
        for (table, sensed) in reading.tables.iter().zip(&facts.tables) {
            let mut groups: Vec<PartnerGroup> = table.lookalikes.clone();
            for row in &table.rows {
                match row {
                    RowReading::Group(group) => groups.push(group.clone()),
                    RowReading::Relationship(relationship) => self.relationship(relationship),
                    RowReading::Nothing => {}
                }
            }
            let caption = sensed.caption.as_deref().unwrap_or_default();
            while let Some(group) = groups.pop() {
                let id = PartnerId::of(&group.partner);
                let name = group.partner.clone();
                let (mut same, mut others) = (Vec::new(), Vec::new());
                for other in groups {
                    let is_same = PartnerId::of(&other.partner) == id;
                    if is_same { same.push(other) } else { others.push(other) }
                }
                groups = others;
                same.push(group);
                let (reading, now) = (self.reading, self.now);
                self.partner(&name).see_groups(caption, same, reading, now);
            }
        }
        for relationship in reading.detail.iter().chain(&reading.invitation) {
            self.relationship(relationship);
        }
    }

    fn relationship(&mut self, relationship: &domain::Relationship) {
        let (reading, now) = (self.reading, self.now);
        self.partner(&relationship.partner).see(relationship.clone(), reading, now);
    }

    fn partner(&mut self, name: &str) -> &mut PartnerRecord {
        let (id, record) = self.partners.named(name, self.reading, self.now);
        if !self.changed.contains(&id) {
            self.changed.push(id);
        }
        record
    }
}

/// What is kept of the page in a tab, after what was kept `before`.
pub(crate) fn record_of(
    facts: &PageFacts,
    reading: PageReading,
    before: Option<&PageRecord>,
    now: Timestamp,
) -> PageRecord {
    let message = || facts.notices.first().map(|text| page::text::clean(text)).unwrap_or_default();
    match reading.state {
        PageKind::Loading => match before {
            Some(PageRecord::Loading { since }) => PageRecord::Loading { since: *since },
            _ => PageRecord::Loading { since: now },
        },
        PageKind::List => PageRecord::List { total: total_of(facts, &reading) },
        PageKind::Empty => PageRecord::Empty,
        PageKind::Denied => PageRecord::Denied { message: message() },
        PageKind::Failed => PageRecord::Failed { message: message() },
        PageKind::Detail => PageRecord::Detail,
        PageKind::Invitation => match reading.invitation {
            Some(asked) => PageRecord::Invitation { asked: Box::new(asked) },
            None => PageRecord::Detail,
        },
        PageKind::Unrecognised => {
            PageRecord::Unrecognised { report: reading.report.unwrap_or_default() }
        }
    }
}

/// How many relationships the tables say they have. A table with group rows counts those too, and
/// differently in each version of the page, so of such a table nothing is said.
fn total_of(facts: &PageFacts, reading: &PageReading) -> Option<u32> {
    let mut total = 0_u32;
    for (table, sensed) in reading.tables.iter().zip(&facts.tables) {
        if table.recognised {
            let is_grouped = sensed.rows.iter().any(|row| row.is_group || row.group.is_some());
            let rows = sensed.row_count.filter(|_| !is_grouped)?;
            total = total.saturating_add(rows.saturating_sub(1));
        }
    }
    Some(total)
}

/// What wasn't recognised `before` in this stay on the page, and what is `new`.
pub(crate) fn merged(before: Option<&TabRecord>, new: &[String]) -> Vec<String> {
    /// More than these help nobody.
    const MOST: usize = 50;
    let mut all = before.map(|tab| tab.unrecognised.clone()).unwrap_or_default();
    for word in new {
        if all.len() < MOST && !all.contains(word) {
            all.push(word.clone());
        }
    }
    all
}
