//! A world for tests: time given, answers written beforehand, and a death at any wait.

use crate::{
    AuthError,
    environment::{Environment, FlowFailure, HttpAnswer},
    error::Remedy,
};
use domain::Timestamp;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::{pending, poll_fn},
    rc::Rc,
    task::{Poll, Waker},
};

/// What the sign-in window does with an address.
type Window = dyn Fn(&str, bool) -> Result<String, FlowFailure>;

/// Nothing is there; in the words of whoever looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable(pub String);

/// What the token endpoint answers to a form.
type Endpoint = dyn Fn(&str, &str) -> Result<HttpAnswer, Unavailable>;

/// The fake world. What was asked of it can be read from its fields.
pub struct Fake {
    /// The time.
    pub now: Rc<Cell<i64>>,
    /// What storage holds.
    pub stored: RefCell<BTreeMap<String, String>>,
    /// Addresses that the window was opened with, and whether it could be seen.
    pub opened: RefCell<Vec<(String, bool)>>,
    /// Forms that were sent, with their addresses.
    pub sent: RefCell<Vec<(String, String)>>,
    /// The window.
    pub window: RefCell<Box<Window>>,
    /// The token endpoint.
    pub endpoint: RefCell<Box<Endpoint>>,
    /// After so many waits the world stands still for whoever waits.
    pub dies_after: Cell<Option<u32>>,
    random: Cell<u8>,
    locks: Rc<RefCell<Locks>>,
}

type Locks = BTreeMap<String, VecDeque<Waker>>;

impl Default for Fake {
    fn default() -> Self {
        Self {
            now: Rc::default(),
            stored: RefCell::default(),
            opened: RefCell::default(),
            sent: RefCell::default(),
            window: RefCell::new(Box::new(|_, _| Err(FlowFailure::Closed))),
            endpoint: RefCell::new(Box::new(|_, _| Err(Unavailable("offline".to_owned())))),
            dies_after: Cell::new(None),
            random: Cell::new(0),
            locks: Rc::default(),
        }
    }
}

/// A lock that is held.
pub struct Held {
    name: String,
    locks: Rc<RefCell<Locks>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        let waiting = self.locks.borrow_mut().remove(&self.name);
        waiting.into_iter().flatten().for_each(Waker::wake);
    }
}

impl Fake {
    /// What every wait goes through: it may be the last, and it lets others run.
    async fn step(&self) {
        match self.dies_after.get() {
            Some(0) => pending().await,
            Some(left) => self.dies_after.set(Some(left - 1)),
            None => {}
        }
        let mut has_waited = false;
        poll_fn(|context| {
            if std::mem::replace(&mut has_waited, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    /// Lets go of all locks, as a browser does for a worker that it has ended.
    pub fn bury(&self) {
        self.dies_after.set(None);
        self.locks.borrow_mut().clear();
    }
}

impl Environment for Fake {
    type Lock = Held;

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.get())
    }

    fn random(&self) -> [u8; 32] {
        let next = self.random.get().wrapping_add(1);
        self.random.set(next);
        [next; 32]
    }

    fn redirect_address(&self, path: &str) -> String {
        ["https://partnerlens/", path].concat()
    }

    /// Not a hash, but as different for different texts.
    async fn sha256(&self, text: &str) -> Result<Vec<u8>, AuthError> {
        self.step().await;
        Ok(text.bytes().rev().take(32).collect())
    }

    async fn post_form(&self, address: &str, form: &str) -> Result<HttpAnswer, AuthError> {
        self.sent.borrow_mut().push((address.to_owned(), form.to_owned()));
        self.step().await;
        let answer = (self.endpoint.borrow())(address, form);
        answer.map_err(|Unavailable(words)| {
            AuthError::outside("network", Remedy::CheckNetwork, words)
        })
    }

    async fn web_auth_flow(&self, address: &str, window: bool) -> Result<String, FlowFailure> {
        self.opened.borrow_mut().push((address.to_owned(), window));
        self.step().await;
        (self.window.borrow())(address, window)
    }

    async fn all(&self, prefix: &str) -> Result<Vec<(String, String)>, AuthError> {
        self.step().await;
        let stored = self.stored.borrow();
        let found = stored.iter().filter(|(key, _)| key.starts_with(prefix));
        Ok(found.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    async fn change(&self, entries: &[(String, String)], gone: &[String]) -> Result<(), AuthError> {
        if !entries.is_empty() {
            self.stored.borrow_mut().extend(entries.iter().cloned());
            self.step().await;
        }
        if !gone.is_empty() {
            self.stored.borrow_mut().retain(|key, _| !gone.contains(key));
            self.step().await;
        }
        Ok(())
    }

    async fn lock(&self, name: &str) -> Result<Held, AuthError> {
        self.step().await;
        poll_fn(|context| {
            let mut locks = self.locks.borrow_mut();
            match locks.get_mut(name) {
                Some(waiting) => {
                    waiting.push_back(context.waker().clone());
                    Poll::Pending
                }
                None => {
                    locks.insert(name.to_owned(), VecDeque::new());
                    let locks = Rc::clone(&self.locks);
                    Poll::Ready(Ok(Held { name: name.to_owned(), locks }))
                }
            }
        })
        .await
    }
}
