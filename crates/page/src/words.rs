//! The page's words for partner types, authorisations, statuses and numbers of things.

use crate::{
    lookup::words,
    text::clean,
    vocabulary::{Topic, Vocabulary},
};
use domain::{Authorization, PartnerType, Status};

/// The types that the vocabulary names, by [`TYPE_NAMES`].
static TYPES: [PartnerType; 11] = [
    PartnerType::Granular,
    PartnerType::Reseller,
    PartnerType::IndirectReseller,
    PartnerType::IndirectProvider,
    PartnerType::Advisor,
    PartnerType::Isv,
    PartnerType::LineOfBusiness,
    PartnerType::Mpsa,
    PartnerType::Oem,
    PartnerType::Partner,
    PartnerType::MicrosoftSupport,
];

/// What [`TYPES`] are called in the vocabulary.
pub(crate) const TYPE_NAMES: [&str; 11] = [
    "granular",
    "reseller",
    "indirect reseller",
    "indirect provider",
    "advisor",
    "isv",
    "line of business",
    "mpsa",
    "oem",
    "partner",
    "microsoft support",
];

/// The partner type that `text` names; [`PartnerType::Other`] with the cleaned text where it isn't
/// known.
pub(crate) fn partner_type(vocabulary: &Vocabulary, text: &str) -> PartnerType {
    if words(text).iter().any(|word| word == "gdap") {
        return PartnerType::Granular;
    }
    // "Line-of-business (LOB) partner": with, without, and only the short form in parentheses.
    let found = vocabulary.find(Topic::Types, text).or_else(|| {
        let (before, rest) = text.split_once(['(', '（'])?;
        let (short, after) = rest.split_once([')', '）'])?;
        let mut long = String::from(before);
        long.push(' ');
        long.push_str(after);
        vocabulary.find(Topic::Types, &long).or_else(|| vocabulary.find(Topic::Types, short))
    });
    match found.and_then(|at| TYPES.get(at)) {
        Some(known) => known.clone(),
        None => PartnerType::Other(clean(text)),
    }
}

/// What the authorization cell says; `None` for an empty one. A cell that names both kinds counts
/// as the legacy one, which is the worse.
pub(crate) fn authorization(vocabulary: &Vocabulary, text: &str) -> Option<Authorization> {
    let cleaned = clean(text);
    if cleaned.is_empty() {
        return None;
    }
    let legacy = words(&cleaned).iter().any(|word| word == "dap")
        || vocabulary.find(Topic::LegacyAuthorization, &cleaned).is_some();
    Some(if legacy {
        Authorization::Dap
    } else if partner_type(vocabulary, &cleaned) == PartnerType::Granular {
        Authorization::Gdap
    } else if is_not_applicable(vocabulary, &cleaned) {
        Authorization::None
    } else {
        Authorization::Other(cleaned)
    })
}

/// The statuses that the vocabulary names, by [`STATUS_NAMES`].
static STATUSES: [Status; 7] = [
    Status::ApprovalPending,
    Status::Activating,
    Status::Active,
    Status::Expiring,
    Status::Expired,
    Status::Terminating,
    Status::Terminated,
];

/// What [`STATUSES`] are called in the vocabulary.
pub(crate) const STATUS_NAMES: [&str; 7] = [
    "approval pending",
    "activating",
    "active",
    "expiring",
    "expired",
    "terminating",
    "terminated",
];

/// The status that `text` names; `None` for an empty text.
pub(crate) fn status(vocabulary: &Vocabulary, text: &str) -> Option<Status> {
    let cleaned = clean(text);
    if cleaned.is_empty() {
        return None;
    }
    let found = vocabulary.find(Topic::Statuses, &cleaned);
    Some(match found.and_then(|at| STATUSES.get(at)) {
        Some(known) => known.clone(),
        None => Status::Other(cleaned),
    })
}

/// Whether `text` says that there is nothing to say, in words or with a dash.
pub(crate) fn is_not_applicable(vocabulary: &Vocabulary, text: &str) -> bool {
    if words(text).is_empty() {
        return text.contains(['-', '–', '—', '－', 'ー']);
    }
    vocabulary.find(Topic::NotApplicable, text).is_some()
}

/// How many more things there are, where `text` says only that: "+ 5 more", "und 5 weitere",
/// "他 5 件", "+5". Behind a plus sign any words will do, so that this holds in every language.
pub(crate) fn hidden(vocabulary: &Vocabulary, text: &str) -> Option<u32> {
    let words = words(text);
    let mut number = None;
    let mut others_known = words.len() > 1;
    for word in &words {
        if let Ok(parsed) = word.parse::<u32>() {
            if number.is_some() {
                return None;
            }
            number = Some(parsed);
        } else if !vocabulary.has_word(Topic::More, word) {
            others_known = false;
        }
    }
    let plus = text.trim_start().starts_with(['+', '＋']);
    number.filter(|_| plus || others_known)
}

/// A number of days, as an invitation gives its duration: "90 days", "730 Tage", "90 日間".
pub(crate) fn days(vocabulary: &Vocabulary, text: &str) -> Option<u32> {
    let words = words(text);
    let [number, unit] = words.as_slice() else { return None };
    let number = number.parse().ok()?;
    vocabulary.has_word(Topic::Days, unit).then_some(number)
}

/// Which section a table's caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Granular delegated administrative privileges.
    Granular,
    /// All other partners.
    Other,
}

/// The section that `caption` names.
pub(crate) fn section(vocabulary: &Vocabulary, caption: &str) -> Option<Section> {
    if partner_type(vocabulary, caption) == PartnerType::Granular {
        return Some(Section::Granular);
    }
    vocabulary.find(Topic::OtherPartnerTypes, caption).map(|_| Section::Other)
}

#[cfg(test)]
mod tests;
