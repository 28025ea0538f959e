//! Between the content script and the worker. The content script is plain JavaScript; its half of
//! these shapes is typed in `tests/types/content.d.ts`.

use crate::{json_kinds, json_object};
use domain::{Level, PartnerId};

/// What the content script asks.
#[derive(Debug, Clone, PartialEq)]
pub enum ContentRequest {
    /// It woke up on the Partner relationships page. Answered by [`ContentResponse::Welcome`].
    Hello {},
    /// What it sees. Answered by [`ContentResponse::Paint`].
    Facts(PageFacts),
    /// The admin moved or resized something of ours. Answered by [`ContentResponse::Done`].
    Layout(Layout),
}

json_kinds!(ContentRequest {
    "hello" => Hello {},
    "facts" => Facts(facts),
    "layout" => Layout(layout),
});

/// What the page shows, as far as the content script has not told it before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Names one stay on the route; a new one starts with each arrival.
    pub reading: String,
    /// The route in the fragment, from `#`, with ids as they stand.
    pub route: String,
    /// The language of the page as it declares it, for example `en-US`.
    pub language: String,
    /// Text above the title, where the page names the organisation.
    pub organization: Option<String>,
    /// The title (first heading of level 1).
    pub title: Option<String>,
    /// Whether the page says that it is loading.
    pub busy: bool,
    /// Whether nothing has changed for long enough to judge what isn't there.
    pub settled: bool,
    /// Texts of alerts and status messages, and of the main area where there is no table.
    pub notices: Vec<String>,
    /// The tables on the page.
    pub tables: Vec<TableFacts>,
    /// Headings with what follows them, tables left out.
    pub blocks: Vec<BlockFacts>,
}

json_object!(PageFacts {
    "reading" => reading,
    "route" => route,
    "language" => language,
    "organization" => organization,
    "title" => title,
    "busy" => busy,
    "settled" => settled,
    "notices" => notices,
    "tables" => tables,
    "blocks" => blocks,
});

/// A table, by its ARIA roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableFacts {
    /// Names the table within the page while it stands.
    pub id: u32,
    /// The nearest heading before it, or its label.
    pub caption: Option<String>,
    /// The texts of its column headers, in order; an empty one stands for a column without text.
    pub headers: Vec<String>,
    /// How many rows it says there are, headers included (`aria-rowcount`).
    pub row_count: Option<u32>,
    /// Rows not told before, each group row before its rows.
    pub rows: Vec<RowFacts>,
}

json_object!(TableFacts {
    "id" => id,
    "caption" => caption,
    "headers" => headers,
    "rowCount" => row_count,
    "rows" => rows,
});

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFacts {
    /// Whether this is a group row.
    pub is_group: bool,
    /// The text of the group row above it; `None` in a table without groups.
    pub group: Option<String>,
    /// The texts of its cells by column index; a group row has one.
    pub cells: Vec<String>,
    /// Only on a group row: another group row of this table has the same text before its count.
    pub shares_name: bool,
}

json_object!(RowFacts {
    "isGroup" => is_group,
    "group" => group,
    "cells" => cells,
    "sharesName" => shares_name,
});

/// A heading with what follows it up to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockFacts {
    /// The heading's text; empty for what stands before the first heading.
    pub heading: String,
    /// 1 for the page's title, 2 for every other heading, 0 before the first.
    pub level: u8,
    /// The lines of text below it.
    pub lines: Vec<LineFacts>,
}

json_object!(BlockFacts { "heading" => heading, "level" => level, "lines" => lines });

/// A line of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFacts {
    /// The text.
    pub text: String,
    /// Whether it stands in a link or a button.
    pub control: bool,
}

json_object!(LineFacts { "text" => text, "control" => control });

/// Where our elements are on the page; kept for all tabs. Whole numbers: others would
/// bring tables of several kB into the worker, and a pixel is exact enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether the panel is open.
    pub open: bool,
    /// The panel's width in CSS pixels.
    pub width: u32,
    /// The launcher's distance from the top, in thousandths of the window's height.
    pub launcher: u32,
    /// The panel's offset from the docked place while it floats, in CSS pixels.
    pub float: [i32; 2],
}

json_object!(Layout {
    "open" => open,
    "width" => width,
    "launcher" => launcher,
    "float" => float,
});

impl Default for Layout {
    fn default() -> Self {
        Self { open: false, width: 420, launcher: 400, float: [0, 0] }
    }
}

/// What the worker answers to the content script.
#[derive(Debug, Clone, PartialEq)]
pub enum ContentResponse {
    /// To [`ContentRequest::Hello`].
    Welcome {
        /// Where things were left.
        layout: Layout,
        /// Words for what the content script draws by itself.
        words: Words,
    },
    /// To [`ContentRequest::Facts`].
    Paint(Paint),
    /// To a request that needs no answer but "it is done".
    Done {},
}

json_kinds!(ContentResponse {
    "welcome" => Welcome { "layout" => layout, "words" => words },
    "paint" => Paint(paint),
    "done" => Done {},
});

/// The words for what the content script draws by itself, in the viewer's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Accessible name of the launcher.
    pub launcher: String,
    /// Accessible name of the panel.
    pub panel: String,
    /// Accessible name of the edge that resizes the panel.
    pub resize: String,
    /// Accessible name of the handle that moves the floating panel.
    pub drag: String,
}

json_object!(Words {
    "launcher" => launcher,
    "panel" => panel,
    "resize" => resize,
    "drag" => drag,
});

/// What to paint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paint {
    /// One for each table of the facts, in their order.
    pub tables: Vec<TablePaint>,
    /// For the page's title: the partner of a detail page, the request of an invitation.
    pub title: Option<Badge>,
    /// A sentence to show beside the launcher; `None` takes an earlier one away.
    pub notice: Option<String>,
}

json_object!(Paint { "tables" => tables, "title" => title, "notice" => notice });

/// What to paint into a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TablePaint {
    /// The same as in the facts.
    pub id: u32,
    /// Whether this is a list of partners. If not, its rows need not be sent again.
    pub recognised: bool,
    /// The column whose cell takes the badge of a plain row.
    pub column: u32,
    /// One for each row of the facts, in their order; `None` gets no badge.
    pub rows: Vec<Option<Badge>>,
}

json_object!(TablePaint {
    "id" => id,
    "recognised" => recognised,
    "column" => column,
    "rows" => rows,
});

/// A badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Which partner a press opens.
    pub partner: PartnerId,
    /// Its level; becomes `data-level`.
    pub level: Level,
    /// "7/21"; becomes `data-coverage`.
    pub coverage: String,
    /// The word on it.
    pub label: String,
    /// Its accessible name.
    pub name: String,
}

json_object!(Badge {
    "partner" => partner,
    "level" => level,
    "coverage" => coverage,
    "label" => label,
    "name" => name,
});

/// What the worker tells the content script unasked.
#[derive(Debug, Clone, PartialEq)]
pub enum ContentPush {
    /// Open the panel if it is closed, close it if it is open.
    TogglePanel {},
    /// Close the panel.
    ClosePanel {},
    /// Tell everything again: what was answered no longer holds.
    Repaint {},
}

json_kinds!(ContentPush {
    "toggle-panel" => TogglePanel {},
    "close-panel" => ClosePanel {},
    "repaint" => Repaint {},
});
