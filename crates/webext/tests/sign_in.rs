//! What signing in takes of a browser, in a browser: hashes, randomness and locks. Its sign-in window
//! exists only in an extension; the end-to-end tests go through it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, and clippy sees no test here")]

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use webext::{Chrome, Crypto as _, Locks as _};

wasm_bindgen_test_configure!(run_in_browser);

fn is_ready<T>(future: &mut (impl Future<Output = T> + Unpin)) -> bool {
    let polled = std::pin::Pin::new(future).poll(&mut Context::from_waker(Waker::noop()));
    matches!(polled, Poll::Ready(_))
}

#[wasm_bindgen_test]
async fn hashes_are_those_of_the_standard() {
    // FIPS 180-4, of "abc" and of nothing.
    for (text, expected) in [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ] {
        let hash = Chrome.sha256(text).await.unwrap();
        let written: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(written, expected, "{text}");
    }
}

#[wasm_bindgen_test]
fn random_numbers_differ() {
    let numbers: Vec<[u8; 32]> = (0..100).map(|_| Chrome.random()).collect();
    for (at, number) in numbers.iter().enumerate() {
        assert!(!numbers[..at].contains(number));
    }
}

#[wasm_bindgen_test]
async fn a_lock_is_had_by_one_at_a_time() {
    let first = Chrome.lock("one").await.unwrap();
    let mut second = pin!(Chrome.lock("one"));
    // Another name is another lock. By the time that it is granted, the second would have been.
    drop(Chrome.lock("other").await.unwrap());
    assert!(!is_ready(&mut second));
    drop(first);
    drop(second.await.unwrap());
}
