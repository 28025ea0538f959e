//! Every shape that is read: whole, with as little as there may be, with nulls, with other types in it,
//! and with more than is known.

mod inside;
mod outside;

use crate::{
    collector::Collector,
    found::{Found, Page},
    source::Form,
};
use protocol::json::{Json, ToJson};
use serde_json::{Map, Value, json};

const SUBJECT: &str = "subject";

/// A shape: what comes, which of its members must be there, and what is made of it in `Found`.
struct Shape {
    collector: Collector,
    whole: Value,
    required: &'static [&'static str],
    member: &'static str,
    read: Value,
}

/// Reads an object or a list of one item; gives what `member` of `Found` became, and the page.
fn read(collector: Collector, member: &str, item: &Value) -> (Value, Page) {
    let body = match collector.source().form {
        Form::Object => item.clone(),
        Form::Count => {
            let mut body = item.clone();
            body["value"] = json!([{ "id": "u" }]);
            body
        }
        Form::List | Form::First => json!({ "value": [item] }),
    };
    let mut found = Found::default();
    let body = Json::parse_foreign(&body.to_string()).unwrap();
    let page = found.add(collector, SUBJECT, &body).unwrap();
    let mut text = String::new();
    found.to_json(&mut text);
    let written: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(Json::parse(&text).unwrap().read::<Found>().as_ref(), Ok(&found));
    (written[member].clone(), page)
}

/// What `read` gives when nothing was understood.
fn is_nothing(value: &Value) -> bool {
    value.is_null() || *value == json!([])
}

/// Goes through all that may come in place of `shape.whole`.
fn check(shape: &Shape) {
    let Shape { collector, whole, required, member, read: expected } = shape;
    let of = |item: &Value| read(*collector, member, item);
    let (value, page) = of(whole);
    assert_eq!(value, *expected, "{collector:?}");
    assert_eq!((page.items, page.is_odd, page.next), (1, false, None), "{collector:?}");

    let mut more = whole.clone();
    more["somethingNew"] = json!({ "deep": [1.5, { "@odata.type": "#microsoft.graph.new" }] });
    assert_eq!(of(&more).0, *expected, "{collector:?}: what isn't known is left alone");

    let members = whole.as_object().unwrap();
    let few: Map<String, Value> = members
        .iter()
        .filter(|(name, _)| required.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let (value, page) = of(&Value::Object(few.clone()));
    assert!(!page.is_odd, "{collector:?}: {value}");
    let has_some = !required.is_empty();
    assert!(!(has_some && is_nothing(&value)), "{collector:?} with {few:?}");

    for name in members.keys() {
        let is_required = required.contains(&name.as_str());
        let mut changed = whole.clone();
        changed[name] = Value::Null;
        let (value, page) = of(&changed);
        assert_eq!(page.is_odd, is_required, "{collector:?} with {name} null");
        if is_required {
            assert!(is_nothing(&value), "{collector:?} without {name}: {value}");
        }
        // Something else than it should be: it is told, and read as if it were missing.
        for other in [json!(7), json!("seven"), json!(true), json!({}), json!([]), json!(1.5)] {
            let kind = |value: &Value| {
                // A number with a fraction is read as a text.
                let is_text = value.is_string() || value.is_f64();
                (is_text, value.is_i64(), value.is_boolean(), value.is_object(), value.is_array())
            };
            let is_time = members[name].as_str().is_some_and(|text| text.ends_with("00Z"));
            if kind(&other) == kind(&members[name]) && !is_time {
                continue;
            }
            changed[name] = other.clone();
            let (other_value, page) = of(&changed);
            assert!(page.is_odd, "{collector:?} with {name} {other}");
            assert_eq!(other_value, value, "{collector:?} with {name} {other}");
        }
    }
}

#[test]
fn an_item_that_says_nothing_is_told() {
    // Of these every field may be missing.
    let may_be_empty = [Collector::DefaultTrust, Collector::ProviderConstraints];
    for collector in Collector::ALL {
        let (_, page) = read(collector, "me", &json!({}));
        assert_eq!(page.is_odd, !may_be_empty.contains(&collector), "{collector:?}");
    }
    // Constraints of a kind that says nothing of roles aren't constraints to no role.
    let (value, _) = read(Collector::ProviderConstraints, "constraints", &json!({}));
    assert_eq!(value[0]["roles"], Value::Null);
}
