//! JSON of others: everything may be missing, or there as something else.

use protocol::json::Json;

/// The member `name` of an object.
pub(crate) fn member<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    match json {
        Json::Object(members) => {
            members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
        }
        _ => None,
    }
}

/// A text; empty where there is none.
pub(crate) fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    match member(json, name) {
        Some(Json::Text(text)) => text,
        _ => "",
    }
}

/// A whole number, which some send as a text.
pub(crate) fn number(json: &Json, name: &str) -> Option<i64> {
    match member(json, name)? {
        Json::Number(number) => Some(*number),
        Json::Text(text) => text.parse().ok(),
        _ => None,
    }
}
