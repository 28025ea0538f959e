// The rows of the host's lists with the badges in them, and what each badge must say.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';

/**
 * What the host page itself knows of a row: the test hook `__admin` of the simulated page.
 * @typedef {object} Item
 * @property {string} partner
 * @property {string} partnerId
 * @property {string} name
 * @property {string[]} roles all of them; the row shows the first three
 * @property {string} status
 * @property {boolean} granular
 *
 * A row that is mounted at the moment.
 * @typedef {object} Row
 * @property {string} text all of it, as the host shows it
 * @property {boolean} isGroup
 * @property {Item | null} item null for a group row
 * @property {string} partner
 * @property {boolean} settled whether the row shows what the host knows; its lists catch up with new
 *   data over a few frames
 * @property {{level: string, coverage: string, name: string, last: boolean}[]} badges
 */

/**
 * Reads every mounted row of the page. Runs in the page.
 * @returns {Row[]}
 */
export function readRows() {
  const main = document.querySelector('main') ?? document.body;
  /** @type {Item[]} */
  const items = /** @type {any} */ (window).__admin?.items ?? [];
  const granular = items.filter((item) => item.granular).length;
  /** @param {string} text */
  const fold = (text) => text.replace(/[\uE000-\uF8FF]/g, '').replace(/\s+/g, ' ').trim();
  /** @param {Element} element */
  const textOf = (element) => fold(element.textContent ?? '');
  /** @type {Row[]} */
  const rows = [];
  for (const row of main.querySelectorAll('[role="row"]')) {
    if (row.querySelector('[role="columnheader"]') !== null) continue;
    const text = textOf(row);
    if (text === '') continue;
    const index = row.getAttribute('data-item-index');
    const isGroup = index === null && row.hasAttribute('aria-expanded');
    // The 2023 layout has two lists, each counted from 0; the second holds what isn't GDAP.
    const offset = row.closest('[aria-labelledby="other-heading"]') === null ? 0 : granular;
    const item = index === null ? null : (items[Number(index) + offset] ?? null);
    const section = row.closest('[role="rowgroup"][aria-label]')?.getAttribute('aria-label') ?? text;
    rows.push({
      text,
      isGroup,
      settled: item === null || (fold(section).includes(fold(item.partner)) && (!item.granular || text.includes(fold(item.name)))),
      item: item && { partner: item.partner, partnerId: item.partnerId, name: item.name, roles: item.roles, status: item.status, granular: item.granular },
      partner: item?.partner ?? text.replace(/\s*\(\d+\)$/, ''),
      badges: [...row.querySelectorAll('partner-lens-badge')].map((badge) => ({
        level: badge.getAttribute('data-level') ?? '',
        coverage: badge.getAttribute('data-coverage') ?? '',
        name: badge.getAttribute('aria-label') ?? '',
        last: badge.parentElement?.lastElementChild === badge,
      })),
    });
  }
  return rows;
}

/**
 * Waits until each mounted row has exactly one badge, and gives the rows.
 * @param {any} page
 * @param {{atLeast?: number, timeout?: number}} [options]
 * @returns {Promise<Row[]>}
 */
export async function badgedRows(page, { atLeast = 1, timeout } = {}) {
  /** @type {Row[]} */
  let rows = [];
  await until(
    async () => {
      rows = await page.evaluate(readRows);
      return rows.length >= atLeast && rows.every((row) => row.settled && row.badges.length === 1);
    },
    { timeout, what: () => `one badge in each row; now:\n${rows.map(describe).join('\n') || 'no rows'}` },
  );
  return rows;
}

/** @param {Row} row */
function describe(row) {
  const badges = row.badges.map((badge) => badge.level).join(', ') || 'no badge';
  return `  ${row.isGroup ? 'group ' : ''}${row.text.slice(0, 100)} → ${badges}`;
}

/** Roles with which one can take over the tenant, by the start of their names. */
const CONTROL_PLANE =
  /^(Privileged Role|Privileged Authentication|Application|Cloud Application|Conditional Access|Hybrid Identity|Security|Authentication|User|Domain Name|External Identity Provider) admin/i;

/** Other roles that Microsoft labels privileged and that can write. */
const PRIVILEGED = /^(Intune|Helpdesk|Cloud Device) admin|^Directory Writers$/i;

/**
 * The levels that the badge of a relationship's row may have, from what the row shows. This is a
 * second, far simpler reading of the rules: it knows only what is certain. Role names in English.
 * @param {Item} item
 * @returns {string[]}
 */
export function levelsFor(item) {
  if (item.status === 'expired' || item.status === 'terminated') return ['none'];
  const shown = item.roles.slice(0, 3);
  if (shown.includes('Global Administrator')) return ['critical'];
  if (shown.some((role) => CONTROL_PLANE.test(role))) return ['high'];
  if (item.granular && item.name.startsWith('MLT_')) return ['high'];
  if (shown.some((role) => PRIVILEGED.test(role))) return ['medium'];
  if (!item.granular && item.roles.length === 0) return ['low'];
  return ['medium', 'low', 'unknown', 'none'];
}

/**
 * Checks that the badge of each row speaks of that row.
 * @param {Row[]} rows
 * @param {{levels?: boolean, names?: boolean, groups?: Record<string, string>}} [options] whether to
 *   judge the levels (English only) and the names too, and the level of each group by its name
 */
export function assertBadgesFit(rows, { levels = true, names = true, groups = {} } = {}) {
  for (const row of rows) {
    const [badge] = row.badges;
    assert.ok(badge.last, `the badge is the last child of its cell in ${row.text}`);
    assert.match(badge.coverage, /^\d+\/\d+$/, `coverage in ${row.text}`);
    if (!row.isGroup) assert.ok(row.item, `the host knows the row ${row.text}`);
    if (names) {
      // A relationship is called by its own name where it has one.
      const known = row.item?.granular ? [row.item.name, row.item.partner] : [row.partner];
      const said = known.some((name) => simplify(badge.name).includes(simplify(name)));
      assert.ok(said, `“${badge.name}” is about the row “${row.text}” of ${row.partner}`);
    }
    if (!levels) continue;
    assert.ok(badge.name.toLowerCase().includes(badge.level === 'none' ? '' : badge.level === 'unknown' ? 'known' : badge.level), badge.name);
    if (row.item !== null) {
      const allowed = levelsFor(row.item);
      assert.ok(allowed.includes(badge.level), `${row.text}: ${badge.level}, not ${allowed}`);
    } else if (groups[row.partner] !== undefined) {
      assert.equal(badge.level, groups[row.partner], `the group ${row.text}`);
    }
  }
}

/** @param {string} text */
function simplify(text) {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** The level of each partner of the tenant `fabrikam` when all its rows were seen. */
export const FABRIKAM = {
  'Northwind Cloud Services': 'critical',
  'Trey Research': 'critical',
  'Lucerne Managed IT': 'high',
  'Adatum Distribution': 'low',
  'Humongous Consulting': 'critical',
  'Tailspin Networks': 'medium',
  'Coho Solutions': 'high',
  'Alpine Device Care': 'medium',
};

/**
 * Scrolls whatever scrolls the list. Runs in the page.
 * @param {number} by how far, as a share of the visible height; negative goes up
 * @returns {boolean} whether it moved
 */
export function scrollList(by) {
  const row = document.querySelector('main [role="row"]');
  for (let element = row?.parentElement ?? null; element; element = element.parentElement) {
    if (element.scrollHeight <= element.clientHeight + 1) continue;
    if (!/auto|scroll/.test(getComputedStyle(element).overflowY) && element !== document.scrollingElement) continue;
    const before = element.scrollTop;
    element.scrollTop += by * element.clientHeight;
    return element.scrollTop !== before;
  }
  return false;
}

/**
 * Scrolls down to the end of the list and calls back at each stop, when all rows are badged.
 * @param {any} page
 * @param {(rows: Row[]) => void} look
 * @param {number} [step] share of the visible height
 */
export async function scrollThrough(page, look, step = 0.8) {
  for (;;) {
    look(await badgedRows(page));
    const moved = await page.evaluate(scrollList, step);
    if (!moved) break;
    // The host mounts new rows in a later frame; their badges are waited for above.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
}

/**
 * What is ours and visible in the document. Runs in the page.
 * @returns {string[]} element names
 */
export function visibleParts() {
  return [...document.querySelectorAll('*')]
    .filter((element) => element.localName.startsWith('partner-lens-') && element.getClientRects().length > 0)
    .map((element) => element.localName);
}
