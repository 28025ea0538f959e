//! What the logs say: who signed in, and what changed. Shapes are those of Graph's metadata; each type
//! names its resource there.

use crate::item::Item;
use domain::Timestamp;
use protocol::json_object;

/// Sign-ins of service providers of one tenant, counted: `signIn` of the beta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIns {
    /// The service provider's tenant; none where the log doesn't say.
    pub tenant: Option<String>,
    /// How many there were.
    pub count: u32,
    /// How many of them failed.
    pub failed: u32,
    /// The first.
    pub first: Timestamp,
    /// The last.
    pub last: Timestamp,
    /// The last that succeeded.
    pub last_success: Option<Timestamp>,
}

/// A change that concerns partners: `directoryAudit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What, as the log words it, always in English.
    pub activity: String,
    /// `success`, `failure` or what Graph will think of.
    pub result: Option<String>,
    /// The user who did it: the user principal name, or else the display name or id.
    pub by_user: Option<String>,
    /// The app that did it: its name, or else its id.
    pub by_app: Option<String>,
    /// The other tenant, where the log says which.
    pub tenant: Option<String>,
    /// What it was done to, by name where there is one and by id otherwise.
    pub targets: Vec<String>,
}

impl SignIns {
    /// Counts a sign-in.
    pub(crate) fn count(all: &mut Vec<Self>, item: &Item<'_>) -> Option<()> {
        let at = item.needed(item.time("createdDateTime"))?;
        let tenant = item.id("homeTenantId");
        // Without an error number nobody knows how it ended.
        let error = item.object("status").and_then(|status| status.number("errorCode"));
        let known = all.iter_mut().position(|known| known.tenant == tenant);
        let known = known.unwrap_or_else(|| {
            let (first, last) = (at, at);
            all.push(Self { tenant, count: 0, failed: 0, first, last, last_success: None });
            all.len() - 1
        });
        let counted = &mut all[known];
        counted.count += 1;
        counted.first = counted.first.min(at);
        counted.last = counted.last.max(at);
        match error {
            Some(0) => counted.last_success = counted.last_success.max(Some(at)),
            Some(_) => counted.failed += 1,
            None => {}
        }
        Some(())
    }
}

impl Change {
    pub(crate) fn read(item: &Item<'_>) -> Option<Self> {
        let by = item.object("initiatedBy");
        let user = by.as_ref().and_then(|by| by.object("user"));
        let app = by.as_ref().and_then(|by| by.object("app"));
        let targets = item.objects("targetResources");
        Some(Self {
            id: item.needed(item.text("id"))?,
            at: item.needed(item.time("activityDateTime"))?,
            activity: item.needed(item.text("activityDisplayName"))?,
            result: item.text("result"),
            by_user: named(user.as_ref(), &["userPrincipalName", "displayName", "id"]),
            by_app: named(app.as_ref(), &["displayName", "appId", "servicePrincipalId"]),
            tenant: targets.iter().find_map(tenant),
            targets: targets
                .iter()
                .filter_map(|target| named(Some(target), &["displayName", "id"]))
                .collect(),
        })
    }
}

/// The first of these that isn't empty.
fn named(item: Option<&Item<'_>>, names: &[&str]) -> Option<String> {
    let item = item?;
    names.iter().find_map(|name| item.text(name).filter(|text| !text.is_empty()))
}

/// The tenant that a changed object is about: the property `tenantId`, whose value is JSON in a text.
fn tenant(target: &Item<'_>) -> Option<String> {
    let properties = target.objects("modifiedProperties");
    properties.iter().find_map(|property| {
        let is_it = property.text("displayName")?.eq_ignore_ascii_case("tenantId");
        let value = |name: &str| {
            let value = property.text(name)?;
            let value = value.trim_matches(['"', '[', ']', ' ']);
            crate::address::is_guid(value).then(|| value.to_ascii_lowercase())
        };
        if is_it { value("newValue").or_else(|| value("oldValue")) } else { None }
    })
}

json_object!(SignIns {
    "tenant" => tenant,
    "count" => count,
    "failed" => failed,
    "first" => first,
    "last" => last,
    "last_success" => last_success,
});
json_object!(Change {
    "id" => id,
    "at" => at,
    "activity" => activity,
    "result" => result,
    "by_user" => by_user,
    "by_app" => by_app,
    "tenant" => tenant,
    "targets" => targets,
});
