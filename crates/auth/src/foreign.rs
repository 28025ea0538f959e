//! JSON of others: everything may be missing, or there as something else.

use protocol::json::Json;

/// A text; empty where there is none.
#[inline(never)]
pub(crate) fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json.member(name).as_text()
}

/// A whole number, which some send as a text.
#[inline(never)]
pub(crate) fn number(json: &Json, name: &str) -> Option<i64> {
    match json.member(name) {
        Json::Number(number) => Some(*number),
        Json::Text(text) => text.parse().ok(),
        _ => None,
    }
}
