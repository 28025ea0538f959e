//! A scan: what to do next, and what was found.

use crate::{
    batch,
    collector::{Collector, Workload},
    found::Found,
    gate::Gates,
    outcome::{Fault, Outcome, Trace},
    plan,
    read::Read,
    retry::{MOST_TRIES, PATIENCE, Random},
    setup::Setup,
    wire::Wire,
};
use domain::Timestamp;
use protocol::{
    json::{FromJson, Json, Mismatch, Reader, ToJson},
    json_object,
};

/// The version of the form that a scan is stored in.
pub const FORMAT: u32 = 1;

/// Requests to the directory that are on their way together: 80 reads, if they are batches.
const MOST_AT_ONCE: usize = 4;

/// What the driver has to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Store the scan, send these, all at once or in any order, and give each answer to
    /// [`Scan::take`]; then ask again.
    Send(Vec<Wire>),
    /// Ask again at this time, or as soon as an answer was taken.
    Wait(Timestamp),
    /// Ask again as soon as an answer was taken.
    Listen,
    /// That was all. Some of it may have failed; see [`Scan::resumes`].
    Done,
}

/// A scan of one tenant, at any point between its beginning and its end.
///
/// It does nothing by itself. Whoever drives it stores it after each call: what is read back goes on
/// where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    format: Format,
    pub(crate) setup: Setup,
    pub(crate) reads: Vec<Read>,
    pub(crate) flights: Vec<Flight>,
    pub(crate) gates: Gates,
    /// The claims of the last challenge.
    pub(crate) claims: Option<String>,
    /// Whether something came that the plan doesn't reckon with yet.
    pub(crate) is_new: bool,
    next_id: u32,
    pub(crate) found: Found,
}

/// A request that is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flight {
    pub(crate) id: u32,
    /// Its reads, by their places.
    pub(crate) reads: Vec<u32>,
    pub(crate) is_batch: bool,
    /// Its `client-request-id`.
    pub(crate) ours: String,
}

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Reads that are over, one way or another.
    pub ended: u32,
    /// Reads that are known of. More may turn up.
    pub known: u32,
    /// Items that have come.
    pub items: u32,
}

impl Scan {
    /// A scan that hasn't begun.
    #[must_use]
    pub fn new(mut setup: Setup) -> Self {
        setup.tenant.make_ascii_lowercase();
        setup.partners.iter_mut().for_each(|partner| partner.make_ascii_lowercase());
        Self {
            format: Format,
            setup,
            reads: Vec::new(),
            flights: Vec::new(),
            gates: Gates::default(),
            claims: None,
            is_new: true,
            next_id: 1,
            found: Found::default(),
        }
    }

    /// Says what to do next. `random` is any number that is hard to come by twice.
    pub fn step(&mut self, now: Timestamp, random: u64) -> Step {
        if self.is_new {
            plan::extend(&mut self.reads, &self.setup, &self.found);
            self.is_new = false;
        }
        self.give_up_waiting(now);
        let mut random = Random::new(random);
        let mut wires = Vec::new();
        for workload in [Workload::ConditionalAccess, Workload::Reports] {
            for at in self.due(workload, now) {
                if self.gates.opens(workload, 1, now) <= now {
                    wires.push(self.send(&[at], now, &mut random));
                }
            }
        }
        let blocked = self.send_to_directory(now, &mut random, &mut wires);
        if !wires.is_empty() {
            return Step::Send(wires);
        }
        match self.next_time(now).into_iter().chain(blocked).min() {
            Some(time) => Step::Wait(time),
            None if self.flights.is_empty() => Step::Done,
            None => Step::Listen,
        }
    }

    /// Reads that wait for nothing but their turn, in order.
    fn due(&self, workload: Workload, now: Timestamp) -> Vec<usize> {
        let mut due = Vec::new();
        for collector in Collector::ALL {
            if collector.source().workload != workload {
                continue;
            }
            let reads = self.reads.iter().enumerate();
            due.extend(reads.filter_map(|(at, read)| {
                let is_due =
                    read.collector == collector && read.is_waiting() && read.not_before <= now;
                is_due.then_some(at)
            }));
        }
        due
    }

    /// The directory is asked in batches. One that isn't full waits while anything is on its way that
    /// could fill it. Gives the time when the gate opens again, if that is what they wait for.
    fn send_to_directory(
        &mut self,
        now: Timestamp,
        random: &mut Random,
        wires: &mut Vec<Wire>,
    ) -> Option<Timestamp> {
        let due = self.due(Workload::Directory, now);
        let (together, alone): (Vec<usize>, Vec<usize>) =
            due.into_iter().partition(|&at| self.reads[at].fits_batch());
        let groups = alone.chunks(1).chain(together.chunks(batch::MOST_ITEMS));
        for group in groups {
            let on_their_way = self.flights.iter().filter(|it| self.is_of_directory(it)).count();
            let may_fill_up = self.reads[group[0]].fits_batch() && group.len() < batch::MOST_ITEMS;
            if on_their_way >= MOST_AT_ONCE || (may_fill_up && on_their_way > 0) {
                break;
            }
            let opens = self.gates.opens(Workload::Directory, self.units(group), now);
            if opens > now {
                return Some(opens);
            }
            wires.push(self.send(group, now, random));
        }
        None
    }

    pub(crate) fn is_of_directory(&self, flight: &Flight) -> bool {
        let first = flight.reads.first().and_then(|&at| self.reads.get(at as usize));
        first.is_some_and(|read| read.collector.source().workload == Workload::Directory)
    }

    fn units(&self, group: &[usize]) -> u32 {
        group.iter().map(|&at| self.reads[at].collector.source().units).sum()
    }

    /// Makes one request of these reads.
    fn send(&mut self, group: &[usize], now: Timestamp, random: &mut Random) -> Wire {
        let workload = self.reads[group[0]].collector.source().workload;
        self.gates.pass(workload, self.units(group), now);
        let is_batch = group.len() > 1;
        let reads = group.iter().map(|&at| &self.reads[at]);
        let mut wire = match is_batch {
            true => batch::request(reads.clone(), &self.setup),
            false => self.reads[group[0]].request(&self.setup),
        };
        for read in reads {
            wire.scopes.extend(self.setup.scope(read.collector.source()));
            if read.is_challenged {
                wire.claims.clone_from(&self.claims);
            }
        }
        domain::order::sort_and_dedup(&mut wire.scopes);
        wire.id = self.next_id;
        let ours = random.guid();
        wire.headers.push(("client-request-id", ours.clone()));
        self.next_id += 1;
        for &at in group {
            self.reads[at].is_sent = true;
            self.reads[at].remember_first(&self.setup);
        }
        let reads = group.iter().filter_map(|&at| u32::try_from(at).ok()).collect();
        self.flights.push(Flight { id: wire.id, reads, is_batch, ours });
        wire
    }

    /// Reads that would have to wait longer than anybody waits are over for now.
    fn give_up_waiting(&mut self, now: Timestamp) {
        for at in 0..self.reads.len() {
            let read = &self.reads[at];
            if !read.is_waiting() {
                continue;
            }
            let workload = read.collector.source().workload;
            let until = self.gates.closed_until(workload).unwrap_or(now).max(read.not_before);
            let wait = until.millis().saturating_sub(now.millis());
            // What it waits for itself was weighed when it began.
            if wait > PATIENCE {
                self.reads[at].fail(Fault::Throttled(until), Trace::default());
            }
        }
    }

    /// When the next of those that wait for a time may go.
    fn next_time(&self, now: Timestamp) -> Option<Timestamp> {
        let waiting = self.reads.iter().filter(|read| read.is_waiting());
        let times = waiting.map(|read| {
            let source = read.collector.source();
            read.not_before.max(self.gates.opens(source.workload, source.units, now))
        });
        times.filter(|time| *time > now).min()
    }

    /// Says that whoever drove it is gone, and with it every answer that was on its way. What was sent
    /// is sent once more; what was lost again and again counts as unanswered.
    pub fn interrupted(&mut self) {
        for flight in std::mem::take(&mut self.flights) {
            for at in flight.reads {
                let Some(read) = self.reads.get_mut(at as usize) else { continue };
                read.is_sent = false;
                read.tries = read.tries.saturating_add(1);
                if read.tries >= MOST_TRIES {
                    let trace = Trace { ours: flight.ours.clone(), ..Trace::default() };
                    read.fail(Fault::NoAnswer, trace);
                }
            }
        }
    }

    /// When [`Self::resume`] has something to do: the first time that throttled reads wait for.
    #[must_use]
    pub fn resumes(&self) -> Option<Timestamp> {
        self.reads.iter().filter_map(throttled_until).min()
    }

    /// Goes on with reads that were throttled until now or earlier.
    pub fn resume(&mut self, now: Timestamp) {
        self.open(|read| throttled_until(read).is_some_and(|until| until <= now));
    }

    /// Tries everything again that may do another time, on somebody's wish: what was throttled, if its
    /// time has come, and what found no answer, no service or no token.
    pub fn retry(&mut self, now: Timestamp) {
        self.resume(now);
        self.open(|read| match &read.outcome {
            Outcome::Failed(failure) => matches!(
                failure.fault,
                Fault::NoAnswer | Fault::Unavailable | Fault::SignIn | Fault::LeftOut
            ),
            _ => false,
        });
    }

    /// Begins anew with those that `chosen` takes, where each of them was.
    fn open(&mut self, chosen: impl Fn(&Read) -> bool) {
        for read in self.reads.iter_mut().filter(|read| chosen(read)) {
            read.outcome = Outcome::Pending;
            read.not_before = Timestamp::from_millis(0);
            read.calm();
        }
    }

    /// What was found so far.
    #[must_use]
    pub const fn found(&self) -> &Found {
        &self.found
    }

    /// What it is a scan of.
    #[must_use]
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// All reads that are known of.
    #[must_use]
    pub fn reads(&self) -> &[Read] {
        &self.reads
    }

    /// What came of reading `collector` about `subject`, which is empty for the tenant. `None` where
    /// nobody thought of reading it, for want of what it would be known from.
    #[must_use]
    pub fn outcome(&self, collector: Collector, subject: &str) -> Option<&Outcome> {
        let own = || self.reads.iter().filter(|read| read.collector == collector);
        let exact = own().find(|read| read.subject.split(',').any(|known| known == subject));
        // A read without a subject, of a collector that has some, stands for all of them.
        exact.or_else(|| own().find(|read| read.subject.is_empty())).map(|read| &read.outcome)
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let ended = self.reads.iter().filter(|read| read.outcome != Outcome::Pending).count();
        Progress {
            ended: count(ended),
            known: count(self.reads.len()),
            items: self.reads.iter().map(|read| read.items).fold(0, u32::saturating_add),
        }
    }

    /// Writes it, to be stored. It holds names of people, and no token.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.to_json(&mut out);
        out
    }

    /// Reads what [`Self::to_text`] wrote. If answers were on their way, [`Self::interrupted`] comes next.
    ///
    /// # Errors
    /// For what isn't a scan of this version.
    pub fn parse(text: &str) -> Result<Self, Mismatch> {
        let mut scan: Self = Json::parse(text)?.read()?;
        // Whatever storage may have done to it, what is on its way is what has a flight.
        let known = scan.reads.len();
        scan.flights.retain(|flight| flight.reads.iter().all(|&at| (at as usize) < known));
        for (at, read) in scan.reads.iter_mut().enumerate() {
            let mut reads = scan.flights.iter().flat_map(|flight| &flight.reads);
            read.is_sent = reads.any(|&sent| sent as usize == at);
        }
        Ok(scan)
    }
}

fn throttled_until(read: &Read) -> Option<Timestamp> {
    match &read.outcome {
        Outcome::Failed(failure) => match failure.fault {
            Fault::Throttled(until) => Some(until),
            _ => None,
        },
        _ => None,
    }
}

/// Stands for [`FORMAT`].
#[derive(Debug, Clone, PartialEq, Eq)]
struct Format;

impl FromJson for Format {
    fn from_json(json: &Json, reader: &mut Reader) -> Self {
        if u32::from_json(json, reader) != FORMAT {
            reader.refuse("this version's format");
        }
        Self
    }
}

impl ToJson for Format {
    fn to_json(&self, out: &mut String) {
        FORMAT.to_json(out);
    }
}

json_object!(Flight { "id" => id, "reads" => reads, "is_batch" => is_batch, "ours" => ours });
json_object!(Scan {
    "format" => format,
    "setup" => setup,
    "reads" => reads,
    "flights" => flights,
    "gates" => gates,
    "claims" => claims,
    "is_new" => is_new,
    "next_id" => next_id,
    "found" => found,
});
