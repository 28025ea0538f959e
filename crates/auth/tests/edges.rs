//! What happens at the edges: two things at once, deaths, challenges, odd answers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod world;

use auth::{
    Account, Auth, AuthError, Cloud, Config, Resumed, SignIn, Token,
    environment::{FlowFailure, HttpAnswer},
    error::Remedy,
    fake::{Fake, Unavailable},
};
use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Waker},
};
use world::{Entra, NOW, TENANT, Twist, alone, field, home, over, together, world};

const SCOPES: [&str; 1] = ["User.Read"];
const ASK: SignIn<'static> =
    SignIn { scopes: &SCOPES, tenant: "organizations", account: None, claims: None };

fn config(cloud: &str) -> Config {
    Config {
        client_id: world::CLIENT.to_owned(),
        cloud: Cloud::named(cloud).unwrap(),
        version: "0.1.0".to_owned(),
    }
}

fn signed_in() -> (Auth<Fake>, Rc<Entra>, Account) {
    let (auth, entra) = world();
    let account = alone(auth.sign_in(&ASK)).unwrap().unwrap();
    (auth, entra, account)
}

fn token(auth: &Auth<Fake>) -> Result<Token, AuthError> {
    alone(auth.token(&home(), &SCOPES, None)).unwrap()
}

fn refuse(entra: &Entra, body: &'static str) {
    entra.twist.replace(Twist { status: Some((400, body, None)), ..Twist::default() });
}

type Caller<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

#[test]
fn a_dropped_sign_in_leaves_the_next_one_free() {
    let (auth, _) = world();
    {
        let mut first: Caller<'_, _> = Box::pin(auth.sign_in(&ASK));
        for _ in 0..3 {
            assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
    }
    assert_eq!(alone(auth.sign_in(&ASK)).unwrap().map(|_| ()).map_err(|e| e.code), Ok(()));
}

#[test]
fn a_refresh_token_is_never_used_by_two_at_once() {
    let (auth, _, _) = signed_in();
    auth.environment().now.set(NOW + 5_000_000);
    let home = home();
    let other = ["Domain.Read.All"];
    let callers: Vec<Caller<'_, _>> =
        vec![Box::pin(auth.token(&home, &SCOPES, None)), Box::pin(auth.token(&home, &other, None))];
    together(callers);
    let sent = auth.environment().sent.borrow();
    let used: Vec<String> =
        sent[1..].iter().map(|(_, form)| field(form, "refresh_token")).collect();
    assert_eq!(used.len(), 2);
    assert_ne!(used[0], used[1], "rotation: {used:?}");
}

#[test]
fn a_rotated_refresh_token_survives_a_death_right_after_it_came() {
    // Dead at each wait after the token endpoint has answered.
    for waits in 0..60 {
        let (auth, entra, _) = signed_in();
        auth.environment().now.set(NOW + 5_000_000);
        let answered = Rc::new(std::cell::Cell::new(false));
        let usual =
            auth.environment().endpoint.replace(Box::new(|_, _| Err(Unavailable(String::new()))));
        let seen = Rc::clone(&answered);
        *auth.environment().endpoint.borrow_mut() = Box::new(move |a, f| {
            seen.set(true);
            usual(a, f)
        });
        auth.environment().dies_after.set(Some(waits));
        let done = alone(auth.token(&home(), &SCOPES, None)).is_some();
        if answered.get() {
            let kept = auth
                .environment()
                .stored
                .borrow()
                .iter()
                .find(|(key, _)| key.contains("refreshtoken"))
                .unwrap()
                .1
                .clone();
            assert!(kept.contains("rt-2"), "dead at wait {waits}, after the answer: {kept}");
        }
        let _ = entra;
        if done {
            break;
        }
    }
}

#[test]
fn a_sign_out_at_any_moment_of_a_refresh_leaves_nothing() {
    let mut bad = Vec::new();
    for polls in 0..80 {
        let (auth, _, account) = signed_in();
        auth.environment().now.set(NOW + 5_000_000);
        let home = home();
        {
            let mut refresh: Caller<'_, _> = Box::pin(auth.token(&home, &SCOPES, None));
            let mut done = false;
            for _ in 0..polls {
                if refresh.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                    done = true;
                    break;
                }
            }
            if done {
                break;
            }
            let mut out: Caller<'_, _> = Box::pin(auth.sign_out(&account.home));
            let (mut a, mut b) = (false, false);
            for _ in 0..400 {
                if !a {
                    a = refresh.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
                }
                if !b {
                    b = out.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready();
                }
            }
            assert!(a && b);
        }
        let left: Vec<String> = auth
            .environment()
            .stored
            .borrow()
            .keys()
            .filter(|key| !key.ends_with("tried"))
            .cloned()
            .collect();
        if !left.is_empty() {
            bad.push((polls, left));
        }
    }
    assert!(bad.is_empty(), "{} interleavings, for example {:?}", bad.len(), bad[0]);
}

#[test]
fn an_ended_session_does_not_ask_entra_at_every_call() {
    let (auth, _, _) = signed_in();
    *auth.environment().window.borrow_mut() = Box::new(|_, _| Err(FlowFailure::NeedsWindow));
    auth.environment().now.set(NOW + 90_000_000);
    for _ in 0..20 {
        assert!(token(&auth).is_err());
    }
    let silent = auth.environment().opened.borrow().len() - 1;
    assert!(silent <= 1, "{silent} silent sign-ins");
}

#[test]
fn claims_are_merged_as_json() {
    for challenge in [
        r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#,
        r#"{ "access_token" : { "nbf" : {"essential":true,"value":"1"} } }"#,
        r#"{"id_token":{"auth_time":{"essential":true}},"access_token":{"nbf":{"value":"1"}}}"#,
        r#"{"access_token":{"xms_cc":{"values":["cp1"]},"nbf":{"value":"1"}}}"#,
        // The header of a 401 has it in base64: {"access_token":{"nbf":{"essential":true,"value":"1"}}}
        "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==",
    ] {
        let (auth, _, _) = signed_in();
        alone(auth.token(&home(), &SCOPES, Some(challenge))).unwrap().unwrap();
        let form = auth.environment().sent.borrow()[1].1.clone();
        let mut claims = field(&form, "claims");
        for (from, to) in
            [("%7B", "{"), ("%7D", "}"), ("%22", "\""), ("%5B", "["), ("%5D", "]"), ("%2C", ",")]
        {
            claims = claims.replace(from, to);
        }
        for name in ["\"access_token\"", "\"id_token\"", "xms_cc", "nbf"] {
            assert_eq!(claims.matches(name).count(), 1, "{name} of {challenge}: {claims}");
        }
    }
}

#[test]
fn after_a_challenge_the_new_token_is_given() {
    let (auth, _, _) = signed_in();
    // A second kept token, of more scopes, that is good for User.Read too.
    let more = ["User.Read", "Domain.Read.All"];
    let wide = alone(auth.token(&home(), &more, None)).unwrap().unwrap();
    let old = token(&auth).unwrap();
    let new =
        alone(auth.token(&home(), &SCOPES, Some(r#"{"access_token":{"acrs":{"value":"c1"}}}"#)))
            .unwrap()
            .unwrap();
    assert_ne!(new.secret, old.secret, "given again: the one that was refused");
    assert_ne!(new.secret, wide.secret, "an older one");
}

#[test]
fn a_refused_token_is_not_given_again() {
    let (auth, entra, _) = signed_in();
    let old = token(&auth).unwrap();
    refuse(&entra, r#"{"error":"interaction_required","error_codes":[50076],"claims":"{}"}"#);
    let challenge = Some(r#"{"access_token":{"acrs":{"value":"c1"}}}"#);
    assert!(alone(auth.token(&home(), &SCOPES, challenge)).unwrap().is_err());
    assert_ne!(token(&auth).map(|t| t.secret).ok(), Some(old.secret));
}

#[test]
fn fractions_in_others_claims_are_tolerated() {
    let (auth, entra) = world();
    entra.twist.replace(Twist { claims: vec![("ratio", "1.5".to_owned())], ..Twist::default() });
    assert_eq!(alone(auth.sign_in(&ASK)).unwrap().map(|_| ()).map_err(|e| e.code), Ok(()));
    entra.twist.replace(Twist { answer: vec![("ratio", "1.5".to_owned())], ..Twist::default() });
    assert_eq!(alone(auth.sign_in(&ASK)).unwrap().map(|_| ()).map_err(|e| e.code), Ok(()));
}

#[test]
fn multi_factor_means_sign_in_with_the_claims() {
    let (auth, entra, _) = signed_in();
    auth.environment().now.set(NOW + 5_000_000);
    for body in [
        r#"{"error":"interaction_required","suberror":"basic_action","error_codes":[50076],"claims":"{\"access_token\":{\"capolids\":{}}}"}"#,
        r#"{"error":"invalid_grant","suberror":"basic_action","error_codes":[50076],"claims":"{\"access_token\":{\"capolids\":{}}}"}"#,
    ] {
        refuse(&entra, body);
        let error = token(&auth).unwrap_err();
        assert_eq!(error.remedy, Remedy::SignIn, "the person can do it");
        let claims = error.claims.clone().unwrap_or_default();
        assert!(claims.contains("capolids"), "the claims reach the sign-in: {claims}");
    }
}

#[test]
fn message_only_is_a_policy() {
    let (auth, entra, _) = signed_in();
    auth.environment().now.set(NOW + 5_000_000);
    refuse(
        &entra,
        r#"{"error":"invalid_grant","suberror":"message_only","error_codes":[999999],"error_description":"No."}"#,
    );
    let error = token(&auth).unwrap_err();
    assert!(matches!(error.remedy, Remedy::AskAdmin { .. }), "{:?}", error.remedy);
}

#[test]
fn wrong_verifier_and_replay_have_codes_of_their_own() {
    let mut codes = Vec::new();
    for body in [
        r#"{"error":"invalid_grant","error_codes":[501481]}"#,
        r#"{"error":"invalid_grant","error_codes":[54005]}"#,
        r#"{"error":"invalid_grant","error_codes":[70000]}"#,
    ] {
        let (auth, entra) = world();
        refuse(&entra, body);
        codes.push(alone(auth.sign_in(&ASK)).unwrap().unwrap_err().code);
    }
    assert!(codes[0] != codes[1] && codes[1] != codes[2] && codes[0] != codes[2], "{codes:?}");
}

#[test]
fn numbers_of_the_registration_and_the_tenant() {
    for (number, kind) in [
        (9002327, "RegisterApp"),
        (9002326, "RegisterApp"),
        (700016, "RegisterApp"),
        (7000218, "RegisterApp"),
        (50194, "RegisterApp"),
        (50011, "RegisterApp"),
        (500113, "RegisterApp"),
        (7000112, "RegisterApp"),
        (90002, "SwitchTenant"),
        (50020, "SwitchTenant"),
        (900439, "SwitchTenant"),
        (50105, "AskAdmin"),
        (53003, "AskAdmin"),
        (530003, "AskAdmin"),
        (530084, "AskAdmin"),
        (65001, "GrantConsent"),
        (90094, "GrantConsent"),
    ] {
        let (auth, entra) = world();
        let body: &'static str = Box::leak(
            format!(r#"{{"error":"invalid_request","error_codes":[{number}]}}"#).into_boxed_str(),
        );
        refuse(&entra, body);
        let error = alone(auth.sign_in(&ASK)).unwrap().unwrap_err();
        let remedy = format!("{:?}", error.remedy);
        assert!(remedy.starts_with(kind), "{number}: {remedy}");
    }
}

#[test]
fn accounts_of_another_cloud_are_not_used() {
    let (auth, _, _) = signed_in();
    let fake = auth.into_environment();
    let auth = Auth::new(fake, config("usgov"), Rc::default());
    let before = auth.environment().opened.borrow().len();
    let _ = alone(auth.token(&home(), &SCOPES, None));
    assert!(
        auth.environment().opened.borrow()[before..].is_empty(),
        "{:?}",
        auth.environment().opened.borrow().last()
    );
}

#[test]
fn resume_leaves_a_sign_in_alone_that_is_on_its_way() {
    let mut bad = Vec::new();
    for polls in 1..30 {
        let (auth, _) = world();
        let mut sign_in: Caller<'_, _> = Box::pin(auth.sign_in(&ASK));
        let mut done = None;
        for _ in 0..polls {
            if let std::task::Poll::Ready(x) =
                sign_in.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                done = Some(x);
                break;
            }
        }
        if done.is_some() {
            break;
        }
        let _ = alone(auth.resume(false));
        let result = alone(sign_in).unwrap();
        let silent = auth.environment().opened.borrow().iter().filter(|(_, w)| !w).count();
        if result.is_err() || silent > 0 {
            bad.push((polls, result.map(|_| ()).map_err(|e| e.code), silent));
        }
    }
    assert!(bad.is_empty(), "{bad:?}");
}

#[test]
fn restore_is_tried_once_by_two_at_once() {
    let (auth, _) = world();
    *auth.environment().window.borrow_mut() = Box::new(|_, _| Err(FlowFailure::NeedsWindow));
    let callers: Vec<Caller<'_, _>> =
        vec![Box::pin(auth.restore(&SCOPES)), Box::pin(auth.restore(&SCOPES))];
    together(callers);
    assert_eq!(auth.environment().opened.borrow().len(), 1);
}

#[test]
fn signed_out_stays_signed_out() {
    let (auth, _, account) = signed_in();
    alone(auth.sign_out(&account.home)).unwrap().unwrap();
    assert_eq!(alone(auth.restore(&SCOPES)).unwrap(), Ok(None));
}

#[test]
fn without_a_login_hint_claim_the_name_is_the_hint() {
    let (auth, entra) = world();
    entra.twist.replace(Twist { claims: vec![("login_hint", String::new())], ..Twist::default() });
    let account = alone(auth.sign_in(&ASK)).unwrap().unwrap();
    let _ = alone(auth.sign_in_silently(&SignIn { account: Some(&account), ..ASK })).unwrap();
    let address = auth.environment().opened.borrow()[1].0.clone();
    assert!(address.contains("login_hint="), "{address}");
}

#[test]
fn signing_in_again_does_not_force_the_consent_page() {
    let (auth, _, account) = signed_in();
    alone(auth.sign_in(&SignIn { account: Some(&account), ..ASK })).unwrap().unwrap();
    let address = auth.environment().opened.borrow()[1].0.clone();
    assert_ne!(field(&address, "prompt"), "consent");
}

#[test]
fn errors_know_their_request() {
    let (auth, _) = world();
    *auth.environment().endpoint.borrow_mut() =
        Box::new(|_, _| Err(Unavailable("offline".to_owned())));
    let error = alone(auth.sign_in(&ASK)).unwrap().unwrap_err();
    assert!(!error.trace.correlation.is_empty());
}

#[test]
fn a_server_that_echoes_secrets_is_not_quoted() {
    let (auth, entra, _) = signed_in();
    auth.environment().now.set(NOW + 5_000_000);
    refuse(
        &entra,
        r#"{"error":"invalid_grant","error_codes":[53003],"error_description":"refresh_token=rt-1"}"#,
    );
    let error = token(&auth).unwrap_err();
    assert!(!format!("{error:?}").contains("rt-1"));
    let answer = HttpAnswer { status: 200, retry_after: None, body: "at-secret".to_owned() };
    assert!(!format!("{answer:?}").contains("at-secret"), "Debug of HttpAnswer shows tokens");
}

#[test]
fn a_throttled_sign_in_opens_no_window() {
    let (auth, entra) = world();
    entra.twist.replace(Twist { status: Some((429, "{}", Some("120"))), ..Twist::default() });
    let _ = alone(auth.sign_in(&ASK));
    let _ = alone(auth.sign_in(&ASK));
    assert_eq!(auth.environment().opened.borrow().len(), 1);
}

#[test]
fn a_tenant_in_capitals_is_the_same() {
    let (auth, _) = world();
    let tenant = TENANT.to_ascii_uppercase();
    assert_eq!(
        alone(auth.sign_in(&SignIn { tenant: &tenant, ..ASK }))
            .unwrap()
            .map(|_| ())
            .map_err(|e| e.code),
        Ok(())
    );
}

#[test]
fn absurd_lifetimes_do_not_wrap() {
    let (auth, entra) = world();
    entra.twist.replace(Twist {
        answer: vec![("expires_in", "9223372036854775807".to_owned())],
        ..Twist::default()
    });
    let _ = alone(auth.sign_in(&ASK));
}

#[test]
fn decisions_do_not_rest_on_text() {
    let (auth, _) = world();
    *auth.environment().window.borrow_mut() = Box::new(|address, _| {
        Ok(format!(
            "{}?error=access_denied&error_description=AADSTS53003%3A+x&state={}",
            world::REDIRECT,
            field(address, "state")
        ))
    });
    let by_text = alone(auth.sign_in(&ASK)).unwrap().unwrap_err().code;
    *auth.environment().window.borrow_mut() = Box::new(|address, _| {
        Ok(format!(
            "{}?error=access_denied&error_uri=https%3A%2F%2Flogin.microsoftonline.com%2Ferror%3Fcode%3D53003&state={}",
            world::REDIRECT,
            field(address, "state")
        ))
    });
    let by_uri = alone(auth.sign_in(&ASK)).unwrap().unwrap_err().code;
    assert_eq!((by_text, by_uri), ("blocked-by-policy", "blocked-by-policy"));
}

#[test]
fn kill_at_every_wait_of_a_silent_renewal() {
    for waits in 0..80 {
        let (auth, entra, account) = signed_in();
        auth.environment().now.set(NOW + 73_000_000);
        auth.environment().dies_after.set(Some(waits));
        let done =
            alone(auth.sign_in_silently(&SignIn { account: Some(&account), ..ASK })).is_some();
        let fake = auth.into_environment();
        fake.bury();
        let auth = over(fake);
        let windows = auth.environment().opened.borrow().iter().filter(|(_, w)| *w).count();
        assert_eq!(windows, 1);
        assert_eq!(alone(auth.resume(false)).unwrap(), Ok(Resumed::Nothing));
        assert!(token(&auth).is_ok(), "after {waits}");
        let codes = entra.codes.borrow().clone();
        let mut unique = codes.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), codes.len());
        assert!(auth.environment().stored.borrow().keys().all(|k| !k.contains("pending")));
        if done {
            break;
        }
    }
}

#[test]
fn an_endless_loop_of_interaction_is_named() {
    let (auth, entra, _) = signed_in();
    let challenge = Some(r#"{"access_token":{"acrs":{"value":"c1"}}}"#);
    let mut codes = Vec::new();
    for round in 1..6 {
        auth.environment().now.set(NOW + round * 10_000);
        refuse(
            &entra,
            r#"{"error":"interaction_required","claims":"{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}"}"#,
        );
        codes.push(alone(auth.token(&home(), &SCOPES, challenge)).unwrap().unwrap_err().code);
        entra.twist.replace(Twist::default());
        alone(auth.sign_in(&ASK)).unwrap().unwrap();
    }
    assert_ne!(codes.first(), codes.last(), "{codes:?}");
}

#[test]
fn resume_leaves_a_silent_sign_in_alone_that_is_on_its_way() {
    for polls in 1..60 {
        let (auth, _, account) = signed_in();
        let ask = SignIn { account: Some(&account), ..ASK };
        let mut silent: Caller<'_, _> = Box::pin(auth.sign_in_silently(&ask));
        let mut is_done = false;
        for _ in 0..polls {
            let polled = silent.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            is_done |= polled.is_ready();
            if is_done {
                break;
            }
        }
        if is_done {
            assert!(polls > 8, "each wait was tried");
            break;
        }
        assert_eq!(alone(auth.resume(false)).unwrap(), Ok(Resumed::Nothing));
        let result = alone(silent).unwrap();
        assert_eq!(result.map(|_| ()).map_err(|error| error.code), Ok(()), "after {polls} polls");
    }
}
