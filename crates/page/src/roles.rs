//! Role names of the page, and lists of them.

use crate::{
    lookup::{Index, key},
    text::{cap, clean, clean_whole},
    words,
};
use domain::{
    RoleHeld, RoleList,
    role::{Role, RoleId},
};
use std::sync::LazyLock;

/// More roles than this aren't in one list: Entra has about 150. The rest counts as hidden.
const MOST: usize = 400;

static INDEX: LazyLock<Index<RoleId>> = LazyLock::new(|| {
    let own = Role::all().iter().map(|role| (role.name, role.id));
    Index::new(own.chain(aliases()))
});

/// The names of `data/roles.txt`: lines of labels with the role they name.
fn aliases() -> impl Iterator<Item = (&'static str, RoleId)> {
    let mut role = None;
    include_str!("../data/roles.txt").lines().filter_map(move |line| {
        match line.strip_prefix(' ') {
            // Two letters of language and a blank stand before the labels; a test checks them.
            Some(labels) => role.and_then(|id| Some((labels.get(3..)?, id))),
            None => {
                role = Role::by_name(line).map(|role| role.id);
                None
            }
        }
    })
}

/// The role that `name` names in any of the languages.
pub(crate) fn by_name(name: &str) -> Option<RoleId> {
    INDEX.find(name)
}

/// Reads a cell with a list of roles.
pub(crate) fn list(text: &str) -> RoleList {
    let mut roles = RoleList { read: true, ..RoleList::default() };
    add(&mut roles, text);
    roles
}

/// Adds the roles that `text` lists to `roles`.
pub(crate) fn add(roles: &mut RoleList, text: &str) {
    let separator = |c: char| {
        matches!(c, ',' | ';' | '、' | '，' | '；' | '､' | '،' | '•' | '·' | '|' | '\n' | '\r')
    };
    for part in text.split(separator) {
        let name = clean_whole(part);
        let name = name.trim_start_matches(['-', '–', '*', ' ']);
        if name.is_empty() || words::is_not_applicable(name) {
            continue;
        }
        add_one(roles, name);
    }
}

fn add_one(roles: &mut RoleList, name: &str) {
    if let Some(id) = by_name(name) {
        push(roles, Some(id), name);
        return;
    }
    if let Some(more) = words::hidden(name) {
        roles.hidden = roles.hidden.saturating_add(more);
        return;
    }
    if let Some((before, after)) = halves(name) {
        for half in [before, after] {
            match words::hidden(half) {
                Some(more) => roles.hidden = roles.hidden.saturating_add(more),
                None => push(roles, by_name(half), half),
            }
        }
        return;
    }
    // An ellipsis says that something was cut off here, even if not how much.
    if name.ends_with(['…', '⋯']) || name.ends_with("...") {
        roles.hidden = roles.hidden.max(1);
    }
    if key(name).is_empty() && name.chars().all(|c| !c.is_alphanumeric()) {
        return;
    }
    push(roles, None, name);
}

/// The two last items of a list, where a word stands between them and both are understood.
fn halves(name: &str) -> Option<(&str, &str)> {
    const JOINING: [&str; 10] =
        [" and ", " und ", " et ", " y ", " e ", " en ", " と ", "と", " + ", " & "];
    let understood = |half: &str| by_name(half).is_some() || words::hidden(half).is_some();
    JOINING.iter().filter_map(|joining| name.split_once(joining)).find_map(|(before, after)| {
        // A plus sign is part of "+ 5 more".
        let after = if name.contains(" + ") { name.get(before.len() + 1..)? } else { after };
        (by_name(before).is_some() && understood(after)).then_some((before, after))
    })
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
