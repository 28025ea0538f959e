// The background's JavaScript half. Browsers deliver an event only to listeners that were there
// when the script's first turn ended, so every listener is registered here, at once, and waits for
// WASM inside. Everything else is decided in Rust (crates/background).
import init, { deliver, handle } from './wasm/background.js';

/** @type {Promise<unknown> | null} */
let ready = null;

const start = () => (ready ??= init({ module_or_path: chrome.runtime.getURL('wasm/background_bg.wasm') }));

/**
 * Passes an event on and gives the answer as text. Every question gets one: should WASM fail, the
 * answer says so, and the browser is asked for a fresh worker, since a failed instance must not be
 * used again. Nothing is lost with it; what matters is in storage.
 * @param {object} event
 * @returns {Promise<string>}
 */
const serve = async (event) => {
  try {
    await start();
    return await handle(JSON.stringify(event));
  } catch (error) {
    console.error('Partner Lens: the worker failed', error);
    return JSON.stringify({ v: 1, message: { error: { code: 'report-bug', detail: String(error) } } });
  }
};

/** Tells tabs and panels what waits, after the answer has gone. */
const tell = async () => {
  try {
    const problems = await deliver();
    if (problems) console.warn(`Partner Lens: ${problems}`);
  } catch (error) {
    console.error('Partner Lens: the worker failed', error);
  }
};

/** @param {object} event */
const note = async (event) => {
  const { message } = JSON.parse(await serve(event));
  if (message.error) console.warn('Partner Lens:', message.error.code, message.error.detail);
  await tell();
};

/** @type {Promise<void> | null} */
let booted = null;
const boot = () => void (booted ??= note({ boot: {} }));

chrome.runtime.onMessage.addListener((text, sender, respond) => {
  if (typeof text !== 'string') return false;
  const { id, url, tab, frameId } = sender;
  const stamped = { id, url, tab: tab?.id, tabUrl: tab?.url, frame: frameId };
  serve({ message: { sender: stamped, text } }).then((answer) => {
    respond(answer);
    return tell();
  });
  return true;
});
chrome.runtime.onInstalled.addListener(boot);
chrome.action.onClicked.addListener((tab) => note({ action: { tab: tab.id } }));
chrome.tabs.onRemoved.addListener((tab) => note({ 'tab-closed': { tab } }));

// Content scripts may not read what we keep; where a browser has no such switch, they have no need to.
chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });

// Enabling the extension sends no event of its own, but runs this file.
boot();
