//! The shapes of the types of `domain`.

use crate::{
    json::{FromJson, Json, Reader, ToJson},
    json_kinds, json_object,
};
use domain::{
    Authorization, Coverage, Date, Finding, Level, Observation, PartnerAssessment, PartnerId,
    PartnerType, Place, Relationship, RelationshipAssessment, RelationshipId, RoleHeld, RoleList,
    RuleId, Standing, Status, Tier, Timestamp, Unknown,
    assessment::{Argument, Fact, FactKind, Need},
    evidence::PartnerGroup,
    role::RoleId,
};

/// Of types that are a text: how it is read, and what was expected and what there is if it can't be.
macro_rules! as_text {
    ($($type:ty: $parse:expr, $expected:literal, $otherwise:expr;)*) => {$(
        impl FromJson for $type {
            fn from_json(json: &Json, reader: &mut Reader) -> Self {
                $parse(reader.text(json)).unwrap_or_else(|| {
                    reader.refuse($expected);
                    $otherwise
                })
            }
        }

        impl ToJson for $type {
            fn to_json(&self, out: &mut String) {
                self.to_string().to_json(out);
            }
        }
    )*};
}

as_text! {
    Date: Self::parse, "a date", Timestamp::from_millis(0).date();
    Timestamp: Self::parse, "a time", Self::from_millis(0);
    RoleId: Self::parse, "a role's id", Self::from_u128(0);
}

impl FromJson for RuleId {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        let id = reader.text(json);
        Self::ALL.into_iter().find(|rule| rule.as_str() == id).unwrap_or_else(|| {
            reader.refuse("a rule's id");
            Self::Ended
        })
    }
}

impl ToJson for RuleId {
    fn to_json(&self, out: &mut String) {
        self.as_str().to_json(out);
    }
}

impl FromJson for PartnerId {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        Self::from_text(String::from_json(json, reader))
    }
}

impl ToJson for PartnerId {
    fn to_json(&self, out: &mut String) {
        self.as_str().to_json(out);
    }
}

impl FromJson for RelationshipId {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        Self::from_text(String::from_json(json, reader))
    }
}

impl ToJson for RelationshipId {
    fn to_json(&self, out: &mut String) {
        self.as_str().to_json(out);
    }
}

json_kinds!(Tier { "page" => Page, "page-data" => PageData, "graph" => Graph });
json_kinds!(Place { "list" => List, "detail" => Detail, "invitation" => Invitation });
json_kinds!(PartnerType {
    "granular" => Granular,
    "reseller" => Reseller,
    "indirect-reseller" => IndirectReseller,
    "indirect-provider" => IndirectProvider,
    "advisor" => Advisor,
    "isv" => Isv,
    "line-of-business" => LineOfBusiness,
    "mpsa" => Mpsa,
    "oem" => Oem,
    "partner" => Partner,
    "microsoft-support" => MicrosoftSupport,
    "other" => Other(text),
});
json_kinds!(Authorization {
    "dap" => Dap,
    "gdap" => Gdap,
    "none" => None,
    "other" => Other(text),
});
json_kinds!(Status {
    "approval-pending" => ApprovalPending,
    "activating" => Activating,
    "active" => Active,
    "expiring" => Expiring,
    "expired" => Expired,
    "terminating" => Terminating,
    "terminated" => Terminated,
    "other" => Other(text),
});

json_object!(Observation { "tier" => tier, "place" => place, "at" => at });
json_object!(RoleHeld { "id" => id, "name" => name });
json_object!(RoleList { "named" => named, "hidden" => hidden, "read" => read });
json_object!(PartnerGroup {
    "partner" => partner,
    "count" => count,
    "shares_name" => shares_name,
    "at" => at,
});
json_object!(Relationship {
    "partner" => partner,
    "type" => partner_type,
    "name" => name,
    "authorization" => authorization,
    "roles" => roles,
    "start" => start,
    "end" => end,
    "status" => status,
    "seen" => seen,
});

json_kinds!(Level {
    "unknown" => Unknown,
    "none" => None,
    "low" => Low,
    "medium" => Medium,
    "high" => High,
    "critical" => Critical,
});
json_kinds!(Standing { "in-force" => InForce, "pending" => Pending, "ended" => Ended });
json_kinds!(Argument {
    "text" => Text(text),
    "count" => Count(count),
    "date" => Date(date),
    "list" => List(names),
});
json_kinds!(FactKind {
    "roles" => Roles,
    "hidden-roles" => HiddenRoles,
    "authorization" => Authorization,
    "partner-type" => PartnerType,
    "name" => Name,
    "end" => End,
    "status" => Status,
    "relationships" => Relationships,
    "distinct-roles" => DistinctRoles,
});
json_kinds!(Need {
    "detail-page" => DetailPage,
    "rest-of-list" => RestOfList,
    "page-column" => PageColumn,
    "known-role-name" => KnownRoleName,
    "page-data" => PageData,
    "graph" => Graph,
    "review-record" => ReviewRecord,
    "earlier-snapshot" => EarlierSnapshot,
});

json_object!(Fact { "kind" => kind, "value" => value, "seen" => seen });
json_object!(Finding {
    "rule" => rule,
    "level" => level,
    "relationship" => relationship,
    "arguments" => arguments,
    "facts" => facts,
});
json_object!(Unknown { "rule" => rule, "need" => need, "relationship" => relationship });
json_object!(Coverage { "decided" => decided, "rules" => rules });
json_object!(RelationshipAssessment {
    "id" => id,
    "standing" => standing,
    "level" => level,
    "findings" => findings,
    "unknowns" => unknowns,
    "coverage" => coverage,
    "relationship" => relationship,
});
json_object!(PartnerAssessment {
    "id" => id,
    "name" => name,
    "level" => level,
    "findings" => findings,
    "unknowns" => unknowns,
    "coverage" => coverage,
    "shares_name" => shares_name,
    "listed" => listed,
    "relationships" => relationships,
});
