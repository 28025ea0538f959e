//! On whose word a rule stands.

use crate::RuleId;

/// On whose word a rule stands: official guidance, or the product's own judgement.
///
/// No control of CIS or CISA is named, because neither has one about partners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Authority {
    /// The key in the locale files of the sentence that says who says what.
    pub key: &'static str,
    /// The official page; `None` where the rule is the product's own.
    pub url: Option<&'static str>,
}

const OWN: Authority = Authority { key: "authority_own", url: None };
const DAP_REVIEW: Authority = Authority {
    key: "authority_dap_review",
    url: Some("https://learn.microsoft.com/microsoft-365/commerce/review-partner-admin-privileges"),
};
const LEAST_PRIVILEGE: Authority = Authority {
    key: "authority_least_privilege",
    url: Some("https://learn.microsoft.com/partner-center/gdap-least-privileged-roles-by-task"),
};
const PRIVILEGED_ROLES: Authority = Authority {
    key: "authority_privileged_roles",
    url: Some(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions",
    ),
};
const ROLE_REFERENCE: Authority = Authority {
    key: "authority_role_reference",
    url: Some(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
    ),
};
const TRANSITION: Authority = Authority {
    key: "authority_microsoft_led_transition",
    url: Some("https://learn.microsoft.com/partner-center/gdap-microsoft-led-transition"),
};
const CUSTOMER_SECURITY: Authority = Authority {
    key: "authority_customer_security",
    url: Some(
        "https://learn.microsoft.com/partner-center/security/customer-security-best-practices",
    ),
};
const AUTO_EXTEND: Authority = Authority {
    key: "authority_auto_extend",
    url: Some(
        "https://learn.microsoft.com/partner-center/expiring-gdap-relationships-and-auto-extend-gdap",
    ),
};
const EXPIRY_MAILS: Authority = Authority {
    key: "authority_expiry_mails",
    url: Some("https://learn.microsoft.com/partner-center/gdap-expiring-notifications"),
};
const MANAGE_PARTNERS: Authority = Authority {
    key: "authority_manage_partners",
    url: Some("https://learn.microsoft.com/microsoft-365/commerce/manage-partners"),
};
const GDAP_FAQ: Authority = Authority {
    key: "authority_gdap_faq",
    url: Some("https://learn.microsoft.com/partner-center/gdap-faq"),
};
const ACTIVITY_LOGS: Authority = Authority {
    key: "authority_activity_logs",
    url: Some("https://learn.microsoft.com/partner-center/gdap-activity-logs"),
};

impl RuleId {
    /// On whose word the rule stands.
    #[must_use]
    pub const fn authority(self) -> Authority {
        match self {
            Self::DapPresent => DAP_REVIEW,
            Self::GdapGlobalAdmin => LEAST_PRIVILEGE,
            Self::ControlPlaneRole | Self::PrivilegedRole | Self::PrivilegedReader => {
                PRIVILEGED_ROLES
            }
            Self::HiddenSupportRole => ROLE_REFERENCE,
            Self::MltLeftover => TRANSITION,
            Self::Unrecognised
            | Self::NeverReviewed
            | Self::ReviewOverdue
            | Self::NoRecentSignIn
            | Self::MfaNotCovered
            | Self::MfaExcluded
            | Self::PartnerApp
            | Self::PartnerGuest => CUSTOMER_SECURITY,
            Self::AutoExtend => AUTO_EXTEND,
            Self::ExpiresSoon => EXPIRY_MAILS,
            Self::SeveralRelationships => MANAGE_PARTNERS,
            Self::ResellerOnly => GDAP_FAQ,
            Self::Ended => ACTIVITY_LOGS,
            Self::ManyRoles
            | Self::LongTerm
            | Self::NotOnPage
            | Self::ForeignRoleHolder
            | Self::NewPartner
            | Self::RolesWidened
            | Self::MicrosoftSupport => OWN,
        }
    }
}
