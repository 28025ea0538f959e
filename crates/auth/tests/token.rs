//! Tokens: kept, renewed, shared, refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod world;

use auth::{
    Account, Auth, AuthError, Resumed, SignIn, Token,
    environment::FlowFailure,
    error::Remedy,
    fake::{Fake, Unavailable},
};
use domain::Timestamp;
use std::{future::Future, pin::Pin, rc::Rc};
use world::{Entra, NOW, TENANT, Twist, alone, field, home, over, together, world};

const SCOPES: [&str; 1] = ["User.Read"];

fn signed_in() -> (Auth<Fake>, Rc<Entra>, Account) {
    let (auth, entra) = world();
    let ask = SignIn { scopes: &SCOPES, tenant: "organizations", account: None, claims: None };
    let account = alone(auth.sign_in(&ask)).unwrap().unwrap();
    (auth, entra, account)
}

fn token(auth: &Auth<Fake>) -> Result<Token, AuthError> {
    alone(auth.token(&home(), &SCOPES, None)).unwrap()
}

fn later(auth: &Auth<Fake>, seconds: i64) {
    auth.environment().now.set(NOW + seconds * 1_000);
}

/// Whether the kept token is given, or Entra is asked.
#[test]
fn a_token_is_kept_while_it_is_good() {
    let check = |seconds: i64, answer: &[(&'static str, &str)], renewed: bool, due: bool| {
        let (auth, entra) = world();
        let answer = answer.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        entra.twist.replace(Twist { answer, ..Twist::default() });
        let ask = SignIn { scopes: &SCOPES, tenant: "organizations", account: None, claims: None };
        alone(auth.sign_in(&ask)).unwrap().unwrap();
        later(&auth, seconds);
        let token = token(&auth).map_err(|error| error.code);
        assert_eq!(entra.refreshes.get(), u32::from(renewed), "{seconds}");
        assert_eq!(token.is_ok_and(|token| token.renew), due, "{seconds}");
    };
    check(0, &[], false, false);
    check(4_000 - 301, &[], false, false);
    check(4_000 - 300, &[], true, false);
    check(1_999, &[("refresh_in", "2000")], false, false);
    check(2_000, &[("refresh_in", "\"2000\"")], false, true);
    // The clock was turned back: nothing that was kept can be trusted to be good still.
    check(-1, &[], true, false);
}

#[test]
fn the_kept_token_covers_fewer_scopes_and_no_more() {
    let (auth, entra, _) = signed_in();
    let get = |scopes: &[&str]| alone(auth.token(&home(), scopes, None)).unwrap();
    assert!(get(&["user.read"]).is_ok(), "case does not count");
    assert!(get(&[]).is_ok());
    assert_eq!(entra.refreshes.get(), 0);
    let other = get(&["User.Read", "Domain.Read.All"]).unwrap();
    assert_eq!(entra.refreshes.get(), 1);
    assert_eq!(get(&["Domain.Read.All"]).unwrap(), other);
    assert_eq!(entra.refreshes.get(), 1);
    let account = alone(auth.accounts()).unwrap().unwrap().remove(0);
    assert_eq!(account.scopes, ["User.Read", "openid", "profile", "Domain.Read.All"]);
}

#[test]
fn scopes_that_entra_left_out_are_said() {
    let (auth, entra, _) = signed_in();
    let answer = vec![("scope", "\"User.Read openid\"".to_owned())];
    entra.twist.replace(Twist { answer, ..Twist::default() });
    let error = alone(auth.token(&home(), &["AuditLog.Read.All"], None)).unwrap().unwrap_err();
    assert_eq!(error.code, "scope-not-granted");
    assert!(matches!(error.remedy, Remedy::GrantConsent { admins_only: false, .. }));
}

/// Fifty callers at once: Entra is asked once, whether it grants or refuses.
#[test]
fn many_callers_ask_once() {
    let check = |twist: Twist, good: bool| {
        let (auth, entra, _) = signed_in();
        entra.twist.replace(twist);
        later(&auth, 5_000);
        type Caller<'a> = Pin<Box<dyn Future<Output = Result<Token, AuthError>> + 'a>>;
        let home = home();
        let callers: Vec<Caller<'_>> =
            (0..50).map(|_| -> Caller<'_> { Box::pin(auth.token(&home, &SCOPES, None)) }).collect();
        let results: Vec<_> = together(callers).into_iter().map(Option::unwrap).collect();
        assert_eq!(entra.refreshes.get(), 1);
        assert!(results.iter().all(|result| result.is_ok() == good && *result == results[0]));
    };
    check(Twist::default(), true);
    check(
        Twist { status: Some((400, r#"{"error":"invalid_grant"}"#, None)), ..Twist::default() },
        false,
    );
}

#[test]
fn a_failure_is_shared_and_then_forgotten() {
    let (auth, entra, _) = signed_in();
    later(&auth, 5_000);
    entra.twist.replace(Twist {
        status: Some((400, r#"{"error":"invalid_grant"}"#, None)),
        ..Twist::default()
    });
    assert_eq!(token(&auth).unwrap_err().code, "grant-ended");
    entra.twist.replace(Twist::default());
    assert!(token(&auth).is_ok());
}

#[test]
fn a_refreshed_token_keeps_the_end_of_the_day() {
    let (auth, _, before) = signed_in();
    later(&auth, 5_000);
    token(&auth).unwrap();
    let after = alone(auth.accounts()).unwrap().unwrap().remove(0);
    assert_eq!((after.signed_in, after.refresh_ends), (before.signed_in, before.refresh_ends));
    assert_eq!(Auth::<Fake>::renewal_due(&after), Timestamp::from_millis(NOW + 20 * 3_600_000));
    let sent = auth.environment().sent.borrow().clone();
    assert_eq!(field(&sent[1].1, "refresh_token"), "rt-1");
    assert!(sent[1].0.contains(&format!("/{TENANT}/oauth2/v2.0/token")), "the account's tenant");
    later(&auth, 10_000);
    token(&auth).unwrap();
    assert_eq!(field(&auth.environment().sent.borrow()[2].1, "refresh_token"), "rt-2", "rotated");
}

#[test]
fn after_a_day_the_session_at_entra_stands_in_without_a_window() {
    let check = |window: Option<FlowFailure>, expected: Result<(), &str>| {
        let (auth, entra, _) = signed_in();
        if let Some(failure) = window {
            *auth.environment().window.borrow_mut() = Box::new(move |_, _| Err(failure.clone()));
        }
        later(&auth, 86_400 - 300);
        let result = token(&auth).map(|_| ()).map_err(|error| error.code);
        assert_eq!(result, expected);
        assert_eq!(entra.refreshes.get(), 0, "the old token is not sent");
        let (address, window) = auth.environment().opened.borrow()[1].clone();
        assert!(!window);
        assert_eq!(field(&address, "login_hint"), "O.hint");
        assert_eq!(field(&address, "prompt"), "none");
    };
    check(None, Ok(()));
    check(Some(FlowFailure::NeedsWindow), Err("interaction-required"));
}

#[test]
fn a_bad_refresh_token_is_thrown_away() {
    let (auth, entra, _) = signed_in();
    later(&auth, 5_000);
    let body = r#"{"error":"invalid_grant","suberror":"bad_token"}"#;
    entra.twist.replace(Twist { status: Some((400, body, None)), ..Twist::default() });
    *auth.environment().window.borrow_mut() = Box::new(|_, _| Err(FlowFailure::NeedsWindow));
    assert_eq!(token(&auth).unwrap_err().code, "bad-token");
    assert_eq!(token(&auth).unwrap_err().code, "interaction-required");
    assert_eq!(entra.refreshes.get(), 1, "it is not sent again");
}

#[test]
fn whoever_signed_out_meanwhile_stays_signed_out() {
    let (auth, _, account) = signed_in();
    later(&auth, 5_000);
    let home = home();
    let mut refresh: Pin<Box<dyn Future<Output = _>>> = Box::pin(auth.token(&home, &SCOPES, None));
    while auth.environment().sent.borrow().len() < 2 {
        let polled =
            refresh.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
        assert!(polled.is_pending());
    }
    alone(auth.sign_out(&account.home)).unwrap().unwrap();
    assert_eq!(alone(refresh).unwrap().unwrap_err().code, "no-account");
    let stored = auth.environment().stored.borrow();
    assert!(stored.keys().all(|key| key == "auth/1/tried"), "{stored:?}");
}

#[test]
fn tokens_of_another_account_are_not_kept() {
    let check = |answer: (&'static str, &str), claims: Vec<(&'static str, String)>, code: &str| {
        let (auth, entra, _) = signed_in();
        later(&auth, 3_700);
        let stored = auth.environment().stored.borrow().clone();
        entra.twist.replace(Twist {
            answer: vec![(answer.0, answer.1.to_owned())],
            claims,
            ..Twist::default()
        });
        assert_eq!(token(&auth).unwrap_err().code, code);
        assert_eq!(*auth.environment().stored.borrow(), stored);
    };
    // {"uid":"x","utid":"y"}
    check(("client_info", "\"eyJ1aWQiOiJ4IiwidXRpZCI6InkifQ\""), Vec::new(), "other-account");
    let other = "0c6e5a11-2b7d-4f9e-8d33-71b0a2c4e5f6";
    let claims = vec![
        ("tid", format!("\"{other}\"")),
        ("iss", format!("\"https://login.microsoftonline.com/{other}/v2.0\"")),
    ];
    check(("token_type", "\"Bearer\""), claims, "wrong-tenant");
}

#[test]
fn a_challenge_asks_anew_and_passes_it_on() {
    let (auth, entra, _) = signed_in();
    let challenge = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let before = token(&auth).unwrap();
    let after = alone(auth.token(&home(), &SCOPES, Some(challenge))).unwrap().unwrap();
    assert_ne!(before.secret, after.secret);
    assert_eq!(entra.refreshes.get(), 1);
    let claims = field(&auth.environment().sent.borrow()[1].1, "claims");
    assert!(claims.contains("acrs") && claims.contains("cp1"), "{claims}");
    assert_eq!(token(&auth).unwrap().secret, after.secret, "the one that was refused is replaced");
}

/// For how long Entra isn't asked again, by its answer.
#[test]
fn throttling_is_obeyed_in_full() {
    let check = |status: u16, retry_after: Option<&'static str>, wait: Option<i64>| {
        let (auth, entra, _) = signed_in();
        later(&auth, 5_000);
        entra
            .twist
            .replace(Twist { status: Some((status, "{}", retry_after)), ..Twist::default() });
        let error = token(&auth).unwrap_err();
        let Some(wait) = wait else {
            assert_ne!(error.code, "throttled", "{status} {retry_after:?}");
            return;
        };
        let until = Timestamp::from_millis(NOW + (5_000 + wait) * 1_000);
        assert_eq!(error.remedy, Remedy::WaitUntil(until), "{status} {retry_after:?}");
        entra.twist.replace(Twist::default());
        if wait > 0 {
            later(&auth, 5_000 + wait - 1);
            assert_eq!(token(&auth).unwrap_err().code, "throttled");
            assert_eq!(entra.refreshes.get(), 1);
        }
        later(&auth, 5_000 + wait);
        assert!(token(&auth).is_ok());
    };
    check(429, Some("7"), Some(7));
    check(429, None, Some(60));
    check(503, None, Some(60));
    check(500, Some("90000"), Some(3_600));
    check(400, Some("5"), Some(5));
    check(400, None, None);
    // 5,000 seconds after 2026-11-24T09:41:00Z it is 11:04:20.
    check(429, Some("Tue, 24 Nov 2026 11:04:50 GMT"), Some(30));
    check(429, Some("Tue, 24 Nov 2026 10:00:00 GMT"), Some(0));
    check(429, Some("soon"), Some(60));
}

#[test]
fn another_request_is_not_throttled_with_it() {
    let (auth, entra, _) = signed_in();
    later(&auth, 5_000);
    entra.twist.replace(Twist { status: Some((429, "{}", None)), ..Twist::default() });
    assert_eq!(token(&auth).unwrap_err().code, "throttled");
    entra.twist.replace(Twist::default());
    assert!(alone(auth.token(&home(), &["Domain.Read.All"], None)).unwrap().is_ok());
}

#[test]
fn no_network_is_said_as_such() {
    let (auth, _, _) = signed_in();
    later(&auth, 5_000);
    *auth.environment().endpoint.borrow_mut() =
        Box::new(|_, _| Err(Unavailable("offline".to_owned())));
    let error = token(&auth).unwrap_err();
    assert_eq!((error.code, &error.remedy), ("network", &Remedy::CheckNetwork));
}

#[test]
fn nobody_is_signed_in_by_asking_for_a_token() {
    let (auth, _) = world();
    let error = token(&auth).unwrap_err();
    assert_eq!((error.code, &error.remedy), ("no-account", &Remedy::SignIn));
    assert!(auth.environment().opened.borrow().is_empty());
}

/// The worker is killed at each wait of a refresh in turn; the next one gives a token.
#[test]
fn killed_at_every_wait() {
    for waits in 0.. {
        let (auth, entra, _) = signed_in();
        later(&auth, 5_000);
        auth.environment().dies_after.set(Some(waits));
        let result = alone(auth.token(&home(), &SCOPES, None));
        let fake = auth.into_environment();
        fake.bury();
        let auth = over(fake);
        assert_eq!(
            alone(auth.resume(false)).unwrap(),
            Ok(Resumed::Nothing),
            "nothing was on its way"
        );
        assert!(token(&auth).is_ok(), "not stuck after {waits} waits");
        assert!(entra.refreshes.get() <= 2);
        if result.is_some() {
            assert!(waits > 5, "each wait was tried: {waits}");
            break;
        }
    }
}
