// After a run with three accounts no token, code or verifier is anywhere but in the worker's memory and
// on its way to Microsoft. The second test shows that the search would find one.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './browser/surface.mjs';
import { openPanel } from './host.mjs';
import { leaksIn, leaksInFolder, needlesOf, readEverything, recordedCopy, recordedMessages } from './leaks.mjs';
import { badgedRows } from './rows.mjs';
import { suite } from './harness.mjs';
import { AVERY, CLIENT, INES, YUKI, go, openPanelTab, register, signIn, waitForSaid } from './sign-in.mjs';

/**
 * What the search looks at while the browser runs.
 * @typedef {object} Places
 * @property {any} page
 * @property {any} docked the panel in it
 * @property {any} panel one in a tab
 * @property {any} browser
 * @property {import('./simulator.mjs').Simulator} simulator
 */

/**
 * Everything that can be seen from outside of the worker, by name.
 * @param {Places} places
 * @returns {Promise<Record<string, string>>}
 */
async function allThatIsSeen({ page, docked, panel, browser, simulator }) {
  const requests = (await simulator.requests()).filter(({ path }) => !path.split('?')[0].endsWith('/oauth2/v2.0/token'));
  const recorded = () => /** @type {any} */ (globalThis).recorded.join('\n');
  return {
    "the host page's scripts": await page.evaluate(readEverything),
    "the host page's document": await page.wholeDocument(),
    'the docked panel': await docked.evaluate(readEverything),
    'the panel in a tab': await panel.evaluate(readEverything),
    "the docked panel's messages": await docked.evaluate(recorded),
    "the tab's messages": await panel.evaluate(recorded),
    'messages of worker and content script': (await recordedMessages(page, panel)).join('\n'),
    'the console': (await browser.consoleTexts()).join('\n'),
    "the simulator's log": JSON.stringify(requests),
  };
}

/**
 * Signs three accounts in, from the panel inside the page.
 * @param {import('./harness.mjs').Bench} bench
 * @returns {Promise<Places>}
 */
async function threeAccounts({ browser, simulator, open }) {
  await simulator.entra({ clock: 'machine' });
  const panel = await openPanelTab(browser, '#/set-up');
  await register(panel, CLIENT);
  const page = await open({ tenant: 'fabrikam' });
  await badgedRows(page);
  const docked = await openPanel(page);
  await docked.click('[data-part="account-button"]');
  await signIn({ browser, panel: docked }, INES);
  await signIn({ browser, panel: docked }, YUKI, INES);
  // By a page of Microsoft's that has the code in its own script, too.
  await simulator.entra({ redirect: 'script' });
  await signIn({ browser, panel: docked }, AVERY, INES, YUKI);
  await waitForSaid(docked, ({ accounts }) => accounts.length === 3, 'all three accounts');
  for (const route of ['#/overview', '#/set-up/consent', '#/account']) await go(docked, route);
  // Firefox doesn't tell a docked panel when they have come.
  await waitForSaid(panel, ({ accounts }) => accounts.length === 3 && accounts.every(({ text }) => !text.includes('Not known')), 'the names of the organizations');
  return { page, docked, panel, browser, simulator };
}

/**
 * Does something with a copy of the extension that records what its parts say.
 * @param {import('./harness.mjs').Bench} bench
 * @param {() => Promise<void>} work
 */
async function withRecorder({ browser, extension }, work) {
  const copy = recordedCopy(extension);
  try {
    await browser.removeExtension();
    await browser.installExtension(copy.folder);
    await work();
  } finally {
    if (browser.hasExtension()) await browser.removeExtension();
    await browser.installExtension(extension);
    copy.remove();
  }
}

/**
 * What is found in the profile while the browser runs, and again when it has ended, as a person ends it.
 * @param {any} browser
 * @param {import('./leaks.mjs').Needle[]} needles
 * @returns {Promise<string[]>}
 */
async function leaksInProfile(browser, needles) {
  const search = () => {
    const { leaks, files } = leaksInFolder(browser.profile, needles);
    assert.ok(files > 20, `${files} files`);
    return leaks;
  };
  const leaks = search().map((leak) => `running: ${leak}`);
  await browser.restart(async () => { leaks.push(...search().map((leak) => `ended: ${leak}`)); });
  return leaks;
}

suite('secrets', (test) => {
  test('none is anywhere', async (bench) => {
    const { browser, simulator } = bench;
    await withRecorder(bench, async () => {
      const places = await threeAccounts(bench);
      const secrets = await simulator.secrets();
      const count = (/** @type {string} */ of) => secrets.filter(({ kind }) => kind === of).length;
      for (const kind of ['code', 'verifier', 'accessToken', 'refreshToken', 'idToken']) assert.ok(count(kind) >= 3, `${count(kind)} of ${kind}`);
      const needles = needlesOf(secrets);

      // They are where they belong, and the search finds them there.
      const kept = await places.panel.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)));
      for (const kind of ['accessToken', 'refreshToken']) assert.ok(leaksIn('memory', kept, needles).includes(`memory: ${kind} as it is`), kind);

      const seen = await allThatIsSeen(places);
      for (const [where, text] of Object.entries(seen)) {
        assert.deepEqual(leaksIn(where, text, needles), []);
        // What is searched is there.
        if (where !== 'the console') assert.ok(text.length > 100, `${where}: ${text}`);
      }
      const messages = seen['messages of worker and content script'] ?? '';
      for (const part of ['worker: heard', 'worker: answered', 'worker: sent', 'content: sent', 'content: storage.session', INES.upn, 'session-changed']) {
        assert.ok(messages.includes(part), `the recorder met ${part}`);
      }
      // The log leaves the values of such parameters out; there are none. Chromium connects to the
      // address that a sign-in comes back to, and would ask it if there were such a host; here, as in the
      // world, there is none.
      const paths = (await simulator.requests()).map(({ host, path }) => `${host} ${path}`);
      assert.deepEqual(paths.filter((path) => /[?&](code|code_verifier|[a-z]+_token)=/.test(path)), []);

      // Both browsers' histories are in it: the address that a sign-in comes back to isn't.
      assert.deepEqual(await leaksInProfile(browser, needles), []);
    });
  });

  test('(one that is planted is found, wherever it is)', async (bench) => {
    const { browser, simulator, open } = bench;
    await withRecorder(bench, async () => {
      await simulator.entra({ clock: 'machine' });
      const panel = await openPanelTab(browser);
      const page = await open({ tenant: 'fabrikam' });
      await badgedRows(page);
      const docked = await openPanel(page);
      /** @type {{kind: string, value: string}[]} */
      const secrets = [];
      /** A secret of its own for each place, of the forms that Microsoft's have here. @param {string} kind */
      const secret = (kind) => {
        const random = () => randomBytes(32).toString('base64url');
        const value = secrets.length % 2 === 0 ? `sim-rt-${random()}` : `${Buffer.from('{"typ":"JWT"}').toString('base64url')}.${random()}${random()}.${random()}`;
        secrets.push({ kind, value });
        return value;
      };

      await page.evaluate((/** @type {string} */ value) => { /** @type {any} */ (window).kept = { deep: [new Map([['in', value]])] }; }, secret('global'));
      await page.evaluate((/** @type {string} */ value) => { document.body.setAttribute('data-kept', `x${btoa(`xy${value}`)}`); }, secret('attribute'));
      await page.evaluate((/** @type {string} */ value) => localStorage.setItem('kept', encodeURIComponent(value)), secret('local storage'));
      await page.evaluate((/** @type {string} */ value) => {
        const host = document.body.appendChild(document.createElement('div'));
        host.attachShadow({ mode: 'closed' }).innerHTML = `<p>${value}</p>`;
      }, secret('shadow root'));
      await docked.evaluate((/** @type {string} */ value) => { document.body.append(value); }, secret('docked panel'));
      await panel.evaluate((/** @type {string} */ value) => { document.body.append(Object.assign(document.createElement('input'), { value })); }, secret('field'));
      await docked.evaluate((/** @type {string} */ value) => { console.log('a', value); }, secret("panel's console"));
      await panel.evaluate((/** @type {string} */ value) => { void chrome.runtime.sendMessage(JSON.stringify({ v: 1, message: { value } })); }, secret('message to the worker'));
      await panel.evaluate(async (/** @type {string} */ value) => {
        const tabs = await chrome.tabs.query({ url: 'https://admin.microsoft.com/*' });
        await Promise.allSettled(tabs.map(({ id }) => chrome.tabs.sendMessage(/** @type {number} */ (id), JSON.stringify({ value }))));
      }, secret('message to the content script'));
      // Of what the page itself says Chromium tells the console, Firefox what was thrown.
      await page.evaluate((/** @type {string} */ value) => { console.log(value); setTimeout(() => { throw new Error(value); }); }, secret('console'));
      await page.evaluate((/** @type {string} */ value) => fetch(`/?kept=${value}`).then(() => true), secret('log'));
      const history = await open({ tenant: 'fabrikam', route: `#/partners/${secret('history')}` });
      await history.close();
      await panel.evaluate((/** @type {string} */ value) => chrome.storage.local.set({ kept: value }), secret('storage on disk'));
      const file = (/** @type {string} */ name, /** @type {Buffer} */ content) => writeFileSync(join(browser.profile, name), Buffer.concat([randomBytes(5_000), content, randomBytes(5_000)]));
      file('kept-1', Buffer.from(secret('file')));
      file('kept-2', Buffer.from(secret('file in UTF-16'), 'utf16le'));
      file('kept-3', Buffer.from(Buffer.from(`"${secret('file in base64')}"`).toString('base64')));
      file('kept-4', Buffer.from(Buffer.from(secret('file in hexadecimal')).toString('hex')));
      file(`kept-${secret('file name')}`.slice(0, 200), Buffer.alloc(0));

      const needles = needlesOf(secrets);
      /** @type {string[]} */
      const leaks = [];
      await until(async () => {
        // What was thrown is in the console a moment later.
        const found = Object.entries(await allThatIsSeen({ page, docked, panel, browser, simulator })).flatMap(([where, text]) => leaksIn(where, text, needles));
        leaks.splice(0, leaks.length, ...found);
        return found.some((leak) => leak.startsWith('the console: console '));
      }, { what: () => `the console to say it; found ${leaks.join('; ')}` });
      leaks.push(...(await leaksInProfile(browser, needles)));

      for (const leak of [
        "the host page's scripts: global as it is",
        "the host page's scripts: attribute in base64",
        "the host page's document: attribute in base64",
        "the host page's scripts: local storage as it is",
        "the host page's document: shadow root as it is",
        'the docked panel: docked panel as it is',
        'the panel in a tab: field as it is',
        "the docked panel's messages: panel's console as it is",
        "the tab's messages: message to the worker as it is",
        'messages of worker and content script: message to the worker as it is',
        'messages of worker and content script: message to the content script as it is',
        'the console: console as it is',
        "the simulator's log: log as it is",
        'ended: kept-1: file as it is',
        'running: kept-1: file as it is',
        'running: kept-2: file in UTF-16 in UTF-16',
        'running: kept-3: file in base64 in base64',
        'running: kept-4: file in hexadecimal in hexadecimal',
        'running: a file name: file name as it is',
      ]) assert.ok(leaks.includes(leak), `${leak} is found; found are ${leaks.join('\n')}`);
      // What browsers write by themselves, into files that have other names in each.
      for (const kind of ['history', 'storage on disk', 'local storage']) {
        assert.ok(leaks.some((leak) => leak.startsWith('ended: ') && leak.includes(`: ${kind} `)), `${kind} is found; found are ${leaks.join('\n')}`);
      }
    });
  });
});
