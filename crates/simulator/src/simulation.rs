//! Everything that one running simulator keeps in memory.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use serde_json::{Map, Value};

use time::OffsetDateTime;

use crate::entra::Ledger;
use crate::entra::switches::{Clock, PlannedError};
use crate::request_log::RequestLog;
use crate::settings::Settings;
use crate::tenant::Tenant;

/// How many errors of pages are kept; a page in a loop must not fill the memory.
const MOST_PAGE_ERRORS: usize = 1_000;

/// State shared by all hosts and the control endpoints.
#[derive(Debug)]
pub(crate) struct Simulation {
    /// The tenants as their files describe them.
    tenants: BTreeMap<String, Tenant>,
    /// Those that somebody changed.
    changed: Mutex<HashMap<String, Tenant>>,
    initial: Settings,
    settings: Mutex<Settings>,
    page_errors: Mutex<Vec<Value>>,
    nonces: AtomicU64,
    /// Requests to every host but the control endpoints.
    pub(crate) requests: RequestLog,
    /// What the sign-in host remembers.
    pub(crate) entra: Ledger,
    /// The folder with the page's script and style sheet.
    pub(crate) assets: PathBuf,
}

impl Simulation {
    pub(crate) fn new(
        tenants: BTreeMap<String, Tenant>,
        initial: Settings,
        assets: PathBuf,
    ) -> Self {
        Self {
            tenants,
            changed: Mutex::default(),
            settings: Mutex::new(initial.clone()),
            initial,
            page_errors: Mutex::default(),
            nonces: AtomicU64::new(0),
            requests: RequestLog::default(),
            entra: Ledger::default(),
            assets,
        }
    }

    /// Sets everything back to how it was at start.
    pub(crate) fn reset(&self) {
        lock(&self.changed).clear();
        *lock(&self.settings) = self.initial.clone();
        lock(&self.page_errors).clear();
        self.requests.clear();
        self.entra.reset();
    }

    /// The clock that codes and tokens go by.
    pub(crate) fn entra_now(&self) -> OffsetDateTime {
        let settings = lock(&self.settings);
        match settings.entra.clock {
            Clock::Simulated => settings.now,
            Clock::Machine => OffsetDateTime::now_utc(),
        }
    }

    /// The error that the token endpoint is told to answer this request with, counted down.
    pub(crate) fn next_token_error(&self, grant: Option<&str>) -> Option<PlannedError> {
        count_down(&mut lock(&self.settings).entra.token_error, |planned| {
            planned.grant.is_none() || planned.grant.as_deref() == grant
        })
    }

    /// The error that authorize is told to send this request back with, counted down.
    pub(crate) fn next_authorize_error(&self) -> Option<PlannedError> {
        count_down(&mut lock(&self.settings).entra.authorize_error, |_| true)
    }

    pub(crate) fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    /// Turns switches for everything that follows.
    pub(crate) fn change_settings(&self, changes: &Map<String, Value>) -> Result<Settings, String> {
        let mut settings = lock(&self.settings);
        let changed = settings.changed(changes, &self.initial)?;
        self.check_tenant(&changed.tenant)?;
        *settings = changed.clone();
        Ok(changed)
    }

    /// The switches as a page's query string changes them.
    pub(crate) fn settings_for(&self, query: &str) -> Result<Settings, String> {
        let settings = self.settings().with_query(query, &self.initial)?;
        self.check_tenant(&settings.tenant)?;
        Ok(settings)
    }

    /// Names of the tenants, in order.
    pub(crate) fn tenant_names(&self) -> Vec<&str> {
        self.tenants.keys().map(String::as_str).collect()
    }

    /// Reads a tenant as it stands.
    pub(crate) fn read<T>(&self, slug: &str, read: impl FnOnce(&Tenant) -> T) -> Option<T> {
        let changed = lock(&self.changed);
        changed.get(slug).or_else(|| self.tenants.get(slug)).map(read)
    }

    /// Lets a decision change a tenant.
    pub(crate) fn change<T>(&self, slug: &str, change: impl FnOnce(&mut Tenant) -> T) -> Option<T> {
        let mut changed = lock(&self.changed);
        if !changed.contains_key(slug) {
            changed.insert(slug.to_owned(), self.tenants.get(slug)?.clone());
        }
        changed.get_mut(slug).map(change)
    }

    pub(crate) fn page_errors(&self) -> Vec<Value> {
        lock(&self.page_errors).clone()
    }

    pub(crate) fn add_page_error(&self, error: Value) {
        let mut errors = lock(&self.page_errors);
        if errors.len() < MOST_PAGE_ERRORS {
            errors.push(error);
        }
    }

    pub(crate) fn clear_page_errors(&self) {
        lock(&self.page_errors).clear();
    }

    /// A nonce that no page had before. It guards nothing here, so it may be foreseeable: runs stay
    /// the same.
    pub(crate) fn nonce(&self) -> String {
        let count = self.nonces.fetch_add(1, Ordering::Relaxed);
        let digest = ring::digest::digest(&ring::digest::SHA256, &count.to_le_bytes());
        let half = digest.as_ref().get(..16).unwrap_or_default();
        base64::engine::general_purpose::STANDARD.encode(half)
    }

    fn check_tenant(&self, slug: &str) -> Result<(), String> {
        if self.tenants.contains_key(slug) {
            return Ok(());
        }
        let known = self.tenant_names().join(", ");
        Err(format!("There is no tenant {slug}; known are: {known}."))
    }
}

fn count_down(
    switch: &mut Option<PlannedError>,
    meets: impl Fn(&PlannedError) -> bool,
) -> Option<PlannedError> {
    let planned = switch.as_mut().filter(|planned| meets(planned))?;
    let answer = planned.clone();
    match &mut planned.times {
        None => {}
        Some(times @ 2..) => *times -= 1,
        Some(0) => return None,
        Some(1) => *switch = None,
    }
    Some(answer)
}

/// A lock whose holder panicked still guards whole values: each change is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
