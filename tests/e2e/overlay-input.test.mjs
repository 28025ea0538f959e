// Names that try to be more than names, layouts nobody has seen, and lists that aren't there.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';
import { assertHostUnharmed, suite } from './harness.mjs';
import { openPanel } from './host.mjs';
import { badgedRows, scrollThrough } from './rows.mjs';

/** Opens the panel and gives its text when it holds a pattern. @param {any} page @param {RegExp} pattern */
async function panelSays(page, pattern) {
  const panel = await openPanel(page);
  let text = '';
  await until(
    async () => {
      text = await panel.text();
      return pattern.test(text);
    },
    { what: () => `the panel to say ${pattern}; it says: ${text.slice(0, 600)}` },
  );
  return text;
}

/** Characters that must never reach a name that is shown: controls, bidirectional, zero-width. */
const UNSEEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/;

suite('input', (test) => {
  for (const layout of /** @type {const} */ (['a', 'b', 'v9'])) {
    test(`hostile names are harmless text, layout ${layout}`, async ({ open, simulator }) => {
      const page = await open({ tenant: 'hostile', layout });
      const named = new Set();
      await scrollThrough(page, (rows) => {
        for (const row of rows) {
          const [badge] = row.badges;
          assert.ok(!UNSEEN.test(badge.name), JSON.stringify(badge.name));
          assert.ok(badge.name.length < 600, `${badge.name.length} characters in a name`);
          named.add(badge.name);
        }
      });
      assert.ok(named.size > 10);
      const panel = await openPanel(page);
      await panel.evaluate(() => { location.hash = '#/partners'; });
      await panel.waitFor(() => document.body.innerText.includes('Fish & Chips') || document.body.innerText.includes('Fish &amp; Chips'));
      const html = await panel.evaluate(() => ({
        images: document.querySelectorAll('img').length,
        marked: document.documentElement.dataset.hostile ?? null,
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
      }));
      assert.deepEqual(html, { images: 0, marked: null, wide: false });
      assert.equal(await page.evaluate(() => document.documentElement.dataset.hostile ?? null), null);
      await assertHostUnharmed(simulator);
    });
  }

  for (const drift of /** @type {const} */ (['renamed-headers', 'unknown-table', 'role-attribute'])) {
    for (const layout of /** @type {const} */ (['a', 'v9'])) {
      test(`drift: ${drift}, layout ${layout}`, async ({ open, simulator }) => {
        const page = await open({ tenant: 'fabrikam', layout, drift });
        await page.waitForElement('partner-lens-notice');
        const notice = await page.evaluate(() => {
          const element = document.querySelector('partner-lens-notice');
          return { role: element?.getAttribute('role'), text: element?.getAttribute('aria-label') ?? '' };
        });
        assert.equal(notice.role, 'status');
        assert.match(notice.text, /doesn.t recogni[sz]e this page/i);
        assert.deepEqual(await page.badges(), [], 'no badge by guess');
        const panel = await openPanel(page);
        await panel.waitForElement('textarea');
        const report = await panel.evaluate(() => document.querySelector('textarea')?.value ?? '');
        assert.match(report, /Tables: \d/, 'it says what was found');
        // The organization, its partners, its relationships and their ids.
        for (const word of ['Fabrikam', 'Trey', 'Northwind', 'Litware', 'Coho', 'MLT_', '53b9515b', '1fc20bdd']) {
          assert.ok(!report.includes(word), `the report holds “${word}”:\n${report}`);
        }
        await assertHostUnharmed(simulator);
      });
    }
  }

  test('a list that the role may not see', async ({ open }) => {
    const page = await open({ tenant: 'denied' });
    await panelSays(page, /permission/i);
    assert.deepEqual(await page.badges(), []);
    assert.equal(await page.has('partner-lens-notice'), false);
  });

  test('an empty list', async ({ open }) => {
    const page = await open({ tenant: 'empty' });
    const text = await panelSays(page, /no partner|empty|no relationships/i);
    assert.doesNotMatch(text, /permission to/i);
    assert.equal(await page.has('partner-lens-notice'), false);
  });

  test('a list that never ends loading', async ({ open, simulator }) => {
    await simulator.set({ latency: 600_000 });
    const page = await open({ tenant: 'fabrikam' });
    await panelSays(page, /loading/i);
    assert.deepEqual(await page.badges(), []);
    assert.equal(await page.has('partner-lens-notice'), false);
  });

  test('two partners with one name', async ({ open }) => {
    for (const layout of /** @type {const} */ (['a', 'b'])) {
      const page = await open({ tenant: 'fabrikam', layout });
      /** @type {Map<string, string>} */
      const groups = new Map();
      await scrollThrough(page, () => undefined);
      await page.reload();
      await scrollThrough(page, (rows) => {
        for (const row of rows) {
          if (row.isGroup && row.partner === 'Coho Solutions') groups.set(`${row.badges[0].level} ${row.badges[0].name}`, row.text);
        }
      });
      assert.ok(groups.size >= 1);
      for (const said of groups.keys()) {
        assert.match(said, /^high /, 'the worse of the two');
        assert.match(said, /same name|more than one|this name|share/i);
      }
      await page.close();
    }
  });

  test('the panel says what it could not know, and why', async ({ open }) => {
    const page = await open({ tenant: 'fabrikam', layout: 'b' });
    await badgedRows(page);
    await panelSays(page, /not known/i);
  });
});
