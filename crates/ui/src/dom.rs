//! The few things that have to be asked of the document itself.

use crate::route::Route;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, EventTarget, HtmlElement, Window};

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The route in the address.
pub(crate) fn route() -> Route {
    let hash = window().and_then(|window| window.location().hash().ok());
    Route::parse(&hash.unwrap_or_default())
}

/// Goes to a fragment. Inside the page no history entry is made, so that Back stays the page's own.
pub(crate) fn go(fragment: &str, docked: bool) {
    let Some(window) = window() else { return };
    let location = window.location();
    // Neither fails for a fragment.
    let _ = if docked { location.replace(fragment) } else { location.set_hash(fragment) };
}

/// The panel's own address, for its own tab: without the query, which says how it's embedded.
pub(crate) fn own_address(route: &Route) -> String {
    let path = window().and_then(|window| window.location().pathname().ok());
    [path.unwrap_or_default(), route.fragment()].concat()
}

/// Moves the focus to the element of this id; says whether there is one.
pub(crate) fn focus(id: &str) -> bool {
    let found = document().and_then(|document| document.get_element_by_id(id));
    let Some(element) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.focus().is_ok()
}

/// Moves the focus to the element of this id if the panel has the focus and no element of it does:
/// what had it is gone.
pub(crate) fn focus_if_lost(id: &str) {
    let Some(document) = document() else { return };
    let lost = document.active_element().is_none_or(|element| element.tag_name() == "BODY");
    if lost && document.has_focus().unwrap_or_default() {
        focus(id);
    }
}

/// Whether the panel is read from right to left.
pub(crate) fn is_right_to_left() -> bool {
    let root = document().and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl")
}

/// Selects what stands in `element`.
pub(crate) fn select(element: &Element) {
    let selection = window().and_then(|window| window.get_selection().ok()).flatten();
    if let Some(selection) = selection {
        // It fails only for a node of another document.
        let _ = selection.select_all_children(element);
    }
}

/// The fragment of the link that an event came from, if it came from a link within the panel.
pub(crate) fn link_fragment(event: &web_sys::Event) -> Option<String> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    element.closest("a[href^='#']").ok()??.get_attribute("href")
}

/// A listener that goes with its owner.
pub(crate) struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    pub(crate) fn new(
        target: EventTarget,
        event: &'static str,
        heard: impl FnMut(JsValue) + 'static,
    ) -> Self {
        let closure = Closure::new(heard);
        // It fails only for a listener that isn't one.
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { target, event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let listener = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, listener);
    }
}
