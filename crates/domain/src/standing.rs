//! Whether a relationship is in force, as far as the page tells.

use crate::{Date, Relationship, Status};
use serde::{Deserialize, Serialize};

/// Whether a relationship gives access now. Ordered as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It gives access, or may: also while it is being set up or ended, and when its status isn't
    /// known.
    InForce,
    /// It was asked for and not approved: it would give access.
    Pending,
    /// It gives no access any more.
    Ended,
}

impl Standing {
    /// The name in data, as serde writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Pending => "pending",
            Self::Ended => "ended",
        }
    }
}

impl Relationship {
    /// Where it stands on `today`, in UTC.
    ///
    /// A status always wins over a date: one that says active with a last day in the past may be a
    /// renewal that the list doesn't show yet, and counts as in force. Where there is no status, the
    /// last day decides, and one day more is allowed for viewers whose day ends after UTC's.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        match &self.status {
            Some(Status::Expired | Status::Terminated) => Standing::Ended,
            Some(Status::ApprovalPending) => Standing::Pending,
            Some(
                Status::Active
                | Status::Expiring
                | Status::Activating
                | Status::Terminating
                | Status::Other(_),
            ) => Standing::InForce,
            None if self.end.is_some_and(|end| end.days_until(today) > 1) => Standing::Ended,
            None => Standing::InForce,
        }
    }
}
