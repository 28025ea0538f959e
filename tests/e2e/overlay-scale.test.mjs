// 5,000 relationships, scrolled from the first to the last.

import assert from 'node:assert/strict';
import { assertHostUnharmed, suite } from './harness.mjs';
import { assertBadgesFit, badgedRows } from './rows.mjs';

suite('scale', (test) => {
  for (const layout of /** @type {const} */ (['a', 'v9'])) {
    test(`5,000 rows to the end, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'woodgrove', layout });
      await badgedRows(page);
      const total = await page.evaluate(() => /** @type {any} */ (window).__admin.items.length);
      assert.ok(total >= 3_500, `${total} rows`);
      // Sixty stops, each somewhere else in the list and the last at its end.
      for (let stop = 1; stop <= 60; stop += 1) {
        await page.evaluate(jump, stop / 60);
        assertBadgesFit(await badgedRows(page));
      }
      const rows = await badgedRows(page);
      const last = await page.evaluate(() => /** @type {any} */ (window).__admin.items.at(-1).name);
      assert.equal(rows.findLast((row) => row.item !== null)?.item?.name, last, 'the end was reached');
      // In one look, since the host mounts more rows when it has nothing else to do.
      const [badges, places] = await page.evaluate(() => {
        const all = [...document.querySelectorAll('partner-lens-badge')];
        return [all.length, new Set(all.map((badge) => badge.closest('[role="row"]')).filter(Boolean)).size];
      });
      assert.equal(badges, places, 'no row has two badges, and none is beside the rows');
      await assertHostUnharmed(simulator);
    });
  }

  test('rows that rush by get their badge when the page is slower', async ({ open }) => {
    const page = await open({ tenant: 'woodgrove', layout: 'a' });
    await badgedRows(page);
    for (const slow of [0, 10, 20, 30, 40]) {
      await page.evaluate(fling, slow);
      assertBadgesFit(await badgedRows(page));
    }
  });
});

/**
 * Scrolls by more than a screen a frame, and then by a pixel a frame, as a hand does that lets go.
 * Runs in the page.
 * @param {number} slow for how many frames
 */
async function fling(slow) {
  const scroller = /** @type {Element} */ (document.querySelector('[data-is-scrollable]'));
  for (let frame = 0; frame < 30 + slow; frame += 1) {
    scroller.scrollTop += frame < 30 ? 900 : 1;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/**
 * Scrolls to a share of the list; at the end once more, because what is mounted there may be higher
 * than was expected. Runs in the page.
 * @param {number} share
 */
async function jump(share) {
  const scroller = /** @type {Element} */ (document.querySelector('[data-is-scrollable]'));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let again = 0; again < (share === 1 ? 8 : 1); again += 1) {
    scroller.scrollTop = share * (scroller.scrollHeight - scroller.clientHeight);
    await frame();
    await frame();
  }
}
