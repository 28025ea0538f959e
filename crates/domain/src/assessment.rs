//! The outcome of judging evidence: levels, findings, and what is not known.

use crate::{
    Date, Observation, PartnerId, Relationship, RelationshipId, RuleId, Standing, Timestamp,
};
use serde::{Deserialize, Serialize};

/// How much harm could come through an access. From `None` on, a later one is worse. `Unknown`
/// stands aside of that order: [`Level::worse`] says how it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing was found, and some of what the page could decide hasn't been seen.
    Unknown,
    /// Everything that the page can decide was decided, and nothing was found.
    None,
    /// Worth knowing.
    Low,
    /// Worth acting on at the next review.
    Medium,
    /// Worth acting on soon.
    High,
    /// Worth acting on now.
    Critical,
}

impl Level {
    /// All of them, the worst first: the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Unknown, Self::None];

    /// The worse of two. Not knowing is worse than knowing that there is nothing, and never hides
    /// what was found.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if other.severity() > self.severity() { other } else { self }
    }

    /// How bad it is: a higher number is worse, as [`Level::worse`] has it.
    #[must_use]
    pub const fn severity(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Unknown => 1,
            Self::Low => 2,
            Self::Medium => 3,
            Self::High => 4,
            Self::Critical => 5,
        }
    }

    /// The name in data, as serde writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// Something a sentence about a finding or a fact needs; formatted by whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    /// Words from the page, cleaned.
    Text(String),
    /// A number of things.
    Count(u32),
    /// A day.
    Date(Date),
    /// Names in a row, for example of roles.
    List(Vec<String>),
}

/// What a fact states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// Roles that are held.
    Roles,
    /// Roles that exist but aren't named.
    HiddenRoles,
    /// The role authorization.
    Authorization,
    /// The partner type.
    PartnerType,
    /// The relationship's name.
    Name,
    /// The last day.
    End,
    /// The status.
    Status,
    /// A number of relationships.
    Relationships,
    /// A number of distinct roles.
    DistinctRoles,
}

/// One fact that led to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it states.
    pub kind: FactKind,
    /// The stated value.
    pub value: Argument,
    /// Where and when it was seen: how to check it by hand follows from the place.
    pub seen: Observation,
}

/// A rule that applies, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleId,
    /// How bad.
    pub level: Level,
    /// The relationship it is about, where it is about one.
    pub relationship: Option<RelationshipId>,
    /// What its sentence needs, in the order of the placeholders `$1`, `$2`, …; which ones a rule
    /// gives is said at each [`RuleId`].
    pub arguments: Vec<Argument>,
    /// What led to it. Never empty.
    pub facts: Vec<Fact>,
}

/// What it would take to decide a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Open the relationship's own page: the list cuts its roles off or doesn't show them.
    DetailPage,
    /// Show the rest of the partner's relationships: expand the group, scroll, clear filters.
    RestOfList,
    /// A column, such as a date or a status, that this view of the page doesn't have or that
    /// couldn't be read.
    PageColumn,
    /// A role name that this version doesn't recognise.
    KnownRoleName,
    /// The page's own data, which isn't shown.
    PageData,
    /// Microsoft Graph.
    Graph,
    /// A record of reviews.
    ReviewRecord,
    /// An earlier snapshot to compare with.
    EarlierSnapshot,
}

/// A rule that couldn't be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// Which rule.
    pub rule: RuleId,
    /// What it would take.
    pub need: Need,
    /// The relationship it is about, where it is about one.
    pub relationship: Option<RelationshipId>,
}

/// How many of the rules that apply were decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Rules decided, either way.
    pub decided: u16,
    /// Rules that apply.
    pub rules: u16,
}

/// One relationship, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipAssessment {
    /// Its id.
    pub id: RelationshipId,
    /// Whether it gives access at all.
    pub standing: Standing,
    /// Its access level: the worst of its findings. For one that is pending it is the level that it
    /// would have.
    pub level: Level,
    /// Worst first.
    pub findings: Vec<Finding>,
    /// In the order of the rules.
    pub unknowns: Vec<Unknown>,
    /// Of the rules about a single relationship.
    pub coverage: Coverage,
    /// What was judged.
    pub relationship: Relationship,
}

/// One partner, judged over all its relationships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerAssessment {
    /// Its id.
    pub id: PartnerId,
    /// Its name as the page shows it, cleaned.
    pub name: String,
    /// Its access level: the worst of its findings and of those of its relationships that aren't
    /// pending.
    pub level: Level,
    /// All findings, its own and those of its relationships that aren't pending, worst first.
    pub findings: Vec<Finding>,
    /// All rules not decided, in the order of the rules: a rule is here once for the partner, and
    /// once for each relationship, not pending, for which it isn't decided.
    pub unknowns: Vec<Unknown>,
    /// Of all rules: a rule counts once, and as decided when it's decided for every relationship
    /// or has fired for one.
    pub coverage: Coverage,
    /// Whether more than one partner of this name is on the page.
    pub shares_name: bool,
    /// How many relationships the page says there are, where that is more than were seen.
    pub listed: Option<u32>,
    /// Those in force first, then pending, then ended; each worst first.
    pub relationships: Vec<RelationshipAssessment>,
}

/// A whole tenant, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The version of the rule set.
    pub rule_set: u32,
    /// As of when.
    pub assessed_at: Timestamp,
    /// The organisation as the page names it.
    pub organization: Option<String>,
    /// Worst first, then by name.
    pub partners: Vec<PartnerAssessment>,
}

/// Limits that are the product's own and can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// More distinct roles than this over a partner's active relationships are many.
    pub many_roles: u32,
    /// More days than this to the expiry of an active relationship are a long term.
    pub long_term_days: u32,
    /// An expiry within this many days is soon.
    pub expires_soon_days: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { many_roles: 8, long_term_days: 365, expires_soon_days: 30 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_worse_than_none_and_hides_nothing() {
        use Level::{Critical, High, Low, Medium, None, Unknown};
        for (a, b, worse) in [
            (None, None, None),
            (None, Unknown, Unknown),
            (Unknown, Low, Low),
            (Unknown, Critical, Critical),
            (Low, None, Low),
            (Medium, High, High),
        ] {
            assert_eq!((a.worse(b), b.worse(a)), (worse, worse), "{a:?} {b:?}");
        }
        for pair in Level::ALL.windows(2) {
            assert_eq!(pair[0].worse(pair[1]), pair[0]);
        }
        for level in Level::ALL {
            let text = serde_json::to_string(&level).unwrap();
            assert_eq!(text, format!("\"{}\"", level.as_str()));
        }
    }
}
