// What Fluent reads from the window while its modules are loaded. It has to be set before the first
// Fluent module runs, so this file is the first import of `main.jsx`.

import { bootstrap } from "./bootstrap.js";

/** @type {any} */
const host = window;

host.FabricConfig = {
  // An empty address keeps Fluent from declaring web fonts of a content delivery network.
  fontBaseUrl: "",
  iconBaseUrl: "",
  mergeStyles: bootstrap.nonce ? { cspSettings: { nonce: bootstrap.nonce } } : {},
};
