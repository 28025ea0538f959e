//! Pages, and where their links lead.

use crate::{
    faults::{ALWAYS, SKUS, challenge, check, check_at, driver, faults},
    tenant::Tenant,
    world::{Asked, Driver, Graph, Twist, value},
};
use graph::Collector;
use serde_json::{Value, json};

#[test]
fn links_elsewhere_are_never_followed() {
    type Case = (fn(&mut Value), &'static str);
    let cases: [Case; 6] = [
        (
            |body| {
                body["@odata.nextLink"] =
                    "https://graph.microsoft.us/v1.0/subscribedSkus?$skiptoken=1".into()
            },
            "refused host",
        ),
        (
            |body| body["@odata.nextLink"] = "https://collect.example/v1.0/subscribedSkus".into(),
            "refused host",
        ),
        (
            |body| {
                body["@odata.nextLink"] = "https://graph.microsoft.com/beta/subscribedSkus".into()
            },
            "refused version",
        ),
        (
            |body| {
                body["@odata.nextLink"] = "http://graph.microsoft.com/v1.0/subscribedSkus".into()
            },
            "refused scheme",
        ),
        (
            |body| {
                body["@odata.nextLink"] =
                    "https://graph.microsoft.com:444/v1.0/subscribedSkus".into()
            },
            "refused port",
        ),
        (
            |body| {
                body["@odata.nextLink"] =
                    "https://a:b@graph.microsoft.com/v1.0/subscribedSkus".into()
            },
            "refused user",
        ),
    ];
    for (change, word) in cases {
        // The fake fails the test if anything is sent to another host.
        let (driver, _, _) =
            check_at(SKUS, ALWAYS, Twist::Body(change), &[(Collector::Skus, word)]);
        assert_eq!(driver.scan.found().skus.len(), 4, "what came before the link counts");
    }
}

/// A Graph whose subscriptions go on as `next` says, which gets the number of the page.
fn paged(next: fn(usize) -> Option<String>) -> (Driver, Graph) {
    const PATH: &str = "/v1.0/directory/subscriptions";
    let graph = Graph::twisted(Tenant::default(), move |asked: &Asked<'_>| {
        let page = match asked.path.split_once("?$skiptoken=") {
            Some((PATH, page)) => page.parse().unwrap(),
            _ if asked.path == PATH => 0,
            _ => return None,
        };
        let items = if page % 2 == 1 { json!([]) } else { json!([{ "id": format!("s{page}") }]) };
        let mut body = json!({ "value": items });
        if let Some(next) = next(page) {
            body["@odata.nextLink"] = format!("https://graph.microsoft.com{PATH}{next}").into();
        }
        Some(Twist::Reply(200, Vec::new(), body.to_string()))
    });
    let mut driver = driver();
    driver.run(&graph);
    (driver, graph)
}

#[test]
fn pages_are_read_to_their_end_and_no_further() {
    // Every second page is empty.
    let (driver, _) = paged(|page| (page < 5).then(|| format!("?$skiptoken={}", page + 1)));
    assert_eq!(faults(&driver), []);
    assert_eq!(driver.scan.found().subscriptions.len(), 3);

    let (driver, graph) = paged(|page| Some(format!("?$skiptoken={}", page + 1)));
    assert_eq!(faults(&driver), [(Collector::Subscriptions, "cut".to_owned())]);
    assert_eq!(graph.asked_for("/directory/subscriptions"), 50);

    // Back to itself, to an earlier one, and to the first.
    type Next = fn(usize) -> Option<String>;
    let cases: [(Next, usize); 3] = [
        (|_| Some("?$skiptoken=1".to_owned()), 2),
        (|page| Some(format!("?$skiptoken={}", page % 3 + 1)), 4),
        (|_| Some(String::new()), 1),
    ];
    for (next, asked) in cases {
        let (driver, graph) = paged(next);
        assert_eq!(faults(&driver), [(Collector::Subscriptions, "endless".to_owned())]);
        assert_eq!(graph.asked_for("/directory/subscriptions"), asked);
    }
}

#[test]
fn more_items_than_anybody_looks_at_are_cut() {
    let (driver, graph, _) = check(
        |asked| {
            let (_, page) = asked.path.split_once("/directory/subscriptions")?;
            let page: usize = page.strip_prefix("?$skiptoken=").map_or(0, |at| at.parse().unwrap());
            let items: Vec<Value> =
                (0..4_000).map(|at| json!({ "id": format!("{page}-{at}") })).collect();
            let next = page + 1;
            let link = format!(
                "https://graph.microsoft.com/v1.0/directory/subscriptions?$skiptoken={next}"
            );
            let body = json!({ "value": items, "@odata.nextLink": link });
            Some(Twist::Reply(200, Vec::new(), body.to_string()))
        },
        &[(Collector::Subscriptions, "cut")],
    );
    assert_eq!(graph.asked_for("/directory/subscriptions"), 3);
    assert_eq!(driver.scan.found().subscriptions.len(), 12_000);
}

#[test]
fn each_page_has_its_own_tries_and_its_own_challenge() {
    let tenant = Tenant { partners: 20, page: 4, ..Tenant::default() };
    for twist in [Twist::status(503), Twist::status(429), challenge()] {
        let graph = Graph::twisted(tenant.clone(), move |asked: &Asked<'_>| {
            let is_it = asked.is("/roleAssignments") && asked.time == 1;
            is_it.then(|| twist.clone())
        });
        let mut driver = driver();
        driver.run(&graph);
        assert_eq!(faults(&driver), []);
        assert_eq!(driver.scan.found().role_assignments.len(), tenant.assignments());
    }
}

#[test]
fn what_was_asked_for_in_a_body_goes_on_without_one() {
    const NEXT: &str = "/v1.0/directoryObjects/getByIds?$skiptoken=x";
    let (driver, graph, _) = check(
        |asked| match asked.path {
            NEXT => Some(Twist::Reply(200, Vec::new(), r#"{"value":[{"id":"last"}]}"#.to_owned())),
            path if path.ends_with("/getByIds") => Some(Twist::Body(|body| {
                body["@odata.nextLink"] = ["https://graph.microsoft.com", NEXT].concat().into();
            })),
            _ => None,
        },
        &[],
    );
    assert_eq!(driver.scan.found().principals.len(), 7);
    let wires = graph.wires.borrow();
    let (wire, _) = wires.iter().find(|(wire, _)| wire.address.ends_with(NEXT)).unwrap();
    assert_eq!((wire.method, &wire.body), ("GET", &None));
}

#[test]
fn headers_are_sent_again_with_each_page() {
    const NEXT: &str = "/v1.0/servicePrincipals?$skiptoken=x";
    let (_, graph, _) = check(
        |asked| match asked.path {
            NEXT => Some(Twist::Reply(200, Vec::new(), r#"{"value":[]}"#.to_owned())),
            path if path.contains("appOwnerOrganizationId%20eq") => Some(Twist::Body(|body| {
                body["@odata.nextLink"] = ["https://graph.microsoft.com", NEXT].concat().into();
            })),
            _ => None,
        },
        &[],
    );
    let wires = graph.wires.borrow();
    let pages: Vec<_> = wires.iter().filter(|(wire, _)| wire.address.ends_with(NEXT)).collect();
    assert_eq!(pages.len(), 3);
    for (wire, _) in pages {
        assert_eq!(value(&wire.headers, "ConsistencyLevel").as_deref(), Some("eventual"));
        assert!(value(&wire.headers, "Prefer").is_some());
    }
}
