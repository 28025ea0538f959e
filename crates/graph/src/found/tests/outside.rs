//! Shapes of who we are, and of access from outside.

use crate::{
    collector::Collector,
    found::tests::{SUBJECT, Shape, check},
};
use serde_json::json;

#[test]
fn the_tenant_and_names() {
    check(&Shape {
        collector: Collector::Organization,
        whole: json!({
            "id": "5C1D7A90-2B64-4F0E-8A31-9DE07C5B1F26", "displayName": "Contoso",
            "countryLetterCode": "DE", "partnerTenantType": "breadthPartner",
            "verifiedDomains": [{ "name": "Contoso.example", "isDefault": true, "isInitial": false }],
        }),
        required: &["id"],
        member: "organization",
        read: json!({
            "id": "5c1d7a90-2b64-4f0e-8a31-9de07c5b1f26", "name": "Contoso", "country": "DE",
            "partner_kind": "breadthPartner",
            "domains": [{ "name": "contoso.example", "is_default": true, "is_initial": false }],
        }),
    });
    check(&Shape {
        collector: Collector::Me,
        whole: json!({ "id": "u", "displayName": "Ada", "userPrincipalName": "ada@contoso.example" }),
        required: &["id"],
        member: "me",
        read: json!({ "id": "u", "name": "Ada", "upn": "ada@contoso.example" }),
    });
    check(&Shape {
        collector: Collector::MyRoles,
        whole: json!({ "roleTemplateId": "R", "displayName": "Global Reader" }),
        required: &["roleTemplateId"],
        member: "my_roles",
        read: json!([{ "template": "r", "name": "Global Reader" }]),
    });
    check(&Shape {
        collector: Collector::TenantNames,
        whole: json!({
            "tenantId": "T", "displayName": "Fabrikam", "defaultDomainName": "Fabrikam.example",
            "federationBrandName": "Fab",
        }),
        required: &["tenantId"],
        member: "tenant_names",
        read: json!([{ "tenant": "t", "name": "Fabrikam", "domain": "fabrikam.example", "brand": "Fab" }]),
    });
}

#[test]
fn access_of_other_tenants() {
    check(&Shape {
        collector: Collector::CrossTenantPartners,
        whole: json!({
            "tenantId": "T", "isServiceProvider": true, "isInMultiTenantOrganization": false,
            "inboundTrust": { "isMfaAccepted": true, "isCompliantDeviceAccepted": false,
                "isHybridAzureADJoinedDeviceAccepted": null },
        }),
        required: &["tenantId"],
        member: "cross_tenant_partners",
        read: json!([{
            "tenant": "t", "is_service_provider": true, "in_our_organization": false,
            "trust": { "mfa": true, "compliant_device": false, "joined_device": null },
        }]),
    });
    check(&Shape {
        collector: Collector::DefaultTrust,
        whole: json!({ "inboundTrust": { "isMfaAccepted": true } }),
        required: &[],
        member: "default_trust",
        read: json!({ "mfa": true, "compliant_device": null, "joined_device": null }),
    });
    check(&Shape {
        collector: Collector::ProviderConstraints,
        whole: json!({
            "@odata.type": "#microsoft.graph.somethingOfTomorrow", "allowedRoleTemplateIds": ["A", "b"],
            "createdDateTime": "2026-01-02T03:04:00Z", "lastModifiedDateTime": "2026-01-02T03:05:00Z",
        }),
        required: &[],
        member: "constraints",
        read: json!([{
            "tenant": SUBJECT, "kind": "somethingOfTomorrow", "roles": ["a", "b"],
            "created": "2026-01-02T03:04:00Z", "modified": "2026-01-02T03:05:00Z",
        }]),
    });
    check(&Shape {
        collector: Collector::RoleAssignments,
        whole: json!({
            "principalId": "P", "principalOrganizationId": "T", "roleDefinitionId": "R",
            "directoryScopeId": "/administrativeUnits/x",
        }),
        required: &["principalId", "roleDefinitionId"],
        member: "role_assignments",
        read: json!([{
            "principal": "p", "organization": "t", "role": "r", "scope": "/administrativeUnits/x",
        }]),
    });
    let member = json!({
        "@odata.type": "#microsoft.graph.directoryObjectPartnerReference", "id": "M",
        "displayName": "AdminAgents", "externalPartnerTenantId": "T", "objectType": "Group",
    });
    let read = json!({
        "id": "m", "kind": "directoryObjectPartnerReference", "name": "AdminAgents", "partner": "t",
        "stands_for": "Group",
    });
    check(&Shape {
        collector: Collector::RoleMembers,
        whole: member.clone(),
        required: &["id"],
        member: "role_members",
        read: json!([{ "role": SUBJECT, "member": read }]),
    });
    check(&Shape {
        collector: Collector::ForeignPrincipals,
        whole: member,
        required: &["id"],
        member: "principals",
        read: json!([read]),
    });
}

#[test]
fn apps_guests_and_administrators() {
    for (collector, member) in
        [(Collector::PartnerApps, "apps"), (Collector::GdapApps, "gdap_apps")]
    {
        check(&Shape {
            collector,
            whole: json!({
                "id": "S", "appId": "A", "displayName": "Backup", "appOwnerOrganizationId": "T",
                "accountEnabled": false, "servicePrincipalType": "Application",
            }),
            required: &["id"],
            member,
            read: json!([{
                "id": "s", "app": "a", "name": "Backup", "owner": "t", "is_enabled": false,
                "kind": "Application",
            }]),
        });
    }
    check(&Shape {
        collector: Collector::AppPermissions,
        whole: json!({
            "appRoleId": "R", "resourceId": "G", "resourceDisplayName": "Microsoft Graph",
            "createdDateTime": "2026-01-02T03:04:00Z",
        }),
        required: &["appRoleId"],
        member: "app_permissions",
        read: json!([{
            "app": SUBJECT, "permission": "r", "resource": "g", "resource_name": "Microsoft Graph",
            "created": "2026-01-02T03:04:00Z",
        }]),
    });
    check(&Shape {
        collector: Collector::Guests,
        whole: json!({
            "id": "U", "displayName": "Bo", "mail": "bo@fabrikam.example",
            "userPrincipalName": "bo_fabrikam.example#EXT#@contoso.example", "accountEnabled": true,
            "createdDateTime": "2026-01-02T03:04:00Z",
        }),
        required: &["id"],
        member: "guests",
        read: json!([{
            "id": "u", "domain": SUBJECT, "name": "Bo", "mail": "bo@fabrikam.example",
            "upn": "bo_fabrikam.example#EXT#@contoso.example", "is_enabled": true,
            "created": "2026-01-02T03:04:00Z",
        }]),
    });
    check(&Shape {
        collector: Collector::Administrators,
        whole: json!({
            "id": "U", "displayName": "Break glass", "userPrincipalName": "bg@contoso.example",
            "accountEnabled": true, "userType": "Member", "onPremisesSyncEnabled": false,
        }),
        required: &["id"],
        member: "administrators",
        read: json!([{
            "id": "u", "name": "Break glass", "upn": "bg@contoso.example", "is_enabled": true,
            "kind": "Member", "is_synchronized": false,
        }]),
    });
}
