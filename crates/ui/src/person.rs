//! An account in short.

use crate::drawing::Drawing;
use protocol::session::{AccountView, Session};

/// The account that is used for the open page.
pub(crate) fn in_use(session: &Session) -> Option<&AccountView> {
    let id = session.in_use.as_ref()?;
    session.accounts.iter().find(|account| account.id == *id)
}

/// What the account's organisation is called; its tenant's id where that isn't known.
pub(crate) fn whose(account: &AccountView) -> &str {
    account.organization.as_deref().unwrap_or(&account.tenant)
}

/// What the account is called.
pub(crate) fn name(account: &AccountView) -> &str {
    let name = account.name.trim();
    if name.is_empty() { &account.username } else { name }
}

/// The initials, for the eyes only.
pub(crate) fn circle(page: &mut Drawing<'_>, account: &AccountView) {
    page.line("span.initials[aria-hidden=true]", &initials(name(account)));
}

/// The first letter of the first and of the last word. The style sheet makes them capitals.
fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or_default();
    let first = |word: &str| word.chars().find(|letter| !letter.is_ascii_punctuation());
    let mut letters = name.split_whitespace().filter_map(first);
    letters.next().into_iter().chain(letters.next_back()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("Ada", "A"),
            ("Ada B. Lovelace (Admin)", "AA"),
            ("ada@fabrikam.example", "a"),
            ("山田 太郎", "山太"),
            ("- Ada", "A"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
