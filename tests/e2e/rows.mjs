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
 * @property {boolean} sharesName whether another partner has the same name
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
  /** @type {Map<string, string>} */
  const idOfName = new Map();
  const shared = new Set();
  for (const { partner, partnerId } of items) {
    if (idOfName.has(partner) && idOfName.get(partner) !== partnerId) shared.add(partner);
    idOfName.set(partner, partnerId);
  }
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
      item: item && { partner: item.partner, partnerId: item.partnerId, name: item.name, roles: item.roles, status: item.status, granular: item.granular, sharesName: shared.has(item.partner) },
      partner: item?.partner ?? text.replace(/\s*\(\d+\)$/, ''),
      // One that its extension left behind when it went is hidden, and as good as gone.
      badges: [...row.querySelectorAll('partner-lens-badge')].filter((badge) => badge.getClientRects().length > 0).map((badge) => ({
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

/**
 * Waits until the groups have their levels, which follow from rows that are read one after another.
 * @param {any} page
 * @param {Record<string, string>} groups the level of each by its name
 * @returns {Promise<Row[]>}
 */
export async function groupsWithLevels(page, groups) {
  /** @type {Row[]} */
  let rows = [];
  await until(
    async () => {
      rows = await badgedRows(page);
      return rows.every((row) => !row.isGroup || (groups[row.partner] ?? row.badges[0].level) === row.badges[0].level);
    },
    { what: () => `the levels of groups; now:\n${rows.filter((row) => row.isGroup).map(describe).join('\n')}` },
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
  // Of two partners with one name each takes the worse level, which isn't told by this row.
  if (item.sharesName) return ['critical', 'high', 'medium', 'low', 'unknown', 'none'];
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
 * Whether the host has mounted all rows of the part of its lists that is in view: they come some
 * frames after a scroll. Runs in the page.
 * @returns {boolean}
 */
export function showsRowsOnly() {
  const grid = document.querySelector('main [role="grid"]');
  if (grid === null) return false;
  const x = grid.getBoundingClientRect().left + 200;
  let blank = 0;
  for (let y = 80; y < innerHeight - 4; y += 20) {
    const element = document.elementFromPoint(x, y);
    const empty = element !== null && element.closest('[role="grid"]') !== null && element.closest('[role="row"]') === null;
    blank = empty ? blank + 1 : 0;
    // The room around a group is less than three of these steps.
    if (blank > 2) return false;
  }
  return true;
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
    await page.waitFor(showsRowsOnly);
  }
}

/**
 * Texts of the host that lie under a badge, those that the host cuts off anyway aside. Runs in the
 * page.
 * @returns {string[]}
 */
export function coveredTexts() {
  const covered = [];
  for (const badge of document.querySelectorAll('partner-lens-badge')) {
    const area = badge.getBoundingClientRect();
    const place = badge.closest('[role="row"],h1');
    if (area.width === 0 || place === null) continue;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.nodeValue?.trim()) continue;
      let cut = false;
      for (let box = node.parentElement; box !== null && box !== place; box = box.parentElement) {
        if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== 'visible') cut = true;
      }
      if (cut) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const text of range.getClientRects()) {
        const wide = Math.min(text.right, area.right) - Math.max(text.left, area.left);
        const high = Math.min(text.bottom, area.bottom) - Math.max(text.top, area.top);
        if (wide > 2 && high > 2) covered.push(`“${node.nodeValue}” in “${place.textContent}”, by ${Math.round(wide)} px`);
      }
    }
  }
  return covered;
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
