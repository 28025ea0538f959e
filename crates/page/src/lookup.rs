//! Comparing words from the page with known ones, tolerant of what translators vary.

use domain::order::{sort, sort_and_dedup};

/// Words that carry no meaning in a short label, in the eight languages, without accents.
const FILLERS: &[&str] = &[
    "the", "of", "for", "an", "a", "fur", "der", "die", "das", "des", "den", "dem", "von", "zum",
    "zur", "de", "du", "d", "l", "la", "le", "les", "au", "aux", "pour", "del", "las", "los", "el",
    "para", "di", "della", "dello", "dei", "degli", "delle", "dell", "dal", "il", "lo", "gli",
    "per", "van", "voor", "het", "do", "da", "dos", "o", "os", "as",
];

/// Words for an administrator, in their genders and numbers, without accents.
const ADMINISTRATORS: &[&str] = &[
    "administrator",
    "administrators",
    "administratoren",
    "administratorin",
    "administratorinnen",
    "administrateur",
    "administrateurs",
    "administratrice",
    "administratrices",
    "administrador",
    "administradora",
    "administradores",
    "administradoras",
    "amministratore",
    "amministratrice",
    "amministratori",
    "beheerder",
    "beheerders",
    "admin",
    "admins",
    "管理者",
];

/// Endings that German, Dutch and Japanese join to the word before, and what they stand for.
const ENDINGS: &[(&str, &str)] = &[
    ("administratorin", "admin"),
    ("administrator", "admin"),
    ("beheerder", "admin"),
    ("管理者", "admin"),
    ("閲覧者", "閲覧者"),
    ("leser", "leser"),
    ("lezer", "lezer"),
];

/// No label that is looked up has more characters; longer texts aren't labels.
const LONGEST: usize = 200;

/// The words of `text` in order: lower case, without accents, split wherever something else than
/// a letter or digit stands and between letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut digits = false;
    for c in text.chars().flat_map(unify).flat_map(char::to_lowercase) {
        let Some(plain) = without_accent(c) else { continue };
        for c in plain.chars() {
            if !c.is_alphanumeric() || (c.is_ascii_digit() != digits && !word.is_empty()) {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if !c.is_alphanumeric() {
                    continue;
                }
            }
            digits = c.is_ascii_digit();
            word.push(c);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The words of `text` in order with blanks between and around, to search a phrase in.
pub(crate) fn phrase(text: &str) -> String {
    let mut out = String::from(" ");
    for word in words(text) {
        out.push_str(&word);
        out.push(' ');
    }
    out
}

/// What two spellings of one label have in common: their meaningful words, singular, each once, in
/// alphabetical order. "Exchange Administrator", "Exchange-Administrator" and "Administrador de
/// Exchange" have the same key. Empty for a text without words, or one too long for a label.
pub(crate) fn key(text: &str) -> String {
    if text.chars().nth(LONGEST).is_some() {
        return String::new();
    }
    key_of(&words(text))
}

/// The key of words already split by [`words`].
pub(crate) fn key_of(words: &[String]) -> String {
    let mut parts: Vec<&str> = Vec::with_capacity(words.len() + 1);
    for word in words {
        if ADMINISTRATORS.contains(&word.as_str()) {
            parts.push("admin");
            continue;
        }
        match ENDINGS.iter().find_map(|&(end, meaning)| Some((word.strip_suffix(end)?, meaning))) {
            Some((stem, meaning)) if !stem.is_empty() => {
                parts.push(singular(stem));
                parts.push(meaning);
            }
            _ => parts.push(singular(word)),
        }
    }
    if parts.iter().any(|part| !FILLERS.contains(part)) {
        parts.retain(|part| !FILLERS.contains(part));
    }
    sort_and_dedup(&mut parts);
    parts.join(" ")
}

/// Without the plural or joining "s" of longer words; both sides of a comparison lose it.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 4 => stem,
        _ => word,
    }
}

/// Full-width forms as their ASCII counterparts, and icons as blanks.
fn unify(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        // Letters in circles are icons.
        '\u{2460}'..='\u{24FF}' => Some(' '),
        _ => Some(c),
    }
}

/// What `c`, in lower case, is without its accent; `None` where nothing is left. The Japanese long
/// vowel mark and the particle "no" go too, because labels come with and without them.
fn without_accent(c: char) -> Option<Plain> {
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'œ' => return Some(Plain("oe", ' ')),
        'æ' => return Some(Plain("ae", ' ')),
        'ß' => return Some(Plain("ss", ' ')),
        '\u{0300}'..='\u{036F}' | '\u{3099}' | '\u{309A}' | 'ー' | 'の' => return None,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => return None,
        other => other,
    };
    Some(Plain("", plain))
}

/// One character, or two.
struct Plain(&'static str, char);

impl Plain {
    fn chars(&self) -> impl Iterator<Item = char> {
        let single = self.0.is_empty().then_some(self.1);
        self.0.chars().chain(single)
    }
}

/// Known labels and what they mean.
pub(crate) struct Index<T>(Vec<(String, T)>);

impl<T: Copy> Index<T> {
    /// From labels in groups: each text holds the labels of one meaning, with "|" between.
    pub(crate) fn new<'a>(groups: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut entries = Vec::new();
        for (labels, meaning) in groups {
            entries.extend(labels.split('|').map(|label| (key(label), meaning)));
        }
        // Stable, so that of two meanings of one label the first named wins; a test sees to it
        // that there are none.
        sort(&mut entries, |a: &(String, T), b| a.0.cmp(&b.0));
        Self(entries)
    }

    /// What `label` means.
    pub(crate) fn find(&self, label: &str) -> Option<T> {
        self.find_key(&key(label))
    }

    /// What the label with this key means.
    pub(crate) fn find_key(&self, key: &str) -> Option<T> {
        let at = self.0.partition_point(|(known, _)| known.as_str() < key);
        self.0.get(at).filter(|(known, _)| known == key && !key.is_empty()).map(|&(_, t)| t)
    }

    /// Labels that mean two things.
    #[cfg(test)]
    pub(crate) fn conflicts(&self) -> Vec<&str>
    where
        T: PartialEq,
    {
        let pairs = self.0.windows(2).filter(|w| w[0].0 == w[1].0 && w[0].1 != w[1].1);
        pairs
            .map(|w| w[0].0.as_str())
            .chain(self.0.iter().filter(|e| e.0.is_empty()).map(|_| "(empty)"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_label_share_a_key() {
        for (text, expected) in [
            ("Exchange Administrator", "admin exchange"),
            ("Exchange-Administrator", "admin exchange"),
            ("Administrador de Exchange", "admin exchange"),
            ("Administratrice Exchange", "admin exchange"),
            ("Amministratore di Exchange", "admin exchange"),
            ("Exchange-beheerder", "admin exchange"),
            ("Exchange 管理者", "admin exchange"),
            ("Ｅｘｃｈａｎｇｅ管理者", "admin exchange"),
            ("Benutzeradministrator", "admin benutzer"),
            ("Benutzer-Administratorin", "admin benutzer"),
            ("Administrateur de la sécurité", "admin securite"),
            ("ADMINISTRATEUR SÉCURITÉ", "admin securite"),
            ("Administrateur de la se\u{0301}curite\u{0301}", "admin securite"),
            ("ユーザー管理者", "admin ユザ"),
            ("グループの管理者", "admin グルプ"),
            ("Groups admin", "admin group"),
            ("Partner Tier1 Support", "1 partner support tier"),
            ("Active Active", "active"),
            ("the", "the"),
            ("—", ""),
            ("", ""),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
        assert_eq!(key(&"x ".repeat(5_000)), "");
    }

    #[test]
    fn words_keep_their_order() {
        assert_eq!(
            words("You don’t have Große Œuvre 2x"),
            ["you", "don", "t", "have", "grosse", "oeuvre", "2", "x"]
        );
        assert_eq!(phrase("Accès refusé."), " acces refuse ");
    }
}
