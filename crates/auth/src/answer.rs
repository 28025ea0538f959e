//! What the token endpoint answers.

use crate::{
    cloud::Cloud,
    encoding::{add_pair, from_base64},
    environment::HttpAnswer,
    error::{AuthError, Case, Remedy, Trace},
    foreign::text,
};
use domain::{Timestamp, search::around};
use protocol::json::Json;

/// Who asked for what, as far as an error has to say it.
pub(crate) struct Asker<'a> {
    pub(crate) cloud: &'a Cloud,
    pub(crate) client_id: &'a str,
    pub(crate) tenant: &'a str,
    pub(crate) scopes: String,
    pub(crate) redirect: String,
}

/// Why the token endpoint refused.
#[inline(never)]
pub(crate) fn token_error(json: &Json, asker: &Asker<'_>) -> AuthError {
    let mut trace = Trace {
        error: text(json, "error").to_owned(),
        numbers: numbers(json),
        correlation: text(json, "correlation_id").to_owned(),
        trace: text(json, "trace_id").to_owned(),
    };
    let suberror = text(json, "suberror");
    let message = text(json, "error_description");
    let claims = Some(text(json, "claims")).filter(|claims| !claims.is_empty());
    let (code, remedy) = judge(&trace, suberror, message, claims, asker);
    if !suberror.is_empty() {
        trace.error.push('/');
        trace.error.push_str(suberror);
    }
    let claims = claims.map(str::to_owned);
    AuthError::new(Case { remedy, code, trace, claims })
}

/// The account at home, `uid.utid`, of `client_info`.
pub(crate) fn home(client_info: &str) -> Option<String> {
    let json = Json::parse_foreign(&from_base64(client_info)?).ok()?;
    let (object, tenant) = (text(&json, "uid"), text(&json, "utid"));
    (!object.is_empty() && !tenant.is_empty()).then(|| [object, ".", tenant].concat())
}

fn numbers(json: &Json) -> Vec<i64> {
    match json.member("error_codes") {
        Json::List(items) => items
            .iter()
            .filter_map(|item| match item {
                Json::Number(number) => Some(*number),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// An error that came back in the address instead.
pub(crate) fn authorize_error(
    error: String,
    suberror: &str,
    message: &str,
    error_uri: &str,
    asker: &Asker<'_>,
) -> AuthError {
    // In an address the number stands in that of its description, and at the beginning of the text.
    let digits = match around(error_uri, "code=") {
        Some((_, digits)) => Some(digits),
        None => message.strip_prefix("AADSTS"),
    };
    let number = digits.and_then(|digits| digits.split(|c: char| !c.is_ascii_digit()).next());
    let number: Option<i64> = number.and_then(|digits| digits.parse().ok());
    let trace = Trace { error, numbers: number.into_iter().collect(), ..Trace::default() };
    let (code, remedy) = judge(&trace, suberror, message, None, asker);
    AuthError::new(Case { remedy, code, trace, claims: None })
}

/// Error numbers that say more than `error` does (learn.microsoft.com, "Microsoft Entra
/// authentication and authorization error codes").
fn by_number(number: i64) -> Option<&'static str> {
    Some(match number {
        65001 => "consent-required",
        90094 | 90095 => "admin-consent-required",
        53000..=53011 | 530_003..=530_099 => "blocked-by-policy",
        50105 => "not-assigned",
        50072 | 50074 | 50076 | 50078 | 50079 | 50158 => "more-proof-needed",
        700_016 | 700_054 => "app-not-found",
        7_000_112 => "app-disabled",
        50194 => "app-single-tenant",
        50011 | 500_112 | 500_113 => "redirect-not-registered",
        9_002_326 | 9_002_327 | 7_000_218 => "platform-type",
        50020 | 50034 | 90072 => "wrong-account",
        50128 | 90002 => "tenant-not-found",
        900_439 => "wrong-cloud",
        50148 | 501_481 => "verifier-refused",
        54005 => "code-used",
        _ => return None,
    })
}

/// The case and the remedy. What comes first is what says most.
fn judge(
    trace: &Trace,
    suberror: &str,
    message: &str,
    claims: Option<&str>,
    asker: &Asker<'_>,
) -> (&'static str, Remedy) {
    let code = trace.numbers.iter().find_map(|&number| by_number(number));
    let code = code.unwrap_or(match (trace.error.as_str(), suberror) {
        ("consent_required", _) | (_, "consent_required") => "consent-required",
        ("access_denied", _) => "refused",
        ("invalid_grant", "bad_token") => "bad-token",
        // There is nothing to do but to read what it says.
        (_, "message_only") => "blocked-by-policy",
        ("interaction_required" | "login_required", _) => "interaction-required",
        ("invalid_grant", _) => "grant-ended",
        ("temporarily_unavailable" | "server_error", _) => "unavailable",
        ("invalid_client" | "unauthorized_client", _) => "app-not-found",
        _ => "server-refused",
    });
    let remedy = match code {
        "consent-required" | "admin-consent-required" | "refused" => Remedy::GrantConsent {
            admin_address: admin_consent_address(asker),
            admins_only: code == "admin-consent-required",
        },
        "blocked-by-policy" | "not-assigned" => {
            Remedy::AskAdmin { message: message.to_owned(), claims: claims.map(str::to_owned) }
        }
        // Whatever a policy asks for, a second factor say, is asked of the person in the window.
        "interaction-required"
        | "more-proof-needed"
        | "bad-token"
        | "grant-ended"
        | "code-used" => Remedy::SignIn,
        "wrong-account" | "tenant-not-found" | "wrong-cloud" => Remedy::SwitchTenant,
        "app-not-found"
        | "app-disabled"
        | "app-single-tenant"
        | "redirect-not-registered"
        | "platform-type" => Remedy::RegisterApp { redirect: asker.redirect.clone() },
        "unavailable" => Remedy::TryAgain,
        _ => Remedy::ReportBug,
    };
    (code, remedy)
}

/// Where an administrator agrees for the whole tenant (learn.microsoft.com, "Admin consent on the
/// Microsoft identity platform").
pub(crate) fn admin_consent_address(asker: &Asker<'_>) -> String {
    let mut address = asker.cloud.address(asker.tenant, "v2.0/adminconsent?");
    add_pair(&mut address, "client_id", asker.client_id);
    add_pair(&mut address, "scope", &asker.scopes);
    add_pair(&mut address, "redirect_uri", &asker.redirect);
    address
}

/// When a refused request may be sent again, if it has to wait: after 429, any 5xx, or whatever comes
/// with `Retry-After`. At least a minute where Entra doesn't say, at most an hour.
pub(crate) fn wait_until(answer: &HttpAnswer, now: Timestamp) -> Option<Timestamp> {
    const USUAL: i64 = 60;
    const MOST: i64 = 3_600;
    let asks = answer.retry_after.is_some() && !(200..300).contains(&answer.status);
    if answer.status != 429 && answer.status < 500 && !asks {
        return None;
    }
    let seconds = answer.retry_after.as_deref().and_then(|text| retry_seconds(text, now));
    Some(after(now, seconds.unwrap_or(USUAL).clamp(0, MOST)))
}

/// `Retry-After` in seconds: a number, or a date as HTTP writes it (RFC 9110, section 5.6.7), which
/// may be past.
fn retry_seconds(text: &str, now: Timestamp) -> Option<i64> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(seconds);
    }
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let mut words = around(text.trim().strip_suffix(" GMT")?, ", ")?.1.split(' ');
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let before = around(MONTHS, month)?.0.len();
    let month = Some(before / 3 + 1).filter(|_| before % 3 == 0)?;
    let zero = if month < 10 { "0" } else { "" };
    let month = month.to_string();
    let moment = Timestamp::parse(&[year, "-", zero, &month, "-", day, "T", time, "Z"].concat())?;
    Some((moment.millis() - now.millis()).div_euclid(1_000).max(0))
}

/// `seconds` after `moment`.
pub(crate) fn after(moment: Timestamp, seconds: i64) -> Timestamp {
    // Some number of Entra's may be absurd.
    Timestamp::from_millis(moment.millis().saturating_add(seconds.saturating_mul(1_000)))
}
