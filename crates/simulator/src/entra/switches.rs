//! The switches of the sign-in host, under `entra` among the others.

use serde::{Deserialize, Serialize};

/// The client id that is registered at start, and that builds of the extension come with.
pub const DEFAULT_CLIENT: &str = "7d3c1f0a-52b6-4e0e-9a41-c8e2f06b9d17";

/// The state of every switch of the sign-in host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntraSettings {
    /// Which clock tokens and codes go by.
    pub clock: Clock,
    /// Milliseconds that every request to the sign-in host waits.
    pub latency: u64,
    /// What isn't answered until it is taken out of this list, or the request is given up.
    pub hold: Vec<Held>,
    /// Registered client ids; any other is answered AADSTS700016.
    pub clients: Vec<String>,
    /// The platform that redirect addresses are registered under.
    pub platform: Platform,
    /// Exact redirect addresses; without a list the patterns of both browsers are registered.
    pub redirect_uris: Option<Vec<String>>,
    /// Answers for the person, without pages.
    pub auto: Option<Auto>,
    /// The user principal name of the account that `auto` picks when the request hints at none.
    pub auto_account: Option<String>,
    /// Whether accounts are shown to pick from; if not, the first is taken.
    pub account_picker: bool,
    /// Who has to approve the sign-in on another device.
    pub mfa: Mfa,
    /// Whether Conditional Access blocks every sign-in and every refresh (AADSTS53003).
    pub conditional_access: ConditionalAccess,
    /// Who may grant what.
    pub consent: Consent,
    /// How the browser is sent back to the client.
    pub redirect: Redirect,
    /// Whether the session outlives the browser's run.
    pub stay_signed_in: bool,
    /// What is wrong with the answer of authorize, or added to it.
    pub answer: AnswerVariant,
    /// What is wrong with id tokens.
    pub id_token: IdTokenVariant,
    /// An error that authorize sends back instead of working.
    pub authorize_error: Option<PlannedError>,
    /// An error that the token endpoint answers instead of working.
    pub token_error: Option<PlannedError>,
    /// Seconds that access tokens live.
    pub expires_in: u64,
    /// Seconds after which a client should refresh, if told.
    pub refresh_in: Option<u64>,
    /// Seconds that refresh tokens of a single-page application live, counted from the interactive
    /// sign-in.
    pub refresh_token_lifetime: u64,
    /// Whether lifetimes are strings, as some of Entra's answers have them.
    pub string_numbers: bool,
    /// Whether a refresh token works once, and its second use revokes all of the session's.
    pub revoke_reused_refresh_tokens: bool,
    /// The authentication context that Graph demands of every token by a claims challenge.
    pub claims_challenge: Option<String>,
}

impl Default for EntraSettings {
    fn default() -> Self {
        Self {
            clock: Clock::Simulated,
            latency: 0,
            hold: Vec::new(),
            clients: vec![DEFAULT_CLIENT.to_owned()],
            platform: Platform::Spa,
            redirect_uris: None,
            auto: None,
            auto_account: None,
            account_picker: true,
            mfa: Mfa::PerAccount,
            conditional_access: ConditionalAccess::Passes,
            consent: Consent::Asked,
            redirect: Redirect::Http,
            stay_signed_in: true,
            answer: AnswerVariant::Plain,
            id_token: IdTokenVariant::Right,
            authorize_error: None,
            token_error: None,
            expires_in: 3_600,
            refresh_in: None,
            refresh_token_lifetime: 86_400,
            string_numbers: false,
            revoke_reused_refresh_tokens: false,
            claims_challenge: None,
        }
    }
}

impl EntraSettings {
    /// What can't be meant, as a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        for planned in [&self.authorize_error, &self.token_error].into_iter().flatten() {
            if !(400..=599).contains(&planned.status) {
                return Err("The status of an error is between 400 and 599.".to_owned());
            }
        }
        let is_plain = |text: &String| text.chars().all(|sign| sign.is_ascii_alphanumeric());
        if !self.claims_challenge.iter().all(is_plain) {
            return Err("claimsChallenge is a name such as c1.".to_owned());
        }
        Ok(())
    }
}

/// Which clock tokens and codes go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Clock {
    /// The switch `now`, which stands still.
    Simulated,
    /// That of this computer, for a browser whose own clock can't be set.
    Machine,
}

/// What can be held back, so that a test has all the time it needs between two steps of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Held {
    /// The first answer of authorize and of admin consent; not what follows on their pages.
    Authorize,
    /// Requests to the token endpoint, before they have any effect.
    Token,
    /// Answers of the token endpoint, after all has been done.
    TokenAnswer,
    /// Requests to Graph.
    Graph,
    /// Requests to end a session, before they have any effect.
    Logout,
}

/// Platforms of an app registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Platform {
    /// Single-page application: codes are redeemed with an `Origin`.
    Spa,
    /// Mobile and desktop applications: without one.
    Native,
    /// Web: without one; the secret that it also needs isn't simulated.
    Web,
}

/// What is answered for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Auto {
    /// Picks, signs in, approves and consents as far as the account's rights go.
    Accept,
    /// Cancels at once.
    Cancel,
}

/// Who has to approve the sign-in on another device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mfa {
    /// Whoever has `mfa` in the tenant's file.
    PerAccount,
    /// Everybody.
    Always,
    /// Nobody.
    Never,
}

/// The tenant's Conditional Access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConditionalAccess {
    /// Nothing is blocked.
    Passes,
    /// Everything is.
    Blocks,
}

/// Who may grant what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Consent {
    /// People grant what they may, administrators everything.
    Asked,
    /// All of it was granted long ago.
    Granted,
    /// Only administrators grant anything; others meet AADSTS90094.
    AdminOnly,
}

/// How the browser is sent back to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Redirect {
    /// By status 302.
    Http,
    /// By a page whose script goes there.
    Script,
}

/// What is wrong with the answer of authorize, or added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AnswerVariant {
    /// As Entra answers.
    Plain,
    /// Another `state` than the request's.
    WrongState,
    /// No `state`.
    MissingState,
    /// With the `iss` of RFC 9207, which Entra doesn't send.
    RightIssuer,
    /// With an `iss` of another cloud.
    WrongIssuer,
    /// At another address than the one registered, which begins like it.
    OtherAddress,
    /// With a code that somebody else redeemed already.
    UsedCode,
    /// With the code of another sign-in, which another verifier belongs to.
    OtherCode,
}

/// What is wrong with id tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IdTokenVariant {
    /// Nothing.
    Right,
    /// Another nonce than the request's.
    WrongNonce,
    /// No nonce.
    MissingNonce,
    /// Issued under another host.
    WrongIssuer,
    /// For another client.
    WrongAudience,
    /// Of a tenant that nobody asked for, consistently so.
    WrongTenant,
    /// Of the tenant of personal accounts.
    Consumer,
    /// `alg` is `none`, and there is no signature.
    AlgNone,
    /// Ended an hour ago.
    Expired,
    /// Begins in an hour.
    NotYetValid,
    /// Of version 1.0.
    WrongVersion,
    /// Text that isn't a token.
    Malformed,
}

/// An error to answer with, for a number of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PlannedError {
    /// How many requests it still meets; without it, all until it is set back.
    pub times: Option<u32>,
    /// Only requests of this `grant_type`; authorize doesn't look at it.
    pub grant: Option<String>,
    /// The HTTP status; authorize doesn't look at it.
    pub status: u16,
    /// The OAuth error. Without it the body isn't JSON, as when a proxy in front answers.
    pub error: Option<String>,
    /// `suberror` of tokens, `error_subcode` of authorize.
    pub suberror: Option<String>,
    /// The number after AADSTS.
    pub code: u32,
    /// A claims challenge.
    pub claims: Option<String>,
    /// `Retry-After` as it is sent: seconds or a date.
    pub retry_after: Option<String>,
}

impl Default for PlannedError {
    fn default() -> Self {
        Self {
            times: None,
            grant: None,
            status: 400,
            error: None,
            suberror: None,
            code: 90033,
            claims: None,
            retry_after: None,
        }
    }
}
