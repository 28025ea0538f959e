//! Messages from other parts of the extension, as they reach an extension page.

use wasm_bindgen::{JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["chrome", "runtime", "onMessage"], js_name = addListener)]
    fn add_listener(listener: &Closure<dyn FnMut(JsValue)>);
    #[wasm_bindgen(js_namespace = ["chrome", "runtime", "onMessage"], js_name = removeListener)]
    fn remove_listener(listener: &Closure<dyn FnMut(JsValue)>);
}

/// Listens to text messages until it is dropped. It never answers, so a message that is meant for
/// the worker and passes by here is left to the worker.
#[derive(Debug)]
pub struct TextListener(Closure<dyn FnMut(JsValue)>);

impl TextListener {
    /// Calls `heard` with each text message. A message of another kind isn't ours and is left alone.
    pub fn new(heard: impl Fn(String) + 'static) -> Self {
        let listener = Closure::new(move |message: JsValue| {
            if let Some(text) = message.as_string() {
                heard(text);
            }
        });
        add_listener(&listener);
        Self(listener)
    }
}

impl Drop for TextListener {
    fn drop(&mut self) {
        remove_listener(&self.0);
    }
}
