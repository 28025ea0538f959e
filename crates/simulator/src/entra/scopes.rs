//! Scopes of a request: which there are, and who may grant them.

use crate::entra::cloud::Cloud;
use crate::entra::refusal::Refusal;

/// What OpenID Connect adds to a sign-in; these need no consent of their own here.
const OF_OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// The scopes of Graph that people may grant for themselves, of those that matter here
/// (learn.microsoft.com, "Microsoft Graph permissions reference").
const WITHOUT_ADMIN: [&str; 2] = ["User.Read", "User.ReadBasic.All"];

/// The scope for all that is registered for the client.
pub(crate) const DEFAULT: &str = ".default";

/// The scopes of one request, without the address of Graph, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a list divided by spaces.
    ///
    /// # Errors
    /// If a scope is malformed or of another resource than this cloud's Graph.
    pub(crate) fn parse(text: &str, cloud: Cloud) -> Result<Self, Refusal> {
        let mut scopes = Self::default();
        for full in text.split_ascii_whitespace() {
            let name = match full.strip_prefix("https://") {
                None => full,
                Some(rest) => match rest.split_once('/') {
                    Some((host, name)) if cloud.graph_hosts().contains(&host) => name,
                    _ => return Err(Refusal::unknown_resource(full)),
                },
            };
            let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "._-".contains(sign);
            if name.is_empty() || !name.chars().all(is_plain) {
                return Err(Refusal::invalid_scope(full));
            }
            scopes.add(name);
        }
        Ok(scopes)
    }

    pub(crate) fn add(&mut self, name: &str) {
        if !self.has(name) {
            self.0.push(name.to_owned());
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|scope| scope.eq_ignore_ascii_case(name))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Those of Graph, which need consent; a sign-in that names none gets `User.Read`.
    pub(crate) fn of_graph(&self) -> Self {
        let is_of_openid = |scope: &str| OF_OPENID.iter().any(|of| of.eq_ignore_ascii_case(scope));
        let named: Vec<String> =
            self.0.iter().filter(|scope| !is_of_openid(scope)).cloned().collect();
        if named.is_empty() { Self(vec!["User.Read".to_owned()]) } else { Self(named) }
    }

    /// These without those that a test holds for.
    pub(crate) fn without(&self, test: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|scope| !test(scope)).cloned().collect())
    }

    /// Whether one of them takes an administrator.
    pub(crate) fn need_admin(&self) -> bool {
        let is_open = |scope: &str| {
            let open = OF_OPENID.iter().chain(&WITHOUT_ADMIN);
            open.into_iter().any(|of| of.eq_ignore_ascii_case(scope))
        };
        !self.iter().all(is_open)
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_with_and_without_the_address_of_graph() {
        let check = |text: &str, cloud: Cloud, expected: Result<&str, u32>| {
            let read = Scopes::parse(text, cloud);
            let read = read.map(|scopes| scopes.to_string()).map_err(|refusal| refusal.code);
            assert_eq!(read, expected.map(str::to_owned), "{text}");
        };
        check("openid  User.Read openid", Cloud::Global, Ok("openid User.Read"));
        check("https://graph.microsoft.com/User.Read user.read", Cloud::Global, Ok("User.Read"));
        check("https://dod-graph.microsoft.us/User.Read", Cloud::UsGovernment, Ok("User.Read"));
        check("https://graph.microsoft.us/User.Read", Cloud::Global, Err(500_011));
        check("https://vault.azure.net/.default", Cloud::Global, Err(500_011));
        check("User<Read", Cloud::Global, Err(70011));
    }

    #[test]
    fn only_reading_oneself_takes_no_administrator() {
        let check = |text: &str, needs: bool| {
            let scopes = Scopes::parse(text, Cloud::Global);
            assert_eq!(scopes.map(|scopes| scopes.need_admin()).ok(), Some(needs), "{text}");
        };
        check("openid profile offline_access User.Read", false);
        check("User.Read Directory.Read.All", true);
        check(".default", true);
    }
}
