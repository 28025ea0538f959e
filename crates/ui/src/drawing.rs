//! Drawing a view, element by element. `html!` writes out the making of each element where it stands;
//! with calls instead, all the views together are half as large.

use crate::{route::Route, words::Words};
use std::{mem, rc::Rc};
use yew::{
    AttrValue, Callback, Component, Event, Html,
    html::Scope,
    virtual_dom::{Key, Listener, ListenerKind, VList, VTag, VText},
};

/// A view that is being drawn. What is drawn goes into the element that was opened last.
pub(crate) struct Drawing<'a> {
    pub(crate) words: &'a Words,
    /// The open elements, each with what was drawn beside it before.
    open: Vec<(VTag, Vec<Html>)>,
    drawn: Vec<Html>,
}

impl<'a> Drawing<'a> {
    pub(crate) fn new(words: &'a Words) -> Self {
        Self { words, open: Vec::new(), drawn: Vec::new() }
    }

    /// What was drawn, with every element closed.
    #[inline(never)]
    pub(crate) fn done(mut self) -> Html {
        while !self.open.is_empty() {
            self.close();
        }
        match self.drawn.pop() {
            Some(only) if self.drawn.is_empty() => only,
            last => {
                self.drawn.extend(last);
                VList::from(self.drawn).into()
            }
        }
    }

    /// Opens an element. `shape` is its tag, then its classes after a dot, then attributes in brackets:
    /// `a.tool wide[target=_blank]`. An attribute without a value is one that is true.
    #[inline(never)]
    pub(crate) fn open(&mut self, shape: &'static str) {
        let mut parts = shape.split('[');
        let first = parts.next().unwrap_or_default();
        let (tag, class) = first.split_once('.').unwrap_or((first, ""));
        let mut made = VTag::new(tag);
        if !class.is_empty() {
            made.add_attribute("class", class);
        }
        for part in parts {
            let part = part.strip_suffix(']').unwrap_or(part);
            let (name, value) = part.split_once('=').unwrap_or((part, part));
            made.add_attribute(name, value);
        }
        self.open.push((made, mem::take(&mut self.drawn)));
    }

    /// Closes the element that was opened last.
    #[inline(never)]
    pub(crate) fn close(&mut self) {
        let Some((mut made, beside)) = self.open.pop() else { return };
        let within = mem::replace(&mut self.drawn, beside);
        if let Some(children) = made.children_mut() {
            *children = VList::from(within).into();
        }
        self.drawn.push(made.into());
    }

    /// The element that was opened last, for what else it has.
    pub(crate) fn tag(&mut self) -> Option<&mut VTag> {
        self.open.last_mut().map(|(made, _)| made)
    }

    /// Gives the open element an attribute.
    #[inline(never)]
    pub(crate) fn with(&mut self, name: &'static str, value: &str) {
        if let Some(made) = self.tag() {
            made.add_attribute(name, AttrValue::Rc(Rc::from(value)));
        }
    }

    /// Gives the open element an attribute, unless its value is empty.
    #[inline(never)]
    pub(crate) fn with_any(&mut self, name: &'static str, value: &str) {
        if !value.is_empty() {
            self.with(name, value);
        }
    }

    /// Tells the open element from those beside it, however they are ordered.
    pub(crate) fn key(&mut self, key: &str) {
        if let Some(made) = self.tag() {
            made.key = Some(Key::from(key));
        }
    }

    /// Listens on the open element.
    #[inline(never)]
    pub(crate) fn on(&mut self, on: On, heard: Callback<Event>) {
        if let Some(made) = self.tag() {
            made.add_listener(Rc::new(Heard { on, heard }));
        }
    }

    /// A text.
    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        self.drawn.push(VText::new(AttrValue::Rc(Rc::from(text))).into());
    }

    /// The text under `key`.
    #[inline(never)]
    pub(crate) fn word(&mut self, key: &str) {
        self.text(&self.words.get(key));
    }

    /// An element with a text.
    #[inline(never)]
    pub(crate) fn line(&mut self, shape: &'static str, text: &str) {
        self.open(shape);
        self.text(text);
        self.close();
    }

    /// An element that says the text under `key`.
    #[inline(never)]
    pub(crate) fn say(&mut self, shape: &'static str, key: &str) {
        self.line(shape, &self.words.get(key));
    }

    /// An element that says the text under `key`, if `there`; otherwise it leaves its place empty.
    #[inline(never)]
    pub(crate) fn say_if(&mut self, there: bool, shape: &'static str, key: &str) {
        if there { self.say(shape, key) } else { self.gap() }
    }

    /// Leaves the place of what may be here empty, so that what stands beside it keeps its own.
    pub(crate) fn gap(&mut self) {
        self.put(Html::default());
    }

    /// What was drawn elsewhere.
    #[inline(never)]
    pub(crate) fn put(&mut self, drawn: Html) {
        self.drawn.push(drawn);
    }

    /// The title of a view. It takes the focus when the view is new.
    pub(crate) fn title(&mut self, key: &str) {
        self.say("h2[id=view-title][tabindex=-1]", key);
    }

    /// A link within the panel; `part` is its name for scripts.
    #[inline(never)]
    pub(crate) fn link(&mut self, class: &str, part: &str, to: &Route, key: &str) {
        self.open("a");
        self.with_any("class", class);
        self.with("data-part", part);
        self.with("href", &to.fragment());
        self.word(key);
        self.close();
    }

    /// A link that opens a tab of its own, and says so to those who can't see it.
    #[inline(never)]
    pub(crate) fn outward(&mut self, class: &str, part: &str, to: &str, key: &str) {
        self.open("a[target=_blank][rel=noopener noreferrer]");
        self.with_any("class", class);
        self.with("data-part", part);
        self.with("href", to);
        self.word(key);
        self.text(" ");
        self.say("span.unseen", "opens_new_tab");
        self.close();
    }

    /// A button that shows `more` of what is left, where something is left.
    #[inline(never)]
    pub(crate) fn more(&mut self, left: usize, step: usize, more: Callback<Event>) {
        if left == 0 {
            return self.gap();
        }
        self.open("button.button more[type=button]");
        self.on(On::Click, more);
        self.text(&self.words.with("show_more", &[&left.min(step).to_string()]));
        self.close();
    }
}

/// What happens to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Click,
    Change,
    Input,
    KeyDown,
    Submit,
}

struct Heard {
    on: On,
    heard: Callback<Event>,
}

impl Listener for Heard {
    fn kind(&self) -> ListenerKind {
        match self.on {
            On::Click => ListenerKind::onclick,
            On::Change => ListenerKind::onchange,
            On::Input => ListenerKind::oninput,
            On::KeyDown => ListenerKind::onkeydown,
            On::Submit => ListenerKind::onsubmit,
        }
    }

    fn handle(&self, event: Event) {
        self.heard.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

/// Sends a component the message that `message` makes of an event.
pub(crate) fn send<C: Component>(
    link: &Scope<C>,
    message: fn(Event) -> C::Message,
) -> Callback<Event> {
    link.callback(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::english;

    fn check_shape(shape: &'static str, tag: &str, attributes: &[(&str, &str)]) {
        let words = english();
        let mut page = Drawing::new(&words);
        page.open(shape);
        let Html::VTag(made) = page.done() else { panic!("{shape} is one element") };
        assert_eq!(made.tag(), tag, "{shape}");
        assert_eq!(made.attributes.iter().collect::<Vec<_>>(), attributes, "{shape}");
    }

    #[test]
    fn shapes_are_tags_with_classes_and_attributes() {
        check_shape("p", "p", &[]);
        check_shape("span.small flag", "span", &[("class", "small flag")]);
        check_shape("option[value=]", "option", &[("value", "")]);
        check_shape("form[novalidate]", "form", &[("novalidate", "novalidate")]);
        check_shape(
            "a.tool[href=https://admin.example/?a=b#/c.d][rel=noopener noreferrer]",
            "a",
            &[
                ("class", "tool"),
                ("href", "https://admin.example/?a=b#/c.d"),
                ("rel", "noopener noreferrer"),
            ],
        );
    }

    /// How many places there are within what is drawn.
    fn places(drawn: &Html) -> usize {
        match drawn {
            Html::VTag(made) => made.children().map_or(0, places),
            Html::VList(list) => list.len(),
            _ => 0,
        }
    }

    #[test]
    fn what_is_missing_keeps_its_place() {
        let words = english();
        for there in [true, false] {
            let mut page = Drawing::new(&words);
            page.open("div");
            page.say_if(there, "p", "advice");
            page.open("ul");
            page.line("li", "a");
            page.close();
            page.more(0, 20, Callback::noop());
            let drawn = page.done();
            assert!(matches!(drawn, Html::VTag(_)), "every element is closed");
            assert_eq!(places(&drawn), 3, "{there}");
        }
    }
}
