#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod assessment;
pub mod clock;
pub mod evidence;
pub mod order;
pub mod role;
pub mod rules;
pub mod search;
pub mod summary;

mod identity;
mod judge;
mod relationship;
mod role_table;
mod sighting;
mod standing;

pub use crate::{
    assessment::{
        Assessment, Coverage, Finding, Level, PartnerAssessment, RelationshipAssessment, Unknown,
    },
    clock::{Date, Timestamp},
    evidence::Evidence,
    identity::{PartnerId, RelationshipId},
    judge::{assess, assess_partner, assess_relationship},
    relationship::{
        Authorization, Observation, PartnerType, Place, Relationship, RoleHeld, RoleList, Status,
        Tier,
    },
    rules::RuleId,
    standing::Standing,
};
