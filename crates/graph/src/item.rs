//! Reads objects of Graph's: whatever may be missing may be missing, and nothing is guessed.

use domain::Timestamp;
use protocol::json::Json;
use std::cell::Cell;

/// An object, and whether anything in it or in others of its answer was not as Graph's metadata has it.
/// Such a field is read as missing; whoever shows what was read has to say that some of it couldn't be.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a> {
    json: &'a Json,
    is_odd: &'a Cell<bool>,
}

impl<'a> Item<'a> {
    pub(crate) const fn new(json: &'a Json, is_odd: &'a Cell<bool>) -> Self {
        Self { json, is_odd }
    }

    /// The member, if it is there and no null.
    fn member(&self, name: &str) -> Option<&'a Json> {
        match self.json.member(name) {
            Json::Null => None,
            value => Some(value),
        }
    }

    /// Takes note that something isn't as it should be.
    fn odd<T>(&self) -> Option<T> {
        self.is_odd.set(true);
        None
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.member(name)? {
            Json::Text(text) => Some(text.clone()),
            _ => self.odd(),
        }
    }

    /// The id of something, which may be written in letters of either case.
    pub(crate) fn id(&self, name: &str) -> Option<String> {
        self.text(name).map(|id| id.to_ascii_lowercase())
    }

    /// What has to be there for the rest to make sense.
    pub(crate) fn needed<T>(&self, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.is_odd.set(true);
        }
        read
    }

    /// True or false.
    pub(crate) fn truth(&self, name: &str) -> Option<bool> {
        match self.member(name)? {
            Json::Truth(truth) => Some(*truth),
            _ => self.odd(),
        }
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.member(name)? {
            Json::Number(number) => Some(*number),
            _ => self.odd(),
        }
    }

    /// A time.
    pub(crate) fn time(&self, name: &str) -> Option<Timestamp> {
        match self.member(name)? {
            Json::Text(text) => Timestamp::parse(text).or_else(|| self.odd()),
            _ => self.odd(),
        }
    }

    /// An object.
    pub(crate) fn object(&self, name: &str) -> Option<Self> {
        match self.member(name)? {
            json @ Json::Object(_) => Some(Self { json, ..*self }),
            _ => self.odd(),
        }
    }

    /// Objects in a row.
    pub(crate) fn objects(&self, name: &str) -> Vec<Self> {
        let items = self.list(name).iter();
        let objects = items.filter_map(|json| match json {
            Json::Object(_) => Some(Self { json, ..*self }),
            _ => self.odd(),
        });
        objects.collect()
    }

    /// Texts in a row.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let items = self.list(name).iter();
        let texts = items.filter_map(|json| match json {
            Json::Text(text) => Some(text.clone()),
            _ => self.odd(),
        });
        texts.collect()
    }

    /// Ids in a row.
    pub(crate) fn ids(&self, name: &str) -> Vec<String> {
        self.texts(name).into_iter().map(|id| id.to_ascii_lowercase()).collect()
    }

    /// Ids in a row, where a row that isn't there isn't the same as an empty one.
    pub(crate) fn ids_if_any(&self, name: &str) -> Option<Vec<String>> {
        match self.member(name)? {
            Json::List(_) => Some(self.ids(name)),
            _ => self.odd(),
        }
    }

    fn list(&self, name: &str) -> &'a [Json] {
        match self.member(name) {
            None => &[],
            Some(Json::List(items)) => items,
            Some(_) => self.odd().unwrap_or_default(),
        }
    }

    /// What kind of object it says it is, without the namespace. Kinds that this version doesn't know
    /// are kept as they are.
    pub(crate) fn kind(&self) -> Option<String> {
        let kind = self.text("@odata.type")?;
        let kind = kind.trim_start_matches('#');
        Some(kind.strip_prefix("microsoft.graph.").unwrap_or(kind).to_owned())
    }
}
