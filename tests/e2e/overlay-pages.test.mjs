// The page of one relationship, the invitation page, and two tenants side by side.

import assert from 'node:assert/strict';
import { assertHostUnharmed, suite } from './harness.mjs';
import { pageAddress } from './simulator.mjs';
import { openPanel, search, words } from './host.mjs';
import { assertBadgesFit, badgedRows, scrollThrough } from './rows.mjs';

/** Level of the badge on the row of a relationship. @param {any} page @param {string} name */
async function levelOf(page, name) {
  const rows = await badgedRows(page);
  return rows.find((row) => row.item?.name === name)?.badges[0].level;
}

suite('pages', (test) => {
  for (const layout of /** @type {const} */ (['a', 'b', 'v9'])) {
    test(`a relationship's page completes its roles, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      await search(page, 'Proseware_ServiceDesk');
      // User Administrator is behind "+ 1 more".
      await page.waitFor(() => /** @type {any} */ (window).__admin.items.length <= 2);
      assert.equal(await levelOf(page, 'Proseware_ServiceDesk'), 'medium');
      await page.click({ css: 'main a', text: 'Proseware_ServiceDesk' });
      await page.waitForElement({ css: 'main h1', text: 'Proseware IT' });
      await page.waitFor(() => document.querySelector('main h1 partner-lens-badge')?.getAttribute('data-level') === 'high');
      await page.click({ css: 'main nav a', text: words.partnerRelationships });
      await badgedRows(page);
      await search(page, 'Proseware_ServiceDesk');
      await page.waitFor(() => /** @type {any} */ (window).__admin.items.length <= 2);
      await page.waitFor(() => [...document.querySelectorAll('main [role="row"]')].some(
        (row) => row.textContent?.includes('Proseware_ServiceDesk')
          && row.querySelector('partner-lens-badge')?.getAttribute('data-level') === 'high',
      ));
      await assertHostUnharmed(simulator);
    });
  }

  test('the invitation page judges what is asked for, before it is approved', async ({ open, simulator }) => {
    const id = 'b0306749-9a44-44d1-9cc8-1dba17a5e519-a1bd53ec-d554-47e6-aea8-643a77e16d05';
    const page = await open({ tenant: 'fabrikam', route: `#/partners/invitation/granularAdminRelationships/${id}` });
    await page.waitForElement({ css: 'main h1', has: words.approveTitle });
    // Application Administrator is among what is asked for.
    await page.waitFor(() => document.querySelector('main h1 partner-lens-badge')?.getAttribute('data-level') === 'high');
    const panel = await openPanel(page);
    await panel.waitFor(() => /BlueYonder_Trial|Application Administrator/.test(document.body.innerText));
    await assertHostUnharmed(simulator);
  });

  test('nothing of one tenant shows under another', async ({ open }) => {
    /** The names of all partners that the host lists. Runs in the page. @returns {string[]} */
    const partnersOf = () => /** @type {any} */ (window).__admin.items.map((/** @type {{partner: string}} */ item) => item.partner);
    const first = await open({ tenant: 'fabrikam', layout: 'a' });
    await scrollThrough(first, () => undefined);
    const second = await open({ tenant: 'contoso', layout: 'a' });
    await scrollThrough(second, (rows) => assertBadgesFit(rows));
    /** @type {[string[], string[]]} */
    const [ofFirst, ofSecond] = [await first.evaluate(partnersOf), await second.evaluate(partnersOf)];
    const [inFirst] = ofFirst.filter((name) => !ofSecond.includes(name));
    const [inSecond] = ofSecond.filter((name) => !ofFirst.includes(name));
    for (const [page, own, other] of [[second, inSecond, inFirst], [first, inFirst, inSecond]]) {
      await page.bringToFront();
      await assertLists(page, own, other);
    }
    // The same tab goes over to the other tenant.
    await first.goto(pageAddress({ tenant: 'contoso', layout: 'a' }));
    await badgedRows(first);
    await assertLists(first, inSecond, inFirst);
  });
});

/**
 * Checks the panel's list of partners.
 * @param {any} page
 * @param {string} own a partner that must be in it
 * @param {string} other one that must not
 */
async function assertLists(page, own, other) {
  const panel = await openPanel(page);
  for (const route of ['#/overview', '#/partners']) {
    await panel.evaluate((/** @type {string} */ to) => { location.hash = to; }, route);
    await panel.waitFor((/** @type {string} */ to) => location.hash === to && document.querySelector('main h2') !== null, route);
    if (route === '#/partners') await panel.waitFor((/** @type {string} */ name) => document.body.innerText.includes(name), own);
    assert.ok(!(await panel.text()).includes(other), `“${other}” shows under another tenant on ${route}`);
  }
}
