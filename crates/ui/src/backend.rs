//! Asking the worker.

use crate::reading;
use domain::Timestamp;
use gloo_timers::future::TimeoutFuture;
use js_sys::JSON;
use protocol::{
    envelope::{Envelope, ErrorCode, Failure, encode},
    panel::{PanelPush, PanelRequest, PanelResponse},
};
use std::{
    any::Any,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    rc::Rc,
    task::Poll,
};
use wasm_bindgen::JsValue;
use webext::{Messenger, TextListener};
use yew::Callback;

/// How long the worker may take to answer, in milliseconds. It answers within a few milliseconds
/// when it runs and within half a second when it has to start; after this it won't answer at all.
const PATIENCE_MILLIS: u32 = 10_000;

/// An answer on its way.
pub type Asked = Pin<Box<dyn Future<Output = Result<PanelResponse, Failure>>>>;

/// What the worker told unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// What a page shows may have changed, and with it the organisation that it names.
    Page,
    /// Who is signed in may have changed.
    Session,
}

/// What the panel asks, and what tells it to ask again.
pub trait Backend {
    /// Asks. Always ends, with an answer or with a failure.
    fn ask(&self, request: PanelRequest) -> Asked;

    /// Calls `heard` whenever what was answered may be out of date, until what is given back is
    /// dropped.
    fn listen(&self, heard: Callback<News>) -> Box<dyn Any>;
}

/// The worker of the extension.
pub struct Worker<M>(Rc<M>);

impl<M: Messenger + 'static> Worker<M> {
    /// The worker that `messenger` reaches.
    pub fn new(messenger: M) -> Self {
        Self(Rc::new(messenger))
    }
}

impl<M: Messenger + 'static> Backend for Worker<M> {
    fn ask(&self, request: PanelRequest) -> Asked {
        let messenger = Rc::clone(&self.0);
        let text = encode(&Envelope::new(request));
        Box::pin(async move {
            let patience = || TimeoutFuture::new(PATIENCE_MILLIS);
            let answer = ask_twice(messenger.as_ref(), &text, patience).await?;
            // What isn't JSON has no field, and is refused as such.
            reading::answer(JSON::parse(&answer).unwrap_or(JsValue::NULL))
        })
    }

    fn listen(&self, heard: Callback<News>) -> Box<dyn Any> {
        // A push without fields is always the same text.
        let session = encode(&Envelope::new(PanelPush::Session {}));
        // Requests of other panels come by here too and are no pushes. A panel doesn't know its
        // tab, and asking again for nothing costs little, so every change counts.
        Box::new(TextListener::new(move |text| {
            if text == session {
                heard.emit(News::Session);
            } else if JSON::parse(&text).is_ok_and(reading::is_change) {
                heard.emit(News::Page);
            }
        }))
    }
}

/// Asks, and once more when the worker ended before it answered: the browser starts a new one. All
/// requests may be repeated: what they do is done once, and a second sign-in window is refused while
/// there is one.
async fn ask_twice<M: Messenger, T: Future<Output = ()>>(
    messenger: &M,
    text: &str,
    patience: impl Fn() -> T,
) -> Result<String, Failure> {
    let mut failure = Failure::new(ErrorCode::TryAgain, String::new());
    for _ in 0..2 {
        let Some(sent) = first_of(messenger.ask_worker(text), patience()).await else {
            return Err(Failure::new(ErrorCode::TryAgain, "no answer in time"));
        };
        match sent {
            Ok(answer) => return Ok(answer),
            Err(error) => failure.detail = error.to_string(),
        }
    }
    Err(failure)
}

/// What `work` gives, or `None` when `limit` ends first.
async fn first_of<T>(work: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
    let (mut work, mut limit) = (pin!(work), pin!(limit));
    poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Milliseconds from `since` to `now`; none when the clock was set back.
pub(crate) fn millis_since(since: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(now.millis().saturating_sub(since.millis()).max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        cell::RefCell,
        collections::VecDeque,
        future::{pending, ready},
        task::{Context, Waker},
    };
    use webext::ApiError;

    /// What the worker does to one message.
    enum Deed {
        Says(String),
        Dies,
        Hangs,
    }

    struct Script(RefCell<VecDeque<Deed>>);

    impl Messenger for Script {
        async fn tell_tab(&self, _tab: i32, _message: &str) -> Result<bool, ApiError> {
            Ok(false)
        }

        async fn tell_pages(&self, _message: &str) -> Result<bool, ApiError> {
            Ok(false)
        }

        async fn ask_worker(&self, message: &str) -> Result<String, ApiError> {
            assert_eq!(message, r#"{"v":1,"message":{"overview":{}}}"#);
            let deed = self.0.borrow_mut().pop_front().expect("asked once too often");
            match deed {
                Deed::Says(answer) => Ok(answer),
                Deed::Dies => Err(ApiError::new("api", "port closed".to_owned())),
                Deed::Hangs => pending().await,
            }
        }
    }

    /// Runs what never has to wait for anything outside.
    fn run<T>(work: impl Future<Output = T>) -> T {
        let mut context = Context::from_waker(Waker::noop());
        match pin!(work).poll(&mut context) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("it waits for something"),
        }
    }

    fn check(deeds: Vec<Deed>, outcome: Result<&str, &str>) {
        let script = Script(RefCell::new(deeds.into()));
        let text = encode(&Envelope::new(PanelRequest::Overview {}));
        let got = run(ask_twice(&script, &text, || ready(())));
        match (got, outcome) {
            (Ok(got), Ok(wanted)) => assert_eq!(got, wanted),
            (Err(got), Err(detail)) => {
                assert_eq!(got.code, ErrorCode::TryAgain);
                assert!(got.detail.contains(detail), "{}", got.detail);
            }
            (got, wanted) => panic!("{got:?}, not {wanted:?}"),
        }
        assert!(script.0.borrow().is_empty(), "asked too seldom");
    }

    #[test]
    fn every_request_ends_with_an_answer_or_a_failure() {
        let says = || Deed::Says("answer".to_owned());
        check(vec![says()], Ok("answer"));
        check(vec![Deed::Dies, says()], Ok("answer"));
        check(vec![Deed::Dies, Deed::Dies], Err("port closed"));
        check(vec![Deed::Hangs], Err("in time"));
        check(vec![Deed::Dies, Deed::Hangs], Err("in time"));
    }

    #[test]
    fn no_request_of_another_panel_is_a_push() {
        let push = encode(&Envelope::new(PanelPush::Session {}));
        let text = String::new;
        for request in [
            PanelRequest::Overview {},
            PanelRequest::Close {},
            PanelRequest::Session {},
            PanelRequest::SignIn { account: None },
            PanelRequest::SignOut { account: text() },
            PanelRequest::EndSession {},
            PanelRequest::Choose { account: text() },
            PanelRequest::Register { client: text() },
        ] {
            assert_ne!(
                encode(&Envelope::new(request)),
                push,
                "panels would ask each other forever"
            );
        }
    }

    #[test]
    fn time_that_runs_backwards_counts_as_none() {
        let at = Timestamp::from_millis;
        assert_eq!(millis_since(at(1_000), at(3_500)), 2_500);
        assert_eq!(millis_since(at(3_500), at(1_000)), 0);
        assert_eq!(millis_since(at(i64::MIN), at(i64::MAX)), u32::MAX);
    }
}
