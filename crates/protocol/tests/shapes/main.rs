//! What travels and what is stored, as JSON: every type and every kind is written as it should be,
//! read back, and refused when anything about it is different.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests fail by panicking, like tests"
)]

mod domain_types;
mod frame;
mod messages;

use domain::{
    Authorization, Coverage, Date, Finding, Level, Observation, PartnerAssessment, PartnerId,
    PartnerType, Place, Relationship, RelationshipAssessment, RelationshipId, RoleHeld, RoleList,
    RuleId, Standing, Status, Tier, Timestamp, Unknown,
    assessment::{Argument, Fact, FactKind, Need},
    role::RoleId,
};
use protocol::{
    envelope::encode,
    json::{FromJson, Json, ToJson},
};
use serde_json::{Value, json};
use std::fmt::Debug;

pub(crate) fn read<T: FromJson>(json: &Value) -> Result<T, String> {
    let text = json.to_string();
    Json::parse(&text).and_then(|json| json.read()).map_err(|mismatch| mismatch.to_string())
}

/// `value` is written as `json` and read back, and nothing close to `json` is read.
pub(crate) fn check<T: FromJson + ToJson + PartialEq + Debug>(value: &T, json: &Value) {
    let written: Value = serde_json::from_str(&encode(value)).unwrap();
    assert_eq!(written, *json);
    assert_eq!(read::<T>(json).as_ref(), Ok(value), "{json}");
    for spoilt in spoilt(json) {
        assert!(read::<T>(&spoilt).is_err(), "{spoilt} is read like {json}");
    }
}

/// Members that may be missing, and then are nothing.
const OPTIONAL: &[&str] = &[
    "authorization",
    "caption",
    "count",
    "end",
    "frame",
    "group",
    "id",
    "listed",
    "name",
    "nextEnd",
    "notice",
    "organization",
    "readAt",
    "relationship",
    "rowCount",
    "start",
    "status",
    "tab",
    "tabUrl",
    "title",
    "total",
    "url",
    "view",
];

/// `json` with one thing changed: a member taken away, one more, or another type.
fn spoilt(json: &Value) -> Vec<Value> {
    let mut all = vec![match json {
        Value::Null => json!([]),
        Value::Number(_) => json!("1"),
        _ => json!(1),
    }];
    match json {
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("more".to_owned(), Value::Null);
            all.push(Value::Object(more));
            for (name, value) in members {
                if !OPTIONAL.contains(&name.as_str()) {
                    let mut less = members.clone();
                    less.remove(name);
                    all.push(Value::Object(less));
                }
                all.extend(spoilt(value).into_iter().map(|value| {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), value);
                    Value::Object(changed)
                }));
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                all.extend(spoilt(item).into_iter().map(|item| {
                    let mut changed = items.clone();
                    changed[at] = item;
                    Value::Array(changed)
                }));
            }
        }
        _ => {}
    }
    all
}

pub(crate) fn at() -> Timestamp {
    Timestamp::from_millis(1_795_513_260_250)
}

pub(crate) fn observation() -> Observation {
    Observation { tier: Tier::Page, place: Place::List, at: at() }
}

pub(crate) fn relationship() -> Relationship {
    let roles = [(Some(RoleId::GLOBAL_READER), "Global Reader"), (None, "Rôle \"spécial\"")];
    Relationship {
        partner: "Wingtip <b>Cloud</b>\u{7}\\".to_owned(),
        partner_type: PartnerType::Other("Co-op".to_owned()),
        name: Some("Desk 会 👩".to_owned()),
        authorization: Some(Authorization::Gdap),
        roles: RoleList {
            named: roles.map(|(id, name)| RoleHeld { id, name: name.to_owned() }).to_vec(),
            hidden: 3,
            read: true,
        },
        start: None,
        end: Date::new(2027, 3, 1),
        status: Some(Status::Active),
        seen: vec![observation()],
    }
}

pub(crate) fn finding() -> Finding {
    Finding {
        rule: RuleId::DapPresent,
        level: Level::High,
        relationship: Some(RelationshipId::of(&["Wingtip"])),
        arguments: arguments(),
        facts: vec![Fact { kind: FactKind::Roles, value: Argument::Count(2), seen: observation() }],
    }
}

pub(crate) fn arguments() -> Vec<Argument> {
    vec![
        Argument::Text("Desk".to_owned()),
        Argument::Count(u32::MAX),
        Argument::Date(Date::new(2024, 2, 29).unwrap()),
        Argument::List(vec!["Global Reader".to_owned()]),
    ]
}

pub(crate) fn judged() -> RelationshipAssessment {
    RelationshipAssessment {
        id: relationship().id(),
        standing: Standing::InForce,
        level: Level::High,
        findings: vec![finding()],
        unknowns: vec![Unknown { rule: RuleId::LongTerm, need: Need::Graph, relationship: None }],
        coverage: Coverage { decided: 7, rules: u16::MAX },
        relationship: relationship(),
    }
}

pub(crate) fn partner() -> PartnerAssessment {
    let RelationshipAssessment { level, findings, unknowns, coverage, .. } = judged();
    PartnerAssessment {
        id: PartnerId::of("Wingtip"),
        name: "Wingtip".to_owned(),
        level,
        findings,
        unknowns,
        coverage,
        shares_name: true,
        listed: Some(4),
        relationships: vec![judged()],
    }
}
