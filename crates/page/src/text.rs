//! Names and other words from the page, made harmless for display.

/// More characters than this are cut off, the ellipsis included.
pub const LIMIT: usize = 256;

/// Marks that may stand on one letter; more of them paint over the lines above and below.
const MARKS: usize = 3;

/// `raw` for display: without control, bidirectional, zero-width, private-use and blank filler
/// characters, white space collapsed to single blanks, at most [`LIMIT`] characters with an
/// ellipsis where cut. Markup stays as the text it is.
///
/// Emoji stay. A zero-width joiner and a variation selector are kept only inside an emoji, where
/// they join or colour and can't hide anything.
#[must_use]
pub fn clean(raw: &str) -> String {
    cap(clean_whole(raw))
}

/// As [`clean`], without the limit.
pub(crate) fn clean_whole(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len().min(4 * LIMIT));
    let mut blank = false;
    let mut marks = 0;
    let mut last = None;
    let mut characters = raw.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_whitespace() || is_blank(c) {
            blank = true;
            continue;
        }
        if is_joint(c) {
            let joins = c != JOINER || characters.peek().copied().is_some_and(is_pictograph);
            if !blank && joins && last.is_some_and(is_pictograph) {
                out.push(c);
            }
            continue;
        }
        if is_hidden(c) {
            continue;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if marks > MARKS {
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        last = Some(c);
        out.push(c);
    }
    out
}

/// Cuts `text` to [`LIMIT`] characters.
pub(crate) fn cap(text: String) -> String {
    cap_at(text, LIMIT)
}

/// Cuts `text` to `limit` characters, the ellipsis included.
pub(crate) fn cap_at(mut text: String, limit: usize) -> String {
    if text.char_indices().nth(limit).is_none() {
        return text;
    }
    let cut = text.char_indices().nth(limit.saturating_sub(1)).map_or(0, |(at, _)| at);
    text.truncate(cut);
    text.truncate(text.trim_end_matches(|c: char| c == ' ' || is_joint(c)).len());
    text.push('…');
    text
}

const JOINER: char = '\u{200D}';

fn is_joint(c: char) -> bool {
    matches!(c, JOINER | '\u{FE0E}' | '\u{FE0F}')
}

/// Symbols and pictures that emoji are made of, with skin tones.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Characters that look like a blank without being white space.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

/// Characters that show nothing, change the direction of others, or mean something only in the
/// host's icon font.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}')
}

/// Combining marks without a place of their own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_harmless() {
        for (raw, cleaned) in [
            ("  Contoso \t\n CSP ", "Contoso CSP"),
            ("Contoso\u{00A0}\u{202F}CSP", "Contoso CSP"),
            ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
            ("Fab\u{0000}ri\u{0007}kam\u{001B}[31m", "Fabrikam[31m"),
            ("\u{202E}osotnoC\u{202C}", "osotnoC"),
            ("\u{2066}Contoso\u{2069}\u{200F}\u{061C}", "Contoso"),
            ("Con\u{200B}to\u{200C}so\u{FEFF}\u{00AD}\u{2060}", "Contoso"),
            ("Con\u{200D}toso", "Contoso"),
            ("\u{3164}\u{2800}Contoso\u{3164}", "Contoso"),
            ("Contoso \u{E70D}\u{F16B}", "Contoso"),
            ("Contoso\u{E0041}\u{10FFFD}", "Contoso"),
            ("👩\u{200D}💻 Contoso", "👩\u{200D}💻 Contoso"),
            ("👩🏽\u{200D}💻", "👩🏽\u{200D}💻"),
            ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"),
            ("👩\u{200D}Contoso", "👩Contoso"),
            ("Z\u{0300}\u{0301}\u{0302}\u{0303}\u{0304}e", "Z\u{0300}\u{0301}\u{0302}e"),
            ("株式会社コントソ", "株式会社コントソ"),
            ("\u{200B}\u{202E}", ""),
            ("", ""),
        ] {
            assert_eq!(clean(raw), cleaned, "{raw:?}");
            assert_eq!(clean(cleaned), cleaned, "cleaning twice changes nothing: {raw:?}");
        }
    }

    #[test]
    fn long_names_are_cut_on_characters() {
        for (unit, cut) in [("a", 255), ("é", 255), ("会", 255), ("👩", 255)] {
            let cleaned = clean(&unit.repeat(10_000));
            assert_eq!(cleaned, unit.repeat(cut) + "…");
            assert_eq!(clean(&unit.repeat(LIMIT)), unit.repeat(LIMIT));
        }
        let joined = format!("{}👩\u{200D}💻", "a".repeat(253));
        assert_eq!(clean(&joined).chars().count(), LIMIT);
        let cut_at_joint = format!("{}👩\u{200D}💻 Contoso", "a".repeat(253));
        assert_eq!(clean(&cut_at_joint), format!("{}👩…", "a".repeat(253)));
    }
}
