//! Comparing words from the page with known ones, tolerant of what translators vary.

use domain::order::sort_and_dedup;

/// Words that carry no meaning in a short label, in the eight languages, without accents.
const FILLERS: &[&str] = &[
    "the", "of", "for", "an", "a", "fur", "der", "die", "das", "des", "den", "dem", "von", "zum",
    "zur", "de", "du", "d", "l", "la", "le", "les", "au", "aux", "pour", "del", "las", "los", "el",
    "para", "di", "della", "dello", "dei", "degli", "delle", "dell", "dal", "il", "lo", "gli",
    "per", "van", "voor", "het", "do", "da", "dos", "o", "os", "as",
];

/// No filler has more bytes.
const LONGEST_FILLER: usize = 5;

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

/// Whether `word` is one of the words of `list`, which have blanks between.
pub(crate) fn lists(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// The words of `text` in order: lower case, without accents, split wherever something else than
/// a letter or digit stands and between letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut splitter = Splitter::default();
    for c in text.chars() {
        match lower(unify(c)) {
            'œ' => splitter.take_all(['o', 'e']),
            'æ' => splitter.take_all(['a', 'e']),
            'ß' => splitter.take_all(['s', 's']),
            c if is_dropped(c) => {}
            c => splitter.take(without_accent(c)),
        }
    }
    splitter.end_word();
    splitter.words
}

/// Collects characters into words.
#[derive(Default)]
struct Splitter {
    words: Vec<String>,
    word: String,
    /// Whether the last character of `word` is a digit.
    digits: bool,
}

impl Splitter {
    fn take(&mut self, c: char) {
        if !is_letter_or_digit(c) {
            self.end_word();
            return;
        }
        if c.is_ascii_digit() != self.digits {
            self.end_word();
        }
        self.digits = c.is_ascii_digit();
        self.word.push(c);
    }

    fn take_all(&mut self, letters: [char; 2]) {
        for c in letters {
            self.take(c);
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }
}

/// The words of `text` in order with blanks between and around, to search a phrase in. Japanese
/// writes no blanks, so its phrases go without.
pub(crate) fn phrase(text: &str) -> String {
    let blanks = !joins_words(text);
    let mut out = String::new();
    if blanks {
        out.push(' ');
    }
    for word in words(text) {
        out.push_str(&word);
        if blanks {
            out.push(' ');
        }
    }
    out
}

/// Whether `text` has Japanese letters, between which no blanks stand.
pub(crate) fn joins_words(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3040}'..='\u{9FFF}'))
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
    // Most words are longer than any filler, which spares the search.
    let says_something = |part: &&str| part.len() > LONGEST_FILLER || !FILLERS.contains(part);
    if parts.iter().any(says_something) {
        parts.retain(says_something);
    }
    sort_and_dedup(&mut parts);
    let mut key = String::new();
    for part in parts {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(part);
    }
    key
}

/// Without the plural or joining "s" of longer words; both sides of a comparison lose it.
fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 4 => stem,
        _ => word,
    }
}

// The standard library's tables of letters and cases would add over 15 kB of WASM for scripts that no
// label is in. The functions below cover the scripts of the eight languages, and what of others is
// cheap.

/// Full-width forms as their ASCII counterparts, and icons as blanks.
fn unify(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        // Letters in circles are icons.
        '\u{2460}'..='\u{24FF}' => ' ',
        _ => c,
    }
}

/// The lower-case letter of an upper-case one: Latin, and plain Greek and Cyrillic.
fn lower(c: char) -> char {
    let code = u32::from(c);
    let lower = match code {
        // Its lower case has a dot too many, which is dropped anyway.
        0x130 => 0x69,
        0x178 => 0xFF,
        0x1E9E => 0xDF,
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3A1 | 0x3A3..=0x3AB | 0x410..=0x42F => {
            code + 0x20
        }
        0x400..=0x40F => code + 0x50,
        // Here capitals and small letters alternate.
        0x100..=0x137 | 0x14A..=0x177 | 0x1E00..=0x1E95 | 0x1EA0..=0x1EFF => code | 1,
        0x139..=0x148 | 0x179..=0x17E => code + (code & 1),
        _ => code,
    };
    char::from_u32(lower).unwrap_or(c)
}

/// Whether a word can hold `c`, accents left aside. Beyond the scripts of the eight languages,
/// everything counts as a letter that isn't known as a mark or symbol; small letters and numbers that
/// serve as symbols don't count.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    match u32::from(c) {
        0..=0x7F => c.is_ascii_alphanumeric(),
        0x80..=0xBF => matches!(c, 'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼'..='¾'),
        0xD7 | 0xF7
        | 0x2C2..=0x2C5
        | 0x2D2..=0x2DF
        | 0x2E5..=0x36F
        | 0x375
        | 0x37E
        | 0x384
        | 0x385
        | 0x387
        | 0x3F6
        | 0x482..=0x489
        | 0x55A..=0x55F
        | 0x589..=0x58F
        | 0x5BE
        | 0x5C0
        | 0x5C3
        | 0x60C
        | 0x61B
        | 0x61F
        | 0x66A..=0x66D
        | 0x6D4
        | 0x964
        | 0x965
        | 0xE3F
        // Punctuation, arrows, signs, boxes and icons; Roman numerals stand among them.
        | 0x2000..=0x215F
        | 0x2189..=0x2BFF
        | 0x2E00..=0x2E7F
        | 0x3000..=0x3004
        | 0x3008..=0x3020
        | 0x302A..=0x3030
        | 0x3036
        | 0x3037
        | 0x303D..=0x3040
        | 0x3099..=0x309C
        | 0x30A0
        | 0x30FB
        | 0x3190..=0x319F
        | 0x31C0..=0x31EF
        | 0x3200..=0x33FF
        | 0x4DC0..=0x4DFF
        // Private use, forms of punctuation, emoji.
        | 0xE000..=0xF8FF
        | 0xFE00..=0xFE6F
        | 0xFF5F..=0xFF65
        | 0xFFE0..=0xFFFF
        | 0x1F000..=0x1FAFF
        | 0xE0000.. => false,
        _ => true,
    }
}

/// Whether `c` is a decimal digit, in one of the scripts that are widely used for numbers.
pub(crate) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}'
        | '\u{966}'..='\u{96F}' | '\u{E50}'..='\u{E59}')
}

/// Whether nothing of `c` is left in a word: accents of their own, characters that can't be seen, and
/// the Japanese long vowel mark and particle "no", because labels come with and without them.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{3099}' | '\u{309A}' | 'ー' | 'の'
        | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// What `c`, in lower case, is without its accent.
fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => c,
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
        assert!(FILLERS.iter().all(|filler| filler.len() <= LONGEST_FILLER));
    }

    #[test]
    fn words_keep_their_order() {
        assert_eq!(
            words("You don’t have Große Œuvre 2x"),
            ["you", "don", "t", "have", "grosse", "oeuvre", "2", "x"]
        );
        assert_eq!(phrase("Accès refusé."), " acces refuse ");
    }

    /// Every character of the blocks that the eight languages are written in, and of the symbols
    /// between, is what Unicode says; the exceptions named serve as icons or aren't in use.
    #[test]
    fn letters_and_cases_are_those_of_unicode() {
        let blocks = [
            0x00..=0x24F,
            0x370..=0x481,
            0x1E00..=0x1EFF,
            0x2000..=0x2BFF,
            0x3000..=0x319F,
            0x4DC0..=0x9FFF,
            0xAC00..=0xD7A3,
            0xE000..=0xF8FF,
            0xFE00..=0xFE6F,
            0xFF01..=0xFFBE,
            0x1F000..=0x1FAFF,
        ];
        for c in blocks.into_iter().flatten().filter_map(char::from_u32) {
            let symbol = matches!(u32::from(c), 0x2070..=0x209C | 0x2100..=0x215F | 0x2189
                | 0x2460..=0x24FF | 0x2776..=0x2793 | 0x3192..=0x319F | 0x1F100..=0x1F189);
            let unassigned = matches!(u32::from(c), 0x378 | 0x379 | 0x380..=0x383 | 0x38B | 0x38D
                | 0x3A2 | 0x3097 | 0x3098 | 0x3100..=0x3104 | 0x3130 | 0x318F);
            if !symbol && !unassigned {
                assert_eq!(is_letter_or_digit(unify(c)), unify(c).is_alphanumeric(), "{c:?}");
            }
            let lowered = lower(c);
            assert!(lowered == c || c == 'İ' || c.to_lowercase().eq([lowered]), "{c:?}");
            if matches!(u32::from(c), 0..=0x17F | 0x391..=0x3C9 | 0x400..=0x45F | 0x1E00..=0x1EFF) {
                assert!(c == 'İ' || c.to_lowercase().eq([lowered]), "{c:?}");
            }
        }
        for c in (0..=0xFFFF).filter_map(char::from_u32).filter(|&c| is_digit(c)) {
            assert!(c.is_numeric() && is_letter_or_digit(c), "{c:?}");
        }
    }
}
