// What an admin does on the host page. Words come from the page's own tables of words.

import { en as words } from '../admin-center/src/words/en.js';

export { words };

const SEARCH_FIELD = 'main [role="searchbox"],main input[type="search"]';

/**
 * Sorts by a column.
 * @param {any} page
 * @param {string} title
 */
export async function sortBy(page, title) {
  const header = 'main [role="columnheader"] [role="button"],main [role="columnheader"] button';
  await page.click({ css: (await page.has(header)) ? header : 'main [role="columnheader"]', has: title });
}

/**
 * Types into the search of the list.
 * @param {any} page
 * @param {string} text
 */
export async function search(page, text) {
  await page.fill(SEARCH_FIELD, text);
}

/**
 * Empties the search of the list.
 * @param {any} page
 * @param {number} length of the text in it
 */
export async function clearSearch(page, length) {
  await page.focus(SEARCH_FIELD);
  await page.press('End');
  for (let index = 0; index < length; index += 1) await page.press('Backspace');
}

/**
 * Chooses an entry of the filter menu, a status for example.
 * @param {any} page
 * @param {string} entry
 */
export async function chooseFilter(page, entry) {
  await page.click({ css: 'main button', has: 'ilter' });
  await page.click({ css: '[role="menuitemcheckbox"],[role="menuitem"]', text: entry });
  // Some menus stay open after a choice.
  if (await page.has('[role="menu"]')) await page.press('Escape');
  await page.waitFor(() => document.querySelector('[role="menu"]') === null);
}

/**
 * Presses a button of the page or of a dialog.
 * @param {any} page
 * @param {string} text
 */
export async function pressButton(page, text) {
  await page.click({ css: 'main button,.organization-line button,[role="dialog"] button,[role="alertdialog"] button', text });
}

/**
 * Waits until the host shows as many rows as fit a condition.
 * @param {any} page
 * @param {(items: import('./rows.mjs').Item[]) => boolean} condition on the rows in their order
 */
export async function waitForItems(page, condition) {
  const ask = () => undefined;
  ask.toString = () => `() => (${condition})(window.__admin.items)`;
  await page.waitFor(ask);
}

/**
 * Opens the panel by the launcher, unless it was left open before.
 * @param {any} page
 * @returns {Promise<any>} the panel
 */
export async function openPanel(page) {
  await page.waitFor(() => document.querySelector('partner-lens-launcher,partner-lens-panel') !== null);
  if (!(await page.hasPanel()) && (await page.has('partner-lens-launcher'))) await page.click('partner-lens-launcher');
  return page.panel();
}
