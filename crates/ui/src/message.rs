//! A bar that says something about the view as a whole.

use crate::{drawing::Drawing, mark::Icon};

/// What kind of thing is said. It is told by the picture, the colour and the words, so that none of
/// them is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Warning,
    Problem,
    Done,
}

/// What is said.
pub(crate) struct Message<'a> {
    pub(crate) kind: Kind,
    /// Its name for scripts.
    pub(crate) part: &'static str,
    /// Names the case, for scripts; may be empty.
    pub(crate) code: &'a str,
    pub(crate) title: String,
    pub(crate) sentences: Vec<String>,
}

impl Message<'_> {
    /// Opens it for what there is to do about it.
    #[inline(never)]
    pub(crate) fn open(self, page: &mut Drawing<'_>) {
        let (class, icon, role) = match self.kind {
            Kind::Warning => ("message of-medium", Icon::Warning, "status"),
            Kind::Problem => ("message of-critical", Icon::Problem, "alert"),
            Kind::Done => ("message of-low", Icon::Done, "status"),
        };
        page.open("section");
        page.with("class", class);
        page.with("data-part", self.part);
        page.with_any("data-code", self.code);
        icon.view(page);
        page.open("div");
        // Only this is read aloud by itself; what there is to do is found after it.
        page.open("div");
        page.with("role", role);
        page.open("p");
        page.line("b", &self.title);
        page.close();
        for sentence in &self.sentences {
            page.line("p", sentence);
        }
        page.close();
    }

    /// Closes what was opened.
    pub(crate) fn close(page: &mut Drawing<'_>) {
        page.close();
        page.close();
    }
}
