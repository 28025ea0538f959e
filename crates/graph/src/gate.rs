//! How often Graph may be asked: one gate for each of its workloads.
//!
//! The limits are those of learn.microsoft.com, "Microsoft Graph service-specific throttling limits",
//! which says of all of them that they may change. They hold for this app in this tenant, or for all
//! apps together.

use crate::{collector::Workload, retry::after};
use domain::Timestamp;
use protocol::json_object;

/// A window of the directory's and the reports' limits, in milliseconds.
const WINDOW: i64 = 10_000;

/// Reports and logs: requests in a window.
const REPORTS: usize = 5;

/// Conditional Access: one request for all apps of a tenant in this time, and no `Retry-After`.
const CONDITIONAL_ACCESS: i64 = 1_000;

/// Resource units that we take of a window's 3,500, which is what the smallest tenants have. The rest
/// is for whoever else uses this registration.
const UNITS: u32 = 2_800;

/// The gates of one tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gates {
    /// When reports were asked for, as far as it matters.
    reports: Vec<Timestamp>,
    /// When Conditional Access was asked for last.
    conditional_access: Option<Timestamp>,
    /// Since when units are counted, and how many were taken.
    window: Option<Timestamp>,
    units: u32,
    /// Until when each is closed, because the service said so.
    closed: Vec<Closed>,
}

/// A gate that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Closed {
    workload: Workload,
    until: Timestamp,
}

impl Gates {
    /// From when on a request of so many units may go; any time that isn't later than `now` means at
    /// once.
    pub(crate) fn opens(&self, workload: Workload, units: u32, now: Timestamp) -> Timestamp {
        let limit = match workload {
            Workload::Directory => match self.window {
                Some(window) if is_within(window, now, WINDOW) && self.units + units > UNITS => {
                    after(window, WINDOW)
                }
                _ => now,
            },
            Workload::Reports => {
                let recent = self.reports.iter().filter(|sent| is_within(**sent, now, WINDOW));
                match recent.clone().count() < REPORTS {
                    true => now,
                    false => recent.min().map_or(now, |sent| after(*sent, WINDOW)),
                }
            }
            Workload::ConditionalAccess => match self.conditional_access {
                Some(sent) if is_within(sent, now, CONDITIONAL_ACCESS) => {
                    after(sent, CONDITIONAL_ACCESS)
                }
                _ => now,
            },
        };
        limit.max(self.closed_until(workload).unwrap_or(now))
    }

    /// Until when the service wants to be left alone.
    pub(crate) fn closed_until(&self, workload: Workload) -> Option<Timestamp> {
        let closed = self.closed.iter().find(|closed| closed.workload == workload);
        closed.map(|closed| closed.until)
    }

    /// Takes note that a request goes.
    pub(crate) fn pass(&mut self, workload: Workload, units: u32, now: Timestamp) {
        match workload {
            Workload::Directory => {
                if !self.window.is_some_and(|window| is_within(window, now, WINDOW)) {
                    self.window = Some(now);
                    self.units = 0;
                }
                self.units = self.units.saturating_add(units);
            }
            Workload::Reports => {
                self.reports.retain(|sent| is_within(*sent, now, WINDOW));
                self.reports.push(now);
            }
            Workload::ConditionalAccess => self.conditional_access = Some(now),
        }
    }

    /// Lets nothing through before `until`.
    pub(crate) fn close(&mut self, workload: Workload, until: Timestamp) {
        let until = self.closed_until(workload).map_or(until, |known| known.max(until));
        self.closed.retain(|closed| closed.workload != workload);
        self.closed.push(Closed { workload, until });
    }

    /// Makes room after an answer whose `x-ms-throttle-limit-percentage` is `text`: from 0.8 of the
    /// limit up to 1.8, where the service refuses (learn.microsoft.com, "Microsoft Graph throttling
    /// guidance"). A tenth of the limit is a second of the window.
    pub(crate) fn heed(&mut self, text: &str, now: Timestamp) {
        let Some((whole, fraction)) = text.split_once('.') else {
            if text == "1" {
                self.close(Workload::Directory, after(now, 3_000));
            }
            return;
        };
        let tenths = fraction.bytes().next().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
        let (Ok(whole), Some(tenths)) = (whole.parse::<i64>(), tenths) else { return };
        let tenths = whole.min(2) * 10 + i64::from(tenths);
        if tenths >= 8 {
            self.close(Workload::Directory, after(now, (tenths - 7).min(11) * 1_000));
        }
    }
}

/// Whether `moment` is less than `length` ago. One that is yet to come was written by a clock that has
/// been turned back since, and says nothing.
fn is_within(moment: Timestamp, now: Timestamp, length: i64) -> bool {
    moment <= now && now.millis().saturating_sub(moment.millis()) < length
}

json_object!(Closed { "workload" => workload, "until" => until });
json_object!(Gates {
    "reports" => reports,
    "conditional_access" => conditional_access,
    "window" => window,
    "units" => units,
    "closed" => closed,
});

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + millis)
    }

    /// Sends as soon as the gate opens, from `start` on; gives the times.
    fn times(workload: Workload, units: u32, count: usize) -> Vec<i64> {
        let mut gates = Gates::default();
        let mut now = at(0);
        let mut times = Vec::new();
        for _ in 0..count {
            now = now.max(gates.opens(workload, units, now));
            gates.pass(workload, units, now);
            times.push(now.millis() - at(0).millis());
        }
        times
    }

    #[test]
    fn each_workload_has_its_pace() {
        for (workload, units, expected) in [
            (Workload::Reports, 1, [0, 0, 0, 0, 0, 10_000, 10_000]),
            (Workload::ConditionalAccess, 1, [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000]),
            (Workload::Directory, 40, [0; 7]),
            (Workload::Directory, 1_000, [0, 0, 10_000, 10_000, 20_000, 20_000, 30_000]),
            // What is more than a window has goes by itself.
            (Workload::Directory, 5_000, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]),
        ] {
            assert_eq!(times(workload, units, 7), expected, "{workload:?} {units}");
        }
    }

    #[test]
    fn a_clock_turned_back_holds_nothing_up() {
        let mut gates = Gates::default();
        for _ in 0..5 {
            gates.pass(Workload::Reports, 1, at(0));
        }
        gates.pass(Workload::Directory, 2_800, at(0));
        gates.pass(Workload::ConditionalAccess, 1, at(0));
        for workload in [Workload::Reports, Workload::Directory, Workload::ConditionalAccess] {
            assert!(gates.opens(workload, 1, at(500)) > at(500));
            assert_eq!(gates.opens(workload, 1, at(-5_000)), at(-5_000));
        }
    }

    #[test]
    fn the_share_of_the_limit_is_heeded_before_a_refusal() {
        let check = |text: &str, wait: i64| {
            let mut gates = Gates::default();
            gates.heed(text, at(0));
            assert_eq!(gates.opens(Workload::Directory, 1, at(0)), at(wait), "{text}");
            assert_eq!(gates.opens(Workload::Reports, 1, at(0)), at(0), "{text}");
        };
        for (text, wait) in [
            ("", 0),
            ("0.5", 0),
            ("0.79", 0),
            ("0.8", 1_000),
            ("0.95", 2_000),
            ("1", 3_000),
            ("1.0", 3_000),
            ("1.8", 11_000),
            ("17.5", 11_000),
            ("high", 0),
            ("1.x", 0),
            ("-1.0", 0),
        ] {
            check(text, wait);
        }
    }

    #[test]
    fn the_longer_word_counts() {
        let mut gates = Gates::default();
        gates.close(Workload::Reports, at(600_000));
        gates.close(Workload::Reports, at(1_000));
        assert_eq!(gates.opens(Workload::Reports, 1, at(0)), at(600_000));
        assert_eq!(gates.opens(Workload::Reports, 1, at(700_000)), at(700_000));
    }
}
