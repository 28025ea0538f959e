//! A browser and a client of the sign-in host, as small as the tests need them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::client::{Answer, Client, Route};

pub(crate) const LOGIN: &str = "login.microsoftonline.com";
pub(crate) const GRAPH: &str = "graph.microsoft.com";
pub(crate) const CLIENT_ID: &str = "7d3c1f0a-52b6-4e0e-9a41-c8e2f06b9d17";
pub(crate) const REDIRECT: &str =
    "https://hgfedcbaponmlkjihgfedcbaponmlkji.chromiumapp.org/cb/global";
pub(crate) const ORIGIN: &str = "Origin: chrome-extension://hgfedcbaponmlkjihgfedcbaponmlkji\r\n";
pub(crate) const VERIFIER: &str = "a-verifier-of-the-test-with-forty-three-signs";
pub(crate) const SCOPE: &str = "User.Read openid profile offline_access";
pub(crate) const STATE: &str = "state-of-the-test";
pub(crate) const NONCE: &str = "nonce-of-the-test";

pub(crate) const FABRIKAM: &str = "46f2b6c1-89ed-49fd-bed3-e4fa3a7266ac";
pub(crate) const CONTOSO: &str = "88dd1734-4057-4322-bcdb-e96b80ce929a";
pub(crate) const INES: &str = "ines.duarte@fabrikam.example";
pub(crate) const INES_OID: &str = "a7c1d94e-3b52-4f06-9d8a-61e0b2f75c13";
pub(crate) const MAREK: &str = "marek.holub@fabrikam.example";
pub(crate) const MAREK_OID: &str = "1f6e08b3-c45d-4a97-8e21-93d7a0c4f5b6";
pub(crate) const YUKI: &str = "yuki.tanabe@fabrikam.example";
pub(crate) const YUKI_OID: &str = "c92b7a60-58de-4d13-b7f4-0a1e6c83d259";
pub(crate) const AVERY: &str = "avery.lindqvist@contoso.example";

/// The query of an authorize request with some parameters changed; an empty value leaves one out.
pub(crate) fn query(changes: &[(&str, &str)]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, VERIFIER.as_bytes());
    let challenge = URL_SAFE_NO_PAD.encode(digest);
    let usual = [
        ("client_id", CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("response_mode", "query"),
        ("scope", SCOPE),
        ("state", STATE),
        ("nonce", NONCE),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("client_info", "1"),
        ("client-request-id", "3c0e7b52-9d14-4f68-a1b7-52c8e90d6f34"),
    ];
    form(&usual, changes)
}

/// An encoded form: the usual pairs with some changed, left out if empty, or added.
pub(crate) fn form(usual: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let changed = |name: &str| changes.iter().find(|(key, _)| *key == name);
    let kept = usual.iter().map(|pair| changed(pair.0).unwrap_or(pair));
    let is_new = |pair: &&(&str, &str)| usual.iter().all(|(name, _)| *name != pair.0);
    let pairs = kept.chain(changes.iter().filter(is_new)).filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Where an answer sends the browser, and the parameters with which.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) address: String,
    parameters: Vec<(String, String)>,
}

impl Sent {
    /// Of a redirection by status.
    pub(crate) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 302, "{}", answer.body);
        Self::to(answer.header("location").unwrap())
    }

    pub(crate) fn to(location: &str) -> Self {
        let (address, encoded) = location.split_once(['?', '#']).unwrap_or((location, ""));
        let parameters = form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
        Self { address: address.to_owned(), parameters }
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// A browser with its session cookie, at one sign-in host.
pub(crate) struct Browser<'a> {
    pub(crate) client: &'a Client,
    pub(crate) host: &'static str,
    pub(crate) cookie: Option<String>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client, host: LOGIN, cookie: None }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "").await
    }

    pub(crate) async fn authorize(&mut self, changes: &[(&str, &str)]) -> Answer {
        self.get(&format!("/organizations/oauth2/v2.0/authorize?{}", query(changes))).await
    }

    /// Presses a button of a page: the page's hidden fields and what the button adds.
    pub(crate) async fn press(&mut self, page: &Answer, added: &[(&str, &str)]) -> Answer {
        assert_eq!(page.status, 200, "{}", page.body);
        let action = between(&page.body, "action=\"", "\"").unwrap();
        let start = page.body.split("</form>").next().unwrap();
        let hidden: Vec<(String, String)> = start
            .split("<input type=\"hidden\" name=\"")
            .skip(1)
            .map(|field| {
                let name = field.split('"').next().unwrap();
                let value = between(field, "value=\"", "\"").unwrap();
                (name.to_owned(), value.replace("&amp;", "&"))
            })
            .collect();
        let hidden: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.send("POST", action, &form(&hidden, added)).await
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let mut headers = String::new();
        if let Some(cookie) = &self.cookie {
            headers = format!("Cookie: {cookie}\r\n");
        }
        if !body.is_empty() {
            headers.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
        }
        let answer = self.client.send(Route::Direct, self.host, method, path, &headers, body).await;
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    /// A code, without pages.
    pub(crate) async fn code(&mut self, changes: &[(&str, &str)]) -> String {
        self.client.entra(&json!({ "auto": "accept" })).await;
        let sent = Sent::of(&self.authorize(changes).await);
        self.client.entra(&json!({ "auto": null })).await;
        assert_ne!(sent.get("code"), "", "{sent:?}");
        sent.get("code").to_owned()
    }
}

impl Client {
    /// Turns switches of the sign-in host.
    pub(crate) async fn entra(&self, switches: &Value) {
        self.settings(&json!({ "entra": switches })).await;
    }

    pub(crate) async fn settings(&self, switches: &Value) {
        let answer = self.control("POST", "/__simulator/settings", &switches.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// A token request of a single-page application.
    pub(crate) async fn token(&self, usual: &[(&str, &str)], changes: &[(&str, &str)]) -> Answer {
        self.token_at(LOGIN, "organizations", ORIGIN, &form(usual, changes)).await
    }

    pub(crate) async fn token_at(
        &self,
        host: &str,
        tenant: &str,
        headers: &str,
        body: &str,
    ) -> Answer {
        let path = format!("/{tenant}/oauth2/v2.0/token?client-request-id=request-of-the-test");
        let headers =
            format!("Content-Type: application/x-www-form-urlencoded;charset=utf-8\r\n{headers}");
        self.send(Route::Direct, host, "POST", &path, &headers, body).await
    }

    /// Redeems a code.
    pub(crate) async fn redeem(&self, code: &str, changes: &[(&str, &str)]) -> Answer {
        let usual = [
            ("client_id", CLIENT_ID),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
            ("scope", SCOPE),
            ("client_info", "1"),
        ];
        self.token(&usual, changes).await
    }

    /// Redeems a refresh token.
    pub(crate) async fn refresh(&self, token: &str, changes: &[(&str, &str)]) -> Answer {
        let usual = [
            ("client_id", CLIENT_ID),
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("scope", SCOPE),
            ("client_info", "1"),
        ];
        self.token(&usual, changes).await
    }

    /// The answer of a token request after a sign-in of this account.
    pub(crate) async fn signed_in(&self, upn: &str) -> Value {
        let code = Browser::new(self).code(&[("login_hint", upn)]).await;
        let answer = self.redeem(&code, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub(crate) async fn graph(&self, host: &str, path: &str, token: &str) -> Answer {
        let headers = format!("Authorization: Bearer {token}\r\n");
        self.send(Route::Direct, host, "GET", path, &headers, "").await
    }
}

/// The parts of an id token: header and claims.
pub(crate) fn decode(token: &str) -> (Value, Value) {
    let part = |index: usize| {
        let text = URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap();
        serde_json::from_slice(&text).unwrap()
    };
    (part(0), part(1))
}

/// Asserts a refusal of the token endpoint, and gives its body.
pub(crate) fn refused(answer: &Answer, error: &str, code: u32) -> Value {
    let body = answer.json();
    assert_eq!((body["error"].as_str(), answer.status), (Some(error), 400), "{body}");
    assert_eq!(body["error_codes"], json!([code]), "{body}");
    let text = body["error_description"].as_str().unwrap();
    assert!(text.starts_with(&format!("AADSTS{code}: ")), "{text}");
    body
}

pub(crate) fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}
