//! Everything that can go wrong, and what is told of it.

use crate::{
    tenant::{Tenant, partner},
    world::{Asked, Driver, Graph, Twist, setup, value},
};
use graph::{
    Answer, Arrived, Collector, Outcome, Step,
    outcome::{Fault, Reason},
    wire::MOST_BYTES,
};
use serde_json::{Value, json};

pub(crate) const SKUS: &str = "/v1.0/subscribedSkus";
pub(crate) const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
pub(crate) const BATCH: &str = "/v1.0/$batch";
pub(crate) const CLAIMS: &str = "eyJhY2Nlc3NfdG9rZW4iOnt9fQ==";

pub(crate) fn driver() -> Driver {
    Driver::new(setup())
}

/// What isn't whole, in a word.
pub(crate) fn faults(driver: &Driver) -> Vec<(Collector, String)> {
    let mut faults = Vec::new();
    for read in driver.scan.reads() {
        let word = match &read.outcome {
            Outcome::Whole => continue,
            Outcome::Pending => "pending".to_owned(),
            Outcome::Cut => "cut".to_owned(),
            Outcome::Gap(gap) => format!("{:?}", gap.reason),
            Outcome::Failed(failure) => match &failure.fault {
                Fault::Refused(what) => format!("refused {what}"),
                Fault::Unreadable(what) => format!("unreadable {what}"),
                fault => fault.code().to_owned(),
            },
        };
        faults.push((read.collector, word));
    }
    faults.sort();
    faults.dedup();
    faults
}

/// Scans with `twist`, and expects exactly these not to be whole. Gives the scan and how long it waited.
pub(crate) fn check(
    twist: impl Fn(&Asked<'_>) -> Option<Twist> + 'static,
    expected: &[(Collector, &str)],
) -> (Driver, Graph, i64) {
    let graph = Graph::twisted(Tenant::default(), twist);
    let mut driver = driver();
    let waited = driver.run(&graph);
    let expected: Vec<(Collector, String)> =
        expected.iter().map(|(collector, word)| (*collector, (*word).to_owned())).collect();
    assert_eq!(faults(&driver), expected);
    (driver, graph, waited)
}

/// The same, for the path that has `part` in it, the first so many times.
pub(crate) fn check_at(
    part: &'static str,
    times: usize,
    twist: Twist,
    expected: &[(Collector, &str)],
) -> (Driver, Graph, i64) {
    let twist =
        move |asked: &Asked<'_>| (asked.is(part) && asked.time <= times).then(|| twist.clone());
    check(twist, expected)
}

pub(crate) const ALWAYS: usize = usize::MAX;

/// A refusal that asks for a token which satisfies [`CLAIMS`].
pub(crate) fn challenge() -> Twist {
    let value = format!(r#"Bearer realm="", error="insufficient_claims", claims="{CLAIMS}""#);
    Twist::Reply(401, vec![("WWW-Authenticate", value)], String::new())
}

#[test]
fn what_passes_leaves_no_trace() {
    for part in [SKUS, POLICIES, BATCH, "/beta/auditLogs/signIns", "serviceProviderConstraints"] {
        for twist in [
            Twist::status(503),
            Twist::status(500),
            Twist::status(429),
            Twist::status(424),
            Twist::retry_after(429, "7"),
            Twist::retry_after(503, "Tue, 24 Nov 2026 09:41:30 GMT"),
            Twist::retry_after(429, "Sun, 06 Nov 1994 08:49:37 GMT"),
            challenge(),
        ] {
            check_at(part, 1, twist, &[]);
        }
    }
    for part in [POLICIES, BATCH, "/beta/auditLogs/signIns"] {
        check_at(part, 1, Twist::Instead(Answer::Nothing), &[]);
    }
}

#[test]
fn what_does_not_pass_is_told() {
    let (skus, policies) = (Collector::Skus, Collector::ConditionalAccess);
    for (twist, word) in [
        (Twist::status(503), "unavailable"),
        (Twist::status(424), "unavailable"),
        (Twist::status(429), "throttled"),
        (Twist::retry_after(503, "50"), "throttled"),
        (Twist::status(401), "sign-in"),
        (Twist::status(302), "unexpected"),
        (Twist::error(400, "BadRequest"), "unexpected"),
        (Twist::error(403, "Authorization_RequestDenied"), "NoRole"),
        (Twist::error(403, "Authentication_MSGraphPermissionMissing"), "ScopeRefused"),
        (Twist::error(404, "Request_ResourceNotFound"), "NotFound"),
        (Twist::Body(|body| body["value"] = json!({})), "unreadable value"),
        (Twist::Body(|body| *body = json!([])), "unreadable object"),
        (Twist::Body(|body| body["value"] = Value::Null), "unreadable value"),
        (Twist::Body(|body| body["@odata.nextLink"] = 7.into()), "unreadable @odata.nextLink"),
        (Twist::Body(|body| body["value"][0] = Value::Null), "unreadable item"),
    ] {
        check_at(SKUS, ALWAYS, twist.clone(), &[(skus, word)]);
        check_at(POLICIES, ALWAYS, twist, &[(policies, word)]);
    }
    let (_, graph, _) = check_at(SKUS, ALWAYS, Twist::status(503), &[(skus, "unavailable")]);
    assert_eq!(graph.asked_for(SKUS), 5, "a budget of tries");
    check_at(SKUS, ALWAYS, Twist::LeftOut, &[(skus, "left-out")]);
    check_at(SKUS, 1, Twist::LeftOut, &[]);
    let premium = Twist::error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant");
    check_at(
        "/auditLogs/signIns",
        ALWAYS,
        premium,
        &[(Collector::SignIns, "NoLicence"), (Collector::OldestSignIn, "NoLicence")],
    );
    for (answer, word) in [
        (Answer::Nothing, "no-answer"),
        (Answer::TooLarge, "too-large"),
        (Answer::NoToken, "sign-in"),
    ] {
        check_at(POLICIES, ALWAYS, Twist::Instead(answer), &[(policies, word)]);
    }
    let cut_off = Twist::Reply(200, Vec::new(), r#"{"value":[{"id":"#.to_owned());
    check_at(POLICIES, ALWAYS, cut_off, &[(policies, "unreadable json")]);
    let page = Twist::Reply(200, Vec::new(), "<html>Sign in</html>".to_owned());
    check_at(POLICIES, ALWAYS, page, &[(policies, "unreadable json")]);
}

#[test]
fn failures_carry_what_microsoft_asks_for() {
    let (driver, graph, _) = check_at(
        POLICIES,
        ALWAYS,
        Twist::error(400, "BadRequest"),
        &[(Collector::ConditionalAccess, "unexpected")],
    );
    let outcome = driver.scan.outcome(Collector::ConditionalAccess, "");
    let Some(Outcome::Failed(failure)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((failure.trace.status, failure.trace.code.as_str()), (400, "BadRequest"));
    assert!(failure.trace.request.starts_with("r-/v1.0/identity"));
    let wires = graph.wires.borrow();
    let sent = wires.iter().find(|(wire, _)| wire.address.contains(POLICIES)).unwrap();
    assert_eq!(Some(failure.trace.ours.clone()), value(&sent.0.headers, "client-request-id"));
}

#[test]
fn what_nobody_could_do_is_tried_again_on_a_wish() {
    let failed: &[(&str, Twist)] = &[
        (POLICIES, Twist::Instead(Answer::Nothing)),
        (POLICIES, Twist::Instead(Answer::NoToken)),
        (SKUS, Twist::status(503)),
        (SKUS, Twist::LeftOut),
        (SKUS, Twist::status(401)),
    ];
    for (part, twist) in failed.iter().cloned() {
        let times = if matches!(twist, Twist::LeftOut) { 2 } else { 5 };
        let graph = Graph::twisted(Tenant::default(), move |asked: &Asked<'_>| {
            let is_it = asked.is(part) && asked.time <= times;
            let ends_at_once = matches!(twist, Twist::Instead(Answer::NoToken));
            (is_it && !(ends_at_once && asked.time > 1)).then(|| twist.clone())
        });
        let mut driver = driver();
        driver.run(&graph);
        for _ in 0..5 {
            driver.scan.retry(driver.time());
            driver.run(&graph);
        }
        assert_eq!(faults(&driver), [], "{part}");
    }
}

#[test]
fn a_batch_that_cannot_be_read_is_taken_apart() {
    let large = || Twist::Reply(200, Vec::new(), "x".repeat(MOST_BYTES + 1));
    for twist in [
        Twist::Reply(200, Vec::new(), r#"{"responses":[{"id":"1","#.to_owned()),
        Twist::Reply(200, Vec::new(), "[]".to_owned()),
        Twist::Instead(Answer::TooLarge),
        Twist::error(400, "BadRequest"),
        Twist::error(403, "Forbidden"),
        large(),
    ] {
        let (_, graph, _) = check_at(BATCH, 1, twist, &[]);
        assert_eq!(graph.asked_for("/v1.0/me?"), 1, "alone");
    }
    // The one that spoils it is told, the rest is read.
    let (_, graph, _) = check(
        move |asked| match asked.is_item {
            false if asked.is(BATCH) && asked.time == 1 => Some(Twist::Instead(Answer::TooLarge)),
            false if asked.is(SKUS) => Some(large()),
            _ => None,
        },
        &[(Collector::Skus, "too-large")],
    );
    assert_eq!(graph.asked_for("/v1.0/directoryObjects/getByIds"), 1);
}

#[test]
fn a_challenge_is_met_once() {
    for part in [POLICIES, BATCH, SKUS] {
        let challenge = challenge();
        let (_, graph, _) = check_at(part, 1, challenge.clone(), &[]);
        let claims: Vec<_> =
            graph.wires.borrow().iter().filter_map(|(wire, _)| wire.claims.clone()).collect();
        assert_eq!(claims, [CLAIMS], "{part}");

        // It is met by the claims and by nothing else.
        let other = challenge.clone();
        check(
            move |asked| {
                (asked.is(part) && asked.claims != Some(CLAIMS) && asked.time < 2)
                    .then(|| other.clone())
            },
            &[],
        );
        let graph = Graph::twisted(Tenant::default(), move |asked: &Asked<'_>| {
            asked.is(part).then(|| challenge.clone())
        });
        let mut driver = driver();
        driver.run(&graph);
        let faults = faults(&driver);
        assert!(
            !faults.is_empty() && faults.iter().all(|(_, word)| word == "sign-in"),
            "{faults:?}"
        );
        assert_eq!(graph.asked_for(part), 2, "{part}");
    }
}

#[test]
fn a_refusal_for_one_is_a_refusal_for_all_but_not_found() {
    let count = |status: u16, code: &'static str, reason: Reason| {
        let tenant = Tenant { partners: 200, ..Tenant::default() };
        let graph = Graph::twisted(tenant, move |asked: &Asked<'_>| {
            asked.is("/serviceProviderConstraints").then(|| Twist::error(status, code))
        });
        let mut driver = driver();
        driver.run(&graph);
        assert_eq!(faults(&driver), [(Collector::ProviderConstraints, format!("{reason:?}"))]);
        let outcome = driver.scan.outcome(Collector::ProviderConstraints, &partner(199));
        assert!(matches!(outcome, Some(Outcome::Gap(gap)) if gap.reason == reason));
        graph.asked_for("/serviceProviderConstraints")
    };
    assert!(count(400, "BadRequest", Reason::NotOffered) <= 80);
    assert!(count(403, "Forbidden", Reason::NoRole) <= 80);
    assert_eq!(count(404, "ResourceNotFound", Reason::NotFound), 200);
}

#[test]
fn more_subjects_than_anybody_has_are_cut() {
    let graph = Graph::new(Tenant { partners: 1_001, ..Tenant::default() });
    let mut driver = driver();
    driver.run(&graph);
    let cut = |collector| (collector, "cut".to_owned());
    assert_eq!(
        faults(&driver),
        [
            cut(Collector::TenantNames),
            cut(Collector::PartnerApps),
            cut(Collector::ProviderConstraints)
        ]
    );
    let outcome = driver.scan.outcome(Collector::TenantNames, &partner(1_000));
    assert_eq!(outcome, Some(&Outcome::Cut));
}

#[test]
fn an_answer_that_nobody_waits_for_changes_nothing() {
    let graph = Graph::new(Tenant::default());
    let mut driver = driver();
    let Step::Send(wires) = driver.scan.step(driver.time(), 1) else { panic!("nothing to do") };
    let before = driver.scan.to_text();
    driver.scan.take(999, Answer::Nothing, driver.time(), 1);
    assert_eq!(driver.scan.to_text(), before);
    assert_eq!(driver.scan.step(driver.time(), 1), Step::Listen);
    for wire in &wires {
        let answer = graph.answer(wire, driver.now);
        driver.scan.take(wire.id, answer.clone(), driver.time(), 1);
        let after = driver.scan.to_text();
        driver.scan.take(wire.id, answer, driver.time(), 1);
        assert_eq!(driver.scan.to_text(), after, "twice is once");
    }
}

#[test]
fn nothing_of_an_answer_or_a_query_is_printed() {
    let graph = Graph::new(Tenant::default());
    let mut driver = driver();
    let Step::Send(wires) = driver.scan.step(driver.time(), 1) else { panic!("nothing to do") };
    for wire in &wires {
        let shown = format!("{wire:?}");
        assert!(shown.contains("graph.microsoft.com") && !shown.contains("select"), "{shown}");
        let answer = graph.answer(wire, driver.now);
        assert!(!format!("{answer:?}").contains("value"));
    }
    let arrived = Arrived { status: 200, headers: Vec::new(), body: "Ada".to_owned() };
    assert!(!format!("{arrived:?}").contains("Ada"));
}
