//! The browser, as `auth` sees the world.

use crate::worker::Browser;
use auth::environment::{Environment, FlowFailure, HttpAnswer, Unavailable};
use domain::Timestamp;
use webext::{ApiError, Area, Response};

/// A browser that somebody signs in with. What is kept is kept in memory only, until it ends.
pub(crate) struct World<'a, B>(pub(crate) &'a B);

fn unavailable(error: ApiError) -> Unavailable {
    Unavailable(error.message)
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

    async fn sha256(&self, text: &str) -> Result<Vec<u8>, Unavailable> {
        self.0.sha256(text).await.map_err(unavailable)
    }

    async fn post_form(&self, address: &str, form: &str) -> Result<HttpAnswer, Unavailable> {
        let response = self.0.post_form(address, form).await.map_err(unavailable)?;
        let Response { status, retry_after, body } = response;
        Ok(HttpAnswer { status, retry_after, body })
    }

    async fn web_auth_flow(&self, address: &str, window: bool) -> Result<String, FlowFailure> {
        self.0.web_auth_flow(address, window).await.map_err(|error| {
            // Neither browser has a code for it; these words are in what both say.
            if error.says("nteraction") {
                FlowFailure::NeedsWindow
            } else if error.says("cancelled") || error.says("did not approve") {
                FlowFailure::Closed
            } else {
                FlowFailure::Refused(error.message)
            }
        })
    }

    async fn read(&self, key: &str) -> Result<Option<String>, Unavailable> {
        let found = self.0.get(Area::Session, &[key.to_owned()]).await.map_err(unavailable)?;
        Ok(found.into_iter().next().flatten())
    }

    async fn keys(&self) -> Result<Vec<String>, Unavailable> {
        self.0.keys(Area::Session).await.map_err(unavailable)
    }

    async fn write(&self, entries: &[(String, String)]) -> Result<(), Unavailable> {
        self.0.set(Area::Session, entries).await.map_err(unavailable)
    }

    async fn remove(&self, keys: &[String]) -> Result<(), Unavailable> {
        self.0.remove(Area::Session, keys).await.map_err(unavailable)
    }

    async fn lock(&self, name: &str) -> Result<B::Lock, Unavailable> {
        self.0.lock(name).await.map_err(unavailable)
    }
}
