//! What a column is, by its header; and what a block of a detail page is, by its heading.

use crate::{
    lookup::{key_of, words},
    vocabulary::{Topic, Vocabulary},
};

/// What a column or block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The partner's name; in a grouped table without a column for it, the relationship's name.
    Partner,
    /// Name, address and phone of the partner; a block, not a column.
    PartnerInformation,
    /// Partner type or relationship type.
    Type,
    /// The relationship's name.
    RelationshipName,
    /// Role authorization.
    Authorization,
    /// Role names.
    Roles,
    /// First to last day, or a number of days.
    Duration,
    /// Last day.
    Expiration,
    /// Status.
    Status,
    /// Ours to skip: check marks, menus, a header without text.
    Chrome,
    /// A header this version doesn't know.
    Unknown,
}

/// What a known header may mean; the vocabulary's meanings are these, by [`NAMES`].
const KNOWN: [Column; 10] = [
    Column::Partner,
    Column::PartnerInformation,
    Column::Type,
    Column::RelationshipName,
    Column::Authorization,
    Column::Roles,
    Column::Duration,
    Column::Expiration,
    Column::Status,
    Column::Chrome,
];

/// Words for [`KNOWN`], in the vocabulary and in the report.
pub(crate) const NAMES: [&str; 10] = [
    "partner",
    "partner information",
    "type",
    "relationship name",
    "authorization",
    "roles",
    "duration",
    "expiration",
    "status",
    "no data",
];

impl Column {
    /// What `header` means, in any of the languages. Sort marks, icons and the words that screen
    /// readers hear behind a header don't matter; any other word makes it another header.
    pub(crate) fn of(vocabulary: &Vocabulary, header: &str) -> Self {
        let words = words(header);
        if words.is_empty() {
            return Self::Chrome;
        }
        // A header has few words; what is longer isn't looked up word by word.
        for end in (1..=words.len().min(12)).rev() {
            let Some((label, rest)) = words.split_at_checked(end) else { break };
            if !rest.iter().all(|word| vocabulary.has_word(Topic::HeaderAdditions, word)) {
                break;
            }
            let found = vocabulary.find_exactly(Topic::Columns, &key_of(label));
            if let Some(column) = found.and_then(|at| KNOWN.get(at)) {
                return *column;
            }
        }
        Self::Unknown
    }

    /// A word for the report.
    pub(crate) fn as_str(self) -> &'static str {
        let at = KNOWN.iter().position(|&known| known == self);
        at.and_then(|at| NAMES.get(at)).unwrap_or(&"not known")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::shipped;

    #[test]
    fn headers_in_every_language() {
        use Column::{
            Authorization, Duration, Expiration, Partner, RelationshipName, Roles, Status, Type,
        };
        let vocabulary = shipped();
        let columns =
            [Partner, Type, RelationshipName, Authorization, Roles, Duration, Expiration, Status];
        for headers in [
            "Partner;Relationship type;Relationship name;Role authorization;Roles;Duration;Expiration date;Status",
            "Partner;Beziehungstyp;Beziehungsname;Rollenautorisierung;Rollen;Dauer;Ablaufdatum;Status",
            "Partenaire;Type de relation;Nom de la relation;Autorisation de rôle;Rôles;Durée;Date d’expiration;Statut",
            "Socio;Tipo de relación;Nombre de la relación;Autorización de roles;Roles;Duración;Fecha de expiración;Estado",
            "Partner;Tipo di relazione;Nome della relazione;Autorizzazione ruolo;Ruoli;Durata;Data di scadenza;Stato",
            "Partner;Relatietype;Relatienaam;Rolautorisatie;Rollen;Duur;Vervaldatum;Status",
            "Parceiro;Tipo de relação;Nome da relação;Autorização de função;Funções;Duração;Data de expiração;Status",
            "パートナー;関係の種類;関係名;ロールの承認;ロール;期間;有効期限;状態",
        ] {
            for (header, column) in headers.split(';').zip(columns) {
                assert_eq!(Column::of(&vocabulary, header), column, "{header}");
                assert_eq!(
                    Column::of(&vocabulary, &header.to_uppercase()),
                    column,
                    "{header} in capitals"
                );
            }
        }
    }

    #[test]
    fn additions_do_not_matter_and_other_words_do() {
        let vocabulary = shipped();
        for (header, column) in [
            ("Partner ↑", Column::Partner),
            ("Partner \u{E70D}", Column::Partner),
            ("Partner, sorted ascending", Column::Partner),
            ("Partner Sorted A to Z", Column::Partner),
            ("Partner, aufsteigend sortiert", Column::Partner),
            ("Partenaire, trié par ordre croissant", Column::Partner),
            ("パートナー 昇順で並べ替え済み", Column::Partner),
            ("Role authorization ⓘ", Column::Authorization),
            ("Role authorization More information", Column::Authorization),
            ("  relationship\u{00A0}NAME ", Column::RelationshipName),
            ("Partner type", Column::Type),
            ("Partner ID", Column::Unknown),
            ("Partner location", Column::Unknown),
            ("Status details", Column::Unknown),
            ("Roles requested", Column::Unknown),
            ("Name", Column::Unknown),
            ("Dienstleister", Column::Unknown),
            ("", Column::Chrome),
            ("⋮", Column::Chrome),
            ("Actions", Column::Chrome),
        ] {
            assert_eq!(Column::of(&vocabulary, header), column, "{header:?}");
        }
        assert_eq!(Column::of(&vocabulary, &"Partner ".repeat(2_000)), Column::Unknown);
    }
}
