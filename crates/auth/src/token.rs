//! Tokens: out of the cache, or by the refresh token.

use crate::{
    Account, Auth, AuthError, Environment, SignIn,
    answer::after,
    cache::{Kept, PREFIX, Stored, access_key, covers, refresh_key},
    error::Remedy,
    flow::{OPENID, Prompt},
    grant::{Grant, Granted},
    id_token::SKEW,
    secret::Secret,
};
use domain::Timestamp;

/// After how long a silent sign-in that brought nothing is tried again, in seconds.
const AGAIN: i64 = 3_600;

/// A token for Microsoft Graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The token.
    pub secret: Secret,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether Entra would rather have it renewed by now. Call [`Auth::renew`] when nobody waits; that
    /// it fails is no error as long as the token is good.
    pub renew: bool,
}

/// What came of each request so far.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    count: u32,
    of_requests: Vec<Attempt>,
    /// When a silent sign-in of an account failed.
    ended: Vec<(String, Timestamp)>,
}

/// What came of a request.
#[derive(Debug)]
struct Attempt {
    key: String,
    /// The number of the attempt.
    number: u32,
    /// The last outcome. Callers that waited for it take what it brought.
    outcome: Result<Token, AuthError>,
    /// For which sign-in it was last told to sign in, and how many sign-ins in a row were in vain.
    signed_in: Timestamp,
    in_vain: u32,
}

impl Attempts {
    fn since(&self, key: &str, count: u32) -> Option<Result<Token, AuthError>> {
        let mut attempts = self.of_requests.iter();
        let found = attempts.find(|attempt| attempt.key == key && attempt.number > count);
        found.map(|attempt| attempt.outcome.clone())
    }

    #[inline(never)]
    fn note(
        &mut self,
        key: String,
        account: &Account,
        mut outcome: Result<Token, AuthError>,
    ) -> Result<Token, AuthError> {
        /// So many sign-ins must have changed nothing.
        const MOST: u32 = 3;
        let before = self.of_requests.iter().position(|attempt| attempt.key == key);
        let before = before.map(|at| self.of_requests.swap_remove(at));
        let signed_in = account.signed_in;
        let mut in_vain = 0;
        if let Err(error) = &mut outcome
            && error.remedy == Remedy::SignIn
        {
            in_vain = match before {
                Some(before) if before.in_vain > 0 => {
                    before.in_vain + u32::from(before.signed_in != signed_in)
                }
                _ => 1,
            };
            // One sign-in after another was in vain: each time it is told to sign in again.
            if in_vain > MOST {
                error.change(|case| (case.code, case.remedy) = ("sign-in-loop", Remedy::ReportBug));
            }
        }
        self.count += 1;
        let (number, kept) = (self.count, outcome.clone());
        self.of_requests.push(Attempt { key, number, outcome: kept, signed_in, in_vain });
        outcome
    }

    /// Whether a silent sign-in of `account` failed not long ago.
    fn has_ended(&self, account: &Account, now: Timestamp) -> bool {
        self.ended.iter().any(|(home, at)| {
            *home == account.home
                && account.signed_in <= *at
                && *at <= now
                && now < after(*at, AGAIN)
        })
    }
}

impl<E: Environment> Auth<E> {
    /// A token of the account `home` that is good for `scopes`. With `challenge` the kept one was
    /// refused, and a new one is asked for that meets it. However many ask at once, Entra is asked
    /// once.
    ///
    /// # Errors
    /// Whatever the person must do now.
    pub async fn token(
        &self,
        home: &str,
        scopes: &[&str],
        challenge: Option<&str>,
    ) -> Result<Token, AuthError> {
        self.get(home, scopes, challenge, challenge.is_some()).await
    }

    /// A new token, whether or not the kept one is still good.
    ///
    /// # Errors
    /// Whatever the person must do now.
    pub async fn renew(&self, home: &str, scopes: &[&str]) -> Result<Token, AuthError> {
        self.get(home, scopes, None, true).await
    }

    async fn get(
        &self,
        home: &str,
        scopes: &[&str],
        challenge: Option<&str>,
        new: bool,
    ) -> Result<Token, AuthError> {
        let stored = self.stored().await?;
        let good = self.good(&stored, home, scopes)?;
        if !new && let Some(token) = good.newest {
            return Ok(token);
        }
        let key = [home, &scopes.join(" "), challenge.unwrap_or_default()].join("\n");
        let count = self.memory.attempts.borrow().count;
        // One refresh of an account at a time, whatever its scopes: two at once would use the same
        // refresh token, and where an old one counts as stolen the session would be over.
        let lock = self.environment.lock(&[PREFIX, "refresh/", home].concat()).await?;
        if let Some(outcome) = self.memory.attempts.borrow().since(&key, count) {
            return outcome;
        }
        // Another context may have been faster, or the account signed out, or in again.
        let stored = self.stored().await?;
        let good = self.good(&stored, home, scopes)?;
        if !new && let Some(token) = good.newest {
            return Ok(token);
        }
        if challenge.is_some() {
            // Nobody is given again what has been refused.
            self.environment.change(&[], &good.keys).await?;
        }
        let account = &good.account;
        let result = match self.refresh_token(&stored, account) {
            Some(kept) => {
                let asker = self.asker(&account.tenant, scopes, OPENID);
                let grant =
                    [("grant_type", "refresh_token"), ("refresh_token", kept.secret.reveal())];
                let home = &account.home;
                let sent =
                    Grant { asker: &asker, home, grant: &grant, challenge, in_person: false };
                self.request(&stored, &sent, None, Some(account)).await
            }
            // That it can't be done won't be different at every question, but it may be within the hour.
            None if self.has_ended(account) => Err(AuthError::own("session-ended", Remedy::SignIn)),
            // The day is over; the browser's session at Entra may still be good.
            None => {
                let (tenant, begun) = (&account.tenant, self.environment.now());
                let ask = SignIn { scopes, tenant, account: Some(account), claims: challenge };
                let result = self.flow(&ask, Prompt::Silent).await;
                if result.is_err() {
                    let mut attempts = self.memory.attempts.borrow_mut();
                    attempts.ended.push((account.home.clone(), begun));
                }
                result
            }
        };
        if matches!(&result, Err(error) if error.code == "bad-token") {
            self.environment.change(&[], &[self.refresh_key(account)]).await?;
        }
        let outcome = self.outcome(result, account, scopes);
        let outcome = self.memory.attempts.borrow_mut().note(key, account, outcome);
        drop(lock);
        outcome
    }

    /// What is kept for `scopes` of the account `home`.
    #[inline(never)]
    fn good(&self, stored: &Stored, home: &str, scopes: &[&str]) -> Result<Good, AuthError> {
        let account = self.account(stored, home).ok_or_else(no_account)?;
        let now = self.environment.now();
        let prefix = self.access_key(&account, "");
        let mut good = Good { account, newest: None, keys: Vec::new() };
        let mut newest = None;
        for key in stored.keys(prefix.trim_end_matches('-')) {
            let Some(kept) = stored.get::<Kept>(&key) else { continue };
            // A clock that was turned back makes every later time wrong.
            let is_good = kept.kept_at <= now && now < after(kept.ends, -SKEW);
            if is_good && covers(&kept.scopes, scopes) {
                good.keys.push(key);
                if newest.is_none_or(|at| at <= kept.kept_at) {
                    newest = Some(kept.kept_at);
                    good.newest = Some(token_of(kept, now));
                }
            }
        }
        Ok(good)
    }

    /// The refresh token of `account`, if it is good for a while yet.
    #[inline(never)]
    fn refresh_token(&self, stored: &Stored, account: &Account) -> Option<Kept> {
        let kept = stored.get::<Kept>(&self.refresh_key(account));
        kept.filter(|kept| self.environment.now() < after(kept.ends, -SKEW))
    }

    /// What came of asking for `scopes`.
    #[inline(never)]
    fn outcome(
        &self,
        result: Result<Box<Granted>, AuthError>,
        account: &Account,
        scopes: &[&str],
    ) -> Result<Token, AuthError> {
        let access = result?.access;
        if covers(&access.scopes, scopes) {
            return Ok(token_of(access, self.environment.now()));
        }
        // Entra granted less than was asked for.
        let admin_address = self.admin_consent_address(&account.tenant, scopes);
        let remedy = Remedy::GrantConsent { admin_address, admins_only: false };
        Err(AuthError::own("scope-not-granted", remedy))
    }

    /// The key of an access token of `account` for `scopes`, with blanks between.
    pub(crate) fn access_key(&self, account: &Account, scopes: &str) -> String {
        let environment = self.config.cloud.environment;
        access_key(&account.home, environment, &self.config.client_id, &account.tenant, scopes)
    }

    /// The key of the refresh token of `account`.
    pub(crate) fn refresh_key(&self, account: &Account) -> String {
        refresh_key(&account.home, self.config.cloud.environment, &self.config.client_id)
    }

    /// Whether a silent sign-in of `account` failed not long ago.
    #[inline(never)]
    fn has_ended(&self, account: &Account) -> bool {
        self.memory.attempts.borrow().has_ended(account, self.environment.now())
    }
}

/// What is kept for some scopes of an account.
struct Good {
    account: Account,
    /// The newest token that is good for a while yet.
    newest: Option<Token>,
    /// The keys of all that are.
    keys: Vec<String>,
}

#[inline(never)]
pub(crate) fn no_account() -> AuthError {
    AuthError::own("no-account", Remedy::SignIn)
}

fn token_of(kept: Kept, now: Timestamp) -> Token {
    Token { secret: kept.secret, ends: kept.ends, renew: kept.refresh_at <= now }
}
