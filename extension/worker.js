// The background's JavaScript half. Browsers deliver an event only to listeners that were there
// when the script's first turn ended, so every listener is registered here, at once, and waits for
// WASM inside. Everything else is decided in Rust (crates/background).
import init, { deliver, handle, start } from './wasm/background.js';

/** @type {Promise<void> | null} */
let ready = null;

const wake = async () => {
  const words = fetch(chrome.runtime.getURL('vocabulary/page.txt')).then((file) => file.text());
  await init({ module_or_path: chrome.runtime.getURL('wasm/background_bg.wasm') });
  const problem = start(await words);
  if (problem) throw new Error(problem);
};

/**
 * Passes an event on and gives the answer as text. Every question gets one, also when WASM fails.
 * @param {object} event
 * @returns {Promise<string>}
 */
const serve = async (event) => {
  try {
    await (ready ??= wake());
    return await handle(JSON.stringify(event));
  } catch (error) {
    // The next event wakes a fresh instance; what matters is in storage.
    ready = null;
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
  // What counts is whether it is the top frame, 0; the ids of others need more than 32 bits in Firefox.
  const frame = frameId && 1;
  const stamped = { id, url, tab: tab?.id, tabUrl: tab?.url, frame };
  serve({ message: { sender: stamped, text } }).then((answer) => {
    respond(answer);
    return tell();
  });
  return true;
});
chrome.runtime.onInstalled.addListener(boot);
chrome.action.onClicked.addListener((tab) => note({ action: { tab: tab.id } }));
chrome.alarms.onAlarm.addListener((alarm) => note({ alarm: { name: alarm.name } }));
chrome.tabs.onRemoved.addListener((tab) => note({ 'tab-closed': { tab } }));

// Content scripts may not read what we keep; where a browser has no such switch, they have no need to.
chrome.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });

// Enabling the extension sends no event of its own, but runs this file.
boot();
