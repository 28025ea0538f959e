// Coming into a browser that already runs, going out of it again, and being ended at any moment.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';
import { assertHostUnharmed, suite } from './harness.mjs';
import { assertBadgesFit, badgedRows, scrollList, visibleParts } from './rows.mjs';

suite('lifecycle', (test) => {
  test('a tab that was open before the installation gets its badges without a reload', async (bench) => {
    const { browser, extension, open, simulator } = bench;
    await browser.removeExtension();
    const page = await open({ tenant: 'fabrikam', layout: 'a' });
    await page.waitForElement('[role="row"]');
    await page.evaluate(() => { document.documentElement.dataset.sameDocument = 'yes'; });
    assert.deepEqual(await page.badges(), []);
    await browser.installExtension(extension);
    assertBadgesFit(await badgedRows(page));
    assert.equal(await page.evaluate(() => document.documentElement.dataset.sameDocument), 'yes');
    await assertHostUnharmed(simulator);
  });

  test('a reload of the extension leaves one copy', async ({ browser, open, simulator }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'a' });
    await badgedRows(page);
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('partner-lens-launcher')) element.setAttribute('data-first-copy', '');
    });
    await browser.reloadExtension();
    await page.waitForElement('partner-lens-launcher:not([data-first-copy])');
    await until(async () => (await page.evaluate(visibleParts)).filter((/** @type {string} */ name) => name === 'partner-lens-launcher').length === 1, {
      what: 'one launcher',
    });
    assertBadgesFit(await badgedRows(page));
    // The new copy works: a badge opens the panel.
    await page.click('partner-lens-badge');
    await page.panel();
    const parts = await page.evaluate(visibleParts);
    assert.equal(parts.filter((/** @type {string} */ name) => name === 'partner-lens-panel').length, 1);
    await assertHostUnharmed(simulator);
  });

  test('when the extension is gone, nothing of it is left to see', async ({ browser, open, simulator }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'a' });
    await badgedRows(page);
    await page.click('partner-lens-badge');
    await page.panel();
    await browser.removeExtension();
    await until(async () => (await page.evaluate(visibleParts)).length === 0, { what: 'everything of ours to go' });
    // The page has all its width back.
    const margin = await page.evaluate(() => getComputedStyle(document.documentElement).marginInlineEnd);
    assert.equal(margin, '0px');
    await assertHostUnharmed(simulator);
  });

  test('a worker that is ended between every two messages', async ({ browser, open, simulator }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'a' });
    await badgedRows(page);
    for (let stop = 0; stop < 6; stop += 1) {
      await browser.killWorker();
      await page.evaluate(scrollList, 0.7);
      assertBadgesFit(await badgedRows(page));
    }
    await browser.killWorker();
    await page.click({ css: 'partner-lens-badge', name: 'Access risk' });
    const panel = await page.panel();
    await panel.waitForElement('h1,h2');
    await browser.killWorker();
    await panel.evaluate(() => { location.hash = '#/partners'; });
    await panel.waitFor(() => document.body.innerText.includes('Trey Research'));
    await browser.killWorker();
    await panel.evaluate(() => { location.hash = '#/overview'; });
    await panel.waitFor(() => document.body.innerText.includes('Fabrikam'));
    await assertHostUnharmed(simulator);
  });
});
