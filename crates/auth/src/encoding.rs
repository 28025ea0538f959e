//! The encodings of addresses and tokens.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses, without padding (RFC 4648, section 5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = 0;
        for at in 0..3 {
            group = group << 8 | u32::from(chunk.get(at).copied().unwrap_or_default());
        }
        for at in 0..=chunk.len() {
            out.push(char::from(ALPHABET[(group >> (18 - 6 * at)) as usize & 63]));
        }
    }
    out
}

/// The text in base64 for addresses; padding and the letters of plain base64 are taken too, since
/// claims challenges use them. `None` for what is neither, or isn't UTF-8.
pub(crate) fn from_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut group, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let letter = match letter {
            b'+' => b'-',
            b'/' => b'_',
            other => other,
        };
        let value = ALPHABET.iter().position(|&known| known == letter)?;
        group = group << 6 | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits) as u8);
            group &= (1 << bits) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Adds each `name=value` to a form or a query, with a `&` before all but the first. An empty value is
/// none.
pub(crate) fn add_pairs(form: &mut String, pairs: &[(&str, &str)]) {
    for (name, value) in pairs {
        if !value.is_empty() {
            add_pair(form, name, value);
        }
    }
}

/// Adds `name=value` to a form or a query, with a `&` before all but the first.
pub(crate) fn add_pair(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() && !form.ends_with('?') {
        form.push('&');
    }
    form.push_str(name);
    form.push('=');
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            form.push(char::from(byte));
        } else {
            form.push('%');
            for digit in [byte >> 4, byte & 15] {
                form.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
}

/// The value of `name` in a query or form, decoded. `None` where it isn't there exactly once: of a
/// parameter that comes twice nobody knows which one counts (RFC 6749, section 3.1). Nor is there one
/// that isn't UTF-8.
pub(crate) fn value_of(form: &str, name: &str) -> Option<String> {
    let mut found = None;
    for pair in form.as_bytes().split(|&byte| byte == b'&') {
        let Some([b'=', value @ ..]) = pair.strip_prefix(name.as_bytes()) else { continue };
        if found.replace(value).is_some() {
            return None;
        }
    }
    decoded(found?)
}

fn decoded(value: &[u8]) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = value;
    while let [byte, after @ ..] = rest {
        rest = after;
        bytes.push(match (byte, hexadecimal(after)) {
            (b'%', Some(code)) => {
                rest = after.get(2..)?;
                code
            }
            (b'+', _) => b' ',
            _ => *byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The byte that the next two digits stand for.
fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

/// 16 bytes as a GUID of random bits (RFC 9562, version 4).
pub(crate) fn guid(random: &[u8; 32]) -> String {
    let mut out = String::new();
    for (at, &byte) in random.iter().take(16).enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let byte = match at {
            6 => byte & 0x0f | 0x40,
            8 => byte & 0x3f | 0x80,
            _ => byte,
        };
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    out
}

/// Whether `text` has the form of a GUID.
#[must_use]
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_both_ways() {
        // RFC 4648, section 10, without padding.
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64url(plain.as_bytes()), coded);
            assert_eq!(from_base64(coded).as_deref(), Some(plain));
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
        assert_eq!(from_base64("Pz8/").as_deref(), Some("???"));
        assert_eq!(from_base64("Zg==").as_deref(), Some("f"));
        assert_eq!(from_base64("Z g"), None);
        assert_eq!(from_base64("_w"), None, "not UTF-8");
    }

    #[test]
    fn pairs_go_both_ways() {
        let mut form = String::new();
        for (name, value) in [("a", "x y&z"), ("b", "ä=%"), ("c", "")] {
            add_pair(&mut form, name, value);
        }
        assert_eq!(form, "a=x%20y%26z&b=%C3%A4%3D%25&c=");
        for (name, value) in
            [("a", Some("x y&z")), ("b", Some("ä=%")), ("c", Some("")), ("d", None)]
        {
            assert_eq!(value_of(&form, name).as_deref(), value, "{name}");
        }
        assert_eq!(value_of("a=1+2&a=3", "a"), None, "twice");
        assert_eq!(value_of("a=1+2%4", "a").as_deref(), Some("1 2%4"));
        assert_eq!(value_of("ab=1", "a"), None);
    }

    #[test]
    fn guids() {
        let made = guid(&[0xab; 32]);
        assert_eq!(made, "abababab-abab-4bab-abab-abababababab");
        assert!(is_guid(&made));
        for text in [
            "",
            "abababab-abab-4bab-abab-ababababababa",
            "abababab_abab-4bab-abab-abababababab",
            "gbababab-abab-4bab-abab-abababababab",
        ] {
            assert!(!is_guid(text), "{text}");
        }
    }
}
