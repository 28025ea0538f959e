//! A tenant, and what Graph answers about it. Names and ids are invented.

use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) const OWN: &str = "5c1d7a90-2b64-4f0e-8a31-9de07c5b1f26";
pub(crate) const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
pub(crate) const HELPDESK: &str = "729827e3-9c14-49f7-bb1b-9608f156bbb8";

/// How large it is.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    pub(crate) partners: usize,
    pub(crate) users: u64,
    /// Role assignments in a page.
    pub(crate) page: usize,
}

impl Default for Tenant {
    fn default() -> Self {
        Self { partners: 3, users: 100, page: 100 }
    }
}

/// An id of the `number`th thing of a kind.
pub(crate) fn id(kind: u32, number: usize) -> String {
    format!("{kind:08x}-7b1e-4c2d-9a3f-{number:012x}")
}

pub(crate) fn partner(number: usize) -> String {
    id(0xa, number)
}

/// An answer: a status and a body.
pub(crate) type Served = (u16, Value);

fn list(items: Vec<Value>) -> Served {
    (200, json!({ "@odata.context": "…", "value": items }))
}

fn not_found() -> Served {
    let inner = json!({ "date": "2026-11-24T09:41:00", "request-id": "r-404" });
    (
        404,
        json!({ "error": { "code": "Request_ResourceNotFound", "message": "No.", "innerError": inner } }),
    )
}

fn refuse(code: &str) -> Served {
    (400, json!({ "error": { "code": code, "message": "No." } }))
}

impl Tenant {
    /// Every second partner has an app here.
    pub(crate) fn apps(&self) -> usize {
        self.partners.div_ceil(2)
    }

    /// Two roles for each partner, our own three administrators, and one of ours with another role.
    pub(crate) fn assignments(&self) -> usize {
        2 * self.partners + 4
    }

    /// What Graph answers to `path`, which has its query and no version, on `host`.
    pub(crate) fn serve(&self, host: &str, path: &str, is_eventual: bool, body: &Value) -> Served {
        let plain = path.replace("%20", " ");
        let (path, query) = plain.split_once('?').unwrap_or((&plain, ""));
        let is_advanced = query.contains("$count=true") || query.contains("endswith(");
        if is_advanced && !(is_eventual && query.contains("$count=true")) {
            return refuse("Request_UnsupportedQuery");
        }
        let number = || number(&plain);
        match path {
            "/organization" => list(vec![json!({
                "id": OWN.to_uppercase(), "displayName": "Contoso", "countryLetterCode": "DE",
                "partnerTenantType": null,
                "verifiedDomains": [{ "name": "Contoso.example", "isDefault": true, "isInitial": false }],
            })]),
            "/me" => (200, json!({ "id": id(1, 1), "displayName": "Ada", "userPrincipalName": "ada@contoso.example" })),
            "/me/transitiveMemberOf/microsoft.graph.directoryRole" => list(vec![json!({
                "id": id(2, 1), "displayName": "Global Reader",
                "roleTemplateId": "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
            })]),
            "/policies/crossTenantAccessPolicy/partners" => list(self.cross_tenant_partners()),
            "/policies/crossTenantAccessPolicy/default" => {
                (200, json!({ "inboundTrust": { "isMfaAccepted": false } }))
            }
            "/policies/identitySecurityDefaultsEnforcementPolicy" => (200, json!({ "isEnabled": true })),
            "/roleManagement/directory/roleAssignments" => self.role_assignments(host, query),
            "/directory/subscriptions" => list(self.subscriptions()),
            "/subscribedSkus" => list(skus()),
            "/directoryObjects/getByIds" => list(self.by_ids(body)),
            "/users" if query.contains("assignedLicenses") => {
                (200, json!({ "@odata.count": self.users, "value": [{ "id": id(1, 9) }] }))
            }
            "/users" if query.contains("endswith") => list(vec![json!({
                "id": id(7, number()), "displayName": "Guest", "mail": format!("g@partner{}.example", number()),
                "accountEnabled": true, "createdDateTime": "2025-02-03T04:05:06Z",
            })]),
            "/users" if query.contains("id in (") => list(
                (0..3)
                    .filter(|at| query.contains(&id(1, *at)))
                    .map(|at| json!({ "id": id(1, at), "accountEnabled": at != 2, "userType": "Member" }))
                    .collect(),
            ),
            "/servicePrincipals" if query.contains("appId in") => list(vec![json!({
                "id": id(6, 0), "appId": "a3475900-ccec-4a69-98f5-a65cd5dc5306",
            })]),
            "/servicePrincipals" => list(match number() {
                number if number % 2 == 0 => vec![json!({
                    "id": id(5, number), "appId": id(0x55, number), "displayName": "Backup",
                    "appOwnerOrganizationId": partner(number), "accountEnabled": true,
                })],
                _ => Vec::new(),
            }),
            "/identity/conditionalAccess/policies" => list(vec![json!({
                "id": id(8, 1), "displayName": "MFA", "state": "enabled", "grantControls": null,
                "conditions": { "users": { "includeUsers": ["All"] } },
            })]),
            "/auditLogs/signIns" if query.contains("orderby") => {
                (200, json!({ "value": [{ "id": "1", "createdDateTime": "2026-11-01T00:00:00Z" }],
                    "@odata.nextLink": "https://nowhere.invalid/" }))
            }
            "/auditLogs/signIns" => list(vec![json!({
                "id": "s", "createdDateTime": "2026-11-20T08:00:00Z", "homeTenantId": partner(0),
                "status": { "errorCode": 0 },
            })]),
            "/auditLogs/directoryAudits" => list(vec![json!({
                "id": "a", "activityDateTime": "2026-11-10T08:00:00Z",
                "activityDisplayName": "Add partner to company", "result": "success",
            })]),
            _ => self.serve_one(path, number()),
        }
    }

    /// Paths that name something.
    fn serve_one(&self, path: &str, number: usize) -> Served {
        if path.starts_with("/tenantRelationships/findTenantInformationByTenantId(") {
            return (
                200,
                json!({
                    "tenantId": partner(number), "displayName": format!("Partner {number}"),
                    "defaultDomainName": format!("partner{number}.example"), "federationBrandName": null,
                }),
            );
        }
        if path.ends_with("/serviceProviderConstraints") {
            return (
                200,
                json!({
                    "@odata.type": "#microsoft.graph.delegatedAdminServiceProviderConstraints",
                    "allowedRoleTemplateIds": [HELPDESK],
                }),
            );
        }
        if path.ends_with("/appRoleAssignments") {
            return list(vec![
                json!({ "id": "x", "appRoleId": id(0x66, 1), "resourceDisplayName": "Graph" }),
            ]);
        }
        if path == format!("/directoryRoles(roleTemplateId='{GLOBAL_ADMINISTRATOR}')/members") {
            let user = json!({ "@odata.type": "#microsoft.graph.user", "id": id(1, 0) });
            if self.partners == 0 {
                return list(vec![user]);
            }
            return list(vec![
                user,
                json!({
                    "@odata.type": "#microsoft.graph.directoryObjectPartnerReference",
                    "id": id(4, 0), "displayName": "AdminAgents", "objectType": "Group",
                    "externalPartnerTenantId": partner(0),
                }),
            ]);
        }
        if path.starts_with("/directoryRoles(") {
            return not_found();
        }
        refuse("BadRequest")
    }

    fn cross_tenant_partners(&self) -> Vec<Value> {
        let providers = (0..self.partners).map(|at| {
            json!({ "tenantId": partner(at), "isServiceProvider": true, "inboundTrust": { "isMfaAccepted": true } })
        });
        let other =
            json!({ "tenantId": id(0xb, 0), "isServiceProvider": false, "inboundTrust": null });
        providers.chain([other]).collect()
    }

    fn role_assignments(&self, host: &str, query: &str) -> Served {
        let own = (0..3).map(|at| (id(1, at), None, GLOBAL_ADMINISTRATOR));
        let own = own.chain([(id(1, 5), None, HELPDESK)]);
        let role = |at| if at == 0 { GLOBAL_ADMINISTRATOR } else { HELPDESK };
        let foreign = (0..2 * self.partners).map(|at| (id(3, at), Some(partner(at / 2)), role(at)));
        let all: Vec<Value> = own
            .chain(foreign)
            .map(|(principal, organization, role)| {
                json!({
                    "id": format!("ra-{principal}"), "principalId": principal, "roleDefinitionId": role,
                    "principalOrganizationId": organization.unwrap_or_else(|| OWN.to_owned()),
                    "directoryScopeId": "/",
                })
            })
            .collect();
        let skipped: usize = query.strip_prefix("$skiptoken=").map_or(0, |at| at.parse().unwrap());
        let end = all.len().min(skipped + self.page);
        let mut body = json!({ "value": all[skipped..end] });
        if end < all.len() {
            let link = format!(
                "https://{host}/v1.0/roleManagement/directory/roleAssignments?$skiptoken={end}"
            );
            body["@odata.nextLink"] = link.into();
        }
        (200, body)
    }

    fn subscriptions(&self) -> Vec<Value> {
        let of_partners = (0..self.partners.min(5)).map(|at| json!(partner(at)));
        let owners = of_partners.chain([Value::Null]).enumerate();
        owners
            .map(|(at, owner)| {
                json!({ "id": id(9, at), "skuId": id(0x99, at % 3), "status": "Enabled", "ownerTenantId": owner })
            })
            .collect()
    }

    fn by_ids(&self, body: &Value) -> Vec<Value> {
        let asked = body["ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap());
        let asked: BTreeSet<&str> = asked.collect();
        assert!((1..=1_000).contains(&asked.len()));
        let known = (0..2 * self.partners).filter(|at| asked.contains(id(3, *at).as_str()));
        known
            .map(|at| {
                json!({
                    "@odata.type": "#microsoft.graph.directoryObjectPartnerReference",
                    "id": id(3, at), "externalPartnerTenantId": partner(at / 2),
                })
            })
            .collect()
    }
}

/// The number in the id, or in the domain, that `text` names.
fn number(text: &str) -> usize {
    if let Some((_, domain)) = text.split_once("@partner") {
        return domain.split('.').next().unwrap().parse().unwrap();
    }
    let hex = text.split_once("-7b1e-4c2d-9a3f-").map_or("0", |(_, rest)| &rest[..12]);
    usize::from_str_radix(hex, 16).unwrap()
}

/// Two that users hold, one that nobody can, and one that nobody does.
fn skus() -> Vec<Value> {
    [("User", 7), ("User", 7), ("Company", 7), ("User", 0)]
        .into_iter()
        .enumerate()
        .map(|(at, (applies_to, assigned))| {
            json!({ "skuId": id(0x99, at), "appliesTo": applies_to, "consumedUnits": assigned, "subscriptionIds": [id(9, at)] })
        })
        .collect()
}
