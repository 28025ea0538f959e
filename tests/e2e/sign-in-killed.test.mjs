// The worker is ended in the middle of a sign-in. It ends signed in or with a word about it: never
// stuck, never with a second window, never with one code redeemed twice.

import assert from 'node:assert/strict';
import { isOfSignIn, until } from './browser/surface.mjs';
import {
  ADD, AVERY, END_SESSION, INES, PAGES, SIGN_IN, openPanelTab, openWindow, pressSignIn, signIn, signInRequests,
  signInSuite, waitForAccounts, waitForCode, waitForNoWindow, waitForSaid,
} from './sign-in.mjs';

/** @typedef {import('./harness.mjs').Bench & {panel: any}} Bench */
/** @typedef {import('./sign-in.mjs').Said} Said */

/**
 * Waits for a request that the simulator holds back.
 * @param {import('./simulator.mjs').Simulator} simulator
 * @param {string} end of its path
 */
async function waitForHeld(simulator, end) {
  await until(async () => (await simulator.requests()).some(({ path, status }) => path.split('?')[0].endsWith(end) && status === null), { what: `a request to ${end}` });
}

/**
 * Does something, and watches meanwhile that there are never two windows.
 * @param {any} browser
 * @param {() => Promise<void>} work
 */
async function withOneWindow(browser, work) {
  let most = 0;
  let isOver = false;
  const watched = (async () => {
    while (!isOver) {
      most = Math.max(most, (await browser.signInWindows()).length);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  await work().finally(() => { isOver = true; });
  await watched;
  assert.ok(most <= 1, `${most} sign-in windows at once`);
}

/**
 * No code was redeemed twice, and none in vain.
 * @param {import('./simulator.mjs').Simulator} simulator
 */
async function assertCodesWereUsedOnce(simulator) {
  const { tokens } = await signInRequests(simulator);
  const redeemed = tokens.filter(({ signIn: asked }) => asked?.grantType === 'authorization_code');
  const given = (await simulator.secrets()).filter(({ kind }) => kind === 'code');
  assert.ok(redeemed.length <= given.length, `${given.length} codes, redeemed ${redeemed.length} times`);
  // One whose answer nobody heard has no status.
  for (const { status } of redeemed) assert.ok(status === 200 || status === null, `a code was refused with ${status}`);
}

/**
 * Whatever came of it, the person can go on: they press Sign in if they have to, and are signed in.
 * @param {Bench} bench
 */
async function assertNotStuck({ browser, panel, simulator }) {
  const now = await waitForSaid(panel, ({ accounts, code }) => accounts.length === 1 || code !== null, 'the sign-in to end');
  if (now.accounts.length === 0) {
    assert.equal(now.code, 'interrupted');
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES);
    await waitForNoWindow(browser);
  }
  await waitForAccounts(panel, INES);
  await waitForSaid(panel, ({ code }) => code === null, 'nothing to be said about it');
  await assertCodesWereUsedOnce(simulator);
  // What was kept is whole: it gives a token, and so the organization's name.
  await panel.reload();
  await waitForSaid(panel, ({ button }) => Boolean(button?.includes(INES.organization)), "the organization's name");
  const pending = await panel.evaluate(async () => Object.keys(await chrome.storage.session.get(null)).filter((key) => key.startsWith('auth/1/pending/')));
  assert.deepEqual(pending, [], 'no sign-in is left under way');
  return now;
}

/**
 * Presses a button that may go by itself meanwhile.
 * @param {any} panel
 * @param {string} button
 */
async function pressIfThere(panel, button) {
  await panel.evaluate((/** @type {string} */ css) => /** @type {HTMLElement | null} */ (document.querySelector(css))?.click(), button);
}

/**
 * Closes the window as soon as it shows something. Playwright loses sight of one whose worker ended
 * before it did; Chromium itself doesn't.
 * @param {any} browser
 */
async function closeWindows(browser) {
  if (browser.name !== 'chromium') return (await openWindow(browser)).close();
  await until(async () => {
    const { targetInfos } = await browser.devtools.send('Target.getTargets', {});
    const found = targetInfos.filter((/** @type {{type: string, url: string}} */ { type, url }) => type === 'page' && isOfSignIn(url));
    for (const { targetId } of found) await browser.devtools.send('Target.closeTarget', { targetId });
    return found.length === 1;
  }, { what: 'the sign-in window' });
}

signInSuite('worker ended', (test) => {
  for (const page of [PAGES.picker, PAGES.password, PAGES.consent]) {
    test(`while the window shows "${page}"`, async (bench) => {
      const { browser, panel, simulator } = bench;
      const window = await pressSignIn(browser, panel);
      await withOneWindow(browser, async () => {
        await window.goOn(INES, page);
        await browser.killWorker();
        // The window is the browser's, and outlives the worker. The person finishes what they began.
        await window.goOn(INES);
        await waitForNoWindow(browser);
      });
      // Nobody has to press anything again.
      assert.equal((await assertNotStuck(bench)).accounts.length, 1);
      assert.equal((await signInRequests(simulator)).seen, 1, 'no window was opened but for the press');
    });
  }

  test('while the window shows a page, which is closed then', async (bench) => {
    const { browser, panel, simulator } = bench;
    const window = await pressSignIn(browser, panel);
    await browser.killWorker();
    await window.close();
    assert.equal((await assertNotStuck(bench)).code, 'interrupted');
    assert.equal((await signInRequests(simulator)).codes, 1);
  });

  test('while the window shows a page, and Sign in is pressed again meanwhile', async (bench) => {
    const { browser, panel, simulator } = bench;
    const window = await pressSignIn(browser, panel);
    await browser.killWorker();
    await withOneWindow(browser, async () => {
      // The new worker knows that there is a window, and so does a panel that is opened only now.
      const other = await openPanelTab(browser);
      for (const each of [panel, other]) {
        await each.waitForElement(`${SIGN_IN}[aria-disabled="true"]`);
        await each.evaluate((/** @type {string} */ button) => /** @type {HTMLElement | null} */ (document.querySelector(button))?.click(), SIGN_IN);
      }
      // Nor does one open for a press that came before the panel knew.
      await other.evaluate(() => chrome.runtime.sendMessage(JSON.stringify({ v: 1, message: { 'sign-in': { account: null } } })));
      await other.waitFor(async () => String((await chrome.storage.session.get(null))['session/1/outcome']).includes('"window-open"'));
      await window.goOn(INES);
      await waitForNoWindow(browser);
      assert.equal((await assertNotStuck(bench)).accounts.length, 1);
    });
    assert.equal((await signInRequests(simulator)).seen, 1, 'no window was opened but for the press');
  });

  for (const [what, hold, path] of /** @type {const} */ ([
    ['before its code goes to Microsoft', 'token', '/token'],
    ['after its code was redeemed, before the tokens come', 'tokenAnswer', '/token'],
    ["while the organization's name is asked for", 'graph', '/organization'],
  ])) {
    test(what, async (bench) => {
      const { browser, panel, simulator } = bench;
      await simulator.entra({ hold: [hold] });
      const window = await pressSignIn(browser, panel);
      await withOneWindow(browser, async () => {
        await window.goOn(INES);
        await waitForHeld(simulator, path);
        await browser.killWorker();
        await simulator.entra({ hold: null });
        // There is a session at Microsoft by now, so nobody has to press anything.
        assert.equal((await assertNotStuck(bench)).accounts.length, 1);
      });
      assert.equal((await signInRequests(simulator)).seen, 1, 'no window was opened but for the press');
    });
  }

  test('twice: again while it goes on where it was', async (bench) => {
    const { browser, panel, simulator } = bench;
    await simulator.entra({ hold: ['token'] });
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES);
    for (let requests = 1; requests <= 2; requests += 1) {
      await until(async () => (await signInRequests(simulator)).tokens.length === requests, { what: `token request ${requests}` });
      await browser.killWorker();
      // What starts it again is whoever looks.
      await panel.reload();
    }
    await simulator.entra({ hold: null });
    assert.equal((await assertNotStuck(bench)).accounts.length, 1);
    assert.equal((await signInRequests(simulator)).seen, 1, 'no window was opened but for the press');
  });

  test('before the window shows anything', async (bench) => {
    const { browser, panel, simulator } = bench;
    await simulator.entra({ hold: ['authorize'] });
    await panel.click(SIGN_IN);
    await waitForHeld(simulator, '/authorize');
    await browser.killWorker();
    await simulator.entra({ hold: null });
    await closeWindows(browser);
    await waitForCode(panel, 'interrupted');
    assert.equal((await signInRequests(simulator)).codes, 0);
    await assertNotStuck(bench);
  });

  test('during a silent renewal', async (bench) => {
    const { browser, panel, simulator, open } = bench;
    await signIn(bench, INES);
    await open({ tenant: 'fabrikam' });
    for (const [hold, path] of /** @type {const} */ ([['authorize', '/authorize'], ['token', '/token'], ['tokenAnswer', '/token']])) {
      await simulator.entra({ hold: [hold] });
      await panel.evaluate(async () => {
        const all = await chrome.storage.session.get(null);
        const [key, text] = Object.entries(all).find(([name]) => name.startsWith('auth/1/account-')) ?? [];
        if (key === undefined) throw new Error('Nobody is signed in.');
        const soon = new Date(Date.now() + 3_600_000).toISOString();
        await chrome.storage.session.set({ [key]: JSON.stringify({ ...JSON.parse(/** @type {string} */ (text)), refresh_ends: soon }) });
        await chrome.alarms.create('renew', { when: Date.now() });
      });
      await waitForHeld(simulator, path);
      await browser.killWorker();
      await simulator.entra({ hold: null });
      // What is there is good for a while yet.
      const { code } = await waitForAccounts(panel, INES);
      assert.equal(code, null);
      await panel.reload();
      await waitForAccounts(panel, INES);
      assert.equal((await browser.signInWindows()).length, 0);
    }
    await assertNotStuck(bench);
  });

  test('during the refresh of a token', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await waitForSaid(panel, ({ button }) => Boolean(button?.includes(INES.organization)), "the organization's name");
    for (const hold of ['token', 'tokenAnswer']) {
      await panel.evaluate(async () => {
        const all = await chrome.storage.session.get(null);
        const past = new Date(Date.now() - 3_600_000).toISOString();
        const old = Object.entries(all).filter(([key]) => key.includes('-accesstoken-'))
          .map(([key, text]) => [key, JSON.stringify({ ...JSON.parse(/** @type {string} */ (text)), ends: past })]);
        await chrome.storage.session.set(Object.fromEntries(old));
        // What it is called is forgotten with the worker, and asked for again.
        await chrome.storage.session.remove(Object.keys(all).filter((key) => key.startsWith('session/1/organization/')));
      });
      await browser.killWorker();
      await simulator.entra({ hold: [hold] });
      await panel.reload();
      await waitForHeld(simulator, '/token');
      await browser.killWorker();
      await simulator.entra({ hold: null });
      await panel.reload();
      await waitForSaid(panel, ({ button }) => Boolean(button?.includes(INES.organization)), "the organization's name");
    }
    await assertNotStuck(bench);
  });

  test('during a sign-out', async (bench) => {
    const { browser, panel, simulator } = bench;
    // It is over in a moment, so that moment is tried at several of its points.
    for (let delay = 0; delay < 5; delay += 1) {
      await signIn(bench, INES);
      await panel.evaluate((/** @type {number} */ turns) => {
        /** @type {HTMLElement | null} */ (document.querySelector('[data-part="sign-out"]'))?.click();
        // Each turn of storage gives the worker one as well.
        return [...Array(turns)].reduce((before) => before.then(() => chrome.storage.session.get(null)), Promise.resolve({}));
      }, delay * 2);
      await browser.killWorker();
      // The panel asks once more when the worker was ended before it answered. Where that one is ended
      // too, it says so, and the person presses again.
      await panel.waitFor(() => document.querySelector('[data-part="signed-in-account"]') === null || document.querySelector('[data-error]') !== null);
      await pressIfThere(panel, '[data-error] .actions button');
      await panel.waitFor(() => document.querySelector('[data-error]') === null);
      await pressIfThere(panel, '[data-part="sign-out"]');
      await waitForAccounts(panel);
      await until(async () => {
        const kept = await panel.evaluate(async () => JSON.stringify(await chrome.storage.session.get(null)));
        return (await simulator.secrets()).every(({ value }) => !kept.includes(value));
      }, { what: 'every token to be gone' });
      // Nobody is signed in again by the worker's next start.
      await browser.killWorker();
      await panel.reload();
      await panel.waitForElement(SIGN_IN);
      await waitForAccounts(panel);
    }
    assert.equal((await signInRequests(simulator)).silent, 0);
  });

  test('while the session at Microsoft is ended', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await panel.click('[data-part="sign-out"]');
    await waitForCode(panel, 'goes-on');
    await simulator.entra({ hold: ['logout'] });
    await panel.click(END_SESSION);
    await waitForHeld(simulator, '/logout');
    await browser.killWorker();
    await simulator.entra({ hold: null });
    // Whether it was ended isn't known; here it is signed out all the same, and busy no longer.
    await waitForSaid(panel, ({ accounts, code }) => accounts.length === 0 && code === 'goes-on', 'the sign-out to be told');
    await panel.waitForElement(SIGN_IN);
  });

  test('while a second account signs in: the first one stays', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await simulator.entra({ hold: ['token'] });
    const window = await pressSignIn(browser, panel, ADD);
    await window.goOn(AVERY);
    await waitForHeld(simulator, '/token');
    await browser.killWorker();
    await simulator.entra({ hold: null });
    const now = await waitForSaid(panel, ({ accounts, code }) => accounts.length === 2 || code !== null, 'the sign-in to end');
    assert.ok(now.accounts.some(({ id }) => id === INES.home));
    await assertCodesWereUsedOnce(simulator);
  });
});
