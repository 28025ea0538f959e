import "./host-globals.js";
import { createRoot } from "react-dom/client";
import { App } from "./app.jsx";
import { bootstrap } from "./bootstrap.js";
import { listenForErrors, reportError } from "./errors.js";
import { registerPageIcons } from "./icons.jsx";
import { publishRerender } from "./test-hooks.js";
import { words } from "./words/words.js";

listenForErrors();
registerPageIcons();
document.documentElement.lang = bootstrap.language;
document.documentElement.dataset.theme = bootstrap.theme;
document.title = `${words.partnerRelationships} - ${words.productName}`;

function start() {
  const container = document.getElementById("root");

  if (!container) {
    reportError(new Error("The page has no element with the id root."));

    return;
  }

  const root = createRoot(container, { onRecoverableError: reportError });
  let version = 0;
  const render = () => root.render(<App version={version} />);

  publishRerender(() => {
    version += 1;
    render();
  });
  render();

  if (bootstrap.rerenderEvery > 0) {
    setInterval(() => {
      version += 1;
      render();
    }, bootstrap.rerenderEvery);
  }
}

if (bootstrap.lateRender > 0) {
  setTimeout(start, bootstrap.lateRender);
} else {
  start();
}
