//! From a press on Sign in to an account, and the same without a window.

use crate::{
    Account, Auth, AuthError, Environment,
    answer::{Asker, after, authorize_error},
    cache::{Pending, Stored, covers, pending_key, written},
    claims::claims,
    encoding::{add_pairs, base64url, guid, value_of},
    environment::FlowFailure,
    error::Remedy,
    grant::{Grant, Granted, throttle_key},
    secret::Secret,
    tried,
};
use std::{cell::RefCell, slice};

/// An answer that comes later than this, in seconds, is too late: codes live as long.
const LATEST: i64 = 600;

/// What every token is asked for with, after its scopes: an ID token, and a refresh token.
pub(crate) const OPENID: &str = " openid profile offline_access";

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

/// What became of a sign-in that an ended worker had begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumed {
    /// There was none.
    Nothing,
    /// Its window is still there.
    Waits,
    /// Somebody is signed in.
    SignedIn,
}

/// How the person is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prompt {
    /// In a window.
    Window,
    /// Not at all.
    Silent,
}

/// The sign-ins that this worker has on their way, by the keys of their records, and whether each has a
/// window. They aren't interrupted.
#[derive(Debug, Default)]
pub(crate) struct OnTheirWay(RefCell<Vec<(String, bool)>>);

impl OnTheirWay {
    /// Whether one has a window: there is one at a time.
    pub(crate) fn has_window(&self) -> bool {
        self.0.borrow().iter().any(|(_, window)| *window)
    }

    fn has(&self, key: &str) -> bool {
        self.0.borrow().iter().any(|(known, _)| known == key)
    }
}

/// A sign-in that is on its way; no longer so once this is dropped, also by a caller that goes away.
struct OnItsWay<'a> {
    key: String,
    all: &'a OnTheirWay,
}

impl<'a> OnItsWay<'a> {
    fn new(key: String, window: bool, all: &'a OnTheirWay) -> Self {
        all.0.borrow_mut().push((key.clone(), window));
        Self { key, all }
    }
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        let mut all = self.all.0.borrow_mut();
        if let Some(at) = all.iter().position(|(key, _)| *key == self.key) {
            all.swap_remove(at);
        }
    }
}

impl<E: Environment> Auth<E> {
    /// Opens a window and signs in.
    ///
    /// # Errors
    /// Whatever the person must do now.
    pub async fn sign_in(&self, ask: &SignIn<'_>) -> Result<Account, AuthError> {
        if self.has_window() {
            return Err(AuthError::own("window-open", Remedy::TryAgain));
        }
        Ok(self.flow(ask, Prompt::Window).await?.account)
    }

    /// Signs in with the session that the browser has at Entra, without a window.
    ///
    /// # Errors
    /// Whatever the person must do now.
    pub async fn sign_in_silently(&self, ask: &SignIn<'_>) -> Result<Account, AuthError> {
        Ok(self.flow(ask, Prompt::Silent).await?.account)
    }

    /// When an account in use should be renewed silently: early enough before its refresh token ends
    /// to try more than once.
    #[must_use]
    pub fn renewal_due(account: &Account) -> domain::Timestamp {
        const EARLY: i64 = 4 * 3_600;
        after(account.refresh_ends, -EARLY)
    }

    /// Goes on after the worker was ended. A sign-in that was on its way is tried again without a
    /// window: whoever finished it in the window that was open has a session now. While that window
    /// may still be there (`is_open`), it is waited for.
    ///
    /// # Errors
    /// `interrupted` when it could not be ended; or a failure of storage.
    pub async fn resume(&self, is_open: bool) -> Result<Resumed, AuthError> {
        let (keys, interrupted) = self.interrupted(&self.stored().await?);
        let mut outcome = Ok(Resumed::Nothing);
        if let Some(pending) = interrupted {
            outcome = Err(AuthError::own("interrupted", Remedy::SignIn));
            if !self.is_late(&pending) {
                if is_open {
                    return Ok(Resumed::Waits);
                }
                let scopes: Vec<&str> = pending.scopes.iter().map(String::as_str).collect();
                let tenant = &pending.tenant;
                let ask = SignIn { scopes: &scopes, tenant, account: None, claims: None };
                if self.flow(&ask, Prompt::Silent).await.is_ok() {
                    outcome = Ok(Resumed::SignedIn);
                }
            }
        }
        // Only now: a worker that is ended here too goes on from the same place.
        self.environment.change(&[], &keys).await?;
        outcome
    }

    /// The sign-ins that an earlier worker began, by their keys, and one of them that had a window.
    #[inline(never)]
    fn interrupted(&self, stored: &Stored) -> (Vec<String>, Option<Pending>) {
        let mut keys = Vec::new();
        let mut interrupted = None;
        // One of this very worker is on its way, and not interrupted.
        if self.has_window() {
            return (keys, interrupted);
        }
        for key in stored.keys(&pending_key("")) {
            // Nor is a silent one.
            if !self.memory.on_their_way.has(&key) {
                let found = stored.get::<Pending>(&key);
                interrupted = interrupted.or(found.filter(|found| found.window));
                keys.push(key);
            }
        }
        (keys, interrupted)
    }

    fn is_late(&self, pending: &Pending) -> bool {
        after(pending.begun, LATEST) < self.environment.now()
    }

    /// The one silent try after the browser started, when it remembers nobody. `None` when there is
    /// nobody to be had, or it was tried before.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn restore(&self, scopes: &[&str]) -> Result<Option<Account>, AuthError> {
        let tried = tried();
        let lock = self.environment.lock(&tried.0).await?;
        let stored = self.stored().await?;
        let was_tried = !stored.keys(&tried.0).is_empty();
        if was_tried || !stored.accounts(self.config.cloud.name).is_empty() {
            return Ok(None);
        }
        self.environment.change(&[tried], &[]).await?;
        drop(lock);
        let ask = SignIn { scopes, tenant: "organizations", account: None, claims: None };
        // That nobody is signed in is no failure.
        Ok(self.flow(&ask, Prompt::Silent).await.ok().map(|granted| granted.account))
    }

    pub(crate) async fn flow(
        &self,
        ask: &SignIn<'_>,
        prompt: Prompt,
    ) -> Result<Box<Granted>, AuthError> {
        let state = self.random();
        let window = prompt == Prompt::Window;
        let way = OnItsWay::new(pending_key(&state), window, &self.memory.on_their_way);
        let mut pending = self.pending(ask, prompt);
        self.environment.change(&[(way.key.clone(), written(&pending))], &[]).await?;
        let result = self.through(ask, prompt, &state, &mut pending).await;
        self.environment.change(&[], slice::from_ref(&way.key)).await?;
        result
    }

    #[inline(never)]
    fn random(&self) -> String {
        base64url(&self.environment.random())
    }

    #[inline(never)]
    fn pending(&self, ask: &SignIn<'_>, prompt: Prompt) -> Pending {
        Pending {
            nonce: self.random(),
            verifier: Secret::new(self.random()),
            scopes: ask.scopes.iter().map(|&scope| scope.to_owned()).collect(),
            tenant: ask.tenant.to_owned(),
            begun: self.environment.now(),
            window: prompt == Prompt::Window,
            used: false,
        }
    }

    async fn through(
        &self,
        ask: &SignIn<'_>,
        prompt: Prompt,
        state: &str,
        pending: &mut Pending,
    ) -> Result<Box<Granted>, AuthError> {
        let asker = self.asker(ask.tenant, ask.scopes, OPENID);
        // Whoever comes back to a silent question has to be the one it was about; in a window the
        // person may choose.
        let home = match (prompt, ask.account) {
            (Prompt::Silent, Some(account)) => account.home.as_str(),
            _ => "",
        };
        // Who would be refused for the code had better not be asked for a password.
        let stored = self.stored().await?;
        self.throttled(&stored, &throttle_key(&asker, home, ask.claims))?;
        let hash = self.environment.sha256(pending.verifier.reveal()).await?;
        let request_id = guid(&self.environment.random());
        let address = self.question(ask, prompt, &asker, [state, &request_id], pending, &hash)?;
        let back = self.environment.web_auth_flow(&address, prompt == Prompt::Window).await;
        let back = back.map_err(|failure| not_back(failure, &asker.redirect))?;
        let query = query_of(&back, &asker.redirect, state)?;
        let stored = self.stored().await?;
        let crossed_out = crossed_out(&stored, state, pending)?;
        self.environment.change(&[crossed_out], &[]).await?;
        if self.is_late(pending) {
            return Err(AuthError::own("late-answer", Remedy::TryAgain));
        }
        let code = code_of(query, &asker, request_id)?;
        let grant = [
            ("grant_type", "authorization_code"),
            ("code", code.reveal()),
            ("redirect_uri", &asker.redirect),
            ("code_verifier", pending.verifier.reveal()),
        ];
        let sent = Grant {
            asker: &asker,
            home,
            grant: &grant,
            challenge: ask.claims,
            in_person: prompt == Prompt::Window,
        };
        self.request(&stored, &sent, Some(&pending.nonce), None).await
    }

    /// The address that a sign-in starts at.
    #[inline(never)]
    fn question(
        &self,
        ask: &SignIn<'_>,
        prompt: Prompt,
        asker: &Asker<'_>,
        [state, request_id]: [&str; 2],
        pending: &Pending,
        hash: &[u8],
    ) -> Result<String, AuthError> {
        let claims = claims(ask.claims).ok_or_else(|| AuthError::refused("challenge-form"))?;
        let prompt = match (prompt, ask.account, ask.claims) {
            (Prompt::Silent, ..) => "none",
            (_, None, _) => "select_account",
            // A challenge says itself what is missing.
            (_, Some(_), Some(_)) => "",
            // Nobody has to consent again to what they did.
            (_, Some(account), None) if covers(&account.scopes, ask.scopes) => "",
            (_, Some(_), None) => "consent",
        };
        let hint = ask.account.map_or("", |account| match account.login_hint.as_str() {
            "" => &account.username,
            hint => hint,
        });
        let anchor = ask.account.map_or(String::new(), |account| anchor(&account.home));
        const START: &str = "oauth2/v2.0/authorize?response_type=code&response_mode=query\
             &code_challenge_method=S256&client_info=1&x-client-SKU=PartnerLens";
        let mut address = asker.cloud.address(asker.tenant, START);
        add_pairs(
            &mut address,
            &[
                ("client_id", asker.client_id),
                ("redirect_uri", &asker.redirect),
                ("scope", &asker.scopes),
                ("state", state),
                ("nonce", &pending.nonce),
                // The hash of the verifier (RFC 7636, S256).
                ("code_challenge", &base64url(hash)),
                ("prompt", prompt),
                ("login_hint", hint),
                ("claims", &claims),
                ("client-request-id", request_id),
                ("X-AnchorMailbox", &anchor),
                ("x-client-VER", &self.config.version),
            ],
        );
        Ok(address)
    }
}

/// The record of a sign-in whose answer has come, to be written: it is good for no other.
#[inline(never)]
fn crossed_out(
    stored: &Stored,
    state: &str,
    pending: &mut Pending,
) -> Result<(String, String), AuthError> {
    let key = pending_key(state);
    if stored.get::<Pending>(&key).is_none_or(|kept| kept.used) {
        return Err(AuthError::refused("state-used"));
    }
    pending.used = true;
    Ok((key, written(pending)))
}

/// Why a sign-in didn't come back.
#[inline(never)]
fn not_back(failure: FlowFailure, redirect: &str) -> AuthError {
    match failure {
        FlowFailure::Closed => AuthError::own("cancelled", Remedy::TryAgain),
        FlowFailure::NeedsWindow => AuthError::own("interaction-required", Remedy::SignIn),
        FlowFailure::Occupied => AuthError::own("window-open", Remedy::TryAgain),
        FlowFailure::Refused(words) => {
            let remedy = Remedy::RegisterApp { redirect: redirect.to_owned() };
            AuthError::outside("window-failed", remedy, words)
        }
    }
}

/// What came back to `redirect` for `state`. Before its state is known to be ours, nothing else of an
/// answer counts.
#[inline(never)]
fn query_of<'a>(back: &'a str, redirect: &str, state: &str) -> Result<&'a str, AuthError> {
    let query = back.strip_prefix(redirect).and_then(|rest| rest.strip_prefix('?'));
    let query = query.ok_or_else(|| AuthError::refused("foreign-redirect"))?;
    let query = query.split('#').next().unwrap_or_default();
    match value_of(query, "state").as_deref() == Some(state) {
        true => Ok(query),
        false => Err(AuthError::refused("state-mismatch")),
    }
}

/// The code in an answer that is ours.
#[inline(never)]
fn code_of(query: &str, asker: &Asker<'_>, request_id: String) -> Result<Secret, AuthError> {
    if let Some(issuer) = value_of(query, "iss") {
        // Where the issuer is told, the answer must be of the cloud that was asked (RFC 9207).
        let tenant = issuer.split('/').nth(3).unwrap_or_default();
        if !asker.cloud.issues(&issuer, tenant) {
            return Err(AuthError::refused("answer-issuer"));
        }
    }
    let text = |name| value_of(query, name).unwrap_or_default();
    if let Some(error) = value_of(query, "error") {
        let suberror = text("suberror");
        let (message, uri) = (text("error_description"), text("error_uri"));
        let mut failure = match text("error_subcode").as_str() {
            "cancel" => AuthError::own("cancelled", Remedy::TryAgain),
            _ => authorize_error(error, &suberror, &message, &uri, asker),
        };
        failure.change(|case| case.trace.correlation = request_id);
        return Err(failure);
    }
    match text("code") {
        code if code.is_empty() => Err(AuthError::refused("answer-form")),
        code => Ok(Secret::new(code)),
    }
}

/// Where Entra keeps the account `home` (`uid.utid`), by which it finds the right place faster.
pub(crate) fn anchor(home: &str) -> String {
    home.split_once('.')
        .map_or(String::new(), |(object, tenant)| ["Oid:", object, "@", tenant].concat())
}
