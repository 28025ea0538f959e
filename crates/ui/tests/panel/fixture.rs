//! A panel to test: a fake worker, evidence about invented partners, and the means to look and act.

use domain::{
    Assessment, Authorization, Coverage, Date, Evidence, Level, Observation, PartnerId,
    PartnerType, Place, Relationship, RoleHeld, RoleList, RuleId, Status, Tier, Timestamp, assess,
    assessment::{Need, Thresholds},
    evidence::{FORMAT, PartnerGroup},
    role::Role,
};
use protocol::{
    envelope::Failure,
    panel::{
        Overview, PageState, PanelRequest, PanelResponse, PartnerFinding, PartnerSummary,
        PartnerView, UnknownSummary,
    },
    session::{AccountView, Busy, Fit, Session, Setup, Source},
};
use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::pending,
    rc::Rc,
};
use ui::{
    app::{App, Env, Props},
    backend::{Asked, Backend, News},
    words::{Calendar, Words},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventInit, EventTarget, HtmlElement, Window};
use webext::fake::Fake;
use yew::{AppHandle, Callback, scheduler};

pub(crate) type Answered = Result<PanelResponse, Failure>;

/// A worker that says what it was told to say, in that order, and after that never answers. What it
/// says of who is signed in is told apart, since every panel asks for that.
#[derive(Default)]
pub(crate) struct Script {
    answers: RefCell<VecDeque<Answered>>,
    sessions: RefCell<VecDeque<Answered>>,
    pub(crate) asked: RefCell<Vec<PanelRequest>>,
    pub(crate) asked_of_session: RefCell<Vec<PanelRequest>>,
    heard: RefCell<Option<Callback<News>>>,
    pub(crate) listening: Rc<Cell<bool>>,
}

struct Listening(Rc<Cell<bool>>);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Backend for Script {
    fn ask(&self, request: PanelRequest) -> Asked {
        let of_view = matches!(
            request,
            PanelRequest::Overview {} | PanelRequest::Partner { .. } | PanelRequest::Close {}
        );
        let (asked, answers) = match of_view {
            true => (&self.asked, &self.answers),
            false => (&self.asked_of_session, &self.sessions),
        };
        asked.borrow_mut().push(request);
        match answers.borrow_mut().pop_front() {
            Some(answer) => Box::pin(async move { answer }),
            None => Box::pin(pending()),
        }
    }

    fn listen(&self, heard: Callback<News>) -> Box<dyn Any> {
        *self.heard.borrow_mut() = Some(heard);
        self.listening.set(true);
        Box::new(Listening(Rc::clone(&self.listening)))
    }
}

impl Script {
    pub(crate) fn will_say(&self, answer: Answered) {
        self.answers.borrow_mut().push_back(answer);
    }

    pub(crate) fn will_say_of_session(&self, answer: Answered) {
        self.sessions.borrow_mut().push_back(answer);
    }

    pub(crate) fn tell_change(&self) {
        self.tell(News::Page);
    }

    pub(crate) fn tell(&self, news: News) {
        self.heard.borrow().as_ref().unwrap().emit(news);
    }
}

struct Plain;

impl Calendar for Plain {
    fn day(&self, day: Date) -> String {
        day.to_string()
    }

    fn time(&self, at: Timestamp) -> String {
        at.to_string()
    }

    fn other_day(&self, _: Timestamp) -> Option<String> {
        None
    }

    fn now(&self) -> Timestamp {
        now()
    }
}

pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T09:41:00Z").unwrap()
}

/// A panel in the document; it goes when this is dropped.
pub(crate) struct Panel {
    pub(crate) worker: Rc<Script>,
    root: Element,
    app: Option<AppHandle<App>>,
}

impl Panel {
    /// Opens the panel at `fragment`; the worker says `answers`.
    pub(crate) async fn open(fragment: &str, answers: Vec<Answered>) -> Self {
        Self::open_as(fragment, answers, false).await
    }

    pub(crate) async fn open_as(fragment: &str, answers: Vec<Answered>, docked: bool) -> Self {
        Self::start(fragment, answers, Vec::new(), docked).await
    }

    /// Opens the panel at `fragment` for those who are signed in as `sessions` say, one after the
    /// other.
    pub(crate) async fn open_signed_in(fragment: &str, sessions: Vec<Session>) -> Self {
        let sessions = sessions.into_iter().map(|session| Ok(PanelResponse::Session(session)));
        Self::start(fragment, vec![listed()], sessions.collect(), false).await
    }

    async fn start(
        fragment: &str,
        answers: Vec<Answered>,
        sessions: Vec<Answered>,
        docked: bool,
    ) -> Self {
        window().location().replace(fragment).unwrap();
        // That the fragment changed must not be told to this panel, which starts there.
        later().await;
        let worker = Rc::new(Script::default());
        worker.answers.borrow_mut().extend(answers);
        worker.sessions.borrow_mut().extend(sessions);
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let env = Env {
            words: Words::new(Rc::new(Fake::default()), Rc::new(Plain)),
            backend: Rc::clone(&worker) as Rc<dyn Backend>,
            version: "1.2.3".to_owned(),
            docked,
            detachable: docked,
        };
        let app = yew::Renderer::<App>::with_root_and_props(root.clone(), Props { env }).render();
        let panel = Self { worker, root, app: Some(app) };
        settle().await;
        panel
    }

    pub(crate) fn close(&mut self) {
        self.app.take().unwrap().destroy();
    }

    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.item(at).unwrap().unchecked_into()).collect()
    }

    pub(crate) fn one(&self, selector: &str) -> HtmlElement {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.text());
        found.remove(0).unchecked_into()
    }

    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|found| found.text_content().unwrap()).collect()
    }

    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector).iter().map(|found| found.get_attribute(name).unwrap()).collect()
    }

    pub(crate) fn text(&self) -> String {
        self.root.text_content().unwrap()
    }

    /// Presses what leads elsewhere, and waits until the panel is there.
    pub(crate) async fn follow(&self, selector: &str) {
        let element = self.one(selector);
        moved(move || element.click()).await;
        settle().await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.one(selector).click();
        settle().await;
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

pub(crate) fn document() -> Document {
    window().document().unwrap()
}

/// Waits until everything that can be done has been done: what was answered is taken, and drawn.
pub(crate) async fn settle() {
    // An answer takes a few turns from the worker to the component.
    for _ in 0..8 {
        JsFuture::from(js_sys::Promise::resolve(&JsValue::NULL)).await.unwrap();
        scheduler::flush().await;
    }
}

/// Does `act` and waits until the browser has told of the new fragment.
pub(crate) async fn moved(act: impl FnOnce()) {
    let mut act = Some(act);
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let told = Closure::once_into_js(move || resolve.call0(&JsValue::NULL).unwrap());
        window().add_event_listener_with_callback("hashchange", told.unchecked_ref()).unwrap();
        if let Some(act) = act.take() {
            act();
        }
    });
    JsFuture::from(promise).await.unwrap();
}

/// Sends an event, as the browser does when somebody acts.
pub(crate) fn send(element: &EventTarget, kind: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    element.dispatch_event(&Event::new_with_event_init_dict(kind, &init).unwrap()).unwrap();
}

/// Waits for events that are on their way: one that is sent now comes after them.
async fn later() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let channel = web_sys::MessageChannel::new().unwrap();
        channel.port1().set_onmessage(Some(&resolve));
        channel.port2().post_message(&JsValue::NULL).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

fn relationship(partner: &str, name: &str, partner_type: PartnerType) -> Relationship {
    let seen = Observation { tier: Tier::Page, place: Place::List, at: now() };
    Relationship {
        partner: partner.to_owned(),
        partner_type,
        name: (!name.is_empty()).then(|| name.to_owned()),
        authorization: None,
        roles: RoleList { named: Vec::new(), hidden: 0, read: true },
        start: None,
        end: Date::new(2027, 6, 30),
        status: Some(Status::Active),
        seen: vec![seen],
    }
}

pub(crate) fn held(name: &str) -> RoleHeld {
    RoleHeld { id: Role::by_name(name).map(|role| role.id), name: name.to_owned() }
}

pub(crate) const HOSTILE: &str = "<img src=x onerror=alert(1)> & Söhne";

/// A tenant with a partner of each kind.
pub(crate) fn assessment() -> Assessment {
    let mut full = relationship("Proseware", "Full admin", PartnerType::Granular);
    full.roles.named = vec![held("Global Administrator"), held("Special role")];
    full.roles.hidden = 4;
    let mut over = relationship("Proseware", "Pilot", PartnerType::Granular);
    over.status = Some(Status::Expired);
    let mut dap = relationship("Tailspin Toys", "", PartnerType::Reseller);
    dap.authorization = Some(Authorization::Dap);
    (dap.status, dap.end) = (None, None);
    let mut seller = relationship(HOSTILE, "", PartnerType::IndirectReseller);
    (seller.status, seller.end) = (None, None);
    let mut gone = relationship("Wingtip Toys", "Old", PartnerType::Granular);
    gone.status = Some(Status::Terminated);
    let mut relationships = vec![full, over, dap, seller, gone];
    for number in 0..22 {
        let name = format!("Batch {number:02}");
        relationships.push(relationship("Adventure Works", &name, PartnerType::Granular));
    }
    let groups = vec![PartnerGroup {
        partner: "Tailspin Toys".to_owned(),
        count: Some(3),
        shares_name: true,
        at: now(),
    }];
    let organization = Some("Contoso".to_owned());
    let evidence = Evidence { format: FORMAT, organization, relationships, groups };
    assess(&evidence, &Thresholds::default(), now())
}

pub(crate) fn id(name: &str) -> PartnerId {
    PartnerId::of(name)
}

pub(crate) fn partner(name: &str) -> Answered {
    let assessed = assessment().partners.into_iter().find(|partner| partner.name == name);
    let view = assessed.map(|assessment| {
        Box::new(PartnerView {
            organization: Some("Contoso".to_owned()),
            assessment,
            on_page: true,
            seen_at: now(),
        })
    });
    Ok(PanelResponse::Partner { view })
}

pub(crate) fn summary(name: &str, level: Level) -> PartnerSummary {
    PartnerSummary {
        id: id(name),
        name: name.to_owned(),
        level,
        coverage: Coverage { decided: 18, rules: 27 },
        findings: 1,
        active: 1,
        ended: 0,
        roles: 2,
        next_end: None,
        reseller: false,
        shares_name: false,
        on_page: true,
        seen_at: now(),
    }
}

/// What the worker says of the tenant while the page shows `page`.
pub(crate) fn overview(page: PageState) -> Overview {
    let partners = assessment().partners;
    let first = partners.iter().flat_map(|partner| {
        let finding = partner.findings.first().cloned();
        finding.map(|finding| PartnerFinding {
            partner: partner.id.clone(),
            name: partner.name.clone(),
            finding,
        })
    });
    Overview {
        organization: Some("Contoso".to_owned()),
        page,
        read_at: Some(now()),
        first: first.take(3).collect(),
        partners: partners.iter().map(|p| summary(&p.name, p.level)).collect(),
        unknowns: vec![UnknownSummary {
            need: Need::Graph,
            rules: vec![RuleId::PartnerApp, RuleId::PartnerGuest],
            partners: 5,
        }],
        coverage: Coverage { decided: 40, rules: 135 },
        unrecognised: vec!["Special role".to_owned()],
    }
}

/// The list, read to its end.
pub(crate) fn listed() -> Answered {
    Ok(PanelResponse::Overview(overview(PageState::List { read: 27, total: Some(27) })))
}

pub(crate) const CLIENT: &str = "6f0c1d1e-52b7-4c0a-9f0e-2d6a7a3b9c41";

/// Nobody is signed in, and somebody can be: the person gave a client id.
pub(crate) fn signed_out() -> Session {
    Session {
        setup: Setup {
            client: Some(CLIENT.to_owned()),
            source: Source::Options,
            refused: None,
            redirect: "https://redirect.example/cb/global".to_owned(),
            consent: "https://login.example/adminconsent?scope=User.Read".to_owned(),
            cloud: "global".to_owned(),
        },
        accounts: Vec::new(),
        in_use: None,
        page: Some("Contoso".to_owned()),
        busy: Busy::Idle,
        outcome: None,
    }
}

/// The accounts of these names are signed in; the first is used.
pub(crate) fn signed_in(accounts: &[(&str, Fit)]) -> Session {
    let view = |(name, fit): &(&str, Fit)| AccountView {
        id: format!("{name}.tenant"),
        username: format!("{name}@fabrikam.example"),
        name: String::new(),
        tenant: "0d5b7a3c-4f1e-4b7e-8a37-9f52c6d1e204".to_owned(),
        organization: (*fit != Fit::Unknown).then(|| "Fabrikam".to_owned()),
        fit: *fit,
        scopes: vec!["User.Read".to_owned(), "Mail.Read".to_owned()],
        ends: now(),
    };
    let accounts: Vec<AccountView> = accounts.iter().map(view).collect();
    Session { in_use: accounts.first().map(|account| account.id.clone()), accounts, ..signed_out() }
}
