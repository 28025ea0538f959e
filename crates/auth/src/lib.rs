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
mod id_token;
mod secret;
mod token;

pub use crate::{
    cache::Account, cloud::Cloud, environment::Environment, error::AuthError, flow::SignIn,
    secret::Secret, token::Token,
};

use crate::{
    answer::Asker,
    cache::{PREFIX, account_key, read},
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

    /// The address of this install that has to be registered.
    pub fn redirect_address(&self) -> String {
        self.environment.redirect_address(&["cb/", self.config.cloud.name].concat())
    }

    /// The accounts that are signed in, by their keys.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn accounts(&self) -> Result<Vec<Account>, AuthError> {
        let mut accounts = Vec::new();
        let prefix = [PREFIX, "account-"].concat();
        for key in self.keys_of(&prefix).await? {
            accounts.extend(self.kept::<Account>(&key).await?);
        }
        Ok(accounts)
    }

    /// Forgets an account and all of its tokens, here and now.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn sign_out(&self, home: &str) -> Result<SignedOut, AuthError> {
        let account = self.account(home).await?;
        let mut keys = self.keys_of(&[PREFIX, &home.to_ascii_lowercase(), "-"].concat()).await?;
        keys.extend(account.as_ref().map(|account| self.account_key(account)));
        self.environment.remove(&keys).await.map_err(storage)?;
        let tenant = account.as_ref().map_or("organizations", |account| &account.tenant);
        let mut end_session = self.config.cloud.address(tenant, "oauth2/v2.0/logout?");
        add_pair(&mut end_session, "post_logout_redirect_uri", &self.redirect_address());
        if let Some(account) = account.as_ref().filter(|account| !account.login_hint.is_empty()) {
            add_pair(&mut end_session, "logout_hint", &account.login_hint);
        }
        Ok(SignedOut { was_signed_in: account.is_some(), end_session })
    }

    /// The account called `home`.
    async fn account(&self, home: &str) -> Result<Option<Account>, AuthError> {
        Ok(self.accounts().await?.into_iter().find(|account| account.home == home))
    }

    fn account_key(&self, account: &Account) -> String {
        account_key(&account.home, self.config.cloud.environment, &account.tenant)
    }

    async fn keys_of(&self, prefix: &str) -> Result<Vec<String>, AuthError> {
        let mut keys = self.environment.keys().await.map_err(storage)?;
        keys.retain(|key| key.starts_with(prefix));
        Ok(keys)
    }

    async fn kept<T: protocol::json::FromJson>(&self, key: &str) -> Result<Option<T>, AuthError> {
        let text = self.environment.read(key).await.map_err(storage)?;
        Ok(text.as_deref().and_then(read))
    }

    fn asker<'a>(&'a self, tenant: &'a str, scopes: &'a str, redirect: &'a str) -> Asker<'a> {
        let Config { client_id, cloud, .. } = &self.config;
        Asker { cloud, client_id, tenant, scopes, redirect }
    }
}

/// Storage that fails once works the next time or not at all; either way the person can only try.
fn storage(_: Unavailable) -> AuthError {
    AuthError::own("storage", Remedy::TryAgain)
}
