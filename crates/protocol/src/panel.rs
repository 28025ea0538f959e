//! Between the panel and the worker.

use crate::kinds_from_json;
use domain::{
    Coverage, Level, PartnerAssessment, PartnerId, RelationshipAssessment, Timestamp,
    assessment::Finding,
};
use serde::{Deserialize, Serialize};

/// What the panel asks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PanelRequest {
    /// The state of the tab it is docked in, or of the tab read last. Answered by
    /// [`PanelResponse::Overview`].
    Overview {},
    /// One partner in full. Answered by [`PanelResponse::Partner`].
    Partner {
        /// Which.
        id: PartnerId,
    },
    /// Close the docked panel. Answered by [`PanelResponse::Done`].
    Close {},
}

kinds_from_json!(PanelRequest {
    "overview" => Overview {},
    "partner" => Partner { "id" => id },
    "close" => Close {},
});

/// What the worker answers to the panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum PanelResponse {
    /// To [`PanelRequest::Overview`].
    Overview(Overview),
    /// To [`PanelRequest::Partner`].
    Partner {
        /// The partner; `None` when this tenant has no such one.
        view: Option<Box<PartnerView>>,
    },
    /// To a request that needs no answer but "it is done".
    Done {},
}

/// A tenant at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Overview {
    /// The organisation as the page names it; `None` where it names none.
    pub organization: Option<String>,
    /// What the page shows now.
    pub page: PageState,
    /// When the page was last read; `None` before it was.
    pub read_at: Option<Timestamp>,
    /// Every partner, worst first.
    pub partners: Vec<PartnerSummary>,
    /// What to look at first: the worst findings over all partners, at most five.
    pub first: Vec<PartnerFinding>,
    /// What isn't known, over all partners, most common first.
    pub unknowns: Vec<UnknownSummary>,
    /// Summed over all partners.
    pub coverage: Coverage,
    /// Roles, types, statuses and dates on the page that weren't recognised, as they stand.
    pub unrecognised: Vec<String>,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum PageState {
    /// No Partner relationships page has been seen.
    NotOpen {},
    /// It says that it's loading.
    Loading {
        /// Since when.
        since: Timestamp,
    },
    /// The list.
    List {
        /// How many relationships were read in this stay on the page.
        read: u32,
        /// How many the page says there are, where it says so.
        total: Option<u32>,
    },
    /// The list is there and has no rows.
    Empty {},
    /// The page says that the admin may not see the list.
    Denied {
        /// In its own words.
        message: String,
    },
    /// The page says that it couldn't get its data, or that its session is over.
    Failed {
        /// In its own words.
        message: String,
    },
    /// The page of one relationship.
    Detail {},
    /// The page that asks the admin to approve roles.
    Invitation {
        /// The request, judged as if it were approved.
        request: Box<RelationshipAssessment>,
    },
    /// Neither of these.
    Unrecognised {
        /// A text to copy, without tenant data.
        report: String,
    },
}

/// A partner in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerSummary {
    /// Its id.
    pub id: PartnerId,
    /// Its name, cleaned.
    pub name: String,
    /// Its access level.
    pub level: Level,
    /// Of all rules.
    pub coverage: Coverage,
    /// Findings with a level above none.
    pub findings: u32,
    /// Its active relationships.
    pub active: u32,
    /// Its ended relationships.
    pub ended: u32,
    /// Distinct roles over its active relationships.
    pub roles: u32,
    /// The earliest expiry among its active relationships.
    pub next_end: Option<domain::Date>,
    /// Whether it is a reseller of any kind.
    pub reseller: bool,
    /// Whether more than one partner has this name.
    pub shares_name: bool,
    /// Whether this stay on the page has shown it; if not, a filter may hide it.
    pub on_page: bool,
    /// When it was last seen.
    pub seen_at: Timestamp,
}

/// A finding with its partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerFinding {
    /// Whose.
    pub partner: PartnerId,
    /// Its name, cleaned.
    pub name: String,
    /// What.
    pub finding: Finding,
}

/// Rules that lack the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnknownSummary {
    /// What it would take.
    pub need: domain::assessment::Need,
    /// Which rules, each once.
    pub rules: Vec<domain::RuleId>,
    /// For how many partners.
    pub partners: u32,
}

/// One partner in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerView {
    /// The organisation it is a partner of, as the page names it.
    pub organization: Option<String>,
    /// The judgement.
    pub assessment: PartnerAssessment,
    /// Whether this stay on the page has shown it.
    pub on_page: bool,
    /// When it was last seen.
    pub seen_at: Timestamp,
}

/// What the worker tells every panel unasked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum PanelPush {
    /// What a panel of this tab shows may be out of date.
    Changed {
        /// The tab.
        tab: i32,
    },
}
