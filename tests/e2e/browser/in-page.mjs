// Functions that run inside a document under test. Each must be self-contained: only its source
// text travels to the browser.

/**
 * What to act on: a selector, or a selector with conditions on text, name and place.
 * @typedef {string | Query} Target
 *
 * @typedef {object} Query
 * @property {string} css
 * @property {string} [text] the whole visible text, white space folded
 * @property {string} [has] a part of the text
 * @property {string} [name] a part of the accessible name, or of the text where there is none
 * @property {number} [index] which of the matches; negative counts from the end
 */

/**
 * A badge as it stands in the page.
 * @typedef {object} PaintedBadge
 * @property {string} level
 * @property {string} coverage
 * @property {string} name its accessible name
 * @property {string} rowText the text of its row without the badge
 * @property {boolean} isGroup whether the row is a group row
 * @property {boolean} inRow whether it stands in a row at all
 */

/**
 * @param {Target} target
 * @returns {Query}
 */
export function asQuery(target) {
  return typeof target === 'string' ? { css: target } : target;
}

/**
 * Finds the element that a query means.
 * @param {Query} query
 * @returns {Element | null}
 */
export function locate(query) {
  /** @param {Element} element */
  const textOf = (element) => (element.textContent ?? '').replace(/[\uE000-\uF8FF]/g, '').replace(/\s+/g, ' ').trim();
  const matches = [...document.querySelectorAll(query.css)].filter((element) => {
    if (element.getClientRects().length === 0) return false;
    const text = textOf(element);
    if (query.text !== undefined && text !== query.text) return false;
    if (query.has !== undefined && !text.includes(query.has)) return false;
    if (query.name !== undefined && !(element.getAttribute('aria-label') ?? text).includes(query.name)) return false;
    return true;
  });
  return matches.at(query.index ?? 0) ?? null;
}

/**
 * Reads every badge of the page with the row it stands in.
 * @returns {PaintedBadge[]}
 */
export function readBadges() {
  return [...document.querySelectorAll('partner-lens-badge')].map((badge) => {
    const row = badge.closest('[role="row"]');
    // The badge's own text is in its shadow root, so the row's text is the host's alone.
    const text = (row?.textContent ?? '').replace(/[\uE000-\uF8FF]/g, '').replace(/\s+/g, ' ').trim();
    return {
      level: badge.getAttribute('data-level') ?? '',
      coverage: badge.getAttribute('data-coverage') ?? '',
      name: badge.getAttribute('aria-label') ?? '',
      rowText: text,
      isGroup: row !== null && row.querySelector('[role="gridcell"] ~ [role="gridcell"]') === null,
      inRow: row !== null,
    };
  });
}
