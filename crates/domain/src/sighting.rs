//! Bringing two sightings of one relationship together.

use crate::{Observation, Relationship, RoleList, order::sort};

impl Relationship {
    /// Whether `other` can only be this relationship seen in another view: partner, type and name
    /// agree, and so do the days as far as both views show them.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let agree = |a: Option<_>, b: Option<_>| a.is_none() || b.is_none() || a == b;
        self.partner_id() == other.partner_id()
            && self.partner_type == other.partner_type
            && self.name == other.name
            && agree(self.end, other.end)
            && agree(self.start, other.start)
    }

    /// Takes over what a newer sighting says. A view that doesn't show something, or cuts it off,
    /// takes nothing away that another view has shown.
    pub fn absorb(&mut self, newer: Self) {
        self.authorization = newer.authorization.or(self.authorization.take());
        self.start = newer.start.or(self.start);
        self.end = newer.end.or(self.end);
        self.status = newer.status.or(self.status.take());
        if !newer.roles.is_cut_off_from(&self.roles) {
            self.roles = newer.roles;
        }
        for sighting in newer.seen {
            self.seen.retain(|old| !old.is_of_same_view(sighting));
            self.seen.push(sighting);
        }
        sort(&mut self.seen, Ord::cmp);
    }
}

impl Observation {
    fn is_of_same_view(&self, other: Self) -> bool {
        (self.tier, self.place) == (other.tier, other.place)
    }
}

impl RoleList {
    /// Whether this list says nothing that `full` doesn't say: it wasn't read, or it names some of
    /// the roles of `full` and counts the rest.
    fn is_cut_off_from(&self, full: &Self) -> bool {
        if !self.read {
            return true;
        }
        let same = |a: &crate::RoleHeld, b: &crate::RoleHeld| match (a.id, b.id) {
            (Some(a), Some(b)) => a == b,
            _ => a.name == b.name,
        };
        full.is_complete()
            && !self.is_complete()
            && self.named.len() + self.hidden as usize == full.named.len()
            && self.named.iter().all(|role| full.named.iter().any(|other| same(role, other)))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Date, Observation, PartnerType, Place, Relationship, RoleHeld, RoleList, Status, Tier,
        Timestamp,
    };

    fn seen(place: Place, at: i64, roles: &[&str], hidden: u32) -> Relationship {
        let named = roles.iter().map(|name| RoleHeld { id: None, name: (*name).to_owned() });
        Relationship {
            partner: "Litware".to_owned(),
            partner_type: PartnerType::Granular,
            name: Some("Litware desk".to_owned()),
            authorization: None,
            roles: RoleList { named: named.collect(), hidden, read: true },
            start: None,
            end: Date::new(2027, 3, 1),
            status: (place == Place::List).then_some(Status::Active),
            seen: vec![Observation { tier: Tier::Page, place, at: Timestamp::from_millis(at) }],
        }
    }

    fn check(mut first: Relationship, then: Relationship, roles: usize, hidden: u32) {
        assert!(first.is_same_as(&then));
        first.absorb(then);
        assert_eq!((first.roles.named.len(), first.roles.hidden), (roles, hidden));
        assert_eq!(first.status, Some(Status::Active), "a view without a status takes none away");
    }

    #[test]
    fn the_fuller_list_of_roles_stays_as_long_as_the_newer_one_agrees() {
        let list = || seen(Place::List, 1, &["A", "B"], 2);
        let detail = || seen(Place::Detail, 2, &["A", "B", "C", "D"], 0);
        check(list(), detail(), 4, 0);
        check(detail(), list(), 4, 0);
        // Another number of roles, or another role: the relationship was changed meanwhile.
        check(detail(), seen(Place::List, 3, &["A", "B"], 3), 2, 3);
        check(detail(), seen(Place::List, 3, &["A", "X"], 2), 2, 2);
        check(detail(), seen(Place::List, 3, &["A"], 0), 1, 0);
    }

    #[test]
    fn each_view_keeps_its_newest_sighting() {
        let mut all = seen(Place::List, 1, &["A"], 0);
        all.absorb(seen(Place::Detail, 2, &["A"], 0));
        all.absorb(seen(Place::List, 3, &["A"], 0));
        let at: Vec<_> = all.seen.iter().map(|o| (o.place, o.at.millis())).collect();
        assert_eq!(at, [(Place::List, 3), (Place::Detail, 2)]);
    }

    #[test]
    fn different_relationships_stay_apart() {
        let one = seen(Place::List, 1, &["A"], 0);
        for change in [
            |r: &mut Relationship| r.end = Date::new(2027, 3, 2),
            |r: &mut Relationship| r.name = None,
            |r: &mut Relationship| r.partner = "Litware B".to_owned(),
            |r: &mut Relationship| r.partner_type = PartnerType::Reseller,
        ] {
            let mut other = one.clone();
            change(&mut other);
            assert!(!one.is_same_as(&other));
        }
        let mut undated = one.clone();
        undated.end = None;
        assert!(one.is_same_as(&undated));
    }
}
