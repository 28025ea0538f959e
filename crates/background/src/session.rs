//! Who is signed in: the worker's part of it. The rules are in the crate `auth`.

use crate::{
    package::{CLIENT_ID, CLOUD},
    worker::{Browser, admin_center_patterns},
    world::{World, storage},
};
use auth::{Account, Auth, AuthError, Config, Memory, SignIn, error::Remedy};
use domain::Timestamp;
use protocol::{
    envelope::{ErrorCode, Failure, encode},
    json::Json,
    session::{
        self, AccountView, AtMicrosoft, Busy, Fit, Outcome, Problem, Session, Setup, Source,
    },
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use webext::{Area, Storage};

/// What a sign-in asks for. Each feature asks for the rest when it is used.
const FIRST_SCOPES: [&str; 1] = ["User.Read"];

/// The tenant of whoever the person chooses: any work or school account.
const ANY_TENANT: &str = "organizations";

/// The app registration that the person entered.
const CLIENT: &str = "client/1";
/// The app registration that the organisation's policy names, as the policy calls it.
const POLICY_CLIENT: &str = "clientId";
/// That somebody was signed in when the browser ended: all that is on disk about it.
const WAS_SIGNED_IN: &str = "signed-in/1";
/// How the last sign-in, sign-out or set-up ended.
const OUTCOME: &str = "outcome/1";
/// What Entra wants to be told at the next sign-in.
const CLAIMS: &str = "claims/1";
/// The account that the person chose.
const CHOSEN: &str = "account/1";
/// Where the session of the account that was signed out last can be ended.
const END_SESSION: &str = "end-session/1";

/// The alarm that renews.
pub(crate) const RENEW: &str = "renew";

/// After how long a renewal that couldn't be done is tried again, in milliseconds.
const RENEW_AGAIN: i64 = 30 * 60 * 1_000;

/// What takes longer than an answer may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Open a window and sign in: an account, or whoever the person chooses.
    SignIn(Option<String>),
    /// End a session at Microsoft.
    EndSession,
    /// Go on where an earlier worker was ended.
    Resume,
    /// See once after the browser's start whether somebody is still signed in.
    Restore,
    /// Ask Graph what the accounts' organisations are called.
    Names,
    /// Renew what will end soon.
    Renew,
}

/// What the worker remembers of signing in while it lives.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    memory: Rc<Memory>,
    /// Whether a restore is on its way; `None` before it was thought of.
    restoring: Cell<Option<bool>>,
    /// The tenants whose names were asked for.
    asked: RefCell<Vec<String>>,
}

/// An app registration.
struct Client {
    id: Option<String>,
    source: Source,
    /// What the policy says instead of an id.
    refused: Option<String>,
}

type Signing<'a, B> = Auth<World<'a, B>>;

impl Sessions {
    async fn auth<'a, B: Browser>(
        &self,
        browser: &'a B,
    ) -> Result<(Signing<'a, B>, Client), AuthError> {
        let client = client(browser).await?;
        let client_id = client.id.clone().unwrap_or_default();
        let config = Config { client_id, cloud: CLOUD, version: browser.version() };
        Ok((Auth::new(World(browser), config, Rc::clone(&self.memory)), client))
    }

    /// Who is signed in, seen from a page of the organisation `page`, and what there is to do now
    /// that somebody looks.
    pub(crate) async fn view(
        &self,
        browser: &impl Browser,
        page: Option<String>,
    ) -> Result<(Session, Vec<Task>), Failure> {
        self.looked_at(browser, page).await.map_err(failed)
    }

    async fn looked_at(
        &self,
        browser: &impl Browser,
        page: Option<String>,
    ) -> Result<(Session, Vec<Task>), AuthError> {
        let (auth, client) = self.auth(browser).await?;
        let accounts = auth.accounts().await?;
        let mut keys = vec![OUTCOME.to_owned(), CHOSEN.to_owned()];
        keys.extend(accounts.iter().map(|account| name_key(&account.tenant)));
        let mut kept = browser.get(Area::Session, &keys).await.map_err(storage)?.into_iter();
        let outcome = kept.next().flatten();
        let chosen = kept.next().flatten();
        let names: Vec<Option<String>> = kept.collect();
        let mut tasks = Vec::new();
        if accounts.is_empty() && client.id.is_some() && self.restoring.get().is_none() {
            let was = one(browser, Area::Local, WAS_SIGNED_IN).await?.is_some();
            self.restoring.set(Some(was));
            if was {
                tasks.push(Task::Restore);
            }
        }
        let asked = self.asked.borrow();
        if accounts.iter().any(|account| !asked.contains(&account.tenant)) {
            tasks.push(Task::Names);
        }
        let seen = accounts.into_iter().zip(names);
        let accounts: Vec<AccountView> =
            seen.map(|(account, name)| seen_from(page.as_deref(), account, name)).collect();
        let session = Session {
            in_use: in_use(&accounts, chosen.as_deref()),
            setup: setup(&auth, client),
            accounts,
            page,
            busy: if auth.has_window() {
                Busy::Window
            } else if self.restoring.get() == Some(true) {
                Busy::Restoring
            } else {
                Busy::Idle
            },
            outcome: outcome.and_then(|text| Json::parse(&text).ok()?.read().ok()),
        };
        Ok((session, tasks))
    }

    /// Does what takes longer. Gives whether there is anything new to see.
    pub(crate) async fn carry_out(
        &self,
        browser: &impl Browser,
        task: Task,
    ) -> Result<bool, Failure> {
        let ended = self.work(browser, task).await;
        if let Err(error) = ended {
            keep_problem(browser, error).await.map_err(failed)?;
            return Ok(true);
        }
        ended.map_err(failed)
    }

    async fn work(&self, browser: &impl Browser, task: Task) -> Result<bool, AuthError> {
        let (auth, _) = self.auth(browser).await?;
        let changed = match task {
            Task::SignIn(account) => sign_in(&auth, account).await?,
            Task::EndSession => return end_session(browser).await,
            // When nobody was signing in there is nothing to remember; at the browser's start that would
            // forget who was signed in before.
            Task::Resume if auth.resume().await?.is_none() => return Ok(false),
            Task::Resume => true,
            Task::Restore => {
                let restored = auth.restore(&FIRST_SCOPES).await;
                self.restoring.set(Some(false));
                restored?;
                // Also when there is nobody: that it is no longer on its way is new.
                true
            }
            Task::Names => return self.names(&auth).await,
            Task::Renew => renew(&auth).await?,
        };
        remember(&auth).await?;
        Ok(changed)
    }

    /// Asks Graph what the accounts' organisations are called. One without a name can't be compared
    /// with the page's; that is said, and is no error.
    async fn names<B: Browser>(&self, auth: &Signing<'_, B>) -> Result<bool, AuthError> {
        let browser = auth.environment().0;
        let mut found = Vec::new();
        for account in auth.accounts().await? {
            let tenant = account.tenant;
            if self.asked.borrow().contains(&tenant) {
                continue;
            }
            self.asked.borrow_mut().push(tenant.clone());
            let Ok(token) = auth.token(&account.home, &FIRST_SCOPES, None).await else { continue };
            // Who may read their own profile may read this of their organisation (learn.microsoft.com,
            // "List organization").
            let path = "/v1.0/organization?$select=id,displayName";
            let address = ["https://", CLOUD.graph, path].concat();
            if let Ok(answer) = browser.get_json(&address, token.secret.reveal()).await
                && let Some(name) = name_of(&answer.body, &tenant)
            {
                found.push((name_key(&tenant), name));
            }
        }
        if found.is_empty() {
            return Ok(false);
        }
        browser.set(Area::Session, &found).await.map_err(storage)?;
        Ok(true)
    }

    /// Forgets an account, here.
    pub(crate) async fn sign_out(
        &self,
        browser: &impl Browser,
        account: &str,
    ) -> Result<(), AuthError> {
        let (auth, _) = self.auth(browser).await?;
        let signed_out = auth.sign_out(account).await?;
        if let Some(known) = signed_out.account {
            let microsoft = AtMicrosoft::GoesOn;
            let outcome = Outcome::SignedOut { username: known.username, microsoft };
            let kept = [
                (OUTCOME.to_owned(), encode(&outcome)),
                (END_SESSION.to_owned(), signed_out.end_session),
            ];
            browser.set(Area::Session, &kept).await.map_err(storage)?;
        }
        remember(&auth).await
    }

    /// Uses another app registration. What was signed in for the old one is forgotten.
    pub(crate) async fn register(
        &self,
        browser: &impl Browser,
        client: &str,
    ) -> Result<(), AuthError> {
        let client = client.trim().to_ascii_lowercase();
        if !client.is_empty() && !auth::is_guid(&client) {
            let remedy = Remedy::RegisterApp { redirect: String::new() };
            return keep_problem(browser, AuthError::own("client-id-form", remedy)).await;
        }
        let (auth, _) = self.auth(browser).await?;
        for account in auth.accounts().await? {
            auth.sign_out(&account.home).await?;
        }
        let key = CLIENT.to_owned();
        let stored = match client.as_str() {
            "" => browser.remove(Area::Local, &[key]).await,
            _ => browser.set(Area::Local, &[(key, client)]).await,
        };
        stored.map_err(storage)?;
        forget(browser, &[OUTCOME, CLAIMS]).await?;
        remember(&auth).await
    }
}

/// Uses an account where more than one would do.
pub(crate) async fn choose(browser: &impl Browser, account: String) -> Result<(), AuthError> {
    browser.set(Area::Session, &[(CHOSEN.to_owned(), account)]).await.map_err(storage)
}

async fn sign_in<B: Browser>(
    auth: &Signing<'_, B>,
    account: Option<String>,
) -> Result<bool, AuthError> {
    if auth.config().client_id.is_empty() {
        return Err(AuthError::own("no-app", Remedy::RegisterApp { redirect: String::new() }));
    }
    let browser = auth.environment().0;
    let claims = one(browser, Area::Session, CLAIMS).await?;
    let accounts = auth.accounts().await?;
    let known = accounts.iter().find(|known| Some(&known.home) == account.as_ref());
    let ask = SignIn {
        scopes: &FIRST_SCOPES,
        tenant: known.map_or(ANY_TENANT, |known| &known.tenant),
        account: known,
        claims: claims.as_deref(),
    };
    let account = auth.sign_in(&ask).await?;
    forget(browser, &[OUTCOME, CLAIMS]).await?;
    choose(browser, account.home).await?;
    Ok(true)
}

/// Ends the session of the account that was signed out last, at Microsoft, in a window.
async fn end_session(browser: &impl Browser) -> Result<bool, AuthError> {
    let Some(address) = one(browser, Area::Session, END_SESSION).await? else { return Ok(false) };
    let before = one(browser, Area::Session, OUTCOME).await?;
    let before = before.and_then(|text| Json::parse(&text).ok()?.read().ok());
    let Some(Outcome::SignedOut { username, .. }) = before else { return Ok(false) };
    let microsoft = match browser.web_auth_flow(&address, true).await {
        Ok(_) => AtMicrosoft::Ended,
        Err(_) => AtMicrosoft::NotConfirmed,
    };
    let outcome = encode(&Outcome::SignedOut { username, microsoft });
    browser.set(Area::Session, &[(OUTCOME.to_owned(), outcome)]).await.map_err(storage)?;
    Ok(true)
}

/// Renews what will end soon, if Partner Lens is in use: somebody has the admin center open. Whoever
/// doesn't use it is asked to sign in again when they do.
async fn renew<B: Browser>(auth: &Signing<'_, B>) -> Result<bool, AuthError> {
    let browser = auth.environment().0;
    let patterns = admin_center_patterns();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    if browser.matching(&patterns).await.map_err(storage)?.is_empty() {
        return Ok(false);
    }
    let now = Timestamp::from_millis(browser.now_millis());
    let mut changed = false;
    for account in auth.accounts().await? {
        if Signing::<B>::renewal_due(&account) <= now {
            let (tenant, account) = (&account.tenant, Some(&account));
            let ask = SignIn { scopes: &FIRST_SCOPES, tenant, account, claims: None };
            // That it takes a window is no error yet: what is there is good for hours.
            changed |= auth.sign_in_silently(&ask).await.is_ok();
        }
    }
    Ok(changed)
}

/// Keeps on disk whether anybody is signed in, and sets the alarm for what ends first.
async fn remember<B: Browser>(auth: &Signing<'_, B>) -> Result<(), AuthError> {
    let browser = auth.environment().0;
    let accounts = auth.accounts().await?;
    let marker = WAS_SIGNED_IN.to_owned();
    let first = accounts.iter().map(Signing::<B>::renewal_due).min();
    let Some(first) = first else {
        return browser.remove(Area::Local, &[marker]).await.map_err(storage);
    };
    let soonest = browser.now_millis().saturating_add(RENEW_AGAIN);
    browser.wake_at(RENEW, first.millis().max(soonest)).await.map_err(storage)?;
    browser.set(Area::Local, &[(marker, "1".to_owned())]).await.map_err(storage)
}

/// The app registration: the policy's, else the person's, else the build's.
async fn client(browser: &impl Browser) -> Result<Client, AuthError> {
    // Without a policy Firefox refuses to answer.
    let policy = one(browser, Area::Managed, POLICY_CLIENT).await.ok().flatten();
    let is_good = policy.as_ref().is_some_and(|id| auth::is_guid(id));
    let (good, refused) = if is_good { (policy, None) } else { (None, policy) };
    let (id, source) = match good {
        Some(id) => (Some(id.to_ascii_lowercase()), Source::Policy),
        None => match one(browser, Area::Local, CLIENT).await? {
            Some(id) => (Some(id), Source::Options),
            None => (CLIENT_ID.map(str::to_owned), Source::Build),
        },
    };
    Ok(Client { id, source, refused })
}

fn setup<B: Browser>(auth: &Signing<'_, B>, client: Client) -> Setup {
    let Client { id, source, refused } = client;
    let consent = match id {
        Some(_) => auth.admin_consent_address(ANY_TENANT, &FIRST_SCOPES),
        None => String::new(),
    };
    let redirect = auth.redirect_address();
    Setup { client: id, source, refused, redirect, consent, cloud: CLOUD.name.to_owned() }
}

/// The account for the page: of its organisation where there is one, and among those the one that
/// the person chose.
fn in_use(accounts: &[AccountView], chosen: Option<&str>) -> Option<String> {
    let rank = |account: &&AccountView| {
        (account.fit == Fit::Same, account.fit == Fit::Unknown, Some(account.id.as_str()) == chosen)
    };
    accounts.iter().max_by_key(rank).map(|account| account.id.clone())
}

/// Names differ in capitals and blanks from one place of Microsoft's to another.
fn seen_from(page: Option<&str>, account: Account, organization: Option<String>) -> AccountView {
    let is_same = |page: &str, own: &str| page::text::clean(own).eq_ignore_ascii_case(page);
    let fit = match (page, &organization) {
        (Some(page), Some(own)) if is_same(page, own) => Fit::Same,
        (Some(_), Some(_)) => Fit::Other,
        _ => Fit::Unknown,
    };
    AccountView {
        id: account.home,
        username: account.username,
        name: account.name,
        tenant: account.tenant,
        organization,
        fit,
        scopes: account.scopes,
        ends: account.refresh_ends,
    }
}

/// The name of the organisation `tenant` in an answer of Graph.
fn name_of(answer: &str, tenant: &str) -> Option<String> {
    let answer = Json::parse_foreign(answer).ok()?;
    let Json::List(items) = answer.member("value") else { return None };
    let own = items.iter().find(|item| item.member("id").as_text().eq_ignore_ascii_case(tenant))?;
    let name = own.member("displayName").as_text();
    (!name.is_empty()).then(|| name.to_owned())
}

fn name_key(tenant: &str) -> String {
    ["organization/1/", tenant].concat()
}

async fn one(browser: &impl Storage, area: Area, key: &str) -> Result<Option<String>, AuthError> {
    let found = browser.get(area, &[key.to_owned()]).await.map_err(storage)?;
    Ok(found.into_iter().next().flatten())
}

async fn forget(browser: &impl Storage, keys: &[&str]) -> Result<(), AuthError> {
    let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
    browser.remove(Area::Session, &keys).await.map_err(storage)
}

async fn keep_problem(browser: &impl Browser, error: AuthError) -> Result<(), AuthError> {
    if error.code == "cancelled" {
        // That the window was closed is what the person wanted.
        return forget(browser, &[OUTCOME]).await;
    }
    let mut kept = Vec::new();
    if let Some(claims) = claims_of(&error) {
        kept.push((CLAIMS.to_owned(), claims.to_owned()));
    }
    kept.push((OUTCOME.to_owned(), encode(&Outcome::Problem(told(error)))));
    browser.set(Area::Session, &kept).await.map_err(storage)
}

fn claims_of(error: &AuthError) -> Option<&str> {
    match &error.remedy {
        Remedy::AskAdmin { claims: Some(claims), .. } => Some(claims),
        _ => error.claims.as_deref(),
    }
}

pub(crate) fn failed(error: AuthError) -> Failure {
    Failure::new(ErrorCode::TryAgain, error.to_string())
}

fn told(error: AuthError) -> Problem {
    let error = error.into_case();
    let trace = error.trace.to_string();
    let remedy = match error.remedy {
        Remedy::SignIn => session::Remedy::SignIn,
        Remedy::GrantConsent { admin_address, admins_only } => {
            session::Remedy::GrantConsent { address: admin_address, admins_only }
        }
        Remedy::WaitUntil(until) => session::Remedy::WaitUntil { until },
        Remedy::AskAdmin { message, .. } => session::Remedy::AskAdmin { message },
        Remedy::SwitchTenant => session::Remedy::SwitchTenant,
        Remedy::RegisterApp { .. } => session::Remedy::RegisterApp,
        Remedy::CheckNetwork => session::Remedy::CheckNetwork,
        Remedy::TryAgain => session::Remedy::TryAgain,
        Remedy::ReportBug => session::Remedy::ReportBug,
    };
    Problem { code: error.code.to_owned(), remedy, trace }
}
