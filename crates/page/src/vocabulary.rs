//! The words of the page: what they mean, in the eight languages, from the data file that ships
//! beside this code, `extension/vocabulary/page.txt`.

use crate::{columns, lookup, wording, words};
use domain::{order::sort, role::RoleId};
use std::fmt;

/// The languages that labels are in. The page may mix them, so all are looked up at once.
const LANGUAGES: &str = "en de fr es it nl pt ja";

/// What labels are about: a section of the file. The number is the place in [`TOPICS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Roles,
    Columns,
    HeaderAdditions,
    Types,
    LegacyAuthorization,
    Statuses,
    NotApplicable,
    OtherPartnerTypes,
    Titles,
    Controls,
    Messages,
    More,
    Days,
    Months,
    DateFillers,
    RangeWords,
    ListJoints,
}

/// How labels of a topic are compared with the page's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Whole texts, by their [`lookup::key`].
    Label,
    /// Single words, as [`lookup::words`] gives them.
    Word,
    /// Parts of longer texts, as [`lookup::phrase`] gives them.
    Phrase,
    /// Between two things, as it stands, with blanks around; in Japanese also without.
    Between,
}

/// The name of each topic in the file, the form of its labels, and its meanings in the order of the
/// numbers that lookups give. A topic without meanings is about one thing, which has number 0;
/// meanings of roles are their ids.
const TOPICS: [(&str, Form, &[&str]); 17] = [
    ("roles", Form::Label, &[]),
    ("columns", Form::Label, &columns::NAMES),
    ("header additions", Form::Word, &[]),
    ("types", Form::Label, &words::TYPE_NAMES),
    ("legacy authorization", Form::Label, &[]),
    ("statuses", Form::Label, &words::STATUS_NAMES),
    ("not applicable", Form::Label, &[]),
    ("other partner types", Form::Label, &[]),
    ("titles", Form::Label, &wording::TITLE_NAMES),
    ("controls", Form::Label, &wording::CONTROL_NAMES),
    ("messages", Form::Phrase, &wording::MESSAGE_NAMES),
    ("more", Form::Word, &[]),
    ("days", Form::Word, &[]),
    (
        "months",
        Form::Word,
        &[
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
    ),
    ("date fillers", Form::Word, &[]),
    ("range words", Form::Between, &[]),
    ("list joints", Form::Between, &[]),
];

/// A label in comparable form, and the number of its meaning.
type Label = (String, usize);

/// All words that the page is read by.
#[derive(Debug)]
pub struct Vocabulary {
    /// Labels by topic; those of the forms that are looked up whole are sorted.
    labels: [Vec<Label>; TOPICS.len()],
    /// What the numbers of the roles' meanings stand for.
    roles: Vec<RoleId>,
}

/// Why a vocabulary can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VocabularyError {
    /// The line with the mistake, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for VocabularyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the vocabulary: {}", self.line, self.problem)
    }
}

impl std::error::Error for VocabularyError {}

impl Vocabulary {
    /// Reads the text of the file, whose first lines say how it is written.
    ///
    /// # Errors
    ///
    /// On the first line that has an unknown section, meaning or language, or an empty label. Of
    /// two meanings of one label the first named wins.
    pub fn parse(text: &str) -> Result<Self, VocabularyError> {
        let mut vocabulary = Self { labels: Default::default(), roles: Vec::new() };
        let mut place = Place::default();
        for (at, line) in text.lines().enumerate() {
            if let Err(problem) = vocabulary.take(line, &mut place) {
                return Err(VocabularyError { line: at + 1, problem });
            }
        }
        for (labels, &(_, form, _)) in vocabulary.labels.iter_mut().zip(&TOPICS) {
            if matches!(form, Form::Label | Form::Word) {
                sort(labels, |a, b| a.0.cmp(&b.0));
            }
        }
        Ok(vocabulary)
    }

    fn take(&mut self, line: &str, place: &mut Place) -> Result<(), &'static str> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix('[') {
            let at = TOPICS.iter().position(|(name, _, _)| rest.strip_suffix(']') == Some(name));
            place.topic = at.ok_or("no such section")?;
            let one = place.topic != Topic::Roles as usize
                && TOPICS.get(place.topic).is_some_and(|(_, _, meanings)| meanings.is_empty());
            place.meaning = one.then_some(0);
            return Ok(());
        }
        let before = "stands before the first section";
        let &(_, form, meanings) = TOPICS.get(place.topic).ok_or(before)?;
        let labels = self.labels.get_mut(place.topic).ok_or(before)?;
        let Some(line) = line.strip_prefix(' ') else {
            place.meaning = if place.topic == Topic::Roles as usize {
                self.roles.push(RoleId::parse(line).ok_or("not a role id")?);
                Some(self.roles.len() - 1)
            } else {
                Some(meanings.iter().position(|name| *name == line).ok_or("no such meaning")?)
            };
            return Ok(());
        };
        let meaning = place.meaning.ok_or("labels without a meaning")?;
        let (language, line) = line.split_once(' ').ok_or("labels without a language")?;
        if !lookup::lists(LANGUAGES, language) {
            return Err("no such language");
        }
        for label in line.split('|') {
            let comparable = match form {
                Form::Label => lookup::key(label),
                Form::Word => {
                    let mut words = lookup::words(label);
                    if words.len() > 1 {
                        return Err("more than one word");
                    }
                    words.pop().unwrap_or_default()
                }
                Form::Phrase => lookup::phrase(label),
                Form::Between => spaced(label),
            };
            if comparable.chars().all(|c| c == ' ') {
                return Err("an empty label");
            }
            labels.push((comparable, meaning));
            if form == Form::Between && lookup::joins_words(label) {
                labels.push((label.to_owned(), meaning));
            }
        }
        Ok(())
    }

    /// The labels of `topic`, in comparable form.
    pub(crate) fn labels(&self, topic: Topic) -> &[Label] {
        self.labels.get(topic as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The number of what `label` means.
    pub(crate) fn find(&self, topic: Topic, label: &str) -> Option<usize> {
        self.find_exactly(topic, &lookup::key(label))
    }

    /// The number of what the label with this key, or this word, means.
    pub(crate) fn find_exactly(&self, topic: Topic, comparable: &str) -> Option<usize> {
        let labels = self.labels(topic);
        let at = labels.partition_point(|(known, _)| known.as_str() < comparable);
        labels.get(at).filter(|(known, _)| known == comparable).map(|&(_, meaning)| meaning)
    }

    /// Whether this word, as [`lookup::words`] gives it, is one of `topic`.
    pub(crate) fn has_word(&self, topic: Topic, word: &str) -> bool {
        self.find_exactly(topic, word).is_some()
    }

    /// The role that `name` names in any of the languages.
    pub(crate) fn role(&self, name: &str) -> Option<RoleId> {
        self.find(Topic::Roles, name).and_then(|at| self.roles.get(at).copied())
    }
}

/// Where in the file the next line stands.
struct Place {
    /// The place of the section's topic in [`TOPICS`]; none before the first section.
    topic: usize,
    meaning: Option<usize>,
}

impl Default for Place {
    fn default() -> Self {
        Self { topic: TOPICS.len(), meaning: None }
    }
}

fn spaced(label: &str) -> String {
    let mut out = String::from(" ");
    out.push_str(label);
    out.push(' ');
    out
}

#[cfg(test)]
pub(crate) mod tests;
