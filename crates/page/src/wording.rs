//! The page's titles, messages and controls.

use crate::lookup::{Index, phrase};
use std::sync::LazyLock;

/// Titles this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Title {
    /// "Partner relationships".
    List,
    /// "Approve partner roles".
    Invitation,
}

const TITLES: &[(&str, Title)] = &[
    (
        "Partner relationships|Partnerbeziehungen|Partner-Beziehungen|Relations avec les partenaires\
         |Relations de partenariat|Relations partenaires|Relations avec des partenaires\
         |Relaciones con los socios|Relaciones con socios|Relaciones de socios\
         |Relaciones con los asociados|Relaciones con asociados|Relaciones de asociados\
         |Relaciones con partners|Relaciones con los partners|Relazioni con i partner\
         |Relazioni con partner|Relazioni partner|Relazioni tra partner|Partnerrelaties\
         |Relaties met partners|Relações com parceiros|Relações de parceiros|Relações de parceria\
         |Relacionamentos com parceiros|Relações com os parceiros|パートナー関係|パートナーとの関係\
         |パートナー リレーションシップ|パートナーとのリレーションシップ",
        Title::List,
    ),
    (
        "Approve partner roles|Approve roles|Partnerrollen genehmigen|Rollen des Partners genehmigen\
         |Genehmigen von Partnerrollen|Partnerrollen bestätigen|Rollen für Partner genehmigen\
         |Approuver les rôles de partenaire|Approuver les rôles partenaires|Approuver des rôles partenaire\
         |Approuver les rôles du partenaire|Approuver les rôles partenaire|Aprobar roles de socio\
         |Aprobar roles del socio|Aprobar roles de asociado|Aprobar roles del asociado\
         |Aprobar roles de partner|Approva ruoli partner|Approva i ruoli del partner\
         |Approvare i ruoli del partner|Partnerrollen goedkeuren|Rollen van partner goedkeuren\
         |Aprovar funções de parceiro|Aprovar as funções do parceiro|パートナー ロールの承認\
         |パートナー ロールを承認する|パートナー ロールを承認|パートナーの役割を承認する\
         |パートナーの役割を承認|パートナーの役割の承認",
        Title::Invitation,
    ),
];

static TITLE_INDEX: LazyLock<Index<Title>> = LazyLock::new(|| Index::new(TITLES.iter().copied()));

/// What `title` says the page is.
pub(crate) fn title(title: &str) -> Option<Title> {
    TITLE_INDEX.find(title)
}

/// A control inside the roles block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    /// There are more roles than shown.
    MoreRoles,
    /// Says nothing about the number of roles.
    Harmless,
}

const CONTROLS: &[(&str, Control)] = &[
    (
        "Show more roles|Show more|Show all roles|Show all|See more roles|See all roles|View more roles\
         |View all roles|See more|View all|Weitere Rollen anzeigen|Mehr Rollen anzeigen|Mehr anzeigen\
         |Alle Rollen anzeigen|Afficher plus de rôles|Afficher d’autres rôles|Afficher tous les rôles\
         |Afficher plus|Voir plus de rôles|Mostrar más roles|Mostrar todos los roles|Mostrar más\
         |Ver más roles|Mostra altri ruoli|Mostra più ruoli|Mostra tutti i ruoli|Mostra altro\
         |Visualizza altri ruoli|Meer rollen weergeven|Meer rollen tonen|Alle rollen weergeven\
         |Meer weergeven|Mostrar mais funções|Mostrar todas as funções|Mostrar mais|Ver mais funções\
         |その他のロールを表示|さらにロールを表示|他のロールを表示|ロールをさらに表示|すべてのロールを表示\
         |その他の役割を表示|さらに役割を表示|他の役割を表示|もっと見る|さらに表示|その他を表示\
         |その他のロールを表示する|さらにロールを表示する|ロールをもっと表示",
        Control::MoreRoles,
    ),
    (
        "Show role descriptions|Hide role descriptions|Show fewer roles|Show less|Show less roles\
         |Show fewer|Learn more|Learn more about admin roles|Learn more about roles|Remove roles\
         |Approve all|Cancel|Close|Back|Rollenbeschreibungen anzeigen|Rollenbeschreibungen ausblenden\
         |Weniger Rollen anzeigen|Weniger anzeigen|Weitere Informationen|Mehr erfahren\
         |Weitere Informationen zu Administratorrollen|Rollen entfernen|Alle genehmigen|Abbrechen|Schließen\
         |Afficher les descriptions de rôle|Afficher les descriptions des rôles\
         |Masquer les descriptions de rôle|Masquer les descriptions des rôles|Afficher moins de rôles\
         |Afficher moins|En savoir plus|En savoir plus sur les rôles d’administrateur\
         |Supprimer des rôles|Supprimer les rôles|Tout approuver|Approuver tout|Annuler|Fermer\
         |Mostrar descripciones de roles|Ocultar descripciones de roles|Mostrar menos roles|Mostrar menos\
         |Más información|Quitar roles|Eliminar roles|Aprobar todo|Cancelar|Cerrar\
         |Mostra descrizioni ruoli|Mostra le descrizioni dei ruoli|Nascondi descrizioni ruoli\
         |Mostra meno ruoli|Mostra meno|Altre informazioni|Ulteriori informazioni|Rimuovi ruoli\
         |Approva tutto|Annulla|Chiudi|Rolbeschrijvingen weergeven|Rolbeschrijvingen verbergen\
         |Minder rollen weergeven|Minder weergeven|Meer informatie|Rollen verwijderen|Alles goedkeuren\
         |Annuleren|Sluiten|Mostrar descrições de função|Mostrar descrições das funções\
         |Ocultar descrições das funções|Mostrar menos funções|Saiba mais|Saber mais|Mais informações\
         |Remover funções|Aprovar tudo|Fechar|ロールの説明を表示|ロールの説明を表示する|ロールの説明を非表示\
         |役割の説明を表示|役割の説明を表示する|表示するロールを減らす|簡易表示|表示を減らす|詳細情報\
         |詳細をご覧ください|詳細はこちら|管理者ロールの詳細|ロールの削除|ロールを削除|ロールを削除する\
         |役割の削除|すべて承認|すべてを承認|すべて承認する|キャンセル|閉じる|戻る",
        Control::Harmless,
    ),
];

static CONTROL_INDEX: LazyLock<Index<Control>> =
    LazyLock::new(|| Index::new(CONTROLS.iter().copied()));

/// What a control is for, without the number it may carry: "Show more roles (3)".
pub(crate) fn control(text: &str) -> Option<Control> {
    CONTROL_INDEX.find(text).or_else(|| {
        let without_number: String = text.chars().filter(|c| !c.is_numeric()).collect();
        CONTROL_INDEX.find(&without_number)
    })
}

/// What a message says about the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    /// The admin may not see it.
    Denied,
    /// It couldn't be had, or the session is over.
    Failed,
    /// Nothing matches the search or the filter.
    Filtered,
    /// There are no partners.
    Empty,
}

/// Phrases within longer texts, with "|" between; the first kind that matches holds.
const MESSAGES: [(Message, &str); 4] = [
    (
        Message::Denied,
        "access denied|access is denied|access restricted|permission denied|don't have permission\
         |don't have permissions|do not have permission|do not have permissions|don't have access\
         |do not have access|don't have the right permissions|don't have the permissions\
         |don't have the required permissions|don't have sufficient permissions|don't have enough permissions\
         |don't have the necessary permissions|don't have the right role|don't have the required role\
         |don't have an admin role|need permission to|need permissions to|need admin permissions\
         |you aren't authorized|you are not authorized|you're not authorized|not authorized to view\
         |your role doesn't allow|your role does not allow|your admin role doesn't|insufficient permissions\
         |insufficient privileges|you must be a global admin|can't view this page|cannot view this page\
         |zugriff verweigert|zugriff wurde verweigert|keine berechtigung|keine berechtigungen\
         |nicht die erforderlichen berechtigungen|nicht über die erforderlichen berechtigungen\
         |nicht über die berechtigung|nicht die berechtigung|nicht über ausreichende berechtigungen\
         |keinen zugriff|nicht berechtigt|nicht autorisiert|unzureichende berechtigungen\
         |fehlende berechtigungen|ihre rolle erlaubt|accès refusé|l'accès est refusé\
         |vous n'avez pas l'autorisation|vous n'avez pas les autorisations|n'avez pas d'autorisation\
         |vous ne disposez pas de l'autorisation|ne disposez pas des autorisations|n'avez pas accès\
         |vous n'êtes pas autorisé|vous n'avez pas la permission|vous n'avez pas les droits\
         |ne disposez pas des droits|ne disposez pas de l'accès|autorisations insuffisantes|droits insuffisants\
         |votre rôle ne permet pas|votre rôle ne vous permet pas|acceso denegado|no tiene permiso\
         |no tiene permisos|no tienes permiso|no tienes permisos|no tiene acceso|no tienes acceso\
         |no tiene los permisos|no está autorizado|permisos insuficientes|accesso negato\
         |non si dispone dell'autorizzazione|non si dispone delle autorizzazioni\
         |non disponi dell'autorizzazione|non disponi delle autorizzazioni|non hai l'autorizzazione\
         |non hai le autorizzazioni|non si ha accesso|non hai accesso|non sei autorizzato\
         |autorizzazioni insufficienti|toegang geweigerd|geen toegang|geen toestemming|geen machtiging\
         |geen machtigingen|niet de juiste machtigingen|niet de vereiste machtigingen|niet gemachtigd\
         |niet geautoriseerd|onvoldoende machtigingen|onvoldoende bevoegdheden|acesso negado\
         |não tem permissão|não tem permissões|você não tem acesso|não tem acesso\
         |não tem as permissões|não está autorizado|permissões insuficientes|アクセスが拒否\
         |アクセス拒否|アクセス許可がありません|アクセス権がありません|アクセスする権限がありません\
         |権限がありません|アクセス許可が必要|必要なアクセス許可がありません|許可されていません|権限が不足\
         |権限が必要|表示する権限",
    ),
    (
        Message::Failed,
        "something went wrong|something has gone wrong|an error occurred|an error has occurred\
         |we ran into a problem|we couldn't load|we could not load|couldn't be loaded|could not be loaded\
         |can't load|unable to load|failed to load|try again later|please try again|your session has expired\
         |your session expired|session has ended|session timed out|sign in again|etwas ist schiefgelaufen\
         |etwas ist schief gelaufen|etwas ist schiefgegangen|ein fehler ist aufgetreten|fehler aufgetreten\
         |konnte nicht geladen|konnten nicht geladen|nicht geladen werden|versuchen sie es später\
         |versuchen sie es noch|versuchen sie es erneut|sitzung ist abgelaufen|melden sie sich erneut an\
         |une erreur s'est produite|une erreur est survenue|un problème est survenu|un problème s'est produit\
         |impossible de charger|n'ont pas pu être chargé|n'a pas pu être chargé|n'avons pas pu charger\
         |réessayez plus tard|veuillez réessayer|votre session a expiré|reconnectez-vous\
         |se ha producido un error|algo salió mal|algo ha ido mal|se produjo un error|no se pudo cargar\
         |no se pudieron cargar|no se ha podido cargar|inténtelo de nuevo|vuelva a intentarlo\
         |la sesión ha expirado|la sesión ha caducado|si è verificato un errore|si è verificato un problema\
         |qualcosa non ha funzionato|non è stato possibile caricare|impossibile caricare|riprova più tardi\
         |riprovare più tardi|sessione scaduta|la sessione è scaduta|er is iets misgegaan|er ging iets mis\
         |er is een fout opgetreden|kan niet worden geladen|kunnen niet worden geladen|niet laden\
         |probeer het later|probeer het opnieuw|sessie is verlopen|meld u opnieuw aan|algo deu errado\
         |algo correu mal|ocorreu um erro|não foi possível carregar|tente novamente|sua sessão expirou\
         |a sessão expirou|問題が発生しました|エラーが発生しました|読み込めませんでした|読み込むことができません\
         |読み込みに失敗|もう一度お試しください|後でもう一度|やり直してください|セッションの有効期限\
         |セッションが期限切れ|再度サインイン|もう一度サインイン\
         |セッションが終了|読み込めません|partner relationship can't be found|partner relationship couldn't be found\
         |partner relationship could not be found|partner relationship was not found|page can't be found\
         |wurde nicht gefunden|konnte nicht gefunden werden|est introuvable|no se encontró la\
         |non è stata trovata|is niet gevonden|não foi encontrada|パートナー関係が見つかりません",
    ),
    (
        Message::Filtered,
        "your search|your filter|your filters|your criteria|the filter|the filters|search results\
         |ihrer suche|ihrem filter|ihren filtern|ihren filter|suchergebnisse|votre recherche|votre filtre\
         |vos filtres|vos critères|su búsqueda|tu búsqueda|su filtro|sus filtros|los filtros|la búsqueda\
         |la ricerca|il filtro|i filtri|tua ricerca|uw zoekopdracht|je zoekopdracht|uw filter|je filter\
         |uw filters|sua pesquisa|seu filtro|seus filtros|sua busca|a pesquisa|o filtro|os filtros\
         |フィルターに一致|検索に一致|条件に一致|検索結果",
    ),
    (
        Message::Empty,
        "no partners|no partner relationships|don't have any partners|don't have any partner\
         |do not have any partner|do not have any partners|haven't authorized any partners|any partners yet\
         |any partner relationships|keine partner|keine partnerbeziehungen|noch keine partner\
         |noch keinen partner|aucun partenaire|aucune relation|pas de partenaire|pas de partenaires\
         |pas encore de partenaire|no hay socios|no tiene socios|no hay asociados|ningún socio\
         |ningún asociado|ninguna relación|no hay relaciones|no tiene relaciones|no hay partners\
         |nessun partner|nessuna relazione|non ci sono partner|non sono presenti partner|geen partners\
         |geen partnerrelaties|geen relaties|nog geen partners|nenhum parceiro|nenhuma relação\
         |não há parceiros|não tem parceiros|não existem parceiros|não há relações|nenhum relacionamento\
         |パートナーがありません|パートナーはありません|パートナーがいません|パートナーはいません\
         |パートナー関係がありません|パートナー関係はありません|パートナー関係はまだありません|パートナーはまだありません|パートナーが見つかりません\
         |パートナーが存在しません|パートナーなし|関係がありません|関係はありません|リレーションシップはありません\
         |リレーションシップがありません",
    ),
];

/// Phrases in comparable form. Japanese writes no blanks, so its phrases go without.
static PHRASES: LazyLock<Vec<(Message, String)>> = LazyLock::new(|| {
    let split =
        MESSAGES.iter().flat_map(|(message, phrases)| phrases.split('|').map(|p| (*message, p)));
    split.map(|(message, text)| (message, searchable(text))).collect()
});

fn searchable(text: &str) -> String {
    let phrase = phrase(text);
    if text.is_ascii() || !text.chars().any(|c| matches!(c, '\u{3040}'..='\u{9FFF}')) {
        return phrase;
    }
    phrase.replace(' ', "")
}

/// Longer texts are prose of the host, searched only in their beginning.
const SEARCHED: usize = 2_000;

/// What `text` says about the list.
pub(crate) fn message(text: &str) -> Option<Message> {
    let text: String = text.chars().take(SEARCHED).collect();
    let text = searchable(&text);
    PHRASES.iter().find(|(_, phrase)| text.contains(phrase)).map(|&(message, _)| message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wording_means_two_things() {
        assert_eq!(TITLE_INDEX.conflicts(), Vec::<&str>::new());
        assert_eq!(CONTROL_INDEX.conflicts(), Vec::<&str>::new());
        assert!(PHRASES.iter().all(|(_, phrase)| phrase.trim().chars().count() >= 4));
    }

    #[test]
    fn titles_in_every_language() {
        for (list, invitation) in [
            ("Partner relationships", "Approve partner roles"),
            ("Partnerbeziehungen", "Partnerrollen genehmigen"),
            ("Relations avec les partenaires", "Approuver les rôles de partenaire"),
            ("Relaciones con los socios", "Aprobar roles de socio"),
            ("Relazioni con i partner", "Approva ruoli partner"),
            ("Partnerrelaties", "Partnerrollen goedkeuren"),
            ("Relações com parceiros", "Aprovar funções de parceiro"),
            ("パートナー関係", "パートナー ロールの承認"),
        ] {
            assert_eq!(title(list), Some(Title::List), "{list}");
            assert_eq!(title(invitation), Some(Title::Invitation), "{invitation}");
        }
        assert_eq!(title("Fabrikam CSP"), None);
    }

    #[test]
    fn controls_in_every_language() {
        for (more, harmless) in [
            ("Show more roles", "Show role descriptions"),
            ("Weitere Rollen anzeigen", "Rollenbeschreibungen anzeigen"),
            ("Afficher plus de rôles", "Afficher les descriptions de rôle"),
            ("Mostrar más roles", "Mostrar descripciones de roles"),
            ("Mostra altri ruoli", "Mostra descrizioni ruoli"),
            ("Meer rollen weergeven", "Rolbeschrijvingen weergeven"),
            ("Mostrar mais funções", "Mostrar descrições das funções"),
            ("その他のロールを表示", "ロールの説明を表示"),
        ] {
            assert_eq!(control(more), Some(Control::MoreRoles), "{more}");
            assert_eq!(control(&format!("{more} (3)")), Some(Control::MoreRoles), "{more} (3)");
            assert_eq!(control(harmless), Some(Control::Harmless), "{harmless}");
        }
        assert_eq!(control("Frobnicate roles"), None);
    }

    #[test]
    fn messages_in_every_language() {
        use Message::{Denied, Empty, Failed, Filtered};
        for (text, expected) in [
            ("You don’t have permission to view this page. Ask a Global admin.", Some(Denied)),
            ("Access denied", Some(Denied)),
            ("Sie haben keine Berechtigung, diese Seite anzuzeigen.", Some(Denied)),
            ("Vous n’avez pas l’autorisation d’afficher cette page.", Some(Denied)),
            ("No tiene permiso para ver esta página.", Some(Denied)),
            ("Non si dispone dell’autorizzazione per visualizzare questa pagina.", Some(Denied)),
            ("U hebt geen toegang tot deze pagina.", Some(Denied)),
            ("Você não tem permissão para ver esta página.", Some(Denied)),
            ("このページを表示するアクセス許可がありません。", Some(Denied)),
            ("Something went wrong. Try again later.", Some(Failed)),
            ("Ein Fehler ist aufgetreten.", Some(Failed)),
            ("Une erreur s’est produite.", Some(Failed)),
            ("Se ha producido un error.", Some(Failed)),
            ("Si è verificato un errore.", Some(Failed)),
            ("Er is iets misgegaan.", Some(Failed)),
            ("Ocorreu um erro.", Some(Failed)),
            ("問題が発生しました。", Some(Failed)),
            ("This partner relationship can't be found.", Some(Failed)),
            ("No partner relationships match your search or filter.", Some(Filtered)),
            ("Keine Partnerbeziehung entspricht Ihrer Suche oder Ihrem Filter.", Some(Filtered)),
            ("Aucune relation ne correspond à votre recherche ou à votre filtre.", Some(Filtered)),
            ("検索またはフィルターに一致するパートナー関係はありません。", Some(Filtered)),
            ("You don't have any partners.", Some(Empty)),
            ("Sie haben noch keine Partner.", Some(Empty)),
            ("Aucun partenaire à afficher.", Some(Empty)),
            ("No hay socios que mostrar.", Some(Empty)),
            ("Nessun partner.", Some(Empty)),
            ("Er zijn geen partners.", Some(Empty)),
            ("Nenhum parceiro encontrado.", Some(Empty)),
            ("パートナーはありません。", Some(Empty)),
            (
                "These are the partners that you authorized to work with your organization. Each partner \
                 has different responsibilities for working with your organization, and some might have roles.",
                None,
            ),
            (
                "You should review the delegated administrative privileges (DAP) enabled for your partners \
                 to confirm if they still need DAP access to your organization's data.",
                None,
            ),
            ("Refreshed", None),
            ("", None),
        ] {
            assert_eq!(message(text), expected, "{text}");
        }
        assert_eq!(message(&"partner ".repeat(100_000)), None);
    }
}
