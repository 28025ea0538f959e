//! What each tenant is there for, and which files are refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

use std::collections::HashSet;

use simulator::server::DEFAULT_NOW;
use simulator::tenant::{PartnerKind, Relationship, Status, Tenant};
use simulator::tenant_file::{embedded, parse};

const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
const MICROSOFT_SUPPORT: &str = "b4c546a4-7dac-46a6-a7dd-ed822a11efd3";

fn tenant(name: &str) -> Tenant {
    embedded().unwrap().remove(name).unwrap()
}

fn count(tenant: &Tenant, test: impl Fn(&Relationship) -> bool) -> usize {
    tenant.relationships.iter().filter(|relationship| test(relationship)).count()
}

#[test]
fn every_tenant_loads_the_same_twice() {
    let tenants = embedded().unwrap();
    let names: Vec<&str> = tenants.keys().map(String::as_str).collect();
    assert_eq!(names, ["contoso", "denied", "empty", "fabrikam", "hostile", "woodgrove"]);
    assert!(tenants == embedded().unwrap());
    let ids: HashSet<&str> = tenants.values().map(|tenant| tenant.tenant_id.as_str()).collect();
    assert_eq!(ids.len(), tenants.len());
}

#[test]
fn stored_statuses_hold_at_the_default_clock() {
    for tenant in embedded().unwrap().values() {
        for relationship in &tenant.relationships {
            let at_clock = relationship.status_at(DEFAULT_NOW);
            // The one that ends within the quarter of an hour before the clock is stored as active.
            let is_closing = relationship.name == "Litware_Training";
            let expected = if is_closing { Status::Expiring } else { relationship.status };
            assert_eq!(at_clock, expected, "{} {}", tenant.slug, relationship.name);
            if let Some(start) = relationship.start {
                assert!(start <= DEFAULT_NOW, "{} {}", tenant.slug, relationship.name);
            }
        }
    }
}

#[test]
fn contoso_has_nothing_critical() {
    let tenant = tenant("contoso");
    assert!(tenant.partners.iter().all(|partner| partner.delegated_roles.is_empty()));
    let holds = |relationship: &Relationship| {
        relationship.roles.iter().any(|role| role == GLOBAL_ADMINISTRATOR)
    };
    assert_eq!(count(&tenant, holds), 0);
    assert_eq!(count(&tenant, |relationship| relationship.status == Status::Active), 3);
}

#[test]
fn fabrikam_has_one_of_everything() {
    let tenant = tenant("fabrikam");
    let dap = tenant.partners.iter().filter(|partner| !partner.delegated_roles.is_empty());
    assert_eq!(dap.clone().count(), 2);
    assert_eq!(dap.filter(|partner| partner.can_remove_dap).count(), 1);
    assert!(tenant.partner(MICROSOFT_SUPPORT).is_some());
    let same = tenant.partners.iter().filter(|partner| partner.name == "Coho Solutions");
    assert_eq!(same.count(), 2);
    for kind in [
        PartnerKind::Advisor,
        PartnerKind::IndirectProvider,
        PartnerKind::IndirectReseller,
        PartnerKind::GdapOnly,
    ] {
        assert!(tenant.partners.iter().any(|partner| partner.kind == kind), "{kind:?}");
    }
    for status in [
        Status::ApprovalPending,
        Status::Activating,
        Status::Active,
        Status::Expiring,
        Status::Expired,
        Status::Terminating,
        Status::Terminated,
    ] {
        let has_status = |entry: &Relationship| entry.status_at(DEFAULT_NOW) == status;
        assert!(count(&tenant, has_status) > 0, "{status:?}");
    }

    let litware = tenant.partners.iter().find(|partner| partner.name.starts_with("Litware"));
    let litware = &litware.unwrap().id;
    assert_eq!(count(&tenant, |relationship| relationship.partner == *litware), 22);

    let transition =
        tenant.relationships.iter().find(|entry| entry.name.starts_with("MLT_")).unwrap();
    let (of_partner, of_customer) = (&transition.partner[..8], &tenant.tenant_id[..8]);
    assert_eq!(transition.name, format!("MLT_{of_partner}_{of_customer}_40719356"));
    assert_eq!(transition.roles.len(), 9);
}

#[test]
fn woodgrove_has_five_thousand() {
    let tenant = tenant("woodgrove");
    assert_eq!(tenant.relationships.len(), 5_000);
    assert_eq!(tenant.partners.len(), 400);
    let names: HashSet<&str> =
        tenant.relationships.iter().map(|relationship| relationship.name.as_str()).collect();
    assert_eq!(names.len(), 5_000);
    let partners: HashSet<&str> =
        tenant.relationships.iter().map(|relationship| relationship.partner.as_str()).collect();
    assert_eq!(partners.len(), 400);
    let active = count(&tenant, |relationship| relationship.status == Status::Active);
    assert!((3_600..4_200).contains(&active), "{active}");
}

#[test]
fn hostile_has_every_kind_of_name() {
    let tenant = tenant("hostile");
    let has = |test: &dyn Fn(&str) -> bool| tenant.partners.iter().any(|p| test(&p.name));
    assert!(has(&|name| name.contains("<img") && name.contains("onerror")));
    assert!(has(&|name| name.contains('\u{202e}')));
    assert!(has(&|name| name.contains('\u{200b}')));
    assert!(has(&|name| name.contains('\u{1b}')));
    assert!(has(&|name| name.contains('🚀')));
    assert!(has(&|name| name.chars().count() == 10_000));
}

#[test]
fn every_tenant_has_somebody_to_sign_in() {
    let tenants = embedded().unwrap();
    let mut oids = HashSet::new();
    for tenant in tenants.values() {
        assert!(!tenant.accounts.is_empty(), "{}", tenant.slug);
        assert_eq!(tenant.accounts[0].name, tenant.user.name, "{}", tenant.slug);
        assert!(tenant.accounts.iter().all(|account| oids.insert(account.oid.as_str())));
    }
    for name in ["fabrikam", "contoso"] {
        let accounts = &tenants[name].accounts;
        assert!(accounts.iter().any(|account| account.is_administrator() && !account.mfa));
        assert!(accounts.iter().any(|account| !account.may_consent));
        assert!(accounts.iter().any(|account| account.mfa));
    }
}

#[test]
fn accounts_are_of_the_tenants_domain_and_each_once() {
    let check = |users: &str, expected: &str| {
        let text = format!(
            r#"{{"tenantId":"t","organization":"Contoso","user":{{"name":"A B","initials":"AB"}},
                "domain":"contoso.example","users":[{users}],
                "list":"open","partners":[],"relationships":[]}}"#
        );
        let said = parse("case", &text).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{said}");
    };
    let user = r#"{"oid":"1","upn":"a@contoso.example","name":"A"}"#;
    check(user, "");
    check(&user.replace("contoso", "fabrikam"), "doesn't end in the tenant's domain");
    check(&user.replace("@contoso.example", ""), "doesn't end in the tenant's domain");
    check(&format!("{user},{user}"), "used twice");
    check(&format!("{user},{}", user.replace('1', "2")), "used twice");
    check(&user.replace("\"name\"", "\"nmae\""), "nmae");
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let partner = r#"{"id":"p","name":"Tailspin","type":"reseller"}"#;
    let check = |partners: &str, relationships: &str, expected: &str| {
        let text = format!(
            r#"{{"tenantId":"t","organization":"Contoso","user":{{"name":"A B","initials":"AB"}},
                "list":"open","partners":[{partners}],"relationships":[{relationships}]}}"#
        );
        match (parse("case", &text), expected) {
            (Ok(_), "") => {}
            (Ok(_), _) => panic!("accepted: {text}"),
            (Err(error), "") => panic!("{error}"),
            (Err(error), part) => assert!(error.to_string().contains(part), "{error}"),
        }
    };
    let relationship = |change: &str| {
        format!(
            r#"{{"id":"r","name":"N","roles":["Reports Reader"],"partner":"p","status":"active",
                "start":"2026-01-01T00:00:00Z","end":"2027-01-01T00:00:00Z"{change}}}"#
        )
    };
    let good = relationship("");
    check(partner, &good, "");
    check("", &good, "isn't the id of a partner");
    check(partner, &format!("{good},{good}"), "used twice");
    check(&format!("{partner},{partner}"), "", "used twice");
    check(partner, &relationship(r#","days":3"#), "needs a start before its end");
    check(partner, &relationship(r#","rolse":[]"#), "rolse");
    check(partner, &good.replace("Reports Reader", "Report Reader"), "no known id");
    check(partner, &good.replace("2027", "2025"), "needs a start before its end");
    check(partner, &good.replace("active", "terminating"), "since which");
    check(
        r#"{"id":"p","name":"T","type":"gdapOnly","delegatedRoles":["Global Administrator"]}"#,
        "",
        "no such relationship",
    );
}
