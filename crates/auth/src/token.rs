//! Tokens: out of the cache, or by the refresh token.

use crate::{
    Account, Auth, AuthError, Environment, SignIn,
    answer::{Asker, Tokens, after, tokens, wait_until},
    authorize::claims,
    cache::{Kept, PREFIX, access_key, covers, refresh_key, written},
    encoding::{add_pair, guid},
    error::Remedy,
    flow::{OPENID, network},
    id_token::{self, Expected, SKEW},
    secret::Secret,
    storage,
};
use domain::Timestamp;

/// How long a refresh token lives where Entra doesn't say, in seconds: a day for a single-page
/// application.
const DAY: i64 = 86_400;

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
}

impl Attempts {
    fn since(&self, key: &str, count: u32) -> Option<Result<Token, AuthError>> {
        let found = self.outcomes.iter().find(|(known, at, _)| known == key && *at > count);
        found.map(|(_, _, outcome)| outcome.clone())
    }

    fn note(&mut self, key: String, outcome: Result<Token, AuthError>) {
        self.count += 1;
        self.outcomes.retain(|(known, ..)| *known != key);
        self.outcomes.push((key, self.count, outcome));
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
        let account = self.account(home).await?;
        let account = account.ok_or_else(|| AuthError::own("no-account", Remedy::SignIn))?;
        if !new && let Some(token) = self.cached(&account, scopes).await? {
            return Ok(token);
        }
        let key = [home, &scopes.join(" "), challenge.unwrap_or_default()].join("\n");
        let count = self.memory.attempts.borrow().count;
        let lock = self.environment.lock(&[PREFIX, &key].concat()).await.map_err(storage)?;
        if let Some(outcome) = self.memory.attempts.borrow().since(&key, count) {
            return outcome;
        }
        // Another context may have been faster.
        if !new && let Some(token) = self.cached(&account, scopes).await? {
            return Ok(token);
        }
        let outcome = self.refresh(&account, scopes, challenge).await;
        self.memory.attempts.borrow_mut().note(key, outcome.clone());
        drop(lock);
        outcome
    }

    /// The kept token that is good for all of `scopes` and for a while yet.
    async fn cached(&self, account: &Account, scopes: &[&str]) -> Result<Option<Token>, AuthError> {
        let now = self.environment.now();
        let prefix = self.access_key(account, &[]);
        for key in self.keys_of(prefix.trim_end_matches('-')).await? {
            let Some(kept) = self.kept::<Kept>(&key).await? else { continue };
            // A clock that was turned back makes every later time wrong.
            let is_good = kept.kept_at <= now && now < after(kept.ends, -SKEW);
            if is_good && covers(&kept.scopes, scopes) {
                let renew = kept.refresh_at <= now;
                return Ok(Some(Token { secret: kept.secret, ends: kept.ends, renew }));
            }
        }
        Ok(None)
    }

    fn access_key(&self, account: &Account, scopes: &[String]) -> String {
        let environment = self.config.cloud.environment;
        access_key(&account.home, environment, &self.config.client_id, &account.tenant, scopes)
    }

    async fn refresh(
        &self,
        account: &Account,
        scopes: &[&str],
        challenge: Option<&str>,
    ) -> Result<Token, AuthError> {
        let environment = self.config.cloud.environment;
        let key = refresh_key(&account.home, environment, &self.config.client_id);
        let now = self.environment.now();
        let kept = self.kept::<Kept>(&key).await?.filter(|kept| now < after(kept.ends, -SKEW));
        let Some(kept) = kept else {
            // The day is over; the browser's session at Entra may still be good.
            let ask = SignIn {
                scopes,
                tenant: &account.tenant,
                account: Some(account),
                claims: challenge,
            };
            self.sign_in_silently(&ask).await?;
            return self.after_refresh(account, scopes).await;
        };
        let wanted = [&scopes.join(" "), " ", OPENID].concat();
        let redirect = self.redirect_address();
        let asker = self.asker(&account.tenant, &wanted, &redirect);
        let grant = [("grant_type", "refresh_token"), ("refresh_token", kept.secret.reveal())];
        match self.request(&asker, &account.home, &grant, challenge).await {
            Ok((tokens, requested)) => {
                self.keep(&tokens, &account.tenant, None, requested, Some(account)).await?;
                self.after_refresh(account, scopes).await
            }
            Err(error) => {
                if error.code == "bad-token" {
                    self.environment.remove(&[key]).await.map_err(storage)?;
                }
                Err(error)
            }
        }
    }

    /// What was asked for, where Entra granted it.
    async fn after_refresh(&self, account: &Account, scopes: &[&str]) -> Result<Token, AuthError> {
        let token = self.cached(account, scopes).await?;
        token.ok_or_else(|| {
            let scopes = scopes.join(" ");
            let redirect = self.redirect_address();
            let asker = self.asker(&account.tenant, &scopes, &redirect);
            let admin_address = crate::answer::admin_consent_address(&asker);
            AuthError::own(
                "scope-not-granted",
                Remedy::GrantConsent { admin_address, admins_only: false },
            )
        })
    }

    /// Sends a grant to the token endpoint, unless Entra asked us to wait. Gives the tokens and when
    /// they were asked for.
    pub(crate) async fn request(
        &self,
        asker: &Asker<'_>,
        home: &str,
        grant: &[(&str, &str)],
        challenge: Option<&str>,
    ) -> Result<(Tokens, Timestamp), AuthError> {
        let now = self.environment.now();
        let mut throttle = [PREFIX, "throttle/"].concat();
        for part in [asker.client_id, asker.tenant, home, asker.scopes] {
            throttle.push_str(part);
            throttle.push('\n');
        }
        throttle.push_str(challenge.unwrap_or_default());
        let until = self.kept::<Timestamp>(&throttle).await?;
        if let Some(until) = until.filter(|until| now < *until) {
            return Err(AuthError::own("throttled", Remedy::WaitUntil(until)));
        }
        let mut form = String::new();
        let claims = claims(challenge);
        let others = [
            ("client_id", asker.client_id),
            ("scope", asker.scopes),
            ("claims", &claims),
            ("client_info", "1"),
            ("x-client-SKU", "PartnerLens"),
            ("x-client-VER", &self.config.version),
            ("x-ms-lib-capability", "retry-after, h429"),
        ];
        for (name, value) in grant.iter().chain(&others) {
            add_pair(&mut form, name, value);
        }
        let mut address = asker.cloud.address(asker.tenant, "oauth2/v2.0/token?");
        // In the address and not in a header, which would make the browser ask before it sends.
        add_pair(&mut address, "client-request-id", &guid(&self.environment.random()));
        let answer = self.environment.post_form(&address, &form).await.map_err(network)?;
        let outcome = tokens(&answer, asker);
        if let (Err(error), Some(until)) = (&outcome, wait_until(&answer, now)) {
            let entry = [(throttle, written(&until))];
            self.environment.write(&entry).await.map_err(storage)?;
            let (code, remedy) = ("throttled", Remedy::WaitUntil(until));
            return Err(AuthError { code, remedy, trace: error.trace.clone() });
        }
        Ok((outcome?, now))
    }

    /// Keeps what came: the account, its access token and its refresh token, all at once. `before` is
    /// the account that was refreshed; if it has been removed meanwhile, nothing is kept.
    pub(crate) async fn keep(
        &self,
        tokens: &Tokens,
        tenant: &str,
        nonce: Option<&str>,
        requested: Timestamp,
        before: Option<&Account>,
    ) -> Result<Account, AuthError> {
        let cloud = self.config.cloud;
        let id_token = tokens.id_token.reveal();
        let expected =
            Expected { cloud, client_id: &self.config.client_id, tenant, nonce, now: requested };
        let account = match before {
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
        let known = match before {
            Some(before) if before.home != tokens.home || before.tenant != account.tenant => {
                return Err(AuthError::refused("other-account"));
            }
            Some(before) => {
                let known = self.account(&before.home).await?;
                if known.is_none() {
                    return Err(AuthError::own("no-account", Remedy::SignIn));
                }
                known
            }
            None => self.account(&account.home).await?,
        };
        let account = Account {
            scopes: union(known.as_ref().map_or(&[], |known| &known.scopes), &tokens.scopes),
            // The day counts from when somebody signed in, not from a refresh.
            signed_in: before.map_or(account.signed_in, |before| before.signed_in),
            refresh_ends: before.map_or(account.refresh_ends, |before| before.refresh_ends),
            ..account
        };
        let ends = after(requested, tokens.lifetime);
        let access = Kept {
            secret: tokens.access.clone(),
            scopes: tokens.scopes.clone(),
            kept_at: requested,
            ends,
            refresh_at: tokens.refresh_in.map_or(ends, |seconds| after(requested, seconds)),
        };
        let mut entries = vec![
            (self.access_key(&account, &tokens.scopes), written(&access)),
            (self.account_key(&account), written(&account)),
        ];
        if let Some(secret) = &tokens.refresh {
            let refresh = Kept {
                secret: secret.clone(),
                scopes: Vec::new(),
                kept_at: requested,
                ends: account.refresh_ends,
                refresh_at: account.refresh_ends,
            };
            let key = refresh_key(&account.home, cloud.environment, &self.config.client_id);
            entries.push((key, written(&refresh)));
        }
        self.environment.write(&entries).await.map_err(storage)?;
        Ok(account)
    }
}

fn union(known: &[String], new: &[String]) -> Vec<String> {
    let mut all = known.to_vec();
    all.extend(new.iter().filter(|scope| !covers(known, &[scope])).cloned());
    all
}
