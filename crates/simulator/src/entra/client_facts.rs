//! What of a request to the sign-in host may be shown: enough for a test, and no secret.

use serde::Serialize;

use crate::entra::Parameters;

/// The facts; `None` where the request doesn't say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientFacts {
    pub(crate) grant_type: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) scope: Option<String>,
    pub(crate) prompt: Option<String>,
    pub(crate) response_mode: Option<String>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) claims: Option<String>,
    pub(crate) client_request_id: Option<String>,
    /// The product's name that the client gives.
    pub(crate) sku: Option<String>,
    pub(crate) lib_capability: Option<String>,
    pub(crate) anchor_mailbox: Option<String>,
    pub(crate) has_verifier: bool,
    pub(crate) has_challenge: bool,
    pub(crate) has_state: bool,
    pub(crate) has_nonce: bool,
    pub(crate) has_login_hint: bool,
}

impl ClientFacts {
    /// The facts in a query string, a form and headers; the first that says something wins.
    pub(crate) fn of(
        query: &Parameters,
        form: &Parameters,
        header: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let said = |name: &str| form.owned(name).or_else(|| query.owned(name));
        let said_anyhow = |name: &str| said(name).or_else(|| header(name));
        Self {
            grant_type: said("grant_type"),
            client_id: said("client_id"),
            scope: said("scope"),
            prompt: said("prompt"),
            response_mode: said("response_mode"),
            redirect_uri: said("redirect_uri"),
            claims: said("claims"),
            client_request_id: said_anyhow("client-request-id"),
            sku: said_anyhow("x-client-SKU"),
            lib_capability: said_anyhow("x-ms-lib-capability"),
            anchor_mailbox: said_anyhow("X-AnchorMailbox"),
            has_verifier: said("code_verifier").is_some(),
            has_challenge: said("code_challenge").is_some(),
            has_state: said("state").is_some(),
            has_nonce: said("nonce").is_some(),
            has_login_hint: said("login_hint").is_some(),
        }
    }
}
