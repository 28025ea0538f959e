//! Between the panel and the worker.

use crate::{json_kinds, json_object, session::Session};
use domain::{
    Coverage, Level, PartnerAssessment, PartnerId, RelationshipAssessment, Timestamp,
    assessment::Finding,
};

/// What the panel asks.
#[derive(Debug, Clone, PartialEq)]
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
    /// Who is signed in. Answered by [`PanelResponse::Session`].
    Session {},
    /// Open a sign-in window, for an account that is known or for whichever the person chooses.
    /// Answered at once by [`PanelResponse::Session`]; how it ended is told by
    /// [`PanelPush::Session`].
    SignIn {
        /// The account's id.
        account: Option<String>,
    },
    /// Forget an account, here. Answered by [`PanelResponse::Session`].
    SignOut {
        /// Its id.
        account: String,
    },
    /// End the session at Microsoft of the account that was signed out last, in a window. Answered
    /// as [`PanelRequest::SignIn`] is.
    EndSession {},
    /// Use this account where more than one would do. Answered by [`PanelResponse::Session`].
    Choose {
        /// Its id.
        account: String,
    },
    /// Use this app registration; an empty one takes the person's own away. Answered by
    /// [`PanelResponse::Session`].
    Register {
        /// Its id.
        client: String,
    },
}

json_kinds!(PanelRequest {
    "overview" => Overview {},
    "partner" => Partner { "id" => id },
    "close" => Close {},
    "session" => Session {},
    "sign-in" => SignIn { "account" => account },
    "sign-out" => SignOut { "account" => account },
    "end-session" => EndSession {},
    "choose" => Choose { "account" => account },
    "register" => Register { "client" => client },
});

/// What the worker answers to the panel.
#[derive(Debug, Clone, PartialEq)]
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
    /// To whatever is about signing in.
    Session(Session),
}

json_kinds!(PanelResponse {
    "overview" => Overview(overview),
    "partner" => Partner { "view" => view },
    "done" => Done {},
    "session" => Session(session),
});

/// A tenant at a glance.
#[derive(Debug, Clone, PartialEq)]
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

json_object!(Overview {
    "organization" => organization,
    "page" => page,
    "readAt" => read_at,
    "partners" => partners,
    "first" => first,
    "unknowns" => unknowns,
    "coverage" => coverage,
    "unrecognised" => unrecognised,
});

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
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

json_kinds!(PageState {
    "not-open" => NotOpen {},
    "loading" => Loading { "since" => since },
    "list" => List { "read" => read, "total" => total },
    "empty" => Empty {},
    "denied" => Denied { "message" => message },
    "failed" => Failed { "message" => message },
    "detail" => Detail {},
    "invitation" => Invitation { "request" => request },
    "unrecognised" => Unrecognised { "report" => report },
});

/// A partner in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
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

json_object!(PartnerSummary {
    "id" => id,
    "name" => name,
    "level" => level,
    "coverage" => coverage,
    "findings" => findings,
    "active" => active,
    "ended" => ended,
    "roles" => roles,
    "nextEnd" => next_end,
    "reseller" => reseller,
    "sharesName" => shares_name,
    "onPage" => on_page,
    "seenAt" => seen_at,
});

/// A finding with its partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerFinding {
    /// Whose.
    pub partner: PartnerId,
    /// Its name, cleaned.
    pub name: String,
    /// What.
    pub finding: Finding,
}

json_object!(PartnerFinding { "partner" => partner, "name" => name, "finding" => finding });

/// Rules that lack the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSummary {
    /// What it would take.
    pub need: domain::assessment::Need,
    /// Which rules, each once.
    pub rules: Vec<domain::RuleId>,
    /// For how many partners.
    pub partners: u32,
}

json_object!(UnknownSummary { "need" => need, "rules" => rules, "partners" => partners });

/// One partner in full.
#[derive(Debug, Clone, PartialEq, Eq)]
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

json_object!(PartnerView {
    "organization" => organization,
    "assessment" => assessment,
    "onPage" => on_page,
    "seenAt" => seen_at,
});

/// What the worker tells every panel unasked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PanelPush {
    /// What a panel of this tab shows may be out of date.
    Changed {
        /// The tab.
        tab: i32,
    },
    /// Who is signed in may have changed.
    Session {},
}

json_kinds!(PanelPush { "changed" => Changed { "tab" => tab }, "session-changed" => Session {} });
