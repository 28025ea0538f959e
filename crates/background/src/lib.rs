#![doc = include_str!("../README.md")]
#![allow(unsafe_code, reason = "the wasm_bindgen macro writes it; none is written by hand")]

mod badge;
mod event;
mod failed;
mod notes;
mod overview;
mod package;
mod partners;
mod record;
mod session;
mod sightings;
mod store;
mod worker;
mod world;

pub use crate::{event::Event, worker::Worker};

use page::Vocabulary;
use protocol::envelope::{Answer, Envelope, ErrorCode, Failure, encode};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::wasm_bindgen;
use webext::Chrome;

thread_local! {
    static WORKER: RefCell<Option<Rc<Worker<Chrome>>>> = const { RefCell::new(None) };
}

/// Starts the worker with the words of the page (`vocabulary/page.txt`). Called once per instance,
/// before anything else. Gives what is wrong with the words; empty when nothing is.
#[wasm_bindgen]
pub fn start(vocabulary: &str) -> String {
    // A panic ends the instance, not the worker: the glue makes a fresh one for the next call, and
    // what matters is in storage.
    std::panic::set_hook(Box::new(|panic| {
        webext::log_error(&panic.to_string());
        wasm_bindgen::handler::schedule_reinit();
    }));
    match Vocabulary::parse(vocabulary) {
        Ok(vocabulary) => {
            WORKER.set(Some(Rc::new(Worker::new(Chrome, vocabulary))));
            String::new()
        }
        Err(error) => error.to_string(),
    }
}

fn worker() -> Option<Rc<Worker<Chrome>>> {
    WORKER.with_borrow(Clone::clone)
}

/// Carries out one event (JSON of [`Event`]) and gives the answer to send, as JSON. Never fails:
/// what goes wrong is in the answer.
#[wasm_bindgen]
pub async fn handle(event: String) -> String {
    match worker() {
        Some(worker) => worker.handle(&event).await,
        None => encode(&Envelope::new(Answer::<()>::Error(Failure::new(
            ErrorCode::ReportBug,
            "the worker has not been started",
        )))),
    }
}

/// Sends what waits to be told to tabs and panels. Called after the answer has gone, so that no
/// badge waits for a panel. Gives what went wrong, a line each; empty when nothing did.
#[wasm_bindgen]
pub async fn deliver() -> String {
    match worker() {
        Some(worker) => worker.deliver().await,
        None => String::new(),
    }
}
