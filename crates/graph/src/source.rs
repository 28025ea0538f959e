//! The table of what is read: one line for each collector.

use crate::collector::{Collector, Version, Workload};

/// What one of the reads of a collector is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The tenant: there is one read.
    Tenant,
    /// One of few directory roles, by its template.
    Role,
    /// A partner's tenant.
    PartnerTenant,
    /// A partner's tenant that is configured as a service provider.
    ServiceProvider,
    /// A domain of a partner's tenant.
    Domain,
    /// A licence, by its SKU.
    Sku,
    /// A partner's app in this tenant.
    App,
    /// Holders of roles from other tenants, up to 1,000 together.
    ForeignPrincipals,
    /// Holders of Global Administrator, up to 15 together, as many as a query takes.
    Administrators,
}

/// What its answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One object.
    Object,
    /// A list in pages.
    List,
    /// A list of which only the total counts.
    Count,
    /// A list of which only the first one counts.
    First,
}

/// What a collector sends, what that takes, and what it means when it is refused. The pages named at
/// each line are those of learn.microsoft.com.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Which collector.
    pub collector: Collector,
    /// The version.
    pub version: Version,
    /// Whose limits hold.
    pub workload: Workload,
    /// What there is one read of.
    pub subject: Subject,
    /// What comes back.
    pub form: Form,
    /// Path and query, without the version. `{}` stands for the subject, `{from}` for the time from
    /// which on logs are read.
    pub path: &'static str,
    /// Any one of these scopes will do. The first is the least.
    pub scopes: &'static [&'static str],
    /// Roles of which the person needs one where a scope alone won't do, the least first. None where
    /// every member may read it.
    pub roles: &'static [&'static str],
    /// The licence of the tenant without which there is nothing to read; empty for none.
    pub licence: &'static str,
    /// The clouds that have it; none named for all.
    pub clouds: &'static [&'static str],
    /// Resource units, as the throttling limits count them: `$select` and a small `$top` take one off
    /// each, and it costs one at least.
    pub units: u32,
    /// Whether it takes `ConsistencyLevel: eventual` ("Advanced query capabilities on Microsoft Entra ID
    /// objects").
    pub is_advanced: bool,
    /// Whether it isn't documented, so that a refusal of whatever kind means that it isn't there.
    pub is_undocumented: bool,
    /// Whether *not found* means that there are none.
    pub is_none_if_not_found: bool,
    /// Pages that are read at most. There may be more than a person can look at, and never an end to
    /// what a broken service can send.
    pub most_pages: u32,
}

const DIRECTORY: &str = "Directory.Read.All";
const READERS: &[&str] = &["Directory Readers", "Global Reader"];
const POLICY_READERS: &[&str] = &["Security Reader", "Global Reader"];
const LOG_READERS: &[&str] = &["Reports Reader", "Security Reader", "Global Reader"];
const ENTRA_P1: &str = "Microsoft Entra ID P1";

/// What most lines have.
const BASE: Source = Source {
    collector: Collector::Organization,
    version: Version::V1,
    workload: Workload::Directory,
    subject: Subject::Tenant,
    form: Form::List,
    path: "",
    scopes: &[],
    roles: &[],
    licence: "",
    clouds: &[],
    units: 1,
    is_advanced: false,
    is_undocumented: false,
    is_none_if_not_found: false,
    most_pages: 50,
};

/// The table.
pub const SOURCES: [Source; Collector::ALL.len()] = [
    // "List organizations"; `User.Read` gives a part.
    Source {
        collector: Collector::Organization,
        path: "/organization?$select=id,displayName,countryLetterCode,partnerTenantType,verifiedDomains",
        scopes: &["Organization.Read.All", DIRECTORY, "User.Read"],
        ..BASE
    },
    // "Get a user".
    Source {
        collector: Collector::Me,
        form: Form::Object,
        path: "/me?$select=id,displayName,userPrincipalName",
        scopes: &["User.Read", "User.Read.All", DIRECTORY],
        ..BASE
    },
    // "List a user's direct and transitive memberships".
    Source {
        collector: Collector::MyRoles,
        path: "/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true&$select=id,displayName,roleTemplateId",
        scopes: &["User.Read", "User.Read.All", DIRECTORY],
        is_advanced: true,
        ..BASE
    },
    // "List crossTenantAccessPolicyConfigurationPartners".
    Source {
        collector: Collector::CrossTenantPartners,
        path: "/policies/crossTenantAccessPolicy/partners?$select=tenantId,isServiceProvider,isInMultiTenantOrganization,inboundTrust",
        scopes: &["Policy.Read.All"],
        roles: POLICY_READERS,
        ..BASE
    },
    // "List unifiedRoleAssignments". Its page doesn't name `principalOrganizationId`, which the metadata
    // and the answers have, so nothing is selected.
    Source {
        collector: Collector::RoleAssignments,
        path: "/roleManagement/directory/roleAssignments",
        scopes: &["RoleManagement.Read.Directory", "RoleManagement.Read.All", DIRECTORY],
        roles: READERS,
        ..BASE
    },
    // "List members of a directory role". A role that was never used isn't found.
    Source {
        collector: Collector::RoleMembers,
        subject: Subject::Role,
        path: "/directoryRoles(roleTemplateId='{}')/members",
        scopes: &["RoleManagement.Read.Directory", DIRECTORY],
        roles: READERS,
        is_none_if_not_found: true,
        ..BASE
    },
    // "List subscriptions" of companySubscription.
    Source {
        collector: Collector::Subscriptions,
        path: "/directory/subscriptions",
        scopes: &["Organization.Read.All", DIRECTORY],
        roles: READERS,
        ..BASE
    },
    // "List subscribedSkus".
    Source {
        collector: Collector::Skus,
        path: "/subscribedSkus?$select=skuId,skuPartNumber,appliesTo,capabilityStatus,consumedUnits,prepaidUnits,subscriptionIds",
        scopes: &["LicenseAssignment.Read.All", "Organization.Read.All", DIRECTORY],
        roles: READERS,
        units: 2,
        ..BASE
    },
    // "tenantRelationship: findTenantInformationByTenantId"; the global cloud alone has it.
    Source {
        collector: Collector::TenantNames,
        subject: Subject::PartnerTenant,
        form: Form::Object,
        path: "/tenantRelationships/findTenantInformationByTenantId(tenantId='{}')",
        scopes: &["CrossTenantInformation.ReadBasic.All"],
        clouds: &["global"],
        ..BASE
    },
    // "List servicePrincipals".
    Source {
        collector: Collector::PartnerApps,
        subject: Subject::PartnerTenant,
        path: "/servicePrincipals?$filter=appOwnerOrganizationId eq {}&$count=true&$top=100&$select=id,appId,displayName,appOwnerOrganizationId,accountEnabled,servicePrincipalType",
        scopes: &["Application.Read.All", DIRECTORY],
        is_advanced: true,
        ..BASE
    },
    // "directoryObject: getByIds"; a `POST` that only reads.
    Source {
        collector: Collector::ForeignPrincipals,
        subject: Subject::ForeignPrincipals,
        path: "/directoryObjects/getByIds",
        scopes: &[DIRECTORY],
        units: 3,
        ..BASE
    },
    // In the metadata of version 1.0, and on no page.
    Source {
        collector: Collector::ProviderConstraints,
        subject: Subject::ServiceProvider,
        form: Form::Object,
        path: "/policies/crossTenantAccessPolicy/partners/{}/serviceProviderConstraints",
        scopes: &["Policy.Read.All"],
        roles: POLICY_READERS,
        is_undocumented: true,
        ..BASE
    },
    // "List users". One user comes along, since no page is
    // smaller; the total is what counts.
    Source {
        collector: Collector::SkuUsers,
        subject: Subject::Sku,
        form: Form::Count,
        path: "/users?$filter=assignedLicenses/any(s:s/skuId eq {})&$count=true&$top=1&$select=id",
        scopes: &["User.Read.All", DIRECTORY],
        is_advanced: true,
        ..BASE
    },
    // "List appRoleAssignments granted to a service principal".
    Source {
        collector: Collector::AppPermissions,
        subject: Subject::App,
        path: "/servicePrincipals/{}/appRoleAssignments",
        scopes: &["Application.Read.All", DIRECTORY],
        units: 2,
        ..BASE
    },
    // "List users".
    Source {
        collector: Collector::Guests,
        subject: Subject::Domain,
        path: "/users?$filter=userType eq 'Guest' and endswith(mail,'@{}')&$count=true&$top=999&$select=id,displayName,mail,userPrincipalName,accountEnabled,createdDateTime",
        scopes: &["User.Read.All", DIRECTORY],
        is_advanced: true,
        ..BASE
    },
    // "List users"; `in` takes 15 values.
    Source {
        collector: Collector::Administrators,
        subject: Subject::Administrators,
        path: "/users?$filter=id in ({})&$select=id,displayName,userPrincipalName,accountEnabled,userType,onPremisesSyncEnabled",
        scopes: &["User.Read.All", DIRECTORY],
        ..BASE
    },
    // "Get crossTenantAccessPolicyConfigurationDefault".
    Source {
        collector: Collector::DefaultTrust,
        form: Form::Object,
        path: "/policies/crossTenantAccessPolicy/default?$select=inboundTrust",
        scopes: &["Policy.Read.All"],
        roles: POLICY_READERS,
        ..BASE
    },
    // "List servicePrincipals"; the ids are those of "GDAP frequently asked questions" and of
    // "Microsoft-led transition from DAP to GDAP".
    Source {
        collector: Collector::GdapApps,
        path: "/servicePrincipals?$filter=appId in ('2832473f-ec63-45fb-976f-5d45a7d4bb91','a3475900-ccec-4a69-98f5-a65cd5dc5306','b39d63e7-7fa3-4b2b-94ea-ee256fdb8c2f')&$select=id,appId,displayName,appOwnerOrganizationId,accountEnabled,servicePrincipalType",
        scopes: &["Application.Read.All", DIRECTORY],
        ..BASE
    },
    // "Get identitySecurityDefaultsEnforcementPolicy".
    Source {
        collector: Collector::SecurityDefaults,
        form: Form::Object,
        path: "/policies/identitySecurityDefaultsEnforcementPolicy?$select=isEnabled",
        scopes: &["Policy.Read.All"],
        roles: POLICY_READERS,
        ..BASE
    },
    // "List policies" of conditionalAccessRoot.
    Source {
        collector: Collector::ConditionalAccess,
        workload: Workload::ConditionalAccess,
        path: "/identity/conditionalAccess/policies?$select=id,displayName,state,conditions,grantControls",
        scopes: &["Policy.Read.All"],
        roles: POLICY_READERS,
        licence: ENTRA_P1,
        ..BASE
    },
    // "List signIns" of the beta, since version 1.0 knows neither service providers nor what nobody typed
    // a password for, which is most of what a partner does.
    Source {
        collector: Collector::SignIns,
        version: Version::Beta,
        workload: Workload::Reports,
        path: "/auditLogs/signIns?$filter=createdDateTime ge {from} and crossTenantAccessType eq 'serviceProvider' and signInEventTypes/any(t:t eq 'interactiveUser' or t eq 'nonInteractiveUser')&$top=1000&$select=id,createdDateTime,homeTenantId,status",
        scopes: &["AuditLog.Read.All"],
        roles: LOG_READERS,
        licence: ENTRA_P1,
        most_pages: 10,
        ..BASE
    },
    // "List signIns": how far back the log goes depends on when a licence was bought, so it is asked.
    Source {
        collector: Collector::OldestSignIn,
        workload: Workload::Reports,
        form: Form::First,
        path: "/auditLogs/signIns?$orderby=createdDateTime asc&$top=1&$select=id,createdDateTime",
        scopes: &["AuditLog.Read.All"],
        roles: LOG_READERS,
        licence: ENTRA_P1,
        ..BASE
    },
    // "List directoryAudits", with the activities of "Microsoft Entra audit log categories and
    // activities". The clouds are those that its page names.
    Source {
        collector: Collector::PartnerChanges,
        workload: Workload::Reports,
        path: "/auditLogs/directoryAudits?$filter=activityDateTime ge {from} and (activityDisplayName eq 'Add partner to company' or activityDisplayName eq 'Remove partner from company' or activityDisplayName eq 'Set Partnership' or activityDisplayName eq 'Demote partner' or activityDisplayName eq 'Add a partner to cross-tenant access setting' or activityDisplayName eq 'Update a partner cross-tenant access setting' or activityDisplayName eq 'Delete partner specific cross-tenant access setting' or activityDisplayName eq 'Add allowed assignable roles' or activityDisplayName eq 'Delete allowed assignable roles')",
        scopes: &["AuditLog.Read.All", DIRECTORY],
        roles: LOG_READERS,
        clouds: &["global", "usgov", "dod"],
        most_pages: 10,
        ..BASE
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_one_line_for_each_in_their_order() {
        for (collector, source) in Collector::ALL.into_iter().zip(&SOURCES) {
            assert_eq!(source.collector, collector);
            assert_eq!(collector.source(), source);
            assert!(!source.scopes.is_empty() && source.most_pages > 0 && source.units > 0);
            // What isn't about the tenant names its subject, and getByIds does so in its body.
            let names_subject = source.path.contains("{}");
            let is_post = collector == Collector::ForeignPrincipals;
            assert_eq!(
                names_subject,
                source.subject != Subject::Tenant && !is_post,
                "{collector:?}"
            );
            assert!(!source.path.contains(['"', '\\', '#']), "{collector:?}");
        }
    }

    #[test]
    fn advanced_queries_are_marked() {
        for source in &SOURCES {
            let is_advanced = source.path.contains("$count") || source.path.contains("endswith(");
            assert_eq!(source.is_advanced, is_advanced, "{:?}", source.collector);
        }
    }

    #[test]
    fn logs_and_conditional_access_have_limits_of_their_own() {
        for source in &SOURCES {
            let expected = match source.path {
                path if path.starts_with("/auditLogs/") => Workload::Reports,
                path if path.starts_with("/identity/conditionalAccess/") => {
                    Workload::ConditionalAccess
                }
                _ => Workload::Directory,
            };
            assert_eq!(source.workload, expected, "{:?}", source.collector);
            // A batch has one version.
            let is_v1 = source.version == Version::V1;
            assert!(is_v1 || source.workload != Workload::Directory, "{:?}", source.collector);
        }
    }
}
