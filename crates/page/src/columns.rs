//! What a column is, by its header; and what a block of a detail page is, by its heading.

use crate::lookup::{Index, key_of, words};
use std::sync::LazyLock;

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

/// Headers in the eight languages. English ones are from Microsoft's screenshots of 2021 and 2023.
const HEADERS: &[(&str, Column)] = &[
    (
        "Partner|Partner name|Partnername|Name des Partners|Partenaire|Nom du partenaire|Socio|Asociado\
      |Nombre del socio|Nombre del asociado|Nombre del partner|Nome partner|Naam partner|Parceiro\
      |Nome do parceiro|パートナー|パートナー名|パートナーの名前",
        Column::Partner,
    ),
    (
        "Partner information|Partner info|Partner details|Partnerinformationen|Informationen zum Partner\
      |Partnerdetails|Informations sur le partenaire|Informations sur les partenaires\
      |Informations partenaire|Información del socio|Información del asociado\
      |Información del partner|Información sobre el socio|Informazioni sul partner\
      |Informazioni partner|Partnergegevens|Partnerinformatie|Informatie over de partner\
      |Informações do parceiro|Informações sobre o parceiro|パートナー情報|パートナーの詳細",
        Column::PartnerInformation,
    ),
    (
        "Relationship type|Partner type|Type of relationship|Type|Beziehungstyp|Art der Beziehung\
      |Typ der Beziehung|Partnertyp|Typ des Partners|Partner-Typ|Typ|Type de relation\
      |Type de partenaire|Tipo de relación|Tipo de socio|Tipo de asociado|Tipo de partner|Tipo\
      |Tipo di relazione|Tipo di partner|Relatietype|Type relatie|Soort relatie|Partnertype\
      |Type partner|Tipo de relação|Tipo de relacionamento|Tipo de parceiro|関係の種類|関係タイプ\
      |関係の型|リレーションシップの種類|リレーションシップ タイプ|リレーションシップの型\
      |パートナーの種類|パートナー タイプ|パートナー種別|種類|種別",
        Column::Type,
    ),
    (
        "Relationship name|Name of relationship|Beziehungsname|Name der Beziehung|Nom de la relation\
      |Nom relation|Nombre de la relación|Nome della relazione|Relatienaam|Naam van de relatie\
      |Naam relatie|Nome da relação|Nome do relacionamento|関係名|関係の名前|リレーションシップ名\
      |リレーションシップの名前",
        Column::RelationshipName,
    ),
    (
        "Role authorization|Role authorisation|Roles authorization|Authorization|Authorisation\
      |Rollenautorisierung|Rollenberechtigung|Autorisierung der Rolle|Autorisierung von Rollen\
      |Autorisierung|Autorisation de rôle|Autorisation|Autorización de rol|Autorización de roles\
      |Autorización|Autorizzazione ruolo|Autorizzazione ruoli|Autorizzazione|Rolautorisatie\
      |Rolmachtiging|Autorisatie van rol|Autorisatie van rollen|Autorisatie|Machtiging\
      |Autorização de função|Autorização de funções|Autorização|ロールの承認|ロールの許可\
      |ロール認可|ロールの権限|ロールの認証|役割の承認|承認",
        Column::Authorization,
    ),
    (
        "Roles|Role|Admin roles|Assigned roles|Microsoft Entra roles|Rollen|Rolle|Administratorrollen\
      |Zugewiesene Rollen|Rôles|Rôles d’administrateur|Rôles attribués|Rol|Roles de administrador\
      |Roles asignados|Ruoli|Ruolo|Ruoli di amministratore|Ruoli assegnati|Beheerdersrollen\
      |Toegewezen rollen|Funções|Função|Funções de administrador|Funções atribuídas|Papéis|ロール\
      |管理者ロール|割り当てられたロール|役割",
        Column::Roles,
    ),
    (
        "Duration|Relationship duration|Dauer|Laufzeit|Zeitraum|Durée|Duración|Durata|Duur|Looptijd\
      |Duração|期間|有効期間|存続期間",
        Column::Duration,
    ),
    (
        "Expiration date|Expiry date|Expiration|Expiry|Expires|Expires on|End date|Ablaufdatum|Ablauf\
      |Läuft ab am|Gültig bis|Enddatum|Date d’expiration|Expire le|Date de fin|Fecha de expiración\
      |Fecha de caducidad|Fecha de vencimiento|Fecha de finalización|Expiración|Expira el\
      |Data di scadenza|Scadenza|Scade il|Data di fine|Vervaldatum|Verloopdatum|Verloopt op\
      |Einddatum|Data de expiração|Data de validade|Data de vencimento|Data de término|Expiração\
      |Expira em|有効期限|有効期限日|有効期限の日付|期限|終了日|有効期限の終了日|期限切れ日\
      |有効期限切れ日",
        Column::Expiration,
    ),
    ("Status|State|Zustand|État|Statut|Estado|Stato|Situação|状態|ステータス|状況", Column::Status),
    (
        "Actions|Action|Options|More options|More actions|Select|Select row|Select all rows|Selection\
      |Toggle selection|Toggle all groups|Expand all|Expand all groups|Collapse all\
      |Collapse all groups|Expand or collapse all groups|Toggle selection for all items\
      |Aktionen|Optionen|Weitere Optionen|Weitere Aktionen|Auswählen|Alle auswählen|Alle erweitern\
      |Alle Gruppen ein- oder ausblenden|Alle Gruppen erweitern|Alle Gruppen reduzieren\
      |Plus d’options|Plus d’actions|Autres options|Sélectionner|Sélectionner tout\
      |Développer tout|Développer tous les groupes|Réduire tout|Réduire tous les groupes|Acciones\
      |Opciones|Más opciones|Más acciones|Seleccionar|Seleccionar todo|Expandir todo|Azioni|Opzioni\
      |Altre opzioni|Altre azioni|Seleziona|Seleziona tutto|Espandi tutto|Acties|Opties|Meer opties\
      |Meer acties|Selecteren|Alles selecteren|Alles uitvouwen|Ações|Opções|Mais opções|Mais ações\
      |Selecionar|Selecionar tudo|操作|アクション|オプション|その他のオプション|その他の操作|選択\
      |すべて選択|すべて展開|すべてのグループを展開",
        Column::Chrome,
    ),
];

/// Words that screen-reader texts, sort marks and information icons add to a header.
const ADDITIONS: &[&str] = &[
    "sorted",
    "sort",
    "sortable",
    "ascending",
    "descending",
    "a",
    "to",
    "z",
    "in",
    "order",
    "by",
    "click",
    "press",
    "enter",
    "column",
    "header",
    "filter",
    "filtered",
    "menu",
    "info",
    "information",
    "more",
    "tooltip",
    "help",
    "available",
    "actions",
    "icon",
    "up",
    "down",
    "for",
    "operations",
    "sortiert",
    "aufsteigend",
    "absteigend",
    "bis",
    "von",
    "weitere",
    "informationen",
    "hilfe",
    "spalte",
    "trie",
    "triee",
    "tri",
    "par",
    "ordre",
    "croissant",
    "decroissant",
    "plus",
    "d",
    "informations",
    "de",
    "aide",
    "ordenado",
    "ordenada",
    "orden",
    "ascendente",
    "descendente",
    "mas",
    "informacion",
    "ayuda",
    "ordinato",
    "ordinata",
    "ordine",
    "crescente",
    "decrescente",
    "ulteriori",
    "informazioni",
    "gesorteerd",
    "oplopend",
    "aflopend",
    "meer",
    "informatie",
    "classificado",
    "classificada",
    "ordem",
    "mais",
    "informacoes",
    "ajuda",
    "並べ替え",
    "並べ替え済み",
    "昇順",
    "降順",
    "昇順で並べ替え",
    "降順で並べ替え",
    "昇順で並べ替え済み",
    "降順で並べ替え済み",
    "昇順に並べ替え",
    "降順に並べ替え",
    "情報",
    "詳細情報",
    "詳細",
];

static INDEX: LazyLock<Index<Column>> = LazyLock::new(|| Index::new(HEADERS.iter().copied()));

impl Column {
    /// What `header` means, in any of the languages. Sort marks, icons and the words that screen
    /// readers hear behind a header don't matter; any other word makes it another header.
    pub(crate) fn of(header: &str) -> Self {
        let words = words(header);
        if words.is_empty() {
            return Self::Chrome;
        }
        // A header has few words; what is longer isn't looked up word by word.
        for end in (1..=words.len().min(12)).rev() {
            let (label, rest) = words.split_at(end);
            if !rest.iter().all(|word| ADDITIONS.contains(&word.as_str())) {
                break;
            }
            if let Some(column) = INDEX.find_key(&key_of(label)) {
                return column;
            }
        }
        Self::Unknown
    }

    /// A word for the report.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::PartnerInformation => "partner information",
            Self::Type => "type",
            Self::RelationshipName => "relationship name",
            Self::Authorization => "authorization",
            Self::Roles => "roles",
            Self::Duration => "duration",
            Self::Expiration => "expiration",
            Self::Status => "status",
            Self::Chrome => "no data",
            Self::Unknown => "not known",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_means_two_things() {
        assert_eq!(INDEX.conflicts(), Vec::<&str>::new());
    }

    #[test]
    fn headers_in_every_language() {
        use Column::{
            Authorization, Duration, Expiration, Partner, RelationshipName, Roles, Status, Type,
        };
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
                assert_eq!(Column::of(header), column, "{header}");
                assert_eq!(Column::of(&header.to_uppercase()), column, "{header} in capitals");
            }
        }
    }

    #[test]
    fn additions_do_not_matter_and_other_words_do() {
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
            assert_eq!(Column::of(header), column, "{header:?}");
        }
        assert_eq!(Column::of(&"Partner ".repeat(2_000)), Column::Unknown);
    }
}
