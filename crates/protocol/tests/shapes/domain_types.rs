//! The types of `domain`, which travel and are stored.

use crate::{arguments, at, check, partner, relationship};
use domain::{
    Authorization, Level, PartnerType, Place, RuleId, Standing, Status, Tier,
    assessment::{FactKind, Need},
    evidence::PartnerGroup,
};
use protocol::{
    envelope::encode,
    json::{FromJson, ToJson},
};
use serde::Serialize;
use std::fmt::Debug;

/// A type of `domain` is written as its `Serialize` does it, to the letter.
fn check_stored<T: FromJson + ToJson + Serialize + PartialEq + Debug>(values: &[T]) {
    for value in values {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(encode(value), json);
        check(value, &serde_json::from_str(&json).unwrap());
    }
}

#[test]
fn types_of_the_domain() {
    check_stored(&[relationship()]);
    check_stored(&[partner()]);
    check_stored(&[PartnerGroup {
        partner: "Wingtip".to_owned(),
        count: Some(2),
        shares_name: false,
        at: at(),
    }]);
    check_stored(&[Tier::Page, Tier::PageData, Tier::Graph]);
    check_stored(&[Place::List, Place::Detail, Place::Invitation]);
    check_stored(&[Standing::InForce, Standing::Pending, Standing::Ended]);
    check_stored(&Level::ALL);
    check_stored(&RuleId::ALL);
    check_stored(&arguments());
    check_stored(&[
        PartnerType::Granular,
        PartnerType::Reseller,
        PartnerType::IndirectReseller,
        PartnerType::IndirectProvider,
        PartnerType::Advisor,
        PartnerType::Isv,
        PartnerType::LineOfBusiness,
        PartnerType::Mpsa,
        PartnerType::Oem,
        PartnerType::Partner,
        PartnerType::MicrosoftSupport,
        PartnerType::Other(String::new()),
    ]);
    check_stored(&[
        Authorization::Dap,
        Authorization::Gdap,
        Authorization::None,
        Authorization::Other("EA".to_owned()),
    ]);
    check_stored(&[
        Status::ApprovalPending,
        Status::Activating,
        Status::Active,
        Status::Expiring,
        Status::Expired,
        Status::Terminating,
        Status::Terminated,
        Status::Other("Paused".to_owned()),
    ]);
    check_stored(&[
        FactKind::Roles,
        FactKind::HiddenRoles,
        FactKind::Authorization,
        FactKind::PartnerType,
        FactKind::Name,
        FactKind::End,
        FactKind::Status,
        FactKind::Relationships,
        FactKind::DistinctRoles,
    ]);
    check_stored(&[
        Need::DetailPage,
        Need::RestOfList,
        Need::PageColumn,
        Need::KnownRoleName,
        Need::PageData,
        Need::Graph,
        Need::ReviewRecord,
        Need::EarlierSnapshot,
    ]);
}
