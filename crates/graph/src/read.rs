//! One read and where it stands.

use crate::{
    address::{fingerprint, whole},
    collector::Collector,
    outcome::{Failure, Fault, Outcome, Trace},
    setup::Setup,
    source::{Form, Subject},
    wire::Wire,
};
use domain::Timestamp;
use protocol::{json::ToJson, json_object};

/// What every read asks for: that values of enums which came after an app was written aren't replaced
/// by `unknownFutureValue` (learn.microsoft.com, "Best practices for working with Microsoft Graph").
const PREFER: &str = "include-unknown-enum-members";

/// One read: a collector and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Which collector.
    pub collector: Collector,
    /// What it is about: ids with commas between them, a domain, or nothing for the tenant.
    pub subject: String,
    /// What came of it.
    pub outcome: Outcome,
    /// How many items have come.
    pub items: u32,
    pub(crate) pages: u32,
    /// Whether it is on its way.
    pub(crate) is_sent: bool,
    /// The address of the next page.
    pub(crate) next: Option<String>,
    /// Fingerprints of the addresses that were asked for.
    pub(crate) seen: Vec<i64>,
    /// Failures in a row, and how long it has waited for them, in milliseconds.
    pub(crate) tries: u8,
    pub(crate) waited: i64,
    /// When it may be asked again.
    pub(crate) not_before: Timestamp,
    /// Whether the answer to a batch left it out.
    pub(crate) is_left_out: bool,
    /// Whether it was challenged.
    pub(crate) is_challenged: bool,
    /// Whether it mustn't share a batch, because the last one couldn't be read.
    pub(crate) is_alone: bool,
    /// Whether some of what came wasn't as it should be.
    pub(crate) is_odd: bool,
}

impl Read {
    pub(crate) const fn new(collector: Collector, subject: String) -> Self {
        Self {
            collector,
            subject,
            outcome: Outcome::Pending,
            items: 0,
            pages: 0,
            is_sent: false,
            next: None,
            seen: Vec::new(),
            tries: 0,
            waited: 0,
            not_before: Timestamp::from_millis(0),
            is_left_out: false,
            is_challenged: false,
            is_alone: false,
            is_odd: false,
        }
    }

    /// Whether it is on its way, as against waiting for its turn.
    #[must_use]
    pub const fn is_sent(&self) -> bool {
        self.is_sent
    }

    /// Until when it waits, if Graph asked it to.
    #[must_use]
    pub fn waits_until(&self) -> Option<Timestamp> {
        match &self.outcome {
            Outcome::Pending if self.tries > 0 && !self.is_sent => Some(self.not_before),
            Outcome::Failed(Failure { fault: Fault::Throttled(until), .. }) => Some(*until),
            _ => None,
        }
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.outcome == Outcome::Pending && !self.is_sent
    }

    /// Whether it can go into a batch. Further pages are read at the address that came, which is
    /// opaque.
    pub(crate) const fn fits_batch(&self) -> bool {
        self.next.is_none() && !self.is_alone
    }

    pub(crate) fn fail(&mut self, fault: Fault, trace: Trace) {
        self.outcome = Outcome::Failed(Failure { fault, trace });
    }

    /// Says that nothing more comes: all of it, or `otherwise`.
    pub(crate) fn end(&mut self, otherwise: Outcome, trace: Trace) {
        self.outcome = otherwise;
        if self.is_odd {
            self.fail(Fault::Unreadable("item".to_owned()), trace);
        }
    }

    /// Begins anew after an answer that is one.
    pub(crate) const fn calm(&mut self) {
        self.tries = 0;
        self.waited = 0;
        self.is_left_out = false;
        self.is_challenged = false;
    }

    /// Path and query of the first page, without the version.
    fn path(&self, setup: &Setup) -> String {
        const DAYS: i64 = 30;
        let source = self.collector.source();
        let subject = match source.subject {
            Subject::Administrators => quoted(&self.subject, "'"),
            _ => self.subject.clone(),
        };
        let from = setup.started.millis() - DAYS * 86_400_000;
        // Whole seconds are enough, and all that some logs understand.
        let from = Timestamp::from_millis(from.div_euclid(1_000) * 1_000).to_string();
        source.path.replace("{}", &subject).replace("{from}", &from).replace(' ', "%20")
    }

    fn method(&self) -> &'static str {
        if self.body().is_some() { "POST" } else { "GET" }
    }

    /// The body of `getByIds`.
    fn body(&self) -> Option<String> {
        if self.collector.source().subject != Subject::ForeignPrincipals || self.next.is_some() {
            return None;
        }
        let ids = quoted(&self.subject, "\"");
        let kinds = r#"["user","group","servicePrincipal","directoryObjectPartnerReference"]"#;
        Some(["{\"ids\":[", &ids, "],\"types\":", kinds, "}"].concat())
    }

    /// The headers that it needs wherever it is sent: those of a batch don't count for its items, and
    /// those of a first page don't count for the next.
    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("Prefer", PREFER.to_owned())];
        if self.collector.source().is_advanced {
            headers.push(("ConsistencyLevel", "eventual".to_owned()));
        }
        if self.body().is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        headers
    }

    /// Takes note of the address of the first page.
    pub(crate) fn remember_first(&mut self, setup: &Setup) {
        if self.pages == 0 && self.collector.source().form == Form::List {
            let first = whole(&setup.host, self.collector.source().version, &self.path(setup));
            self.seen = vec![fingerprint(&first)];
        }
    }

    /// The request for it alone. Who it is and what it needs is added by the caller.
    pub(crate) fn request(&self, setup: &Setup) -> Wire {
        let source = self.collector.source();
        let first = || whole(&setup.host, source.version, &self.path(setup));
        Wire {
            id: 0,
            method: self.method(),
            address: self.next.clone().unwrap_or_else(first),
            headers: self.headers(),
            body: self.body(),
            scopes: Vec::new(),
            claims: None,
        }
    }

    /// Writes it as item number `id` of a batch (learn.microsoft.com, "Combine multiple HTTP requests
    /// using JSON batching").
    pub(crate) fn write_item(&self, id: usize, setup: &Setup, out: &mut String) {
        out.push_str("{\"id\":");
        id.to_string().to_json(out);
        out.push_str(",\"method\":");
        self.method().to_json(out);
        out.push_str(",\"url\":");
        self.path(setup).to_json(out);
        out.push_str(",\"headers\":");
        let mut between = "{";
        for (name, value) in self.headers() {
            out.push_str(between);
            name.to_json(out);
            out.push(':');
            value.to_json(out);
            between = ",";
        }
        out.push('}');
        if let Some(body) = self.body() {
            out.push_str(",\"body\":");
            out.push_str(&body);
        }
        out.push('}');
    }
}

/// Ids that stand with commas between them, each in marks. They hold no mark themselves, since they are
/// GUIDs.
fn quoted(ids: &str, mark: &str) -> String {
    let between = [mark, ",", mark].concat();
    [mark, &ids.replace(',', &between), mark].concat()
}

json_object!(Read {
    "collector" => collector,
    "subject" => subject,
    "outcome" => outcome,
    "items" => items,
    "pages" => pages,
    "is_sent" => is_sent,
    "next" => next,
    "seen" => seen,
    "tries" => tries,
    "waited" => waited,
    "not_before" => not_before,
    "is_left_out" => is_left_out,
    "is_challenged" => is_challenged,
    "is_alone" => is_alone,
    "is_odd" => is_odd,
});
