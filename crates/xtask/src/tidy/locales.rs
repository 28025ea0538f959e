//! The texts: each there, each used, each filled alike in all languages.

use crate::{
    manifest,
    package::{PackageCloud, Target},
    tidy::Complaints,
    workspace::{Workspace, files_below, read},
};
use anyhow::{Context as _, Result};
use domain::RuleId;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
};

/// The forms of a text about a number of things, by the plural rules of Unicode.
const PLURALS: [&str; 6] = ["_zero", "_one", "_two", "_few", "_many", "_other"];

/// Each key with its message as the browsers read it.
type Messages = BTreeMap<String, Value>;

pub(super) fn texts(workspace: &Workspace) -> Result<Complaints> {
    let folder = workspace.extension().join("_locales");
    let mut locales: BTreeMap<String, Messages> = BTreeMap::new();
    for entry in fs::read_dir(&folder).context("the folder of texts can't be read")? {
        let path = entry?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default().to_owned();
        let text = read(&path.join("messages.json"))?;
        let messages = serde_json::from_str(&text)
            .with_context(|| format!("the texts of {name} aren't of the browsers' form"))?;
        locales.insert(name, messages);
    }
    let english = locales.remove("en").context("there are no English texts")?;
    let mentions = mentions(workspace)?;

    let mut complaints = unfilled("en", &english);
    complaints.extend(missing(&english, &mentions));
    complaints.extend(unused(&english, &mentions));
    for (name, messages) in &locales {
        complaints.extend(unfilled(name, messages));
        complaints.extend(unlike(&english, name, messages));
    }
    Ok(complaints)
}

/// What the sources say of keys.
#[derive(Debug, Default)]
struct Mentions {
    /// Every quoted text of the sources: any of them may be a key or a part of one.
    quoted: BTreeSet<String>,
    /// Keys that are asked for by their whole name.
    certain: BTreeSet<String>,
}

fn mentions(workspace: &Workspace) -> Result<Mentions> {
    let mut mentions = Mentions::default();
    for target in Target::ALL {
        mentions.read(
            &manifest::manifest(target, PackageCloud::default().0, &workspace.version).to_string(),
        );
    }
    let crates = workspace.root.join("crates");
    for folder in [
        workspace.extension(),
        crates.join("ui").join("src"),
        crates.join("background").join("src"),
    ] {
        for path in files_below(&folder)? {
            let kind = path.extension().and_then(OsStr::to_str).unwrap_or_default();
            if ["rs", "js", "html", "css"].contains(&kind) {
                mentions.read(&read(&path)?);
            }
        }
    }
    for rule in RuleId::ALL {
        let key = rule.message_key();
        for part in ["", "_name", "_why", "_do"] {
            mentions.certain.insert(format!("{key}{part}"));
        }
        mentions.certain.insert(rule.authority().key.to_owned());
        mentions.quoted.insert(key);
    }
    Ok(mentions)
}

impl Mentions {
    fn read(&mut self, source: &str) {
        for quote in ['"', '\'', '`'] {
            for part in source.split(quote) {
                // Of a text that is put together, such as `level_{name}`, the beginning.
                let (start, composed) = match part.split_once(['{', '$']) {
                    Some((start, _)) => (start, true),
                    None => (part, false),
                };
                if is_key_like(start) && (!composed || start.ends_with('_')) {
                    self.quoted.insert(start.to_owned());
                }
            }
        }
        for (start, end) in [("__MSG_", "__"), ("getMessage('", "'"), ("getMessage(\"", "\"")] {
            self.certain.extend(between(source, start, end));
        }
        for start in ["words.get(\"", "words.with(\""] {
            self.certain.extend(between(source, start, "\""));
        }
        for key in between(source, "words.count(\"", "\"") {
            self.certain.insert(format!("{key}_other"));
        }
    }

    /// Whether some source can ask for the key: by its name, by the name that a plural form
    /// belongs to, by a beginning to which a value's name is added, or by a name and an ending.
    fn can_ask_for(&self, key: &str) -> bool {
        if self.certain.contains(key) || self.quoted.contains(key) {
            return true;
        }
        let bases = PLURALS.iter().filter_map(|form| key.strip_suffix(form));
        if bases.clone().any(|base| self.quoted.contains(base)) {
            return true;
        }
        key.match_indices('_').any(|(at, _)| {
            let (start, end) = key.split_at(at);
            self.quoted.contains(&key[..=at])
                || (self.quoted.contains(start) && self.quoted.contains(end))
        })
    }
}

fn is_key_like(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Every key between `start` and the next `end`.
fn between(source: &str, start: &str, end: &str) -> Vec<String> {
    source
        .split(start)
        .skip(1)
        .filter_map(|rest| rest.split_once(end))
        .map(|(key, _)| key)
        .filter(|key| is_key_like(key))
        .map(str::to_owned)
        .collect()
}

fn missing(english: &Messages, mentions: &Mentions) -> Complaints {
    let missing = mentions.certain.iter().filter(|key| !english.contains_key(*key));
    missing.map(|key| format!("there is no English text {key}")).collect()
}

fn unused(english: &Messages, mentions: &Mentions) -> Complaints {
    let unused = english.keys().filter(|key| !mentions.can_ask_for(key));
    unused.map(|key| format!("nothing uses the text {key}")).collect()
}

/// Places to fill that have no content, and contents that have no place.
fn unfilled(locale: &str, messages: &Messages) -> Complaints {
    let mut complaints = Vec::new();
    for (key, message) in messages {
        let Some(text) = message["message"].as_str().filter(|text| !text.trim().is_empty()) else {
            complaints.push(format!("{locale}: the text {key} is empty"));
            continue;
        };
        let named = message["placeholders"].as_object();
        let text = text.to_lowercase();
        for (name, placeholder) in named.into_iter().flatten() {
            if !text.contains(&format!("${}$", name.to_lowercase())) {
                complaints.push(format!("{locale}: the text {key} doesn't use its ${name}$"));
            }
            if placeholder["content"].as_str().is_none_or(|content| !content.contains('$')) {
                complaints.push(format!("{locale}: the place ${name}$ of {key} takes no value"));
            }
        }
        for name in named_places(&text) {
            if !named.is_some_and(|named| named.keys().any(|known| known.to_lowercase() == name)) {
                complaints.push(format!("{locale}: the place ${name}$ of {key} isn't declared"));
            }
        }
    }
    complaints
}

/// The names between dollar signs.
fn named_places(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('$') {
        rest = after;
        let name_ends = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let Some(at) = name_ends.filter(|&at| after[at..].starts_with('$')) else { continue };
        if at > 0 && !after.starts_with(|c: char| c.is_ascii_digit()) {
            found.push(after[..at].to_owned());
            rest = &after[at + 1..];
        }
    }
    found
}

/// The numbers of the values that a message takes.
fn values(message: &Value) -> BTreeSet<char> {
    let mut texts = vec![message["message"].as_str().unwrap_or_default()];
    for placeholder in message["placeholders"].as_object().into_iter().flat_map(|all| all.values())
    {
        texts.extend(placeholder["content"].as_str());
    }
    texts
        .iter()
        .flat_map(|text| text.split('$').skip(1))
        .filter_map(|after| after.chars().next().filter(char::is_ascii_digit))
        .collect()
}

/// What differs between another language and English.
fn unlike(english: &Messages, locale: &str, messages: &Messages) -> Complaints {
    let mut complaints = Vec::new();
    for (key, message) in english {
        match messages.get(key) {
            None => complaints.push(format!("{locale}: there is no text {key}")),
            Some(other) if values(other) != values(message) => {
                complaints
                    .push(format!("{locale}: the text {key} takes other values than in English"));
            }
            Some(_) => {}
        }
    }
    // Another language may need more plural forms.
    let more = messages.keys().filter(|key| {
        let of_plural = PLURALS
            .iter()
            .filter_map(|form| key.strip_suffix(form))
            .any(|base| english.contains_key(&format!("{base}_other")));
        !english.contains_key(*key) && !of_plural
    });
    complaints.extend(more.map(|key| format!("{locale}: the text {key} isn't there in English")));
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn messages(json: Value) -> Messages {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn keys_are_found_in_sources() {
        let mut mentions = Mentions::default();
        mentions.read("\"__MSG_app_name__\" getMessage('badge_name') words.with(\"until\", &[x])");
        mentions.read("words.count(\"findings\", 3); words.name(\"type_\", name)");
        mentions.read("let why = \"_why\"; match x { A => \"level_high\", B => 'Not a key' }");
        mentions.read("[\"rule_ended\", why]; format!(\"need_{need}\"); `seen_${place}`");
        assert_eq!(
            mentions.certain.iter().map(String::as_str).collect::<Vec<_>>(),
            ["app_name", "badge_name", "findings_other", "until"]
        );
        for (key, expected) in [
            ("app_name", true),
            ("level_high", true),
            ("findings_one", true),
            ("findings_other", true),
            ("type_oem", true),
            ("need_graph", true),
            ("seen_list", true),
            ("rule_ended_why", true),
            ("rule_ended_do", false),
            ("level_low", false),
            ("typeface", false),
        ] {
            assert_eq!(mentions.can_ask_for(key), expected, "{key}");
        }
    }

    #[test]
    fn missing_and_unused_texts_are_named() {
        let mut mentions = Mentions::default();
        mentions.read("getMessage('there') getMessage('gone')");
        let english = messages(json!({ "there": { "message": "x" }, "idle": { "message": "x" } }));
        assert_eq!(missing(&english, &mentions), ["there is no English text gone"]);
        assert_eq!(unused(&english, &mentions), ["nothing uses the text idle"]);
    }

    #[test]
    fn places_and_contents_belong_together() {
        let check = |message: Value, expected: &[&str]| {
            assert_eq!(unfilled("en", &messages(json!({ "k": message }))), expected);
        };
        check(json!({ "message": "All of $1 and $2." }), &[]);
        check(
            json!({ "message": "$NAME$ here", "placeholders": { "name": { "content": "$1" } } }),
            &[],
        );
        check(
            json!({ "message": "here", "placeholders": { "name": { "content": "$1" } } }),
            &["en: the text k doesn't use its $name$"],
        );
        check(
            json!({ "message": "$NAME$", "placeholders": { "name": { "content": "x" } } }),
            &["en: the place $name$ of k takes no value"],
        );
        check(json!({ "message": "$OTHER$ is" }), &["en: the place $other$ of k isn't declared"]);
        check(json!({ "message": " " }), &["en: the text k is empty"]);
    }

    #[test]
    fn languages_take_the_same_values() {
        let english = messages(json!({
            "a": { "message": "$1 of $2" },
            "b": { "message": "$N$", "placeholders": { "n": { "content": "$1" } } },
            "c_other": { "message": "$1 things" },
        }));
        let german = messages(json!({
            "a": { "message": "$2 von $1" },
            "b": { "message": "nichts" },
            "c_other": { "message": "$1 Dinge" },
            "c_few": { "message": "$1 Dinge" },
            "d": { "message": "mehr" },
        }));
        assert_eq!(
            unlike(&english, "de", &german),
            [
                "de: the text b takes other values than in English",
                "de: the text d isn't there in English",
            ]
        );
        let empty = Messages::new();
        assert_eq!(unlike(&english, "fr", &empty).len(), 3);
    }
}
