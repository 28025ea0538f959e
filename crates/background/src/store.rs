//! Records in storage, and their copies in memory while the worker lives.

use crate::{
    partners::Partners,
    record::{TabRecord, TenantKey},
};
use domain::PartnerId;
use protocol::{content::Layout, envelope::encode, json::recall};
use std::cell::RefCell;
use webext::{ApiError, Area, Storage};

const LAYOUT: &str = "layout/1";
const LAST_TAB: &str = "last-tab/1";
const BOOTED: &str = "booted/1";

/// Reads and writes records. Each stands under a key that carries its format's version, so a record
/// of another version is simply not there, nor is one that can't be read; what it held is on the page.
/// None outlives the browser but the layout.
#[derive(Debug)]
pub(crate) struct Store {
    tenants: RefCell<Vec<(TenantKey, Partners)>>,
    tabs: RefCell<Vec<(i32, TabRecord)>>,
}

fn tab_key(tab: i32) -> String {
    ["tab/1/", &i64::from(tab).to_string()].concat()
}

fn partner_prefix(tenant: &TenantKey) -> String {
    ["partner/1/", tenant.as_str(), "/"].concat()
}

impl Store {
    /// An empty memory.
    pub(crate) const fn new() -> Self {
        Self { tenants: RefCell::new(Vec::new()), tabs: RefCell::new(Vec::new()) }
    }

    /// What stands under one key.
    async fn one(
        browser: &impl Storage,
        area: Area,
        key: String,
    ) -> Result<Option<String>, ApiError> {
        Ok(browser.get(area, &[key]).await?.pop().flatten())
    }

    /// Whether this is the first start since the browser or the extension started; only the first
    /// call says so.
    pub(crate) async fn is_first_boot(browser: &impl Storage) -> Result<bool, ApiError> {
        let booted = Self::one(browser, Area::Session, BOOTED.to_owned()).await?;
        let entry = [(BOOTED.to_owned(), "true".to_owned())];
        browser.set(Area::Session, &entry).await?;
        Ok(booted.is_none())
    }

    /// Where our elements were left.
    pub(crate) async fn layout(browser: &impl Storage) -> Result<Layout, ApiError> {
        let kept = Self::one(browser, Area::Local, LAYOUT.to_owned()).await?;
        Ok(kept.and_then(|text| recall(&text)).unwrap_or_default())
    }

    /// Keeps where our elements are.
    pub(crate) async fn keep_layout(
        browser: &impl Storage,
        layout: Layout,
    ) -> Result<(), ApiError> {
        let entry = [(LAYOUT.to_owned(), encode(&layout))];
        browser.set(Area::Local, &entry).await
    }

    /// What is kept of a tab.
    pub(crate) async fn tab(
        &self,
        browser: &impl Storage,
        tab: i32,
    ) -> Result<Option<TabRecord>, ApiError> {
        let kept = self.tabs.borrow().iter().find(|(known, _)| *known == tab).cloned();
        match kept {
            Some((_, record)) => Ok(Some(record)),
            None => {
                let kept = Self::one(browser, Area::Session, tab_key(tab)).await?;
                Ok(kept.and_then(|text| recall(&text)))
            }
        }
    }

    /// The tab that was read last.
    pub(crate) async fn last_tab(browser: &impl Storage) -> Result<Option<i32>, ApiError> {
        let kept = Self::one(browser, Area::Session, LAST_TAB.to_owned()).await?;
        Ok(kept.and_then(|text| recall(&text)))
    }

    /// Forgets a tab, and with it a tenant that only this tab stood for.
    pub(crate) async fn forget_tab(
        &self,
        browser: &impl Storage,
        tab: i32,
    ) -> Result<(), ApiError> {
        let mut keys = vec![tab_key(tab)];
        let unnamed = TenantKey::of(None, tab);
        self.drop_tab(tab);
        self.drop_tenant(&unnamed);
        keys.extend(browser.keys(Area::Session, &partner_prefix(&unnamed)).await?);
        browser.remove(Area::Session, &keys).await
    }

    /// Makes sure that a tenant's partners are in memory.
    pub(crate) async fn load(
        &self,
        browser: &impl Storage,
        tenant: &TenantKey,
    ) -> Result<(), ApiError> {
        let is_loaded = || self.tenants.borrow().iter().any(|(known, _)| known == tenant);
        if is_loaded() {
            return Ok(());
        }
        let found = browser.all(Area::Session, &partner_prefix(tenant)).await?;
        // Another event may have loaded it while this one waited, and changed it since.
        if !is_loaded() {
            self.with(tenant, |partners| {
                for (_, text) in found {
                    if let Some(record) = recall(&text) {
                        partners.adopt(record);
                    }
                }
            });
        }
        Ok(())
    }

    /// Works on a tenant's partners, which must have been loaded; an unknown tenant has none.
    pub(crate) fn with<T>(&self, tenant: &TenantKey, work: impl FnOnce(&mut Partners) -> T) -> T {
        let mut tenants = self.tenants.borrow_mut();
        let at = tenants.iter().position(|(known, _)| known == tenant).unwrap_or_else(|| {
            tenants.push((tenant.clone(), Partners::default()));
            tenants.len() - 1
        });
        work(&mut tenants[at].1)
    }

    /// Writes a tab and the partners that have changed, all at once. When storage is full, what it
    /// holds of other tenants makes room.
    pub(crate) async fn save(
        &self,
        browser: &impl Storage,
        tab: i32,
        record: &TabRecord,
        changed: &[PartnerId],
    ) -> Result<(), ApiError> {
        let mut entries = vec![(tab_key(tab), encode(record)), (LAST_TAB.to_owned(), encode(&tab))];
        let prefix = partner_prefix(&record.tenant);
        self.with(&record.tenant, |partners| {
            for id in changed {
                if let Some(partner) = partners.get(id) {
                    entries.push(([&prefix, id.as_str()].concat(), encode(partner)));
                }
            }
        });
        if browser.set(Area::Session, &entries).await.is_err() {
            Self::make_room(browser, &prefix).await?;
            browser.set(Area::Session, &entries).await?;
        }
        // Only what is stored is remembered.
        self.drop_tab(tab);
        self.tabs.borrow_mut().push((tab, record.clone()));
        Ok(())
    }

    fn drop_tenant(&self, tenant: &TenantKey) {
        let mut tenants = self.tenants.borrow_mut();
        if let Some(at) = tenants.iter().position(|(known, _)| known == tenant) {
            tenants.swap_remove(at);
        }
    }

    /// Forgets what is in memory of a tab.
    #[inline(never)]
    fn drop_tab(&self, tab: i32) {
        let mut tabs = self.tabs.borrow_mut();
        if let Some(at) = tabs.iter().position(|(known, _)| *known == tab) {
            tabs.swap_remove(at);
        }
    }

    /// Takes away the partners of all tenants but the one whose keys start with `prefix`.
    async fn make_room(browser: &impl Storage, prefix: &str) -> Result<(), ApiError> {
        let mut others = Vec::new();
        for key in browser.keys(Area::Session, "partner/").await? {
            if !key.starts_with(prefix) {
                others.push(key);
            }
        }
        browser.remove(Area::Session, &others).await
    }

    /// Moves what was read in a tab before its page named the organisation to that organisation.
    /// Gives the partners that it changed.
    pub(crate) async fn adopt(
        &self,
        browser: &impl Storage,
        tab: i32,
        tenant: &TenantKey,
    ) -> Result<Vec<PartnerId>, ApiError> {
        let unnamed = TenantKey::of(None, tab);
        self.load(browser, &unnamed).await?;
        let orphans = self.with(&unnamed, std::mem::take);
        let prefix = partner_prefix(&unnamed);
        let (mut moved, mut keys) = (Vec::new(), Vec::new());
        self.with(tenant, |partners| {
            for orphan in orphans.into_records() {
                keys.push([&prefix, orphan.id().as_str()].concat());
                moved.push(orphan.id());
                partners.adopt(orphan);
            }
        });
        browser.remove(Area::Session, &keys).await?;
        Ok(moved)
    }
}
