//! Badges and small pictures. A level is told by its word, its shape and its colour, so that none
//! of them is needed.

use crate::{drawing::Drawing, keys};
use domain::Level;

/// The class that gives an element the colours of a level.
fn class(level: Level) -> &'static str {
    match level {
        Level::Critical => "of-critical",
        Level::High => "of-high",
        Level::Medium => "of-medium",
        Level::Low => "of-low",
        Level::None => "of-none",
        Level::Unknown => "of-unknown",
    }
}

/// The shape of a level, as on the badges in the page: diamond, triangle, square, disc, dash, ring.
pub(crate) fn shape(page: &mut Drawing<'_>, level: Level) {
    let path = match level {
        Level::Critical => "M6 0l6 6-6 6-6-6z",
        Level::High => "M6 .8l6 10.4H0z",
        Level::Medium => "M1.2 1.2h9.6v9.6H1.2z",
        Level::Low => "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z",
        Level::None => "M1 4.6h10v2.8H1z",
        Level::Unknown => {
            "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 2.4a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2z"
        }
    };
    page.open("svg.shape[viewBox=0 0 12 12][aria-hidden=true]");
    page.open("path");
    page.with("d", path);
    page.close();
    page.close();
}

/// Gives the open element the class `class` and the colours of a level.
pub(crate) fn colour(page: &mut Drawing<'_>, class: &str, level: Level) {
    page.with("class", &[class, " ", self::class(level)].concat());
}

/// A level as a badge.
pub(crate) fn badge(page: &mut Drawing<'_>, level: Level) {
    labelled(page, level, keys::level(level));
}

/// A badge with a word of its own: the text under `key`.
pub(crate) fn labelled(page: &mut Drawing<'_>, level: Level, key: &str) {
    page.open("span");
    colour(page, "badge", level);
    page.with("data-level", level.as_str());
    shape(page, level);
    page.word(key);
    page.close();
}

/// A picture on a control; the control says in words what it does.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    Detach,
    Close,
    Back,
    Person,
    Copy,
    Warning,
    Problem,
    Done,
}

impl Icon {
    pub(crate) fn view(self, page: &mut Drawing<'_>) {
        let (class, path) = match self {
            Self::Detach => ("icon", "M9 2h5v5M14 2L8 8M6 3H3v10h10v-3"),
            Self::Close => ("icon", "M3 3l10 10M13 3L3 13"),
            Self::Back => ("icon turns", "M10 3L5 8l5 5"),
            Self::Person => ("icon", "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-6 11-6 11 0"),
            Self::Copy => ("icon", "M6 5h7v9H6zM10 5V2H3v9h3"),
            Self::Warning => ("icon", "M8 1.8l6.7 12H1.3zM8 6.2v3.6M8 11.7v.2"),
            Self::Problem => (
                "icon",
                "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
            ),
            Self::Done => {
                ("icon", "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5 8.2l2.1 2.1L11 6.2")
            }
        };
        page.open("svg[viewBox=0 0 16 16][aria-hidden=true]");
        page.with("class", class);
        page.open("path");
        page.with("d", path);
        page.close();
        page.close();
    }
}
