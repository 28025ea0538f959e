#![doc = include_str!("../README.md")]

pub mod app;
pub mod backend;
pub mod list;
pub mod route;
pub mod words;

mod access;
mod account;
mod asking;
mod card;
mod client_id;
mod copy;
mod dom;
mod drawing;
mod header;
mod json;
mod keys;
mod mark;
mod message;
mod outcome;
mod overview;
mod page_state;
mod partner;
mod partners;
mod person;
mod reading;
mod reading_session;
mod registration;
mod set_up;
mod tabs;
mod unknowns;

use crate::{
    app::{App, Env},
    backend::Worker,
    words::{IntlCalendar, Words},
};
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use webext::{Chrome, Runtime as _, Texts as _};

/// Starts the panel inside `root`. `docked` says whether it stands inside the page, where it can be
/// closed; `detachable` whether a link to the own tab makes sense.
#[wasm_bindgen]
pub fn start(root: web_sys::Element, docked: bool, detachable: bool) {
    let calendar = IntlCalendar::new(Chrome.language());
    let env = Env {
        words: Words::new(Rc::new(Chrome), Rc::new(calendar)),
        backend: Rc::new(Worker::new(Chrome)),
        version: Chrome.version(),
        docked,
        detachable,
    };
    yew::Renderer::<App>::with_root_and_props(root, app::Props { env }).render();
}
