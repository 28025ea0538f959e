//! Microsoft's clouds, by the host names that this simulator answers for.
//!
//! Public source: learn.microsoft.com, "National clouds and Microsoft Graph" and "Microsoft Entra
//! authentication and national clouds".

/// One cloud with its own tenants' tokens; a token of one is worth nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cloud {
    /// The public one.
    Global,
    /// US Government; L4 and L5 share the sign-in host.
    UsGovernment,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Global, Self::UsGovernment, Self::China];

    /// The host that people sign in at.
    pub(crate) fn login_host(self) -> &'static str {
        match self {
            Self::Global => "login.microsoftonline.com",
            Self::UsGovernment => "login.microsoftonline.us",
            Self::China => "login.partner.microsoftonline.cn",
        }
    }

    /// The hosts of Microsoft Graph; the first is the one that discovery names.
    pub(crate) fn graph_hosts(self) -> &'static [&'static str] {
        match self {
            Self::Global => &["graph.microsoft.com"],
            Self::UsGovernment => &["graph.microsoft.us", "dod-graph.microsoft.us"],
            Self::China => &["microsoftgraph.chinacloudapi.cn"],
        }
    }

    /// The names that instance discovery calls the same, the one for caches first.
    pub(crate) fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Global => &[
                "login.windows.net",
                "login.microsoftonline.com",
                "login.microsoft.com",
                "sts.windows.net",
            ],
            Self::UsGovernment => &["login.microsoftonline.us", "login.usgovcloudapi.net"],
            Self::China => &["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
        }
    }

    /// The cloud whose sign-in host has this name.
    pub(crate) fn of_login_host(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.login_host() == name)
    }

    /// The cloud whose Graph has this host name.
    pub(crate) fn of_graph_host(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.graph_hosts().contains(&name))
    }
}
