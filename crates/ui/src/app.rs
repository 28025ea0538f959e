//! The panel as a whole: where one is, what is known, and when to ask again.

use crate::{
    account::{self, Desk},
    asking::Questions,
    backend::{Backend, News, millis_since},
    card, dom,
    drawing::{Drawing, On, send},
    header, overview, page_state,
    partner::Partner,
    partners::Partners,
    person,
    route::Route,
    set_up, tabs,
    words::Words,
};
use domain::PartnerId;
use gloo_timers::callback::Timeout;
use protocol::{
    envelope::{ErrorCode, Failure},
    panel::{Overview, PageState, PanelRequest, PanelResponse, PartnerView},
    session::{Busy, Session},
};
use std::{any::Any, rc::Rc};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, KeyboardEvent, MouseEvent};
use yew::{Callback, Component, Context, Event, Html, Properties, html};

/// What the panel stands on.
#[derive(Clone)]
pub struct Env {
    /// Words in the viewer's language.
    pub words: Words,
    /// Whom to ask.
    pub backend: Rc<dyn Backend>,
    /// The version of Partner Lens.
    pub version: String,
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
    /// About what the view shows.
    questions: Questions,
    session: Option<Rc<Session>>,
    session_failure: Option<Failure>,
    /// About who is signed in.
    session_questions: Questions,
    focus: Focus,
    patience: Option<Timeout>,
    session_patience: Option<Timeout>,
    /// How often it was seen in a row that the account in use has no organization's name.
    name_tries: u8,
    _held: Vec<Box<dyn Any>>,
}

/// Whether the focus should go to the title of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    /// It stays where it is.
    Stays,
    /// As soon as the title is there.
    Title,
    /// If what had the focus is gone.
    TitleIfLost,
}

/// How long a panel waits before it asks again for what is about to change: a docked one for its
/// page, any for the end of a sign-in.
const ASK_AGAIN_MILLIS: u32 = 1_000;

/// What happens to the panel.
pub enum Msg {
    /// The fragment changed.
    Moved,
    /// What was answered may be out of date.
    Heard(News),
    /// The admin wants to try again.
    Retry,
    /// An answer to the question of this number, about the view.
    Answered(u32, Box<Result<PanelResponse, Failure>>),
    /// The worker is to do something about who is signed in.
    Act(PanelRequest),
    /// An answer to the question of this number, about who is signed in.
    SessionAnswered(u32, Box<Result<PanelResponse, Failure>>),
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
        let mut held = vec![env.backend.listen(link.callback(Msg::Heard))];
        if let Some(window) = dom::window() {
            let moved = link.callback(|()| Msg::Moved);
            let moved = dom::Listener::new(window.into(), "hashchange", move |_| moved.emit(()));
            held.push(Box::new(moved));
        }
        // What another panel did is told by a word that Firefox may lose, to a panel that is docked. Whoever
        // comes back to this one is shown what is so.
        if let Some(window) = dom::window() {
            let back = link.callback(|()| Msg::Heard(News::Session));
            let back = dom::Listener::new(window.into(), "focus", move |_| back.emit(()));
            held.push(Box::new(back));
        }
        if let Some(document) = dom::document() {
            let shown = link.callback(|()| Msg::Heard(News::Session));
            let shown =
                dom::Listener::new(document.into(), "visibilitychange", move |_| shown.emit(()));
            held.push(Box::new(shown));
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
            questions: Questions::default(),
            session: None,
            session_failure: None,
            session_questions: Questions::default(),
            focus: Focus::Stays,
            patience: None,
            session_patience: None,
            name_tries: 0,
            _held: held,
        };
        app.ask(context);
        app.ask_session(context, PanelRequest::Session {});
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
                    self.focus = Focus::Title;
                    self.ask(context);
                }
                if self.route.is_about_session() && self.session_questions.change() {
                    self.ask_session(context, PanelRequest::Session {});
                }
                true
            }
            Msg::Heard(news) => {
                if news == News::Page && self.questions.change() {
                    self.ask(context);
                }
                if self.session_questions.change() {
                    self.ask_session(context, PanelRequest::Session {});
                }
                false
            }
            Msg::Retry => {
                self.failure = None;
                self.session_failure = None;
                self.ask(context);
                self.ask_session(context, PanelRequest::Session {});
                true
            }
            Msg::Answered(question, answer) => {
                let Some(again) = self.questions.answered(question) else { return false };
                self.take(context, *answer);
                self.wait_for_page(context);
                if again {
                    self.ask(context);
                }
                true
            }
            Msg::Act(request) => {
                self.ask_session(context, request);
                false
            }
            Msg::SessionAnswered(question, answer) => {
                let Some(again) = self.session_questions.answered(question) else { return false };
                self.take_session(*answer);
                self.wait_for_session(context);
                if again {
                    self.ask_session(context, PanelRequest::Session {});
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
        let onclick = move |event: Event| {
            let event: MouseEvent = event.unchecked_into();
            let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
            if docked
                && plain
                && let Some(fragment) = dom::link_fragment(&event)
            {
                event.prevent_default();
                dom::go(&fragment, docked);
            }
        };
        let failure =
            if self.route.is_about_session() { &self.session_failure } else { &self.failure };
        let tab = Some(tabs::id(&self.route)).filter(|id| !id.is_empty());
        // Where the tabs show only a part of the view, they name that part.
        let tab = tab.filter(|_| !self.route.is_about_session());
        let mut page = Drawing::new(words);
        page.open("div.panel");
        page.on(On::Click, Callback::from(onclick));
        let (overview, session) = (self.overview.as_deref(), self.session.as_deref());
        header::view(&mut page, env, context.link(), &self.route, overview, session);
        page.open("main.body");
        self.at_desk(&mut page, context, account::mismatch);
        match failure {
            Some(failure) => {
                card::failure(&mut page, failure, send(context.link(), |_| Msg::Retry));
            }
            None => page.gap(),
        }
        page.open("div[id=view]");
        if let Some(tab) = tab {
            page.with("role", "tabpanel");
            page.with("aria-labelledby", tab);
        }
        self.content(&mut page, context);
        page.done()
    }

    fn rendered(&mut self, context: &Context<Self>, _first: bool) {
        match self.focus {
            Focus::Title if !dom::focus("view-title") => {}
            Focus::TitleIfLost => {
                dom::focus_if_lost("view-title");
                self.focus = Focus::Stays;
            }
            Focus::Title | Focus::Stays => self.focus = Focus::Stays,
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
    /// Asks what the view shows, unless that is only who is signed in.
    fn ask(&mut self, context: &Context<Self>) {
        let request = match &self.route {
            Route::Partner(id, _) => PanelRequest::Partner { id: id.clone() },
            Route::Overview | Route::Partners(_) => PanelRequest::Overview {},
            Route::Account | Route::SetUp(_) => return,
        };
        let question = self.questions.ask();
        let asked = context.props().env.backend.ask(request);
        context.link().send_future(async move { Msg::Answered(question, Box::new(asked.await)) });
    }

    /// Asks who is signed in, or for something that is answered by that.
    fn ask_session(&mut self, context: &Context<Self>, request: PanelRequest) {
        let question = self.session_questions.ask();
        let asked = context.props().env.backend.ask(request);
        let answered = async move { Msg::SessionAnswered(question, Box::new(asked.await)) };
        context.link().send_future(answered);
    }

    fn take(&mut self, context: &Context<Self>, answer: Result<PanelResponse, Failure>) {
        self.failure = None;
        match (answer, &self.route) {
            (Ok(PanelResponse::Overview(overview)), _) => {
                // Firefox may lose the word that the page names another organisation now.
                let page = self.session.as_ref().map(|session| &session.page);
                if page.is_some_and(|page| *page != overview.organization)
                    && self.session_questions.change()
                {
                    self.ask_session(context, PanelRequest::Session {});
                }
                self.overview = Some(Rc::new(overview));
            }
            (Ok(PanelResponse::Partner { view }), Route::Partner(id, _)) => {
                self.partner = Some((id.clone(), view.map(Rc::from)));
            }
            (Ok(_), _) => self.failure = Some(other_answer()),
            (Err(failure), _) => self.failure = Some(failure),
        }
    }

    fn take_session(&mut self, answer: Result<PanelResponse, Failure>) {
        self.session_failure = None;
        match answer {
            Ok(PanelResponse::Session(session)) => {
                // What decides which controls there are.
                let shape = |session: &Session| {
                    let outcome = session.outcome.is_some();
                    (session.accounts.len(), session.in_use.clone(), session.busy, outcome)
                };
                // The first answer comes to a panel in which nothing was pressed yet.
                let before = self.session.as_deref().map(shape);
                let new = before.is_some_and(|before| before != shape(&session));
                if new && self.route.is_about_session() && self.focus == Focus::Stays {
                    // A button that was pressed may be gone with what it was about.
                    self.focus = Focus::TitleIfLost;
                }
                self.session = Some(Rc::new(session));
            }
            Ok(_) => self.session_failure = Some(other_answer()),
            Err(failure) => self.session_failure = Some(failure),
        }
    }

    /// Firefox may lose the word that something ended, to a panel that is docked, or the word that Graph
    /// has named the organization of an account. That comes soon or not at all.
    fn wait_for_session(&mut self, context: &Context<Self>) {
        /// So often it is asked again for a name.
        const NAME_TRIES: u8 = 5;
        let session = self.session.as_deref();
        let busy = session.is_some_and(|session| session.busy != Busy::Idle);
        let in_use = session.and_then(person::in_use);
        let unnamed = in_use.is_some_and(|account| account.organization.is_none());
        self.name_tries = if unnamed { self.name_tries.saturating_add(1) } else { 0 };
        let waits = busy || (unnamed && self.name_tries <= NAME_TRIES);
        let link = context.link().clone();
        self.session_patience = (waits && self.session_failure.is_none()).then(|| {
            Timeout::new(ASK_AGAIN_MILLIS, move || link.send_message(Msg::Heard(News::Session)))
        });
    }

    /// What `view` says of who is signed in, as soon as that is known.
    fn at_desk(
        &self,
        page: &mut Drawing<'_>,
        context: &Context<Self>,
        view: impl FnOnce(&mut Drawing<'_>, Desk<'_>),
    ) {
        let Some(session) = &self.session else { return page.gap() };
        let env = &context.props().env;
        let act = context.link().callback(Msg::Act);
        view(page, Desk { words: &env.words, session, act: &act, version: &env.version });
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
            self.patience = Some(Timeout::new(ASK_AGAIN_MILLIS, move || {
                link.send_message(Msg::Heard(News::Page))
            }));
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

    /// What the route leads to; until it is known, that it is on its way, unless a failure says more.
    fn content(&self, page: &mut Drawing<'_>, context: &Context<Self>) {
        let docked = context.props().env.docked;
        let words = page.words;
        match (&self.route, &self.overview, &self.partner) {
            (Route::Overview, Some(overview), _) => overview::view(page, overview, docked),
            (Route::Partners(tile), Some(overview), _) => page.put(html! {
                <Partners words={words.clone()} overview={Rc::clone(overview)} tile={*tile}
                    {docked} />
            }),
            (Route::Partner(id, part), _, Some((found, view))) if found == id => match view {
                Some(view) => page.put(html! {
                    <Partner words={words.clone()} view={Rc::clone(view)} part={*part} />
                }),
                None => {
                    page.title("partner_unknown");
                    page.say("p", "partner_unknown_why");
                }
            },
            (Route::Account, ..) if self.session.is_some() => {
                self.at_desk(page, context, account::view);
            }
            (Route::SetUp(way), ..) if self.session.is_some() => {
                self.at_desk(page, context, |page, desk| set_up::view(page, desk, docked, *way));
            }
            (route, ..) => {
                let about_session = route.is_about_session();
                let failure = if about_session { &self.session_failure } else { &self.failure };
                page.say_if(failure.is_none(), "p.quiet[role=status]", "loading");
            }
        }
    }
}

fn other_answer() -> Failure {
    Failure::new(ErrorCode::ReportBug, "an answer to another question")
}

/// Escape, unless it clears a search or belongs to something else.
fn is_closing_key(event: &KeyboardEvent) -> bool {
    let searching = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.type_() == "search" && !input.value().is_empty());
    event.key() == "Escape" && !event.default_prevented() && !searching
}
