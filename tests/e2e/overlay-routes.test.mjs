// Awake on the Partner relationships page, asleep everywhere else.

import assert from 'node:assert/strict';
import { suite } from './harness.mjs';
import { assertBadgesFit, badgedRows } from './rows.mjs';

/** Names of what is ours in the document. Runs in the page. */
function ourElements() {
  return [...document.querySelectorAll('*')]
    .map((element) => element.localName)
    .filter((name) => name.startsWith('partner-lens-'));
}

/** Notes every change that names us. Runs in the page. */
function watchForUs() {
  /** @type {string[]} */
  const seen = [];
  new MutationObserver((records) => {
    for (const record of records) {
      const nodes = [...record.addedNodes, record.target];
      for (const node of nodes) {
        if (/^partner-lens/i.test(node.nodeName)) seen.push(`${record.type} ${node.nodeName}`);
      }
      if (/partner-lens/.test(record.attributeName ?? '')) seen.push(`attribute ${record.attributeName}`);
      if (record.target === document.documentElement && record.attributeName === 'style') seen.push('style of the root');
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  /** @type {any} */ (window).seenOfPartnerLens = seen;
}

/** Waits long enough for anything that wanted to happen; the route poll comes once a second. */
function severalPolls() {
  return new Promise((resolve) => {
    const end = performance.now() + 2_500;
    const next = () => (performance.now() > end ? resolve(true) : requestAnimationFrame(next));
    next();
  });
}

suite('routes', (test) => {
  test('other pages see nothing of it, and its worker sleeps on', async ({ browser, open }) => {
    const page = await open({ tenant: 'fabrikam', route: '#/homepage' });
    await browser.killWorker();
    await page.evaluate(watchForUs);
    for (const route of ['#/users', '#/partnersx', '#/settings/partners', '#/Domains']) {
      await page.evaluate((/** @type {string} */ to) => { location.hash = to; }, route);
      await page.evaluate(severalPolls);
      assert.deepEqual(await page.evaluate(ourElements), [], route);
    }
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).seenOfPartnerLens), []);
    assert.equal(await browser.workerRuns(), false, 'no message woke the worker');
  });

  test('navigation inside the page, both ways', async ({ open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'a', route: '#/homepage' });
    for (let round = 0; round < 3; round += 1) {
      await page.evaluate(() => { location.hash = '#/partners'; });
      assertBadgesFit(await badgedRows(page));
      await page.evaluate(() => { location.hash = '#/users'; });
      await page.waitFor(() => document.querySelector('partner-lens-badge,partner-lens-launcher,partner-lens-panel') === null);
      await page.evaluate(() => history.back());
      assertBadgesFit(await badgedRows(page));
      await page.evaluate(() => history.forward());
      await page.waitFor(() => document.querySelector('partner-lens-badge,partner-lens-launcher,partner-lens-panel') === null);
    }
  });

  test('the route in any case', async ({ open }) => {
    const page = await open({ tenant: 'contoso', route: '#/Partners' });
    const rows = await page.waitFor(() => document.querySelector('main [role="row"]') !== null, undefined, 3_000).catch(() => false);
    // A host that takes another case for another page shows no list, and then there is nothing to do.
    if (rows) assertBadgesFit(await badgedRows(page));
  });
});
