//! What a page turned out to say.

use domain::{Relationship, evidence::PartnerGroup};

/// What the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// Nothing can be said yet: the page loads, or it hasn't come to rest.
    Loading,
    /// At least one recognised list of partners, or one that is filtered to nothing. It may have no
    /// rows in this reading because all were told before.
    List,
    /// The page says that there are no partners, or its list counts no row besides the header.
    Empty,
    /// The page says that the admin may not see it.
    Denied,
    /// The page says that it couldn't get its data, or that the session is over.
    Failed,
    /// The page of one relationship.
    Detail,
    /// A request to approve roles.
    Invitation,
    /// At rest, and none of the above.
    Unrecognised,
}

/// All that was read from one [`protocol::content::PageFacts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageReading {
    /// What the page is.
    pub state: PageKind,
    /// One for each table of the facts, in their order.
    pub tables: Vec<TableReading>,
    /// The relationship of a detail page; `Some` only with [`PageKind::Detail`].
    pub detail: Option<Relationship>,
    /// The relationship asked for; `Some` only with [`PageKind::Invitation`].
    pub invitation: Option<Relationship>,
    /// How long the relationship asked for would last, in days.
    pub duration_days: Option<u32>,
    /// The organisation as the page names it, cleaned.
    pub organization: Option<String>,
    /// Role names, types, statuses, dates, columns and controls that weren't recognised, cleaned,
    /// each once, the first 50. These are words from the page and may be tenant data: they are for
    /// the admin's eyes, not for a report.
    pub unrecognised: Vec<String>,
    /// A text to copy that says what wasn't recognised without any tenant data. `Some` when the
    /// page or a table of it isn't recognised, or `unrecognised` isn't empty.
    pub report: Option<String>,
}

/// What one table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableReading {
    /// The table's id in the facts.
    pub id: u32,
    /// Whether this is a list of partners.
    pub recognised: bool,
    /// The column whose cell takes the badge of a plain row; 0 where not recognised.
    pub column: u32,
    /// One for each row of the facts, in their order.
    pub rows: Vec<RowReading>,
    /// In a table without group rows, partners whose names differ only in what can't be seen.
    pub lookalikes: Vec<PartnerGroup>,
}

/// What one row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowReading {
    /// A partner with its relationships below.
    Group(PartnerGroup),
    /// A relationship.
    Relationship(Relationship),
    /// Nothing that can be judged: the table isn't recognised, the row is a placeholder, or it
    /// doesn't say whose it is.
    Nothing,
}
