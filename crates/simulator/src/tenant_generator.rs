//! Large tenants from a small description: the same description always gives the same tenant.

use std::collections::HashSet;

use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use crate::tenant::{Address, Partner, PartnerKind, Relationship, Status, Tenant};
use crate::tenant_file::RoleIds;

/// What a tenant file says about the part of it that is made up by rule.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct GeneratedSpec {
    seed: u64,
    /// The moment that dates are laid around.
    #[serde(with = "time::serde::rfc3339")]
    around: OffsetDateTime,
    /// How many relationships are made.
    relationships: usize,
    /// Each pair of a first and a last word names one partner.
    first_words: Vec<String>,
    last_words: Vec<String>,
    purposes: Vec<String>,
    role_sets: Vec<WeightedRoles>,
    statuses: Vec<WeightedStatus>,
    /// How many of a hundred partners are resellers, and have DAP.
    reseller_percent: u64,
    dap_percent: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightedRoles {
    weight: u64,
    roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightedStatus {
    weight: u64,
    status: Status,
}

/// Adds to a tenant what the description asks for.
pub(crate) fn extend(
    tenant: &mut Tenant,
    spec: &GeneratedSpec,
    roles: &RoleIds,
) -> Result<(), String> {
    let mut numbers = Numbers(spec.seed);
    let dap = roles.resolve(&["Global Administrator".into(), "Helpdesk Administrator".into()])?;
    let role_sets: Vec<_> = spec
        .role_sets
        .iter()
        .map(|set| Ok((set.weight, roles.resolve(&set.roles)?)))
        .collect::<Result<_, String>>()?;
    let statuses: Vec<_> = spec.statuses.iter().map(|entry| (entry.weight, entry.status)).collect();

    let first = tenant.partners.len();
    for first_word in &spec.first_words {
        for last_word in &spec.last_words {
            let has_dap = numbers.below(100) < spec.dap_percent;
            let reseller = has_dap || numbers.below(100) < spec.reseller_percent;
            tenant.partners.push(Partner {
                id: numbers.guid(),
                name: format!("{first_word} {last_word}"),
                kind: if reseller { PartnerKind::Reseller } else { PartnerKind::GdapOnly },
                delegated_roles: if has_dap { dap.clone() } else { Vec::new() },
                can_remove_dap: has_dap,
                address: Address::default(),
            });
        }
    }
    let made = tenant.partners.get(first..).unwrap_or_default();
    if made.is_empty() || spec.purposes.is_empty() {
        return Err("A generated tenant needs words for names and purposes.".into());
    }

    let mut names = HashSet::new();
    for index in 0..spec.relationships {
        // Each partner gets one first; the rest falls at random, so that sizes differ.
        let partner = made.get(index).or_else(|| numbers.pick(made)).ok_or("No partner.")?;
        let purpose = numbers.pick(&spec.purposes).ok_or("No purpose.")?;
        let stem = partner.name.replace(' ', "");
        let mut name = format!("{stem}_{purpose}");
        let mut count = 1;
        while !names.insert(name.clone()) {
            count += 1;
            name = format!("{stem}_{purpose}_{count}");
        }
        let roles =
            numbers.weighted(&role_sets).ok_or("The weights of roles add up to nothing.")?;
        let status = *numbers.weighted(&statuses).ok_or("The weights of statuses are nothing.")?;
        let term = term(status, spec.around, &mut numbers)?;
        tenant.relationships.push(Relationship {
            id: format!("{}-{}", numbers.guid(), numbers.guid()),
            partner: partner.id.clone(),
            name,
            roles: roles.clone(),
            start: Some(term.start),
            end: Some(term.end),
            days: (term.end - term.start).whole_days(),
            auto_extend: term.is_open && numbers.below(100) < 15,
            status,
            status_since: term.since,
            revision: 1,
        });
    }
    Ok(())
}

struct Term {
    start: OffsetDateTime,
    end: OffsetDateTime,
    since: Option<OffsetDateTime>,
    is_open: bool,
}

/// Dates that a relationship of this status can have at the given moment.
fn term(status: Status, around: OffsetDateTime, numbers: &mut Numbers) -> Result<Term, String> {
    let days = |count: u64| Duration::days(i64::try_from(count).unwrap_or_default());
    let length = days([90, 180, 365, 730][usize::try_from(numbers.below(4)).unwrap_or_default()]);
    // Whole hours for what lies back, so that no two moments of a day look alike by chance.
    let moment = around - Duration::hours(i64::try_from(numbers.below(10)).unwrap_or_default());
    let minutes_ago = around - Duration::minutes(1 + i64::try_from(numbers.below(9)).unwrap_or(0));
    let whole = u64::try_from(length.whole_days()).unwrap_or(90);
    let (end, since) = match status {
        Status::Active => (moment + days(1 + numbers.below(whole - 1)), None),
        Status::Activating => (around + length, Some(around - Duration::seconds(45))),
        Status::Expiring => (minutes_ago, None),
        // Ended entries stay listed for a year.
        Status::Expired => (moment - days(1 + numbers.below(360)), None),
        Status::Terminating => (moment + days(1 + numbers.below(whole - 1)), Some(minutes_ago)),
        Status::Terminated => {
            let end = moment + days(1 + numbers.below(whole - 1));
            (end, Some(around - days(1).min(end - around)))
        }
        Status::ApprovalPending => {
            return Err("Invitations are written out, not generated.".into());
        }
    };
    Ok(Term { start: end - length, end, since, is_open: status == Status::Active })
}

/// SplitMix64: small, well known, and the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which isn't zero.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(items.len()).ok()?;
        items.get(usize::try_from(self.below(count)).ok()?)
    }

    fn weighted<'a, T>(&mut self, items: &'a [(u64, T)]) -> Option<&'a T> {
        let mut left = self.below(items.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in items {
            if left < *weight {
                return Some(item);
            }
            left -= weight;
        }
        None
    }

    /// A GUID with the marks of version 4.
    fn guid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0xFFF,
            8 | (low >> 62),
            (low >> 48) & 0xFFF,
            low & 0xFFFF_FFFF_FFFF,
        )
    }
}
