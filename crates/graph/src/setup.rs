//! What a scan is of.

use crate::{
    outcome::{Gap, Reason, Trace},
    source::Source,
};
use domain::Timestamp;
use protocol::json_object;

/// What a scan is of. It stays as it is while the scan lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The cloud's name: `global`, `usgov`, `dod` or `china`.
    pub cloud: String,
    /// Its host of Graph. Nothing is sent to any other.
    pub host: String,
    /// The tenant's id.
    pub tenant: String,
    /// Scopes that tokens have, as the token endpoint gave them.
    pub granted: Vec<String>,
    /// Ids of partners' tenants that are known from elsewhere.
    pub partners: Vec<String>,
    /// When the scan began. Logs are read from 30 days before that on: they go back no further.
    pub started: Timestamp,
}

impl Setup {
    /// The least of the scopes that are there and will do for `source`.
    pub(crate) fn scope(&self, source: &Source) -> Option<&'static str> {
        let is_granted = |scope: &str| {
            // Some answers name a scope by its whole address.
            let mut names = self.granted.iter().map(|name| name.rsplit('/').next().unwrap_or(name));
            names.any(|name| name.eq_ignore_ascii_case(scope))
        };
        source.scopes.iter().copied().find(|scope| is_granted(scope))
    }

    /// Why nothing can be read of `source` whatever Graph says, if so.
    pub(crate) fn gap(&self, source: &Source) -> Option<Gap> {
        let is_here =
            source.clouds.is_empty() || source.clouds.iter().any(|cloud| *cloud == self.cloud);
        let reason = match (is_here, self.scope(source)) {
            (false, _) => Reason::NotInCloud,
            (true, None) => Reason::NoScope,
            (true, Some(_)) => return None,
        };
        Some(Gap { reason, trace: Trace::default() })
    }
}

json_object!(Setup {
    "cloud" => cloud,
    "host" => host,
    "tenant" => tenant,
    "granted" => granted,
    "partners" => partners,
    "started" => started,
});
