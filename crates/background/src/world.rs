//! The browser, as `auth` sees the world.

use crate::worker::Browser;
use auth::{
    AuthError,
    environment::{Environment, FlowFailure, HttpAnswer},
    error::Remedy,
};
use domain::Timestamp;
use webext::{ApiError, Area, Response};

/// A browser that somebody signs in with. What is kept is kept in memory only, until it ends.
pub(crate) struct World<'a, B>(pub(crate) &'a B);

/// Storage that fails once works the next time or not at all; either way the person can only try.
pub(crate) fn storage(error: ApiError) -> AuthError {
    AuthError::outside("storage", Remedy::TryAgain, error.to_string())
}

fn crypto(error: ApiError) -> AuthError {
    AuthError::outside("no-crypto", Remedy::ReportBug, error.to_string())
}

fn network(error: ApiError) -> AuthError {
    AuthError::outside("network", Remedy::CheckNetwork, error.to_string())
}

impl<B: Browser> Environment for World<'_, B> {
    type Lock = B::Lock;

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.now_millis())
    }

    fn random(&self) -> [u8; 32] {
        self.0.random()
    }

    fn redirect_address(&self, path: &str) -> String {
        self.0.redirect_address(path)
    }

    async fn sha256(&self, text: &str) -> Result<Vec<u8>, AuthError> {
        self.0.sha256(text).await.map_err(crypto)
    }

    async fn post_form(&self, address: &str, form: &str) -> Result<HttpAnswer, AuthError> {
        let response = self.0.post_form(address, form).await.map_err(network)?;
        let Response { status, retry_after, body } = response;
        Ok(HttpAnswer { status, retry_after, body })
    }

    async fn web_auth_flow(&self, address: &str, window: bool) -> Result<String, FlowFailure> {
        self.0.web_auth_flow(address, window).await.map_err(|error| {
            // Neither browser has a code for it; these words are in what both say.
            if error.says("nteraction") {
                FlowFailure::NeedsWindow
            } else if error.says("one web auth flow") {
                FlowFailure::Occupied
            } else if error.says("cancelled") || error.says("did not approve") {
                FlowFailure::Closed
            } else {
                FlowFailure::Refused(error.to_string())
            }
        })
    }

    async fn all(&self, prefix: &str) -> Result<Vec<(String, String)>, AuthError> {
        self.0.all(Area::Session, prefix).await.map_err(storage)
    }

    async fn change(&self, entries: &[(String, String)], gone: &[String]) -> Result<(), AuthError> {
        if !entries.is_empty() {
            self.0.set(Area::Session, entries).await.map_err(storage)?;
        }
        if !gone.is_empty() {
            self.0.remove(Area::Session, gone).await.map_err(storage)?;
        }
        Ok(())
    }

    async fn lock(&self, name: &str) -> Result<B::Lock, AuthError> {
        self.0.lock(name).await.map_err(storage)
    }
}
