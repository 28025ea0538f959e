//! How long a relationship lasts.

use crate::{
    Date, Level, RuleId,
    assessment::{Argument, FactKind, Need},
    rules::{Ruling, subject::Subject},
};

/// Only a GDAP can extend itself, and only the page's own data says whether it does.
pub(crate) fn auto_extend(subject: &Subject<'_>) -> Ruling {
    let applies = subject.is_in_force() && subject.may_be_granular();
    Ruling::clear_unless(applies.then_some(Need::PageData))
}

pub(crate) fn long_term(subject: &Subject<'_>) -> Ruling {
    let (end, days) = match term(subject) {
        Ok(term) => term,
        Err(ruling) => return ruling,
    };
    if days <= i64::from(subject.thresholds.long_term_days) {
        return Ruling::Clear;
    }
    fires(subject, RuleId::LongTerm, end, days)
}

pub(crate) fn expires_soon(subject: &Subject<'_>) -> Ruling {
    let (end, days) = match term(subject) {
        Ok(term) => term,
        Err(ruling) => return ruling,
    };
    if days < 0 {
        // In force, with its last day in the past: date and status contradict each other, so the
        // true last day isn't known.
        return Ruling::Unknown(Need::PageColumn);
    }
    if days > i64::from(subject.thresholds.expires_soon_days) {
        return Ruling::Clear;
    }
    fires(subject, RuleId::ExpiresSoon, end, days)
}

/// The last day and the days until then, or the ruling where there is no such thing to judge.
fn term(subject: &Subject<'_>) -> Result<(Date, i64), Ruling> {
    if !subject.is_in_force() || !subject.may_be_granular() {
        return Err(Ruling::Clear);
    }
    let end = subject.relationship.end.ok_or(Ruling::Unknown(Need::PageColumn))?;
    Ok((end, subject.today.days_until(end)))
}

fn fires(subject: &Subject<'_>, rule: RuleId, end: Date, days: i64) -> Ruling {
    let days = Argument::Count(u32::try_from(days).unwrap_or(0));
    let end = Argument::Date(end);
    let facts = vec![subject.fact(FactKind::End, end.clone())];
    Ruling::Fires(subject.finding(rule, Level::Low, vec![subject.label(), days, end], facts))
}
