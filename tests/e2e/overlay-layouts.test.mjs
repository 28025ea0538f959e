// Every layout of the host page, with and without strict policies: one badge for each row, on the
// right row, and a host page that doesn't notice.

import assert from 'node:assert/strict';
import { assertHostUnharmed, suite } from './harness.mjs';
import { until } from './browser/surface.mjs';
import { FABRIKAM, assertBadgesFit, badgedRows, coveredTexts, groupsWithLevels, scrollThrough } from './rows.mjs';

suite('layouts', (test) => {
  for (const layout of /** @type {const} */ (['a', 'b', 'v9'])) {
    for (const strict of [false, true]) {
      test(`layout ${layout}, strict policies ${strict ? 'on' : 'off'}`, async ({ open, simulator }) => {
        const page = await open({ tenant: 'fabrikam', layout, strict });
        const seen = new Set();
        await scrollThrough(page, (rows) => {
          assertBadgesFit(rows);
          for (const row of rows) seen.add(row.text);
        });
        assert.ok(seen.size >= 20, `only ${seen.size} rows were seen`);
        // All rows were seen now, so the level of each partner is final.
        await page.reload();
        await scrollThrough(page, () => undefined);
        assertBadgesFit(await groupsWithLevels(page, FABRIKAM));
        await assertHostUnharmed(simulator);
      });
    }
  }

  for (const layout of /** @type {const} */ (['a', 'b', 'v9'])) {
    test(`badges cover no text, layout ${layout}`, async ({ open }) => {
      const page = await open({ tenant: 'fabrikam', layout });
      for (const width of [1400, 1920, 1100]) {
        await page.resize(width, 900);
        await badgedRows(page);
        /** @type {string[]} */
        let covered = [];
        // Badges are put into their places in the frame after they were drawn.
        await until(
          async () => {
            covered = await page.evaluate(coveredTexts);
            return covered.length === 0;
          },
          { timeout: 2_000, what: () => `badges to stand free at a width of ${width}; covered:\n${covered.slice(0, 6).join('\n')}` },
        );
      }
      await page.resize(1400, 900);
    });
  }

  test('languages give the same levels', async ({ open }) => {
    /** @type {Record<string, string[]>} */
    const levels = {};
    for (const language of ['en-US', 'de-DE', 'fr-FR', 'ja-JP']) {
      const page = await open({ tenant: 'fabrikam', layout: 'b', language });
      /** @type {Map<string, string>} */
      const byRow = new Map();
      await scrollThrough(page, (rows) => {
        assertBadgesFit(rows, { levels: false });
        for (const row of rows) {
          if (row.item?.granular) byRow.set(row.item.name, row.badges[0].level);
        }
      });
      levels[language] = [...byRow].map(([name, level]) => `${name} ${level}`).sort();
      await page.close();
    }
    assert.ok(levels['en-US'].length >= 10, 'rows with a relationship name were seen');
    for (const language of ['de-DE', 'fr-FR', 'ja-JP']) assert.deepEqual(levels[language], levels['en-US'], language);
  });

  test('the same page on the new host and with any case of its path', async ({ open }) => {
    for (const [host, path] of [
      ['admin.cloud.microsoft', '/'],
      ['admin.microsoft.com', '/adminportal/home'],
      ['admin.microsoft.com', '/Adminportal/Home'],
    ]) {
      const page = await open({ tenant: 'contoso', host, path });
      assertBadgesFit(await badgedRows(page));
      await page.close();
    }
  });
});
