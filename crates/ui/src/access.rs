//! What a partner can do: its relationships, and its roles by what they allow.

use crate::{keys, mark, words::Words};
use domain::{
    PartnerAssessment, Relationship, RelationshipAssessment, Standing,
    role::{Capability, Role},
    summary::Access,
};
use yew::{Html, classes, html};

/// Access, commerce and history, side by side.
pub(crate) fn boxes(words: &Words, partner: &PartnerAssessment) -> Html {
    let (access, commerce, history) = (partner.access(), partner.commerce(), partner.history());
    let links: Vec<String> =
        commerce.links.iter().map(|link| words.name("type_", link.as_str())).collect();
    let sells = if links.is_empty() { words.get("commerce_none") } else { links.join(", ") };
    let latest = history.latest_end.map(|day| words.with("history_until", &[&words.day(day)]));
    html! {
        <dl class="boxes">
            <div data-box="access">
                <dt>{ words.get("box_access") }</dt>
                <dd><b>{ words.count("active", access.relationships) }</b></dd>
                <dd class="small">{ role_count(words, &access) }</dd>
                if let Some(end) = access.next_end {
                    <dd class="small">{ words.with("next_end", &[&words.day(end)]) }</dd>
                }
            </div>
            <div data-box="commerce">
                <dt>{ words.get("box_commerce") }</dt>
                <dd><b>{ sells }</b></dd>
            </div>
            <div data-box="history">
                <dt>{ words.get("box_history") }</dt>
                <dd><b>{ words.count("ended", history.ended) }</b></dd>
                <dd class="small">{ latest }</dd>
            </div>
        </dl>
    }
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
pub(crate) fn view(words: &Words, partner: &PartnerAssessment, drawn: usize, more: Html) -> Html {
    let access = partner.access();
    html! {
        <div class="access">
            <section class="allowed">
                <h3>{ words.get("roles_by_capability") }</h3>
                { for access.roles.iter().map(|group| {
                    let names = group.roles.iter().map(|role| {
                        (role.name.as_str(), role.privileged == Some(true), role.id.is_some())
                    });
                    capability(words, group.capability, names)
                }) }
                if access.roles.is_empty() && access.unread == 0 && access.hidden_roles == 0 {
                    <p>{ words.get("no_roles") }</p>
                }
                if access.hidden_roles > 0 {
                    <p class="flag">{ words.count("hidden_roles", access.hidden_roles) }</p>
                }
                if access.unread > 0 {
                    <p class="flag">{ words.count("unread_roles", access.unread) }</p>
                }
                if !access.roles.is_empty() {
                    <p class="small">{ words.with("privileged_as_of", &[&table_day(words)]) }</p>
                }
            </section>
            <section class="relationships">
                <h3>{ words.get("relationships") }</h3>
                { for partner.relationships.iter().take(drawn).map(|judged| relationship(words, judged)) }
                if partner.relationships.is_empty() {
                    <p>{ words.get("no_relationship_seen") }</p>
                }
                { more }
            </section>
        </div>
    }
}

fn table_day(words: &Words) -> String {
    let date = domain::role::TABLE_DATE;
    domain::Date::parse(date).map_or_else(|| date.to_owned(), |day| words.day(day))
}

fn capability<'a>(
    words: &Words,
    capability: Capability,
    roles: impl Iterator<Item = (&'a str, bool, bool)>,
) -> Html {
    let key = ["capability_", &capability.as_str().replace('-', "_")].concat();
    html! {
        <div class="capability" data-capability={capability.as_str()}>
            <h4>{ words.get(&key) }</h4>
            <p class="small">{ words.get(&[&key, "_what"].concat()) }</p>
            <ul class="chips">
                { for roles.map(|(name, privileged, known)| html! {
                    <li>
                        { name }
                        if privileged {
                            <span class="note">{ words.get("privileged") }</span>
                        } else if !known {
                            <span class="note">{ words.get("not_recognized") }</span>
                        }
                    </li>
                }) }
            </ul>
        </div>
    }
}

fn relationship(words: &Words, judged: &RelationshipAssessment) -> Html {
    let relationship = &judged.relationship;
    let badge = match judged.standing {
        Standing::Ended => mark::labelled(domain::Level::None, words.get("badge_ended")),
        Standing::InForce | Standing::Pending => mark::badge(words, judged.level),
    };
    let class = match judged.standing {
        Standing::Ended => "of-none",
        Standing::InForce | Standing::Pending => mark::class(judged.level),
    };
    html! {
        <article class={classes!("card", class)} data-standing={judged.standing.as_str()}>
            <div class="title"><h4>{ keys::relationship(words, judged) }</h4>{ badge }</div>
            <p class="small">{ describe(words, relationship) }</p>
            if judged.standing == Standing::Pending {
                <p class="small">{ words.get("pending_level") }</p>
            }
            <p>{ roles(words, relationship) }</p>
            if relationship.roles.hidden > 0 {
                <p class="flag">{ words.count("hidden_roles", relationship.roles.hidden) }</p>
            }
            { for relationship.seen.iter().map(|seen| html! {
                <p class="small">{ keys::sighting(words, *seen) }</p>
            }) }
        </article>
    }
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
