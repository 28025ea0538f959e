//! The app registration: which client and which redirect addresses are known.

use crate::entra::switches::EntraSettings;

/// Whether a client id is registered.
pub(crate) fn knows_client(settings: &EntraSettings, client: &str) -> bool {
    settings.clients.iter().any(|known| known.eq_ignore_ascii_case(client))
}

/// Whether a redirect address is registered for the clients.
///
/// Entra compares letter by letter ("Redirect URI restrictions and limitations" on
/// learn.microsoft.com). A real registration lists one address for each browser's store id; every
/// build and every test has another id, so the patterns stand in for the list.
pub(crate) fn knows_redirect(settings: &EntraSettings, address: &str) -> bool {
    match &settings.redirect_uris {
        Some(listed) => listed.iter().any(|known| known == address),
        None => is_of_an_extension(address),
    }
}

fn is_of_an_extension(address: &str) -> bool {
    let Some((host, path)) =
        address.strip_prefix("https://").and_then(|address| address.split_once('/'))
    else {
        return false;
    };
    let is_chromium = host
        .strip_suffix(".chromiumapp.org")
        .is_some_and(|id| id.len() == 32 && id.chars().all(|sign| ('a'..='p').contains(&sign)));
    let is_firefox = host.strip_suffix(".extensions.allizom.org").is_some_and(|id| {
        id.len() == 40 && id.chars().all(|sign| matches!(sign, '0'..='9' | 'a'..='f'))
    });
    let is_of_a_cloud = path.strip_prefix("cb/").is_some_and(|cloud| {
        let is_plain =
            |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
        !cloud.is_empty() && cloud.chars().all(is_plain)
    });
    (is_chromium || is_firefox) && is_of_a_cloud
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_addresses_are_compared_letter_by_letter() {
        let check = |address: &str, known: bool| {
            assert_eq!(knows_redirect(&EntraSettings::default(), address), known, "{address}");
        };
        let firefox = "0123456789abcdef0123456789abcdef01234567";
        check(&format!("https://{}.chromiumapp.org/cb/global", "abcdefghijklmnop".repeat(2)), true);
        check(&format!("https://{firefox}.extensions.allizom.org/cb/china"), true);
        check(&format!("https://{firefox}.extensions.allizom.org/cb/"), false);
        check(&format!("https://{firefox}.extensions.allizom.org/"), false);
        check(&format!("http://{firefox}.extensions.allizom.org/cb/global"), false);
        check(&format!("https://{firefox}.chromiumapp.org/cb/global"), false);
        check(&format!("https://{}.chromiumapp.org/cb/global?x", "a".repeat(32)), false);
        check(&format!("https://{}.chromiumapp.org/CB/global", "a".repeat(32)), false);
        check(&format!("https://{}.chromiumapp.org.example.com/cb/global", "a".repeat(32)), false);
        check(&format!("https://{}.chromiumapp.org/cb/global", "z".repeat(32)), false);

        let listed = EntraSettings {
            redirect_uris: Some(vec!["https://contoso.example/back".to_owned()]),
            ..EntraSettings::default()
        };
        assert!(knows_redirect(&listed, "https://contoso.example/back"));
        assert!(!knows_redirect(&listed, "https://contoso.example/back/"));
    }
}
