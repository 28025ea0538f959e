//! Who is signed in: the worker's part of it. The rules are in the crate `auth`.

use crate::{
    notes::{self, Change, Notes},
    package::{CLIENT_ID, CLOUD},
    worker::{Browser, admin_center_patterns},
    world::{World, storage},
};
use auth::{
    Account, Auth, AuthError, Config, Environment as _, Memory, Resumed, SignIn, error::Remedy,
};
use domain::Timestamp;
use protocol::{
    json::Json,
    session::{AccountView, AtMicrosoft, Busy, Fit, Outcome, Session, Setup, Source},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use webext::Area;

/// What a sign-in asks for. Each feature asks for the rest when it is used.
const FIRST_SCOPES: [&str; 1] = ["User.Read"];

/// The tenant of whoever the person chooses: any work or school account.
const ANY_TENANT: &str = "organizations";

/// The app registration that the person entered; empty where they took it away again.
const CLIENT: &str = "client/1";
/// The app registration that the organisation's policy names, as the policy calls it.
const POLICY_CLIENT: &str = "clientId";
/// That somebody was signed in when the browser ended, if it isn't empty: all that is on disk about it.
const WAS_SIGNED_IN: &str = "signed-in/1";

/// The alarm that renews.
pub(crate) const RENEW: &str = "renew";

/// After how long a renewal that couldn't be done is tried again, in milliseconds.
const RENEW_AGAIN: i64 = 30 * 60 * 1_000;

/// What there is to do about signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Open a window and sign in: an account, or whoever the person chooses.
    SignIn(Option<String>),
    /// Forget an account, here.
    SignOut(String),
    /// End a session at Microsoft.
    EndSession,
    /// Use an account where more than one would do.
    Choose(String),
    /// Use another app registration. What was signed in for the old one is forgotten.
    Register(String),
    /// Go on where an earlier worker was ended.
    Resume,
    /// See once after the browser's start whether somebody is still signed in.
    Restore,
    /// Ask Graph what the accounts' organisations are called.
    Names,
    /// Renew what will end soon.
    Renew,
}

impl Task {
    /// Whether it opens a window, and so may take as long as a person takes.
    pub(crate) fn has_window(&self) -> bool {
        matches!(self, Self::SignIn(_) | Self::EndSession)
    }
}

/// What the worker remembers of signing in while it lives.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    memory: Rc<Memory>,
    /// Whether a restore is on its way; `None` before it was thought of.
    restoring: Cell<Option<bool>>,
    /// Whether something with a window is on its way: from the press until it is kept how it ended.
    in_window: Cell<bool>,
    /// Whether the window that an earlier worker opened is still there.
    left_window: Cell<bool>,
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

/// All about signing in, as it was at one moment.
struct Look<'a, B> {
    auth: Signing<'a, B>,
    client: Client,
    /// Whether somebody was signed in when the browser ended.
    was_signed_in: bool,
    notes: Notes,
    accounts: Vec<Account>,
}

impl Sessions {
    /// Who is signed in, seen from a page of the organisation `page`, and what there is to do now
    /// that somebody looks.
    pub(crate) async fn view(
        &self,
        browser: &impl Browser,
        page: Option<String>,
    ) -> Result<(Session, Vec<Task>), AuthError> {
        let look = self.look(browser).await?;
        let tasks = self.tasks(&look);
        Ok((self.seen(*look, page), tasks))
    }

    /// A window is about to open. A panel that asks in between isn't told that nothing is going on: it
    /// might never ask again.
    pub(crate) fn begin(&self) {
        self.in_window.set(true);
    }

    /// Whether something may have become of the window that an earlier worker left, now that a tab was
    /// closed.
    pub(crate) fn waits_for_a_window(&self) -> bool {
        self.left_window.get()
    }

    /// Does what there is to do, and keeps how it ended. Gives whether there is anything new to see.
    pub(crate) async fn carry_out<B: Browser>(
        &self,
        browser: &B,
        task: Task,
    ) -> Result<bool, AuthError> {
        let has_window = task.has_window();
        let ended = self.end(browser, task).await;
        if has_window {
            self.in_window.set(false);
        }
        ended
    }

    async fn end<B: Browser>(&self, browser: &B, task: Task) -> Result<bool, AuthError> {
        let look = self.look(browser).await?;
        let sets_alarm = matches!(task, Task::Renew);
        let resumes = matches!(task, Task::Resume);
        let mut change = Change::default();
        let (is_new, remembers) = match self.work(&look, task, &mut change).await {
            // When nothing has changed there is nothing to remember; at the browser's start that would
            // forget who was signed in before.
            Ok(is_new) if resumes && self.left_window.get() => (is_new, false),
            Ok(is_new) => (is_new, is_new || sets_alarm),
            Err(error) => {
                change = Change::of_problem(&error, look.accounts.is_empty());
                (true, false)
            }
        };
        look.auth.environment().change(&change.entries, &change.gone).await?;
        if remembers {
            let first = first_end::<B>(&look.auth.accounts().await?);
            let is_signed_in = if first.is_some() { "1" } else { "" };
            change.on_disk.push((WAS_SIGNED_IN.to_owned(), is_signed_in.to_owned()));
            if let Some(first) = first {
                let soonest = browser.now_millis().saturating_add(RENEW_AGAIN);
                browser.wake_at(RENEW, first.max(soonest)).await.map_err(storage)?;
            }
        }
        if !change.on_disk.is_empty() {
            browser.set(Area::Local, &change.on_disk).await.map_err(storage)?;
        }
        Ok(is_new)
    }

    async fn look<'a, B: Browser>(&self, browser: &'a B) -> Result<Box<Look<'a, B>>, AuthError> {
        // Without a policy Firefox refuses to answer.
        let policy = browser.get(Area::Managed, &[POLICY_CLIENT.to_owned()]).await;
        let policy = policy.ok().and_then(|found| found.into_iter().next().flatten());
        let keys = [CLIENT.to_owned(), WAS_SIGNED_IN.to_owned()];
        let mut local = browser.get(Area::Local, &keys).await.map_err(storage)?;
        let was_signed_in = local.pop().flatten().is_some_and(|was| !was.is_empty());
        let client = client(policy, local.pop().flatten());
        let world = World(browser);
        let notes = Notes(world.all(notes::PREFIX).await?);
        let client_id = client.id.clone().unwrap_or_default();
        let config = Config { client_id, cloud: CLOUD, version: browser.version() };
        let auth = Auth::new(world, config, Rc::clone(&self.memory));
        let accounts = auth.accounts().await?;
        Ok(Box::new(Look { auth, client, was_signed_in, notes, accounts }))
    }

    /// What there is to do now that somebody looks.
    fn tasks<B: Browser>(&self, look: &Look<'_, B>) -> Vec<Task> {
        let mut tasks = Vec::new();
        if look.accounts.is_empty() && look.client.id.is_some() && self.restoring.get().is_none() {
            self.restoring.set(Some(look.was_signed_in));
            if look.was_signed_in {
                tasks.push(Task::Restore);
            }
        }
        let asked = self.asked.borrow();
        if look.accounts.iter().any(|account| !asked.contains(&account.tenant)) {
            tasks.push(Task::Names);
        }
        tasks
    }

    #[inline(never)]
    fn seen<B: Browser>(&self, look: Look<'_, B>, page: Option<String>) -> Session {
        let Look { auth, client, notes, accounts, .. } = look;
        let mut seen = Vec::new();
        for account in accounts {
            let organization = notes.text(&notes::organization(&account.tenant));
            seen.push(seen_from(page.as_deref(), account, organization.map(str::to_owned)));
        }
        Session {
            in_use: in_use(&seen, notes.text(notes::CHOSEN)),
            setup: setup(&auth, client),
            accounts: seen,
            page,
            busy: if auth.has_window() || self.in_window.get() || self.left_window.get() {
                Busy::Window
            } else if self.restoring.get() == Some(true) {
                Busy::Restoring
            } else {
                Busy::Idle
            },
            outcome: notes.outcome(),
        }
    }

    async fn work<B: Browser>(
        &self,
        look: &Look<'_, B>,
        task: Task,
        change: &mut Change,
    ) -> Result<bool, AuthError> {
        let Look { auth, notes, .. } = look;
        let browser = auth.environment().0;
        match task {
            Task::SignIn(account) => {
                if look.client.id.is_none() {
                    return Err(AuthError::own("no-app", registration()));
                }
                if self.left_window.get() {
                    return Err(AuthError::own("window-open", Remedy::TryAgain));
                }
                let known =
                    look.accounts.iter().find(|known| Some(&known.home) == account.as_ref());
                let ask = SignIn {
                    scopes: &FIRST_SCOPES,
                    tenant: known.map_or(ANY_TENANT, |known| &known.tenant),
                    account: known,
                    claims: notes.text(notes::CLAIMS),
                };
                let account = auth.sign_in(&ask).await?;
                change.forget(notes::OUTCOME);
                change.forget(notes::CLAIMS);
                change.keep(notes::CHOSEN, account.home);
            }
            Task::SignOut(home) => {
                let signed_out = auth.sign_out(&home).await?;
                if let Some(account) = signed_out.account {
                    change.keep_outcome(&Outcome::SignedOut {
                        username: account.username,
                        microsoft: AtMicrosoft::GoesOn,
                    });
                    change.keep(notes::END_SESSION, signed_out.end_session);
                }
            }
            Task::EndSession => {
                let Some(address) = notes.text(notes::END_SESSION) else { return Ok(false) };
                let Some(Outcome::SignedOut { username, .. }) = notes.outcome() else {
                    return Ok(false);
                };
                let microsoft = match browser.web_auth_flow(address, true).await {
                    Ok(_) => AtMicrosoft::Ended,
                    Err(_) => AtMicrosoft::NotConfirmed,
                };
                change.keep_outcome(&Outcome::SignedOut { username, microsoft });
            }
            Task::Choose(account) => change.keep(notes::CHOSEN, account),
            Task::Register(client) => {
                let client = client.trim().to_ascii_lowercase();
                if !client.is_empty() && !auth::is_guid(&client) {
                    return Err(AuthError::own("client-id-form", registration()));
                }
                for account in &look.accounts {
                    auth.sign_out(&account.home).await?;
                }
                change.on_disk.push((CLIENT.to_owned(), client));
                change.forget(notes::OUTCOME);
                change.forget(notes::CLAIMS);
            }
            Task::Resume => {
                // Whoever is in the window that an earlier worker opened can finish there.
                let pattern = ["https://", CLOUD.login, "/*"].concat();
                let is_open = browser.has_popup(&pattern).await.map_err(storage)?;
                let waited = self.left_window.replace(true);
                let resumed = auth.resume(is_open).await;
                // It goes on when a tab is closed.
                self.left_window.set(matches!(resumed, Ok(Resumed::Waits)));
                if matches!(resumed, Ok(Resumed::SignedIn)) {
                    change.forget(notes::OUTCOME);
                }
                return resumed.map(|resumed| waited || resumed != Resumed::Nothing);
            }
            Task::Restore => {
                let restored = auth.restore(&FIRST_SCOPES).await;
                // Also when there is nobody: that it is no longer on its way is new.
                self.restoring.set(Some(false));
                restored?;
            }
            Task::Names => {
                self.names(look, change).await;
                return Ok(!change.entries.is_empty());
            }
            Task::Renew => return renew(look).await,
        }
        Ok(true)
    }

    /// Asks Graph what the accounts' organisations are called. One without a name can't be compared
    /// with the page's; that is said, and is no error.
    async fn names<B: Browser>(&self, look: &Look<'_, B>, change: &mut Change) {
        for Account { home, tenant, .. } in &look.accounts {
            if self.asked.borrow().contains(tenant) {
                continue;
            }
            self.asked.borrow_mut().push(tenant.clone());
            let Ok(token) = look.auth.token(home, &FIRST_SCOPES, None).await else { continue };
            // Who may read their own profile may read this of their organisation (learn.microsoft.com,
            // "List organization").
            let path = "/v1.0/organization?$select=id,displayName";
            let address = ["https://", CLOUD.graph, path].concat();
            let browser = look.auth.environment().0;
            if let Ok(answer) = browser.get_json(&address, token.secret.reveal()).await
                && let Some(name) = name_of(&answer.body, tenant)
            {
                change.keep(&notes::organization(tenant), name);
            }
        }
    }
}

/// Renews what will end soon, if Partner Lens is in use: somebody has the admin center open. Whoever
/// doesn't use it is asked to sign in again when they do.
async fn renew<B: Browser>(look: &Look<'_, B>) -> Result<bool, AuthError> {
    let browser = look.auth.environment().0;
    if browser.matching(&admin_center_patterns()).await.map_err(storage)?.is_empty() {
        return Ok(false);
    }
    let now = Timestamp::from_millis(browser.now_millis());
    let mut changed = false;
    for account in &look.accounts {
        if Signing::<B>::renewal_due(account) <= now {
            let (tenant, account) = (&account.tenant, Some(account));
            let ask = SignIn { scopes: &FIRST_SCOPES, tenant, account, claims: None };
            // That it takes a window is no error yet: what is there is good for hours.
            changed |= look.auth.sign_in_silently(&ask).await.is_ok();
        }
    }
    Ok(changed)
}

/// When the first of `accounts` is due for renewal, in milliseconds.
fn first_end<B: Browser>(accounts: &[Account]) -> Option<i64> {
    accounts.iter().map(|account| Signing::<B>::renewal_due(account).millis()).min()
}

/// The app registration: the policy's, else the person's, else the build's.
#[inline(never)]
fn client(policy: Option<String>, own: Option<String>) -> Client {
    let is_good = policy.as_ref().is_some_and(|id| auth::is_guid(id));
    let (good, refused) = if is_good { (policy, None) } else { (None, policy) };
    let own = own.filter(|id| !id.is_empty());
    let (id, source) = match (good, own) {
        (Some(id), _) => (Some(id.to_ascii_lowercase()), Source::Policy),
        (None, Some(id)) => (Some(id), Source::Options),
        (None, None) => (CLIENT_ID.map(str::to_owned), Source::Build),
    };
    Client { id, source, refused }
}

/// What to do where there is no app registration.
fn registration() -> Remedy {
    Remedy::RegisterApp { redirect: String::new() }
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
