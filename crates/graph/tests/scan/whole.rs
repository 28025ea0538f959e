//! Scans in which nothing goes wrong.

use crate::{
    tenant::{GLOBAL_ADMINISTRATOR, HELPDESK, OWN, Tenant, id, partner},
    world::{Driver, Graph, Twist, scan, setup},
};
use domain::Timestamp;
use graph::{
    Collector, Outcome,
    outcome::{Gap, Reason, Takes, Trace},
};

#[test]
fn everything_is_found() {
    let graph = Graph::new(Tenant::default());
    let scan = scan(&graph);
    for read in scan.reads() {
        assert_eq!(read.outcome, Outcome::Whole, "{:?} {}", read.collector, read.subject);
    }
    let found = scan.found();
    assert_eq!(found.organization.as_ref().unwrap().id, OWN);
    assert_eq!(found.me.as_ref().unwrap().name.as_deref(), Some("Ada"));
    assert_eq!(found.my_roles.len(), 1);
    assert_eq!(found.cross_tenant_partners.len(), 4);
    assert_eq!(found.constraints.len(), 3);
    assert_eq!(found.constraints[0].roles, Some(vec![HELPDESK.to_owned()]));
    assert_eq!(found.default_trust.as_ref().unwrap().mfa, Some(false));
    assert_eq!(found.role_assignments.len(), 10);
    assert_eq!(found.role_members.len(), 2);
    assert_eq!(found.role_members[1].role, GLOBAL_ADMINISTRATOR);
    assert_eq!(found.role_members[1].member.partner, Some(partner(0)));
    assert_eq!(found.principals.len(), 6);
    assert_eq!(found.gdap_apps.len(), 1);
    assert_eq!(found.tenant_names.len(), 3);
    assert_eq!(found.subscriptions.len(), 4);
    assert_eq!(found.skus.len(), 4);
    let users: Vec<i64> = found.sku_users.iter().map(|sku| sku.users).collect();
    assert_eq!(users, [100, 100]);
    assert_eq!(found.apps.len(), 2);
    assert_eq!(found.app_permissions.len(), 2);
    assert_eq!(found.guests.len(), 3);
    let enabled: Vec<_> = found.administrators.iter().map(|one| one.is_enabled).collect();
    assert_eq!(enabled, [Some(true), Some(true), Some(false)]);
    assert_eq!(found.policies.len(), 1);
    assert_eq!(found.security_defaults, Some(true));
    assert_eq!(found.sign_ins.len(), 1);
    assert_eq!(found.oldest_sign_in, Timestamp::parse("2026-11-01T00:00:00Z"));
    assert_eq!(found.changes.len(), 1);
}

#[test]
fn holders_of_roles_are_asked_about_together_and_apart_from_ours() {
    let scan = scan(&Graph::new(Tenant::default()));
    let subject = |collector| {
        let mut of = scan.reads().iter().filter(move |read| read.collector == collector);
        let subject = of.next().unwrap().subject.clone();
        assert_eq!(of.next(), None);
        subject
    };
    let ids = |kind, count| (0..count).map(|at| id(kind, at)).collect::<Vec<_>>().join(",");
    assert_eq!(subject(Collector::Administrators), ids(1, 3));
    assert_eq!(subject(Collector::ForeignPrincipals), ids(3, 6));

    // A filter takes 15 at a time.
    let graph = Graph::twisted(Tenant::default(), |asked| {
        asked.is("/roleAssignments").then_some(Twist::Body(|body| {
            let assignments = body["value"].as_array_mut().unwrap();
            let first = assignments[0].clone();
            assignments.extend((10..40).map(|at| {
                let mut other = first.clone();
                other["principalId"] = id(1, at).into();
                other
            }));
        }))
    });
    let scan = crate::world::scan(&graph);
    let of = scan.reads().iter().filter(|read| read.collector == Collector::Administrators);
    let counts: Vec<usize> = of.map(|read| read.subject.split(',').count()).collect();
    assert_eq!(counts, [15, 15, 3]);
}

#[test]
fn users_are_counted_and_never_listed() {
    let graph = Graph::new(Tenant { users: 1_000_000, ..Tenant::default() });
    let scan = scan(&graph);
    assert_eq!(scan.found().sku_users[0].users, 1_000_000);
    for path in graph.asked.borrow().keys().filter(|path| path.contains("/users")) {
        let is_few = ["$top=1&", "userType%20eq%20'Guest'", "id%20in%20("];
        assert!(is_few.iter().any(|part| path.contains(part)), "{path}");
    }
}

#[test]
fn logs_are_asked_for_the_time_that_they_can_have() {
    let graph = Graph::new(Tenant::default());
    scan(&graph);
    assert_eq!(graph.asked_for("createdDateTime%20ge%202026-10-25T09:41:00Z%20and"), 1);
    assert_eq!(graph.asked_for("/beta/auditLogs/signIns?"), 1);
    assert_eq!(graph.asked_for("activityDateTime%20ge%202026-10-25T09:41:00Z%20and"), 1);
}

#[test]
fn partners_that_are_known_from_elsewhere_are_asked_about() {
    let graph = Graph::new(Tenant { partners: 0, ..Tenant::default() });
    let known = partner(7);
    let mut driver = Driver::new(graph::Setup {
        partners: vec![known.to_uppercase(), "fabrikam".to_owned(), OWN.to_owned()],
        ..setup()
    });
    driver.run(&graph);
    // Names, apps and the names' guests; nothing of what isn't a tenant, and nothing of our own.
    let of = |collector| driver.scan.reads().iter().filter(move |read| read.collector == collector);
    let subjects: Vec<&str> =
        of(Collector::TenantNames).map(|read| read.subject.as_str()).collect();
    assert_eq!(subjects, [known]);
    assert_eq!(of(Collector::PartnerApps).count(), 1);
}

#[test]
fn microsofts_support_is_nobodys_partner() {
    let support = graph::MICROSOFT_SUPPORT;
    let graph = Graph::twisted(Tenant::default(), move |asked| {
        let is_it = asked.is("crossTenantAccessPolicy/partners?") || asked.is("/roleAssignments");
        is_it.then_some(Twist::Body(|body| {
            body["value"][0]["tenantId"] = graph::MICROSOFT_SUPPORT.into();
            body["value"][0]["principalOrganizationId"] = graph::MICROSOFT_SUPPORT.into();
        }))
    });
    let scan = scan(&graph);
    assert_eq!(scan.found().cross_tenant_partners[0].tenant, support);
    assert_eq!(scan.found().role_assignments[0].organization.as_deref(), Some(support));
    assert_eq!(graph.asked_for(support), 0);
    assert_eq!(scan.outcome(Collector::PartnerApps, support), None);
}

#[test]
fn nothing_but_ids_and_domains_goes_into_a_path() {
    const BAD: &str = "x') or (1 eq 1";
    let graph = Graph::twisted(Tenant::default(), |_| {
        Some(Twist::Body(|body| {
            let items = body["value"].as_array_mut().into_iter().flatten();
            for item in items {
                for name in ["tenantId", "principalOrganizationId", "skuId", "ownerTenantId"] {
                    item[name] = BAD.into();
                }
                item["principalId"] = BAD.into();
                item["externalPartnerTenantId"] = BAD.into();
                if item.get("appId").is_some() {
                    item["id"] = BAD.into();
                }
            }
            if body.get("defaultDomainName").is_some() {
                body["defaultDomainName"] = "x')&$filter=(y.example".into();
            }
        }))
    });
    let mut driver = Driver::new(graph::Setup { partners: vec![partner(1)], ..setup() });
    driver.run(&graph);
    for path in graph.asked.borrow().keys() {
        assert!(!path.contains("1%20eq%201") && !path.contains("(y.example"), "{path}");
    }
    assert_eq!(driver.scan.found().tenant_names.len(), 1);
    assert!(driver.scan.reads().iter().all(|read| read.outcome == Outcome::Whole));
}

/// What is left out when these scopes or this cloud are all there is.
fn check_gaps(cloud: &str, granted: &[&str], expected: &[(Collector, Reason)]) {
    let graph = Graph::new(Tenant::default());
    let mut driver = Driver::new(graph::Setup {
        cloud: cloud.to_owned(),
        granted: granted.iter().map(|scope| (*scope).to_owned()).collect(),
        ..setup()
    });
    driver.run(&graph);
    let mut gaps = Vec::new();
    for read in driver.scan.reads() {
        if let Outcome::Gap(gap) = &read.outcome {
            assert_eq!(gap.trace, Trace::default(), "nothing was sent");
            assert_eq!(read.subject, "");
            gaps.push((read.collector, gap.reason));
        } else {
            assert_eq!(read.outcome, Outcome::Whole, "{:?}", read.collector);
        }
    }
    gaps.sort_by_key(|gap| gap.0);
    assert_eq!(gaps, expected);
}

#[test]
fn what_nobody_agreed_to_is_a_gap_and_not_asked() {
    let all = crate::world::all_scopes();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    check_gaps("global", &all, &[]);
    check_gaps("usgov", &all, &[(Collector::TenantNames, Reason::NotInCloud)]);
    check_gaps(
        "china",
        &all,
        &[
            (Collector::TenantNames, Reason::NotInCloud),
            (Collector::PartnerChanges, Reason::NotInCloud),
        ],
    );
    let few = ["https://graph.microsoft.com/user.READ", "AuditLog.Read.All"];
    let has = [
        Collector::Organization,
        Collector::Me,
        Collector::MyRoles,
        Collector::SignIns,
        Collector::OldestSignIn,
        Collector::PartnerChanges,
    ];
    let rest = Collector::ALL.into_iter().filter(|one| !has.contains(one));
    let expected: Vec<_> = rest.map(|collector| (collector, Reason::NoScope)).collect();
    check_gaps("global", &few, &expected);
    check_gaps("global", &[], &Collector::ALL.map(|collector| (collector, Reason::NoScope)));
}

#[test]
fn a_request_names_the_least_scopes_that_do() {
    let graph = Graph::new(Tenant::default());
    scan(&graph);
    let wires = graph.wires.borrow();
    let scopes = |part: &str| {
        let wire = wires.iter().find(|(wire, _)| wire.address.contains(part)).unwrap();
        wire.0.scopes.clone()
    };
    assert_eq!(scopes("conditionalAccess"), ["Policy.Read.All"]);
    assert_eq!(scopes("signIns"), ["AuditLog.Read.All"]);
    assert_eq!(
        scopes("$batch"),
        [
            "Application.Read.All",
            "Organization.Read.All",
            "Policy.Read.All",
            "RoleManagement.Read.Directory",
            "User.Read"
        ]
    );
}

#[test]
fn a_gap_says_what_it_takes() {
    let check = |collector: Collector, reason: Reason, expected: Takes| {
        let gap = Gap { reason, trace: Trace::default() };
        assert_eq!(gap.takes(collector), expected, "{collector:?} {reason:?}");
    };
    let scopes = &["User.Read.All", "Directory.Read.All"];
    check(Collector::Guests, Reason::NoScope, Takes::AnyScope(scopes));
    check(Collector::Guests, Reason::ScopeRefused, Takes::AnyScope(scopes));
    let roles = &["Security Reader", "Global Reader"];
    check(Collector::DefaultTrust, Reason::NoRole, Takes::AnyRole(roles));
    check(Collector::SignIns, Reason::NoLicence, Takes::Licence("Microsoft Entra ID P1"));
    for reason in [Reason::NotFound, Reason::NotInCloud, Reason::NotOffered] {
        check(Collector::TenantNames, reason, Takes::Nothing);
    }
}

#[test]
fn an_outcome_is_found_by_what_it_is_about() {
    let graph = Graph::new(Tenant::default());
    let scan = scan(&graph);
    for (collector, subject, expected) in [
        (Collector::Organization, String::new(), Some(Outcome::Whole)),
        (Collector::TenantNames, partner(1), Some(Outcome::Whole)),
        (Collector::ForeignPrincipals, id(3, 2), Some(Outcome::Whole)),
        (Collector::Administrators, id(1, 2), Some(Outcome::Whole)),
        (Collector::TenantNames, partner(9), None),
    ] {
        assert_eq!(scan.outcome(collector, &subject), expected.as_ref(), "{collector:?} {subject}");
    }
    let progress = scan.progress();
    assert_eq!(progress.ended, progress.known);
    assert!(progress.items > 30);
}
