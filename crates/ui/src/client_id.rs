//! The field for the id of the app registration.

use crate::{
    drawing::{Drawing, On, send},
    words::Words,
};
use protocol::{panel::PanelRequest, session::Source};
use web_sys::HtmlInputElement;
use yew::{Callback, Component, Context, Html, Properties, TargetCast as _};

#[derive(Properties, Clone)]
pub(crate) struct Props {
    pub(crate) words: Words,
    /// The id in use.
    pub(crate) client: Option<String>,
    /// Where it is from.
    pub(crate) source: Source,
    /// Has the worker do something.
    pub(crate) act: Callback<PanelRequest>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.client == other.client && self.source == other.source
    }
}

/// A field whose text is checked as it is typed.
pub(crate) struct ClientId {
    text: String,
    /// Whether it was tried to save this text.
    tried: bool,
}

pub(crate) enum Msg {
    Typed(String),
    Save,
    Remove,
}

impl Component for ClientId {
    type Message = Msg;
    type Properties = Props;

    fn create(context: &Context<Self>) -> Self {
        Self { text: own(context.props()), tried: false }
    }

    fn changed(&mut self, context: &Context<Self>, _: &Props) -> bool {
        *self = Self::create(context);
        true
    }

    fn update(&mut self, context: &Context<Self>, message: Msg) -> bool {
        let register = |client| context.props().act.emit(PanelRequest::Register { client });
        match message {
            Msg::Typed(text) => *self = Self { text, tried: false },
            Msg::Save => {
                self.tried = true;
                let client = self.text.trim();
                if shape(client) == Shape::Whole {
                    register(client.to_ascii_lowercase());
                }
            }
            Msg::Remove => register(String::new()),
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let (link, words) = (context.link(), &context.props().words);
        let typed = send(link, |event| {
            Msg::Typed(event.target_unchecked_into::<HtmlInputElement>().value())
        });
        let submitted = send(link, |event| {
            event.prevent_default();
            Msg::Save
        });
        let wrong = match shape(self.text.trim()) {
            Shape::Wrong => Some("client_id_wrong"),
            Shape::Begun if self.tried => Some("client_id_short"),
            Shape::Begun | Shape::Whole => None,
        };
        let mut page = Drawing::new(words);
        page.open("form[novalidate]");
        page.on(On::Submit, submitted);
        page.say("label[for=client-id]", "client_id");
        page.open(
            "input.search[id=client-id][type=text][autocomplete=off][autocapitalize=off]\
             [spellcheck=false][data-part=client-id]\
             [aria-describedby=client-id-hint client-id-wrong]",
        );
        if wrong.is_some() {
            page.with("aria-invalid", "true");
        }
        if let Some(made) = page.tag() {
            made.set_value(self.text.clone());
        }
        page.on(On::Input, typed);
        page.close();
        page.say("p.small[id=client-id-hint]", "client_id_hint");
        // It stands there before anything is said in it, so that what comes is read aloud.
        page.open("p.wrong[id=client-id-wrong][role=status]");
        if let Some(key) = wrong {
            page.word(key);
        }
        page.close();
        page.open("div.actions");
        page.say("button.button primary[type=submit][data-part=save-client-id]", "save");
        if context.props().source == Source::Options {
            page.open("button.button[type=button][data-part=remove-client-id]");
            page.on(On::Click, send(link, |_| Msg::Remove));
            page.word("remove");
            page.close();
        } else {
            page.gap();
        }
        page.done()
    }
}

/// The id that the person gave earlier, to be changed.
fn own(props: &Props) -> String {
    let own = props.client.as_ref().filter(|_| props.source == Source::Options);
    own.cloned().unwrap_or_default()
}

/// How far a text has the form of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// It is the beginning of one, or nothing yet.
    Begun,
    /// It is one.
    Whole,
    /// It can't become one.
    Wrong,
}

/// Client ids are GUIDs: 32 hexadecimal digits with a dash after the 8th, 12th, 16th and 20th.
fn shape(text: &str) -> Shape {
    const LENGTH: usize = 36;
    let fits = text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    });
    match text.len() {
        LENGTH if fits => Shape::Whole,
        length if fits && length < LENGTH => Shape::Begun,
        _ => Shape::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked_as_they_are_typed() {
        for (text, expected) in [
            ("", Shape::Begun),
            ("6f0c1d1e", Shape::Begun),
            ("6f0c1d1e-", Shape::Begun),
            ("6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c4", Shape::Begun),
            ("6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c41", Shape::Whole),
            ("6F0C1D1E-52B7-4C0A-9F0E-2D6A7A3B9C41", Shape::Whole),
            ("6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c411", Shape::Wrong),
            ("6f0c1d1e52b7", Shape::Wrong),
            ("6f0c1d1-e52b7", Shape::Wrong),
            ("g", Shape::Wrong),
            ("Partner Lens", Shape::Wrong),
            ("{6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c41}", Shape::Wrong),
            ("６f0c1d1e", Shape::Wrong),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }
}
