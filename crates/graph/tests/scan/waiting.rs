//! Throttling: what Graph asks for is done, and nothing before its time.

use crate::{
    faults::{ALWAYS, BATCH, POLICIES, SKUS, check_at, driver, faults},
    tenant::Tenant,
    world::{Asked, Graph, START, Twist},
};
use graph::Collector;

#[test]
fn the_whole_wait_is_kept() {
    let (_, graph, waited) = check_at(POLICIES, 1, Twist::retry_after(429, "100"), &[]);
    assert!(waited >= 99_000, "{waited}");
    let wires = graph.wires.borrow();
    let times: Vec<i64> = wires
        .iter()
        .filter(|(wire, _)| wire.address.contains(POLICIES))
        .map(|(_, at)| at - START)
        .collect();
    assert!(times.len() == 2 && times[1] - times[0] >= 100_000, "{times:?}");
}

#[test]
fn there_is_a_budget_of_waiting_in_all() {
    let throttled = [(Collector::Skus, "throttled")];
    // 50 seconds twice are within two minutes, and three times aren't.
    let (_, graph, _) = check_at(SKUS, ALWAYS, Twist::retry_after(503, "50"), &throttled);
    assert_eq!(graph.asked_for(SKUS), 3);
    let (_, graph, _) = check_at(SKUS, ALWAYS, Twist::retry_after(503, "121"), &throttled);
    assert_eq!(graph.asked_for(SKUS), 1);
}

#[test]
fn who_is_told_to_wait_long_says_so_and_goes_on_then() {
    // One item of a batch, a request of its own, and a batch as a whole.
    for (part, is_alone) in [(SKUS, true), (POLICIES, true), (BATCH, false)] {
        let graph = Graph::twisted(Tenant::default(), move |asked: &Asked<'_>| {
            (asked.is(part) && asked.time == 1).then(|| Twist::retry_after(429, "600"))
        });
        let mut driver = driver();
        let waited = driver.run(&graph);
        assert!(waited < 60_000, "{part}: nobody sits there for so long");
        let throttled = faults(&driver);
        assert!(throttled.iter().all(|(_, word)| word == "throttled"), "{throttled:?}");
        assert_eq!(throttled.len() == 1, is_alone, "{throttled:?}");
        let until = driver.scan.resumes().unwrap();
        assert!((600_000..601_000).contains(&(until.millis() - START)), "{part}");
        let (count, stored) = (graph.count(), driver.scan.to_text());

        // Too early, nothing is sent.
        driver.scan.resume(driver.time());
        driver.scan.retry(driver.time());
        driver.run(&graph);
        assert_eq!(graph.count(), count);

        driver.scan = graph::Scan::parse(&stored).unwrap();
        driver.now = until.millis();
        driver.scan.resume(until);
        driver.run(&graph);
        assert_eq!(faults(&driver), [], "{part}");
        assert_eq!(driver.scan.resumes(), None);
        // What was there already isn't asked for again.
        let asked = graph.asked.borrow();
        let twice: Vec<&String> = asked
            .iter()
            .filter(|(path, times)| **times > 1 && !path.contains(part) && !path.contains(BATCH))
            .map(|(path, _)| path)
            .collect();
        assert_eq!(twice, [""; 0], "{part}");
    }
}

#[test]
fn a_workload_that_wants_rest_is_not_asked_for_anything_else() {
    let tenant = Tenant { partners: 30, page: 10, ..Tenant::default() };
    let graph = Graph::twisted(tenant, |asked: &Asked<'_>| {
        asked.is("$skiptoken=").then(|| Twist::retry_after(429, "600"))
    });
    let mut driver = driver();
    driver.run(&graph);
    let throttled: Vec<Collector> = faults(&driver).into_iter().map(|fault| fault.0).collect();
    assert!(throttled.contains(&Collector::Guests), "{throttled:?}");
    assert!(!throttled.contains(&Collector::PartnerChanges), "logs are another workload");
    assert_eq!(graph.asked_for("$skiptoken="), 1);
}

#[test]
fn the_directory_is_left_room_before_it_refuses() {
    for part in [BATCH, SKUS] {
        let near = Twist::Headers(vec![("x-ms-throttle-limit-percentage", "1.5".to_owned())]);
        let (_, graph, waited) = check_at(part, 1, near, &[]);
        assert!(waited >= 8_000, "{waited}");
        let wires = graph.wires.borrow();
        let batches = wires.iter().filter(|(wire, _)| wire.address.ends_with("$batch"));
        let times: Vec<i64> = batches.map(|(_, at)| *at).collect();
        assert!(times[1] - times[0] >= 8_000, "{times:?}");
    }
}

#[test]
fn many_reads_keep_to_the_units_of_the_smallest_tenant() {
    let graph = Graph::new(Tenant { partners: 900, ..Tenant::default() });
    let mut driver = driver();
    let waited = driver.run(&graph);
    assert_eq!(faults(&driver), []);
    assert!(waited > 0, "2,800 units are used up");
}

#[test]
fn a_service_that_refuses_without_a_word_is_left_alone_for_a_minute() {
    for part in [SKUS, POLICIES] {
        let graph = Graph::twisted(Tenant::default(), move |asked: &Asked<'_>| {
            asked.is(part).then(|| Twist::status(429))
        });
        let mut driver = driver();
        driver.run(&graph);
        let wires = graph.wires.borrow();
        let sent = wires.iter().filter(|(wire, _)| {
            wire.address.contains(part) || wire.body.as_ref().is_some_and(|it| it.contains("Skus"))
        });
        let last = sent.map(|(_, at)| *at).max().unwrap();
        assert!(driver.scan.resumes().unwrap().millis() - last >= 60_000, "{part}");
    }
}

#[test]
fn a_batch_that_is_refused_holds_up_the_others() {
    for time in 1..=3 {
        let tenant = Tenant { partners: 60, ..Tenant::default() };
        let graph = Graph::twisted(tenant, move |asked: &Asked<'_>| {
            let is_it = asked.is(BATCH) && asked.time == time;
            is_it.then(|| Twist::retry_after(429, "45"))
        });
        let mut driver = driver();
        // The fake fails the test if anything is sent to the directory within that time.
        driver.run(&graph);
        assert_eq!(faults(&driver), [], "{time}");
    }
}
