//! A text that can be copied.

use crate::{
    dom,
    drawing::{Drawing, On, send},
    mark::Icon,
    words::Words,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlTextAreaElement};
use yew::{AttrValue, Component, Context, Html, NodeRef, Properties, html};

/// A text that can be copied, with a button that says the text under `button`. `rows` is how many lines
/// are shown of it; with none it stands in the line, whole. `part` is its name for scripts; may be
/// empty.
#[inline(never)]
pub(crate) fn copyable(
    page: &mut Drawing<'_>,
    text: String,
    label: String,
    rows: u32,
    part: &'static str,
    button: &'static str,
) {
    let words = page.words.clone();
    page.put(html! { <Copyable {words} {text} {label} {rows} {part} {button} /> });
}

#[derive(Properties, Clone)]
pub(crate) struct Props {
    pub(crate) words: Words,
    pub(crate) text: AttrValue,
    /// What the text is, for those who can't see where it stands.
    pub(crate) label: AttrValue,
    /// How many lines are shown of it; with none it stands in the line, whole.
    pub(crate) rows: u32,
    /// Its name for scripts; may be empty.
    pub(crate) part: &'static str,
    /// The key of what the button says.
    pub(crate) button: &'static str,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.label == other.label
    }
}

/// The text with a button that copies it.
pub(crate) struct Copyable {
    field: NodeRef,
    /// Whether copying worked, once it was tried.
    outcome: Option<bool>,
}

pub(crate) enum Msg {
    Copy,
    Done(bool),
}

impl Component for Copyable {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self { field: NodeRef::default(), outcome: None }
    }

    fn changed(&mut self, _: &Context<Self>, _: &Props) -> bool {
        self.outcome = None;
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Copy => {
                let text = context.props().text.clone();
                context.link().send_future(async move { Msg::Done(copy(&text).await) });
                false
            }
            Msg::Done(copied) => {
                self.outcome = Some(copied);
                // The page that embeds the panel may forbid copying. Then the text is selected, and
                // the admin's own keys copy it.
                if !copied {
                    self.select(context.props().rows == 0);
                }
                true
            }
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Props { words, text, label, rows, part, button } = context.props();
        let copy = send(context.link(), |_| Msg::Copy);
        let mut page = Drawing::new(words);
        if *rows == 0 {
            let name = words.with("copy_named", &[label]);
            page.open("span.copyable in-line");
            page.open("code");
            self.refer(&mut page, part);
            page.text(text);
            page.close();
            page.open("button.tool[type=button]");
            page.with("title", &name);
            page.with("aria-label", &name);
            page.on(On::Click, copy);
            Icon::Copy.view(&mut page);
            page.close();
            self.tell(&mut page);
            return page.done();
        }
        page.open("div.copyable");
        page.open("textarea[readonly][spellcheck=false]");
        self.refer(&mut page, part);
        page.with("rows", &rows.to_string());
        page.with("aria-label", label);
        if let Some(made) = page.tag() {
            made.set_value(text.clone());
        }
        page.close();
        page.open("div.actions");
        page.open("button.button[type=button]");
        page.on(On::Click, copy);
        page.word(button);
        page.close();
        self.tell(&mut page);
        page.done()
    }
}

impl Copyable {
    /// The open element is the one whose text is copied.
    fn refer(&self, page: &mut Drawing<'_>, part: &str) {
        if !part.is_empty() {
            page.with("data-part", part);
        }
        if let Some(made) = page.tag() {
            made.node_ref = self.field.clone();
        }
    }

    /// Whether copying worked.
    fn tell(&self, page: &mut Drawing<'_>) {
        page.open("span.quiet[role=status]");
        match self.outcome {
            Some(true) => page.word("notice_copied"),
            Some(false) => page.word("copy_by_hand"),
            None => page.text(""),
        }
        page.close();
    }

    fn select(&self, in_line: bool) {
        if in_line {
            if let Some(text) = self.field.cast::<Element>() {
                dom::select(&text);
            }
        } else if let Some(field) = self.field.cast::<HtmlTextAreaElement>() {
            field.select();
        }
    }
}

async fn copy(text: &str) -> bool {
    let Some(window) = dom::window() else { return false };
    // The pages of an extension are secure contexts, where there always is a clipboard.
    let clipboard = window.navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
