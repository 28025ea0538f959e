//! A browser for tests: everything in memory, every failure on demand, time given.

use crate::{ApiError, Area, Clock, Messenger, Runtime, Storage, Tabs, Texts};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

/// The fake browser. What it was asked to do can be read from its fields.
#[derive(Debug, Default)]
pub struct Fake {
    /// What storage holds.
    pub stored: RefCell<BTreeMap<(Area, String), String>>,
    /// When set, every write to storage fails with these words.
    pub storage_full: RefCell<Option<String>>,
    /// How many writes there were.
    pub writes: Cell<u32>,
    /// What tabs were told.
    pub told_tabs: RefCell<Vec<(i32, String)>>,
    /// What extension pages were told.
    pub told_pages: RefCell<Vec<String>>,
    /// Tabs that can be injected into, and listen.
    pub tabs: RefCell<Vec<i32>>,
    /// Those of them in which nobody listens yet.
    pub deaf: RefCell<Vec<i32>>,
    /// Addresses opened.
    pub opened: RefCell<Vec<String>>,
    /// Tabs that scripts were put into.
    pub injected: RefCell<Vec<i32>>,
    /// The time.
    pub now: Cell<i64>,
}

impl Storage for Fake {
    async fn get(&self, area: Area, keys: &[String]) -> Result<Vec<Option<String>>, ApiError> {
        let stored = self.stored.borrow();
        Ok(keys.iter().map(|key| stored.get(&(area, key.clone())).cloned()).collect())
    }

    async fn keys(&self, area: Area) -> Result<Vec<String>, ApiError> {
        let stored = self.stored.borrow();
        Ok(stored.keys().filter(|(a, _)| *a == area).map(|(_, key)| key.clone()).collect())
    }

    async fn set(&self, area: Area, entries: &[(String, String)]) -> Result<(), ApiError> {
        if let Some(message) = self.storage_full.borrow().clone() {
            return Err(ApiError { api: "storage.set", message });
        }
        self.writes.set(self.writes.get() + 1);
        let mut stored = self.stored.borrow_mut();
        for (key, value) in entries {
            stored.insert((area, key.clone()), value.clone());
        }
        Ok(())
    }

    async fn remove(&self, area: Area, keys: &[String]) -> Result<(), ApiError> {
        let mut stored = self.stored.borrow_mut();
        for key in keys {
            stored.remove(&(area, key.clone()));
        }
        Ok(())
    }
}

impl Messenger for Fake {
    async fn tell_tab(&self, tab: i32, message: &str) -> Result<bool, ApiError> {
        self.told_tabs.borrow_mut().push((tab, message.to_owned()));
        Ok(self.tabs.borrow().contains(&tab) && !self.deaf.borrow().contains(&tab))
    }

    async fn tell_pages(&self, message: &str) -> Result<bool, ApiError> {
        self.told_pages.borrow_mut().push(message.to_owned());
        Ok(true)
    }

    async fn ask_worker(&self, _message: &str) -> Result<String, ApiError> {
        Err(ApiError { api: "runtime.sendMessage", message: "this is the worker".to_owned() })
    }
}

impl Tabs for Fake {
    async fn matching(&self, _patterns: &[&str]) -> Result<Vec<i32>, ApiError> {
        Ok(self.tabs.borrow().clone())
    }

    async fn open(&self, url: &str) -> Result<(), ApiError> {
        self.opened.borrow_mut().push(url.to_owned());
        Ok(())
    }

    async fn inject(
        &self,
        tab: i32,
        _scripts: &[&str],
        _styles: &[&str],
    ) -> Result<bool, ApiError> {
        self.injected.borrow_mut().push(tab);
        Ok(true)
    }
}

impl Texts for Fake {
    /// The key and its arguments, so that a test sees both.
    fn text(&self, key: &str, args: &[&str]) -> String {
        if args.is_empty() { key.to_owned() } else { format!("{key}({})", args.join("|")) }
    }

    fn language(&self) -> String {
        "en".to_owned()
    }

    fn plural(&self, count: u32) -> String {
        if count == 1 { "one" } else { "other" }.to_owned()
    }
}

impl Runtime for Fake {
    fn id(&self) -> String {
        "partner-lens".to_owned()
    }

    fn address(&self, path: &str) -> String {
        format!("chrome-extension://partner-lens/{path}")
    }

    fn version(&self) -> String {
        "0.0.0".to_owned()
    }
}

impl Clock for Fake {
    fn now_millis(&self) -> i64 {
        self.now.get()
    }
}
