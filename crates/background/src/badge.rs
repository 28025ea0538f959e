//! From a judgement to what a badge shows and says.

use domain::{
    Coverage, Finding, Level, PartnerAssessment, PartnerId, RelationshipAssessment, Standing,
};
use protocol::content::Badge;
use webext::Texts;

/// The badge of a group row: the whole partner.
pub(crate) fn of_partner(texts: &impl Texts, partner: &PartnerAssessment) -> Badge {
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
    subject.badge(texts)
}

/// The badge of one relationship of `partner`.
pub(crate) fn of_relationship(
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
    subject.badge(texts)
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
    fn badge(&self, texts: &impl Texts) -> Badge {
        let level = self.level.as_str();
        let is_ended = self.is_over && self.level == Level::None;
        let label = if is_ended { "badge_ended".to_owned() } else { format!("level_{level}") };
        let findings = self.findings.iter().filter(|finding| finding.level > Level::None).count();
        let missing = self.coverage.rules.saturating_sub(self.coverage.decided);
        let mut name = texts.text(
            "badge_name",
            &[
                &texts.text(&format!("level_word_{level}"), &[]),
                self.name,
                &counted(texts, "findings", u32::try_from(findings).unwrap_or(u32::MAX)),
                &counted(texts, "not_known", u32::from(missing)),
            ],
        );
        if self.shares_name {
            name.push_str(". ");
            name.push_str(&texts.text("badge_shares_name", &[]));
        }
        Badge {
            partner: self.partner.clone(),
            level: self.level,
            coverage: format!("{}/{}", self.coverage.decided, self.coverage.rules),
            label: texts.text(&label, &[]),
            name,
        }
    }
}

/// A number of things in words, by the plural rules of the language.
fn counted(texts: &impl Texts, key: &str, count: u32) -> String {
    texts.text(&format!("{key}_{}", texts.plural(count)), &[&count.to_string()])
}
