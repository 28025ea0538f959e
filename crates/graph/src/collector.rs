//! What there is to read, by name.

use crate::source::{SOURCES, Source};
use protocol::json_kinds;

/// A version of Graph's interface, which is the first segment of each path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// What is supported.
    V1,
    /// What may change: asked only for what the other doesn't have.
    Beta,
}

impl Version {
    /// As it stands in a path.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

/// What shares a limit of Graph's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    /// Directory objects and all else that isn't named below. These may share a batch.
    Directory,
    /// Sign-in and audit logs.
    Reports,
    /// Conditional Access.
    ConditionalAccess,
}

json_kinds!(Workload {
    "directory" => Directory,
    "reports" => Reports,
    "conditional-access" => ConditionalAccess,
});

macro_rules! collectors {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What there is to read. Its name stays as it is from version to version.
        ///
        /// The order is that in which reads of one wave go: those that others wait for come first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Collector {
            $($(#[$doc])* $variant,)*
        }

        impl Collector {
            /// All of them, in order.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// The name in data.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        json_kinds!(Collector { $($name => $variant),* });
    };
}

collectors! {
    /// The tenant and its verified domains.
    Organization = "organization";
    /// Who asks.
    Me = "me";
    /// The directory roles of who asks, those by way of a group included.
    MyRoles = "my-roles";
    /// Other tenants that cross-tenant access is configured for, and which of them are service
    /// providers.
    CrossTenantPartners = "cross-tenant-partners";
    /// Who holds which directory role, and from which tenant.
    RoleAssignments = "role-assignments";
    /// Members of the roles that a partner may hold without a role assignment that says so.
    RoleMembers = "role-members";
    /// Subscriptions, and the partner's tenant that created each.
    Subscriptions = "subscriptions";
    /// Licences, and how many are assigned.
    Skus = "skus";
    /// What partners' tenants are called.
    TenantNames = "tenant-names";
    /// Apps here that a partner's tenant owns.
    PartnerApps = "partner-apps";
    /// The roles that other tenants' principals stand for.
    ForeignPrincipals = "foreign-principals";
    /// Roles that a service provider may hold at most.
    ProviderConstraints = "provider-constraints";
    /// How many users hold a licence.
    SkuUsers = "sku-users";
    /// What an app of a partner's may do without a user.
    AppPermissions = "app-permissions";
    /// Guests of a partner's domain.
    Guests = "guests";
    /// Our own holders of Global Administrator, and whether they can sign in.
    Administrators = "administrators";
    /// What is trusted of tenants that aren't configured by themselves.
    DefaultTrust = "default-trust";
    /// The apps of Microsoft's that are here if and only if there is or was GDAP.
    GdapApps = "gdap-apps";
    /// Whether security defaults are on.
    SecurityDefaults = "security-defaults";
    /// Conditional Access policies.
    ConditionalAccess = "conditional-access";
    /// Sign-ins of service providers.
    SignIns = "sign-ins";
    /// The oldest sign-in that there is a record of.
    OldestSignIn = "oldest-sign-in";
    /// Changes of partners, with their dates.
    PartnerChanges = "partner-changes";
}

impl Collector {
    /// Its line of the table.
    #[must_use]
    pub fn source(self) -> &'static Source {
        // The table has the order of the enum, which a test holds.
        &SOURCES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names = Collector::ALL.map(Collector::name);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
