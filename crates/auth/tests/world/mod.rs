//! A small Entra for the tests, and a way to run several callers at once.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test file takes what it needs of it, and it fails by panicking, like tests"
)]

use auth::{
    Auth, Cloud, Config,
    environment::HttpAnswer,
    fake::{Fake, Unavailable},
};
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

pub const NOW: i64 = 1_795_513_260_000;
pub const CLIENT: &str = "5b0b7c1e-93a4-4f02-8a57-2f6d1c9e4b30";
pub const TENANT: &str = "3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14";
pub const OBJECT: &str = "c2a9e6d4-17b3-4d0f-b8a5-90e1f3746d22";
pub const REDIRECT: &str = "https://partnerlens/cb/global";

/// The account as every test knows it.
pub fn home() -> String {
    format!("{OBJECT}.{TENANT}")
}

/// What the test's Entra does otherwise than usual.
#[derive(Clone, Default)]
pub struct Twist {
    /// Replaces members of the ID token, by name.
    pub claims: Vec<(&'static str, String)>,
    /// The header of the ID token.
    pub header: Option<&'static str>,
    /// Replaces members of the token answer, by name.
    pub answer: Vec<(&'static str, String)>,
    /// Answers this instead.
    pub status: Option<(u16, &'static str, Option<&'static str>)>,
}

pub struct Entra {
    pub twist: RefCell<Twist>,
    /// Codes that came to the token endpoint.
    pub codes: RefCell<Vec<String>>,
    pub refreshes: Cell<u32>,
    issued: Cell<u32>,
    nonce: RefCell<String>,
    challenge: RefCell<String>,
}

pub fn field(form: &str, name: &str) -> String {
    let found = form.split(['?', '&']).find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    found.unwrap_or_default().replace("%20", " ").replace("%3A", ":").replace("%2F", "/")
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = String::new();
    text.bytes().for_each(|byte| bits.push_str(&format!("{byte:08b}")));
    while !bits.len().is_multiple_of(6) {
        bits.push('0');
    }
    bits.as_bytes()
        .chunks(6)
        .map(|six| {
            let six = std::str::from_utf8(six).unwrap();
            char::from(ALPHABET[usize::from_str_radix(six, 2).unwrap()])
        })
        .collect()
}

fn object(members: Vec<(&'static str, String)>, others: &[(&'static str, String)]) -> String {
    let mut all = members;
    for (name, value) in others {
        all.retain(|(known, _)| known != name);
        all.push((name, value.clone()));
    }
    let members: Vec<String> =
        all.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("\"{k}\":{v}")).collect();
    format!("{{{}}}", members.join(","))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

impl Entra {
    fn token(&self, now: i64, form: &str) -> Result<HttpAnswer, Unavailable> {
        let issued = self.issued.get() + 1;
        self.issued.set(issued);
        let grant = field(form, "grant_type");
        if grant == "refresh_token" {
            self.refreshes.set(self.refreshes.get() + 1);
        } else {
            let code = field(form, "code");
            // The fake's hash turns a verifier around and cuts it.
            let hash: String = field(form, "code_verifier").chars().rev().take(32).collect();
            if self.codes.borrow().contains(&code) || base64(&hash) != *self.challenge.borrow() {
                return Ok(HttpAnswer {
                    status: 400,
                    retry_after: None,
                    body: r#"{"error":"invalid_grant","error_codes":[54005]}"#.to_owned(),
                });
            }
            self.codes.borrow_mut().push(code);
        }
        let twist = self.twist.borrow();
        if let Some((status, body, retry_after)) = twist.status {
            return Ok(HttpAnswer {
                status,
                retry_after: retry_after.map(str::to_owned),
                body: body.to_owned(),
            });
        }
        let seconds = now / 1_000;
        let claims = object(
            vec![
                ("aud", quoted(CLIENT)),
                ("iss", quoted(&format!("https://login.microsoftonline.com/{TENANT}/v2.0"))),
                ("tid", quoted(TENANT)),
                ("oid", quoted(OBJECT)),
                ("preferred_username", quoted("admin@contoso.example")),
                ("name", quoted("Robin Counts")),
                ("login_hint", quoted("O.hint")),
                ("nonce", quoted(&self.nonce.borrow())),
                ("ver", quoted("2.0")),
                ("iat", seconds.to_string()),
                ("nbf", seconds.to_string()),
                ("exp", (seconds + 3_600).to_string()),
            ],
            &twist.claims,
        );
        let header = twist.header.unwrap_or(r#"{"typ":"JWT","alg":"RS256"}"#);
        let id_token = format!("{}.{}.c2ln", base64(header), base64(&claims));
        let info = format!(r#"{{"uid":"{OBJECT}","utid":"{TENANT}"}}"#);
        let scope = field(form, "scope").replace(" offline_access", "");
        let body = object(
            vec![
                ("token_type", quoted("Bearer")),
                ("scope", quoted(&scope)),
                ("expires_in", "4000".to_owned()),
                ("access_token", quoted(&format!("at-{issued}"))),
                ("refresh_token", quoted(&format!("rt-{issued}"))),
                ("id_token", quoted(&id_token)),
                ("client_info", quoted(&base64(&info))),
            ],
            &twist.answer,
        );
        Ok(HttpAnswer { status: 200, retry_after: None, body })
    }
}

/// Sign-in over a world in which everything goes well.
pub fn world() -> (Auth<Fake>, Rc<Entra>) {
    let entra = Rc::new(Entra {
        twist: RefCell::default(),
        codes: RefCell::default(),
        refreshes: Cell::new(0),
        issued: Cell::new(0),
        nonce: RefCell::default(),
        challenge: RefCell::default(),
    });
    let fake = Fake::default();
    fake.now.set(NOW);
    let window = Rc::clone(&entra);
    *fake.window.borrow_mut() = Box::new(move |address, _| {
        window.nonce.replace(field(address, "nonce"));
        window.challenge.replace(field(address, "code_challenge"));
        let count = window.issued.get();
        Ok(format!("{REDIRECT}?code=c-{count}&state={}", field(address, "state")))
    });
    let endpoint = Rc::clone(&entra);
    let clock = Rc::clone(&fake.now);
    *fake.endpoint.borrow_mut() = Box::new(move |_, form| endpoint.token(clock.get(), form));
    (over(fake), entra)
}

pub fn over(fake: Fake) -> Auth<Fake> {
    let config = Config {
        client_id: CLIENT.to_owned(),
        cloud: Cloud::named("global").unwrap(),
        version: "0.1.0".to_owned(),
    };
    Auth::new(fake, config, Rc::default())
}

/// Runs callers by turns until all are done or none can go on. `None` for one that stands still.
pub fn together<T>(callers: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> Vec<Option<T>> {
    /// More rounds than any flow has waits.
    const ROUNDS: u32 = 2_000;
    let mut callers: Vec<_> = callers.into_iter().map(Some).collect();
    let mut done: Vec<Option<T>> = callers.iter().map(|_| None).collect();
    for _ in 0..ROUNDS {
        for (caller, done) in callers.iter_mut().zip(&mut done) {
            let Some(future) = caller else { continue };
            if let Poll::Ready(value) =
                future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                *done = Some(value);
                *caller = None;
            }
        }
        if callers.iter().all(Option::is_none) {
            break;
        }
    }
    done
}

/// Runs one caller; `None` when it stands still.
pub fn alone<T>(future: impl Future<Output = T>) -> Option<T> {
    together(vec![Box::pin(future)]).pop().flatten()
}
