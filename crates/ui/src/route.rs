//! Where in the panel one is. The fragment of its URL says it, so that the content script can open
//! the panel on a partner and a link can lead anywhere.

use crate::list::Tile;
use domain::PartnerId;

/// A place in the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `#/overview`, and whatever isn't a place.
    Overview,
    /// `#/partners`, or `#/partners/critical` with only the partners of one tile.
    Partners(Option<Tile>),
    /// `#/partner/<id>`, or `#/partner/<id>/access`.
    Partner(PartnerId, Part),
    /// `#/account`: who is signed in.
    Account,
    /// `#/set-up`, `#/set-up/steps` or `#/set-up/consent`: the app registration.
    SetUp(Way),
}

/// A tab of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was found and what isn't known.
    Findings,
    /// Relationships and roles.
    Access,
}

/// A way to register the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By a script.
    Script,
    /// By hand, step by step.
    Steps,
    /// What is left to do once it is registered: an administrator agrees for all.
    Consent,
}

impl Route {
    /// Reads a fragment, with its `#` or without.
    #[must_use]
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_matches('/');
        let mut steps = path.split('/');
        match (steps.next(), steps.next(), steps.next()) {
            (Some("partners"), tile, _) => Self::Partners(tile.and_then(Tile::parse)),
            (Some("partner"), Some(id), part) if !id.is_empty() => {
                let part = if part == Some("access") { Part::Access } else { Part::Findings };
                Self::Partner(PartnerId::from_text(id.to_owned()), part)
            }
            (Some("account"), ..) => Self::Account,
            (Some("set-up"), way, _) => Self::SetUp(match way {
                Some("steps") => Way::Steps,
                Some("consent") => Way::Consent,
                _ => Way::Script,
            }),
            _ => Self::Overview,
        }
    }

    /// The fragment, with its `#`.
    #[must_use]
    pub fn fragment(&self) -> String {
        match self {
            Self::Overview => "#/overview".to_owned(),
            Self::Partners(None) => "#/partners".to_owned(),
            Self::Partners(Some(tile)) => ["#/partners/", tile.as_str()].concat(),
            Self::Partner(id, Part::Findings) => ["#/partner/", id.as_str()].concat(),
            Self::Partner(id, Part::Access) => ["#/partner/", id.as_str(), "/access"].concat(),
            Self::Account => "#/account".to_owned(),
            Self::SetUp(Way::Script) => "#/set-up".to_owned(),
            Self::SetUp(Way::Steps) => "#/set-up/steps".to_owned(),
            Self::SetUp(Way::Consent) => "#/set-up/consent".to_owned(),
        }
    }

    /// Whether the view is about signing in and shows nothing of a tenant's partners.
    #[must_use]
    pub fn is_about_session(&self) -> bool {
        matches!(self, Self::Account | Self::SetUp(_))
    }

    /// Whether `other` is the same view, apart from its tab or filter.
    #[must_use]
    pub fn is_same_view(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Partner(a, _), Self::Partner(b, _)) => a == b,
            (Self::Overview | Self::Partners(_), Self::Overview | Self::Partners(_))
            | (Self::Account, Self::Account)
            | (Self::SetUp(_), Self::SetUp(_)) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_read_and_written() {
        let id = PartnerId::of("Wide World Importers");
        let partner = format!("#/partner/{id}");
        let access = format!("{partner}/access");
        for (fragment, route, written) in [
            ("", Route::Overview, "#/overview"),
            ("#/overview", Route::Overview, "#/overview"),
            ("#/nowhere/else", Route::Overview, "#/overview"),
            ("#/partner", Route::Overview, "#/overview"),
            ("#/partner/", Route::Overview, "#/overview"),
            ("#/partners", Route::Partners(None), "#/partners"),
            ("#/partners/", Route::Partners(None), "#/partners"),
            ("#/partners/shiny", Route::Partners(None), "#/partners"),
            ("#/partners/low-or-none", Route::Partners(Some(Tile::Calm)), "#/partners/low-or-none"),
            (&partner, Route::Partner(id.clone(), Part::Findings), &partner),
            (&format!("{partner}/x"), Route::Partner(id.clone(), Part::Findings), &partner),
            (&access, Route::Partner(id.clone(), Part::Access), &access),
            ("#/account", Route::Account, "#/account"),
            ("#/account/x", Route::Account, "#/account"),
            ("#/set-up", Route::SetUp(Way::Script), "#/set-up"),
            ("#/set-up/else", Route::SetUp(Way::Script), "#/set-up"),
            ("#/set-up/steps", Route::SetUp(Way::Steps), "#/set-up/steps"),
            ("#/set-up/consent", Route::SetUp(Way::Consent), "#/set-up/consent"),
        ] {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
            assert_eq!(route.fragment(), written);
        }
    }

    #[test]
    fn tabs_and_filters_stay_in_their_view() {
        let (a, b) = (PartnerId::of("a"), PartnerId::of("b"));
        let of = |id: &PartnerId, part| Route::Partner(id.clone(), part);
        for (one, other, same) in [
            (Route::Overview, Route::Partners(None), true),
            (Route::Partners(None), Route::Partners(Some(Tile::Critical)), true),
            (of(&a, Part::Findings), of(&a, Part::Access), true),
            (of(&a, Part::Findings), of(&b, Part::Findings), false),
            (Route::Partners(None), of(&a, Part::Findings), false),
            (Route::SetUp(Way::Script), Route::SetUp(Way::Consent), true),
            (Route::Account, Route::SetUp(Way::Script), false),
            (Route::Account, Route::Overview, false),
            (Route::Account, of(&a, Part::Findings), false),
        ] {
            assert_eq!(one.is_same_view(&other), same, "{one:?} {other:?}");
            assert_eq!(other.is_same_view(&one), same, "{other:?} {one:?}");
        }
    }
}
