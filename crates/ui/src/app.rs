//! The panel as a whole: where one is, what is known, and when to ask again.

use crate::{
    backend::{Backend, millis_since},
    card, dom, header, overview, page_state,
    partner::Partner,
    partners::Partners,
    route::Route,
    words::Words,
};
use domain::PartnerId;
use gloo_timers::callback::Timeout;
use protocol::{
    envelope::{ErrorCode, Failure},
    panel::{Overview, PageState, PanelRequest, PanelResponse, PartnerView},
};
use std::{any::Any, rc::Rc};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::{Component, Context, Html, MouseEvent, Properties, html};

/// What the panel stands on.
#[derive(Clone)]
pub struct Env {
    /// Words in the viewer's language.
    pub words: Words,
    /// Whom to ask.
    pub backend: Rc<dyn Backend>,
    /// Whether it stands inside the page, where it can be closed.
    pub docked: bool,
    /// Whether a link to the own tab makes sense.
    pub detachable: bool,
}

/// The properties of [`App`].
#[derive(Properties, Clone)]
pub struct Props {
    /// What the panel stands on.
    pub env: Env,
}

impl PartialEq for Props {
    fn eq(&self, _: &Self) -> bool {
        // The panel stands on the same ground for as long as it lives.
        true
    }
}

/// A partner as the worker answered; `None` when there is no such partner.
type Found = (PartnerId, Option<Rc<PartnerView>>);

/// The panel.
pub struct App {
    route: Route,
    overview: Option<Rc<Overview>>,
    partner: Option<Found>,
    failure: Option<Failure>,
    /// Counts the questions; an answer to an earlier one than the last is too late.
    question: u32,
    asking: bool,
    /// Whether something changed since the last question was asked.
    outdated: bool,
    /// Whether the focus should go to the title of the view as soon as that is there.
    focus_title: bool,
    patience: Option<Timeout>,
    _held: Vec<Box<dyn Any>>,
}

/// How long a docked panel waits for its page before it asks again.
const ASK_AGAIN_MILLIS: u32 = 1_000;

/// What happens to the panel.
pub enum Msg {
    /// The fragment changed.
    Moved,
    /// What was answered may be out of date.
    Changed,
    /// The admin wants to try again.
    Retry,
    /// An answer to the question of this number.
    Answered(u32, Box<Result<PanelResponse, Failure>>),
    /// Close the docked panel.
    Close,
    /// Time has passed that a sentence depends on.
    Waited,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(context: &Context<Self>) -> Self {
        let env = &context.props().env;
        let link = context.link();
        let mut held = vec![env.backend.listen(link.callback(|()| Msg::Changed))];
        if let Some(window) = dom::window() {
            let moved = link.callback(|()| Msg::Moved);
            let moved = dom::Listener::new(window.into(), "hashchange", move |_| moved.emit(()));
            held.push(Box::new(moved));
        }
        if env.docked
            && let Some(document) = dom::document()
        {
            let close = link.callback(|()| Msg::Close);
            let pressed = dom::Listener::new(document.into(), "keydown", move |event| {
                if is_closing_key(event.unchecked_ref()) {
                    close.emit(());
                }
            });
            held.push(Box::new(pressed));
        }
        let mut app = Self {
            route: dom::route(),
            overview: None,
            partner: None,
            failure: None,
            question: 0,
            asking: false,
            outdated: false,
            focus_title: false,
            patience: None,
            _held: held,
        };
        app.ask(context);
        app
    }

    fn update(&mut self, context: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Moved => {
                let route = dom::route();
                if route == self.route {
                    return false;
                }
                let same = route.is_same_view(&self.route);
                self.route = route;
                if !same {
                    self.focus_title = true;
                    self.ask(context);
                }
                true
            }
            Msg::Changed if self.asking => {
                self.outdated = true;
                false
            }
            Msg::Changed => {
                self.ask(context);
                false
            }
            Msg::Retry => {
                self.failure = None;
                self.ask(context);
                true
            }
            Msg::Answered(question, _) if question != self.question => false,
            Msg::Answered(_, answer) => {
                self.asking = false;
                self.take(*answer);
                self.wait_for_page(context);
                if self.outdated {
                    self.ask(context);
                }
                true
            }
            Msg::Close => {
                let closing = context.props().env.backend.ask(PanelRequest::Close {});
                wasm_bindgen_futures::spawn_local(async move {
                    // Closed, or the page is gone and the panel with it.
                    let _ = closing.await;
                });
                false
            }
            Msg::Waited => true,
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let env = &context.props().env;
        let words = &env.words;
        let docked = env.docked;
        let onclick = move |event: MouseEvent| {
            let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
            if docked
                && plain
                && let Some(fragment) = dom::link_fragment(&event)
            {
                event.prevent_default();
                dom::go(&fragment, docked);
            }
        };
        html! {
            <div class="panel" {onclick}>
                { header::view(env, context.link(), &self.route, self.overview.as_deref()) }
                <main class="body">
                    if let Some(failure) = &self.failure {
                        { card::failure(words, failure, context.link().callback(|_| Msg::Retry)) }
                    }
                    <div id="view" role="tabpanel" aria-labelledby={header::tab_id(&self.route)}>
                        { self.content(context) }
                    </div>
                </main>
            </div>
        }
    }

    fn rendered(&mut self, context: &Context<Self>, _first: bool) {
        if self.focus_title && dom::focus("view-title") {
            self.focus_title = false;
        }
        if let Some(document) = dom::document() {
            let name = context.props().env.words.get("panel_name");
            let title = match self.shown_partner() {
                Some(view) => [&view.assessment.name, " · ", &name].concat(),
                None => name,
            };
            document.set_title(&title);
        }
    }
}

impl App {
    fn ask(&mut self, context: &Context<Self>) {
        let request = match &self.route {
            Route::Partner(id, _) => PanelRequest::Partner { id: id.clone() },
            Route::Overview | Route::Partners(_) => PanelRequest::Overview {},
        };
        self.question = self.question.wrapping_add(1);
        self.asking = true;
        self.outdated = false;
        let question = self.question;
        let asked = context.props().env.backend.ask(request);
        context.link().send_future(async move { Msg::Answered(question, Box::new(asked.await)) });
    }

    fn take(&mut self, answer: Result<PanelResponse, Failure>) {
        self.failure = None;
        match (answer, &self.route) {
            (Ok(PanelResponse::Overview(overview)), _) => self.overview = Some(Rc::new(overview)),
            (Ok(PanelResponse::Partner { view }), Route::Partner(id, _)) => {
                self.partner = Some((id.clone(), view.map(Rc::from)));
            }
            (Ok(_), _) => {
                let failure = Failure::new(ErrorCode::ReportBug, "an answer to another question");
                self.failure = Some(failure);
            }
            (Err(failure), _) => self.failure = Some(failure),
        }
    }

    /// While the page says that it's loading, what the panel says changes when that takes long.
    fn wait_for_page(&mut self, context: &Context<Self>) {
        self.patience = None;
        let page = self.overview.as_ref().map(|overview| &overview.page);
        let is_waiting = matches!(page, Some(PageState::NotOpen {} | PageState::Loading { .. }));
        if context.props().env.docked && is_waiting {
            // The page that the panel stands in is about to be read. Firefox may lose the word that
            // it was, to a panel that has just opened, so the panel asks by itself.
            let link = context.link().clone();
            self.patience =
                Some(Timeout::new(ASK_AGAIN_MILLIS, move || link.send_message(Msg::Changed)));
        } else if let Some(PageState::Loading { since }) = page {
            let waited = millis_since(*since, context.props().env.words.now());
            if let Some(rest) = page_state::LONG_MILLIS.checked_sub(waited) {
                let link = context.link().clone();
                let waited = move || link.send_message(Msg::Waited);
                self.patience = Some(Timeout::new(rest + 1, waited));
            }
        }
    }

    /// The partner of the route, where it has been answered.
    fn shown_partner(&self) -> Option<&Rc<PartnerView>> {
        match (&self.route, &self.partner) {
            (Route::Partner(id, _), Some((found, view))) if id == found => view.as_ref(),
            _ => None,
        }
    }

    fn content(&self, context: &Context<Self>) -> Html {
        let env = &context.props().env;
        let words = &env.words;
        let loading = || match self.failure {
            Some(_) => Html::default(),
            None => html! { <p class="quiet" role="status">{ words.get("loading") }</p> },
        };
        match &self.route {
            Route::Overview => match &self.overview {
                Some(overview) => overview::view(words, overview, env.docked),
                None => loading(),
            },
            Route::Partners(tile) => match &self.overview {
                Some(overview) => html! {
                    <Partners words={words.clone()} overview={Rc::clone(overview)} tile={*tile}
                        docked={env.docked} />
                },
                None => loading(),
            },
            Route::Partner(id, part) => match (self.shown_partner(), &self.partner) {
                (Some(view), _) => html! {
                    <Partner words={words.clone()} view={Rc::clone(view)} part={*part} />
                },
                (None, Some((found, None))) if found == id => html! {
                    <>
                        <h2 id="view-title" tabindex="-1">{ words.get("partner_unknown") }</h2>
                        <p>{ words.get("partner_unknown_why") }</p>
                    </>
                },
                _ => loading(),
            },
        }
    }
}

/// Escape, unless it clears a search or belongs to something else.
fn is_closing_key(event: &KeyboardEvent) -> bool {
    let searching = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.type_() == "search" && !input.value().is_empty());
    event.key() == "Escape" && !event.default_prevented() && !searching
}
