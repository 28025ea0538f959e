//! How many requests a scan takes, beside the fewest that there could be.

use crate::{
    tenant::Tenant,
    world::{Driver, Graph, setup},
};
use graph::Outcome;

/// The fewest requests that all of it can be read with, whoever plans it.
fn fewest(tenant: &Tenant) -> usize {
    let (partners, apps) = (tenant.partners, tenant.apps());
    // Of the directory: what is known from the beginning, what follows from that (names, apps and
    // constraints of partners, users of two licences, administrators, principals by the thousand), and
    // what follows from names and apps.
    let waves = [14, 3 * partners + 3 + (2 * partners).div_ceil(1_000), partners + apps];
    let depth = waves.iter().filter(|reads| **reads > 0).count();
    let batches = waves.iter().sum::<usize>().div_ceil(20).max(depth);
    let further_pages = tenant.assignments().div_ceil(tenant.page) - 1;
    // Three of logs, and one of Conditional Access.
    batches + further_pages + 4
}

/// How many requests there are, if answers come together and if they come one by one.
fn counts(tenant: &Tenant) -> [usize; 2] {
    [Driver::run, |driver: &mut Driver, graph: &Graph| {
        driver.run_slowly(graph);
        0
    }]
    .map(|run| {
        let graph = Graph::new(tenant.clone());
        let mut driver = Driver::new(setup());
        run(&mut driver, &graph);
        assert!(driver.scan.reads().iter().all(|read| read.outcome == Outcome::Whole));
        graph.count()
    })
}

#[test]
fn hardly_more_requests_are_sent_than_the_fewest() {
    for partners in [1, 25, 500] {
        let tenant = Tenant { partners, ..Tenant::default() };
        let fewest = fewest(&tenant);
        for sent in counts(&tenant) {
            assert!(sent * 100 <= fewest * 115, "{partners} partners: {sent} for {fewest}");
            assert!(sent >= fewest, "{partners} partners: {sent} for {fewest}, a miracle");
        }
    }
}

#[test]
fn a_batch_that_could_fill_up_waits() {
    for partners in [8, 15, 100] {
        let tenant = Tenant { partners, ..Tenant::default() };
        assert_eq!(counts(&tenant), [fewest(&tenant); 2], "{partners} partners");
    }
}

#[test]
fn a_million_users_cost_no_more_than_a_hundred() {
    let [few, many] = [100, 1_000_000].map(|users| counts(&Tenant { users, ..Tenant::default() }));
    assert_eq!(few, many);
}
