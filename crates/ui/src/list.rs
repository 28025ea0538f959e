//! Which partners the list shows, and in which order.

use domain::{Level, order, search::around};
use protocol::panel::PartnerSummary;
use std::cmp::Ordering;

/// Levels that are counted together on the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tile {
    /// Critical.
    Critical,
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low or none.
    Calm,
    /// Unknown.
    Unknown,
}

impl Tile {
    /// All of them, as they are shown.
    pub const ALL: [Self; 5] =
        [Self::Critical, Self::High, Self::Medium, Self::Calm, Self::Unknown];

    /// The tile on which `level` is counted.
    #[must_use]
    pub const fn of(level: Level) -> Self {
        match level {
            Level::Critical => Self::Critical,
            Level::High => Self::High,
            Level::Medium => Self::Medium,
            Level::Low | Level::None => Self::Calm,
            Level::Unknown => Self::Unknown,
        }
    }

    /// The level whose colour and shape the tile bears.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Critical => Level::Critical,
            Self::High => Level::High,
            Self::Medium => Level::Medium,
            Self::Calm => Level::Low,
            Self::Unknown => Level::Unknown,
        }
    }

    /// Its name in a fragment.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Calm => "low-or-none",
            Self::Unknown => "unknown",
        }
    }

    /// The tile of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tile| tile.as_str() == name)
    }

    /// How many of `partners` it counts.
    #[must_use]
    pub fn count(self, partners: &[PartnerSummary]) -> u32 {
        let counted = partners.iter().filter(|partner| Self::of(partner.level) == self).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    }
}

/// What the list is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The worst level first.
    #[default]
    Level,
    /// By name.
    Name,
    /// The next expiry first; those without one last.
    End,
    /// Most roles first.
    Roles,
}

impl Order {
    /// All of them, as they are shown.
    pub const ALL: [Self; 4] = [Self::Level, Self::Name, Self::End, Self::Roles];

    /// Its name in the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Name => "name",
            Self::End => "end",
            Self::Roles => "roles",
        }
    }

    /// The order of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == name)
    }
}

/// Which partners are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Part of the name, in any case. White space around it doesn't count.
    pub search: String,
    /// Only those of this tile.
    pub tile: Option<Tile>,
    /// Only resellers.
    pub reseller: bool,
    /// Only partners whose relationships have all ended.
    pub ended: bool,
    /// In which order.
    pub order: Order,
}

/// Whether nothing of this partner is in force and something has ended.
#[must_use]
pub const fn is_ended(partner: &PartnerSummary) -> bool {
    partner.active == 0 && partner.ended > 0
}

impl Wanted {
    /// The indexes of those of `partners` that are wanted, in the order that is wanted. `partners`
    /// come worst first, then by name; that order decides between equals.
    #[must_use]
    pub fn pick(&self, partners: &[PartnerSummary]) -> Vec<usize> {
        let search = lower_case(self.search.trim());
        let names: Vec<String> = partners.iter().map(|partner| lower_case(&partner.name)).collect();
        let mut picked = Vec::new();
        for (at, (partner, name)) in partners.iter().zip(&names).enumerate() {
            if self.tile.is_none_or(|tile| Tile::of(partner.level) == tile)
                && (!self.reseller || partner.reseller)
                && (!self.ended || is_ended(partner))
                && (search.is_empty() || around(name, &search).is_some())
            {
                picked.push(at);
            }
        }
        if self.order != Order::Level {
            order::sort(&mut picked, |a, b| match (partners.get(*a), partners.get(*b)) {
                _ if self.order == Order::Name => names.get(*a).cmp(&names.get(*b)),
                (Some(a), Some(b)) if self.order == Order::Roles => b.roles.cmp(&a.roles),
                (Some(a), Some(b)) => {
                    (a.next_end.is_none(), a.next_end).cmp(&(b.next_end.is_none(), b.next_end))
                }
                _ => Ordering::Equal,
            });
        }
        picked
    }
}

/// `text` in lower case. A browser knows all letters; the standard library's tables of them would cost
/// 17 kB of WASM.
#[cfg(target_arch = "wasm32")]
fn lower_case(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn lower_case(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Coverage, Date, PartnerId, Timestamp};

    fn partner(name: &str, level: Level, roles: u32, next_end: Option<&str>) -> PartnerSummary {
        PartnerSummary {
            id: PartnerId::of(name),
            name: name.to_owned(),
            level,
            coverage: Coverage { decided: 18, rules: 27 },
            findings: 1,
            active: 1,
            ended: 0,
            roles,
            next_end: next_end.and_then(Date::parse),
            reseller: false,
            shares_name: false,
            on_page: true,
            seen_at: Timestamp::from_millis(0),
        }
    }

    fn partners() -> Vec<PartnerSummary> {
        let mut partners = vec![
            partner("Tailspin Toys", Level::Critical, 2, None),
            partner("Adventure Works", Level::High, 9, Some("2027-06-30")),
            partner("coho Vineyard", Level::Low, 0, None),
            partner("Proseware", Level::Unknown, 1, Some("2026-12-01")),
            partner("Wingtip Toys", Level::None, 0, None),
        ];
        partners[0].reseller = true;
        partners[2].reseller = true;
        partners[4].active = 0;
        partners[4].ended = 2;
        partners
    }

    fn check(wanted: Wanted, names: &[&str]) {
        let partners = partners();
        let picked = wanted.pick(&partners);
        let picked: Vec<&str> = picked.iter().map(|at| partners[*at].name.as_str()).collect();
        assert_eq!(picked, names, "{wanted:?}");
    }

    #[test]
    fn picks_and_sorts() {
        let all = Wanted::default();
        let given =
            ["Tailspin Toys", "Adventure Works", "coho Vineyard", "Proseware", "Wingtip Toys"];
        check(all.clone(), &given);
        let search = |search: &str| Wanted { search: search.to_owned(), ..all.clone() };
        check(search(" TOYS "), &["Tailspin Toys", "Wingtip Toys"]);
        check(search("nobody"), &[]);
        let tile = |tile| Wanted { tile: Some(tile), ..all.clone() };
        check(tile(Tile::Calm), &["coho Vineyard", "Wingtip Toys"]);
        check(tile(Tile::Unknown), &["Proseware"]);
        check(Wanted { reseller: true, ..all.clone() }, &["Tailspin Toys", "coho Vineyard"]);
        check(Wanted { ended: true, ..all.clone() }, &["Wingtip Toys"]);
        check(Wanted { ended: true, reseller: true, ..all.clone() }, &[]);
        let order = |order| Wanted { order, ..all.clone() };
        check(
            order(Order::Name),
            &["Adventure Works", "coho Vineyard", "Proseware", "Tailspin Toys", "Wingtip Toys"],
        );
        check(
            order(Order::End),
            &["Proseware", "Adventure Works", "Tailspin Toys", "coho Vineyard", "Wingtip Toys"],
        );
        check(
            order(Order::Roles),
            &["Adventure Works", "Tailspin Toys", "Proseware", "coho Vineyard", "Wingtip Toys"],
        );
    }

    #[test]
    fn every_partner_is_on_one_tile() {
        let partners = partners();
        let counts = Tile::ALL.map(|tile| tile.count(&partners));
        assert_eq!(counts, [1, 1, 0, 2, 1]);
        for tile in Tile::ALL {
            assert_eq!(Tile::parse(tile.as_str()), Some(tile));
            assert_eq!(Tile::of(tile.level()), tile);
        }
        for order in Order::ALL {
            assert_eq!(Order::parse(order.as_str()), Some(order));
        }
    }
}
