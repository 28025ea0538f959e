//! Addresses: where a link may lead, and what may stand in a path.

use crate::collector::Version;

/// Whether `link`, which came in an answer, may be followed: to `host` by https on its own port, and
/// within the version of the request that it came for. A token is worth as much to any other host as
/// to this one.
///
/// # Errors
/// What is wrong with it, in one word.
pub(crate) fn check(link: &str, host: &str, version: Version) -> Result<(), &'static str> {
    // A browser drops or turns characters that have no business in an address, and what it then calls
    // isn't what was checked (url.spec.whatwg.org, "URL parsing").
    if link.bytes().any(|byte| !byte.is_ascii_graphic() || b"\\#".contains(&byte)) {
        return Err("form");
    }
    let Some((scheme, rest)) = link.split_once("://") else { return Err("form") };
    if !scheme.eq_ignore_ascii_case("https") {
        return Err("scheme");
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let path = rest.strip_prefix(authority).unwrap_or_default();
    if authority.contains('@') {
        return Err("user");
    }
    let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
    if !name.eq_ignore_ascii_case(host) {
        return Err("host");
    }
    if port != "443" {
        return Err("port");
    }
    let path = path.split('?').next().unwrap_or_default();
    let inside = path.strip_prefix('/').and_then(|path| path.strip_prefix(version.name()));
    if !inside.is_some_and(|rest| rest.starts_with('/')) {
        return Err("version");
    }
    // Segments of dots lead out of the version again, written in full or as `%2e`.
    let mut segments = path.split('/');
    if segments.any(|segment| matches!(dots(segment).as_str(), "." | "..")) {
        return Err("form");
    }
    Ok(())
}

fn dots(segment: &str) -> String {
    segment.replace("%2e", ".").replace("%2E", ".")
}

/// `host`'s address of `path`.
pub(crate) fn whole(host: &str, version: Version, path: &str) -> String {
    ["https://", host, "/", version.name(), path].concat()
}

/// Whether `text` is a GUID, the only kind of id that is put into a path.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether `text` is a domain that may be put into a query: nothing that could end the query's text.
pub(crate) fn is_domain(text: &str) -> bool {
    text.contains('.')
        && text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// A number that stands for an address among those that were followed: FNV-1a.
pub(crate) fn fingerprint(address: &str) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in address.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_where_the_request_went() {
        let check = |link: &str, expected: Result<(), &str>| {
            assert_eq!(check(link, "graph.microsoft.com", Version::V1), expected, "{link}");
        };
        for link in [
            "https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQ",
            "https://GRAPH.microsoft.com/v1.0/users?$skiptoken=a/../b",
            "HTTPS://graph.microsoft.com:443/v1.0/users",
            "https://graph.microsoft.com/v1.0/users?$filter=a%20eq%20'b@c'",
        ] {
            check(link, Ok(()));
        }
        for (link, what) in [
            ("", "form"),
            ("/v1.0/users", "form"),
            ("//graph.microsoft.com/v1.0/users", "form"),
            ("https:graph.microsoft.com/v1.0/users", "form"),
            ("https://graph.microsoft.com/v1.0/us ers", "form"),
            ("https://graph.microsoft.com/v1.0/users\n", "form"),
            ("https://graph.microsoft.com/v1.0/users#x", "form"),
            ("https://graph.microsoft.com\\@evil.example/v1.0/users", "form"),
            ("https://graph.microsoft.com/v1.0/../beta/users", "form"),
            ("https://graph.microsoft.com/v1.0/%2E%2e/beta/users", "form"),
            ("https://graph.microsoft.com/v1.0/.%2e/beta/users", "form"),
            ("https://gräph.microsoft.com/v1.0/users", "form"),
            ("http://graph.microsoft.com/v1.0/users", "scheme"),
            ("ftp://graph.microsoft.com/v1.0/users", "scheme"),
            ("https://user@graph.microsoft.com/v1.0/users", "user"),
            ("https://graph.microsoft.com@evil.example/v1.0/users", "user"),
            ("https://graph.microsoft.com:443@evil.example/v1.0/users", "user"),
            ("https://graph.microsoft.us/v1.0/users", "host"),
            ("https://microsoftgraph.chinacloudapi.cn/v1.0/users", "host"),
            ("https://graph.microsoft.com.evil.example/v1.0/users", "host"),
            ("https://graph.microsoft.com./v1.0/users", "host"),
            ("https://evil.example?https://graph.microsoft.com/v1.0/users", "host"),
            ("https:///v1.0/users", "host"),
            ("https://graph.microsoft.com:8443/v1.0/users", "port"),
            ("https://graph.microsoft.com:/v1.0/users", "port"),
            ("https://graph.microsoft.com:443:1/v1.0/users", "port"),
            ("https://graph.microsoft.com/beta/users", "version"),
            ("https://graph.microsoft.com/v1.0", "version"),
            ("https://graph.microsoft.com/v1.01/users", "version"),
            ("https://graph.microsoft.com?/v1.0/users", "version"),
            ("https://graph.microsoft.com//v1.0/users", "version"),
        ] {
            check(link, Err(what));
        }
    }

    #[test]
    fn only_plain_ids_and_domains_go_into_a_path() {
        for (text, guid, domain) in [
            ("6f0d3a52-1c0e-4e2b-9f6a-2f4f3a7c9d10", true, false),
            ("6F0D3A52-1C0E-4E2B-9F6A-2F4F3A7C9D10", true, false),
            ("6f0d3a52-1c0e-4e2b-9f6a-2f4f3a7c9d1", false, false),
            ("6f0d3a52-1c0e-4e2b-9f6a-2f4f3a7c9d1'", false, false),
            ("fabrikam.example", false, true),
            ("mail.fabrikam-it.example", false, true),
            ("fabrikam", false, false),
            ("fabrikam..example", false, false),
            ("fabrikam.example')", false, false),
            ("fabrikam.example&$top=1", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_guid(text), guid, "{text}");
            assert_eq!(is_domain(text), domain, "{text}");
        }
    }
}
