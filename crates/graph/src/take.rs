//! Takes answers in.

use crate::{
    address, batch,
    outcome::{Fault, Gap, Outcome, Trace},
    reply::{Meaning, Reply},
    retry::{MOST_TRIES, PATIENCE, REST, Random, after, jitter},
    scan::{Flight, Scan},
    wire::{Answer, MOST_BYTES, header},
};
use domain::Timestamp;
use protocol::json::Json;

/// Items of one read at most: what is more is no list for people, and would fill the storage.
const MOST_ITEMS: u32 = 10_000;

impl Scan {
    /// Takes the answer to the request called `id`. One that nobody waits for any more changes nothing.
    pub fn take(&mut self, id: u32, answer: Answer, now: Timestamp, random: u64) {
        let Some(at) = self.flights.iter().position(|flight| flight.id == id) else { return };
        let flight = self.flights.remove(at);
        self.is_new = true;
        for at in places(&flight) {
            self.reads[at].is_sent = false;
        }
        let mut random = Random::new(random);
        match answer {
            Answer::Nothing => self.unanswered(&flight, now, &mut random),
            Answer::NoToken => {
                for at in places(&flight) {
                    self.reads[at].fail(Fault::SignIn, lone_trace(&flight));
                }
            }
            Answer::TooLarge => self.too_large(&flight),
            Answer::Arrived(arrived) if arrived.body.len() > MOST_BYTES => self.too_large(&flight),
            Answer::Arrived(arrived) => {
                let body = Json::parse_foreign(&arrived.body).ok();
                let reply = Reply { status: arrived.status, headers: arrived.headers, body };
                self.heed(&flight, &reply, now);
                if flight.is_batch {
                    self.take_batch(&flight, &reply, now, &mut random);
                } else {
                    for at in places(&flight) {
                        self.take_reply(at, &reply, &flight, now, &mut random);
                    }
                }
            }
        }
    }

    fn unanswered(&mut self, flight: &Flight, now: Timestamp, random: &mut Random) {
        for at in places(flight) {
            let wait = self.wait(at, None, random);
            self.again(at, wait, |_| Fault::NoAnswer, lone_trace(flight), now);
        }
    }

    fn too_large(&mut self, flight: &Flight) {
        if flight.is_batch {
            return self.apart(flight, &lone_trace(flight));
        }
        for at in places(flight) {
            self.reads[at].fail(Fault::TooLarge, lone_trace(flight));
        }
    }

    /// Makes room, if the directory says that the limit is near.
    fn heed(&mut self, flight: &Flight, reply: &Reply, now: Timestamp) {
        if self.is_of_directory(flight) {
            self.gates.heed(header(&reply.headers, "x-ms-throttle-limit-percentage"), now);
        }
    }

    fn take_batch(&mut self, flight: &Flight, reply: &Reply, now: Timestamp, random: &mut Random) {
        let trace = reply.trace(&flight.ours);
        match reply.meaning(None, now) {
            Meaning::Page => {
                let body = reply.body.as_ref().unwrap_or(&Json::Null);
                match batch::replies(body, flight.reads.len()) {
                    Some(replies) => self.take_items(flight, &replies, &trace, now, random),
                    None => self.apart(flight, &trace),
                }
            }
            Meaning::Again(after) => {
                let wait = places(flight).next().map_or(0, |at| self.wait(at, after, random));
                self.close_for(flight, reply, after, wait, now);
                for at in places(flight) {
                    self.again(at, wait, in_the_end(reply, after), trace.clone(), now);
                }
            }
            Meaning::Challenge(claims) => {
                for at in places(flight) {
                    self.challenged(at, &claims, &trace);
                }
            }
            Meaning::SignIn => {
                for at in places(flight) {
                    self.reads[at].fail(Fault::SignIn, trace.clone());
                }
            }
            // Something about one of them spoils it for all. Alone it can be told which.
            _ => self.apart(flight, &trace),
        }
    }

    /// Sends the reads of a batch one by one from now on.
    fn apart(&mut self, flight: &Flight, trace: &Trace) {
        for at in places(flight) {
            let read = &mut self.reads[at];
            read.is_alone = true;
            read.tries = read.tries.saturating_add(1);
            if read.tries >= MOST_TRIES {
                read.fail(Fault::Unreadable("batch".to_owned()), trace.clone());
            }
        }
    }

    fn take_items(
        &mut self,
        flight: &Flight,
        replies: &[Option<Reply>],
        trace: &Trace,
        now: Timestamp,
        random: &mut Random,
    ) {
        for (at, reply) in places(flight).zip(replies) {
            match reply {
                Some(reply) => {
                    self.heed(flight, reply, now);
                    self.take_reply(at, reply, flight, now, random);
                }
                None if self.reads[at].is_left_out => {
                    self.reads[at].fail(Fault::LeftOut, trace.clone());
                }
                None => self.reads[at].is_left_out = true,
            }
        }
    }

    /// Takes the answer to one read.
    fn take_reply(
        &mut self,
        at: usize,
        reply: &Reply,
        flight: &Flight,
        now: Timestamp,
        random: &mut Random,
    ) {
        let source = self.reads[at].collector.source();
        let trace = reply.trace(&flight.ours);
        match reply.meaning(Some(source), now) {
            Meaning::Page => self.take_page(at, reply, trace),
            Meaning::Nothing => self.reads[at].end(Outcome::Whole, trace),
            Meaning::Again(after) => {
                let wait = self.wait(at, after, random);
                // An item of a batch speaks for itself; whatever else was in it may have passed.
                if !flight.is_batch {
                    self.close_for(flight, reply, after, wait, now);
                }
                self.again(at, wait, in_the_end(reply, after), trace, now);
            }
            Meaning::Challenge(claims) => self.challenged(at, &claims, &trace),
            Meaning::SignIn => self.reads[at].fail(Fault::SignIn, trace),
            Meaning::Gap(reason) => self.refused(at, Gap { reason, trace }),
            Meaning::Unreadable => {
                self.reads[at].fail(Fault::Unreadable("json".to_owned()), trace);
            }
            Meaning::Unexpected => self.reads[at].fail(Fault::Unexpected, trace),
        }
    }

    fn take_page(&mut self, at: usize, reply: &Reply, trace: Trace) {
        let read = &mut self.reads[at];
        let source = read.collector.source();
        let body = reply.body.as_ref().unwrap_or(&Json::Null);
        let page = match self.found.add(read.collector, &read.subject, body) {
            Ok(page) => page,
            Err(what) => return read.fail(Fault::Unreadable(what.to_owned()), trace),
        };
        read.calm();
        read.pages += 1;
        read.items = read.items.saturating_add(page.items);
        read.is_odd |= page.is_odd;
        let Some(link) = page.next else { return read.end(Outcome::Whole, trace) };
        if let Err(what) = address::check(&link, &self.setup.host, source.version) {
            return read.fail(Fault::Refused(what.to_owned()), trace);
        }
        let fingerprint = address::fingerprint(&link);
        if read.seen.contains(&fingerprint) {
            return read.fail(Fault::Endless, trace);
        }
        if read.pages >= source.most_pages || read.items >= MOST_ITEMS {
            return read.end(Outcome::Cut, trace);
        }
        read.seen.push(fingerprint);
        read.next = Some(link);
    }

    /// How long to wait before asking again: as long as the answer says, if it says.
    fn wait(&self, at: usize, after: Option<i64>, random: &mut Random) -> i64 {
        after.unwrap_or_else(|| jitter(self.reads[at].tries.saturating_add(1), random))
    }

    /// Leaves a whole workload alone, if that is what an answer asks for.
    fn close_for(
        &mut self,
        flight: &Flight,
        reply: &Reply,
        asked: Option<i64>,
        wait: i64,
        now: Timestamp,
    ) {
        if let Some(at) = places(flight).next().filter(|_| reply.status == 429 || asked.is_some()) {
            let workload = self.reads[at].collector.source().workload;
            self.gates.close(workload, after(now, wait));
        }
    }

    /// Asks again after `wait`, unless that is too often or too long: then it's `fault`, which is given
    /// the time when it may be tried anew.
    fn again(
        &mut self,
        at: usize,
        wait: i64,
        fault: fn(Timestamp) -> Fault,
        trace: Trace,
        now: Timestamp,
    ) {
        let read = &mut self.reads[at];
        read.tries = read.tries.saturating_add(1);
        read.waited = read.waited.saturating_add(wait);
        if read.tries < MOST_TRIES && read.waited <= PATIENCE {
            read.not_before = after(now, wait);
            return;
        }
        read.fail(fault(after(now, wait.max(REST))), trace);
    }

    /// Asks again with a token that satisfies `claims`, once.
    fn challenged(&mut self, at: usize, claims: &str, trace: &Trace) {
        let read = &mut self.reads[at];
        if read.is_challenged {
            return read.fail(Fault::SignIn, trace.clone());
        }
        read.is_challenged = true;
        self.claims = Some(claims.to_owned());
    }

    /// Takes note of what can't be read, and doesn't ask the same about other subjects, if it can't be
    /// read of any.
    fn refused(&mut self, at: usize, gap: Gap) {
        let collector = self.reads[at].collector;
        if gap.is_for_all() {
            for read in &mut self.reads {
                if read.collector == collector && read.is_waiting() {
                    read.outcome = Outcome::Gap(gap.clone());
                }
            }
        }
        self.reads[at].outcome = Outcome::Gap(gap);
    }
}

/// What becomes of a read whose answers ask to be asked again, and again.
fn in_the_end(reply: &Reply, asked: Option<i64>) -> fn(Timestamp) -> Fault {
    if reply.status == 429 || asked.is_some() { Fault::Throttled } else { |_| Fault::Unavailable }
}

/// The places of its reads.
fn places(flight: &Flight) -> impl Iterator<Item = usize> {
    flight.reads.iter().map(|&at| at as usize)
}

/// What there is to say of a request that has no answer.
fn lone_trace(flight: &Flight) -> Trace {
    Trace { ours: flight.ours.clone(), ..Trace::default() }
}
