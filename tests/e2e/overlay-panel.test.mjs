// The panel: ways to open and close it, what it shows, by keyboard, without harm to the host page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { until } from './browser/surface.mjs';
import { assertHostUnharmed, suite } from './harness.mjs';
import { openPanel } from './host.mjs';
import { badgedRows, scrollThrough } from './rows.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds.
 * @param {any} surface
 * @returns {Promise<string[]>}
 */
async function axeFindings(surface) {
  const check = () => undefined;
  // The frame's policy forbids a script element; the text of a function travels another way.
  check.toString = () => `async () => {
    const module = { exports: {} };
    ${axeSource}
    const axe = module.exports.run ? module.exports : globalThis.axe;
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map((found) => found.id + ': ' + found.nodes.map((node) => node.html).join(' | '));
  }`;
  return surface.evaluate(check);
}

/** @param {any} panel @param {string} route */
async function go(panel, route) {
  await panel.evaluate((/** @type {string} */ to) => { location.hash = to; }, route);
  await panel.waitFor((/** @type {string} */ to) => location.hash === to, route);
}

/** Longer than the content script waits before it takes the page for settled. Runs in the page. */
function severalSeconds() {
  return new Promise((resolve) => {
    const end = performance.now() + 3_000;
    const next = () => (performance.now() > end ? resolve(true) : requestAnimationFrame(next));
    next();
  });
}

/** Whether the focus of the page is in the panel's frame. Runs in the page. */
function focusIsInPanel() {
  return document.activeElement?.localName === 'partner-lens-panel';
}

/**
 * Tabs through the panel until everything that can be operated was reached. What is read meanwhile
 * changes the panel, so a round counts that ends with the elements that it met.
 * @param {any} panel
 * @param {string} where
 */
async function reachesAll(panel, where) {
  /** @type {string[]} */
  let missed = [];
  await until(
    async () => {
      const reached = await tabThrough(panel);
      const operable = /** @type {string[]} */ (await panel.evaluate(operableElements));
      missed = operable.filter((name) => !reached.has(name));
      return missed.length === 0;
    },
    { what: () => `the keyboard to reach everything on ${where}; missed: ${missed.join(', ')}` },
  );
}

suite('panel', (test) => {
  test('a press on a badge opens it on that partner', async ({ open, simulator }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'a' });
    const rows = await badgedRows(page);
    const groups = rows.filter((row) => row.isGroup).slice(0, 3).map((row) => row.partner);
    assert.ok(groups.length > 1);
    for (const partner of groups) {
      await page.click({ css: 'partner-lens-badge', name: partner });
      assert.equal(await page.evaluate(() => location.hash), '#/partners', 'the row itself was not opened');
      const panel = await page.panel();
      await panel.waitFor((/** @type {string} */ name) => location.hash.startsWith('#/partner/') && [...document.querySelectorAll('h1,h2')].some((title) => title.textContent?.includes(name)), partner);
    }
    await assertHostUnharmed(simulator);
  });

  test('Enter on a badge, and Escape back to it', async ({ open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'b' });
    await badgedRows(page);
    await page.focus('partner-lens-badge');
    // The page is read on for some seconds after it has come to rest; the focus must outlast that.
    await page.evaluate(severalSeconds);
    assert.equal(await page.evaluate(() => document.activeElement?.localName), 'partner-lens-badge', 'the badge kept the focus');
    await page.press('Enter');
    const panel = await page.panel();
    await panel.waitFor(() => location.hash.startsWith('#/partner/') && document.querySelector('main h2') !== null);
    await until(() => page.evaluate(focusIsInPanel), { what: 'the focus to be in the panel' });
    await panel.waitFor(() => document.hasFocus());
    await panel.press('Escape');
    await until(async () => !(await page.hasPanel()), { what: 'the panel to close' });
    await page.waitFor(() => document.activeElement?.localName === 'partner-lens-badge');
  });

  for (const layout of /** @type {const} */ (['a', 'b'])) {
    test(`a badge is reached with the keys of the list, layout ${layout}`, async ({ open }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      const focused = () => page.evaluate(() => document.activeElement?.localName === 'partner-lens-badge' ? 'badge' : document.activeElement?.getAttribute('role'));
      // By Tab into the list; inside it the host moves the focus by arrow keys.
      await page.focus('main [role="searchbox"],main input[type="search"]');
      for (let count = 0; count < 8 && (await focused()) !== 'row'; count += 1) await page.press('Tab');
      assert.equal(await focused(), 'row');
      for (let count = 0; count < 8 && (await focused()) !== 'badge'; count += 1) await page.press(count % 2 === 0 ? 'ArrowDown' : 'ArrowRight');
      assert.equal(await focused(), 'badge');
      await page.press('Enter');
      const panel = await page.panel();
      await panel.waitFor(() => location.hash.startsWith('#/partner/') && document.hasFocus());
      await panel.press('Escape');
      await until(async () => !(await page.hasPanel()), { what: 'the panel to close' });
      await page.waitFor(() => document.activeElement?.localName === 'partner-lens-badge');
    });
  }

  test('the launcher, the shortcut and the button in the toolbar', async ({ browser, open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'b' });
    await badgedRows(page);
    const isOverview = () => location.hash === '#/overview' && document.body.innerText.includes('Fabrikam');
    const isClosed = async () => !(await page.hasPanel());
    await page.click('partner-lens-launcher');
    let panel = await page.panel();
    await panel.waitFor(isOverview);
    await panel.click({ css: 'button', name: 'Close' });
    await until(isClosed, { what: 'the panel to close by its own button' });
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    await page.press('Alt+Shift+L');
    await (await page.panel()).waitFor(isOverview);
    await browser.triggerAction(page);
    await until(isClosed, { what: 'the panel to close by the toolbar' });
    // Also when the worker has to be started for it.
    await browser.killWorker();
    await browser.triggerAction(page);
    panel = await page.panel();
    await panel.waitFor(isOverview);
  });

  test('all of it by keyboard', async ({ open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'b' });
    await badgedRows(page);
    await page.focus('partner-lens-launcher');
    await page.press('Enter');
    const panel = await page.panel();
    await panel.waitForElement('main');
    await panel.waitFor(() => document.hasFocus());
    for (const route of ['#/overview', '#/partners']) {
      await go(panel, route);
      await panel.waitForElement('main,[role="main"]');
      await reachesAll(panel, route);
    }
    // A partner from the list, with the keyboard alone.
    await panel.focus({ css: 'a[href*="#/partner/"],[role="row"] a,button[data-partner],li a', has: 'Trey Research' });
    await panel.press('Enter');
    await panel.waitFor(() => location.hash.startsWith('#/partner/'));
    await reachesAll(panel, 'a partner');
  });

  test('axe-core finds nothing', async ({ open }) => {
    for (const theme of /** @type {const} */ (['light', 'dark'])) {
      const page = await open({ tenant: 'fabrikam', layout: 'b', theme });
      await scrollThrough(page, () => undefined);
      const panel = await openPanel(page);
      for (const route of ['#/overview', '#/partners']) {
        await go(panel, route);
        await panel.waitFor(() => document.body.innerText.includes('Trey Research'));
        assert.deepEqual(await axeFindings(panel), [], `${route} ${theme}`);
      }
      await panel.click({ css: 'main a[href^="#/partner/"]', has: 'Trey Research' });
      await panel.waitFor(() => location.hash.startsWith('#/partner/') && document.body.innerText.includes('Trey_Operations'));
      assert.deepEqual(await axeFindings(panel), [], `partner ${theme}`);
      const hash = await panel.evaluate(() => location.hash);
      await go(panel, `${hash.replace(/\/access$/, '')}/access`);
      await panel.waitFor(() => document.body.innerText.includes('Trey_Operations'));
      assert.deepEqual(await axeFindings(panel), [], `access ${theme}`);
      await page.close();
    }
  });

  test('no control of the host page is covered', async ({ browser, open }) => {
    for (const layout of /** @type {const} */ (['a', 'b', 'v9'])) {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      assert.deepEqual(await page.evaluate(coveredControls), [], `launcher, layout ${layout}`);
      await (await openPanel(page)).waitForElement('main');
      const covered = await until(
        async () => {
          const now = await page.evaluate(coveredControls);
          return now.length === 0 ? 'none' : Promise.reject(new Error(now.join('; ')));
        },
        { timeout: 3_000, what: 'the panel to stand beside the controls' },
      );
      assert.equal(covered, 'none');
      await browser.triggerAction(page);
      await until(async () => !(await page.hasPanel()), { what: 'the panel to close' });
      await page.close();
    }
  });

  test('its width is remembered', async ({ open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'b' });
    await badgedRows(page);
    await page.click('partner-lens-launcher');
    await (await page.panel()).waitForElement('main,[role="main"]');
    const before = await page.evaluate(panelBox);
    await page.drag({ x: before.left + 2, y: before.top + 300 }, { x: before.left - 118, y: before.top + 300 });
    const after = await page.waitFor((/** @type {number} */ width) => {
      const box = document.querySelector('partner-lens-panel')?.getBoundingClientRect();
      return box !== undefined && Math.abs(box.width - width) < 6 ? box.width : 0;
    }, before.width + 120);
    await page.reload();
    await page.waitFor((/** @type {number} */ width) => {
      const box = document.querySelector('partner-lens-panel')?.getBoundingClientRect();
      return box !== undefined && Math.abs(box.width - width) < 2;
    }, after);
  });

  test('the list can be searched, sorted and filtered', async ({ open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'a' });
    await scrollThrough(page, () => undefined);
    await page.click('partner-lens-launcher');
    const panel = await page.panel();
    await go(panel, '#/partners');
    await panel.waitFor(() => document.body.innerText.includes('Trey Research'));
    await panel.fill('input[type="search"],input[type="text"],[role="searchbox"]', 'trey');
    await panel.waitFor(() => document.body.innerText.includes('Trey Research') && !document.body.innerText.includes('Lucerne'));
    await go(panel, '#/partners/critical');
    await go(panel, '#/partners');
  });
});

/** Runs in the page. */
function panelBox() {
  const box = /** @type {Element} */ (document.querySelector('partner-lens-panel')).getBoundingClientRect();
  return { left: box.left, top: box.top, width: box.width };
}

/**
 * Controls of the host page that stand under something of ours. Runs in the page.
 * @returns {string[]}
 */
function coveredControls() {
  const controls = document.querySelectorAll('a[href],button,input,[role="button"],[role="menuitem"],[role="columnheader"]');
  const covered = [];
  for (const control of controls) {
    if (control.localName.startsWith('partner-lens-')) continue;
    // Only the part that the host itself lets be seen: it cuts off what a list is too narrow for.
    let { left, right, top, bottom } = control.getBoundingClientRect();
    for (let parent = control.parentElement; parent !== null; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowX === 'visible') continue;
      const clip = parent.getBoundingClientRect();
      [left, right] = [Math.max(left, clip.left), Math.min(right, clip.right)];
      [top, bottom] = [Math.max(top, clip.top), Math.min(bottom, clip.bottom)];
    }
    if (right - left < 5 || bottom - top < 5) continue;
    const middle = (top + bottom) / 2;
    for (const [x, y] of [[left + 2, middle], [(left + right) / 2, middle], [right - 2, middle]]) {
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      const over = document.elementFromPoint(x, y);
      // Whether badges leave the text of their rows free is looked at with the layouts.
      if (over?.localName === 'partner-lens-badge') continue;
      if (over?.localName.startsWith('partner-lens-')) {
        covered.push(`${over.localName} over ${control.getAttribute('aria-label') ?? control.textContent}`.slice(0, 120));
        break;
      }
    }
  }
  return covered;
}

/** A name for each element that one can operate. Runs in the panel. @returns {string[]} */
function operableElements() {
  const names = [...document.querySelectorAll('a[href],button,input,select,summary,[tabindex="0"]')]
    .filter((element) => element.getClientRects().length > 0 && !element.hasAttribute('disabled'))
    // Of a group with a roving tab stop only one is reached by Tab.
    .filter((element) => element.getAttribute('tabindex') !== '-1')
    .map((element) => `${element.localName} ${element.id} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 60)}`);
  return [...new Set(names)];
}

/**
 * Presses Tab until the focus leaves the panel or comes round.
 * @param {any} panel
 * @returns {Promise<Set<string>>}
 */
async function tabThrough(panel) {
  const reached = new Set();
  await panel.evaluate(() => {
    /** @type {HTMLElement} */ (document.activeElement)?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let count = 0; count < 400; count += 1) {
    await panel.press('Tab');
    const name = await panel.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body || !document.hasFocus()) return null;
      return `${element.localName} ${element.id} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 60)}`;
    });
    if (name === null) break;
    const before = reached.size;
    reached.add(name);
    if (reached.size === before && count > 300) break;
  }
  return reached;
}
