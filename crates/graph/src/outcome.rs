//! What came of a read: all of it, some of it, or why not.

use crate::collector::Collector;
use domain::Timestamp;
use protocol::{json_kinds, json_object};

/// What came of a read, or will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It waits: for its turn, for a time, or for what it was sent.
    Pending,
    /// All was read.
    Whole,
    /// As much was read as is read at most; there is more.
    Cut,
    /// It can't be read here, and that is no fault.
    Gap(Gap),
    /// It could be read, and wasn't.
    Failed(Failure),
}

/// Why something can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub reason: Reason,
    /// Graph's own words; none where it wasn't asked.
    pub trace: Trace,
}

/// Why something can't be read. [`Takes`] says what would change that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nobody agreed to a scope that it needs. It wasn't asked for.
    NoScope,
    /// Graph says that the token lacks a permission.
    ScopeRefused,
    /// The person has no role that may read it.
    NoRole,
    /// The tenant has no licence for it.
    NoLicence,
    /// This cloud doesn't have it. It wasn't asked for.
    NotInCloud,
    /// Graph doesn't have it, or not in this way.
    NotOffered,
    /// What it is about isn't there, or not any more.
    NotFound,
}

/// What it would take to read something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Consent to any one of these scopes, the least first.
    AnyScope(&'static [&'static str]),
    /// Any one of these roles, by their names.
    AnyRole(&'static [&'static str]),
    /// This licence.
    Licence(&'static str),
    /// There is nothing to be done.
    Nothing,
}

impl Gap {
    /// What it would take to read `collector` after all.
    #[must_use]
    pub fn takes(&self, collector: Collector) -> Takes {
        let source = collector.source();
        match self.reason {
            Reason::NoScope | Reason::ScopeRefused => Takes::AnyScope(source.scopes),
            Reason::NoRole => Takes::AnyRole(source.roles),
            Reason::NoLicence => Takes::Licence(source.licence),
            Reason::NotInCloud | Reason::NotOffered | Reason::NotFound => Takes::Nothing,
        }
    }

    /// Whether it holds for whatever the collector could be asked about.
    pub(crate) fn is_for_all(&self) -> bool {
        self.reason != Reason::NotFound
    }
}

/// Why something wasn't read, though it could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub fault: Fault,
    /// Graph's own words.
    pub trace: Trace,
}

/// What went wrong, by what there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Wait: until this time Graph wants to be left alone. [`crate::Scan::resume`] goes on then.
    Throttled(Timestamp),
    /// Check the connection and try again: there was no answer, again and again.
    NoAnswer,
    /// Try again later: Graph answers with errors, again and again.
    Unavailable,
    /// Sign in: there is no token, or none that Graph takes.
    SignIn,
    /// Tell somebody: an answer had a link that must not be followed, to another host, cloud, scheme,
    /// port or version, or with a user in it. It wasn't. Says what is wrong with the link.
    Refused(String),
    /// Tell us: an answer isn't what it should be, or some of it isn't. What could be read was.
    Unreadable(String),
    /// Tell us: an answer is too large to be read.
    TooLarge,
    /// Tell us: the pages have no end, since one leads back to an earlier one.
    Endless,
    /// Try again: the answer to a batch left it out, twice.
    LeftOut,
    /// Tell us: Graph refused it for a reason that we don't know.
    Unexpected,
}

impl Fault {
    /// The name in data and of its text; it stays as it is from version to version.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Throttled(_) => "throttled",
            Self::NoAnswer => "no-answer",
            Self::Unavailable => "unavailable",
            Self::SignIn => "sign-in",
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge => "too-large",
            Self::Endless => "endless",
            Self::LeftOut => "left-out",
            Self::Unexpected => "unexpected",
        }
    }
}

/// How Graph names a refusal, for whoever has to ask Microsoft about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The status; 0 where there was no answer.
    pub status: u16,
    /// The most specific of its error codes.
    pub code: String,
    /// `request-id` of the answer.
    pub request: String,
    /// `client-request-id` of our request.
    pub ours: String,
}

json_kinds!(Outcome {
    "pending" => Pending,
    "whole" => Whole,
    "cut" => Cut,
    "gap" => Gap(gap),
    "failed" => Failed(failure),
});
json_object!(Gap { "reason" => reason, "trace" => trace });
json_kinds!(Reason {
    "no-scope" => NoScope,
    "scope-refused" => ScopeRefused,
    "no-role" => NoRole,
    "no-licence" => NoLicence,
    "not-in-cloud" => NotInCloud,
    "not-offered" => NotOffered,
    "not-found" => NotFound,
});
json_object!(Failure { "fault" => fault, "trace" => trace });
json_kinds!(Fault {
    "throttled" => Throttled(until),
    "no-answer" => NoAnswer,
    "unavailable" => Unavailable,
    "sign-in" => SignIn,
    "refused" => Refused(what),
    "unreadable" => Unreadable(what),
    "too-large" => TooLarge,
    "endless" => Endless,
    "left-out" => LeftOut,
    "unexpected" => Unexpected,
});
json_object!(Trace {
    "status" => status,
    "code" => code,
    "request" => request,
    "ours" => ours,
});
