//! Tokens: out of the cache, or by the refresh token.

use crate::{
    Account, Auth, AuthError, Environment, SignIn,
    answer::{Asker, Tokens, admin_consent_address, after, tokens, wait_until},
    authorize::claims,
    cache::{Kept, PREFIX, Stored, access_key, covers, refresh_key, written},
    encoding::{add_pair, guid},
    environment::HttpAnswer,
    error::Remedy,
    flow::{OPENID, Prompt, anchor},
    id_token::{self, Expected, SKEW},
    secret::Secret,
    storage,
};
use domain::Timestamp;

/// How long a refresh token lives where Entra doesn't say, in seconds: a day for a single-page
/// application.
const DAY: i64 = 86_400;

/// After how long a silent sign-in that brought nothing is tried again, in seconds.
const AGAIN: i64 = 3_600;

/// The fields of a grant that nobody may see.
const SECRETS: [&str; 3] = ["code", "code_verifier", "refresh_token"];

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

/// The last outcome of each request. Callers that waited for one take what it brought.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    count: u32,
    outcomes: Vec<(String, u32, Result<Token, AuthError>)>,
    /// For which sign-in a request was last told to sign in, and how many sign-ins in a row were.
    vain: Vec<(String, Timestamp, u32)>,
    /// When a silent sign-in of an account failed.
    ended: Vec<(String, Timestamp)>,
}

impl Attempts {
    fn since(&self, key: &str, count: u32) -> Option<Result<Token, AuthError>> {
        let found = self.outcomes.iter().find(|(known, at, _)| known == key && *at > count);
        found.map(|(_, _, outcome)| outcome.clone())
    }

    #[inline(never)]
    fn note(
        &mut self,
        key: String,
        account: &Account,
        mut outcome: Result<Token, AuthError>,
    ) -> Result<Token, AuthError> {
        let told = matches!(&outcome, Err(error) if error.remedy == Remedy::SignIn);
        if self.is_loop(&key, account.signed_in, told)
            && let Err(error) = &mut outcome
        {
            (error.code, error.remedy) = ("sign-in-loop", Remedy::ReportBug);
        }
        self.count += 1;
        self.outcomes.retain(|(known, ..)| *known != key);
        self.outcomes.push((key, self.count, outcome.clone()));
        outcome
    }

    /// Whether one sign-in after another was in vain: each time the request is told to sign in again.
    fn is_loop(&mut self, key: &str, signed_in: Timestamp, told: bool) -> bool {
        /// So many sign-ins must have changed nothing.
        const MOST: u32 = 3;
        let before = self.vain.iter().position(|(known, ..)| known == key);
        let before = before.map(|at| self.vain.swap_remove(at));
        if !told {
            return false;
        }
        let times = before.map_or(1, |(_, at, times)| times + u32::from(at != signed_in));
        self.vain.push((key.to_owned(), signed_in, times));
        times > MOST
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
        if !new && let Some(token) = self.cached(&stored, home, scopes)? {
            return Ok(token);
        }
        let key = [home, &scopes.join(" "), challenge.unwrap_or_default()].join("\n");
        let count = self.memory.attempts.borrow().count;
        // One refresh of an account at a time, whatever its scopes: two at once would use the same
        // refresh token, and where an old one counts as stolen the session would be over.
        let lock = self.environment.lock(&[PREFIX, "refresh/", home].concat()).await;
        let lock = lock.map_err(storage)?;
        if let Some(outcome) = self.memory.attempts.borrow().since(&key, count) {
            return outcome;
        }
        // Another context may have been faster, or the account signed out, or in again.
        let stored = self.stored().await?;
        let token = self.cached(&stored, home, scopes)?;
        if !new && let Some(token) = token {
            return Ok(token);
        }
        if challenge.is_some() {
            // Nobody is given again what has been refused.
            let good = self.good(&stored, home, scopes)?;
            let keys: Vec<String> = good.into_iter().map(|(key, _)| key).collect();
            self.remove(&keys).await?;
        }
        let account = self.account(&stored, home).ok_or_else(no_account)?;
        let outcome = self.refresh(&stored, &account, scopes, challenge).await;
        let outcome = self.memory.attempts.borrow_mut().note(key, &account, outcome);
        drop(lock);
        outcome
    }

    /// The newest kept token that is good for all of `scopes` and for a while yet.
    #[inline(never)]
    fn cached(
        &self,
        stored: &Stored,
        home: &str,
        scopes: &[&str],
    ) -> Result<Option<Token>, AuthError> {
        let good = self.good(stored, home, scopes)?;
        let newest = good.into_iter().map(|(_, kept)| kept).max_by_key(|kept| kept.kept_at);
        Ok(newest.map(|kept| token_of(kept, self.environment.now())))
    }

    /// The kept tokens that are good for all of `scopes` and for a while yet, with their keys.
    #[inline(never)]
    fn good(
        &self,
        stored: &Stored,
        home: &str,
        scopes: &[&str],
    ) -> Result<Vec<(String, Kept)>, AuthError> {
        let account = self.account(stored, home).ok_or_else(no_account)?;
        let now = self.environment.now();
        let prefix = self.access_key(&account, &[]);
        let mut good = Vec::new();
        for key in stored.keys(prefix.trim_end_matches('-')) {
            let Some(kept) = stored.get::<Kept>(&key) else { continue };
            // A clock that was turned back makes every later time wrong.
            let is_good = kept.kept_at <= now && now < after(kept.ends, -SKEW);
            if is_good && covers(&kept.scopes, scopes) {
                good.push((key, kept));
            }
        }
        Ok(good)
    }

    fn access_key(&self, account: &Account, scopes: &[String]) -> String {
        let environment = self.config.cloud.environment;
        access_key(&account.home, environment, &self.config.client_id, &account.tenant, scopes)
    }

    async fn refresh(
        &self,
        stored: &Stored,
        account: &Account,
        scopes: &[&str],
        challenge: Option<&str>,
    ) -> Result<Token, AuthError> {
        let environment = self.config.cloud.environment;
        let key = refresh_key(&account.home, environment, &self.config.client_id);
        let now = self.environment.now();
        let kept = stored.get::<Kept>(&key).filter(|kept| now < after(kept.ends, -SKEW));
        let result = match kept {
            Some(kept) => {
                let wanted = [&scopes.join(" "), " ", OPENID].concat();
                let redirect = self.redirect_address();
                let asker = self.asker(&account.tenant, &wanted, &redirect);
                let grant =
                    [("grant_type", "refresh_token"), ("refresh_token", kept.secret.reveal())];
                let sent = Grant { asker: &asker, home: &account.home, grant: &grant, challenge };
                self.request(stored, &sent, None, Some(account)).await
            }
            // The day is over; the browser's session at Entra may still be good.
            None => self.silently(account, scopes, challenge).await,
        };
        match result {
            Ok((_, kept)) if covers(&kept.scopes, scopes) => {
                Ok(token_of(kept, self.environment.now()))
            }
            Ok(_) => Err(self.not_granted(account, scopes)),
            Err(error) => {
                if error.code == "bad-token" {
                    self.remove(&[key]).await?;
                }
                Err(error)
            }
        }
    }

    /// Signs in without a window. If that can't be done, it won't be different at every question, but
    /// it may be within the hour.
    async fn silently(
        &self,
        account: &Account,
        scopes: &[&str],
        claims: Option<&str>,
    ) -> Result<(Account, Kept), AuthError> {
        let now = self.environment.now();
        if self.memory.attempts.borrow().has_ended(account, now) {
            return Err(AuthError::own("session-ended", Remedy::SignIn));
        }
        let ask = SignIn { scopes, tenant: &account.tenant, account: Some(account), claims };
        let result = self.flow(&ask, Prompt::Silent).await;
        if result.is_err() {
            self.memory.attempts.borrow_mut().ended.push((account.home.clone(), now));
        }
        result
    }

    /// Entra granted less than was asked for.
    #[inline(never)]
    fn not_granted(&self, account: &Account, scopes: &[&str]) -> AuthError {
        let scopes = scopes.join(" ");
        let redirect = self.redirect_address();
        let asker = self.asker(&account.tenant, &scopes, &redirect);
        let admin_address = admin_consent_address(&asker);
        let remedy = Remedy::GrantConsent { admin_address, admins_only: false };
        AuthError::own("scope-not-granted", remedy)
    }

    /// Fails while Entra wants us to wait with the request `key`.
    #[inline(never)]
    pub(crate) fn throttled(&self, stored: &Stored, key: &str) -> Result<(), AuthError> {
        let until = stored.get::<Timestamp>(key);
        match until.filter(|until| self.environment.now() < *until) {
            Some(until) => Err(AuthError::own("throttled", Remedy::WaitUntil(until))),
            None => Ok(()),
        }
    }

    /// Sends a grant to the token endpoint, unless Entra asked us to wait, and keeps what comes: those
    /// of a sign-in, which has a `nonce`, all at once. `before` is the account that is refreshed; if it
    /// has been removed meanwhile, nothing is kept.
    pub(crate) async fn request(
        &self,
        stored: &Stored,
        sent: &Grant<'_>,
        nonce: Option<&str>,
        before: Option<&Account>,
    ) -> Result<(Account, Kept), AuthError> {
        let now = self.environment.now();
        let throttle = throttle_key(sent.asker, sent.home, sent.challenge);
        self.throttled(stored, &throttle)?;
        let request_id = guid(&self.environment.random());
        let (address, form) = self.letter(sent, &request_id)?;
        let answer = self.environment.post_form(&address, &form).await;
        let tokens = match self.opened(answer.ok(), sent, request_id) {
            Ok(tokens) => tokens,
            Err(error) => {
                if let Remedy::WaitUntil(until) = &error.remedy {
                    self.write(&[(throttle, written(until))]).await?;
                }
                return Err(error);
            }
        };
        let mut entries = self.entries(&tokens, sent, nonce, now, before)?;
        if before.is_some() {
            // First of all, and before anything else is waited for: the old refresh token may be
            // worth nothing by now.
            self.write(&entries.tokens).await?;
        }
        let stored = self.stored().await?;
        let known = self.account(&stored, &entries.account.home);
        if sent.must_be_known() && known.is_none() {
            // Whoever signed out meanwhile stays signed out.
            let keys: Vec<String> = entries.tokens.into_iter().map(|(key, _)| key).collect();
            self.remove(&keys).await?;
            return Err(no_account());
        }
        if self.update(&mut entries, known, before.is_some()) {
            self.write(&entries.tokens).await?;
        }
        Ok((entries.account, entries.access))
    }

    /// The address and the form of a request.
    #[inline(never)]
    fn letter(&self, sent: &Grant<'_>, request_id: &str) -> Result<(String, String), AuthError> {
        let claims = claims(sent.challenge).ok_or_else(|| AuthError::refused("challenge-form"))?;
        let anchor = anchor(sent.home);
        let others = [
            ("client_id", sent.asker.client_id),
            ("scope", sent.asker.scopes),
            ("claims", &claims),
            ("client_info", "1"),
            ("x-client-SKU", "PartnerLens"),
            ("x-client-VER", &self.config.version),
            ("x-ms-lib-capability", "retry-after, h429"),
            ("X-AnchorMailbox", &anchor),
        ];
        let mut form = String::new();
        for (name, value) in sent.grant.iter().chain(&others) {
            if !value.is_empty() {
                add_pair(&mut form, name, value);
            }
        }
        let mut address = sent.asker.cloud.address(sent.asker.tenant, "oauth2/v2.0/token?");
        // In the address and not in a header, which would make the browser ask before it sends.
        add_pair(&mut address, "client-request-id", request_id);
        Ok((address, form))
    }

    /// What came of it.
    #[inline(never)]
    fn opened(
        &self,
        answer: Option<HttpAnswer>,
        sent: &Grant<'_>,
        request_id: String,
    ) -> Result<Tokens, AuthError> {
        let Some(mut answer) = answer else {
            let mut error = AuthError::own("network", Remedy::CheckNetwork);
            error.trace.correlation = request_id;
            return Err(error);
        };
        if answer.status != 200 {
            // Whoever repeats what we sent, a proxy say, isn't quoted with it.
            for (name, secret) in sent.grant {
                if SECRETS.contains(name) && !secret.is_empty() {
                    answer.body = answer.body.replace(secret, "…");
                }
            }
        }
        let mut outcome = tokens(&answer, sent.asker);
        if let Err(error) = &mut outcome {
            if error.trace.correlation.is_empty() {
                error.trace.correlation = request_id;
            }
            if let Some(until) = wait_until(&answer, self.environment.now()) {
                (error.code, error.remedy) = ("throttled", Remedy::WaitUntil(until));
            }
        }
        outcome
    }

    /// What is to be kept of an answer, as far as it can be told without what is kept already.
    #[inline(never)]
    fn entries(
        &self,
        tokens: &Tokens,
        sent: &Grant<'_>,
        nonce: Option<&str>,
        requested: Timestamp,
        before: Option<&Account>,
    ) -> Result<Entries, AuthError> {
        let cloud = self.config.cloud;
        let id_token = tokens.id_token.reveal();
        let expected = Expected {
            cloud,
            client_id: &self.config.client_id,
            tenant: sent.asker.tenant,
            nonce,
            now: requested,
        };
        let mut account = match before {
            // A refresh may bring no ID token; one that it brings has to fit.
            Some(before) if id_token.is_empty() => before.clone(),
            _ => {
                let identity = id_token::read(id_token, &expected).map_err(|code| {
                    let is_other = matches!(code, "wrong-tenant" | "consumer-account");
                    let remedy = if is_other { Remedy::SwitchTenant } else { Remedy::ReportBug };
                    AuthError::own(code, remedy)
                })?;
                Account {
                    home: tokens.home.clone(),
                    cloud: cloud.name.to_owned(),
                    tenant: identity.tenant,
                    username: identity.username,
                    name: identity.name,
                    login_hint: identity.login_hint,
                    scopes: Vec::new(),
                    signed_in: requested,
                    refresh_ends: after(requested, tokens.refresh_lifetime.unwrap_or(DAY)),
                }
            }
        };
        let is_other = before.is_some_and(|before| before.tenant != account.tenant);
        if is_other || (sent.must_be_known() && sent.home != tokens.home) {
            return Err(AuthError::refused("other-account"));
        }
        if let Some(before) = before {
            // The day counts from when somebody signed in, not from a refresh.
            account.signed_in = before.signed_in;
            account.refresh_ends = before.refresh_ends;
        }
        account.scopes = tokens.scopes.clone();
        let ends = after(requested, tokens.lifetime);
        let access = Kept {
            secret: tokens.access.clone(),
            scopes: tokens.scopes.clone(),
            kept_at: requested,
            ends,
            refresh_at: tokens.refresh_in.map_or(ends, |seconds| after(requested, seconds)),
        };
        let mut kept = vec![(self.access_key(&account, &tokens.scopes), written(&access))];
        if let Some(secret) = &tokens.refresh {
            let refresh = Kept {
                secret: secret.clone(),
                scopes: Vec::new(),
                kept_at: requested,
                ends: account.refresh_ends,
                refresh_at: account.refresh_ends,
            };
            let key = refresh_key(&account.home, cloud.environment, &self.config.client_id);
            kept.push((key, written(&refresh)));
        }
        Ok(Entries { tokens: kept, account, access })
    }

    /// Adds the account to what is to be written, with the scopes that were `known`. Whether there is
    /// anything to write; of a refresh the tokens are written already.
    #[inline(never)]
    fn update(&self, entries: &mut Entries, known: Option<Account>, is_refresh: bool) -> bool {
        let account = &mut entries.account;
        let mut scopes = known.as_ref().map_or_else(Vec::new, |known| known.scopes.clone());
        for scope in &account.scopes {
            if !covers(&scopes, &[scope]) {
                scopes.push(scope.clone());
            }
        }
        account.scopes = scopes;
        if is_refresh {
            entries.tokens.clear();
            if known.as_ref() == Some(account) {
                return false;
            }
        }
        entries.tokens.push((self.account_key(account), written(account)));
        true
    }
}

/// What is to be kept of an answer.
struct Entries {
    /// The tokens, by their keys.
    tokens: Vec<(String, String)>,
    account: Account,
    access: Kept,
}

/// What is sent to the token endpoint.
pub(crate) struct Grant<'a> {
    pub(crate) asker: &'a Asker<'a>,
    /// The account that it is for; empty where the answer will tell.
    pub(crate) home: &'a str,
    pub(crate) grant: &'a [(&'a str, &'a str)],
    pub(crate) challenge: Option<&'a str>,
}

impl Grant<'_> {
    /// Whether it is only for an account that is signed in.
    fn must_be_known(&self) -> bool {
        !self.home.is_empty()
    }
}

fn no_account() -> AuthError {
    AuthError::own("no-account", Remedy::SignIn)
}

fn token_of(kept: Kept, now: Timestamp) -> Token {
    Token { secret: kept.secret, ends: kept.ends, renew: kept.refresh_at <= now }
}

/// Under what it is kept until when a request has to wait: all that makes it the same request.
pub(crate) fn throttle_key(asker: &Asker<'_>, home: &str, challenge: Option<&str>) -> String {
    let parts = [asker.client_id, asker.tenant, home, asker.scopes, challenge.unwrap_or_default()];
    [PREFIX, "throttle/", &parts.join("\n")].concat()
}
