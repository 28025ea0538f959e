//! The traits over the browser's `chrome` object, which Chrome, Edge and Firefox all have.

use crate::{Alarms, ApiError, Area, Clock, Messenger, Runtime, Storage, Tabs, Texts};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// What the browsers say of a document that may not be scripted, such as an error page.
const NO_ACCESS: &str = "Cannot access contents";

/// What the browser says when a message finds nobody.
const NOBODY: &str = "Receiving end does not exist";

#[wasm_bindgen]
extern "C" {
    /// A `StorageArea`.
    type JsArea;

    // One for what isn't a function: each costs the worker 200 bytes.
    #[wasm_bindgen(thread_local_v2, js_name = chrome)]
    static CHROME: JsValue;

    #[wasm_bindgen(method, catch)]
    fn get(this: &JsArea, keys: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn set(this: &JsArea, entries: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn remove(this: &JsArea, keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = sendMessage, catch)]
    fn tabs_send(tab: i32, message: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query, catch)]
    fn tabs_query(query: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = create, catch)]
    fn tabs_create(properties: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = executeScript, catch)]
    fn execute_script(injection: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "scripting"], js_name = insertCSS, catch)]
    fn insert_css(injection: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = sendMessage, catch)]
    fn runtime_send(message: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    fn get_url(path: &str) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn get_manifest() -> Object;

    #[wasm_bindgen(js_namespace = ["chrome", "alarms"], js_name = create, catch)]
    fn create_alarm(name: &str, info: &JsValue) -> Result<Option<Promise>, JsValue>;

    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(text: &str);

    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn get_message(key: &str, args: &Array) -> String;
    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    fn get_ui_language() -> String;
}

/// Writes to the console of the extension: for what only a developer can mend.
pub fn log_error(text: &str) {
    console_error(text);
}

/// The browser that we run in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chrome;

/// What comes of a call to `api`.
pub(crate) async fn settle(
    api: &'static str,
    called: Result<Promise, JsValue>,
) -> Result<JsValue, ApiError> {
    let failed = |error: JsValue| {
        let message = text_of(&error, "message")
            .or_else(|| error.as_string())
            .unwrap_or_else(|| format!("{error:?}"));
        ApiError::new(api, message)
    };
    let promise = called.map_err(failed)?;
    JsFuture::from(promise).await.map_err(failed)
}

/// As [`settle`], where only counts that it was done.
///
/// What needs nothing else of the browser's answer gives this future as it is; a function around it that
/// is asynchronous itself would cost the worker 200 bytes.
async fn done(api: &'static str, called: Result<Promise, JsValue>) -> Result<(), ApiError> {
    settle(api, called).await?;
    Ok(())
}

/// As [`settle`], for a message: `false` for the one error that only says that nobody listens.
async fn delivered(api: &'static str, called: Result<Promise, JsValue>) -> Result<bool, ApiError> {
    match settle(api, called).await {
        Ok(_) => Ok(true),
        Err(error) if error.says(NOBODY) => Ok(false),
        Err(error) => Err(error),
    }
}

fn area_of(area: Area) -> JsArea {
    let name = match area {
        Area::Session => "session",
        Area::Local => "local",
        Area::Managed => "managed",
    };
    member(&CHROME.with(|chrome| member(chrome, "storage")), name).unchecked_into()
}

/// What stands in `object` under `key`; undefined where there is no such thing.
#[inline(never)]
fn member(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

/// All that an area holds.
fn everything(area: Area) -> impl Future<Output = Result<JsValue, ApiError>> {
    settle("storage.get", area_of(area).get(&JsValue::NULL))
}

/// The keys of `object` that start with `prefix`.
fn keys_of(object: &JsValue, prefix: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for key in Object::keys(object.unchecked_ref::<Object>()).iter() {
        keys.extend(key.as_string().filter(|key| key.starts_with(prefix)));
    }
    keys
}

/// The text that stands in `object` under `key`.
#[inline(never)]
fn text_of(object: &JsValue, key: &str) -> Option<String> {
    member(object, key).as_string()
}

fn strings<T: AsRef<str>>(items: &[T]) -> Array {
    items.iter().map(|item| JsValue::from_str(item.as_ref())).collect()
}

/// An object of `entries`. Setting a property of a fresh plain object cannot fail.
pub(crate) fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object
}

impl Storage for Chrome {
    async fn get(&self, area: Area, keys: &[String]) -> Result<Vec<Option<String>>, ApiError> {
        let found = settle("storage.get", area_of(area).get(&strings(keys))).await?;
        Ok(keys.iter().map(|key| text_of(&found, key)).collect())
    }

    async fn keys(&self, area: Area, prefix: &str) -> Result<Vec<String>, ApiError> {
        Ok(keys_of(&everything(area).await?, prefix))
    }

    async fn all(&self, area: Area, prefix: &str) -> Result<Vec<(String, String)>, ApiError> {
        let all = everything(area).await?;
        let mut entries = Vec::new();
        for key in keys_of(&all, prefix) {
            if let Some(value) = text_of(&all, &key) {
                entries.push((key, value));
            }
        }
        Ok(entries)
    }

    fn set(
        &self,
        area: Area,
        entries: &[(String, String)],
    ) -> impl Future<Output = Result<(), ApiError>> {
        let entries: Vec<_> =
            entries.iter().map(|(key, value)| (key.as_str(), JsValue::from_str(value))).collect();
        done("storage.set", area_of(area).set(&object(&entries)))
    }

    fn remove(&self, area: Area, keys: &[String]) -> impl Future<Output = Result<(), ApiError>> {
        done("storage.remove", area_of(area).remove(&strings(keys)))
    }
}

impl Messenger for Chrome {
    fn tell_tab(&self, tab: i32, message: &str) -> impl Future<Output = Result<bool, ApiError>> {
        let top = object(&[("frameId", JsValue::from(0))]);
        delivered("tabs.sendMessage", tabs_send(tab, message, &top))
    }

    fn tell_pages(&self, message: &str) -> impl Future<Output = Result<bool, ApiError>> {
        delivered("runtime.sendMessage", runtime_send(message))
    }

    async fn ask_worker(&self, message: &str) -> Result<String, ApiError> {
        let api = "runtime.sendMessage";
        let answer = settle(api, runtime_send(message)).await?;
        answer.as_string().ok_or_else(|| ApiError::new(api, "no answer".to_owned()))
    }
}

impl Tabs for Chrome {
    async fn matching(&self, patterns: &[String]) -> Result<Vec<i32>, ApiError> {
        let query = object(&[("url", strings(patterns).into())]);
        let tabs = settle("tabs.query", tabs_query(&query)).await?;
        let mut ids = Vec::new();
        for tab in Array::from(&tabs).iter() {
            if let Some(id) = member(&tab, "id").as_f64() {
                #[allow(clippy::cast_possible_truncation, reason = "tab ids are 32-bit integers")]
                ids.push(id as i32);
            }
        }
        Ok(ids)
    }

    async fn has_popup(&self, pattern: &str) -> Result<bool, ApiError> {
        let query = object(&[("url", pattern.into()), ("windowType", "popup".into())]);
        let tabs = settle("tabs.query", tabs_query(&query)).await?;
        Ok(Array::from(&tabs).length() > 0)
    }

    fn open(&self, url: &str) -> impl Future<Output = Result<(), ApiError>> {
        done("tabs.create", tabs_create(&object(&[("url", url.into())])))
    }

    async fn inject(&self, tab: i32, scripts: &[&str], styles: &[&str]) -> Result<bool, ApiError> {
        let target: JsValue = object(&[("tabId", tab.into())]).into();
        let css = object(&[("target", target.clone()), ("files", strings(styles).into())]);
        match settle("scripting.insertCSS", insert_css(&css)).await {
            Err(error) if error.says(NO_ACCESS) => return Ok(false),
            other => other?,
        };
        let js = object(&[("target", target), ("files", strings(scripts).into())]);
        settle("scripting.executeScript", execute_script(&js)).await?;
        Ok(true)
    }
}

impl Texts for Chrome {
    fn text(&self, key: &str, args: &[&str]) -> String {
        get_message(key, &strings(args))
    }

    fn language(&self) -> String {
        get_ui_language()
    }

    fn plural(&self, count: u32) -> String {
        let rules = js_sys::Intl::PluralRules::new(&strings(&[self.language()]), &Object::new());
        rules.select(f64::from(count)).into()
    }
}

impl Runtime for Chrome {
    fn id(&self) -> String {
        let runtime = CHROME.with(|chrome| member(chrome, "runtime"));
        text_of(&runtime, "id").unwrap_or_default()
    }

    fn address(&self, path: &str) -> String {
        get_url(path)
    }

    fn version(&self) -> String {
        text_of(&get_manifest(), "version").unwrap_or_default()
    }
}

impl Alarms for Chrome {
    fn wake_at(&self, name: &str, millis: i64) -> impl Future<Output = Result<(), ApiError>> {
        #[allow(clippy::cast_precision_loss, reason = "whole milliseconds, far below 2^53")]
        let info = object(&[("when", (millis as f64).into())]);
        // Firefox gives no promise.
        let set = create_alarm(name, &info);
        let set = set.map(|set| set.unwrap_or_else(|| Promise::resolve(&JsValue::NULL)));
        done("alarms.create", set)
    }
}

impl Clock for Chrome {
    #[allow(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    fn now_millis(&self) -> i64 {
        js_sys::Date::now() as i64
    }
}
