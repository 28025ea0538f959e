//! From a press on Sign in to an account, and the same without a window.

use crate::{
    Account, Auth, AuthError, Environment,
    answer::{after, authorize_error},
    authorize::{Request, claims},
    cache::{PREFIX, Pending, pending_key, written},
    encoding::{base64url, value_of},
    environment::{FlowFailure, Unavailable},
    error::Remedy,
    secret::Secret,
    storage,
};

/// An answer that comes later than this, in seconds, is too late: codes live as long.
const LATEST: i64 = 600;

/// What every token is asked for with: an ID token, and a refresh token.
pub(crate) const OPENID: &str = "openid profile offline_access";

/// What a sign-in asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn<'a> {
    /// The scopes.
    pub scopes: &'a [&'a str],
    /// The tenant's GUID, or `organizations` for whichever the person chooses.
    pub tenant: &'a str,
    /// The account that it is for; none lets the person choose.
    pub account: Option<&'a Account>,
    /// A challenge to answer.
    pub claims: Option<&'a str>,
}

/// How the person is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prompt {
    /// In a window.
    Window,
    /// Not at all.
    Silent,
}

impl<E: Environment> Auth<E> {
    /// Opens a window and signs in.
    ///
    /// # Errors
    /// Whatever the person must do now.
    pub async fn sign_in(&self, ask: &SignIn<'_>) -> Result<Account, AuthError> {
        if self.memory.window.replace(true) {
            return Err(AuthError::own("window-open", Remedy::TryAgain));
        }
        let result = self.flow(ask, Prompt::Window).await;
        self.memory.window.set(false);
        let account = result?;
        // Entra listens again.
        let throttles = self.keys_of(&[PREFIX, "throttle/"].concat()).await?;
        self.environment.remove(&throttles).await.map_err(storage)?;
        Ok(account)
    }

    /// Signs in with the session that the browser has at Entra, without a window.
    ///
    /// # Errors
    /// Whatever the person must do now.
    pub async fn sign_in_silently(&self, ask: &SignIn<'_>) -> Result<Account, AuthError> {
        self.flow(ask, Prompt::Silent).await
    }

    /// When an account in use should be renewed silently: early enough before its refresh token ends
    /// to try more than once.
    #[must_use]
    pub fn renewal_due(account: &Account) -> domain::Timestamp {
        const EARLY: i64 = 4 * 3_600;
        after(account.refresh_ends, -EARLY)
    }

    /// Goes on after the worker was ended. A sign-in that was on its way is tried again without a
    /// window: whoever finished it in the window that was open has a session now. `None` when there
    /// was none.
    ///
    /// # Errors
    /// `interrupted` when it could not be ended; or a failure of storage.
    pub async fn resume(&self) -> Result<Option<Account>, AuthError> {
        let keys = self.keys_of(&pending_key("")).await?;
        let mut waiting = None;
        for key in &keys {
            waiting = self.kept::<Pending>(key).await?.filter(|found| found.window).or(waiting);
        }
        let Some(pending) = waiting else {
            self.environment.remove(&keys).await.map_err(storage)?;
            return Ok(None);
        };
        let is_late = after(pending.begun, LATEST) < self.environment.now();
        let scopes: Vec<&str> = pending.scopes.iter().map(String::as_str).collect();
        let ask = SignIn { scopes: &scopes, tenant: &pending.tenant, account: None, claims: None };
        let result = if is_late { None } else { self.flow(&ask, Prompt::Silent).await.ok() };
        // Only now: a worker that is ended here too goes on from the same place.
        self.environment.remove(&keys).await.map_err(storage)?;
        result.map(Some).ok_or_else(|| AuthError::own("interrupted", Remedy::SignIn))
    }

    /// The one silent try after the browser started, when it remembers nobody. `None` when there is
    /// nobody to be had, or it was tried before.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn restore(&self, scopes: &[&str]) -> Result<Option<Account>, AuthError> {
        let tried = [PREFIX, "tried"].concat();
        let was_tried = self.environment.read(&tried).await.map_err(storage)?.is_some();
        if was_tried || !self.accounts().await?.is_empty() {
            return Ok(None);
        }
        self.environment.write(&[(tried, "true".to_owned())]).await.map_err(storage)?;
        let ask = SignIn { scopes, tenant: "organizations", account: None, claims: None };
        // That nobody is signed in is no failure.
        Ok(self.flow(&ask, Prompt::Silent).await.ok())
    }

    async fn flow(&self, ask: &SignIn<'_>, prompt: Prompt) -> Result<Account, AuthError> {
        let random = || base64url(&self.environment.random());
        let (state, nonce, verifier) = (random(), random(), random());
        let key = pending_key(&state);
        let pending = Pending {
            nonce,
            verifier: Secret::new(verifier),
            scopes: ask.scopes.iter().map(|&scope| scope.to_owned()).collect(),
            tenant: ask.tenant.to_owned(),
            begun: self.environment.now(),
            window: prompt == Prompt::Window,
            used: false,
        };
        let entry = [(key.clone(), written(&pending))];
        self.environment.write(&entry).await.map_err(storage)?;
        let result = self.through(ask, prompt, &state, pending).await;
        self.environment.remove(&[key]).await.map_err(storage)?;
        result
    }

    async fn through(
        &self,
        ask: &SignIn<'_>,
        prompt: Prompt,
        state: &str,
        mut pending: Pending,
    ) -> Result<Account, AuthError> {
        let scopes = [&ask.scopes.join(" "), " ", OPENID].concat();
        let redirect = self.redirect_address();
        let hash = self.environment.sha256(pending.verifier.reveal()).await;
        let hash = hash.map_err(|_| AuthError::refused("no-crypto"))?;
        let request = Request {
            cloud: self.config.cloud,
            client_id: &self.config.client_id,
            version: &self.config.version,
            tenant: ask.tenant,
            scopes: &scopes,
            redirect: &redirect,
            prompt: match (prompt, ask.account, ask.claims) {
                (Prompt::Silent, ..) => "none",
                (_, None, _) => "select_account",
                // A challenge says itself what is missing; else it is consent that is asked for.
                (_, Some(_), Some(_)) => "",
                (_, Some(_), None) => "consent",
            },
            login_hint: ask.account.map_or("", |account| &account.login_hint),
            claims: &claims(ask.claims),
            state,
            nonce: &pending.nonce,
            challenge: &base64url(&hash),
            request_id: &self.environment.random(),
        };
        let address = request.address();
        let window = prompt == Prompt::Window;
        let back = match self.environment.web_auth_flow(&address, window).await {
            Ok(back) => back,
            Err(FlowFailure::Closed) => {
                return Err(AuthError::own("cancelled", Remedy::TryAgain));
            }
            Err(FlowFailure::NeedsWindow) => {
                return Err(AuthError::own("interaction-required", Remedy::SignIn));
            }
            Err(FlowFailure::Refused(_)) => {
                return Err(AuthError::own("window-failed", Remedy::RegisterApp { redirect }));
            }
        };

        // Before its state is known to be ours, nothing else of an answer counts.
        let query = back.strip_prefix(&redirect).and_then(|rest| rest.strip_prefix('?'));
        let query = query.ok_or_else(|| AuthError::refused("foreign-redirect"))?;
        let query = query.split('#').next().unwrap_or_default();
        if value_of(query, "state").as_deref() != Some(state) {
            return Err(AuthError::refused("state-mismatch"));
        }
        let kept = self.kept::<Pending>(&pending_key(state)).await?;
        if kept.is_none_or(|kept| kept.used) {
            return Err(AuthError::refused("state-used"));
        }
        pending.used = true;
        let entry = [(pending_key(state), written(&pending))];
        self.environment.write(&entry).await.map_err(storage)?;
        if after(pending.begun, LATEST) < self.environment.now() {
            return Err(AuthError::own("late-answer", Remedy::TryAgain));
        }
        if let Some(issuer) = value_of(query, "iss") {
            // Where the issuer is told, the answer must be of the cloud that was asked (RFC 9207).
            let tenant = issuer.split('/').nth(3).unwrap_or_default();
            if !self.config.cloud.issues(&issuer, tenant) {
                return Err(AuthError::refused("answer-issuer"));
            }
        }
        let asker = self.asker(ask.tenant, &scopes, &redirect);
        if let Some(error) = value_of(query, "error") {
            let text = |name| value_of(query, name).unwrap_or_default();
            let suberror = text("suberror");
            return Err(match text("error_subcode").as_str() {
                "cancel" => AuthError::own("cancelled", Remedy::TryAgain),
                _ => authorize_error(error, &suberror, &text("error_description"), &asker),
            });
        }
        let code = value_of(query, "code").filter(|code| !code.is_empty()).map(Secret::new);
        let code = code.ok_or_else(|| AuthError::refused("answer-form"))?;
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code.reveal()),
            ("redirect_uri", &redirect),
            ("code_verifier", pending.verifier.reveal()),
        ];
        let (tokens, requested) = self.request(&asker, "", &grant, ask.claims).await?;
        if let (Prompt::Silent, Some(account)) = (prompt, ask.account) {
            if account.home != tokens.home {
                return Err(AuthError::refused("other-account"));
            }
            // Whoever signed out meanwhile stays signed out.
            if self.account(&account.home).await?.is_none() {
                return Err(AuthError::own("no-account", Remedy::SignIn));
            }
        }
        let nonce = Some(pending.nonce.as_str());
        self.keep(&tokens, ask.tenant, nonce, requested, None).await
    }
}

/// No answer, whatever the reason.
pub(crate) fn network(_: Unavailable) -> AuthError {
    AuthError::own("network", Remedy::CheckNetwork)
}
