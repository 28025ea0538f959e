// Starts the panel. A plain script in the head, so that the theme is set before anything is drawn
// and the module is under way before the body is read.
"use strict";

(() => {
  const query = new URLSearchParams(location.search);
  const root = document.documentElement;
  const theme = query.get("theme");
  // The page's theme wins over the browser's: the panel stands inside the page.
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  root.lang = chrome.i18n.getMessage("language") || "en";
  root.dir = chrome.i18n.getMessage("@@bidi_dir") || "ltr";

  // Inside the page it can be closed; in its own tab there is nothing to detach it to.
  const docked = window.parent !== window;
  const detachable = docked || query.get("view") === "side";
  root.dataset.place = docked ? "docked" : detachable ? "side" : "tab";

  /**
   * What stands there when the panel can't go on: a sentence, made without anything of ours.
   * @returns {void}
   */
  const stopped = () => {
    const place = document.getElementById("panel");
    if (!place || place.dataset.stopped) return;
    const sentence = document.createElement("p");
    sentence.setAttribute("role", "alert");
    sentence.className = "stopped";
    sentence.textContent = chrome.i18n.getMessage("error_stopped");
    place.dataset.stopped = "yes";
    place.replaceChildren(sentence);
  };

  // A panic aborts the WASM, and the browser reports that as an error of the script.
  addEventListener("error", (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) stopped();
  });

  /** @returns {Promise<void>} */
  const start = async () => {
    const wasm = fetch("wasm/panel_bg.wasm");
    const module = await import("./wasm/panel.js");
    await module.default({ module_or_path: wasm });
    const place = document.getElementById("panel");
    if (place) module.start(place, docked, detachable);
  };
  start().catch((error) => {
    console.error("Partner Lens", error);
    stopped();
  });
})();
