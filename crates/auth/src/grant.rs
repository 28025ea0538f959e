//! What is sent to the token endpoint, and what is kept of its answer. A code and a refresh token go
//! the same way.

use crate::{
    Account, Auth, AuthError, Environment,
    answer::{Asker, Tokens, after, tokens, wait_until},
    authorize::claims,
    cache::{Kept, PREFIX, Stored, covers, refresh_key, written},
    encoding::{add_pair, guid},
    environment::HttpAnswer,
    error::Remedy,
    flow::anchor,
    id_token::{self, Expected},
    token::no_account,
};
use domain::{Timestamp, search::around};

/// How long a refresh token lives where Entra doesn't say, in seconds: a day for a single-page
/// application.
const DAY: i64 = 86_400;

/// The fields of a grant that nobody may see.
const SECRETS: [&str; 3] = ["code", "code_verifier", "refresh_token"];

impl<E: Environment> Auth<E> {
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
                if SECRETS.contains(name) {
                    answer.body = without(&answer.body, secret);
                }
            }
        }
        let mut outcome = tokens(&answer, sent.asker);
        if let Err(error) = &mut outcome {
            if error.trace.correlation.is_empty() {
                error.trace.correlation = request_id;
            }
            if let Some(until) = wait_until(&answer, self.environment.now()) {
                let case = &mut **error;
                (case.code, case.remedy) = ("throttled", Remedy::WaitUntil(until));
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

/// `text` with `…` for every `secret` in it.
fn without(text: &str, secret: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = around(rest, secret) {
        out.push_str(before);
        out.push('…');
        rest = after;
    }
    out.push_str(rest);
    out
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

/// Under what it is kept until when a request has to wait: all that makes it the same request.
pub(crate) fn throttle_key(asker: &Asker<'_>, home: &str, challenge: Option<&str>) -> String {
    let parts = [asker.client_id, asker.tenant, home, asker.scopes, challenge.unwrap_or_default()];
    [PREFIX, "throttle/", &parts.join("\n")].concat()
}
