//! What we send beside what Microsoft's own library sends for the same three requests: as MSAL Node
//! 7.2.3 sent them to a network of stubs. Each field is in the table once, with why we differ.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

mod world;

use auth::SignIn;
use world::{NOW, alone, home, world};

/// How a field of ours stands to that of the library.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stand {
    /// Both send it.
    Both,
    /// Both send it, with values that tell the two apart or that we ask less with.
    OtherValue,
    /// Only we send it.
    Ours,
    /// Only the library sends it.
    Theirs,
}
use Stand::{Both, OtherValue, Ours, Theirs};

/// What every request has that names the program: we name ours, and nothing of the machine.
const PROGRAM: [(&str, Stand); 4] = [
    ("x-client-SKU", OtherValue),
    ("x-client-VER", OtherValue),
    ("x-client-OS", Theirs),
    ("x-client-CPU", Theirs),
];

/// What both grants have.
const GRANT: [(&str, Stand); 8] = [
    ("client_id", Both),
    ("scope", Both),
    ("grant_type", Both),
    ("client_info", Both),
    // We ask for the login hint alone of the ID token: nothing here reads the other two.
    ("claims", OtherValue),
    ("x-ms-lib-capability", Both),
    // How its cache fares is nobody's business.
    ("x-client-current-telemetry", Theirs),
    ("x-client-last-telemetry", Theirs),
];

fn names(form: &str) -> Vec<&str> {
    form.split('&').map(|pair| pair.split_once('=').unwrap().0).collect()
}

/// Holds the fields that are sent against the table, both ways.
fn check(what: &str, form: &str, rows: &[&[(&str, Stand)]]) {
    let sent = names(form);
    let mut expected = Vec::new();
    for &(name, stand) in rows.iter().copied().flatten() {
        if stand != Theirs {
            expected.push(name);
        }
    }
    for name in &sent {
        assert!(expected.contains(name), "{what}: {name} isn't in the table");
    }
    for name in &expected {
        let times = sent.iter().filter(|known| *known == name).count();
        assert_eq!(times, 1, "{what}: {name}");
    }
}

#[test]
fn requests_are_those_of_the_library_but_for_the_table() {
    let (auth, _) = world();
    let ask =
        SignIn { scopes: &["User.Read"], tenant: "organizations", account: None, claims: None };
    alone(auth.sign_in(&ask)).unwrap().unwrap();
    auth.environment().now.set(NOW + 5_000_000);
    alone(auth.token(&home(), &["User.Read"], None)).unwrap().unwrap();

    let opened = auth.environment().opened.borrow();
    let (base, query) = opened[0].0.split_once('?').unwrap();
    assert_eq!(base, "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize");
    let authorize = [
        ("client_id", Both),
        ("scope", Both),
        ("redirect_uri", Both),
        ("client-request-id", Both),
        ("response_mode", Both),
        ("response_type", Both),
        ("client_info", Both),
        // Nothing of the answer to it would be read.
        ("clidata", Theirs),
        ("prompt", Both),
        ("nonce", Both),
        ("state", Both),
        ("claims", OtherValue),
        ("code_challenge", Both),
        ("code_challenge_method", Both),
    ];
    check("authorize", query, &[&authorize, &PROGRAM]);

    let sent = auth.environment().sent.borrow();
    let id = "/oauth2/v2.0/token?client-request-id=";
    for (address, _) in sent.iter() {
        let (_, id) = address.split_once(id).unwrap();
        assert!(auth::is_guid(id), "both number each request: {id}");
    }
    let redeem = [("code", Both), ("code_verifier", Both), ("redirect_uri", Both)];
    check("redeem", &sent[0].1, &[&GRANT, &redeem, &PROGRAM]);

    // The library has it in a header there; ours is a field, for a header would cost a preflight.
    let refresh = [("refresh_token", Both), ("X-AnchorMailbox", Ours)];
    check("refresh", &sent[1].1, &[&GRANT, &refresh, &PROGRAM]);
    assert!(!sent[1].0.contains("/organizations/"), "the library asks where it signed in");
}

/// The library's keys, of which ours differ in what stands before them, so that no other area of the
/// same storage can be mistaken for it, and in that an ID token isn't kept.
#[test]
fn keys_are_those_of_the_library_behind_our_prefix() {
    let (auth, _) = world();
    let ask =
        SignIn { scopes: &["User.Read"], tenant: "organizations", account: None, claims: None };
    let account = alone(auth.sign_in(&ask)).unwrap().unwrap();
    let (home, tenant, client) = (&account.home, &account.tenant, world::CLIENT);
    let mut expected = [
        format!("auth/1/account-{home}-login.windows.net-{tenant}"),
        format!(
            "auth/1/{home}-login.windows.net-accesstoken-{client}-{tenant}-user.read openid profile-"
        ),
        format!("auth/1/{home}-login.windows.net-refreshtoken-{client}---"),
    ];
    expected.sort();
    let stored: Vec<String> = auth.environment().stored.borrow().keys().cloned().collect();
    assert_eq!(stored, expected);
}
