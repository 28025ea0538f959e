//! The switches that tests turn, for everything or for one page by its address.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::entra::switches::EntraSettings;

/// The state of every switch. Field names in JSON are also the names in a page's query string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// The tenant that pages show unless their address names another.
    pub tenant: String,
    /// The page's layout.
    pub layout: Layout,
    /// A BCP 47 tag such as `de-DE`.
    pub language: String,
    /// The page's colours.
    pub theme: Theme,
    /// Whether pages come with the strict content security policy and cross-origin isolation.
    pub strict: bool,
    /// Milliseconds that every data request waits before it is answered.
    pub latency: u64,
    /// An HTTP status that every data request fails with.
    pub http_error: Option<u16>,
    /// Whether data requests answer 440, as when the admin center's session is over.
    pub session_over: bool,
    /// A change of the page that the extension wasn't told of.
    pub drift: Option<Drift>,
    /// Milliseconds before the page is rendered.
    pub late_render: u64,
    /// Milliseconds between forced renders; 0 for none.
    pub rerender_every: u64,
    /// The clock.
    #[serde(with = "time::serde::rfc3339")]
    pub now: OffsetDateTime,
    /// The switches of the sign-in host.
    pub entra: EntraSettings,
}

/// The page's layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// One grouped table, as in 2021.
    A,
    /// A GDAP section and "Other partner types", as in 2023.
    B,
    /// The same facts in a Fluent v9 `DataGrid`.
    V9,
}

/// The page's colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "The names say it all.")]
pub enum Theme {
    Light,
    Dark,
}

/// Changes of the page that nobody announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drift {
    /// Header cells carry other words.
    RenamedHeaders,
    /// The list is a table of another kind.
    UnknownTable,
    /// Rows and cells have other roles.
    RoleAttribute,
}

impl Settings {
    /// The switches as they are at start, for a tenant and a clock.
    #[must_use]
    pub fn new(tenant: &str, now: OffsetDateTime) -> Self {
        Self {
            tenant: tenant.to_owned(),
            layout: Layout::B,
            language: "en-US".to_owned(),
            theme: Theme::Light,
            strict: false,
            latency: 0,
            http_error: None,
            session_over: false,
            drift: None,
            late_render: 0,
            rerender_every: 0,
            now,
            entra: EntraSettings::default(),
        }
    }

    /// These switches with some of them changed; `null` sets one back to `initial`. The switches
    /// under `entra` are changed one by one too.
    ///
    /// # Errors
    /// A sentence, if a switch isn't known or its value isn't one of those it takes.
    pub fn changed(&self, changes: &Map<String, Value>, initial: &Self) -> Result<Self, String> {
        let map = |settings: &Self| match serde_json::to_value(settings) {
            Ok(Value::Object(map)) => Ok(map),
            other => Err(format!("The switches can't be written as JSON: {other:?}.")),
        };
        let (mut current, initial) = (map(self)?, map(initial)?);
        merge(&mut current, changes, &initial);
        let changed: Self = serde_json::from_value(Value::Object(current))
            .map_err(|error| format!("A switch isn't right: {error}."))?;
        changed.check()?;
        Ok(changed)
    }

    /// These switches with those changed that a query string names. Other parameters are the
    /// admin center's own, such as `source=applauncher`, and are passed over.
    ///
    /// # Errors
    /// A sentence, if the value of a switch isn't one of those it takes.
    pub fn with_query(&self, query: &str, initial: &Self) -> Result<Self, String> {
        let mut changes = Map::new();
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let value = match name.as_ref() {
                "tenant" | "layout" | "language" | "theme" | "now" => Value::from(text.as_ref()),
                "drift" if text.is_empty() => Value::Null,
                "drift" => Value::from(text.as_ref()),
                "strict" | "sessionOver" => match text.as_ref() {
                    "1" | "true" | "" => Value::from(true),
                    "0" | "false" => Value::from(false),
                    _ => return Err(format!("{name} is 1 or 0.")),
                },
                "httpError" if text.is_empty() => Value::Null,
                "latency" | "httpError" | "lateRender" | "rerenderEvery" => {
                    Value::from(text.parse::<u64>().map_err(|_| format!("{name} is a number."))?)
                }
                _ => continue,
            };
            changes.insert(name.into_owned(), value);
        }
        self.changed(&changes, initial)
    }

    fn check(&self) -> Result<(), String> {
        let is_tag = |text: &str| {
            !text.is_empty() && text.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
        };
        if !is_tag(&self.language) {
            return Err("language is a tag such as de-DE.".to_owned());
        }
        if self.http_error.is_some_and(|status| !(400..=599).contains(&status)) {
            return Err("httpError is between 400 and 599.".to_owned());
        }
        self.entra.check()
    }
}

fn merge(
    current: &mut Map<String, Value>,
    changes: &Map<String, Value>,
    initial: &Map<String, Value>,
) {
    for (name, value) in changes {
        let group = match (current.get_mut(name), initial.get(name)) {
            (Some(Value::Object(current)), Some(Value::Object(initial))) if name == "entra" => {
                Some((current, initial))
            }
            _ => None,
        };
        if let (Some((current, initial)), Value::Object(changes)) = (group, value) {
            merge(current, changes, initial);
            continue;
        }
        let value = if value.is_null() { initial.get(name) } else { Some(value) };
        // An unknown name goes in as it is, so that decoding refuses and names it.
        current.insert(name.clone(), value.cloned().unwrap_or_default());
    }
}

/// The part of a page's query string that its data requests have to know too, to be kept in a
/// cookie; empty when there is none.
#[must_use]
pub fn carried_query(query: &str) -> String {
    let mut carried = form_urlencoded::Serializer::new(String::new());
    for (name, text) in form_urlencoded::parse(query.as_bytes()) {
        if matches!(name.as_ref(), "latency" | "httpError" | "sessionOver" | "now") {
            carried.append_pair(&name, &text);
        }
    }
    carried.finish()
}
