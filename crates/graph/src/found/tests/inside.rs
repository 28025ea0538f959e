//! Shapes of what was bought, of policies and of logs.

use crate::{
    collector::Collector,
    found::{
        Found,
        tests::{SUBJECT, Shape, check, read},
    },
};
use protocol::json::Json;
use serde_json::{Value, json};

#[test]
fn what_was_bought() {
    check(&Shape {
        collector: Collector::Subscriptions,
        whole: json!({
            "id": "S", "commerceSubscriptionId": "C", "skuId": "K", "skuPartNumber": "SPB",
            "status": "SomethingOfTomorrow", "totalLicenses": 25, "isTrial": false,
            "createdDateTime": "2025-01-02T03:04:00Z", "nextLifecycleDateTime": "2027-01-02T03:04:00Z",
            "ownerTenantId": "T",
        }),
        required: &["id"],
        member: "subscriptions",
        read: json!([{
            "id": "s", "commerce": "c", "sku": "k", "sku_name": "SPB",
            "status": "SomethingOfTomorrow", "licences": 25, "is_trial": false,
            "created": "2025-01-02T03:04:00Z", "next_change": "2027-01-02T03:04:00Z",
            "owner_tenant": "t",
        }]),
    });
    check(&Shape {
        collector: Collector::Skus,
        whole: json!({
            "skuId": "K", "skuPartNumber": "SPB", "appliesTo": "User", "capabilityStatus": "Enabled",
            "consumedUnits": 14, "subscriptionIds": ["S"],
            "prepaidUnits": { "enabled": 25, "suspended": 0, "warning": 5, "lockedOut": 0 },
        }),
        required: &["skuId"],
        member: "skus",
        read: json!([{
            "id": "k", "name": "SPB", "applies_to": "User", "status": "Enabled", "assigned": 14,
            "enabled": 25, "warning": 5, "suspended": 0, "subscriptions": ["s"],
        }]),
    });
    check(&Shape {
        collector: Collector::SkuUsers,
        whole: json!({ "@odata.count": 1_000_000 }),
        required: &["@odata.count"],
        member: "sku_users",
        read: json!([{ "sku": SUBJECT, "users": 1_000_000 }]),
    });
    let (users, page) = read(Collector::SkuUsers, "sku_users", &json!({ "@odata.count": -1 }));
    assert!(page.is_odd && users == json!([]), "{users}");
}

#[test]
fn policies() {
    let users = json!({
        "includeUsers": ["All"], "excludeUsers": ["U"], "includeGroups": ["G"], "excludeGroups": [],
        "includeRoles": [], "excludeRoles": ["R"],
        "includeGuestsOrExternalUsers": {
            "guestOrExternalUserTypes": "b2bCollaborationGuest, serviceProvider,kindOfTomorrow",
            "externalTenants": { "@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants",
                "membershipKind": "enumerated", "members": ["T"] },
        },
        "excludeGuestsOrExternalUsers": null,
    });
    let conditions = json!({
        "users": users, "clientAppTypes": ["all"], "signInRiskLevels": [], "userRiskLevels": ["high"],
        "applications": { "includeApplications": ["All"], "excludeApplications": [], "includeUserActions": [] },
        "locations": { "includeLocations": ["All"] }, "platforms": null,
    });
    check(&Shape {
        collector: Collector::ConditionalAccess,
        whole: json!({
            "id": "P-1", "displayName": "MFA for all", "state": "stateOfTomorrow", "conditions": conditions,
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"],
                "authenticationStrength": { "id": "x", "displayName": "Phishing-resistant" } },
        }),
        required: &["id", "state", "conditions"],
        member: "policies",
        read: json!([{
            "id": "p-1", "name": "MFA for all", "state": "stateOfTomorrow",
            "include": { "users": ["All"], "groups": ["g"], "roles": [], "outsiders": {
                "kinds": ["b2bCollaborationGuest", "serviceProvider", "kindOfTomorrow"],
                "membership": "enumerated", "tenants": ["t"],
            } },
            "exclude": { "users": ["U"], "groups": [], "roles": ["r"], "outsiders": null },
            "include_apps": ["All"], "exclude_apps": [],
            "narrowed_by": ["locations", "userRiskLevels"],
            "controls": ["mfa"], "operator": "OR", "strength": "Phishing-resistant",
        }]),
    });
    check(&Shape {
        collector: Collector::SecurityDefaults,
        whole: json!({ "isEnabled": false }),
        required: &["isEnabled"],
        member: "security_defaults",
        read: json!(false),
    });
    let narrowed = |condition: Value| {
        let item = json!({ "id": "p", "state": "enabled", "conditions": condition });
        read(Collector::ConditionalAccess, "policies", &item).0[0]["narrowed_by"].clone()
    };
    for (condition, expected) in [
        (json!({}), json!([])),
        (json!({ "clientAppTypes": ["all"] }), json!([])),
        (json!({ "clientAppTypes": ["browser"] }), json!(["clientAppTypes"])),
        (json!({ "devices": { "deviceFilter": {} } }), json!(["devices"])),
        (json!({ "insiderRiskLevels": "elevated" }), json!(["insiderRiskLevels"])),
        (
            json!({ "authenticationFlows": { "transferMethods": "deviceCodeFlow" } }),
            json!(["authenticationFlows"]),
        ),
        (json!({ "applications": { "includeUserActions": ["x"] } }), json!(["includeUserActions"])),
        (
            json!({ "applications": { "applicationFilter": { "mode": "include" } } }),
            json!(["applicationFilter"]),
        ),
    ] {
        assert_eq!(narrowed(condition.clone()), expected, "{condition}");
    }
}

#[test]
fn logs() {
    check(&Shape {
        collector: Collector::SignIns,
        whole: json!({
            "createdDateTime": "2026-11-20T08:00:00Z", "homeTenantId": "T", "status": { "errorCode": 0 },
        }),
        required: &["createdDateTime"],
        member: "sign_ins",
        read: json!([{
            "tenant": "t", "count": 1, "failed": 0, "first": "2026-11-20T08:00:00Z",
            "last": "2026-11-20T08:00:00Z", "last_success": "2026-11-20T08:00:00Z",
        }]),
    });
    check(&Shape {
        collector: Collector::OldestSignIn,
        whole: json!({ "createdDateTime": "2026-11-01T08:00:00Z" }),
        required: &["createdDateTime"],
        member: "oldest_sign_in",
        read: json!("2026-11-01T08:00:00Z"),
    });
    check(&Shape {
        collector: Collector::PartnerChanges,
        whole: json!({
            "id": "Directory_1", "activityDateTime": "2026-11-10T08:00:00Z",
            "activityDisplayName": "Add a partner to cross-tenant access setting", "result": "success",
            "initiatedBy": { "user": { "id": "u", "userPrincipalName": "ada@contoso.example" },
                "app": { "appId": "a", "displayName": "EntraGDAP" } },
            "targetResources": [{
                "id": "P", "displayName": null, "modifiedProperties": [
                    { "displayName": "name", "oldValue": null, "newValue": "\"x\"" },
                    { "displayName": "tenantId", "oldValue": null,
                        "newValue": "\"7D3C0F52-9A1E-4B6D-8C27-0E5F1A2B3C4D\"" },
                ],
            }],
        }),
        required: &["id", "activityDateTime", "activityDisplayName"],
        member: "changes",
        read: json!([{
            "id": "Directory_1", "at": "2026-11-10T08:00:00Z",
            "activity": "Add a partner to cross-tenant access setting", "result": "success",
            "by_user": "ada@contoso.example", "by_app": "EntraGDAP",
            "tenant": "7d3c0f52-9a1e-4b6d-8c27-0e5f1a2b3c4d", "targets": ["P"],
        }]),
    });
}

#[test]
fn sign_ins_are_counted_by_tenant() {
    let at = |day: u32, tenant: Value, error: Value| {
        json!({
            "createdDateTime": format!("2026-11-{day}T08:00:00Z"), "homeTenantId": tenant,
            "status": { "errorCode": error },
        })
    };
    let body = json!({ "value": [
        at(20, json!("A"), json!(0)), at(12, json!("a"), json!(50_126)), at(22, json!("a"), json!(53_003)),
        at(15, Value::Null, Value::Null), at(11, json!("b"), json!(50_126)),
    ] });
    let mut found = Found::default();
    let json = Json::parse_foreign(&body.to_string()).unwrap();
    let page = found.add(Collector::SignIns, "", &json).unwrap();
    assert_eq!((page.items, page.is_odd), (5, false));
    let counted: Vec<String> = found
        .sign_ins
        .iter()
        .map(|it| {
            let success = it.last_success.map_or("never".to_owned(), |at| at.date().to_string());
            let tenant = it.tenant.as_deref().unwrap_or("?");
            format!(
                "{tenant} {}/{} {}..{} {success}",
                it.failed,
                it.count,
                it.first.date(),
                it.last.date()
            )
        })
        .collect();
    assert_eq!(
        counted,
        [
            "a 2/3 2026-11-12..2026-11-22 2026-11-20",
            "? 0/1 2026-11-15..2026-11-15 never",
            "b 1/1 2026-11-11..2026-11-11 never",
        ]
    );
}
