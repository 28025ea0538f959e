// Records what passes by in one context of the extension: messages, answers, and the console. Only a
// copy of the package that `leaks.mjs` makes has it, as the first script of its worker, of its panel
// and of its content scripts.
"use strict";

(() => {
  /** @type {string[]} */
  const seen = [];
  /** @param {string} place @param {unknown} value */
  const record = (place, value) => void seen.push(`${place} ${JSON.stringify(value) ?? String(value)}`);

  const { runtime, tabs, storage } = chrome;
  const add = runtime.onMessage.addListener.bind(runtime.onMessage);
  runtime.onMessage.addListener = (/** @type {(message: any, sender: any, respond: (answer: any) => void) => any} */ listener) => {
    add((message, sender, respond) => {
      if (message?.recorder !== undefined) return false;
      record("heard", [message, sender]);
      return listener(message, sender, (answer) => {
        record("answered", answer);
        respond(answer);
      });
    });
  };
  for (const api of [runtime, tabs]) {
    if (!api) continue;
    const send = /** @type {(...rest: any[]) => any} */ (api.sendMessage.bind(api));
    api.sendMessage = (/** @type {any[]} */ ...rest) => {
      record("sent", rest);
      const answer = send(...rest);
      Promise.resolve(answer).then((text) => record("was answered", text), () => undefined);
      return answer;
    };
  }

  for (const level of /** @type {const} */ (["debug", "log", "info", "warn", "error"])) {
    const say = console[level].bind(console);
    console[level] = (...rest) => {
      record(`console.${level}`, rest.map(String));
      say(...rest);
    };
  }

  const place = globalThis.document === undefined || location.pathname.startsWith("/_generated") ? "worker"
    : location.protocol.startsWith("http") ? "content" : "page";
  if (place === "content") {
    // What else a content script can get at: the storage, when the test asks for it.
    storage.onChanged.addListener((changes, area) => record(`${area} changed`, changes));
    document.addEventListener("partner-lens-recorder", async () => {
      for (const area of /** @type {const} */ (["session", "local", "sync"])) {
        const found = await Promise.resolve().then(() => storage[area].get(null)).catch((error) => String(error));
        record(`storage.${area}`, found);
      }
      chrome.runtime.sendMessage({ recorder: seen });
    });
  }
  if (place === "page") Object.defineProperty(globalThis, "recorded", { value: seen });
  if (place === "worker") {
    /** @type {string[]} */
    const told = [];
    add((message, _sender, respond) => {
      if (message?.recorder === undefined) return false;
      if (Array.isArray(message.recorder)) told.push(...message.recorder.map((/** @type {string} */ text) => `content: ${text}`));
      respond([...told, ...seen.map((text) => `worker: ${text}`)]);
      return false;
    });
  }
})();
