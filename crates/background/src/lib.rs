#![doc = include_str!("../README.md")]
#![allow(unsafe_code, reason = "the wasm_bindgen macro writes it; none is written by hand")]

mod badge;
mod event;
mod overview;
mod partners;
mod record;
mod store;
mod worker;

pub use crate::{event::Event, worker::Worker};

use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use webext::Chrome;

thread_local! {
    static WORKER: Rc<Worker<Chrome>> = {
        // A panic ends the instance, not the worker: the glue makes a fresh one for the next call,
        // and what matters is in storage.
        std::panic::set_hook(Box::new(|panic| {
            webext::log_error(&panic.to_string());
            wasm_bindgen::handler::schedule_reinit();
        }));
        Rc::new(Worker::new(Chrome))
    };
}

/// Carries out one event (JSON of [`Event`]) and gives the answer to send, as JSON; empty where the
/// event takes none. Never fails: what goes wrong is in the answer.
#[wasm_bindgen]
pub async fn handle(event: String) -> String {
    WORKER.with(Rc::clone).handle(&event).await
}

/// Sends what waits to be told to tabs and panels. Called after the answer has gone, so that no
/// badge waits for a panel. Gives what went wrong, a line each; empty when nothing did.
#[wasm_bindgen]
pub async fn deliver() -> String {
    WORKER.with(Rc::clone).deliver().await
}
