//! A text that can be copied.

use crate::{dom, words::Words};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;
use yew::{AttrValue, Component, Context, Html, NodeRef, Properties, html};

#[derive(Properties, Clone)]
pub(crate) struct Props {
    pub(crate) words: Words,
    pub(crate) text: AttrValue,
    /// What the text is, for those who can't see where it stands.
    pub(crate) label: AttrValue,
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
                if !copied && let Some(field) = self.field.cast::<HtmlTextAreaElement>() {
                    field.select();
                }
                true
            }
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Props { words, text, label } = context.props();
        html! {
            <div class="copyable">
                <textarea ref={self.field.clone()} readonly=true rows="4" aria-label={label.clone()}
                    value={text.clone()} />
                <div class="actions">
                    <button type="button" class="button"
                        onclick={context.link().callback(|_| Msg::Copy)}>
                        { words.get("notice_copy") }
                    </button>
                    <span class="quiet" role="status">
                        { match self.outcome {
                            Some(true) => words.get("notice_copied"),
                            Some(false) => words.get("copy_by_hand"),
                            None => String::new(),
                        } }
                    </span>
                </div>
            </div>
        }
    }
}

async fn copy(text: &str) -> bool {
    let Some(window) = dom::window() else { return false };
    // The pages of an extension are secure contexts, where there always is a clipboard.
    let clipboard = window.navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
