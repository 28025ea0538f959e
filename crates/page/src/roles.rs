//! Role names of the page, and lists of them.

use crate::{
    lookup::is_letter_or_digit,
    text::{cap, clean, clean_whole},
    vocabulary::{Topic, Vocabulary},
    words,
};
use domain::{RoleHeld, RoleList, role::RoleId, search::around};

/// More roles than this aren't in one list: Entra has about 150. The rest counts as hidden.
const MOST: usize = 400;

/// Reads a cell with a list of roles.
pub(crate) fn list(vocabulary: &Vocabulary, text: &str) -> RoleList {
    let mut roles = RoleList { read: true, ..RoleList::default() };
    add(vocabulary, &mut roles, text);
    roles
}

/// Adds the roles that `text` lists to `roles`.
pub(crate) fn add(vocabulary: &Vocabulary, roles: &mut RoleList, text: &str) {
    let separator = |c: char| {
        matches!(c, ',' | ';' | '、' | '，' | '；' | '､' | '،' | '•' | '·' | '|' | '\n' | '\r')
    };
    for part in text.split(separator) {
        let name = clean_whole(part);
        let name = name.trim_start_matches(['-', '–', '*', ' ']);
        if name.is_empty() || words::is_not_applicable(vocabulary, name) {
            continue;
        }
        add_one(vocabulary, roles, name);
    }
}

fn add_one(vocabulary: &Vocabulary, roles: &mut RoleList, name: &str) {
    if let Some(id) = vocabulary.role(name) {
        push(roles, Some(id), name);
        return;
    }
    if let Some(more) = words::hidden(vocabulary, name) {
        roles.hidden = roles.hidden.saturating_add(more);
        return;
    }
    if let Some((before, after)) = halves(vocabulary, name) {
        for half in [before, after] {
            match words::hidden(vocabulary, half) {
                Some(more) => roles.hidden = roles.hidden.saturating_add(more),
                None => push(roles, vocabulary.role(half), half),
            }
        }
        return;
    }
    // An ellipsis says that something was cut off here, even if not how much.
    if name.ends_with(['…', '⋯']) || name.ends_with("...") {
        roles.hidden = roles.hidden.max(1);
    }
    if !name.chars().any(is_letter_or_digit) {
        return;
    }
    push(roles, None, name);
}

/// The two last items of a list, where a word stands between them and both are understood.
fn halves<'a>(vocabulary: &Vocabulary, name: &'a str) -> Option<(&'a str, &'a str)> {
    let joints = vocabulary.labels(Topic::ListJoints).iter().map(|(joint, _)| joint.as_str());
    for joint in joints.chain([" + ", " & "]) {
        let Some((before, mut after)) = around(name, joint) else { continue };
        if around(name, " + ").is_some() {
            // A plus sign is part of "+ 5 more".
            after = name.get(before.len() + 1..)?;
        }
        let understood =
            || vocabulary.role(after).is_some() || words::hidden(vocabulary, after).is_some();
        if vocabulary.role(before).is_some() && understood() {
            return Some((before, after));
        }
    }
    None
}

fn push(roles: &mut RoleList, id: Option<RoleId>, name: &str) {
    if roles.named.len() >= MOST {
        roles.hidden = roles.hidden.saturating_add(1);
        return;
    }
    let name = cap(clean(name));
    let same = |held: &RoleHeld| match (held.id, id) {
        (Some(held), Some(id)) => held == id,
        (None, None) => held.name == name,
        _ => false,
    };
    if !roles.named.iter().any(same) {
        roles.named.push(RoleHeld { id, name });
    }
}

#[cfg(test)]
mod tests;
