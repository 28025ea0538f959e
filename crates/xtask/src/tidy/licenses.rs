//! Licences of dependencies, against the list in `deny.toml`.

use crate::{
    tidy::Complaints,
    workspace::{Workspace, read},
};
use anyhow::{Context as _, Result};

pub(super) fn allowed(workspace: &Workspace) -> Result<Complaints> {
    let allowed = list(&read(&workspace.root.join("deny.toml"))?)?;
    let mut complaints = Vec::new();
    let packages = workspace.metadata["packages"].as_array().into_iter().flatten();
    for package in packages.filter(|package| package["source"].is_string()) {
        let name = package["name"].as_str().unwrap_or_default();
        match package["license"].as_str() {
            None => complaints.push(format!("{name} states no licence")),
            Some(license) if !is_allowed(license, &allowed) => {
                complaints.push(format!("{name} has the licence {license}, which isn't allowed"));
            }
            Some(_) => {}
        }
    }
    Ok(complaints)
}

/// The list `allow` of the section `[licenses]`; the file is ours and keeps to this form.
fn list(deny: &str) -> Result<Vec<String>> {
    let section = deny.split_once("[licenses]").map(|(_, rest)| rest);
    let list = section
        .and_then(|text| text.split_once("allow = ["))
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(list, _)| list)
        .context("deny.toml has no list of licences")?;
    Ok(list.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

/// Whether an SPDX expression can be met with the allowed licences alone. The old form with a
/// slash means a choice.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut tokens = spaced.split_whitespace().peekable();
    let verdict = either(&mut tokens, allowed);
    verdict && tokens.next().is_none()
}

type Tokens<'text> = std::iter::Peekable<std::str::SplitWhitespace<'text>>;

fn either(tokens: &mut Tokens<'_>, allowed: &[String]) -> bool {
    let mut verdict = both(tokens, allowed);
    while tokens.next_if_eq(&"OR").is_some() {
        verdict |= both(tokens, allowed);
    }
    verdict
}

fn both(tokens: &mut Tokens<'_>, allowed: &[String]) -> bool {
    let mut verdict = one(tokens, allowed);
    while tokens.next_if_eq(&"AND").is_some() {
        verdict &= one(tokens, allowed);
    }
    verdict
}

fn one(tokens: &mut Tokens<'_>, allowed: &[String]) -> bool {
    if tokens.next_if_eq(&"(").is_some() {
        let verdict = either(tokens, allowed);
        return tokens.next_if_eq(&")").is_some() && verdict;
    }
    let mut name = tokens.next().unwrap_or_default().to_owned();
    if tokens.next_if_eq(&"WITH").is_some() {
        name = format!("{name} WITH {}", tokens.next().unwrap_or_default());
    }
    allowed.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_met_or_not() {
        let deny = "[bans]\nallow = [\"x\"]\n[licenses]\nallow = [\n  \"MIT\",\n  \"Unicode-3.0\",\n  \
                    \"Apache-2.0 WITH LLVM-exception\",\n]\n";
        let allowed = list(deny).unwrap();
        assert_eq!(allowed, ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]);
        for (expression, expected) in [
            ("MIT", true),
            ("MIT OR GPL-3.0", true),
            ("GPL-3.0 OR MIT", true),
            ("MIT/Apache-2.0", true),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("(MIT OR GPL-3.0) AND GPL-2.0", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0", false),
            ("MIT MIT", false),
            ("(MIT", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
        }
        assert!(list("").is_err());
    }
}
