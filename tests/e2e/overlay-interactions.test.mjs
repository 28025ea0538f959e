// Whatever an admin does on the host page: each row keeps its own badge, and React never notices.

import assert from 'node:assert/strict';
import { assertHostUnharmed, suite } from './harness.mjs';
import { chooseFilter, clearSearch, pressButton, search, sortBy, waitForItems, words } from './host.mjs';
import { FABRIKAM, assertBadgesFit, badgedRows, groupsWithLevels, readRows, scrollList, scrollThrough } from './rows.mjs';

const LAYOUTS = /** @type {const} */ (['a', 'b', 'v9']);
const COLUMNS = {
  a: [words.relationshipName, words.rolesColumn, words.status, words.partner],
  b: [words.expirationDate, words.rolesColumn, words.partner],
  v9: [words.relationshipName, words.rolesColumn, words.status, words.partner],
};

suite('interactions', (test) => {
  for (const layout of LAYOUTS) {
    test(`sort, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      for (const column of COLUMNS[layout]) {
        for (let round = 0; round < 2; round += 1) {
          await sortBy(page, column);
          assertBadgesFit(await badgedRows(page));
        }
      }
      await assertHostUnharmed(simulator);
    });

    test(`search and filter, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      await search(page, 'intune');
      await waitForItems(page, (items) => items.length > 0 && items.length < 8);
      assertBadgesFit(await badgedRows(page));
      await clearSearch(page, 'intune'.length);
      await waitForItems(page, (items) => items.length > 8);
      assertBadgesFit(await badgedRows(page));
      if (layout === 'a') await chooseFilter(page, words.clearFilters);
      await chooseFilter(page, words.expired);
      await waitForItems(page, (items) => items.filter((item) => item.granular).every((item) => item.status === 'expired'));
      assertBadgesFit(await badgedRows(page));
      await chooseFilter(page, words.clearFilters);
      await waitForItems(page, (items) => items.length > 20);
      assertBadgesFit(await badgedRows(page));
      await assertHostUnharmed(simulator);
    });

    test(`scrolling with recycled rows, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'woodgrove', layout });
      await badgedRows(page);
      for (const by of [3, 3, -2, 5, 12, -6, 40, -40]) {
        await page.evaluate(scrollList, by);
        assertBadgesFit(await badgedRows(page));
      }
      await assertHostUnharmed(simulator);
    });

    test(`forced renders again and again, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      for (let round = 0; round < 6; round += 1) {
        await page.evaluate(() => /** @type {any} */ (window).__admin.rerender());
        if (round % 2 === 1) await page.evaluate(scrollList, 0.5);
        assertBadgesFit(await badgedRows(page));
      }
      const restless = await open({ tenant: 'fabrikam', layout, rerenderEvery: 400, lateRender: 300 });
      // Rows come and go under the reader, so each look must only never show a wrong badge.
      let looks = 0;
      await restless.waitFor(() => document.querySelector('partner-lens-badge') !== null);
      for (; looks < 30; looks += 1) {
        /** @type {import('./rows.mjs').Row[]} */
        const rows = await restless.evaluate(readRows);
        assertBadgesFit(rows.filter((row) => row.settled && row.badges.length > 0));
        assert.ok(rows.every((row) => row.badges.length <= 1), 'never two badges in a row');
      }
      await assertHostUnharmed(simulator);
    });

    test(`the page's own Refresh, and its dark mode, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      for (let round = 0; round < 2; round += 1) {
        await pressButton(page, words.refresh);
        await page.waitFor(() => document.querySelector('main [role="row"]') !== null);
        assertBadgesFit(await badgedRows(page));
      }
      await pressButton(page, words.darkMode);
      await page.waitFor(() => /** @type {HTMLElement | null} */ (document.querySelector('partner-lens-badge'))?.dataset.theme === 'dark');
      assertBadgesFit(await badgedRows(page));
      await pressButton(page, words.lightMode);
      await page.waitFor(() => /** @type {HTMLElement | null} */ (document.querySelector('partner-lens-badge'))?.dataset.theme === 'light');
      await assertHostUnharmed(simulator);
    });

    test(`a relationship's page, its dialog and the removal, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await badgedRows(page);
      await search(page, 'Trey_Operations');
      await page.click({ css: 'main a', text: 'Trey_Operations' });
      await page.waitForElement({ css: 'main h1', text: 'Trey Research' });
      await page.waitFor(() => document.querySelector('main h1 partner-lens-badge')?.getAttribute('data-level') === 'critical');
      await pressButton(page, words.removeRoles);
      await page.waitForElement('[role="dialog"],[role="alertdialog"]');
      await pressButton(page, words.no);
      await page.waitFor(() => document.querySelector('[role="dialog"],[role="alertdialog"]') === null);
      await pressButton(page, words.removeRoles);
      await pressButton(page, words.yes);
      await page.waitFor((/** @type {string} */ text) => document.querySelector('main')?.textContent?.includes(text), words.rolesRemoved);
      // While the dialog fades away, Fluent swallows every click beside it.
      await page.waitFor(() => document.querySelector('[role="dialog"],[role="alertdialog"]') === null);
      await page.click({ css: 'main nav a', text: words.partnerRelationships });
      assertBadgesFit(await badgedRows(page));
      await assertHostUnharmed(simulator);
    });
  }

  for (const layout of /** @type {const} */ (['a', 'b'])) {
    test(`groups closed and opened, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      await scrollThrough(page, () => undefined);
      await page.evaluate(scrollList, -100);
      await groupsWithLevels(page, FABRIKAM);
      const toggle = { css: 'main [role="row"] button', name: words.expandGroup };
      for (let index = 0; index < 3; index += 1) {
        await page.click({ ...toggle, index });
        assertBadgesFit(await badgedRows(page), { groups: FABRIKAM });
      }
      for (let index = 0; index < 3; index += 1) {
        await page.click({ ...toggle, index });
        assertBadgesFit(await badgedRows(page), { groups: FABRIKAM });
      }
      await assertHostUnharmed(simulator);
    });
  }
});
