/**
 * What the server tells the page in `<script type="application/json" id="bootstrap">`.
 *
 * @typedef {object} Bootstrap
 * @property {string} tenant name of the simulated tenant, sent back with every data request
 * @property {string} tenantId
 * @property {string} organization
 * @property {{name: string, initials: string}} user
 * @property {"a" | "b" | "v9"} layout
 * @property {string} language a BCP 47 tag
 * @property {"light" | "dark"} theme
 * @property {string} now RFC 3339; the clock of the whole simulation
 * @property {string | null} nonce
 * @property {null | "renamed-headers" | "unknown-table" | "role-attribute"} drift
 * @property {number} lateRender milliseconds before the page is rendered at all
 * @property {number} rerenderEvery milliseconds between forced renders; 0 for none
 */

/** @type {Bootstrap} */
const defaults = {
  tenant: "",
  tenantId: "",
  organization: "",
  user: { name: "", initials: "" },
  layout: "b",
  language: "en-US",
  theme: "light",
  now: "2026-01-01T00:00:00Z",
  nonce: null,
  drift: null,
  lateRender: 0,
  rerenderEvery: 0,
};

/** @returns {Bootstrap} */
function readBootstrap() {
  const text = document.getElementById("bootstrap")?.textContent ?? "{}";
  const given = JSON.parse(text);

  return { ...defaults, ...given };
}

export const bootstrap = readBootstrap();
