//! A browser for tests: everything in memory, every failure on demand, time given.

use crate::{
    Alarms, ApiError, Area, Clock, Crypto, Identity, Locks, Messenger, Network, Response, Runtime,
    Storage, Tabs, Texts,
};
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
    /// Whether a window to sign in with is open, of a worker that was ended.
    pub popup: Cell<bool>,
    /// Addresses opened.
    pub opened: RefCell<Vec<String>>,
    /// Tabs that scripts were put into.
    pub injected: RefCell<Vec<i32>>,
    /// The time.
    pub now: Cell<i64>,
    /// Addresses that sign-in went to, and whether a window was allowed.
    pub signed_in_at: RefCell<Vec<(String, bool)>>,
    /// What the next sign-in comes back with. `STATE` in it stands for the one that it was
    /// given; when there is none, the window is closed.
    pub comes_back: RefCell<Option<String>>,
    /// Forms that were sent, with their addresses.
    pub sent: RefCell<Vec<(String, String)>>,
    /// What servers answer; nothing when the network is down.
    pub answers: RefCell<Option<Response>>,
    /// Addresses that were read, and the token that was shown.
    pub read: RefCell<Vec<(String, String)>>,
    /// What Graph answers; nothing when the network is down.
    pub graph: RefCell<Option<Response>>,
    /// The alarms.
    pub alarms: RefCell<BTreeMap<String, i64>>,
    /// How many random numbers were given.
    pub randoms: Cell<u8>,
}

impl Storage for Fake {
    async fn get(&self, area: Area, keys: &[String]) -> Result<Vec<Option<String>>, ApiError> {
        let stored = self.stored.borrow();
        Ok(keys.iter().map(|key| stored.get(&(area, key.clone())).cloned()).collect())
    }

    async fn keys(&self, area: Area, prefix: &str) -> Result<Vec<String>, ApiError> {
        Ok(self.all(area, prefix).await?.into_iter().map(|(key, _)| key).collect())
    }

    async fn all(&self, area: Area, prefix: &str) -> Result<Vec<(String, String)>, ApiError> {
        let stored = self.stored.borrow();
        let of_area = stored.iter().filter(|((known, _), _)| *known == area);
        let entries = of_area.map(|((_, key), value)| (key.clone(), value.clone()));
        Ok(entries.filter(|(key, _)| key.starts_with(prefix)).collect())
    }

    async fn set(&self, area: Area, entries: &[(String, String)]) -> Result<(), ApiError> {
        if let Some(message) = self.storage_full.borrow().clone() {
            return Err(ApiError::new("storage.set", message));
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
        Err(ApiError::new("runtime.sendMessage", "this is the worker".to_owned()))
    }
}

impl Tabs for Fake {
    async fn matching(&self, _patterns: &[String]) -> Result<Vec<i32>, ApiError> {
        Ok(self.tabs.borrow().clone())
    }

    async fn has_popup(&self, _pattern: &str) -> Result<bool, ApiError> {
        Ok(self.popup.get())
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

impl Identity for Fake {
    fn redirect_address(&self, path: &str) -> String {
        format!("https://partnerlens/{path}")
    }

    async fn web_auth_flow(&self, url: &str, interactive: bool) -> Result<String, ApiError> {
        self.signed_in_at.borrow_mut().push((url.to_owned(), interactive));
        let message = if interactive { "cancelled" } else { "User interaction required." };
        let failed = || ApiError::new("identity", message.to_owned());
        let back = self.comes_back.borrow_mut().take().ok_or_else(failed)?;
        let state = url.split('&').find_map(|pair| pair.strip_prefix("state="));
        Ok(back.replace("STATE", state.unwrap_or_default()))
    }
}

impl Network for Fake {
    async fn post_form(&self, url: &str, form: &str) -> Result<Response, ApiError> {
        self.sent.borrow_mut().push((url.to_owned(), form.to_owned()));
        let failed = || ApiError::new("fetch", "the network is down".to_owned());
        self.answers.borrow().clone().ok_or_else(failed)
    }

    async fn get_json(&self, url: &str, bearer: &str) -> Result<Response, ApiError> {
        self.read.borrow_mut().push((url.to_owned(), bearer.to_owned()));
        let failed = || ApiError::new("fetch", "the network is down".to_owned());
        self.graph.borrow().clone().ok_or_else(failed)
    }
}

impl Alarms for Fake {
    async fn wake_at(&self, name: &str, millis: i64) -> Result<(), ApiError> {
        self.alarms.borrow_mut().insert(name.to_owned(), millis);
        Ok(())
    }
}

impl Crypto for Fake {
    fn random(&self) -> [u8; 32] {
        self.randoms.set(self.randoms.get().wrapping_add(1));
        [self.randoms.get(); 32]
    }

    async fn sha256(&self, text: &str) -> Result<Vec<u8>, ApiError> {
        Ok(text.bytes().take(32).collect())
    }
}

impl Locks for Fake {
    type Lock = ();

    async fn lock(&self, _name: &str) -> Result<(), ApiError> {
        Ok(())
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
