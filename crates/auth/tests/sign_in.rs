//! Signing in: what is asked, what is refused, and what is left when the worker dies.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod world;

use auth::{
    Account, Auth, AuthError, Resumed, SignIn, environment::FlowFailure, error::Remedy, fake::Fake,
};
use std::rc::Rc;
use world::{NOW, REDIRECT, TENANT, Twist, alone, field, home, over, world};

const ASK: SignIn<'static> =
    SignIn { scopes: &["User.Read"], tenant: "organizations", account: None, claims: None };

fn sign_in(auth: &Auth<Fake>) -> Result<Account, AuthError> {
    alone(auth.sign_in(&ASK)).unwrap()
}

#[test]
fn a_first_sign_in() {
    let (auth, entra) = world();
    let account = sign_in(&auth).unwrap();
    assert_eq!(account.home, home());
    assert_eq!(account.tenant, TENANT);
    assert_eq!(account.scopes, ["User.Read", "openid", "profile"]);
    assert_eq!(account.refresh_ends.millis() - account.signed_in.millis(), 86_400_000);
    assert_eq!(alone(auth.accounts()).unwrap().unwrap(), [account]);
    assert_eq!(entra.codes.borrow().len(), 1);

    let world = auth.environment();
    let (address, window) = world.opened.borrow()[0].clone();
    assert!(window);
    let (path, query) = address.split_once('?').unwrap();
    assert_eq!(path, "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize");
    for (name, value) in [
        ("client_id", world::CLIENT),
        ("response_type", "code"),
        ("response_mode", "query"),
        ("redirect_uri", REDIRECT),
        ("scope", "User.Read openid profile offline_access"),
        ("code_challenge_method", "S256"),
        ("prompt", "select_account"),
        ("client_info", "1"),
        ("x-client-SKU", "PartnerLens"),
        ("login_hint", ""),
    ] {
        assert_eq!(field(query, name), value, "{name}");
    }
    for name in ["state", "nonce"] {
        assert_eq!(field(query, name).len(), 43, "256 bits of {name}");
    }
    let (address, form) = world.sent.borrow()[0].clone();
    assert!(address.starts_with(
        "https://login.microsoftonline.com/organizations/oauth2/v2.0/token?client-request-id="
    ));
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("scope", "User.Read openid profile offline_access"),
        ("client_info", "1"),
        ("x-ms-lib-capability", "retry-after%2C%20h429"),
    ] {
        let raw = form.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let is_it = field(&form, name) == value || raw == Some(value);
        assert!(is_it, "{name}: {raw:?}");
    }
    assert!(world.stored.borrow().keys().all(|key| !key.contains("pending")));
}

/// Every way in which an answer may be wrong, each with its own code.
#[test]
fn wrong_answers_are_refused() {
    let check = |code: &str, twist: Twist, back: Option<&str>| {
        let (auth, entra) = world();
        entra.twist.replace(twist);
        if let Some(back) = back {
            let back = back.to_owned();
            *auth.environment().window.borrow_mut() =
                Box::new(move |address, _| Ok(back.replace("STATE", &field(address, "state"))));
        }
        let error = sign_in(&auth).unwrap_err();
        assert_eq!(error.code, code);
        let stored = auth.environment().stored.borrow();
        assert!(stored.keys().all(|key| key.contains("throttle")), "{code}: {stored:?}");
    };
    let claims =
        |name, value: &str| Twist { claims: vec![(name, value.to_owned())], ..Twist::default() };
    let at = |back: &'static str| Some(back);
    let plain = Twist::default;

    check("state-mismatch", plain(), at("https://partnerlens/cb/global?code=1&state=x"));
    check("state-mismatch", plain(), at("https://partnerlens/cb/global?code=1"));
    check(
        "state-mismatch",
        plain(),
        at("https://partnerlens/cb/global?error=access_denied&state=x"),
    );
    check(
        "state-mismatch",
        plain(),
        at("https://partnerlens/cb/global?code=1&state=STATE&state=STATE"),
    );
    check("foreign-redirect", plain(), at("https://partnerlens/cb/china?code=1&state=STATE"));
    check("foreign-redirect", plain(), at("https://example.com/cb/global?code=1&state=STATE"));
    check("answer-form", plain(), at("https://partnerlens/cb/global?state=STATE"));
    check(
        "answer-issuer",
        plain(),
        at("https://partnerlens/cb/global?code=1&state=STATE&iss=https://login.example/x/v2.0"),
    );
    check(
        "cancelled",
        plain(),
        at("https://partnerlens/cb/global?error=access_denied&error_subcode=cancel&state=STATE"),
    );
    check(
        "consent-required",
        plain(),
        at(
            "https://partnerlens/cb/global?error=invalid_client&error_description=AADSTS65001%3A+x&state=STATE",
        ),
    );
    // A code that Entra doesn't know as unused.
    check("code-used", plain(), at("https://partnerlens/cb/global?code=1&state=STATE"));

    check("id-token-unsigned", Twist { header: Some(r#"{"alg":"none"}"#), ..plain() }, None);
    check("id-token-unsigned", Twist { header: Some("{}"), ..plain() }, None);
    check(
        "id-token-form",
        Twist { answer: vec![("id_token", "\"a.b\"".to_owned())], ..plain() },
        None,
    );
    check("id-token-version", claims("ver", "\"1.0\""), None);
    check("id-token-audience", claims("aud", "\"5b0b7c1e-93a4-4f02-8a57-2f6d1c9e4b31\""), None);
    check("id-token-issuer", claims("iss", "\"https://sts.example/3f1d2a5c/v2.0\""), None);
    check("id-token-tenant", claims("tid", "\"contoso\""), None);
    check("consumer-account", claims("tid", "\"9188040d-6c67-4c5b-b112-36a304b66dad\""), None);
    check("id-token-nonce", claims("nonce", "\"other\""), None);
    check("id-token-nonce", claims("nonce", ""), None);
    check("id-token-expired", claims("exp", "1795512000"), None);
    check("id-token-expired", claims("exp", ""), None);
    check("id-token-early", claims("nbf", "1795514000"), None);
    check("id-token-early", claims("iat", "1795514000"), None);
    check(
        "token-answer-form",
        Twist { answer: vec![("client_info", String::new())], ..plain() },
        None,
    );
    check(
        "token-answer-form",
        Twist { answer: vec![("token_type", "\"pop\"".to_owned())], ..plain() },
        None,
    );
    check(
        "token-answer-form",
        Twist { answer: vec![("expires_in", "\"soon\"".to_owned())], ..plain() },
        None,
    );
}

#[test]
fn numbers_may_be_texts() {
    let (auth, entra) = world();
    let answer = vec![
        ("expires_in", "\"4000\"".to_owned()),
        ("refresh_token_expires_in", "\"3600\"".to_owned()),
    ];
    entra.twist.replace(Twist { answer, ..Twist::default() });
    let account = sign_in(&auth).unwrap();
    assert_eq!(account.refresh_ends.millis() - account.signed_in.millis(), 3_600_000);
}

#[test]
fn the_other_tenant_is_refused() {
    let (auth, _) = world();
    let tenant = "0c6e5a11-2b7d-4f9e-8d33-71b0a2c4e5f6";
    let error = alone(auth.sign_in(&SignIn { tenant, ..ASK })).unwrap().unwrap_err();
    assert_eq!((error.code, &error.remedy), ("wrong-tenant", &Remedy::SwitchTenant));
    assert!(alone(auth.sign_in(&SignIn { tenant: TENANT, ..ASK })).unwrap().is_ok());
}

/// Whoever may choose an account signs in where it is at home: as a guest elsewhere they would have two
/// records under one name.
#[test]
fn a_guest_is_refused_where_no_tenant_was_asked_for() {
    let (auth, entra) = world();
    let elsewhere = "eyJ1aWQiOiJ4IiwidXRpZCI6IjBjNmU1YTExLTJiN2QtNGY5ZS04ZDMzLTcxYjBhMmM0ZTVmNiJ9";
    let answer = vec![("client_info", format!("\"{elsewhere}\""))];
    entra.twist.replace(Twist { answer, ..Twist::default() });
    assert_eq!(sign_in(&auth).unwrap_err().code, "wrong-tenant");
    assert!(alone(auth.sign_in(&SignIn { tenant: TENANT, ..ASK })).unwrap().is_ok());
}

#[test]
fn a_late_answer_is_refused() {
    let (auth, entra) = world();
    let clock = Rc::clone(&auth.environment().now);
    let usual = auth.environment().window.replace(Box::new(|_, _| Err(FlowFailure::Closed)));
    *auth.environment().window.borrow_mut() = Box::new(move |address, window| {
        clock.set(clock.get() + 601_000);
        usual(address, window)
    });
    let error = sign_in(&auth).unwrap_err();
    assert_eq!((error.code, &error.remedy), ("late-answer", &Remedy::TryAgain));
    assert!(entra.codes.borrow().is_empty(), "the code is not sent");
}

#[test]
fn windows_that_fail_say_why() {
    let check = |failure: FlowFailure, code: &str| {
        let (auth, _) = world();
        *auth.environment().window.borrow_mut() = Box::new(move |_, _| Err(failure.clone()));
        assert_eq!(sign_in(&auth).unwrap_err().code, code);
        assert!(auth.environment().stored.borrow().is_empty());
    };
    check(FlowFailure::Closed, "cancelled");
    check(FlowFailure::NeedsWindow, "interaction-required");
    check(FlowFailure::Occupied, "window-open");
    check(FlowFailure::Refused("redirect_uri not allowed".to_owned()), "window-failed");
}

#[test]
fn one_window_at_a_time() {
    let (auth, _) = world();
    let results = world::together(vec![Box::pin(auth.sign_in(&ASK)), Box::pin(auth.sign_in(&ASK))]);
    let codes: Vec<_> =
        results.into_iter().map(|r| r.unwrap().map_err(|error| error.code)).collect();
    assert!(codes[0].is_ok());
    assert_eq!(codes[1], Err("window-open"));
    assert!(sign_in(&auth).is_ok(), "the next one may");
}

/// What Entra refuses, and what the person is told to do.
#[test]
fn errors_are_named_by_what_to_do() {
    let check = |status: u16, body: &'static str, code: &str, remedy: fn(&Remedy) -> bool| {
        let (auth, entra) = world();
        entra.twist.replace(Twist { status: Some((status, body, None)), ..Twist::default() });
        let error = sign_in(&auth).unwrap_err();
        assert_eq!(error.code, code, "{body}");
        assert!(remedy(&error.remedy), "{code}: {:?}", error.remedy);
    };
    check(
        400,
        r#"{"error":"invalid_grant","suberror":"consent_required","error_codes":[65001]}"#,
        "consent-required",
        |r| {
            matches!(r, Remedy::GrantConsent { admins_only: false, admin_address }
            if admin_address.starts_with("https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id="))
        },
    );
    check(
        400,
        r#"{"error":"invalid_grant","error_codes":[90094]}"#,
        "admin-consent-required",
        |r| matches!(r, Remedy::GrantConsent { admins_only: true, .. }),
    );
    check(
        400,
        r#"{"error":"invalid_grant","suberror":"message_only","error_codes":[53003],"error_description":"Only from known devices.","claims":"{\"access_token\":{\"capolids\":{}}}"}"#,
        "blocked-by-policy",
        |r| {
            matches!(r, Remedy::AskAdmin { message, claims: Some(claims) }
                if message == "Only from known devices." && claims.contains("capolids"))
        },
    );
    check(
        400,
        r#"{"error":"interaction_required","error_codes":[50076],"claims":"{}"}"#,
        "more-proof-needed",
        |r| *r == Remedy::SignIn,
    );
    check(400, r#"{"error":"interaction_required"}"#, "interaction-required", |r| {
        *r == Remedy::SignIn
    });
    check(
        400,
        r#"{"error":"invalid_grant","suberror":"bad_token","error_codes":[70043]}"#,
        "bad-token",
        |r| *r == Remedy::SignIn,
    );
    check(
        400,
        r#"{"error":"unauthorized_client","error_codes":[700016]}"#,
        "app-not-found",
        |r| matches!(r, Remedy::RegisterApp { redirect } if redirect == REDIRECT),
    );
    check(400, r#"{"error":"invalid_request","error_codes":[9002326]}"#, "platform-type", |r| {
        matches!(r, Remedy::RegisterApp { .. })
    });
    check(
        400,
        r#"{"error":"invalid_request","error_codes":[50011]}"#,
        "redirect-not-registered",
        |r| matches!(r, Remedy::RegisterApp { .. }),
    );
    check(400, r#"{"error":"something_new"}"#, "server-refused", |r| *r == Remedy::ReportBug);
    check(400, "<html>", "server-refused", |r| *r == Remedy::ReportBug);
}

#[test]
fn errors_hold_what_finds_them_in_the_logs_and_nothing_secret() {
    let (auth, entra) = world();
    let body = r#"{"error":"invalid_grant","suberror":"basic_action","error_codes":[50076],"trace_id":"t-1","correlation_id":"c-1","error_description":"text"}"#;
    entra.twist.replace(Twist { status: Some((400, body, None)), ..Twist::default() });
    let error = sign_in(&auth).unwrap_err();
    assert_eq!(
        error.to_string(),
        "more-proof-needed invalid_grant/basic_action AADSTS50076 correlation c-1 trace t-1"
    );
    entra.twist.replace(Twist::default());
    sign_in(&auth).unwrap();
    let token = alone(auth.token(&home(), &["User.Read"], None)).unwrap().unwrap();
    assert!(token.secret.reveal().starts_with("at-"));
    assert!(!format!("{token:?} {error:?}").contains(token.secret.reveal()));
}

/// The worker is killed at each wait in turn. The next one ends what was begun: signed in, or a clear
/// error; no code is sent twice, and no window opens by itself.
#[test]
fn killed_at_every_wait() {
    let mut outcomes = Vec::new();
    for waits in 0.. {
        let (auth, entra) = world();
        auth.environment().dies_after.set(Some(waits));
        let result = alone(auth.sign_in(&ASK));
        let windows = auth.environment().opened.borrow().len();
        let fake = auth.into_environment();
        fake.bury();
        let auth = over(fake);
        let resumed = alone(auth.resume(false)).unwrap();
        let accounts = alone(auth.accounts()).unwrap().unwrap();
        assert!(accounts.len() <= 1, "never twice");
        match &resumed {
            Ok(Resumed::SignedIn) => assert_eq!(accounts.len(), 1),
            Ok(Resumed::Nothing) => {}
            Ok(Resumed::Waits) => panic!("no window was said to be open"),
            Err(error) => assert_eq!((error.code, &error.remedy), ("interrupted", &Remedy::SignIn)),
        }
        let codes = entra.codes.borrow().clone();
        let mut unique = codes.clone();
        unique.dedup();
        assert_eq!(codes, unique, "a code is sent once");
        let later = auth.environment().opened.borrow()[windows..].to_vec();
        assert!(later.iter().all(|(_, window)| !window), "no window by itself");
        assert!(auth.environment().stored.borrow().keys().all(|key| !key.contains("pending")));
        assert!(sign_in(&auth).is_ok(), "not stuck after {waits} waits");
        outcomes.push(!accounts.is_empty());
        if let Some(result) = result {
            assert!(result.is_ok());
            break;
        }
    }
    assert!(outcomes.len() > 10, "each wait was tried");
    assert!(outcomes.contains(&true));
}

/// After a worker that was ended while its window was open, where nobody has a session at Entra.
fn interrupted() -> Auth<Fake> {
    let (auth, _) = world();
    auth.environment().dies_after.set(Some(4));
    assert!(alone(auth.sign_in(&ASK)).is_none());
    let fake = auth.into_environment();
    fake.bury();
    *fake.window.borrow_mut() = Box::new(|_, _| Err(FlowFailure::NeedsWindow));
    over(fake)
}

#[test]
fn an_interrupted_sign_in_that_nobody_finished_says_so() {
    let auth = interrupted();
    // While the window is there, whoever is in it may finish; but not for ever.
    assert_eq!(alone(auth.resume(true)).unwrap(), Ok(Resumed::Waits));
    let begun = auth.environment().now.replace(NOW + 601_000);
    let late = alone(auth.resume(true)).unwrap().unwrap_err();
    assert_eq!(late.code, "interrupted");
    auth.environment().now.set(begun);
    assert_eq!(alone(auth.resume(true)).unwrap(), Ok(Resumed::Nothing), "it is said once");
}

#[test]
fn an_interrupted_sign_in_whose_window_is_gone_says_so() {
    let auth = interrupted();
    assert_eq!(alone(auth.resume(false)).unwrap().unwrap_err().code, "interrupted");
    assert_eq!(alone(auth.resume(false)).unwrap(), Ok(Resumed::Nothing), "it is said once");
}

#[test]
fn the_browser_is_asked_once_who_is_there() {
    let (auth, _) = world();
    let restored = alone(auth.restore(&["User.Read"])).unwrap().unwrap();
    assert_eq!(restored.unwrap().home, home());
    let (address, window) = auth.environment().opened.borrow()[0].clone();
    assert!(!window);
    assert_eq!(field(&address, "prompt"), "none");

    let (auth, _) = world();
    *auth.environment().window.borrow_mut() = Box::new(|_, _| Err(FlowFailure::NeedsWindow));
    assert_eq!(alone(auth.restore(&["User.Read"])).unwrap(), Ok(None), "it is no failure");
    assert_eq!(alone(auth.restore(&["User.Read"])).unwrap(), Ok(None));
    assert_eq!(auth.environment().opened.borrow().len(), 1, "it is tried once");
}

#[test]
fn signing_out_leaves_nothing() {
    let (auth, _) = world();
    let account = sign_in(&auth).unwrap();
    let done = alone(auth.sign_out(&account.home)).unwrap().unwrap();
    assert!(done.account.is_some());
    assert_eq!(field(&done.end_session, "post_logout_redirect_uri"), REDIRECT);
    assert_eq!(field(&done.end_session, "logout_hint"), "O.hint");
    let left: Vec<String> = auth.environment().stored.borrow().keys().cloned().collect();
    assert_eq!(left, ["auth/1/tried"], "and nothing signs in again by itself");
    assert!(alone(auth.sign_out(&account.home)).unwrap().unwrap().account.is_none());
}

#[test]
fn an_interactive_success_ends_all_throttling() {
    let (auth, entra) = world();
    let busy = Twist { status: Some((429, "{}", Some("120"))), ..Twist::default() };
    entra.twist.replace(busy);
    let error = sign_in(&auth).unwrap_err();
    let until = domain::Timestamp::from_millis(NOW + 120_000);
    assert_eq!((error.code, &error.remedy), ("throttled", &Remedy::WaitUntil(until)));
    let sent = auth.environment().sent.borrow().len();
    assert_eq!(sign_in(&auth).unwrap_err().code, "throttled");
    assert_eq!(auth.environment().sent.borrow().len(), sent, "the second try asks nobody");
    entra.twist.replace(Twist::default());
    auth.environment().now.set(NOW + 120_000);
    assert!(sign_in(&auth).is_ok());
    assert!(auth.environment().stored.borrow().keys().all(|key| !key.contains("throttle")));
}
