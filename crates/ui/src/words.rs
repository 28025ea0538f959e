//! Sentences, numbers, days and times in the viewer's language.

use domain::{Date, Timestamp, assessment::Argument};
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::{cell::OnceCell, rc::Rc};
use wasm_bindgen::JsValue;
use webext::Texts;

/// Days and times as the viewer writes them.
pub trait Calendar {
    /// A day.
    fn day(&self, day: Date) -> String;

    /// The time of day of an instant.
    fn time(&self, at: Timestamp) -> String;

    /// The day of an instant; `None` when it is today.
    fn other_day(&self, at: Timestamp) -> Option<String>;

    /// Now.
    fn now(&self) -> Timestamp;
}

/// All that is needed to put something into words. Cheap to clone.
#[derive(Clone)]
pub struct Words {
    texts: Rc<dyn Texts>,
    calendar: Rc<dyn Calendar>,
}

impl Words {
    /// Words from `texts`, days and times from `calendar`.
    #[must_use]
    pub fn new(texts: Rc<dyn Texts>, calendar: Rc<dyn Calendar>) -> Self {
        Self { texts, calendar }
    }

    /// The text under `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.texts.text(key, &[])
    }

    /// The text under `key` with `args` in its places.
    #[must_use]
    pub fn with(&self, key: &str, args: &[&str]) -> String {
        self.texts.text(key, args)
    }

    /// The text for `count` things. Its forms stand under `key` with `_one`, `_other`, …; a
    /// language of the viewer may have forms that the language of the texts doesn't.
    #[must_use]
    pub fn count(&self, key: &str, count: u32) -> String {
        let number = count.to_string();
        let args = [number.as_str()];
        let form = [key, "_", &self.texts.plural(count)].concat();
        let text = self.texts.text(&form, &args);
        if text.is_empty() { self.texts.text(&[key, "_other"].concat(), &args) } else { text }
    }

    /// A name that stands for itself where there is no text for it.
    #[must_use]
    pub fn name(&self, prefix: &str, name: &str) -> String {
        let known =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let text = if known {
            self.get(&[prefix, &name.replace('-', "_")].concat())
        } else {
            String::new()
        };
        if text.is_empty() { name.to_owned() } else { text }
    }

    /// A day.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        self.calendar.day(day)
    }

    /// An instant: the time, with the day where that isn't today.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        let time = self.calendar.time(at);
        match self.calendar.other_day(at) {
            Some(day) => self.with("moment_other_day", &[&day, &time]),
            None => time,
        }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.calendar.now()
    }

    /// An argument of a sentence.
    #[must_use]
    pub fn argument(&self, argument: &Argument) -> String {
        match argument {
            Argument::Text(text) => text.clone(),
            Argument::Count(count) => count.to_string(),
            Argument::Date(day) => self.day(*day),
            Argument::List(items) => items.join(", "),
        }
    }
}

/// The browser's calendar, in one language.
pub struct IntlCalendar {
    language: String,
    /// Days without a zone are put at midnight UTC, and so read in UTC.
    plain_day: OnceCell<Function>,
    local_day: OnceCell<Function>,
    time: OnceCell<Function>,
}

impl IntlCalendar {
    /// The calendar of `language`, a BCP 47 tag.
    #[must_use]
    pub fn new(language: String) -> Self {
        Self {
            language,
            plain_day: OnceCell::new(),
            local_day: OnceCell::new(),
            time: OnceCell::new(),
        }
    }

    fn format(
        &self,
        slot: &OnceCell<Function>,
        options: &[(&str, &str)],
        date: &JsValue,
    ) -> String {
        let function = slot.get_or_init(|| {
            let given = Object::new();
            for (key, value) in options {
                // Setting a property of a fresh plain object cannot fail.
                let _ = Reflect::set(&given, &JsValue::from_str(key), &JsValue::from_str(value));
            }
            let locales = Array::of1(&JsValue::from_str(&self.language));
            Intl::DateTimeFormat::new(&locales, &given).format()
        });
        let text = function.call1(&JsValue::UNDEFINED, date);
        text.ok().and_then(|text| text.as_string()).unwrap_or_default()
    }

    fn local_day(&self, at: Timestamp) -> String {
        self.format(&self.local_day, &[("dateStyle", "medium")], &millis(at))
    }
}

#[allow(clippy::cast_precision_loss, reason = "milliseconds of our age are far below 2^53")]
fn millis(at: Timestamp) -> JsValue {
    JsValue::from_f64(at.millis() as f64)
}

impl Calendar for IntlCalendar {
    fn day(&self, day: Date) -> String {
        // A date without a time is midnight UTC by the language's own rules.
        let midnight = js_sys::Date::new(&JsValue::from_str(&day.to_string()));
        let options = [("dateStyle", "medium"), ("timeZone", "UTC")];
        self.format(&self.plain_day, &options, &midnight)
    }

    fn time(&self, at: Timestamp) -> String {
        self.format(&self.time, &[("timeStyle", "short")], &millis(at))
    }

    fn other_day(&self, at: Timestamp) -> Option<String> {
        let day = self.local_day(at);
        (day != self.local_day(self.now())).then_some(day)
    }

    #[allow(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(js_sys::Date::now() as i64)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::{collections::BTreeMap, fs, path::Path};

    /// The English texts that ship.
    pub(crate) struct English(BTreeMap<String, String>);

    impl English {
        pub(crate) fn read() -> Self {
            let file = include_str!("../../../extension/_locales/en/messages.json");
            let file: BTreeMap<String, BTreeMap<String, serde_json::Value>> =
                serde_json::from_str(file).unwrap();
            let text = |entry: &BTreeMap<String, serde_json::Value>| {
                entry["message"].as_str().unwrap().to_owned()
            };
            Self(file.iter().map(|(key, entry)| (key.clone(), text(entry))).collect())
        }

        pub(crate) fn all(&self) -> &BTreeMap<String, String> {
            &self.0
        }
    }

    impl Texts for English {
        fn text(&self, key: &str, args: &[&str]) -> String {
            let mut text = self.0.get(key).cloned().unwrap_or_default();
            for (at, arg) in args.iter().enumerate() {
                text = text.replace(&format!("${}", at + 1), arg);
            }
            text
        }

        fn language(&self) -> String {
            "pl".to_owned()
        }

        fn plural(&self, count: u32) -> String {
            match count {
                1 => "one",
                2..=4 => "few",
                _ => "many",
            }
            .to_owned()
        }
    }

    pub(crate) struct Plain;

    impl Calendar for Plain {
        fn day(&self, day: Date) -> String {
            day.to_string()
        }

        fn time(&self, at: Timestamp) -> String {
            at.to_string()[11..16].to_owned()
        }

        fn other_day(&self, at: Timestamp) -> Option<String> {
            (at.date() != self.now().date()).then(|| at.date().to_string())
        }

        fn now(&self) -> Timestamp {
            Timestamp::parse("2026-11-24T09:41:00Z").unwrap()
        }
    }

    pub(crate) fn english() -> Words {
        Words::new(Rc::new(English::read()), Rc::new(Plain))
    }

    /// Every key that stands in the sources as the argument of `call`.
    fn keys_given_to(call: &str) -> Vec<String> {
        texts_given_to(call, 0)
    }

    /// Every text that stands in the sources behind `call` and as many other texts as `before`.
    fn texts_given_to(call: &str, before: usize) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut keys = Vec::new();
        for file in fs::read_dir(folder).unwrap() {
            let source = fs::read_to_string(file.unwrap().path()).unwrap();
            let given = source.split(call).skip(1).filter_map(|rest| rest.split(';').next());
            let given = given.filter_map(|rest| rest.split('"').nth(2 * before));
            keys.extend(given.filter(|key| !key.starts_with('_')).map(str::to_owned));
        }
        keys
    }

    #[test]
    fn every_key_that_is_asked_for_is_there() {
        let english = English::read();
        let mut wanted = keys_given_to("words.get(\"");
        wanted.extend(keys_given_to("words.with(\""));
        wanted.extend(keys_given_to("page.word(\""));
        wanted.extend(keys_given_to("page.title(\""));
        wanted.extend(texts_given_to("page.say(\"", 1));
        for key in keys_given_to("words.count(\"") {
            wanted.extend([format!("{key}_one"), format!("{key}_other")]);
        }
        assert!(wanted.len() > 90, "the sources were read: {}", wanted.len());
        let missing: Vec<&String> =
            wanted.iter().filter(|key| !english.all().contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn counts_take_the_form_of_the_texts_where_the_viewers_is_missing() {
        let words = english();
        assert_eq!(words.count("findings", 1), "1 finding");
        assert_eq!(words.count("findings", 3), "3 findings");
        assert_eq!(words.count("findings", 0), "0 findings");
    }

    #[test]
    fn moments_say_the_day_only_when_it_is_another() {
        let words = english();
        let at = |text| Timestamp::parse(text).unwrap();
        assert_eq!(words.moment(at("2026-11-24T08:05:00Z")), "08:05");
        assert_eq!(words.moment(at("2026-11-23T08:05:00Z")), "2026-11-23, 08:05");
    }

    #[test]
    fn names_stand_for_themselves_where_there_is_no_text() {
        let words = english();
        for (name, shown) in [
            ("indirect-reseller", "Indirect reseller"),
            ("Partenaire spécial", "Partenaire spécial"),
            ("unheard-of", "unheard-of"),
            ("", ""),
        ] {
            assert_eq!(words.name("type_", name), shown);
        }
    }

    #[test]
    fn arguments_are_put_into_words() {
        let words = english();
        let names = vec!["Global Reader".to_owned(), "Security Reader".to_owned()];
        for (argument, text) in [
            (Argument::Text("Contoso $1".to_owned()), "Contoso $1"),
            (Argument::Count(12), "12"),
            (Argument::Date(Date::new(2027, 3, 1).unwrap()), "2027-03-01"),
            (Argument::List(names), "Global Reader, Security Reader"),
        ] {
            assert_eq!(words.argument(&argument), text);
        }
    }
}
