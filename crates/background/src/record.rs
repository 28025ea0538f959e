//! What is kept of a tenant: one record per partner, and one per tab.

use domain::{
    PartnerAssessment, PartnerId, Relationship, RelationshipAssessment, Timestamp,
    assessment::Thresholds, evidence::PartnerGroup,
};
use protocol::{
    json::{FromJson, Json, Reader, ToJson},
    json_kinds, json_object,
};

/// Under what a tenant's records are kept: the organisation as the page names it or, where a page
/// names none, the tab, so that two unnamed tenants never meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TenantKey(String);

impl TenantKey {
    /// The key of a named organisation, else of the tab.
    pub(crate) fn of(organization: Option<&str>, tab: i32) -> Self {
        match organization {
            Some(name) => Self(["org:", &name.to_ascii_lowercase()].concat()),
            None => Self(["tab:", &i64::from(tab).to_string()].concat()),
        }
    }

    /// Whether it stands for a tab whose page names no organisation.
    pub(crate) fn is_unnamed(&self) -> bool {
        self.0.starts_with("tab:")
    }

    /// The key as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromJson for TenantKey {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        Self(String::from_json(json, reader))
    }
}

impl ToJson for TenantKey {
    fn to_json(&self, out: &mut String) {
        self.0.to_json(out);
    }
}

/// What is kept of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartnerRecord {
    /// Its name, cleaned.
    pub(crate) name: String,
    /// Its relationships, each with the stay on the page that showed it last.
    relationships: Vec<Kept>,
    /// Its group rows by the table they stand in.
    groups: Vec<GroupsOfTable>,
    /// The stay on the page that showed it last.
    pub(crate) reading: String,
    /// When that was.
    pub(crate) seen_at: Timestamp,
}

json_object!(PartnerRecord {
    "name" => name,
    "relationships" => relationships,
    "groups" => groups,
    "reading" => reading,
    "seen_at" => seen_at,
});

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    reading: String,
    relationship: Relationship,
}

json_object!(Kept { "reading" => reading, "relationship" => relationship });

#[derive(Debug, Clone, PartialEq, Eq)]
struct GroupsOfTable {
    table: String,
    reading: String,
    groups: Vec<PartnerGroup>,
}

json_object!(GroupsOfTable { "table" => table, "reading" => reading, "groups" => groups });

impl PartnerRecord {
    /// An empty record.
    pub(crate) fn new(name: &str, reading: &str, now: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            relationships: Vec::new(),
            groups: Vec::new(),
            reading: reading.to_owned(),
            seen_at: now,
        }
    }

    /// Its id.
    pub(crate) fn id(&self) -> PartnerId {
        PartnerId::of(&self.name)
    }

    /// Keeps a sighting of one of its relationships.
    pub(crate) fn see(&mut self, relationship: Relationship, reading: &str, now: Timestamp) {
        self.touch(reading, now);
        let mut same = self
            .relationships
            .iter_mut()
            .filter(|kept| kept.relationship.is_same_as(&relationship));
        match (same.next(), same.next()) {
            (Some(kept), None) => {
                kept.relationship.absorb(relationship);
                reading.clone_into(&mut kept.reading);
            }
            // Of several that it could be, only the one of the very same id is it.
            (Some(_), Some(_)) => {
                let id = relationship.id();
                match self.relationships.iter_mut().find(|kept| kept.relationship.id() == id) {
                    Some(kept) => {
                        kept.relationship.absorb(relationship);
                        reading.clone_into(&mut kept.reading);
                    }
                    None => self.push(relationship, reading),
                }
            }
            (None, _) => self.push(relationship, reading),
        }
    }

    /// Keeps what the group rows of one table say of it.
    pub(crate) fn see_groups(
        &mut self,
        table: &str,
        groups: Vec<PartnerGroup>,
        reading: &str,
        now: Timestamp,
    ) {
        self.touch(reading, now);
        // What an earlier stay counted, perhaps under another filter, isn't added to this one's.
        self.groups.retain(|kept| kept.reading == reading);
        match self.groups.iter_mut().find(|kept| kept.table == table) {
            // Of two group rows of one name only one may be on the screen later: it was seen that
            // there are two, and it stays so for this stay on the page.
            Some(kept) if kept.reading == reading && kept.groups.len() > groups.len() => {}
            Some(kept) => {
                kept.groups = groups;
                reading.clone_into(&mut kept.reading);
            }
            None => self.groups.push(GroupsOfTable {
                table: table.to_owned(),
                reading: reading.to_owned(),
                groups,
            }),
        }
    }

    /// How many of its relationships the stay `reading` has shown.
    pub(crate) fn seen_in(&self, reading: &str) -> usize {
        self.relationships.iter().filter(|kept| kept.reading == reading).count()
    }

    /// Takes over what another record of the same partner knows and this one doesn't.
    pub(crate) fn merge(&mut self, other: Self) {
        for kept in other.relationships {
            if !self.relationships.iter().any(|own| own.relationship.is_same_as(&kept.relationship))
            {
                self.relationships.push(kept);
            }
        }
        for group in other.groups {
            if !self.groups.iter().any(|own| own.table == group.table) {
                self.groups.push(group);
            }
        }
        if self.seen_at < other.seen_at {
            self.seen_at = other.seen_at;
            self.reading = other.reading;
        }
    }

    /// The judgement over all that is kept.
    pub(crate) fn assess(&self, thresholds: &Thresholds, now: Timestamp) -> PartnerAssessment {
        let mut relationships = Vec::new();
        for kept in &self.relationships {
            relationships.push(&kept.relationship);
        }
        let mut groups = Vec::new();
        for kept in &self.groups {
            for group in &kept.groups {
                groups.push(group);
            }
        }
        domain::assess_partner(&self.name, &relationships, &groups, thresholds, now)
    }

    fn push(&mut self, relationship: Relationship, reading: &str) {
        self.relationships.push(Kept { reading: reading.to_owned(), relationship });
    }

    fn touch(&mut self, reading: &str, now: Timestamp) {
        reading.clone_into(&mut self.reading);
        self.seen_at = now;
    }
}

/// The part of a partner's judgement that is about `relationship`.
pub(crate) fn part_of<'a>(
    partner: &'a PartnerAssessment,
    relationship: &Relationship,
) -> Option<&'a RelationshipAssessment> {
    let id = relationship.id();
    let all = &partner.relationships;
    all.iter()
        .find(|judged| judged.id == id)
        .or_else(|| all.iter().find(|judged| judged.relationship.is_same_as(relationship)))
}

/// What the page in a tab shows. What follows from it is worked out when somebody asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PageRecord {
    /// It says that it is loading.
    Loading {
        /// Since when.
        since: Timestamp,
    },
    /// The list, and how many relationships it says it has.
    List { total: Option<u32> },
    /// The list without rows.
    Empty,
    /// The admin may not see the list; in the page's words.
    Denied { message: String },
    /// The page couldn't get its data; in its words.
    Failed { message: String },
    /// The page of one relationship.
    Detail,
    /// A request to approve roles.
    Invitation { asked: Box<Relationship> },
    /// None of these.
    Unrecognised { report: String },
}

json_kinds!(PageRecord {
    "loading" => Loading { "since" => since },
    "list" => List { "total" => total },
    "empty" => Empty,
    "denied" => Denied { "message" => message },
    "failed" => Failed { "message" => message },
    "detail" => Detail,
    "invitation" => Invitation { "asked" => asked },
    "unrecognised" => Unrecognised { "report" => report },
});

/// What is kept of a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TabRecord {
    /// Whose page it shows.
    pub(crate) tenant: TenantKey,
    /// The organisation as the page names it.
    pub(crate) organization: Option<String>,
    /// The present stay on the page.
    pub(crate) reading: String,
    /// What the page shows.
    pub(crate) page: PageRecord,
    /// When the page was last read.
    pub(crate) read_at: Timestamp,
    /// Words of the page that weren't recognised in this stay.
    pub(crate) unrecognised: Vec<String>,
}

json_object!(TabRecord {
    "tenant" => tenant,
    "organization" => organization,
    "reading" => reading,
    "page" => page,
    "read_at" => read_at,
    "unrecognised" => unrecognised,
});

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Observation, PartnerType, Place, RoleList, Tier};
    use protocol::envelope::encode;
    use std::fmt::Debug;

    fn check<T: ToJson + FromJson + PartialEq + Debug>(record: &T, text: &str) {
        assert_eq!(encode(record), text);
        assert_eq!(Json::parse(text).and_then(|json| json.read()).as_ref(), Ok(record));
        // What another version wrote isn't there for this one.
        let other = text.replacen('{', r#"{"more":1,"#, 1);
        assert!(Json::parse(&other).is_ok_and(|json| json.read::<T>().is_err()), "{other}");
    }

    fn at() -> Timestamp {
        Timestamp::from_millis(1_795_513_260_000)
    }

    fn relationship() -> Relationship {
        Relationship {
            partner: "Wingtip".to_owned(),
            partner_type: PartnerType::Reseller,
            name: None,
            authorization: None,
            roles: RoleList::default(),
            start: None,
            end: None,
            status: None,
            seen: vec![Observation { tier: Tier::Page, place: Place::List, at: at() }],
        }
    }

    const RELATIONSHIP: &str = r#"{"partner":"Wingtip","type":"reseller","name":null,"authorization":null,"roles":{"named":[],"hidden":0,"read":false},"start":null,"end":null,"status":null,"seen":[{"tier":"page","place":"list","at":"2026-11-24T09:41:00Z"}]}"#;

    #[test]
    fn partners_are_read_as_they_were_written() {
        let mut record = PartnerRecord::new("Wingtip", "r1", at());
        record.see(relationship(), "r1", at());
        let group = PartnerGroup {
            partner: "Wingtip".to_owned(),
            count: Some(1),
            shares_name: false,
            at: at(),
        };
        record.see_groups("GDAP", vec![group], "r1", at());
        let text = format!(
            r#"{{"name":"Wingtip","relationships":[{{"reading":"r1","relationship":{RELATIONSHIP}}}],"groups":[{{"table":"GDAP","reading":"r1","groups":[{{"partner":"Wingtip","count":1,"shares_name":false,"at":"2026-11-24T09:41:00Z"}}]}}],"reading":"r1","seen_at":"2026-11-24T09:41:00Z"}}"#
        );
        check(&record, &text);
    }

    #[test]
    fn tabs_are_read_as_they_were_written() {
        let message = || "No".to_owned();
        for (page, text) in [
            (
                PageRecord::Loading { since: at() },
                r#"{"loading":{"since":"2026-11-24T09:41:00Z"}}"#,
            ),
            (PageRecord::List { total: Some(2) }, r#"{"list":{"total":2}}"#),
            (PageRecord::Empty, r#""empty""#),
            (PageRecord::Denied { message: message() }, r#"{"denied":{"message":"No"}}"#),
            (PageRecord::Failed { message: message() }, r#"{"failed":{"message":"No"}}"#),
            (PageRecord::Detail, r#""detail""#),
            (
                PageRecord::Invitation { asked: Box::new(relationship()) },
                &format!(r#"{{"invitation":{{"asked":{RELATIONSHIP}}}}}"#),
            ),
            (PageRecord::Unrecognised { report: message() }, r#"{"unrecognised":{"report":"No"}}"#),
        ] {
            let record = TabRecord {
                tenant: TenantKey::of(Some("Contoso"), 1),
                organization: Some("Contoso".to_owned()),
                reading: "r1".to_owned(),
                page,
                read_at: at(),
                unrecognised: vec!["Co-op".to_owned()],
            };
            check(
                &record,
                &format!(
                    r#"{{"tenant":"org:contoso","organization":"Contoso","reading":"r1","page":{text},"read_at":"2026-11-24T09:41:00Z","unrecognised":["Co-op"]}}"#
                ),
            );
        }
    }
}
