//! From a judgement to what a badge shows and says.

use domain::{
    Coverage, Finding, Level, PartnerAssessment, PartnerId, RelationshipAssessment, Standing,
};
use protocol::content::Badge;
use std::cell::RefCell;
use webext::Texts;

/// Texts that were looked up already. Badges say the same few things over and over, and a browser
/// takes longer to look one up than we take to judge a relationship.
#[derive(Debug, Default)]
pub(crate) struct Phrases(RefCell<Vec<(String, String)>>);

impl Phrases {
    /// Nothing looked up yet.
    pub(crate) const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// What is kept under `name`, made the first time.
    fn get(&self, name: &str, make: impl FnOnce() -> String) -> String {
        let mut kept = self.0.borrow_mut();
        if let Some((_, text)) = kept.iter().find(|(known, _)| known == name) {
            return text.clone();
        }
        let text = make();
        kept.push((name.to_owned(), text.clone()));
        text
    }

    fn text(&self, texts: &impl Texts, key: &str) -> String {
        self.get(key, || texts.text(key, &[]))
    }

    /// A number of things in words, by the plural rules of the language.
    fn counted(&self, texts: &impl Texts, key: &str, count: u32) -> String {
        let number = count.to_string();
        self.get(&[key, &number].concat(), || {
            texts.text(&[key, "_", &texts.plural(count)].concat(), &[&number])
        })
    }

    /// The text under `key` with `args` in its places.
    fn filled(&self, texts: &impl Texts, key: &str, args: [&str; 4]) -> String {
        const PLACES: [&str; 4] = ["\u{1}", "\u{2}", "\u{3}", "\u{4}"];
        let mut filled = String::new();
        for part in self.get(key, || texts.text(key, &PLACES)).chars() {
            match args.get((part as usize).wrapping_sub(1)) {
                Some(arg) => filled.push_str(arg),
                None => filled.push(part),
            }
        }
        filled
    }
}

/// The badge of a group row: the whole partner.
pub(crate) fn of_partner(
    phrases: &Phrases,
    texts: &impl Texts,
    partner: &PartnerAssessment,
) -> Badge {
    let is_over = !partner.relationships.is_empty()
        && partner.relationships.iter().all(|judged| judged.standing == Standing::Ended);
    let subject = Subject {
        partner: &partner.id,
        name: &partner.name,
        level: partner.level,
        is_over,
        findings: &partner.findings,
        coverage: partner.coverage,
        shares_name: partner.shares_name,
    };
    subject.badge(phrases, texts)
}

/// The badge of one relationship of `partner`.
pub(crate) fn of_relationship(
    phrases: &Phrases,
    texts: &impl Texts,
    partner: &PartnerAssessment,
    judged: &RelationshipAssessment,
) -> Badge {
    let subject = Subject {
        partner: &partner.id,
        name: &partner.name,
        // Of two partners with one name, nothing tells whose relationship this is.
        level: if partner.shares_name { judged.level.worse(partner.level) } else { judged.level },
        is_over: judged.standing == Standing::Ended,
        findings: &judged.findings,
        coverage: judged.coverage,
        shares_name: partner.shares_name,
    };
    subject.badge(phrases, texts)
}

struct Subject<'a> {
    partner: &'a PartnerId,
    name: &'a str,
    level: Level,
    is_over: bool,
    findings: &'a [Finding],
    coverage: Coverage,
    shares_name: bool,
}

impl Subject<'_> {
    fn badge(&self, phrases: &Phrases, texts: &impl Texts) -> Badge {
        let level = self.level.as_str();
        let is_ended = self.is_over && self.level == Level::None;
        let label = if is_ended { "badge_ended" } else { &["level_", level].concat() };
        let findings = self.findings.iter().filter(|finding| finding.level > Level::None).count();
        let missing = self.coverage.rules.saturating_sub(self.coverage.decided);
        let mut name = phrases.filled(
            texts,
            "badge_name",
            [
                &phrases.text(texts, &["level_word_", level].concat()),
                self.name,
                &phrases.counted(texts, "findings", u32::try_from(findings).unwrap_or(u32::MAX)),
                &phrases.counted(texts, "not_known", u32::from(missing)),
            ],
        );
        if self.shares_name {
            name.push_str(". ");
            name.push_str(&phrases.text(texts, "badge_shares_name"));
        }
        Badge {
            partner: self.partner.clone(),
            level: self.level,
            coverage: [
                &u32::from(self.coverage.decided).to_string(),
                "/",
                &u32::from(self.coverage.rules).to_string(),
            ]
            .concat(),
            label: phrases.text(texts, label),
            name,
        }
    }
}
