//! A bar that says something about the view as a whole.

use crate::{
    element::{element, text},
    mark::Icon,
};
use yew::Html;

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
    /// What there is to do about it.
    pub(crate) rest: Html,
}

impl Message<'_> {
    pub(crate) fn view(self) -> Html {
        let (class, icon, role) = match self.kind {
            Kind::Warning => ("message of-medium", Icon::Warning, "status"),
            Kind::Problem => ("message of-critical", Icon::Problem, "alert"),
            Kind::Done => ("message of-low", Icon::Done, "status"),
        };
        let mut said = vec![element("p", &[], vec![element("b", &[], vec![text(self.title)])])];
        said.extend(
            self.sentences.into_iter().map(|sentence| element("p", &[], vec![text(sentence)])),
        );
        // Only this is read aloud by itself; what there is to do is found after it.
        let said = element("div", &[("role", role)], said);
        let attributes = [("class", class), ("data-part", self.part), ("data-code", self.code)];
        element(
            "section",
            &attributes,
            vec![icon.view(), element("div", &[], vec![said, self.rest])],
        )
    }
}
