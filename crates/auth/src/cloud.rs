//! Microsoft's clouds. Each has its own sign-in, its own Graph and its own admin center, and a token
//! of one is worth nothing in another (learn.microsoft.com, "National cloud deployments").

/// One cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cloud {
    /// Its name in settings and redirect paths.
    pub name: &'static str,
    /// The host that people sign in at.
    pub login: &'static str,
    /// Other names of that host, as they appear in issuers.
    pub aliases: &'static [&'static str],
    /// The name under which credentials are kept, as Microsoft's libraries choose it.
    pub environment: &'static str,
    /// The host of Microsoft Graph.
    pub graph: &'static str,
    /// The hosts of the admin center.
    pub admin_centers: &'static [&'static str],
}

/// All clouds that are known. The two of the US government share a sign-in, so which of them a
/// tenant is in can't be told from its token and is said by who installs the extension.
pub const CLOUDS: [Cloud; 4] = [
    Cloud {
        name: "global",
        login: "login.microsoftonline.com",
        aliases: &["login.windows.net", "login.microsoft.com", "sts.windows.net"],
        environment: "login.windows.net",
        graph: "graph.microsoft.com",
        admin_centers: &["admin.microsoft.com", "admin.cloud.microsoft"],
    },
    Cloud {
        name: "usgov",
        login: "login.microsoftonline.us",
        aliases: &["login.usgovcloudapi.net"],
        environment: "login.microsoftonline.us",
        graph: "graph.microsoft.us",
        admin_centers: &["portal.office365.us"],
    },
    Cloud {
        name: "dod",
        login: "login.microsoftonline.us",
        aliases: &["login.usgovcloudapi.net"],
        environment: "login.microsoftonline.us",
        graph: "dod-graph.microsoft.us",
        admin_centers: &["portal.apps.mil"],
    },
    Cloud {
        name: "china",
        login: "login.partner.microsoftonline.cn",
        aliases: &["login.chinacloudapi.cn"],
        environment: "login.partner.microsoftonline.cn",
        graph: "microsoftgraph.chinacloudapi.cn",
        admin_centers: &["portal.partner.microsoftonline.cn"],
    },
];

/// The tenant that all private accounts share; nobody administers it.
pub(crate) const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

impl Cloud {
    /// The cloud called `name`. An unknown one is none: nothing is ever asked of a host that isn't in
    /// the table.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        CLOUDS.iter().find(|cloud| cloud.name == name)
    }

    /// Where the cloud called `name` stands in [`CLOUDS`]; past its end for an unknown one. For a name
    /// that is known at compile time.
    #[must_use]
    pub const fn position(name: &str) -> usize {
        let mut at = 0;
        while at < CLOUDS.len() && !is_same(CLOUDS[at].name.as_bytes(), name.as_bytes()) {
            at += 1;
        }
        at
    }

    /// Whether `issuer` is this cloud's for the tenant `tenant`.
    pub(crate) fn issues(&self, issuer: &str, tenant: &str) -> bool {
        let Some((host, path)) =
            issuer.strip_prefix("https://").and_then(|rest| rest.split_once('/'))
        else {
            return false;
        };
        let path = path.strip_suffix("/v2.0");
        (host == self.login || self.aliases.contains(&host)) && path == Some(tenant)
    }

    /// The address of `endpoint` for `tenant`.
    pub(crate) fn address(&self, tenant: &str, endpoint: &str) -> String {
        ["https://", self.login, "/", tenant, "/", endpoint].concat()
    }
}

/// Comparing slices can't be done at compile time otherwise.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_matched_whole() {
        const TENANT: &str = "3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14";
        let global = Cloud::named("global").unwrap();
        for (issuer, tenant, expected) in [
            (
                "https://login.microsoftonline.com/3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14/v2.0",
                TENANT,
                true,
            ),
            ("https://login.windows.net/3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14/v2.0", TENANT, true),
            (
                "https://login.microsoftonline.us/3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14/v2.0",
                TENANT,
                false,
            ),
            (
                "https://login.microsoftonline.com/3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14/",
                TENANT,
                false,
            ),
            ("https://login.microsoftonline.com/other/v2.0", TENANT, false),
            (
                "http://login.microsoftonline.com/3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14/v2.0",
                TENANT,
                false,
            ),
            (
                "https://login.microsoftonline.com.example/3f1d2a5c-8b1e-4a77-9d50-6c2f7e9b0a14/v2.0",
                TENANT,
                false,
            ),
            ("", TENANT, false),
        ] {
            assert_eq!(global.issues(issuer, tenant), expected, "{issuer}");
        }
    }

    #[test]
    fn names_are_unique_and_unknown_ones_refused() {
        for (at, cloud) in CLOUDS.iter().enumerate() {
            assert_eq!(Cloud::named(cloud.name), Some(&CLOUDS[at]));
            assert_eq!(Cloud::position(cloud.name), at);
        }
        for unknown in ["germany", "globa", "globale", ""] {
            assert_eq!(Cloud::named(unknown), None);
            assert_eq!(Cloud::position(unknown), CLOUDS.len(), "{unknown}");
        }
    }
}
