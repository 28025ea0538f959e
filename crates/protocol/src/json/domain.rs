//! Reading the types of `domain`, as they are stored.

use crate::{
    json::{FromJson, Json, Mismatch},
    kinds_from_json, object_from_json,
};
use domain::{
    Authorization, Date, Observation, PartnerId, PartnerType, Place, Relationship, RoleHeld,
    RoleList, Status, Tier, Timestamp, evidence::PartnerGroup, role::RoleId,
};

impl FromJson for Date {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        Self::parse(json.text()?).ok_or_else(|| Mismatch::not("a date"))
    }
}

impl FromJson for Timestamp {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        Self::parse(json.text()?).ok_or_else(|| Mismatch::not("a time"))
    }
}

impl FromJson for RoleId {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        Self::parse(json.text()?).ok_or_else(|| Mismatch::not("a role's id"))
    }
}

impl FromJson for PartnerId {
    fn from_json(json: &Json) -> Result<Self, Mismatch> {
        String::from_json(json).map(Self::from_text)
    }
}

kinds_from_json!(Tier { "page" => Page, "page-data" => PageData, "graph" => Graph });
kinds_from_json!(Place { "list" => List, "detail" => Detail, "invitation" => Invitation });
kinds_from_json!(PartnerType {
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
kinds_from_json!(Authorization {
    "dap" => Dap,
    "gdap" => Gdap,
    "none" => None,
    "other" => Other(text),
});
kinds_from_json!(Status {
    "approval-pending" => ApprovalPending,
    "activating" => Activating,
    "active" => Active,
    "expiring" => Expiring,
    "expired" => Expired,
    "terminating" => Terminating,
    "terminated" => Terminated,
    "other" => Other(text),
});

object_from_json!(Observation { "tier" => tier, "place" => place, "at" => at });
object_from_json!(RoleHeld { "id" => id, "name" => name });
object_from_json!(RoleList { "named" => named, "hidden" => hidden, "read" => read });
object_from_json!(PartnerGroup {
    "partner" => partner,
    "count" => count,
    "shares_name" => shares_name,
    "at" => at,
});
object_from_json!(Relationship {
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
