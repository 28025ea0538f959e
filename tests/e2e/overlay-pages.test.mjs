// The page of one relationship, the invitation page, and two tenants side by side.

import assert from 'node:assert/strict';
import { assertHostUnharmed, suite } from './harness.mjs';
import { search, words } from './host.mjs';
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
    await page.click('partner-lens-launcher');
    const panel = await page.panel();
    await panel.waitFor(() => /BlueYonder_Trial|Application Administrator/.test(document.body.innerText));
    await assertHostUnharmed(simulator);
  });

  test('nothing of one tenant shows under another', async ({ open }) => {
    const first = await open({ tenant: 'fabrikam', layout: 'a' });
    await scrollThrough(first, () => undefined);
    const second = await open({ tenant: 'contoso', layout: 'a' });
    await scrollThrough(second, (rows) => assertBadgesFit(rows));
    const names = await second.evaluate(() => /** @type {any} */ (window).__admin.items.map((/** @type {any} */ item) => item.partner));
    for (const [page, own, other] of [[second, names[0], 'Trey Research'], [first, 'Trey Research', names[0]]]) {
      await page.bringToFront();
      await page.evaluate(() => document.body.focus());
      if (!(await page.hasPanel())) await page.press('Alt+Shift+L');
      const panel = await page.panel();
      await panel.evaluate(() => { location.hash = '#/partners'; });
      await panel.waitFor((/** @type {string} */ name) => document.body.innerText.includes(name), own);
      assert.ok(!(await panel.text()).includes(other), `“${other}” shows under another tenant`);
    }
    // The same tab goes over to the other tenant.
    await first.goto('https://admin.microsoft.com/AdminPortal/Home?tenant=contoso&layout=a#/partners');
    await badgedRows(first);
    const panel = await first.panel();
    await panel.evaluate(() => { location.hash = '#/partners'; });
    await panel.waitFor((/** @type {string} */ name) => document.body.innerText.includes(name), names[0]);
    assert.ok(!(await panel.text()).includes('Trey Research'));
  });
});
