//! The admin center's data requests: shapes, faults, and what decisions change.

#![allow(clippy::unwrap_used, clippy::panic, reason = "A test ends where it fails.")]

mod client;

use client::{ADMIN, Client, Route, SESSION};
use serde_json::{Value, json};
use simulator::server::Options;
use time::format_description::well_known::Rfc3339;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const FABRIKAM: &str = "46f2b6c1-89ed-49fd-bed3-e4fa3a7266ac";
const RELATIONSHIPS: &str = "/fd/commerceMgmt/partnermanage/gdapRelationships?api-version=3.0";
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

fn partners_path(tenant_id: &str) -> String {
    format!("/fd/commerceMgmt/partnermanage/partners?customerTenantId={tenant_id}&api-version=2.1")
}

fn access_path(partner: &str) -> String {
    format!("/fd/commerceMgmt/partnermanage/partners/csp/{partner}/delegatedaccess?api-version=2.1")
}

fn named<'a>(list: &'a Value, key: &str, name: &str) -> &'a Value {
    list[key].as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap()
}

async fn relationships(client: &Client) -> Value {
    client.data("fabrikam", "GET", RELATIONSHIPS).await.json()
}

async fn update(client: &Client, relationship: &Value, id: &str, status: &str) -> u16 {
    let path = format!(
        "/fd/GdapPartnerManage/CustomerServiceAdminApi/Web/v1/GranularAdminRelationships/{id}/UpdateStatus"
    );
    let etag = relationship["etag"].as_str().unwrap_or_default();
    let headers = format!("If-Match: {etag}\r\n");
    let body = json!({ "status": status }).to_string();
    client.data_with("fabrikam", "POST", &path, &headers, &body).await.status
}

#[tokio::test]
async fn the_partner_list_has_its_known_shape() {
    let client = Client::start().await;
    let list = client.data("fabrikam", "GET", &partners_path(FABRIKAM)).await.json();
    assert_eq!(
        named(&list, "partners", "Northwind Cloud Services"),
        &json!({
            "id": "53b9515b-aab9-44ac-94a7-6774c26e0ed4",
            "name": "Northwind Cloud Services",
            "aadRoles": [GLOBAL_ADMINISTRATOR, "729827e3-9c14-49f7-bb1b-9608f156bbb8"],
            "companyType": 4,
            "canRemoveDap": true,
            "contractTypes": [3],
            "partnerType": 1,
            "typeName": "reseller",
            "address": {
                "line1": "Östra Hamngatan 12",
                "city": "Göteborg",
                "state": "",
                "postalCode": "411 09",
                "countryCode": "SE",
                "phoneNumber": "+46 31 555 0112",
            },
        })
    );
    assert_eq!(named(&list, "partners", "Proseware IT")["companyType"], 5);
    assert_eq!(named(&list, "partners", "Adatum Distribution")["typeName"], "indirectProvider");
    // Who is known through GDAP only has no contract.
    assert_eq!(named(&list, "partners", "Wingtip Support")["contractTypes"], json!([]));
}

#[tokio::test]
async fn another_day_shows_the_same_tenant() {
    let check = async |days: i64| {
        let mut options = Options::new(client::assets());
        options.now += Duration::days(days);
        let list = relationships(&Client::start_with(options).await).await;
        let ending = named(&list, "relationships", "Tailspin_Core");
        assert_eq!(ending["status"], "terminating", "{days} days later");
        let end = ending["endDateTime"].as_str().unwrap();
        let end = OffsetDateTime::parse(end, &Rfc3339).unwrap();
        assert_eq!(end - Duration::days(days), datetime!(2027-09-20 08:00 UTC));
    };
    check(0).await;
    check(1).await;
    check(4_000).await;
}

#[tokio::test]
async fn the_relationship_list_has_its_known_shape() {
    let client = Client::start().await;
    let list = relationships(&client).await;
    let relationship = named(&list, "relationships", "Margie_Continuity");
    let mut keys: Vec<&str> =
        relationship.as_object().unwrap().keys().map(String::as_str).collect();
    // Whether an object keeps its order depends on what else is built along with `serde_json`.
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "autoExtendDuration",
            "duration",
            "endDateTime",
            "etag",
            "id",
            "name",
            "partner",
            "roles",
            "startDateTime",
            "status"
        ]
    );
    assert_eq!(relationship["partner"]["name"], "Margie's Cloud Care");
    assert_eq!(relationship["duration"], 728);
    assert_eq!(relationship["autoExtendDuration"], "P180D");
    assert_eq!(relationship["endDateTime"], "2027-11-24T08:00:00Z");
    assert_eq!(relationship["status"], "active");
    assert_eq!(relationship["roles"].as_array().unwrap().len(), 10);
    assert_eq!(relationship["id"].as_str().unwrap().len(), 73);
    // What waits for approval is in no list.
    let names: Vec<_> =
        list["relationships"].as_array().unwrap().iter().map(|entry| &entry["name"]).collect();
    assert!(!names.contains(&&json!("BlueYonder_Trial")));
}

#[tokio::test]
async fn requests_are_refused_for_their_own_reasons() {
    let client = Client::start().await;
    let partners = partners_path(FABRIKAM);
    let someone = access_path("00000000-0000-4000-8000-000000000000");
    let cases = [
        ("fabrikam", partners.as_str(), 200),
        ("denied", RELATIONSHIPS, 403),
        ("denied", partners.as_str(), 403),
        ("contoso", partners.as_str(), 403),
        ("nobody", RELATIONSHIPS, 400),
        ("fabrikam", "/fd/commerceMgmt/partnermanage/gdapRelationships?api-version=2.1", 400),
        ("fabrikam", "/fd/commerceMgmt2/partnermanage/gdapInvitations/none?api-version=3.0", 404),
        ("fabrikam", someone.as_str(), 404),
        ("empty", RELATIONSHIPS, 200),
    ];
    for (tenant, path, status) in cases {
        let answer = client.data(tenant, "GET", path).await;
        assert_eq!(answer.status, status, "{tenant} {path}");
        if status != 200 {
            assert!(answer.json()["error"]["message"].is_string(), "{tenant} {path}");
        }
    }
}

#[tokio::test]
async fn the_session_and_the_faults_come_before_the_data() {
    let client = Client::start().await;
    let ask = async |cookies: &str| {
        let headers = format!("Cookie: {cookies}\r\n");
        client.send(Route::Direct, ADMIN, "GET", RELATIONSHIPS, &headers, "").await
    };
    for (cookies, status) in [
        (SESSION.to_owned(), 200),
        ("other=1".to_owned(), 440),
        (format!("{SESSION}; s.SimTenant=denied"), 403),
        (format!("{SESSION}; s.SimOverrides=sessionOver=1"), 440),
        (format!("{SESSION}; s.SimOverrides=httpError=500&latency=1"), 500),
        (format!("{SESSION}; s.SimOverrides=nonsense=1"), 200),
    ] {
        assert_eq!(ask(&cookies).await.status, status, "{cookies}");
    }

    for (switch, status) in [
        (r#"{"sessionOver":true}"#, 440),
        (r#"{"sessionOver":false,"httpError":429}"#, 429),
        (r#"{"httpError":null}"#, 200),
    ] {
        client.control("POST", "/__simulator/settings", switch).await;
        assert_eq!(ask(SESSION).await.status, status, "{switch}");
    }
}

#[tokio::test]
async fn a_header_names_the_tenant_over_the_cookie() {
    let client = Client::start().await;
    let headers = format!("Cookie: {SESSION}; s.SimTenant=denied\r\nx-sim-tenant: empty\r\n");
    let answer = client.send(Route::Direct, ADMIN, "GET", RELATIONSHIPS, &headers, "").await;
    assert_eq!(answer.json(), json!({ "relationships": [] }));
}

#[tokio::test]
async fn an_invitation_is_approved_and_becomes_active_with_time() {
    let client = Client::start().await;
    let tenant = simulator::tenant_file::embedded().unwrap().remove("fabrikam").unwrap();
    let id = &tenant.relationships.iter().find(|r| r.name == "BlueYonder_Trial").unwrap().id;
    let path = format!("/fd/commerceMgmt2/partnermanage/gdapInvitations/{id}?api-version=3.0");
    let invitation = client.data("fabrikam", "GET", &path).await.json();
    let relationship = &invitation["relationship"];
    assert_eq!(relationship["partnerGdapRelationshipId"], id.as_str());
    assert_eq!(relationship["status"], "approvalPending");
    assert_eq!(relationship["duration"], 90);
    assert_eq!(invitation["partner"]["name"], "Blue Yonder Operations");

    assert_eq!(update(&client, &Value::Null, id, "approved").await, 412);
    assert_eq!(update(&client, relationship, id, "deleted").await, 400);
    assert_eq!(update(&client, relationship, "none", "approved").await, 404);
    assert_eq!(update(&client, relationship, id, "approved").await, 200);
    assert_eq!(update(&client, relationship, id, "approved").await, 412);

    let status = async || {
        let list = relationships(&client).await;
        named(&list, "relationships", "BlueYonder_Trial")["status"].clone()
    };
    assert_eq!(status().await, "activating");
    let later = r#"{"now":"2026-11-24T09:45:00Z"}"#;
    client.control("POST", "/__simulator/settings", later).await;
    assert_eq!(status().await, "active");
}

#[tokio::test]
async fn an_ended_relationship_is_terminated_with_time_and_reset_brings_it_back() {
    let client = Client::start().await;
    let status = async |name: &str| {
        let list = relationships(&client).await;
        named(&list, "relationships", name)["status"].clone()
    };
    let list = relationships(&client).await;
    let trey = named(&list, "relationships", "Trey_Operations");
    let id = trey["id"].as_str().unwrap();
    assert_eq!(update(&client, trey, id, "terminationRequested").await, 200);
    assert_eq!(status("Trey_Operations").await, "terminating");
    let later = r#"{"now":"2026-11-24T09:56:00Z"}"#;
    client.control("POST", "/__simulator/settings", later).await;
    assert_eq!(status("Trey_Operations").await, "terminated");
    assert_eq!(status("Tailspin_Core").await, "terminated");

    let ended = named(&list, "relationships", "Wingtip_Support_2025");
    let id = ended["id"].as_str().unwrap();
    assert_eq!(update(&client, ended, id, "terminationRequested").await, 409);

    client.control("POST", "/__simulator/reset", "").await;
    assert_eq!(relationships(&client).await, list);
}

#[tokio::test]
async fn removing_dap_leaves_the_reseller() {
    let client = Client::start().await;
    let northwind = access_path("53b9515b-aab9-44ac-94a7-6774c26e0ed4");
    let details = client.data("fabrikam", "GET", &northwind).await.json();
    assert_eq!(details["companyName"], "Northwind Cloud Services");
    assert_eq!(details["address"]["city"], "Göteborg");

    let before = client.data("fabrikam", "GET", &partners_path(FABRIKAM)).await.json();
    let answer = client.data("fabrikam", "DELETE", &northwind).await;
    assert_eq!((answer.status, &answer.json()["responseCode"]), (200, &json!("success")));
    assert_eq!(client.data("fabrikam", "DELETE", &northwind).await.status, 409);

    let after = client.data("fabrikam", "GET", &partners_path(FABRIKAM)).await.json();
    let partner = named(&after, "partners", "Northwind Cloud Services");
    assert_eq!(partner["aadRoles"], json!([]));
    assert_eq!(partner["canRemoveDap"], false);
    assert_eq!(partner["companyType"], 4);
    let count = |list: &Value| list["partners"].as_array().unwrap().len();
    assert_eq!(count(&after), count(&before));

    let advisor = named(&before, "partners", "Humongous Consulting")["id"].as_str().unwrap();
    assert_eq!(client.data("fabrikam", "DELETE", &access_path(advisor)).await.status, 403);
    // Another tenant's state is its own.
    assert_eq!(client.data("contoso", "DELETE", &northwind).await.status, 404);
}

#[tokio::test]
async fn two_simulators_say_the_same() {
    let (first, second) = (Client::start().await, Client::start().await);
    for tenant in ["contoso", "fabrikam", "hostile", "woodgrove"] {
        let one = first.data(tenant, "GET", RELATIONSHIPS).await;
        let two = second.data(tenant, "GET", RELATIONSHIPS).await;
        assert_eq!(one.status, 200, "{tenant}");
        assert!(one.body == two.body, "{tenant}");
    }
}
