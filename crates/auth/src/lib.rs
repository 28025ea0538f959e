#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![allow(async_fn_in_trait, reason = "one thread, and the trait is used by this workspace alone")]

pub mod cloud;
pub mod environment;
pub mod error;
pub mod fake;

mod answer;
mod cache;
mod claims;
mod encoding;
mod flow;
mod foreign;
mod grant;
mod id_token;
mod secret;
mod token;

pub use crate::{
    cache::Account,
    cloud::Cloud,
    encoding::is_guid,
    environment::Environment,
    error::AuthError,
    flow::{Resumed, SignIn},
    secret::Secret,
    token::Token,
};

use crate::{
    answer::{Asker, admin_consent_address},
    cache::{PREFIX, Stored, account_key},
    encoding::add_pair,
    flow::OnTheirWay,
    token::Attempts,
};
use std::{cell::RefCell, rc::Rc};

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
    on_their_way: OnTheirWay,
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
    /// The account, if it was there.
    pub account: Option<Account>,
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
        self.memory.on_their_way.has_window()
    }

    /// The address of this install that has to be registered.
    pub fn redirect_address(&self) -> String {
        self.environment.redirect_address(&["cb/", self.config.cloud.name].concat())
    }

    /// Where an administrator agrees to `scopes` for everybody in `tenant`.
    #[inline(never)]
    pub fn admin_consent_address(&self, tenant: &str, scopes: &[&str]) -> String {
        admin_consent_address(&self.asker(tenant, scopes, ""))
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
        self.environment.change(&[tried()], &keys).await?;
        // A refresh that saw the account just before may have written since.
        let late = self.stored().await?.keys(&prefix);
        self.environment.change(&[], &late).await?;
        let end_session = self.end_session(account.as_ref());
        Ok(SignedOut { account, end_session })
    }

    #[inline(never)]
    fn end_session(&self, account: Option<&Account>) -> String {
        let tenant = account.map_or("organizations", |account| &account.tenant);
        let mut address = self.config.cloud.address(tenant, "oauth2/v2.0/logout?");
        add_pair(&mut address, "post_logout_redirect_uri", &self.redirect_address());
        if let Some(account) = account.filter(|account| !account.login_hint.is_empty()) {
            add_pair(&mut address, "logout_hint", &account.login_hint);
        }
        address
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
        self.environment.all(PREFIX).await.map(Stored)
    }

    /// Who asks for `scopes`, and for `more` after a blank.
    #[inline(never)]
    fn asker<'a>(&'a self, tenant: &'a str, scopes: &[&str], more: &str) -> Asker<'a> {
        let Config { client_id, cloud, .. } = &self.config;
        let scopes = [&scopes.join(" "), more].concat();
        Asker { cloud, client_id, tenant, scopes, redirect: self.redirect_address() }
    }
}

/// Says that the one silent try after the browser's start is over.
pub(crate) fn tried() -> (String, String) {
    ([PREFIX, "tried"].concat(), "true".to_owned())
}
