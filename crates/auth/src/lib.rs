#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![allow(async_fn_in_trait, reason = "one thread, and the trait is used by this workspace alone")]

pub mod cloud;
pub mod environment;
pub mod error;
pub mod fake;

mod answer;
mod authorize;
mod cache;
mod encoding;
mod flow;
mod foreign;
mod grant;
mod id_token;
mod secret;
mod token;

pub use crate::{
    cache::Account, cloud::Cloud, encoding::is_guid, environment::Environment, error::AuthError,
    flow::SignIn, secret::Secret, token::Token,
};

use crate::{
    answer::{Asker, admin_consent_address},
    cache::{PREFIX, Stored, account_key},
    encoding::add_pair,
    environment::Unavailable,
    error::Remedy,
    token::Attempts,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// Who we are to Entra.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The application's id, a GUID.
    pub client_id: String,
    /// The cloud.
    pub cloud: &'static Cloud,
    /// Our version, which Entra is told.
    pub version: String,
}

/// What one worker remembers between two questions. All of it may be lost.
#[derive(Debug, Default)]
pub struct Memory {
    /// Whether a window is open: there is one at a time.
    window: Cell<bool>,
    /// The keys of the sign-ins that are on their way, seen or silent: they aren't interrupted.
    on_their_way: RefCell<Vec<String>>,
    attempts: RefCell<Attempts>,
}

/// Sign-in.
#[derive(Debug)]
pub struct Auth<E> {
    environment: E,
    config: Config,
    memory: Rc<Memory>,
}

/// What a sign-out did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOut {
    /// Whether the account was there.
    pub was_signed_in: bool,
    /// Where to end the session at Entra as well. Tokens that were given out aren't taken back by
    /// that (learn.microsoft.com, "Refresh tokens in the Microsoft identity platform").
    pub end_session: String,
}

impl<E: Environment> Auth<E> {
    /// Sign-in. Those of one worker share one `memory`.
    pub const fn new(environment: E, config: Config, memory: Rc<Memory>) -> Self {
        Self { environment, config, memory }
    }

    /// The outside.
    pub const fn environment(&self) -> &E {
        &self.environment
    }

    /// The outside alone: what is left when the worker dies.
    pub fn into_environment(self) -> E {
        self.environment
    }

    /// Who we are to Entra.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Whether a sign-in window is open.
    pub fn has_window(&self) -> bool {
        self.memory.window.get()
    }

    /// The address of this install that has to be registered.
    pub fn redirect_address(&self) -> String {
        self.environment.redirect_address(&["cb/", self.config.cloud.name].concat())
    }

    /// Where an administrator agrees to `scopes` for everybody in `tenant`.
    pub fn admin_consent_address(&self, tenant: &str, scopes: &[&str]) -> String {
        let (scopes, redirect) = (scopes.join(" "), self.redirect_address());
        admin_consent_address(&self.asker(tenant, &scopes, &redirect))
    }

    /// The accounts that are signed in, by their keys.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn accounts(&self) -> Result<Vec<Account>, AuthError> {
        Ok(self.stored().await?.accounts(self.config.cloud.name))
    }

    /// Forgets an account and all of its tokens, here and now.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn sign_out(&self, home: &str) -> Result<SignedOut, AuthError> {
        let stored = self.stored().await?;
        let account = self.account(&stored, home);
        let prefix = [PREFIX, &home.to_ascii_lowercase(), "-"].concat();
        let mut keys = stored.keys(&prefix);
        keys.extend(account.as_ref().map(|account| self.account_key(account)));
        // Whoever signs out isn't to be signed in again by the next start of the worker.
        self.write(&[tried()]).await?;
        self.remove(&keys).await?;
        // A refresh that saw the account just before may have written since.
        let late = self.stored().await?.keys(&prefix);
        self.remove(&late).await?;
        let tenant = account.as_ref().map_or("organizations", |account| &account.tenant);
        let mut end_session = self.config.cloud.address(tenant, "oauth2/v2.0/logout?");
        add_pair(&mut end_session, "post_logout_redirect_uri", &self.redirect_address());
        if let Some(account) = account.as_ref().filter(|account| !account.login_hint.is_empty()) {
            add_pair(&mut end_session, "logout_hint", &account.login_hint);
        }
        Ok(SignedOut { was_signed_in: account.is_some(), end_session })
    }

    /// The account called `home`.
    fn account(&self, stored: &Stored, home: &str) -> Option<Account> {
        stored.accounts(self.config.cloud.name).into_iter().find(|account| account.home == home)
    }

    fn account_key(&self, account: &Account) -> String {
        account_key(&account.home, self.config.cloud.environment, &account.tenant)
    }

    /// Reads all that is kept.
    async fn stored(&self) -> Result<Stored, AuthError> {
        let keys = self.environment.keys().await.map_err(storage)?;
        let mut entries = Vec::new();
        for key in keys {
            if key.starts_with(PREFIX)
                && let Some(text) = self.environment.read(&key).await.map_err(storage)?
            {
                entries.push((key, text));
            }
        }
        Ok(Stored(entries))
    }

    async fn write(&self, entries: &[(String, String)]) -> Result<(), AuthError> {
        self.environment.write(entries).await.map_err(storage)
    }

    async fn remove(&self, keys: &[String]) -> Result<(), AuthError> {
        self.environment.remove(keys).await.map_err(storage)
    }

    fn asker<'a>(&'a self, tenant: &'a str, scopes: &'a str, redirect: &'a str) -> Asker<'a> {
        let Config { client_id, cloud, .. } = &self.config;
        Asker { cloud, client_id, tenant, scopes, redirect }
    }
}

/// Says that the one silent try after the browser's start is over.
pub(crate) fn tried() -> (String, String) {
    ([PREFIX, "tried"].concat(), "true".to_owned())
}

/// Storage that fails once works the next time or not at all; either way the person can only try.
fn storage(_: Unavailable) -> AuthError {
    AuthError::own("storage", Remedy::TryAgain)
}
