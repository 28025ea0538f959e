//! Elements made by functions. `html!` writes out the making of each element where it stands; where a
//! view has many that are alike, that makes it three times as large.

use crate::words::Words;
use yew::{
    Html,
    virtual_dom::{VList, VTag, VText},
};

/// An element. An attribute with an empty value is left out. What may be missing among the children
/// leaves its place empty, so that the others keep theirs.
pub(crate) fn element(
    tag: &'static str,
    attributes: &[(&'static str, &str)],
    children: Vec<Html>,
) -> Html {
    let mut made = VTag::new(tag);
    for (name, value) in attributes {
        if !value.is_empty() {
            made.add_attribute(name, (*value).to_owned());
        }
    }
    if let Some(inner) = made.children_mut() {
        *inner = VList::from(children).into();
    }
    made.into()
}

/// A text.
pub(crate) fn text(content: impl Into<String>) -> Html {
    VText::new(content.into()).into()
}

/// An element that says the text under `key`.
pub(crate) fn say(words: &Words, tag: &'static str, class: &str, key: &str) -> Html {
    element(tag, &[("class", class)], vec![text(words.get(key))])
}

/// The title of a view. It takes the focus when the view is new.
pub(crate) fn title(words: &Words, key: &str) -> Html {
    let attributes = [("id", "view-title"), ("tabindex", "-1")];
    element("h2", &attributes, vec![text(words.get(key))])
}

/// What there is to do, side by side.
pub(crate) fn actions(children: Vec<Html>) -> Html {
    element("div", &[("class", "actions")], children)
}

/// A link within the panel.
pub(crate) fn link(words: &Words, class: &str, part: &str, to: &str, key: &str) -> Html {
    let attributes = [("class", class), ("data-part", part), ("href", to)];
    element("a", &attributes, vec![text(words.get(key))])
}

/// A link that opens a tab of its own, and says so to those who can't see it.
pub(crate) fn outward(words: &Words, class: &str, part: &str, to: &str, key: &str) -> Html {
    let attributes = [
        ("class", class),
        ("data-part", part),
        ("href", to),
        ("target", "_blank"),
        ("rel", "noopener noreferrer"),
    ];
    let unseen = say(words, "span", "unseen", "opens_new_tab");
    element("a", &attributes, vec![text(words.get(key)), text(" "), unseen])
}
