//! What signing in takes of a browser: its sign-in window, a request, randomness and locks. Each is a
//! trait with the browser's own behind it.

use crate::{
    ApiError, Chrome,
    chrome::{object, settle},
};
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "identity"], js_name = getRedirectURL)]
    fn get_redirect_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "identity"], js_name = launchWebAuthFlow, catch)]
    fn launch_web_auth_flow(details: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(url: &str, options: &JsValue) -> Result<Promise, JsValue>;
    /// A `Response`.
    type JsResponse;
    #[wasm_bindgen(method, getter)]
    fn status(this: &JsResponse) -> u16;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &JsResponse) -> JsHeaders;
    #[wasm_bindgen(method, catch)]
    fn text(this: &JsResponse) -> Result<Promise, JsValue>;
    /// `Headers`.
    type JsHeaders;
    #[wasm_bindgen(method)]
    fn get(this: &JsHeaders, name: &str) -> Option<String>;
    #[wasm_bindgen(js_namespace = AbortSignal, js_name = timeout)]
    fn abort_after(millis: u32) -> JsValue;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &Uint8Array) -> Uint8Array;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = digest, catch)]
    fn digest(algorithm: &str, bytes: &Uint8Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request_lock(name: &str, callback: &JsValue) -> Result<Promise, JsValue>;
}

/// The browser's sign-in window.
pub trait Identity {
    /// The address that a sign-in comes back to, ending in `path`.
    fn redirect_address(&self, path: &str) -> String;

    /// Goes to `url` and gives the address at which it came back to ours. Only with `interactive` may
    /// the browser show a window.
    ///
    /// # Errors
    /// When it didn't come back, in the browser's words.
    async fn web_auth_flow(&self, url: &str, interactive: bool) -> Result<String, ApiError>;
}

/// An answer of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The body.
    pub body: String,
}

/// Requests to servers.
pub trait Network {
    /// Sends a form: without cookies, past every cache, following no redirect, for half a minute at
    /// most.
    ///
    /// # Errors
    /// When there is no answer.
    async fn post_form(&self, url: &str, form: &str) -> Result<Response, ApiError>;

    /// Reads JSON with the token `bearer`, in the same way.
    ///
    /// # Errors
    /// When there is no answer.
    async fn get_json(&self, url: &str, bearer: &str) -> Result<Response, ApiError>;
}

/// Randomness and hashes.
pub trait Crypto {
    /// 256 bits that nobody can guess.
    fn random(&self) -> [u8; 32];

    /// SHA-256.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn sha256(&self, text: &str) -> Result<Vec<u8>, ApiError>;
}

/// Locks that all contexts of the extension share.
pub trait Locks {
    /// What holds a lock until it is dropped.
    type Lock;

    /// Waits for the lock `name`. The browser lets go of it for a context that ends.
    ///
    /// # Errors
    /// When the browser refuses.
    async fn lock(&self, name: &str) -> Result<Self::Lock, ApiError>;
}

impl Identity for Chrome {
    fn redirect_address(&self, path: &str) -> String {
        get_redirect_url(path)
    }

    async fn web_auth_flow(&self, url: &str, interactive: bool) -> Result<String, ApiError> {
        const API: &str = "identity.launchWebAuthFlow";
        let mut details = vec![("url", url.into()), ("interactive", interactive.into())];
        // Entra may go through a page with a script before it comes back. Firefox doesn't know these
        // two, and refuses what it doesn't know.
        if !interactive && get_redirect_url("").ends_with(".chromiumapp.org/") {
            details.push(("abortOnLoadForNonInteractive", false.into()));
            details.push(("timeoutMsForNonInteractive", 10_000.into()));
        }
        let back = settle(API, launch_web_auth_flow(&object(&details))).await?;
        let closed = || ApiError::new(API, "the window was cancelled".to_owned());
        back.as_string().ok_or_else(closed)
    }
}

impl Network for Chrome {
    async fn post_form(&self, url: &str, form: &str) -> Result<Response, ApiError> {
        let kind = "application/x-www-form-urlencoded;charset=utf-8";
        send(url, "POST", form.into(), ("Content-Type", kind)).await
    }

    async fn get_json(&self, url: &str, bearer: &str) -> Result<Response, ApiError> {
        let token = ["Bearer ", bearer].concat();
        send(url, "GET", JsValue::UNDEFINED, ("Authorization", &token)).await
    }
}

async fn send(
    url: &str,
    method: &str,
    body: JsValue,
    (header, value): (&str, &str),
) -> Result<Response, ApiError> {
    const LIMIT_MILLIS: u32 = 30_000;
    let options = object(&[
        ("method", method.into()),
        ("body", body),
        ("headers", object(&[(header, value.into())]).into()),
        ("credentials", "omit".into()),
        ("cache", "no-store".into()),
        ("redirect", "error".into()),
        ("signal", abort_after(LIMIT_MILLIS)),
    ]);
    let response = settle("fetch", fetch(url, &options)).await?;
    let response: JsResponse = response.unchecked_into();
    let body = settle("fetch", response.text()).await?;
    Ok(Response {
        status: response.status(),
        retry_after: response.headers().get("Retry-After"),
        body: body.as_string().unwrap_or_default(),
    })
}

impl Crypto for Chrome {
    fn random(&self) -> [u8; 32] {
        let mut random = [0; 32];
        get_random_values(&Uint8Array::new_with_length(32)).copy_to(&mut random);
        random
    }

    async fn sha256(&self, text: &str) -> Result<Vec<u8>, ApiError> {
        let bytes = Uint8Array::from(text.as_bytes());
        let hash = settle("crypto.subtle.digest", digest("SHA-256", &bytes)).await?;
        Ok(Uint8Array::new(&hash).to_vec())
    }
}

/// A lock that is held.
#[derive(Debug)]
pub struct ChromeLock(Function);

impl Drop for ChromeLock {
    fn drop(&mut self) {
        // Resolving a promise doesn't throw.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

/// A promise, and what resolves it.
fn promise() -> (Promise, Function) {
    let mut resolve = JsValue::NULL;
    let promise = Promise::new(&mut |resolver, _| resolve = resolver.into());
    (promise, resolve.unchecked_into())
}

impl Locks for Chrome {
    type Lock = ChromeLock;

    async fn lock(&self, name: &str) -> Result<ChromeLock, ApiError> {
        // The browser holds a lock for as long as the promise of its callback isn't settled.
        let (held, release) = promise();
        let (granted, grant) = promise();
        let callback = Closure::once_into_js(move || -> Promise {
            let _ = grant.call0(&JsValue::NULL);
            held
        });
        let lock = ChromeLock(release);
        let request = request_lock(name, &callback);
        let either = request.map(|request| Promise::race(&Array::of2(&granted, &request)));
        settle("locks.request", either).await?;
        Ok(lock)
    }
}
