//! The worker dies at any point, and somebody else goes on from what is stored.

use crate::{
    tenant::Tenant,
    world::{Driver, Graph, Twist, setup},
};
use graph::{Scan, Step};

/// A Graph with enough trouble in it for every kind of state: pages, throttling, items left out, a
/// challenge.
fn troubled() -> Graph {
    let tenant = Tenant { partners: 12, page: 10, ..Tenant::default() };
    Graph::twisted(tenant, |asked| match asked.time {
        1 if asked.is("/subscribedSkus") => Some(Twist::retry_after(429, "20")),
        1 if asked.is("/organization") => Some(Twist::LeftOut),
        1 if asked.is("/directory/subscriptions") => Some(Twist::status(424)),
        1 if asked.is("/conditionalAccess/") => Some(Twist::status(429)),
        1 if asked.is("/beta/auditLogs") => Some(Twist::Reply(
            401,
            vec![("WWW-Authenticate", r#"Bearer claims="YQ""#.to_owned())],
            String::new(),
        )),
        _ => None,
    })
}

/// How it is written when the order in which answers came doesn't count.
fn summary(scan: &Scan) -> Vec<String> {
    let found = scan.found();
    let mut lines: Vec<String> = scan
        .reads()
        .iter()
        .map(|read| {
            format!("{:?} {} {:?} {}", read.collector, read.subject, read.outcome, read.items)
        })
        .collect();
    lines.sort();
    lines.push(format!("{:?}", found.organization));
    lines.push(found.role_assignments.len().to_string());
    lines.push(found.tenant_names.len().to_string());
    lines.push(found.guests.len().to_string());
    lines.push(found.app_permissions.len().to_string());
    lines.push(format!("{:?}", found.sign_ins));
    lines
}

/// Drives a scan that is written and read back between any two calls. After `killed_at` calls whoever
/// drives it dies, with the requests that it has just been given either sent or not. Gives the scan and
/// how many calls there were.
fn drive(graph: &Graph, killed_at: Option<usize>, were_sent: bool) -> (Scan, usize, usize) {
    let mut driver = Driver::new(setup());
    let (mut calls, mut lost) = (0, 0);
    let mut stored = driver.scan.to_text();
    for _ in 0..10_000 {
        driver.scan = Scan::parse(&stored).unwrap();
        assert_eq!(driver.scan.to_text(), stored, "it is read as it was written");
        let random = driver.random();
        let step = driver.scan.step(driver.time(), random);
        stored = driver.scan.to_text();
        calls += 1;
        let mut dies = killed_at == Some(calls);
        match step {
            Step::Send(wires) => {
                driver.now += 80;
                if !dies || were_sent {
                    wires.iter().for_each(|wire| graph.look_at(wire, driver.now));
                }
                for wire in wires {
                    if dies {
                        lost += 1;
                        if were_sent {
                            graph.answer(&wire, driver.now);
                        }
                        continue;
                    }
                    let answer = graph.answer(&wire, driver.now);
                    driver.scan = Scan::parse(&stored).unwrap();
                    assert_eq!(driver.scan.to_text(), stored, "with answers on their way as well");
                    let random = driver.random();
                    driver.scan.take(wire.id, answer, driver.time(), random);
                    stored = driver.scan.to_text();
                    calls += 1;
                    dies = killed_at == Some(calls);
                }
            }
            Step::Wait(until) => driver.now = until.millis(),
            Step::Listen => panic!("nothing is on its way"),
            Step::Done => return (driver.scan, calls, lost),
        }
        if killed_at.is_some_and(|at| at <= calls) && dies {
            let mut scan = Scan::parse(&stored).unwrap();
            scan.interrupted();
            stored = scan.to_text();
        }
    }
    panic!("it has no end");
}

#[test]
fn being_stored_between_any_two_calls_changes_nothing() {
    let (stored, other) = (troubled(), troubled());
    let (scan, _, _) = drive(&stored, None, false);
    let mut driver = Driver::new(setup());
    driver.run(&other);
    assert_eq!(scan.to_text(), driver.scan.to_text());
    assert_eq!(*stored.requests.borrow(), *other.requests.borrow());
}

#[test]
fn wherever_it_is_killed_nothing_is_lost_and_only_what_was_on_its_way_is_sent_again() {
    let graph = troubled();
    let (whole, calls, _) = drive(&graph, None, false);
    let (expected, requests) = (summary(&whole), graph.count());
    assert!(calls > 20, "{calls}");
    let calm = summary(&drive(&Graph::new(graph.tenant.clone()), None, false).0);
    for at in 1..=calls {
        for were_sent in [false, true] {
            let graph = Graph::new(graph.tenant.clone());
            let (scan, _, lost) = drive(&graph, Some(at), were_sent);
            assert_eq!(summary(&scan), calm, "killed after {at} calls");
            let twice: Vec<String> = {
                let asked = graph.asked.borrow();
                let twice =
                    asked.iter().filter(|(path, times)| **times > 1 && !path.contains("$batch"));
                twice.map(|(path, _)| path.clone()).collect()
            };
            let most = if were_sent { lost * 20 } else { 0 };
            assert!(twice.len() <= most, "killed after {at} calls: {twice:?}");
        }
        let graph = troubled();
        let (scan, _, lost) = drive(&graph, Some(at), true);
        assert_eq!(summary(&scan), expected, "killed after {at} calls");
        // What is lost comes back in other batches, one more at most for each.
        assert!(graph.count() <= requests + 2 * lost + 1, "killed after {at} calls");
    }
}

#[test]
fn what_is_lost_again_and_again_counts_as_unanswered() {
    let mut driver = Driver::new(setup());
    for _ in 0..20 {
        let random = driver.random();
        match driver.scan.step(driver.time(), random) {
            Step::Send(_) => driver.scan.interrupted(),
            Step::Wait(until) => driver.now = until.millis(),
            Step::Listen => panic!("nothing is on its way"),
            Step::Done => break,
        }
    }
    for read in driver.scan.reads() {
        let graph::Outcome::Failed(failure) = &read.outcome else { panic!("{read:?}") };
        assert_eq!(failure.fault.code(), "no-answer");
    }
}

#[test]
fn what_is_not_a_scan_of_this_version_is_refused() {
    let stored = Scan::new(setup()).to_text();
    assert!(Scan::parse(&stored).is_ok());
    for broken in [
        String::new(),
        "{}".to_owned(),
        stored.replace("\"format\":1", "\"format\":2"),
        stored.replace("\"next_id\":1", "\"next_id\":-1"),
        stored.replacen("\"reads\":[]", "\"reads\":[7]", 1),
        stored[..stored.len() / 2].to_owned(),
    ] {
        assert!(Scan::parse(&broken).is_err(), "{broken}");
    }
    // A flight of reads that aren't there is nobody's.
    let flight = r#""flights":[{"id":1,"reads":[7],"is_batch":false,"ours":""}]"#;
    let mut scan = Scan::parse(&stored.replace("\"flights\":[]", flight)).unwrap();
    scan.take(1, graph::Answer::Nothing, scan.setup().started, 0);
    assert_eq!(scan.reads().len(), 0);
}
