//! A driver and a fake Graph: time given, answers at once, and whatever a test wants to go wrong.

use crate::tenant::{OWN, Tenant};
use domain::Timestamp;
use graph::{Answer, Arrived, Scan, Setup, Step, Wire};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

pub(crate) const HOST: &str = "graph.microsoft.com";

/// 2026-11-24T09:41:00Z.
pub(crate) const START: i64 = 1_795_513_260_000;

/// What is asked: a request, or an item of a batch.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// Path and query, with the version; for a batch as a whole, `/v1.0/$batch`.
    pub(crate) path: &'a str,
    /// Whether it shares a batch.
    pub(crate) is_item: bool,
    /// How often it has been asked, this time included.
    pub(crate) time: usize,
    pub(crate) claims: Option<&'a str>,
}

impl Asked<'_> {
    pub(crate) fn is(&self, part: &str) -> bool {
        self.path.contains(part)
    }
}

/// What goes wrong instead of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Twist {
    /// Another answer.
    Reply(u16, Vec<(&'static str, String)>, String),
    /// The usual answer with these headers.
    Headers(Vec<(&'static str, String)>),
    /// The usual answer, changed.
    Body(fn(&mut Value)),
    /// Not in the answer to its batch.
    LeftOut,
    /// None, too large, no token.
    Instead(Answer),
}

impl Twist {
    pub(crate) fn status(status: u16) -> Self {
        Self::Reply(status, Vec::new(), String::new())
    }

    pub(crate) fn retry_after(status: u16, after: &str) -> Self {
        Self::Reply(status, vec![("Retry-After", after.to_owned())], String::new())
    }

    pub(crate) fn error(status: u16, code: &str) -> Self {
        Self::Reply(status, Vec::new(), json!({ "error": { "code": code } }).to_string())
    }
}

type Twister = dyn Fn(&Asked<'_>) -> Option<Twist>;

/// A Graph.
pub(crate) struct Graph {
    pub(crate) tenant: Tenant,
    pub(crate) twist: Box<Twister>,
    /// The requests, and when they were sent.
    pub(crate) wires: RefCell<Vec<(Wire, i64)>>,
    /// Their paths.
    pub(crate) requests: RefCell<Vec<String>>,
    /// Everything that was asked for, items of batches included, and how often.
    pub(crate) asked: RefCell<BTreeMap<String, usize>>,
    /// When reports and Conditional Access were asked for.
    times: RefCell<Vec<(&'static str, i64)>>,
    /// Until when each workload wants to be left alone, since it said so to a request of its own.
    closed: RefCell<BTreeMap<&'static str, i64>>,
    names: RefCell<BTreeSet<String>>,
}

impl Graph {
    pub(crate) fn new(tenant: Tenant) -> Self {
        Self::twisted(tenant, |_| None)
    }

    pub(crate) fn twisted(
        tenant: Tenant,
        twist: impl Fn(&Asked<'_>) -> Option<Twist> + 'static,
    ) -> Self {
        Self {
            tenant,
            twist: Box::new(twist),
            wires: RefCell::default(),
            requests: RefCell::default(),
            asked: RefCell::default(),
            times: RefCell::default(),
            closed: RefCell::default(),
            names: RefCell::default(),
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.borrow().len()
    }

    /// How often something whose path has `part` in it was asked for.
    pub(crate) fn asked_for(&self, part: &str) -> usize {
        let asked = self.asked.borrow();
        asked.iter().filter(|(path, _)| path.contains(part)).map(|(_, count)| count).sum()
    }

    /// Sees whether a request may be sent at all.
    pub(crate) fn look_at(&self, wire: &Wire, now: i64) {
        let path = wire.address.strip_prefix("https://graph.microsoft.com").unwrap_or_else(|| {
            panic!("{} isn't where the token belongs", wire.address);
        });
        assert!(!wire.scopes.is_empty(), "{path}");
        let name = value(&wire.headers, "client-request-id").unwrap();
        assert!(self.names.borrow_mut().insert(name), "a name was used twice");
        assert!(value(&wire.headers, "Authorization").is_none());
        self.requests.borrow_mut().push(path.to_owned());
        self.wires.borrow_mut().push((wire.clone(), now));
        self.check_pace(path, now);
        assert_eq!(wire.method, if wire.body.is_some() { "POST" } else { "GET" });
    }

    /// Answers a request, and remembers what it asks for.
    pub(crate) fn answer(&self, wire: &Wire, now: i64) -> Answer {
        let answer = self.answered(wire);
        if let Answer::Arrived(Arrived { status: 429, headers, .. }) = &answer {
            let wait = headers.iter().find(|(name, _)| name == "Retry-After");
            let seconds = wait.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
            self.closed.borrow_mut().insert(workload(&wire.address), now + seconds * 1_000);
        }
        answer
    }

    fn answered(&self, wire: &Wire) -> Answer {
        let path = wire.address.strip_prefix("https://graph.microsoft.com").unwrap();
        let body: Value =
            wire.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        let claims = wire.claims.as_deref();
        if path == "/v1.0/$batch" {
            return self.twisted_answer(path, false, claims, || self.batch(&body, claims)).unwrap();
        }
        let is_eventual = value(&wire.headers, "ConsistencyLevel").is_some();
        let serve = || self.serve(path, is_eventual, &body);
        self.twisted_answer(path, false, claims, serve).unwrap()
    }

    fn serve(&self, path: &str, is_eventual: bool, body: &Value) -> (u16, Value) {
        let path = path.strip_prefix("/v1.0").or_else(|| path.strip_prefix("/beta")).unwrap();
        self.tenant.serve(HOST, path, is_eventual, body)
    }

    /// `None` for an item that is left out.
    fn twisted_answer(
        &self,
        path: &str,
        is_item: bool,
        claims: Option<&str>,
        usual: impl FnOnce() -> (u16, Value),
    ) -> Option<Answer> {
        let time = {
            let mut asked = self.asked.borrow_mut();
            let times = asked.entry(path.to_owned()).or_default();
            *times += 1;
            *times
        };
        let arrived = |status, headers: Vec<(&str, String)>, body: String| {
            let mut headers: Vec<(String, String)> =
                headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            headers.push(("request-id".to_owned(), format!("r-{path}")));
            Some(Answer::Arrived(Arrived { status, headers, body }))
        };
        match (self.twist)(&Asked { path, is_item, time, claims }) {
            Some(Twist::Reply(status, headers, body)) => arrived(status, headers, body),
            Some(Twist::Instead(answer)) => Some(answer),
            Some(Twist::LeftOut) => None,
            Some(Twist::Headers(headers)) => {
                let (status, body) = usual();
                arrived(status, headers, body.to_string())
            }
            Some(Twist::Body(change)) => {
                let (status, mut body) = usual();
                change(&mut body);
                arrived(status, Vec::new(), body.to_string())
            }
            None => {
                let (status, body) = usual();
                arrived(status, Vec::new(), body.to_string())
            }
        }
    }

    fn batch(&self, body: &Value, claims: Option<&str>) -> (u16, Value) {
        let items = body["requests"].as_array().unwrap();
        assert!((2..=20).contains(&items.len()), "{} items", items.len());
        let ids: BTreeSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), items.len(), "ids are there twice");
        let mut responses = Vec::new();
        for item in items {
            let url = item["url"].as_str().unwrap();
            assert!(url.starts_with('/') && !url.contains(' '), "{url}");
            assert!(!url.contains("auditLogs") && !url.contains("conditionalAccess"), "{url}");
            let path = ["/v1.0", url].concat();
            let is_eventual = item["headers"]["ConsistencyLevel"] == "eventual";
            assert_eq!(item["method"] == "POST", item.get("body").is_some());
            let serve = || self.serve(&path, is_eventual, &item["body"]);
            let Some(answer) = self.twisted_answer(&path, true, claims, serve) else { continue };
            let Answer::Arrived(arrived) = answer else { panic!("items have answers") };
            let headers: BTreeMap<String, String> = arrived.headers.into_iter().collect();
            let body = serde_json::from_str(&arrived.body).unwrap_or(Value::Null);
            let id = &item["id"];
            responses.push(
                json!({ "id": id, "status": arrived.status, "headers": headers, "body": body }),
            );
        }
        // They come in any order.
        responses.reverse();
        (200, json!({ "responses": responses }))
    }

    fn check_pace(&self, path: &str, now: i64) {
        let workload = workload(path);
        let until = self.closed.borrow().get(workload).copied().unwrap_or_default();
        assert!(now >= until, "{path} is sent {} ms too early", until - now);
        let mut times = self.times.borrow_mut();
        times.push((workload, now));
        let within = |length: i64| {
            times.iter().filter(|(known, at)| *known == workload && now - at < length).count()
        };
        match workload {
            "reports" => assert!(within(10_000) <= 5, "{path}"),
            "conditional access" => assert_eq!(within(1_000), 1, "{path}"),
            _ => {}
        }
    }
}

fn workload(path: &str) -> &'static str {
    if path.contains("/auditLogs/") {
        "reports"
    } else if path.contains("/conditionalAccess/") {
        "conditional access"
    } else {
        "directory"
    }
}

pub(crate) fn value(headers: &[(&'static str, String)], name: &str) -> Option<String> {
    headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
}

pub(crate) fn all_scopes() -> Vec<String> {
    [
        "https://graph.microsoft.com/User.Read",
        "Organization.Read.All",
        "user.read.all",
        "Policy.Read.All",
        "RoleManagement.Read.Directory",
        "CrossTenantInformation.ReadBasic.All",
        "Application.Read.All",
        "AuditLog.Read.All",
        "Directory.Read.All",
    ]
    .map(str::to_owned)
    .to_vec()
}

pub(crate) fn setup() -> Setup {
    Setup {
        cloud: "global".to_owned(),
        host: HOST.to_owned(),
        tenant: OWN.to_uppercase(),
        granted: all_scopes(),
        partners: Vec::new(),
        started: Timestamp::from_millis(START),
    }
}

/// Who drives a scan.
pub(crate) struct Driver {
    pub(crate) scan: Scan,
    pub(crate) now: i64,
    random: u64,
}

impl Driver {
    pub(crate) fn new(setup: Setup) -> Self {
        Self { scan: Scan::new(setup), now: START, random: 1 }
    }

    pub(crate) fn time(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    pub(crate) fn random(&mut self) -> u64 {
        self.random += 1;
        self.random
    }

    /// Goes on until all is done, and gives what it waited for in all.
    pub(crate) fn run(&mut self, graph: &Graph) -> i64 {
        let mut waited = 0;
        for _ in 0..10_000 {
            let random = self.random();
            match self.scan.step(self.time(), random) {
                Step::Send(wires) => {
                    self.now += 80;
                    for wire in &wires {
                        graph.look_at(wire, self.now);
                    }
                    for wire in wires {
                        let answer = graph.answer(&wire, self.now);
                        let random = self.random();
                        self.scan.take(wire.id, answer, self.time(), random);
                    }
                }
                Step::Wait(until) => {
                    assert!(until > self.time());
                    waited += until.millis() - self.now;
                    self.now = until.millis();
                }
                Step::Listen => panic!("nothing is on its way"),
                Step::Done => return waited,
            }
        }
        panic!("it has no end");
    }
}

impl Driver {
    /// The same with answers that come one by one, the last first, and a question after each of them.
    pub(crate) fn run_slowly(&mut self, graph: &Graph) {
        let mut sent: Vec<Wire> = Vec::new();
        for _ in 0..10_000 {
            let random = self.random();
            match (self.scan.step(self.time(), random), sent.pop()) {
                (Step::Send(wires), wire) => {
                    sent.extend(wire);
                    for wire in &wires {
                        graph.look_at(wire, self.now);
                    }
                    sent.extend(wires);
                }
                (Step::Wait(_) | Step::Listen, Some(wire)) => {
                    self.now += 10;
                    let answer = graph.answer(&wire, self.now);
                    let random = self.random();
                    self.scan.take(wire.id, answer, self.time(), random);
                }
                (Step::Wait(until), None) => self.now = until.millis(),
                (Step::Done, None) => return,
                (step, wire) => panic!("{step:?} while there is {wire:?}"),
            }
        }
        panic!("it has no end");
    }
}

/// A whole scan of `graph`.
pub(crate) fn scan(graph: &Graph) -> Scan {
    let mut driver = Driver::new(setup());
    driver.run(graph);
    driver.scan
}
