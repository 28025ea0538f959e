//! One search for texts in texts.

/// What stands in `text` before and after the first `part`; `None` where it isn't there, or is empty.
///
/// The standard library's search, with all that it may say when it fails, would add 8 kB of WASM for
/// what is short here.
#[must_use]
#[inline(never)]
pub fn around<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let (bytes, part) = (text.as_bytes(), part.as_bytes());
    let first = part.first()?;
    let at = bytes.windows(part.len()).position(|w| w.first() == Some(first) && w == part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_around_a_part() {
        for (text, part, expected) in [
            ("a and b and c", " and ", Some(("a", "b and c"))),
            ("1から2", "から", Some(("1", "2"))),
            ("and", "and", Some(("", ""))),
            ("an", "and", None),
            ("", "and", None),
            ("and", "", None),
        ] {
            assert_eq!(around(text, part), expected, "{text:?} {part:?}");
        }
    }
}
