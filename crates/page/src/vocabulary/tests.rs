//! That the file which ships is whole, and that a broken one isn't taken.

use super::*;
use domain::role::Role;

const TEXT: &str = include_str!("../../../../extension/vocabulary/page.txt");

/// The vocabulary that ships.
pub(crate) fn shipped() -> Vocabulary {
    Vocabulary::parse(TEXT).unwrap()
}

#[test]
fn every_topic_stands_where_its_number_says() {
    for (topic, name) in [
        (Topic::Roles, "roles"),
        (Topic::Columns, "columns"),
        (Topic::HeaderAdditions, "header additions"),
        (Topic::Types, "types"),
        (Topic::LegacyAuthorization, "legacy authorization"),
        (Topic::Statuses, "statuses"),
        (Topic::NotApplicable, "not applicable"),
        (Topic::OtherPartnerTypes, "other partner types"),
        (Topic::Titles, "titles"),
        (Topic::Controls, "controls"),
        (Topic::Messages, "messages"),
        (Topic::More, "more"),
        (Topic::Days, "days"),
        (Topic::Months, "months"),
        (Topic::DateFillers, "date fillers"),
        (Topic::RangeWords, "range words"),
        (Topic::ListJoints, "list joints"),
    ] {
        assert_eq!(TOPICS[topic as usize].0, name);
        assert!(TEXT.contains(&format!("\n[{name}]\n")), "{name}");
    }
}

#[test]
fn no_label_means_two_things_and_nothing_is_without_labels() {
    let vocabulary = shipped();
    for (labels, (name, form, meanings)) in vocabulary.labels.iter().zip(TOPICS) {
        let pairs = labels.windows(2).filter(|w| w[0].0 == w[1].0 && w[0].1 != w[1].1);
        assert_eq!(pairs.collect::<Vec<_>>(), Vec::<&[Label]>::new(), "{name}");
        let count = if name == "roles" { vocabulary.roles.len() } else { meanings.len().max(1) };
        for meaning in 0..count {
            assert!(labels.iter().any(|label| label.1 == meaning), "{name} {meaning}");
        }
        if form == Form::Phrase {
            let short = labels.iter().find(|(text, _)| text.trim().chars().count() < 4);
            assert_eq!(short, None, "{name}");
        }
    }
}

#[test]
fn each_section_meaning_and_language_stands_once_and_in_order() {
    let mut place = ("", "", "");
    let mut seen: Vec<(&str, &str, &str)> = Vec::new();
    for line in TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with('[') {
            place = (line, "", "");
        } else if let Some(labels) = line.strip_prefix(' ') {
            let (language, labels) = labels.split_once(' ').unwrap();
            let at = |language| LANGUAGES.split(' ').position(|known| known == language);
            assert!(place.2.is_empty() || at(place.2) < at(language), "{line}");
            place.2 = language;
            for label in labels.split('|') {
                assert_eq!(label.trim(), label, "{line}");
                assert!(!label.is_empty() && !label.contains("  "), "{line}");
            }
            let mut labels: Vec<&str> = labels.split('|').collect();
            let all = labels.len();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), all, "{line} names one label twice");
        } else {
            place = (place.0, line, "");
        }
        assert!(!seen.contains(&place), "{line} twice");
        seen.push(place);
    }
}

#[test]
fn every_role_of_the_domain_is_there_by_its_name_and_no_other() {
    let mut lines = TEXT.lines().skip_while(|line| *line != "[roles]").skip(1).peekable();
    let mut ids = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with(' ') {
            continue;
        }
        let id = RoleId::parse(line).expect(line);
        let role = Role::by_id(id).expect(line);
        assert_eq!(id.to_string(), line, "in lower case");
        let english = lines.peek().and_then(|line| line.strip_prefix(" en ")).expect(line);
        assert_eq!(english.split('|').next(), Some(role.name()), "{line}");
        ids.push(id);
    }
    ids.sort_unstable();
    let all: Vec<RoleId> = Role::all().iter().map(|role| role.id).collect();
    assert_eq!(ids, all);
    let vocabulary = shipped();
    for role in Role::all() {
        assert_eq!(vocabulary.role(role.name()), Some(role.id), "{}", role.name());
    }
}

#[test]
fn mistakes_are_told_by_line() {
    for (text, line, problem) in [
        (" en Partner", 1, "stands before the first section"),
        ("# Words\n\npartner", 3, "stands before the first section"),
        ("[colums]", 1, "no such section"),
        ("[columns", 1, "no such section"),
        ("[columns]\nowner", 2, "no such meaning"),
        ("[columns]\n en Partner", 2, "labels without a meaning"),
        ("[columns]\npartner\n[titles]\n en Partner", 4, "labels without a meaning"),
        ("[columns]\npartner\n Partner", 3, "labels without a language"),
        ("[columns]\npartner\n pl Partner", 3, "no such language"),
        ("[columns]\npartner\n  en Partner", 3, "no such language"),
        ("[columns]\npartner\n en Partner||Partner name", 3, "an empty label"),
        ("[columns]\npartner\n en —", 3, "an empty label"),
        ("[messages]\ndenied\n en ", 3, "an empty label"),
        ("[list joints]\n en ", 2, "an empty label"),
        ("[more]\n en and more", 2, "more than one word"),
        ("[more]\nmore", 2, "no such meaning"),
        ("[roles]\nGlobal Administrator", 2, "not a role id"),
    ] {
        assert_eq!(
            Vocabulary::parse(text).unwrap_err(),
            VocabularyError { line, problem },
            "{text}"
        );
    }
    let error = VocabularyError { line: 7, problem: "no such section" };
    assert_eq!(error.to_string(), "line 7 of the vocabulary: no such section");
}
