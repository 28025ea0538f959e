//! The risk rules, version 1: one file per family. An id never changes its meaning.

mod authority;
mod beyond_page;
mod legacy;
mod roles;
mod standing;
mod subject;
mod term;

pub use crate::rules::authority::Authority;
pub(crate) use crate::rules::subject::{PartnerSubject, Subject};

use crate::{Finding, assessment::Need};
use serde::{Deserialize, Serialize};

/// The version of the rule set, written into every assessment.
pub const RULE_SET: u32 = 1;

/// What a rule says of its subject.
#[derive(Debug)]
pub(crate) enum Ruling {
    /// Decided: it doesn't apply.
    Clear,
    /// Decided: it applies.
    Fires(Finding),
    /// Not decided, for want of this.
    Unknown(Need),
}

impl Ruling {
    /// Clear, unless something is needed to say so.
    fn clear_unless(need: Option<Need>) -> Self {
        need.map_or(Self::Clear, Self::Unknown)
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A single relationship.
    Relationship,
    /// A partner with all its relationships, or the tenant as far as it concerns the partner.
    Partner,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, $scope:ident;)*) => {
        /// A rule of the rule set. Of each rule that the page can decide, the arguments of its
        /// finding are given: a *label* is the relationship's name, or the partner's where it has
        /// none.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum RuleId {
            $($(#[$doc])* $variant,)*
        }

        impl RuleId {
            /// Every rule, in the order of the rule set.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// The id as the rule set and serde write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }

            /// What the rule is about.
            #[must_use]
            pub const fn scope(self) -> Scope {
                match self {
                    $(Self::$variant => Scope::$scope,)*
                }
            }
        }
    };
}

rules! {
    /// Legacy delegated admin privileges are in force. Arguments: label; names of roles, none if the
    /// page showed none.
    DapPresent = "dap-present", Relationship;
    /// An active relationship holds Global Administrator. Arguments: label; names of roles; last day,
    /// where it is known.
    GdapGlobalAdmin = "gdap-global-admin", Relationship;
    /// An active relationship holds a role that leads to control of the tenant. Arguments: label;
    /// names of roles.
    ControlPlaneRole = "control-plane-role", Relationship;
    /// An active relationship holds another role that Microsoft labels privileged. Arguments: label;
    /// names of roles.
    PrivilegedRole = "privileged-role", Relationship;
    /// An active relationship holds a role that is labelled privileged and only reads. Arguments:
    /// label; names of roles.
    PrivilegedReader = "privileged-reader", Relationship;
    /// Partner Tier1 or Tier2 Support is held by anyone.
    HiddenSupportRole = "hidden-support-role", Partner;
    /// Many distinct roles over a partner's active relationships. Arguments: partner; number of
    /// distinct roles that are certain, of which there may be more; the number above which they are
    /// many.
    ManyRoles = "many-roles", Partner;
    /// A relationship of the Microsoft-led transition is still active. Arguments: its name.
    MltLeftover = "mlt-leftover", Relationship;
    /// The admin doesn't recognise the partner.
    Unrecognised = "unrecognised", Partner;
    /// No review on record.
    NeverReviewed = "never-reviewed", Partner;
    /// The last review is long ago.
    ReviewOverdue = "review-overdue", Partner;
    /// Auto-extend is on.
    AutoExtend = "auto-extend", Relationship;
    /// A long time to expiry. Arguments: label; days left; last day.
    LongTerm = "long-term", Relationship;
    /// Expiry is near. Arguments: label; days left, 0 on the last day; last day.
    ExpiresSoon = "expires-soon", Relationship;
    /// More than one active relationship with the same partner. Arguments: partner; number of them
    /// that were seen.
    SeveralRelationships = "several-relationships", Partner;
    /// Graph knows of access that the page doesn't list.
    NotOnPage = "not-on-page", Partner;
    /// A role is held from an unknown tenant.
    ForeignRoleHolder = "foreign-role-holder", Partner;
    /// No sign-in in the log window.
    NoRecentSignIn = "no-recent-sign-in", Partner;
    /// Nothing requires MFA of service provider users.
    MfaNotCovered = "mfa-not-covered", Partner;
    /// A policy excludes service provider users.
    MfaExcluded = "mfa-excluded", Partner;
    /// The partner's tenant owns an app here.
    PartnerApp = "partner-app", Partner;
    /// Guests of the partner's domains.
    PartnerGuest = "partner-guest", Partner;
    /// Not in the previous snapshot.
    NewPartner = "new-partner", Partner;
    /// Roles gained since the previous snapshot.
    RolesWidened = "roles-widened", Partner;
    /// A commerce relationship without roles. Arguments: partner.
    ResellerOnly = "reseller-only", Relationship;
    /// Over, and still listed. Arguments: label; last day, where it is known.
    Ended = "ended", Relationship;
    /// Microsoft's support tenant. Arguments: partner.
    MicrosoftSupport = "microsoft-support", Partner;
}

impl RuleId {
    /// The key of the rule's texts in the locale files.
    #[must_use]
    pub fn message_key(self) -> String {
        format!("rule_{}", self.as_str().replace('-', "_"))
    }

    /// Whether the page alone can decide the rule *and* the rule can raise a level: if such a rule
    /// isn't decided, nothing found isn't the same as nothing there.
    #[must_use]
    pub const fn bears_on_level_of_page(self) -> bool {
        matches!(
            self,
            Self::DapPresent
                | Self::GdapGlobalAdmin
                | Self::ControlPlaneRole
                | Self::PrivilegedRole
                | Self::PrivilegedReader
                | Self::ManyRoles
                | Self::MltLeftover
                | Self::LongTerm
                | Self::ExpiresSoon
                | Self::SeveralRelationships
                | Self::ResellerOnly
        )
    }

    /// Rules on one relationship. Of a rule about partners it says nothing.
    pub(crate) fn on_relationship(self, subject: &Subject<'_>) -> Option<Ruling> {
        Some(match self {
            Self::DapPresent => legacy::dap_present(subject),
            Self::GdapGlobalAdmin => roles::gdap_global_admin(subject),
            Self::ControlPlaneRole => roles::control_plane_role(subject),
            Self::PrivilegedRole => roles::privileged_role(subject),
            Self::PrivilegedReader => roles::privileged_reader(subject),
            Self::MltLeftover => legacy::mlt_leftover(subject),
            Self::AutoExtend => term::auto_extend(subject),
            Self::LongTerm => term::long_term(subject),
            Self::ExpiresSoon => term::expires_soon(subject),
            Self::ResellerOnly => standing::reseller_only(subject),
            Self::Ended => standing::ended(subject),
            _ => return None,
        })
    }

    /// Rules on a partner. Of a rule about single relationships it says nothing.
    pub(crate) fn on_partner(self, subject: &PartnerSubject<'_>) -> Option<Ruling> {
        match self {
            Self::ManyRoles => Some(roles::many_roles(subject)),
            Self::SeveralRelationships => Some(standing::several_relationships(subject)),
            Self::MicrosoftSupport => Some(standing::microsoft_support(subject)),
            _ => beyond_page::need(self).map(Ruling::Unknown),
        }
    }
}

#[cfg(test)]
mod tests;
