//! What is sent to the token endpoint, and what is kept of its answer. A code and a refresh token go
//! the same way.

use crate::{
    Account, Auth, AuthError, Environment,
    answer::{Asker, after, home, token_error, wait_until},
    cache::{Kept, PREFIX, Stored, covers, written},
    claims::claims,
    encoding::{add_pair, add_pairs, guid, is_guid},
    environment::HttpAnswer,
    error::Remedy,
    flow::anchor,
    foreign::{number, text},
    id_token::{self, Expected},
    secret::Secret,
    token::no_account,
};
use domain::{Timestamp, search::around};
use protocol::json::Json;
use std::mem;

/// How long a refresh token lives where Entra doesn't say, in seconds: a day for a single-page
/// application.
const DAY: i64 = 86_400;

/// What the keys of throttles begin with, after [`PREFIX`].
const THROTTLE: &str = "throttle/";

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
    ) -> Result<Box<Granted>, AuthError> {
        let now = self.environment.now();
        let throttle = throttle_key(sent.asker, sent.home, sent.challenge);
        self.throttled(stored, &throttle)?;
        let request_id = guid(&self.environment.random());
        let (address, form) = self.letter(sent, &request_id)?;
        let answer = self.environment.post_form(&address, &form).await;
        let mut outcome = self
            .opened(answer, sent, request_id)
            .and_then(|json| self.granted(&json, sent, nonce, now, before));
        // First of all, and before anything else is waited for: after a refresh the old token may be
        // worth nothing by now.
        let first = match &mut outcome {
            Ok(granted) if before.is_some() => mem::take(&mut granted.tokens),
            Ok(_) => Vec::new(),
            Err(error) => match &error.remedy {
                Remedy::WaitUntil(until) => vec![(throttle, written(until))],
                _ => Vec::new(),
            },
        };
        self.environment.change(&first, &[]).await?;
        let mut granted = outcome?;
        let stored = self.stored().await?;
        let known = self.account(&stored, &granted.account.home);
        let (mut entries, mut gone) = (Vec::new(), Vec::new());
        let is_gone = sent.must_be_known() && known.is_none();
        if is_gone {
            // Whoever signed out meanwhile stays signed out.
            gone.extend(first.into_iter().map(|(key, _)| key));
        } else {
            entries = self.rest(&mut granted, &stored, known);
            if sent.in_person {
                // Entra listens again.
                gone = stored.keys(&[PREFIX, THROTTLE].concat());
            }
        }
        self.environment.change(&entries, &gone).await?;
        if is_gone { Err(no_account()) } else { Ok(granted) }
    }

    /// The address and the form of a request.
    #[inline(never)]
    fn letter(&self, sent: &Grant<'_>, request_id: &str) -> Result<(String, String), AuthError> {
        let claims = claims(sent.challenge).ok_or_else(|| AuthError::refused("challenge-form"))?;
        let anchor = anchor(sent.home);
        let mut form =
            "client_info=1&x-client-SKU=PartnerLens&x-ms-lib-capability=retry-after%2C%20h429"
                .to_owned();
        add_pairs(&mut form, sent.grant);
        let others = [
            ("client_id", sent.asker.client_id),
            ("scope", &sent.asker.scopes),
            ("claims", &claims),
            ("x-client-VER", &self.config.version),
            ("X-AnchorMailbox", &anchor),
        ];
        add_pairs(&mut form, &others);
        let mut address = sent.asker.cloud.address(sent.asker.tenant, "oauth2/v2.0/token?");
        // In the address and not in a header, which would make the browser ask before it sends.
        add_pair(&mut address, "client-request-id", request_id);
        Ok((address, form))
    }

    /// What came of it.
    #[inline(never)]
    fn opened(
        &self,
        answer: Result<HttpAnswer, AuthError>,
        sent: &Grant<'_>,
        request_id: String,
    ) -> Result<Json, AuthError> {
        let mut error = match answer {
            Err(error) => error,
            Ok(mut answer) => {
                if answer.status != 200 {
                    // Whoever repeats what we sent, a proxy say, isn't quoted with it.
                    for (name, secret) in sent.grant {
                        if SECRETS.contains(name) {
                            answer.body = without(&answer.body, secret);
                        }
                    }
                }
                let json = Json::parse_foreign(&answer.body).unwrap_or(Json::Null);
                if answer.status == 200 {
                    return Ok(json);
                }
                let mut error = token_error(&json, sent.asker);
                if let Some(until) = wait_until(&answer, self.environment.now()) {
                    error.change(|case| {
                        (case.code, case.remedy) = ("throttled", Remedy::WaitUntil(until));
                    });
                }
                error
            }
        };
        if error.trace.correlation.is_empty() {
            error.change(|case| case.trace.correlation = request_id);
        }
        Err(error)
    }

    /// What is to be kept of a good answer, as far as it can be told without what is kept already.
    #[inline(never)]
    fn granted(
        &self,
        json: &Json,
        sent: &Grant<'_>,
        nonce: Option<&str>,
        requested: Timestamp,
        before: Option<&Account>,
    ) -> Result<Box<Granted>, AuthError> {
        let cloud = self.config.cloud;
        let scopes: Vec<&str> =
            text(json, "scope").split(' ').filter(|scope| !scope.is_empty()).collect();
        let home = home(text(json, "client_info")).unwrap_or_default();
        let lifetime = number(json, "expires_in").unwrap_or_default();
        let access = text(json, "access_token");
        let is_bearer = text(json, "token_type").eq_ignore_ascii_case("bearer");
        let has_parts = !access.is_empty() && !home.is_empty() && !scopes.is_empty();
        if !is_bearer || !has_parts || lifetime <= 0 {
            return Err(AuthError::refused("token-answer-form"));
        }
        let at_home = home.split_once('.').map_or("", |(_, tenant)| tenant);
        let id_token = text(json, "id_token");
        let expected = Expected {
            cloud,
            client_id: &self.config.client_id,
            // Whoever may choose an account signs in where it is at home.
            tenant: match is_guid(sent.asker.tenant) {
                true => sent.asker.tenant,
                false => at_home,
            },
            nonce,
            now: requested,
        };
        let is_known_home = !sent.must_be_known() || sent.home == home;
        let mut account = match before {
            // A refresh may bring no ID token; one that it brings has to fit.
            Some(before) if id_token.is_empty() => before.clone(),
            _ => {
                let claims = id_token::read(id_token, &expected).map_err(|code| {
                    let is_other = matches!(code, "wrong-tenant" | "consumer-account");
                    let remedy = if is_other { Remedy::SwitchTenant } else { Remedy::ReportBug };
                    AuthError::own(code, remedy)
                })?;
                let claim = |name| text(&claims, name).to_owned();
                Account {
                    home,
                    cloud: cloud.name.to_owned(),
                    tenant: claim("tid"),
                    username: claim("preferred_username"),
                    name: claim("name"),
                    login_hint: claim("login_hint"),
                    scopes: Vec::new(),
                    signed_in: requested,
                    refresh_ends: after(
                        requested,
                        number(json, "refresh_token_expires_in").unwrap_or(DAY),
                    ),
                }
            }
        };
        if !is_known_home || before.is_some_and(|before| before.tenant != account.tenant) {
            return Err(AuthError::refused("other-account"));
        }
        if let Some(before) = before {
            // The day counts from when somebody signed in, not from a refresh.
            account.signed_in = before.signed_in;
            account.refresh_ends = before.refresh_ends;
        }
        account.scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        let ends = after(requested, lifetime);
        let access = Kept {
            secret: Secret::new(access.to_owned()),
            scopes: account.scopes.clone(),
            kept_at: requested,
            ends,
            refresh_at: number(json, "refresh_in").map_or(ends, |sooner| after(requested, sooner)),
        };
        let mut tokens = vec![(self.access_key(&account, &scopes.join(" ")), written(&access))];
        let refresh = text(json, "refresh_token");
        if !refresh.is_empty() {
            let refresh = Kept {
                secret: Secret::new(refresh.to_owned()),
                scopes: Vec::new(),
                kept_at: requested,
                ends: account.refresh_ends,
                refresh_at: account.refresh_ends,
            };
            tokens.push((self.refresh_key(&account), written(&refresh)));
        }
        Ok(Box::new(Granted { tokens, account, access }))
    }

    /// What is to be written yet: the tokens, unless they have been, and the account with the scopes
    /// that were `known`.
    #[inline(never)]
    fn rest(
        &self,
        granted: &mut Granted,
        stored: &Stored,
        known: Option<Account>,
    ) -> Vec<(String, String)> {
        let account = &mut granted.account;
        let mut scopes = known.map_or_else(Vec::new, |known| known.scopes);
        for scope in mem::take(&mut account.scopes) {
            if !covers(&scopes, &[&scope]) {
                scopes.push(scope);
            }
        }
        account.scopes = scopes;
        let entry = (self.account_key(account), written(account));
        let mut entries = mem::take(&mut granted.tokens);
        if !stored.0.contains(&entry) {
            entries.push(entry);
        }
        entries
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

/// What Entra granted.
pub(crate) struct Granted {
    /// The tokens as they are kept, with their keys, until they are.
    tokens: Vec<(String, String)>,
    pub(crate) account: Account,
    pub(crate) access: Kept,
}

/// What is sent to the token endpoint.
pub(crate) struct Grant<'a> {
    pub(crate) asker: &'a Asker<'a>,
    /// The account that it is for; empty where the answer will tell.
    pub(crate) home: &'a str,
    pub(crate) grant: &'a [(&'a str, &'a str)],
    pub(crate) challenge: Option<&'a str>,
    /// Whether a person was asked, in a window.
    pub(crate) in_person: bool,
}

impl Grant<'_> {
    /// Whether it is only for an account that is signed in.
    fn must_be_known(&self) -> bool {
        !self.home.is_empty()
    }
}

/// Under what it is kept until when a request has to wait: all that makes it the same request.
pub(crate) fn throttle_key(asker: &Asker<'_>, home: &str, challenge: Option<&str>) -> String {
    let parts = [asker.client_id, asker.tenant, home, &asker.scopes, challenge.unwrap_or_default()];
    [PREFIX, THROTTLE, &parts.join("\n")].concat()
}
