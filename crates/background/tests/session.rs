//! Signing in, as the panel sees it: over a fake browser whose Entra and Graph answer what they are
//! told to.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "the helpers of tests fail by panicking, like tests"
)]

use background::Worker;
use page::Vocabulary;
use protocol::{
    json::Json,
    session::{AtMicrosoft, Busy, Fit, Outcome, Remedy, Session, Source},
};
use serde_json::{Value, json};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};
use webext::{Area, Response, fake::Fake};

const PAGE: &str = "https://admin.microsoft.com/Adminportal/Home#/partners";
const PANEL: &str = "chrome-extension://partner-lens/panel.html#/account";
const NOW: i64 = 1_795_513_260_000;
const HOUR: i64 = 3_600_000;
const CLIENT: &str = "5b0e7c1d-9a42-4f38-8c66-2d1f0e9b7a35";
const POLICY: &str = "e13f6a27-40d5-4b8c-9f70-85c2d6a1b394";
const CONTOSO: &str = "3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14";
const FABRIKAM: &str = "c9074e6b-15d8-4c3a-b2ef-70a8d5319e46";

/// The fake browser is always ready, so a future is done at its first poll.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the fake browser never waits"),
    }
}

fn over(browser: Fake) -> Worker<Fake> {
    let words = include_str!("../../../extension/vocabulary/page.txt");
    Worker::new(browser, Vocabulary::parse(words).unwrap())
}

fn fresh() -> Worker<Fake> {
    let fake = Fake::default();
    fake.now.set(NOW);
    over(fake)
}

/// A worker that starts anew over the same browser.
fn killed(worker: Worker<Fake>) -> Worker<Fake> {
    let worker = over(worker.into_browser());
    event(&worker, &json!({"boot": {}}));
    worker
}

/// A browser that was ended and started again: what was in memory is gone.
fn restarted(worker: Worker<Fake>) -> Worker<Fake> {
    let browser = worker.into_browser();
    browser.stored.borrow_mut().retain(|(area, _), _| *area != Area::Session);
    browser.alarms.borrow_mut().clear();
    browser.signed_in_at.borrow_mut().clear();
    let worker = over(browser);
    event(&worker, &json!({"boot": {}}));
    worker
}

/// One event, and all that follows once its answer has gone.
fn event(worker: &Worker<Fake>, event: &Value) -> Value {
    let answer: Value = serde_json::from_str(&now(worker.handle(&event.to_string()))).unwrap();
    // What is done then may give more to do.
    for _ in 0..3 {
        assert_eq!(now(worker.deliver()), "");
    }
    answer["message"].clone()
}

/// What the panel gets at once.
fn ask(worker: &Worker<Fake>, request: &Value) -> Session {
    let message = json!({"v": 1, "message": request});
    let sender = json!({"id": "partner-lens", "url": PANEL, "tab": 1, "frame": 5});
    let answer =
        event(worker, &json!({"message": {"sender": sender, "text": message.to_string()}}));
    let session = Json::parse(&answer["ok"]["session"].to_string()).and_then(|json| json.read());
    session.unwrap_or_else(|error| panic!("{error}: {answer}"))
}

fn session(worker: &Worker<Fake>) -> Session {
    ask(worker, &json!({"session": {}}))
}

/// Does what `request` says, and gives what the panel sees in the end.
fn after(worker: &Worker<Fake>, request: &Value) -> Session {
    ask(worker, request);
    session(worker)
}

fn set_up() -> Worker<Fake> {
    let worker = fresh();
    let session = after(&worker, &json!({"register": {"client": CLIENT}}));
    assert_eq!(session.setup.client.as_deref(), Some(CLIENT));
    worker
}

/// A page of the admin center that names its organisation.
fn open_page(worker: &Worker<Fake>, organization: Option<&str>) {
    let facts = json!({"v": 1, "message": {"facts": {
        "reading": "r", "route": "#/partners", "language": "en-US", "organization": organization,
        "title": "Partner relationships", "busy": false, "settled": true, "notices": [],
        "blocks": [], "tables": [],
    }}});
    let sender = json!({"id": "partner-lens", "url": PAGE, "tab": 1, "frame": 0});
    let answer = event(worker, &json!({"message": {"sender": sender, "text": facts.to_string()}}));
    assert!(answer["ok"].is_object(), "{answer}");
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number =
            (0..3).fold(0u32, |sum, at| sum << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        for at in 0..=chunk.len() {
            out.push(char::from(DIGITS[(number >> (18 - 6 * at) & 63) as usize]));
        }
    }
    out
}

fn parameter(address: &str, name: &str) -> String {
    let prefix = format!("{name}=");
    let value = address.split(['?', '&']).find_map(|pair| pair.strip_prefix(&prefix));
    value.unwrap_or_else(|| panic!("{name} isn't in {address}")).to_owned()
}

/// Someone to sign in.
struct Person {
    tenant: &'static str,
    object: &'static str,
    name: &'static str,
}

const INES: Person =
    Person { tenant: FABRIKAM, object: "ines", name: "ines.duarte@fabrikam.example" };
const AVERY: Person =
    Person { tenant: CONTOSO, object: "avery", name: "avery.lindqvist@contoso.example" };

impl Person {
    fn home(&self) -> String {
        format!("{}.{}", self.object, self.tenant)
    }

    /// What the token endpoint answers. The tokens name the person, to be found wherever they go.
    fn tokens(&self, nonce: &str) -> Response {
        let seconds = NOW / 1_000;
        let claims = json!({
            "aud": CLIENT, "iss": format!("https://login.microsoftonline.com/{}/v2.0", self.tenant),
            "tid": self.tenant, "oid": self.object, "sub": self.object, "ver": "2.0",
            "iat": seconds, "nbf": seconds, "exp": seconds + 3_600, "nonce": nonce,
            "preferred_username": self.name, "name": self.object, "login_hint": "hint",
        });
        let info = json!({"uid": self.object, "utid": self.tenant}).to_string();
        let part = |text: &str| base64url(text.as_bytes());
        let body = json!({
            "token_type": "Bearer", "expires_in": 3_600, "scope": "User.Read openid profile",
            "access_token": format!("secret-access-{}", self.object),
            "refresh_token": format!("secret-refresh-{}", self.object),
            "refresh_token_expires_in": 86_400,
            "client_info": part(&info),
            "id_token": format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(&claims.to_string()), part("x")),
        });
        Response { status: 200, retry_after: None, body: body.to_string() }
    }

    /// What Graph answers.
    fn organization(&self, name: &str) -> Response {
        let body = json!({"value": [{"id": self.tenant, "displayName": name}]}).to_string();
        Response { status: 200, retry_after: None, body }
    }

    /// Has the next window of `browser` end well. The nonce is of the browser's randomness, which is
    /// a count here.
    fn is_there(&self, browser: &Fake) {
        // The state comes first, then the nonce.
        let nonce = base64url(&[browser.randoms.get().wrapping_add(2); 32]);
        let back = "https://partnerlens/cb/global?code=secret-code&state=STATE".to_owned();
        *browser.comes_back.borrow_mut() = Some(back);
        *browser.answers.borrow_mut() = Some(self.tokens(&nonce));
    }

    fn signs_in(&self, worker: &Worker<Fake>) -> Session {
        self.is_there(worker.browser());
        let session = ask(worker, &json!({"sign-in": {"account": null}}));
        assert_eq!(session.busy, Busy::Window);
        let session = self::session(worker);
        assert_eq!(session.outcome, None);
        assert_eq!(session.busy, Busy::Idle);
        session
    }
}

/// The code of the problem that is shown.
fn problem(session: &Session) -> (&str, &Remedy) {
    match &session.outcome {
        Some(Outcome::Problem(problem)) => (&problem.code, &problem.remedy),
        other => panic!("no problem: {other:?}"),
    }
}

fn windows(worker: &Worker<Fake>, seen: bool) -> usize {
    let opened = worker.browser().signed_in_at.borrow();
    opened.iter().filter(|(_, interactive)| *interactive == seen).count()
}

#[test]
fn before_the_set_up_nothing_is_opened() {
    let worker = fresh();
    let before = session(&worker);
    assert_eq!((before.setup.client, before.setup.source), (None, Source::Build));
    assert_eq!(before.setup.redirect, "https://partnerlens/cb/global");
    assert_eq!(before.setup.consent, "");
    let session = after(&worker, &json!({"sign-in": {"account": null}}));
    assert_eq!(problem(&session), ("no-app", &Remedy::RegisterApp));
    assert_eq!(windows(&worker, true), 0);
}

#[test]
fn an_app_registration_is_checked_kept_and_taken_away() {
    let worker = fresh();
    for wrong in ["contoso", "5b0e7c1d-9a42-4f38-8c66", "{5b0e7c1d-9a42-4f38-8c66-2d1f0e9b7a35}"] {
        let session = after(&worker, &json!({"register": {"client": wrong}}));
        assert_eq!(problem(&session), ("client-id-form", &Remedy::RegisterApp), "{wrong}");
        assert_eq!(session.setup.client, None, "{wrong}");
    }
    let shouted = format!(" {} ", CLIENT.to_uppercase());
    let session = after(&worker, &json!({"register": {"client": shouted}}));
    assert_eq!(session.setup.client.as_deref(), Some(CLIENT));
    assert_eq!((session.setup.source, session.outcome), (Source::Options, None));
    assert!(session.setup.consent.contains(CLIENT), "{}", session.setup.consent);
    let worker = restarted(worker);
    assert_eq!(self::session(&worker).setup.client.as_deref(), Some(CLIENT));
    let session = after(&worker, &json!({"register": {"client": ""}}));
    assert_eq!((session.setup.client, session.setup.source), (None, Source::Build));
}

#[test]
fn the_policy_comes_before_the_person_if_it_makes_sense() {
    for (policy, client, source, refused) in [
        (POLICY, POLICY, Source::Policy, None),
        (&*POLICY.to_uppercase(), POLICY, Source::Policy, None),
        ("our app", CLIENT, Source::Options, Some("our app")),
        ("", CLIENT, Source::Options, Some("")),
    ] {
        let worker = set_up();
        let key = (Area::Managed, "clientId".to_owned());
        worker.browser().stored.borrow_mut().insert(key, policy.to_owned());
        let setup = session(&worker).setup;
        assert_eq!(setup.client.as_deref(), Some(client), "{policy}");
        assert_eq!((setup.source, setup.refused.as_deref()), (source, refused), "{policy}");
    }
    let schema = include_str!("../../../extension/managed_schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let names: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["clientId"]);
}

#[test]
fn who_signs_in_is_shown_and_nothing_of_it_is_on_disk() {
    let worker = set_up();
    *worker.browser().graph.borrow_mut() = Some(INES.organization("Fabrikam"));
    INES.signs_in(&worker);
    let session = session(&worker);
    let account = &session.accounts[0];
    assert_eq!(session.in_use.as_ref(), Some(&account.id));
    assert_eq!((account.username.as_str(), account.tenant.as_str()), (INES.name, FABRIKAM));
    assert_eq!(account.organization.as_deref(), Some("Fabrikam"));
    assert!(account.scopes.iter().any(|scope| scope == "User.Read"), "{:?}", account.scopes);
    assert_eq!(account.ends.millis(), NOW + 24 * HOUR);
    assert_eq!(worker.browser().alarms.borrow().get("renew"), Some(&(NOW + 20 * HOUR)));
    let read = worker.browser().read.borrow().clone();
    let address = "https://graph.microsoft.com/v1.0/organization?$select=id,displayName";
    assert_eq!(read, [(address.to_owned(), "secret-access-ines".to_owned())]);
    for ((area, key), value) in worker.browser().stored.borrow().iter() {
        let holds = |text: &str| key.contains(text) || value.contains(text);
        let is_personal = holds("secret") || holds("ines") || holds(FABRIKAM);
        assert!(*area == Area::Session || !is_personal, "{area:?} {key} {value}");
    }
    // Nor is any of it ever told.
    for told in worker.browser().told_pages.borrow().iter() {
        assert!(!told.contains("secret"), "{told}");
    }
}

#[test]
fn the_page_and_the_account_are_compared_by_name() {
    for (page, organization, fit) in [
        (Some("Fabrikam"), Some("Fabrikam"), Fit::Same),
        (Some("Fabrikam"), Some(" FABRIKAM "), Fit::Same),
        (Some("Contoso"), Some("Fabrikam"), Fit::Other),
        (Some("Contoso"), None, Fit::Unknown),
        (None, Some("Fabrikam"), Fit::Unknown),
    ] {
        let worker = set_up();
        open_page(&worker, page);
        *worker.browser().graph.borrow_mut() = organization.map(|name| INES.organization(name));
        INES.signs_in(&worker);
        let session = session(&worker);
        assert_eq!(session.accounts[0].fit, fit, "{page:?} {organization:?}");
        assert_eq!(session.page.as_deref(), page);
    }
}

#[test]
fn graph_is_believed_only_about_the_accounts_own_tenant() {
    for (status, body) in [
        (200, json!({"value": [{"id": CONTOSO, "displayName": "Contoso"}]}).to_string()),
        (200, json!({"value": [{"id": FABRIKAM, "displayName": ""}]}).to_string()),
        (200, json!({"value": {}}).to_string()),
        (200, "no JSON".to_owned()),
        (403, json!({"error": {"code": "Authorization_RequestDenied"}}).to_string()),
    ] {
        let worker = set_up();
        let answer = Response { status, retry_after: None, body: body.clone() };
        *worker.browser().graph.borrow_mut() = Some(answer);
        INES.signs_in(&worker);
        assert_eq!(session(&worker).accounts[0].organization, None, "{body}");
        // It is asked once and not at every look.
        session(&worker);
        assert_eq!(worker.browser().read.borrow().len(), 1, "{body}");
    }
}

#[test]
fn of_two_accounts_the_one_of_the_page_is_used() {
    let worker = set_up();
    *worker.browser().graph.borrow_mut() = Some(INES.organization("Fabrikam"));
    INES.signs_in(&worker);
    *worker.browser().graph.borrow_mut() = Some(AVERY.organization("Contoso"));
    let both = AVERY.signs_in(&worker);
    assert_eq!(both.accounts.len(), 2);
    // Without a page, the one that signed in last; else the one that was chosen.
    assert_eq!(session(&worker).in_use, Some(AVERY.home()));
    let chosen = after(&worker, &json!({"choose": {"account": INES.home()}}));
    assert_eq!(chosen.in_use, Some(INES.home()));
    for (page, used) in [("Contoso", AVERY), ("Fabrikam", INES), ("Northwind", INES)] {
        open_page(&worker, Some(page));
        assert_eq!(session(&worker).in_use, Some(used.home()), "{page}");
    }
}

#[test]
fn signing_out_is_local_first_and_says_what_it_did() {
    for (back, microsoft) in [
        (Some("https://partnerlens/cb/global"), AtMicrosoft::Ended),
        (None, AtMicrosoft::NotConfirmed),
    ] {
        let worker = set_up();
        INES.signs_in(&worker);
        let opened = windows(&worker, true);
        let session = after(&worker, &json!({"sign-out": {"account": INES.home()}}));
        assert_eq!(session.accounts, []);
        let username = INES.name.to_owned();
        let goes_on = AtMicrosoft::GoesOn;
        let said = Outcome::SignedOut { username: username.clone(), microsoft: goes_on };
        assert_eq!(session.outcome, Some(said));
        assert_eq!(windows(&worker, true), opened, "no window that nobody asked for");
        for ((_, key), value) in worker.browser().stored.borrow().iter() {
            assert!(!key.contains("token") && !value.contains("secret"), "{key} {value}");
        }
        *worker.browser().comes_back.borrow_mut() = back.map(str::to_owned);
        let session = after(&worker, &json!({"end-session": {}}));
        assert_eq!(session.outcome, Some(Outcome::SignedOut { username, microsoft }));
        let opened = worker.browser().signed_in_at.borrow().last().cloned().unwrap();
        assert!(opened.1 && opened.0.contains("/oauth2/v2.0/logout?"), "{opened:?}");
        assert_eq!(parameter(&opened.0, "logout_hint"), "hint");
        // Who signed out isn't signed in again by a restart.
        let worker = restarted(worker);
        let busy = self::session(&worker).busy;
        assert_eq!((busy, windows(&worker, false)), (Busy::Idle, 0));
    }
}

#[test]
fn after_the_browsers_start_there_is_one_silent_try() {
    for is_still_there in [true, false] {
        let worker = set_up();
        INES.signs_in(&worker);
        let worker = restarted(worker);
        assert_eq!(windows(&worker, false), 0, "not before somebody looks");
        if is_still_there {
            INES.is_there(worker.browser());
        }
        assert_eq!(session(&worker).busy, Busy::Restoring);
        let then = session(&worker);
        assert_eq!((then.busy, then.outcome), (Busy::Idle, None));
        assert_eq!(then.accounts.len(), usize::from(is_still_there));
        let tries = windows(&worker, false);
        assert_eq!((tries, windows(&worker, true)), (1, 0));
        let worker = killed(worker);
        session(&worker);
        assert_eq!(windows(&worker, false), tries, "once is enough");
    }
}

#[test]
fn who_never_signed_in_is_never_looked_for() {
    let worker = restarted(set_up());
    assert_eq!(session(&worker).busy, Busy::Idle);
    assert_eq!(windows(&worker, false), 0);
}

#[test]
fn a_session_in_use_is_renewed_before_it_ends() {
    // After so many hours, with a page open or not: whether it is renewed.
    for (hours, is_open, renewed) in
        [(19, true, false), (20, true, true), (23, true, true), (20, false, false)]
    {
        let worker = set_up();
        INES.signs_in(&worker);
        let browser = worker.browser();
        browser.tabs.borrow_mut().extend(is_open.then_some(1));
        browser.now.set(NOW + hours * HOUR);
        // The ID token of the renewal has a new time, too; it is as old as the first one here.
        let before = windows(&worker, false);
        *browser.comes_back.borrow_mut() = None;
        event(&worker, &json!({"alarm": {"name": "renew"}}));
        assert_eq!(windows(&worker, false) - before, usize::from(renewed), "{hours} {is_open}");
        assert_eq!(windows(&worker, true), 1, "no window that nobody asked for");
        // Whatever came of it, the next alarm is set, and nobody is bothered.
        let next = browser.alarms.borrow()["renew"];
        assert!(next > browser.now.get(), "{hours} {is_open}");
        assert_eq!(session(&worker).outcome, None);
    }
}

#[test]
fn other_alarms_do_nothing() {
    let worker = set_up();
    INES.signs_in(&worker);
    worker.browser().tabs.borrow_mut().push(1);
    worker.browser().now.set(NOW + 21 * HOUR);
    event(&worker, &json!({"alarm": {"name": "something"}}));
    assert_eq!(windows(&worker, false), 0);
}

#[test]
fn what_goes_wrong_is_said_with_what_to_do() {
    let error = |status, error: &str, number: i64| Response {
        status,
        retry_after: None,
        body: json!({"error": error, "error_codes": [number], "error_description": "Said so.",
            "correlation_id": "c-1", "trace_id": "t-1"})
        .to_string(),
    };
    for (answer, code, expected) in [
        (None, "network", Remedy::CheckNetwork),
        (Some(error(400, "invalid_grant", 50076)), "more-proof-needed", Remedy::SignIn),
        (
            Some(error(400, "invalid_grant", 53003)),
            "blocked-by-policy",
            Remedy::AskAdmin { message: "Said so.".to_owned() },
        ),
        (Some(error(400, "unauthorized_client", 700_016)), "app-not-found", Remedy::RegisterApp),
        (Some(error(400, "invalid_request", 9_002_326)), "platform-type", Remedy::RegisterApp),
    ] {
        let worker = set_up();
        INES.is_there(worker.browser());
        *worker.browser().answers.borrow_mut() = answer.clone();
        let session = after(&worker, &json!({"sign-in": {"account": null}}));
        assert_eq!(problem(&session), (code, &expected));
        let Some(Outcome::Problem(problem)) = &session.outcome else { panic!("{session:?}") };
        assert_eq!(problem.trace.contains("correlation c-1 trace t-1"), answer.is_some());
        assert_eq!(session.accounts, []);
        // A sign-in that works takes it away.
        worker.browser().stored.borrow_mut().retain(|(_, key), _| !key.contains("throttle"));
        INES.signs_in(&worker);
    }
}

#[test]
fn a_window_that_is_closed_is_worth_a_word_once() {
    let worker = set_up();
    let closed = after(&worker, &json!({"sign-in": {"account": null}}));
    assert_eq!((closed.busy, &*closed.accounts), (Busy::Idle, &[][..]));
    // Entra shows in its window, and tells nobody, that a registration is wrong.
    assert_eq!(problem(&closed), ("cancelled", &Remedy::TryAgain));
    INES.signs_in(&worker);
    let closed = after(&worker, &json!({"sign-in": {"account": null}}));
    assert_eq!((closed.busy, closed.outcome, closed.accounts.len()), (Busy::Idle, None, 1));
}

#[test]
fn a_window_is_on_its_way_until_it_is_kept_how_it_ended() {
    let worker = set_up();
    let message = json!({"v": 1, "message": {"sign-in": {"account": null}}}).to_string();
    let sender = json!({"id": "partner-lens", "url": PANEL, "tab": 1, "frame": 5});
    let event = json!({"message": {"sender": sender, "text": message}}).to_string();
    now(worker.handle(&event));
    assert_eq!(session(&worker).busy, Busy::Window, "nobody has opened it yet");
    assert_eq!(session(&worker).busy, Busy::Idle);
}

#[test]
fn a_worker_that_was_ended_goes_on() {
    for is_signed_in in [true, false] {
        let worker = set_up();
        // What a window that is open leaves behind: the record of its sign-in.
        let key = "auth/1/pending/some-state".to_owned();
        let pending = json!({"nonce": "n", "verifier": "v", "scopes": ["User.Read"],
            "tenant": "organizations", "begun": "2026-11-24T09:41:00Z", "window": true, "used": false});
        let begun = Value::String(domain::Timestamp::from_millis(NOW).to_string());
        let mut pending = pending;
        pending["begun"] = begun;
        worker.browser().stored.borrow_mut().insert((Area::Session, key), pending.to_string());
        if is_signed_in {
            INES.is_there(worker.browser());
        }
        let worker = killed(worker);
        let session = session(&worker);
        assert_eq!(session.busy, Busy::Idle);
        assert_eq!(session.accounts.len(), usize::from(is_signed_in));
        if !is_signed_in {
            assert_eq!(problem(&session), ("interrupted", &Remedy::SignIn));
        }
        assert_eq!(windows(&worker, true), 0, "no window that nobody asked for");
        let stored = worker.browser().stored.borrow();
        assert!(!stored.keys().any(|(_, key)| key.contains("pending")));
    }
}

#[test]
fn a_window_that_an_ended_worker_left_is_waited_for() {
    for is_signed_in in [true, false] {
        let worker = set_up();
        let key = "auth/1/pending/some-state".to_owned();
        let pending = json!({"nonce": "n", "verifier": "v", "scopes": ["User.Read"],
            "tenant": "organizations", "begun": domain::Timestamp::from_millis(NOW).to_string(),
            "window": true, "used": false});
        worker.browser().stored.borrow_mut().insert((Area::Session, key), pending.to_string());
        worker.browser().popup.set(true);
        // Also by the worker after the next.
        let worker = killed(killed(worker));
        assert_eq!(session(&worker).busy, Busy::Window);
        event(&worker, &json!({"tab-closed": {"tab": 7}}));
        assert_eq!(session(&worker).busy, Busy::Window, "it was another tab");
        let second = after(&worker, &json!({"sign-in": {"account": null}}));
        assert_eq!(problem(&second), ("window-open", &Remedy::TryAgain));
        assert_eq!(windows(&worker, false), 0);
        worker.browser().popup.set(false);
        if is_signed_in {
            INES.is_there(worker.browser());
        }
        event(&worker, &json!({"tab-closed": {"tab": 8}}));
        let session = session(&worker);
        assert_eq!((session.busy, session.accounts.len()), (Busy::Idle, usize::from(is_signed_in)));
        match is_signed_in {
            true => assert_eq!(session.outcome, None),
            false => assert_eq!(problem(&session), ("interrupted", &Remedy::SignIn)),
        }
        assert_eq!((windows(&worker, false), windows(&worker, true)), (1, 0));
    }
}

#[test]
fn content_scripts_learn_nothing_of_it() {
    let worker = set_up();
    INES.signs_in(&worker);
    for request in ["session", "sign-in", "sign-out", "end-session", "choose", "register"] {
        let message = json!({"v": 1, "message": {request: {"account": null, "client": ""}}});
        let sender = json!({"id": "partner-lens", "url": PAGE, "tab": 1, "frame": 0});
        let answer =
            event(&worker, &json!({"message": {"sender": sender, "text": message.to_string()}}));
        assert!(answer["ok"].is_null() && answer["error"].is_object(), "{request}: {answer}");
    }
    assert_eq!(session(&worker).accounts.len(), 1);
}
