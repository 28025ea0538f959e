//! A text that can be copied.

use crate::{dom, mark::Icon, words::Words};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlTextAreaElement};
use yew::{AttrValue, Component, Context, Html, NodeRef, Properties, html};

/// A text that can be copied, with a button that says the text under `button`. `rows` is how many lines
/// are shown of it; with none it stands in the line, whole. `part` is its name for scripts.
pub(crate) fn copyable(
    words: &Words,
    text: String,
    label: String,
    rows: u32,
    part: &'static str,
    button: &'static str,
) -> Html {
    html! { <Copyable words={words.clone()} {text} {label} {rows} {part} {button} /> }
}

#[derive(Properties, Clone)]
pub(crate) struct Props {
    pub(crate) words: Words,
    pub(crate) text: AttrValue,
    /// What the text is, for those who can't see where it stands.
    pub(crate) label: AttrValue,
    /// How many lines are shown of it; with none it stands in the line, whole.
    #[prop_or(4)]
    pub(crate) rows: u32,
    /// Its name for scripts.
    #[prop_or_default]
    pub(crate) part: Option<&'static str>,
    /// The key of what the button says.
    #[prop_or("notice_copy")]
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
        let onclick = context.link().callback(|_| Msg::Copy);
        let told = html! {
            <span class="quiet" role="status">
                { match self.outcome {
                    Some(true) => words.get("notice_copied"),
                    Some(false) => words.get("copy_by_hand"),
                    None => String::new(),
                } }
            </span>
        };
        if *rows == 0 {
            let name = words.with("copy_named", &[label]);
            return html! {
                <span class="copyable in-line">
                    <code ref={self.field.clone()} data-part={*part}>{ text }</code>
                    <button type="button" class="tool" title={name.clone()} aria-label={name} {onclick}>
                        { Icon::Copy.view() }
                    </button>
                    { told }
                </span>
            };
        }
        html! {
            <div class="copyable">
                <textarea ref={self.field.clone()} readonly=true rows={rows.to_string()}
                    spellcheck="false" data-part={*part} aria-label={label.clone()}
                    value={text.clone()} />
                <div class="actions">
                    <button type="button" class="button" {onclick}>{ words.get(button) }</button>
                    { told }
                </div>
            </div>
        }
    }
}

impl Copyable {
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
