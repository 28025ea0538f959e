//! The page's titles, messages and controls.

use crate::{
    lookup::{is_digit, phrase},
    vocabulary::{Topic, Vocabulary},
};
use domain::search::around;

/// Titles this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Title {
    /// "Partner relationships".
    List,
    /// "Approve partner roles".
    Invitation,
}

/// What the vocabulary calls the titles, in their order.
pub(crate) const TITLE_NAMES: [&str; 2] = ["list", "invitation"];

/// What `title` says the page is.
pub(crate) fn title(vocabulary: &Vocabulary, title: &str) -> Option<Title> {
    let at = vocabulary.find(Topic::Titles, title)?;
    [Title::List, Title::Invitation].get(at).copied()
}

/// A control inside the roles block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    /// There are more roles than shown.
    MoreRoles,
    /// Says nothing about the number of roles.
    Harmless,
}

/// What the vocabulary calls the controls, in their order.
pub(crate) const CONTROL_NAMES: [&str; 2] = ["more roles", "harmless"];

/// What a control is for, without the number it may carry: "Show more roles (3)".
pub(crate) fn control(vocabulary: &Vocabulary, text: &str) -> Option<Control> {
    let found = vocabulary.find(Topic::Controls, text).or_else(|| {
        let without_number: String = text.chars().filter(|&c| !is_digit(c)).collect();
        vocabulary.find(Topic::Controls, &without_number)
    });
    [Control::MoreRoles, Control::Harmless].get(found?).copied()
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

/// The messages, the strongest first: where one text or page has several, that one holds.
pub(crate) const MESSAGES: [Message; 4] =
    [Message::Denied, Message::Failed, Message::Filtered, Message::Empty];

/// What the vocabulary calls [`MESSAGES`].
pub(crate) const MESSAGE_NAMES: [&str; 4] = ["denied", "failed", "filtered", "empty"];

/// Longer texts are prose of the host, searched only in their beginning.
const SEARCHED: usize = 2_000;

/// What `text` says about the list.
pub(crate) fn message(vocabulary: &Vocabulary, text: &str) -> Option<Message> {
    let text: String = text.chars().take(SEARCHED).collect();
    let text = phrase(&text);
    let mut strongest = MESSAGES.len();
    for (phrase, meaning) in vocabulary.labels(Topic::Messages) {
        if *meaning < strongest && around(&text, phrase).is_some() {
            strongest = *meaning;
        }
    }
    MESSAGES.get(strongest).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::shipped;

    #[test]
    fn titles_in_every_language() {
        let vocabulary = shipped();
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
            assert_eq!(title(&vocabulary, list), Some(Title::List), "{list}");
            assert_eq!(title(&vocabulary, invitation), Some(Title::Invitation), "{invitation}");
        }
        assert_eq!(title(&vocabulary, "Fabrikam CSP"), None);
    }

    #[test]
    fn controls_in_every_language() {
        let vocabulary = shipped();
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
            assert_eq!(control(&vocabulary, more), Some(Control::MoreRoles), "{more}");
            assert_eq!(
                control(&vocabulary, &format!("{more} (3)")),
                Some(Control::MoreRoles),
                "{more} (3)"
            );
            assert_eq!(control(&vocabulary, harmless), Some(Control::Harmless), "{harmless}");
        }
        assert_eq!(control(&vocabulary, "Frobnicate roles"), None);
    }

    #[test]
    fn messages_in_every_language() {
        let vocabulary = shipped();
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
            assert_eq!(message(&vocabulary, text), expected, "{text}");
        }
        assert_eq!(message(&vocabulary, &"partner ".repeat(100_000)), None);
    }
}
