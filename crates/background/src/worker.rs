//! The worker itself: one event in, one answer out.

use crate::{
    badge::{self, Phrases},
    event::Event,
    failed::Failed,
    overview,
    package::CLOUD,
    partners::Partners,
    record::{TabRecord, TenantKey, part_of},
    session::{self, Sessions, Task},
    sightings::{Sightings, merged, record_of},
    store::Store,
};
use domain::{PartnerAssessment, PartnerId, Timestamp, assessment::Thresholds};
use page::{PageKind, PageReading, RowReading, TableReading, Vocabulary};
use protocol::{
    content::{
        Badge, ContentPush, ContentRequest, ContentResponse, PageFacts, Paint, TablePaint, Words,
    },
    envelope::{Answer, Envelope, ErrorCode, Failure, decode, encode},
    json::{Json, ToJson},
    panel::{PanelPush, PanelRequest, PanelResponse},
    sender::{Origin, Sender},
    session::Session,
};
use std::cell::RefCell;
use webext::{
    Alarms, Clock, Crypto, Identity, Locks, Messenger, Network, Runtime, Storage, Tabs, Texts,
};

/// What the content script is made of, as `scripting` takes it. The manifest names the same files.
pub(crate) const CONTENT_SCRIPTS: [&str; 5] = [
    "content/start.js",
    "content/sense.js",
    "content/paint.js",
    "content/dock.js",
    "content/main.js",
];

/// The content script's style sheet.
pub(crate) const CONTENT_STYLES: [&str; 1] = ["content/overlay.css"];

/// All that the worker needs of a browser.
pub trait Browser:
    Storage + Messenger + Tabs + Texts + Runtime + Clock + Alarms + Identity + Network + Crypto + Locks
{
}

impl<T> Browser for T where
    T: Storage
        + Messenger
        + Tabs
        + Texts
        + Runtime
        + Clock
        + Alarms
        + Identity
        + Network
        + Crypto
        + Locks
{
}

/// Something to tell once the answer has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Push {
    Tab(i32, String),
    Pages(String),
    /// Something that takes longer, and whose end is told.
    Work(Task),
}

/// What somebody asks who may.
enum Asked {
    /// The content script in a tab.
    Content(i32, ContentRequest),
    /// A panel, and the tab that it is docked in.
    Panel(Option<i32>, PanelRequest),
}

/// The worker.
#[derive(Debug)]
pub struct Worker<B> {
    browser: B,
    vocabulary: Vocabulary,
    store: Store,
    phrases: Phrases,
    sessions: Sessions,
    outbox: RefCell<Vec<Push>>,
}

impl<B: Browser> Worker<B> {
    /// A worker that remembers nothing yet.
    pub fn new(browser: B, vocabulary: Vocabulary) -> Self {
        Self {
            browser,
            vocabulary,
            store: Store::new(),
            phrases: Phrases::new(),
            sessions: Sessions::default(),
            outbox: RefCell::new(Vec::new()),
        }
    }

    /// The browser, for tests to look into.
    pub const fn browser(&self) -> &B {
        &self.browser
    }

    /// The browser alone: what is left when the worker dies.
    pub fn into_browser(self) -> B {
        self.browser
    }

    /// Carries out one event; see [`crate::handle`].
    pub async fn handle(&self, event: &str) -> String {
        let event = match Json::parse(event).and_then(|event| event.read()) {
            Ok(event) => event,
            Err(error) => {
                return refusal(Failure::new(ErrorCode::ReportBug, error.to_string()));
            }
        };
        answer(match event {
            Event::Boot {} => self.boot().await,
            Event::Action { tab } => self.action(tab).await,
            Event::Alarm { name } => {
                if name == session::RENEW {
                    self.push(Push::Work(Task::Renew));
                }
                Ok(())
            }
            Event::TabClosed { tab } => {
                if self.sessions.waits_for_a_window() {
                    self.push(Push::Work(Task::Resume));
                }
                self.store.forget_tab(&self.browser, tab).await.map_err(Failed::from)
            }
            Event::Message { sender, text } => {
                return match self.let_in(&sender, &text) {
                    Ok(Asked::Content(tab, request)) => answer(self.content(tab, request).await),
                    Ok(Asked::Panel(docked, request)) => answer(self.panel(docked, request).await),
                    Err(failure) => refusal(failure),
                };
            }
        })
    }

    /// Sends what waits; see [`crate::deliver`].
    pub async fn deliver(&self) -> String {
        let mut problems = Vec::new();
        for push in self.outbox.take() {
            let push = match push {
                Push::Work(task) => match self.sessions.carry_out(&self.browser, task).await {
                    Ok(true) => Push::Pages(session_changed()),
                    Ok(false) => continue,
                    Err(error) => {
                        problems.push(error.to_string());
                        continue;
                    }
                },
                told => told,
            };
            let sent = match push {
                Push::Tab(tab, text) => self.browser.tell_tab(tab, &text).await,
                Push::Pages(text) => self.browser.tell_pages(&text).await,
                Push::Work(_) => continue,
            };
            if let Err(error) = sent {
                problems.push(error.to_string());
            }
        }
        problems.join("\n")
    }

    /// At the first start since install, update or enabling, tabs that are already open get the
    /// content script; the browser puts it only into pages that load later.
    async fn boot(&self) -> Result<(), Failed> {
        self.push(Push::Work(Task::Resume));
        if !Store::is_first_boot(&self.browser).await? {
            return Ok(());
        }
        let patterns = admin_center_patterns();
        let mut problems = Vec::new();
        for tab in self.browser.matching(&patterns).await? {
            // Where our script runs already, as in a page that loaded a moment ago, another copy would
            // only take its place, and close the panel.
            let repaint = encode(&Envelope::new(ContentPush::Repaint {}));
            if matches!(self.browser.tell_tab(tab, &repaint).await, Ok(true)) {
                continue;
            }
            // A tab that shows an error page takes no script; the others still get theirs.
            if let Err(error) = self.browser.inject(tab, &CONTENT_SCRIPTS, &CONTENT_STYLES).await {
                problems.push(error.to_string());
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Failed::again(problems.join("; "))) }
    }

    /// Toggles the panel where there is one to toggle, else opens the page that it is for.
    async fn action(&self, tab: i32) -> Result<(), Failed> {
        let on_page = self.store.tab(&self.browser, tab).await?.is_some();
        let toggle = encode(&Envelope::new(ContentPush::TogglePanel {}));
        if on_page && self.browser.tell_tab(tab, &toggle).await? {
            return Ok(());
        }
        Ok(self.browser.open(&partners_page()).await?)
    }

    /// The one place where senders are let in. There is no default: a sender that isn't named here
    /// may ask nothing.
    #[inline(never)]
    fn let_in(&self, sender: &Sender, text: &str) -> Result<Asked, Failure> {
        let (id, root) = (self.browser.id(), self.browser.address(""));
        match sender.origin(&id, &root, CLOUD.admin_centers) {
            Some(Origin::Content { tab }) => decode(text).map(|asked| Asked::Content(tab, asked)),
            Some(Origin::Panel { docked }) => decode(text).map(|asked| Asked::Panel(docked, asked)),
            None => Err(Failure::new(ErrorCode::Refused, "unknown sender")),
        }
    }

    async fn content(&self, tab: i32, request: ContentRequest) -> Result<ContentResponse, Failed> {
        match request {
            ContentRequest::Hello {} => Ok(ContentResponse::Welcome {
                layout: Store::layout(&self.browser).await?,
                words: self.words(),
            }),
            ContentRequest::Layout(layout) => {
                Store::keep_layout(&self.browser, layout).await?;
                Ok(ContentResponse::Done {})
            }
            ContentRequest::Facts(facts) => {
                self.facts(tab, &facts).await.map(ContentResponse::Paint)
            }
        }
    }

    async fn panel(
        &self,
        docked: Option<i32>,
        request: PanelRequest,
    ) -> Result<PanelResponse, Failed> {
        let (thresholds, now) = (Thresholds::default(), self.now());
        if let PanelRequest::Close {} = request {
            if let Some(tab) = docked {
                self.push(Push::Tab(tab, encode(&Envelope::new(ContentPush::ClosePanel {}))));
            }
            return Ok(PanelResponse::Done {});
        }
        let tab = match docked {
            Some(tab) => Some(tab),
            None => Store::last_tab(&self.browser).await?,
        };
        let record = match tab {
            Some(tab) => self.store.tab(&self.browser, tab).await?,
            None => None,
        };
        if let Some(record) = &record {
            self.store.load(&self.browser, &record.tenant).await?;
        }
        Ok(match (request, record) {
            (PanelRequest::Overview {}, None) => PanelResponse::Overview(overview::nothing()),
            (PanelRequest::Overview {}, Some(tab)) => PanelResponse::Overview(
                self.store
                    .with(&tab.tenant, |partners| overview::of(&tab, partners, &thresholds, now)),
            ),
            (PanelRequest::Partner { id }, Some(tab)) => {
                let view = self.store.with(&tab.tenant, |partners| {
                    overview::partner(&tab, partners, &id, &thresholds, now)
                });
                PanelResponse::Partner { view: view.map(Box::new) }
            }
            (PanelRequest::Partner { .. }, None) => PanelResponse::Partner { view: None },
            (PanelRequest::Close {}, _) => PanelResponse::Done {},
            (request, record) => {
                let page = record.and_then(|tab| tab.organization);
                PanelResponse::Session(self.session(request, page).await?)
            }
        })
    }

    /// What is about signing in, in a panel over a page of the organisation `page`.
    async fn session(
        &self,
        request: PanelRequest,
        page: Option<String>,
    ) -> Result<Session, Failed> {
        let task = match request {
            PanelRequest::SignIn { account } => Some(Task::SignIn(account)),
            PanelRequest::SignOut { account } => Some(Task::SignOut(account)),
            PanelRequest::EndSession {} => Some(Task::EndSession),
            PanelRequest::Choose { account } => Some(Task::Choose(account)),
            PanelRequest::Register { client } => Some(Task::Register(client)),
            _ => None,
        };
        // What opens a window is begun once the answer has gone; all else is done before it.
        let (begun, at_once) = match task {
            Some(task) if task.has_window() => (Some(task), None),
            other => (None, other),
        };
        if let Some(task) = at_once
            && self.sessions.carry_out(&self.browser, task).await?
        {
            // Other panels see it too.
            self.push(Push::Pages(session_changed()));
        }
        if begun.is_some() {
            self.sessions.begin();
        }
        let (session, tasks) = self.sessions.view(&self.browser, page).await?;
        tasks.into_iter().chain(begun).for_each(|task| self.push(Push::Work(task)));
        Ok(session)
    }

    /// Takes in what the page shows, keeps it, and says what to paint.
    async fn facts(&self, tab: i32, facts: &PageFacts) -> Result<Paint, Failed> {
        let now = self.now();
        let mut reading = page::read(&self.vocabulary, facts, now);
        if let Some(report) = &mut reading.report {
            *report = ["Partner Lens ", &self.browser.version(), "\n", report].concat();
        }
        let before =
            self.store.tab(&self.browser, tab).await?.filter(|tab| tab.reading == facts.reading);
        // A page may name the organisation later than its rows, but never another one in one stay.
        let organization = reading
            .organization
            .clone()
            .or_else(|| before.as_ref().and_then(|tab| tab.organization.clone()));
        let tenant = TenantKey::of(organization.as_deref(), tab);
        self.store.load(&self.browser, &tenant).await?;
        let mut changed = Vec::new();
        if !tenant.is_unnamed() && before.as_ref().is_some_and(|tab| tab.tenant.is_unnamed()) {
            changed = self.store.adopt(&self.browser, tab, &tenant).await?;
        }
        let paint = self.store.with(&tenant, |partners| {
            let mut sightings =
                Sightings { partners, reading: &facts.reading, now, changed: &mut changed };
            sightings.take(facts, &reading);
            self.paint(partners, &reading, now)
        });
        let record = TabRecord {
            tenant,
            organization,
            reading: facts.reading.clone(),
            unrecognised: merged(before.as_ref(), &reading.unrecognised),
            page: record_of(facts, reading, before.as_ref().map(|tab| &tab.page), now),
            read_at: now,
        };
        self.store.save(&self.browser, tab, &record, &changed).await?;
        self.push(Push::Pages(encode(&Envelope::new(PanelPush::Changed { tab }))));
        Ok(paint)
    }

    fn paint(&self, partners: &Partners, reading: &PageReading, now: Timestamp) -> Paint {
        let thresholds = Thresholds::default();
        let mut judged: Vec<PartnerAssessment> = Vec::new();
        let mut badge_of = |row: &RowReading| -> Option<Badge> {
            let name = match row {
                RowReading::Group(group) => &group.partner,
                RowReading::Relationship(relationship) => &relationship.partner,
                RowReading::Nothing => return None,
            };
            let id = PartnerId::of(name);
            let record = partners.get(&id)?;
            let at = judged.iter().position(|partner| partner.id == id).unwrap_or_else(|| {
                judged.push(record.assess(&thresholds, now));
                judged.len() - 1
            });
            let partner = &judged[at];
            match row {
                RowReading::Relationship(relationship) => {
                    let part = part_of(partner, relationship)?;
                    Some(badge::of_relationship(&self.phrases, &self.browser, partner, part))
                }
                _ => Some(badge::of_partner(&self.phrases, &self.browser, partner)),
            }
        };
        let mut tables = Vec::new();
        for &TableReading { id, recognised, column, rows: ref all, .. } in &reading.tables {
            let mut rows = Vec::with_capacity(all.len());
            for row in all {
                rows.push(badge_of(row));
            }
            tables.push(TablePaint { id, recognised, column, rows });
        }
        let on_title = reading.detail.as_ref().or(reading.invitation.as_ref());
        let title = on_title
            .and_then(|relationship| badge_of(&RowReading::Relationship(relationship.clone())));
        Paint { tables, title, notice: self.notice(reading) }
    }

    /// What the panel says in full is said on the page in one sentence.
    fn notice(&self, reading: &PageReading) -> Option<String> {
        let unrecognised = reading.state == PageKind::Unrecognised;
        unrecognised.then(|| self.browser.text("notice_unrecognised", &[]))
    }

    fn words(&self) -> Words {
        let text = |key| self.browser.text(key, &[]);
        Words {
            launcher: text("launcher_name"),
            panel: text("panel_name"),
            resize: text("resize_name"),
            drag: text("drag_name"),
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.browser.now_millis())
    }

    /// Queues a push; one that waits already isn't queued twice.
    fn push(&self, push: Push) {
        let mut outbox = self.outbox.borrow_mut();
        if outbox.contains(&push) {
            return;
        }
        // What is only to be told doesn't wait for what may take as long as a person takes.
        let is_work = |push: &Push| matches!(push, Push::Work(_));
        let first_work = outbox.iter().position(is_work).filter(|_| !is_work(&push));
        let at = first_work.unwrap_or(outbox.len());
        outbox.insert(at, push);
    }
}

/// What the toolbar button opens where there is no page to overlay.
fn partners_page() -> String {
    let host = CLOUD.admin_centers.first().copied().unwrap_or_default();
    ["https://", host, "/Adminportal/Home#/partners"].concat()
}

/// Every address of the admin center.
pub(crate) fn admin_center_patterns() -> Vec<String> {
    CLOUD.admin_centers.iter().map(|host| ["https://", host, "/*"].concat()).collect()
}

fn session_changed() -> String {
    encode(&Envelope::new(PanelPush::Session {}))
}

fn answer<T: ToJson>(result: Result<T, Failed>) -> String {
    match result {
        Ok(value) => encode(&Envelope::new(Answer::Ok(value))),
        Err(failed) => refusal(failed.into_failure()),
    }
}

#[inline(never)]
fn refusal(failure: Failure) -> String {
    encode(&Envelope::new(Answer::<()>::Error(failure)))
}
