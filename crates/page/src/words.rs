//! The page's words for partner types, authorisations, statuses and numbers of things.

use crate::{
    lookup::{Index, key, words},
    text::clean,
};
use domain::{Authorization, PartnerType, Status};
use std::sync::LazyLock;

/// Types without payload, so that a table can hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Granular,
    Reseller,
    IndirectReseller,
    IndirectProvider,
    Advisor,
    Isv,
    LineOfBusiness,
    Mpsa,
    Oem,
    Partner,
    MicrosoftSupport,
}

/// English words: screenshots of 2021 ("Granular admin access"), and the table of partner types in
/// Microsoft's "Manage partner relationships" (2025-01).
const TYPES: &[(&str, Kind)] = &[
    (
        "Granular admin access|Granular administrative access|Granular delegated admin privileges\
      |Granular delegated administrative privileges|Granular delegated admin access\
      |Präziser Administratorzugriff|Granularer Administratorzugriff|Detaillierter Administratorzugriff\
      |Differenzierter Administratorzugriff|Abgestufter Administratorzugriff\
      |Präzise delegierte Administratorrechte|Granulare delegierte Administratorrechte\
      |Präzise delegierte Administratorberechtigungen|Granulare delegierte Administratorberechtigungen\
      |Accès administrateur granulaire|Accès administratif granulaire|Accès d’administration granulaire\
      |Privilèges d’administrateur délégué granulaires|Privilèges d’administration délégués granulaires\
      |Privilèges administratifs délégués granulaires|Acceso de administrador granular\
      |Acceso administrativo granular|Acceso de administración granular\
      |Privilegios de administrador delegado granulares\
      |Privilegios de administración delegados granulares\
      |Privilegios administrativos delegados granulares|Accesso amministratore granulare\
      |Accesso amministrativo granulare|Privilegi di amministratore delegato granulari\
      |Privilegi amministrativi delegati granulari|Privilegi di amministrazione delegata granulari\
      |Gedetailleerde beheerderstoegang|Granulaire beheerderstoegang\
      |Gedetailleerde gedelegeerde beheerdersbevoegdheden|Gedetailleerde beheertoegang\
      |Acesso de administrador granular|Acesso administrativo granular\
      |Privilégios de administrador delegado granulares|Privilégios administrativos delegados granulares\
      |詳細な管理者アクセス|きめ細かな管理者アクセス|きめ細かい管理者アクセス|粒度の細かい管理者アクセス\
      |細分化された管理者アクセス|詳細な管理アクセス|きめ細かな管理アクセス|詳細な委任された管理者特権\
      |きめ細かい委任された管理者特権|詳細な委任管理者特権|粒度の高い委任された管理者特権",
        Kind::Granular,
    ),
    (
        "Reseller|Cloud Reseller|Direct reseller|Handelspartner|Vertriebspartner|Wiederverkäufer|Händler\
      |Fachhändler|Revendeur|Revendedor|Distribuidor|Rivenditore|Wederverkoper|リセラー|再販業者\
      |販売代理店|再販パートナー",
        Kind::Reseller,
    ),
    (
        "Indirect reseller|Indirekter Handelspartner|Indirekter Vertriebspartner|Indirekter Reseller\
      |Indirekter Wiederverkäufer|Indirekter Händler|Revendeur indirect|Revendedor indirecto\
      |Distribuidor indirecto|Rivenditore indiretto|Indirecte wederverkoper|Indirecte reseller\
      |Revendedor indireto|間接リセラー|間接再販業者|間接販売代理店",
        Kind::IndirectReseller,
    ),
    (
        "Indirect provider|Indirekter Anbieter|Indirekter Provider|Fournisseur indirect\
      |Proveedor indirecto|Provider indiretto|Fornitore indiretto|Indirecte provider\
      |Indirecte aanbieder|Fornecedor indireto|Provedor indireto|間接プロバイダー",
        Kind::IndirectProvider,
    ),
    (
        "Advisor|Adviser|Berater|Ratgeber|Conseiller|Asesor|Consulente|Adviseur|Consultor|Supervisor\
      |アドバイザー",
        Kind::Advisor,
    ),
    (
        "ISV|Independent software vendor|Unabhängiger Softwarehersteller|Unabhängiger Softwareanbieter\
      |Éditeur de logiciels indépendant|Fournisseur de logiciels indépendant\
      |Proveedor de software independiente|Fabricante de software independiente\
      |Fornitore di software indipendente|Produttore di software indipendente\
      |Onafhankelijke softwareleverancier|Fornecedor independente de software\
      |Fornecedor de software independente|独立系ソフトウェア ベンダー|独立系ソフトウェアベンダー",
        Kind::Isv,
    ),
    (
        "LOB|Line-of-business partner|Line of business|Branchenpartner|Branchenspezifischer Partner\
      |Partenaire métier|Partenaire sectoriel|Socio de línea de negocio|Asociado de línea de negocio\
      |Partner di settore|Partner line-of-business|Line-of-Business-Partner|Parceiro de linha de negócios\
      |基幹業務パートナー|基幹業務",
        Kind::LineOfBusiness,
    ),
    (
        "MPSA|Microsoft Products & Services Agreement partner|Microsoft Products and Services Agreement partner\
      |Microsoft Products and Services Agreement|MPSA partner|MPSA-Partner|Partenaire MPSA|Socio de MPSA\
      |Parceiro MPSA|MPSA パートナー",
        Kind::Mpsa,
    ),
    (
        "OEM|Original equipment manufacturer|OEM-Partner|Erstausrüster|Fabricant OEM|Fabricante OEM",
        Kind::Oem,
    ),
    ("Partner|Partenaire|Socio|Asociado|Parceiro|パートナー", Kind::Partner),
    (
        "Microsoft support|Microsoft-Support|Support Microsoft|Support technique Microsoft\
      |Soporte técnico de Microsoft|Soporte de Microsoft|Supporto tecnico Microsoft|Supporto Microsoft\
      |Microsoft-ondersteuning|Suporte da Microsoft|Suporte Microsoft|Microsoft サポート",
        Kind::MicrosoftSupport,
    ),
];

static TYPE_INDEX: LazyLock<Index<Kind>> = LazyLock::new(|| Index::new(TYPES.iter().copied()));

/// The partner type that `text` names; [`PartnerType::Other`] with the cleaned text where it isn't
/// known.
pub(crate) fn partner_type(text: &str) -> PartnerType {
    if words(text).iter().any(|word| word == "gdap") {
        return PartnerType::Granular;
    }
    // "Line-of-business (LOB) partner": with, without, and only the short form in parentheses.
    let found = TYPE_INDEX.find(text).or_else(|| {
        let (before, rest) = text.split_once(['(', '（'])?;
        let (short, after) = rest.split_once([')', '）'])?;
        TYPE_INDEX.find(&format!("{before} {after}")).or_else(|| TYPE_INDEX.find(short))
    });
    match found {
        Some(Kind::Granular) => PartnerType::Granular,
        Some(Kind::Reseller) => PartnerType::Reseller,
        Some(Kind::IndirectReseller) => PartnerType::IndirectReseller,
        Some(Kind::IndirectProvider) => PartnerType::IndirectProvider,
        Some(Kind::Advisor) => PartnerType::Advisor,
        Some(Kind::Isv) => PartnerType::Isv,
        Some(Kind::LineOfBusiness) => PartnerType::LineOfBusiness,
        Some(Kind::Mpsa) => PartnerType::Mpsa,
        Some(Kind::Oem) => PartnerType::Oem,
        Some(Kind::Partner) => PartnerType::Partner,
        Some(Kind::MicrosoftSupport) => PartnerType::MicrosoftSupport,
        None => PartnerType::Other(clean(text)),
    }
}

/// Full names of legacy delegated admin privileges; "DAP" itself is found as a word.
static DAP_INDEX: LazyLock<Index<()>> = LazyLock::new(|| {
    Index::new([(
        "Delegated admin privileges|Delegated administrative privileges|Delegated administration privileges\
         |Delegierte Administratorrechte|Delegierte Administratorberechtigungen\
         |Privilèges d’administrateur délégué|Privilèges d’administration délégués\
         |Privilèges administratifs délégués|Privilegios de administrador delegado\
         |Privilegios de administración delegados|Privilegios administrativos delegados\
         |Privilegi di amministratore delegato|Privilegi amministrativi delegati\
         |Gedelegeerde beheerdersbevoegdheden|Gedelegeerde beheerdersrechten\
         |Privilégios de administrador delegado|Privilégios administrativos delegados\
         |委任された管理者特権|委任された管理特権|代理管理者特権",
        (),
    )])
});

/// What the authorization cell says; `None` for an empty one. A cell that names both kinds counts
/// as the legacy one, which is the worse.
pub(crate) fn authorization(text: &str) -> Option<Authorization> {
    let cleaned = clean(text);
    if cleaned.is_empty() {
        return None;
    }
    let words = words(&cleaned);
    let says = |name: &str| words.iter().any(|word| word == name);
    Some(if says("dap") || DAP_INDEX.find(&cleaned).is_some() {
        Authorization::Dap
    } else if partner_type(&cleaned) == PartnerType::Granular {
        Authorization::Gdap
    } else if is_not_applicable(&cleaned) {
        Authorization::None
    } else {
        Authorization::Other(cleaned)
    })
}

/// Statuses without payload, so that a table can hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    ApprovalPending,
    Activating,
    Active,
    Expiring,
    Expired,
    Terminating,
    Terminated,
}

/// English words: the page's status filter in the screenshots, and Microsoft's GDAP API.
const STATUSES: &[(&str, State)] = &[
    (
        "Created|Erstellt|Créé|Créée|Creado|Creada|Creato|Creata|Gemaakt|Criado|作成済み|Approval pending|Pending approval|Pending|Awaiting approval|Approval requested|Genehmigung ausstehend\
      |Ausstehende Genehmigung|Ausstehend|Wartet auf Genehmigung|En attente d’approbation\
      |Approbation en attente|En attente|Pendiente de aprobación|Aprobación pendiente|Pendiente\
      |In attesa di approvazione|Approvazione in sospeso|In attesa|In sospeso|Wacht op goedkeuring\
      |Goedkeuring in behandeling|In afwachting van goedkeuring|In behandeling|Aguardando aprovação\
      |Aprovação pendente|Pendente de aprovação|Pendente|承認待ち|承認保留中|承認の保留中|保留中",
        State::ApprovalPending,
    ),
    (
        "Activating|Activation in progress|Wird aktiviert|Aktivierung|Aktivierung läuft|Activation en cours\
      |En cours d’activation|Activation|Activando|Activándose|En activación|Activación en curso\
      |Attivazione in corso|In attivazione|Attivazione|Wordt geactiveerd|Activeren|Bezig met activeren|Approved|Genehmigt|Approuvé|Approuvée|Aprobado|Aprobada|Approvato|Approvata\
      |Goedgekeurd|Aprovado|Aprovada|承認済み\
      |Ativando|Ativação em andamento|Em ativação|A ativar|アクティブ化中|アクティブ化しています|有効化中\
      |アクティブにしています",
        State::Activating,
    ),
    (
        "Active|Aktiv|Actif|Activo|Activa|Attivo|Attiva|Actief|Ativo|Ativa|アクティブ|有効|有効な",
        State::Active,
    ),
    (
        "Expiring|Expiring soon|Expires soon|Läuft ab|Läuft bald ab|Ablaufend|Bald ablaufend|Wird ablaufen\
      |Wird bald ablaufen|Im Ablauf|Arrive à expiration|En cours d’expiration|Expiration en cours\
      |Expiration proche|Expiration imminente|Expire bientôt|Bientôt expiré|Bientôt expirée\
      |Sur le point d’expirer|Por expirar|A punto de expirar|Expira pronto|Próximo a expirar|Expirando\
      |In scadenza|Scade a breve|Scade presto|Verloopt binnenkort|Verloopt|Bijna verlopen\
      |Expira em breve|Prestes a expirar|A expirar|期限切れ間近|まもなく期限切れ|有効期限切れ間近\
      |有効期限が近い|期限切れ間近です|もうすぐ期限切れ|期限切れが近い|期限が近づいています|期限切れになります",
        State::Expiring,
    ),
    (
        "Expired|Abgelaufen|Expiré|Expirée|A expiré|Expirado|Expirada|Caducado\
      |Caducada|Vencido|Vencida|Scaduto|Scaduta|Verlopen|期限切れ|有効期限切れ|期限切れです|失効",
        State::Expired,
    ),
    (
        "Terminating|Termination requested|Termination in progress|Wird beendet|Wird gekündigt\
      |Beendigung läuft|Beendigung angefordert|Wird beendet werden|En cours de résiliation\
      |Résiliation en cours|Arrêt en cours|Fin en cours|En cours d’arrêt|En cours de fermeture\
      |Résiliation demandée|Terminando|Finalizando|En proceso de terminación|Terminación en curso\
      |Finalización en curso|Terminazione in corso|In fase di terminazione|Cessazione in corso\
      |Chiusura in corso|Interruzione in corso|Wordt beëindigd|Beëindigen|Bezig met beëindigen\
      |Encerrando|A terminar|Em encerramento|Encerramento em andamento|Término em andamento|終了中\
      |終了しています|終了処理中|解約中|終了要求済み",
        State::Terminating,
    ),
    (
        "Terminated|Ended|Beendet|Gekündigt|Résilié|Résiliée|Terminé|Terminée|Arrêté|Terminado|Terminada\
      |Finalizado|Finalizada|Terminato|Terminata|Cessato|Cessata|Chiuso|Interrotto|Beëindigd|Encerrado\
      |Encerrada|Cancelado|Rescindido|終了|終了済み|終了しました|解約済み",
        State::Terminated,
    ),
];

static STATUS_INDEX: LazyLock<Index<State>> =
    LazyLock::new(|| Index::new(STATUSES.iter().copied()));

/// The status that `text` names; `None` for an empty text.
pub(crate) fn status(text: &str) -> Option<Status> {
    let cleaned = clean(text);
    if cleaned.is_empty() {
        return None;
    }
    Some(match STATUS_INDEX.find(&cleaned) {
        Some(State::ApprovalPending) => Status::ApprovalPending,
        Some(State::Activating) => Status::Activating,
        Some(State::Active) => Status::Active,
        Some(State::Expiring) => Status::Expiring,
        Some(State::Expired) => Status::Expired,
        Some(State::Terminating) => Status::Terminating,
        Some(State::Terminated) => Status::Terminated,
        None => Status::Other(cleaned),
    })
}

static NOT_APPLICABLE: LazyLock<Index<()>> = LazyLock::new(|| {
    Index::new([(
        "Doesn't apply|Does not apply|Not applicable|N/A|None|No roles|Not available|Nicht zutreffend\
         |Trifft nicht zu|Nicht anwendbar|Gilt nicht|Entfällt|Keine|Keiner|Keine Rollen|Nicht verfügbar\
         |N. v.|N. z.|Ne s’applique pas|Sans objet|S.O.|S/O|Non applicable|Aucun|Aucune|Aucun rôle|N/D\
         |No se aplica|No aplica|No aplicable|No corresponde|No procede|Ninguno|Ninguna|Sin roles\
         |Non applicabile|Non si applica|Nessuno|Nessuna|Nessun ruolo|Niet van toepassing|N.v.t.|Geen\
         |Geen rollen|Não se aplica|Não aplicável|Nenhum|Nenhuma|Nenhuma função|該当なし|該当しません\
         |適用なし|適用されません|適用外|対象外|なし",
        (),
    )])
});

/// Whether `text` says that there is nothing to say, in words or with a dash.
pub(crate) fn is_not_applicable(text: &str) -> bool {
    let words = words(text);
    if words.is_empty() {
        return text.contains(['-', '–', '—', '－', 'ー']);
    }
    NOT_APPLICABLE.find(text).is_some()
}

/// Words around the number of things that aren't named.
const MORE: &[&str] = &[
    "more",
    "other",
    "others",
    "additional",
    "and",
    "weitere",
    "weiterer",
    "weiteren",
    "mehr",
    "andere",
    "und",
    "de",
    "plus",
    "autre",
    "autres",
    "supplementaires",
    "supplementaire",
    "et",
    "mas",
    "otros",
    "otras",
    "otro",
    "y",
    "altri",
    "altro",
    "altre",
    "e",
    "ancora",
    "di",
    "in",
    "piu",
    "meer",
    "anderen",
    "overige",
    "extra",
    "nog",
    "en",
    "mais",
    "outros",
    "outras",
    "outro",
    "roles",
    "role",
    "rollen",
    "rolle",
    "ruoli",
    "funcoes",
    "show",
    "view",
    "see",
    "他",
    "件",
    "ほか",
    "その他",
    "他に",
    "個",
    "さらに",
    "以上",
    "追加",
    "他件",
    "件以上",
];

/// How many more things there are, where `text` says only that: "+ 5 more", "und 5 weitere",
/// "他 5 件", "+5". Behind a plus sign any words will do, so that this holds in every language.
pub(crate) fn hidden(text: &str) -> Option<u32> {
    let words = words(text);
    let mut numbers = words.iter().filter_map(|word| word.parse::<u32>().ok());
    let number = numbers.next()?;
    if numbers.next().is_some() {
        return None;
    }
    let plus = text.trim_start().starts_with(['+', '＋']);
    let known = |word: &String| word.parse::<u32>().is_ok() || MORE.contains(&word.as_str());
    let only_words_for_more = words.len() > 1 && words.iter().all(known);
    (plus || only_words_for_more).then_some(number)
}

/// A number of days, as an invitation gives its duration: "90 days", "730 Tage", "90 日間".
pub(crate) fn days(text: &str) -> Option<u32> {
    let words = words(text);
    let [number, unit] = words.as_slice() else { return None };
    let unit = matches!(
        unit.as_str(),
        "day"
            | "days"
            | "tag"
            | "tage"
            | "tagen"
            | "jour"
            | "jours"
            | "dia"
            | "dias"
            | "giorno"
            | "giorni"
            | "dag"
            | "dagen"
            | "日"
            | "日間"
    );
    unit.then(|| number.parse().ok()).flatten()
}

/// Which section a table's caption names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Granular delegated administrative privileges.
    Granular,
    /// All other partners.
    Other,
}

static OTHER_TYPES: LazyLock<Index<()>> = LazyLock::new(|| {
    Index::new([(
        "Other partner types|Other partners|Andere Partnertypen|Weitere Partnertypen|Sonstige Partnertypen\
         |Andere Partner|Autres types de partenaires|Autres types de partenaire|Autres partenaires\
         |Otros tipos de socios|Otros tipos de socio|Otros tipos de asociados|Otros tipos de partner\
         |Altri tipi di partner|Andere partnertypen|Andere typen partners|Andere partners\
         |Outros tipos de parceiros|Outros tipos de parceiro|その他のパートナーの種類\
         |その他のパートナー タイプ|その他のパートナー|他の種類のパートナー|他のパートナーの種類",
        (),
    )])
});

/// The section that `caption` names.
pub(crate) fn section(caption: &str) -> Option<Section> {
    if partner_type(caption) == PartnerType::Granular {
        return Some(Section::Granular);
    }
    OTHER_TYPES.find_key(&key(caption)).map(|()| Section::Other)
}

#[cfg(test)]
mod tests;
