//! What a partner can do: its relationships, and its roles by what they allow.

use crate::{drawing::Drawing, keys, mark, words::Words};
use domain::{
    PartnerAssessment, Relationship, RelationshipAssessment, Standing,
    role::Role,
    summary::{Access, RoleGroup},
};
use yew::Html;

/// Access, commerce and history, side by side.
pub(crate) fn boxes(page: &mut Drawing<'_>, partner: &PartnerAssessment) {
    let words = page.words;
    let (access, commerce, history) = (partner.access(), partner.commerce(), partner.history());
    let links: Vec<String> =
        commerce.links.iter().map(|link| words.name("type_", link.as_str())).collect();
    let sells = if links.is_empty() { words.get("commerce_none") } else { links.join(", ") };
    page.open("dl.boxes");
    page.open("div[data-box=access]");
    headline(page, "box_access", &words.count("active", access.relationships));
    page.line("dd.small", &role_count(words, &access));
    match access.next_end {
        Some(end) => page.line("dd.small", &words.with("next_end", &[&words.day(end)])),
        None => page.gap(),
    }
    page.close();
    page.open("div[data-box=commerce]");
    headline(page, "box_commerce", &sells);
    page.close();
    page.open("div[data-box=history]");
    headline(page, "box_history", &words.count("ended", history.ended));
    page.open("dd.small");
    if let Some(day) = history.latest_end {
        page.text(&words.with("history_until", &[&words.day(day)]));
    }
    page.close();
    page.close();
    page.close();
}

/// What a box is about, and the most important of it.
fn headline(page: &mut Drawing<'_>, key: &str, text: &str) {
    page.say("dt", key);
    page.open("dd");
    page.line("b", text);
    page.close();
}

/// How many roles there are, as far as that is known.
fn role_count(words: &Words, access: &Access) -> String {
    let named = u32::try_from(access.role_count()).unwrap_or(u32::MAX);
    if named == 0 && access.unread > 0 {
        return words.get("roles_not_read");
    }
    let count = words.count("roles", named);
    if access.hidden_roles > 0 || access.unread > 0 {
        return words.with("or_more", &[&count]);
    }
    count
}

/// The tab: roles by what they allow, and at most `drawn` relationships followed by `more`.
pub(crate) fn view(page: &mut Drawing<'_>, partner: &PartnerAssessment, drawn: usize, more: Html) {
    let words = page.words;
    let access = partner.access();
    page.open("div.access");
    page.open("section.allowed");
    page.say("h3", "roles_by_capability");
    for group in &access.roles {
        capability(page, group);
    }
    let none = access.roles.is_empty() && access.unread == 0 && access.hidden_roles == 0;
    page.say_if(none, "p", "no_roles");
    flag(page, "hidden_roles", access.hidden_roles);
    flag(page, "unread_roles", access.unread);
    if access.roles.is_empty() {
        page.gap();
    } else {
        page.line("p.small", &words.with("privileged_as_of", &[&table_day(words)]));
    }
    page.close();
    page.open("section.relationships");
    page.say("h3", "relationships");
    for judged in partner.relationships.iter().take(drawn) {
        relationship(page, judged);
    }
    page.say_if(partner.relationships.is_empty(), "p", "no_relationship_seen");
    page.put(more);
    page.close();
    page.close();
}

/// Says how many there are of what should be noticed, if there are any.
fn flag(page: &mut Drawing<'_>, key: &str, count: u32) {
    if count > 0 {
        page.line("p.flag", &page.words.count(key, count));
    } else {
        page.gap();
    }
}

fn table_day(words: &Words) -> String {
    let date = domain::role::TABLE_DATE;
    domain::Date::parse(date).map_or_else(|| date.to_owned(), |day| words.day(day))
}

fn capability(page: &mut Drawing<'_>, group: &RoleGroup) {
    let capability = group.capability.as_str();
    let key = ["capability_", &capability.replace('-', "_")].concat();
    page.open("div.capability");
    page.with("data-capability", capability);
    page.say("h4", &key);
    page.say("p.small", &[&key, "_what"].concat());
    page.open("ul.chips");
    for role in &group.roles {
        page.open("li");
        page.text(&role.name);
        if role.privileged == Some(true) {
            page.say("span.note", "privileged");
        } else {
            page.say_if(role.id.is_none(), "span.note", "not_recognized");
        }
        page.close();
    }
    page.close();
    page.close();
}

fn relationship(page: &mut Drawing<'_>, judged: &RelationshipAssessment) {
    let words = page.words;
    let relationship = &judged.relationship;
    let (level, badge) = match judged.standing {
        Standing::Ended => (domain::Level::None, "badge_ended"),
        Standing::InForce | Standing::Pending => (judged.level, keys::level(judged.level)),
    };
    page.open("article");
    mark::colour(page, "card", level);
    page.with("data-standing", judged.standing.as_str());
    page.open("div.title");
    page.line("h4", &keys::relationship(words, judged));
    mark::labelled(page, level, badge);
    page.close();
    page.line("p.small", &describe(words, relationship));
    page.say_if(judged.standing == Standing::Pending, "p.small", "pending_level");
    page.line("p", &roles(words, relationship));
    flag(page, "hidden_roles", relationship.roles.hidden);
    for seen in &relationship.seen {
        page.line("p.small", &keys::sighting(words, *seen));
    }
    page.close();
}

/// Type, status and dates in one line.
fn describe(words: &Words, relationship: &Relationship) -> String {
    let mut parts = Vec::new();
    // What has no name is called by its type already.
    if relationship.name.is_some() {
        parts.push(words.name("type_", relationship.partner_type.as_str()));
    }
    if let Some(status) = &relationship.status {
        parts.push(words.name("status_", status.as_str()));
    }
    match (relationship.start, relationship.end) {
        (Some(start), Some(end)) => {
            parts.push(words.with("from_until", &[&words.day(start), &words.day(end)]));
        }
        (Some(start), None) => parts.push(words.with("from", &[&words.day(start)])),
        (None, Some(end)) => parts.push(words.with("until", &[&words.day(end)])),
        (None, None) => parts.push(words.get("no_dates")),
    }
    parts.join(" · ")
}

/// The roles as the page names them. A page in another language names them in that; the name in
/// Entra is added where it differs.
fn roles(words: &Words, relationship: &Relationship) -> String {
    let roles = &relationship.roles;
    if !roles.read {
        return words.get("roles_not_read");
    }
    if roles.named.is_empty() {
        return words.get(if roles.hidden > 0 { "roles_not_named" } else { "no_roles" });
    }
    let names: Vec<String> = roles
        .named
        .iter()
        .map(|held| match held.id.and_then(Role::by_id) {
            Some(role) if !role.name().eq_ignore_ascii_case(&held.name) => {
                words.with("role_also", &[&held.name, role.name()])
            }
            _ => held.name.clone(),
        })
        .collect();
    words.with("roles_list", &[&names.join(", ")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::english;
    use domain::{Date, PartnerType, RoleHeld, RoleList, Status, role::RoleId};

    fn relationship_with(roles: RoleList) -> Relationship {
        Relationship {
            partner: "Proseware".to_owned(),
            partner_type: PartnerType::Granular,
            name: Some("Desk".to_owned()),
            authorization: None,
            roles,
            start: None,
            end: None,
            status: None,
            seen: Vec::new(),
        }
    }

    #[test]
    fn roles_are_told_as_far_as_they_were_read() {
        let held = |id, name: &str| RoleHeld { id, name: name.to_owned() };
        let named = vec![
            held(Some(RoleId::HELPDESK_ADMINISTRATOR), "Helpdesk admin"),
            held(Some(RoleId::GLOBAL_READER), "Global Reader"),
            held(None, "Special role"),
        ];
        let list =
            |named: &[RoleHeld], hidden, read| RoleList { named: named.to_vec(), hidden, read };
        for (roles_held, text) in [
            (list(&[], 0, false), "Roles not read yet"),
            (list(&[], 0, true), "No directory roles."),
            (list(&[], 3, true), "The page names none of its roles."),
            (
                list(&named, 0, true),
                "Roles: Helpdesk admin (Helpdesk Administrator), Global Reader, Special role",
            ),
        ] {
            assert_eq!(roles(&english(), &relationship_with(roles_held)), text);
        }
    }

    #[test]
    fn dates_and_status_are_told_as_far_as_they_are_known() {
        let (start, end) = (Date::new(2026, 9, 1), Date::new(2027, 3, 1));
        for (status, start, end, text) in [
            (None, None, None, "Granular admin access (GDAP) · No dates on the page"),
            (
                Some(Status::Active),
                start,
                end,
                "Granular admin access (GDAP) · Active · 2026-09-01 to 2027-03-01",
            ),
            (
                Some(Status::Other("Épuisé".to_owned())),
                None,
                end,
                "Granular admin access (GDAP) · Épuisé · Until 2027-03-01",
            ),
            (None, start, None, "Granular admin access (GDAP) · From 2026-09-01"),
        ] {
            let mut relationship = relationship_with(RoleList::default());
            (relationship.status, relationship.start, relationship.end) = (status, start, end);
            assert_eq!(describe(&english(), &relationship), text);
        }
    }

    #[test]
    fn the_number_of_roles_says_when_there_may_be_more() {
        let access = |named: &[RoleHeld], hidden_roles, unread| {
            let roles = RoleList { named: named.to_vec(), hidden: 0, read: true };
            let partner = PartnerAssessment {
                relationships: vec![RelationshipAssessment {
                    id: relationship_with(RoleList::default()).id(),
                    standing: Standing::InForce,
                    level: domain::Level::Low,
                    findings: Vec::new(),
                    unknowns: Vec::new(),
                    coverage: domain::Coverage::default(),
                    relationship: relationship_with(roles),
                }],
                id: domain::PartnerId::of("Proseware"),
                name: "Proseware".to_owned(),
                level: domain::Level::Low,
                findings: Vec::new(),
                unknowns: Vec::new(),
                coverage: domain::Coverage::default(),
                shares_name: false,
                listed: None,
            };
            Access { hidden_roles, unread, ..partner.access() }
        };
        let reader = [RoleHeld { id: Some(RoleId::GLOBAL_READER), name: "Reader".to_owned() }];
        for (named, hidden, unread, text) in [
            (&reader[..], 0, 0, "1 role"),
            (&reader[..], 4, 0, "1 role or more"),
            (&reader[..], 0, 1, "1 role or more"),
            (&[][..], 0, 1, "Roles not read yet"),
            (&[][..], 0, 0, "0 roles"),
        ] {
            assert_eq!(role_count(&english(), &access(named, hidden, unread)), text);
        }
    }
}
