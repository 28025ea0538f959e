// What becomes of a sign-in: renewed while it is used, gone with the browser, one of several, ended.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';
import { openPanel } from './host.mjs';
import { badgedRows } from './rows.mjs';
import {
  AVERY, END_SESSION, INES, PAGES, SIGN_IN, go, openPanelTab, openWindow, pressSignIn, said, signIn, signInRequests,
  signInSuite, waitForAccounts, waitForCode, waitForNoWindow, waitForSaid,
} from './sign-in.mjs';

const HOUR = 3_600_000;

/** What is kept of accounts and tokens, by key. Runs in an extension page. @returns {Promise<Record<string, string>>} */
async function readKept() {
  const all = await chrome.storage.session.get(null);
  return /** @type {Record<string, string>} */ (Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('auth/'))));
}

/**
 * Moves the times of what is kept, as if it had been there for a while.
 * @param {any} panel
 * @param {string} part of the key
 * @param {string} field
 * @param {number} ahead milliseconds from now
 */
function setTime(panel, part, field, ahead) {
  return panel.evaluate(async (/** @type {{part: string, field: string, ahead: number}} */ to) => {
    const all = await chrome.storage.session.get(null);
    const changed = Object.entries(all)
      .filter(([key]) => key.startsWith('auth/1/') && key.includes(to.part))
      .map(([key, text]) => {
        const at = new Date(Date.now() + to.ahead).toISOString();
        return [key, JSON.stringify({ ...JSON.parse(/** @type {string} */ (text)), [to.field]: at })];
      });
    if (changed.length === 0) throw new Error(`Nothing of ${to.part} is kept.`);
    await chrome.storage.session.set(Object.fromEntries(changed));
  }, { part, field, ahead });
}

/** Has the alarm of the renewal go off now. @param {any} panel */
function renewNow(panel) {
  return panel.evaluate(() => chrome.alarms.create('renew', { when: Date.now() }));
}

/** When the next renewal is due, in milliseconds from now; none after the alarm went off. @param {any} panel @returns {Promise<number>} */
function nextRenewal(panel) {
  return panel.evaluate(async () => ((await chrome.alarms.get('renew'))?.scheduledTime ?? Date.now()) - Date.now());
}

/** @param {any} panel @param {number} hours */
async function waitForNextRenewal(panel, hours) {
  /** @type {number | undefined} */
  let ahead;
  await until(async () => {
    ahead = await nextRenewal(panel);
    return Math.abs(ahead - hours * HOUR) < 0.1 * HOUR;
  }, { what: () => `the next renewal to be due in ${hours} h, not in ${ahead} ms` });
}

/**
 * The docked panel of a page of the admin center, on its page of accounts.
 * @param {any} page
 */
async function dockedAccounts(page) {
  await badgedRows(page);
  const panel = await openPanel(page);
  await go(panel, '#/account');
  await panel.waitForElement('.account-page');
  return panel;
}

signInSuite('renewal', (test) => {
  test('silent, while the admin center is open', async (bench) => {
    const { browser, panel, simulator, open } = bench;
    await signIn(bench, INES);
    await waitForNextRenewal(panel, 20);
    await open({ tenant: 'fabrikam' });
    await setTime(panel, '/account-', 'refresh_ends', HOUR);
    await renewNow(panel);
    await until(async () => {
      assert.equal((await browser.signInWindows()).length, 0, 'no window opens');
      return (await signInRequests(simulator)).codes === 2;
    }, { what: 'the renewal' });
    await waitForNextRenewal(panel, 20);
    const { silent, seen, refreshes } = await signInRequests(simulator);
    assert.deepEqual({ silent, seen, refreshes }, { silent: 1, seen: 1, refreshes: 0 });
    const kept = /** @type {Record<string, string>} */ (await panel.evaluate(readKept));
    const account = Object.entries(kept).find(([key]) => key.startsWith('auth/1/account-'));
    assert.ok(Date.parse(JSON.parse(account?.[1] ?? '{}').refresh_ends) - Date.now() > 23 * HOUR);
    await waitForAccounts(panel, INES);
    assert.equal((await browser.signInWindows()).length, 0);
  });

  test('not for whoever has no admin center open', async (bench) => {
    const { panel, simulator } = bench;
    await signIn(bench, INES);
    await setTime(panel, '/account-', 'refresh_ends', HOUR);
    await renewNow(panel);
    // It looks again in half an hour.
    await waitForNextRenewal(panel, 0.5);
    assert.equal((await signInRequests(simulator)).silent, 0);
    await waitForAccounts(panel, INES);
  });

  test('in vain: no window opens, and what is there is used to its end', async (bench) => {
    const { browser, panel, simulator, open } = bench;
    await signIn(bench, INES);
    await open({ tenant: 'fabrikam' });
    await setTime(panel, '/account-', 'refresh_ends', HOUR);
    await simulator.endSessions();
    await renewNow(panel);
    await waitForNextRenewal(panel, 0.5);
    const { silent, seen, codes } = await signInRequests(simulator);
    assert.deepEqual({ silent, seen, codes }, { silent: 1, seen: 1, codes: 1 });
    assert.equal((await browser.signInWindows()).length, 0);
    assert.equal((await waitForAccounts(panel, INES)).code, null);
  });

  test('of a token: one refresh for all who ask', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await waitForSaid(panel, (now) => Boolean(now.button?.includes(INES.organization)), "the organization's name");
    // The worker alone asks for tokens, and the only thing today that it needs one for is what the
    // organization is called. So these are as many as can be made to wait for one here; fifty callers
    // of the same worker are in the tests of crates/auth.
    await setTime(panel, '-accesstoken-', 'ends', -HOUR);
    await browser.killWorker();
    const pages = [panel, await openPanelTab(browser), await openPanelTab(browser)];
    const answers = await Promise.all(pages.map((page) => page.evaluate(async () => {
      const ask = () => chrome.runtime.sendMessage(JSON.stringify({ v: 1, message: { session: {} } }));
      return Promise.all(Array.from({ length: 50 }, ask));
    })));
    for (const answer of answers.flat()) assert.ok(answer.includes(INES.upn), answer);
    await until(async () => (await signInRequests(simulator)).graph.length === 2, { what: 'the name to be asked for again' });
    assert.equal((await signInRequests(simulator)).refreshes, 1);
  });
});

signInSuite('restart', (test) => {
  test('one silent try, and somebody is signed in again', async (bench) => {
    const { browser, simulator } = bench;
    await signIn(bench, INES);
    await browser.restart();
    const panel = await openPanelTab(browser);
    await waitForAccounts(panel, INES);
    const { silent, seen, codes } = await signInRequests(simulator);
    assert.deepEqual({ silent, seen, codes }, { silent: 1, seen: 1, codes: 2 });
    assert.equal((await browser.signInWindows()).length, 0);
  });

  test('one silent try, and Sign in where Microsoft knows nobody any more', async (bench) => {
    const { browser, simulator } = bench;
    await signIn(bench, INES);
    await browser.restart(() => simulator.endSessions());
    const panel = await openPanelTab(browser);
    await until(async () => (await signInRequests(simulator)).silent === 1, { what: 'the silent try' });
    await panel.waitForElement(SIGN_IN);
    assert.equal((await waitForAccounts(panel)).code, null, 'that nobody is signed in is no failure');
    // Neither a new worker nor a new panel tries again.
    await browser.killWorker();
    await panel.reload();
    await panel.waitForElement(SIGN_IN);
    await waitForAccounts(panel);
    const { silent, codes } = await signInRequests(simulator);
    assert.deepEqual({ silent, codes }, { silent: 1, codes: 1 });
    assert.equal((await browser.signInWindows()).length, 0);
  });

  test('nothing is tried for whoever signed out before', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await panel.click('[data-part="sign-out"]');
    await waitForCode(panel, 'goes-on');
    await browser.restart();
    const again = await openPanelTab(browser);
    await again.waitForElement(SIGN_IN);
    await waitForAccounts(again);
    assert.equal((await signInRequests(simulator)).silent, 0);
  });
});

signInSuite('several accounts', (test) => {
  test('each page is seen with the account of its organization', async (bench) => {
    const { panel, open } = bench;
    await signIn(bench, INES);
    await signIn(bench, AVERY, INES);
    for (const who of [INES, AVERY]) {
      const page = await open({ tenant: who === INES ? 'fabrikam' : 'contoso' });
      const docked = await dockedAccounts(page);
      const { accounts, mismatch } = await waitForSaid(docked, (now) => now.accounts.length === 2 && now.accounts.every(({ text, inUse }) => inUse === text.includes(who.upn)), `${who.upn} to be in use`);
      assert.equal(mismatch, null);
      for (const { id, text } of accounts) {
        assert.ok(text.includes(id === who.home ? 'It names the same organization.' : 'It names another organization'), text);
      }
      await page.close();
    }
    // Where no page says which, the person does.
    await panel.reload();
    for (const who of [INES, AVERY, INES]) {
      await waitForAccounts(panel, INES, AVERY);
      const { accounts } = await said(panel);
      if (accounts.find(({ inUse }) => inUse)?.id !== who.home) {
        await panel.click(`[data-account="${who.home}"] [data-part="use-account"]`);
      }
      await waitForSaid(panel, (now) => now.accounts.find(({ inUse }) => inUse)?.id === who.home, `${who.upn} to be in use`);
    }
  });

  test('of another organization than the page: said before any data', async (bench) => {
    const { browser, open } = bench;
    await signIn(bench, AVERY);
    const page = await open({ tenant: 'fabrikam' });
    const panel = await dockedAccounts(page);
    for (const route of ['#/account', '#/overview', '#/partners', '#/set-up']) {
      await go(panel, route);
      await waitForSaid(panel, ({ mismatch }) => Boolean(mismatch?.includes(INES.organization) && mismatch.includes(AVERY.organization) && mismatch.includes(AVERY.upn)), `the mismatch to be said on ${route}`);
      assert.equal(await panel.evaluate(() => document.querySelector('main')?.firstElementChild?.getAttribute('data-part')), 'mismatch', 'it stands before everything else');
    }
    const window = await pressSignIn(browser, panel, '[data-part="mismatch"] [data-part="sign-in-other"]');
    await window.goOn(INES);
    await waitForNoWindow(browser);
    await go(panel, '#/account');
    await waitForSaid(panel, ({ mismatch, accounts }) => mismatch === null && accounts.length === 2, 'the account of the page to be in use');
  });
});

signInSuite('sign-out', (test) => {
  test('here first, then at Microsoft', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await panel.click('[data-part="sign-out"]');
    const { outcome } = await waitForCode(panel, 'goes-on');
    assert.ok(outcome.includes(INES.upn), outcome);
    await waitForAccounts(panel);
    const kept = await panel.evaluate(async () => JSON.stringify([await chrome.storage.session.get(null), await chrome.storage.local.get(null)]));
    for (const { kind, value } of await simulator.secrets()) assert.ok(!kept.includes(value), `a ${kind} is kept`);
    assert.ok(!kept.includes('account-'), kept);
    assert.deepEqual((await signInRequests(simulator)).logout, [], 'Microsoft is not told yet');

    await panel.click(END_SESSION);
    await waitForCode(panel, 'ended');
    await waitForNoWindow(browser);
    // Once in either browser. Firefox asks by itself first, and needs no window where that does it.
    assert.equal((await signInRequests(simulator)).logout.length, 1);
    // That it is over there too shows in what the next sign-in asks.
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES, PAGES.password);
  });

  test('at Microsoft, where that is not confirmed', async (bench) => {
    const { browser, panel, simulator } = bench;
    await signIn(bench, INES);
    await panel.click('[data-part="sign-out"]');
    await waitForCode(panel, 'goes-on');
    // An address that isn't registered is passed over: Microsoft's page says so, and stays.
    await simulator.entra({ redirectUris: ['https://contoso.example/back'] });
    await panel.click(END_SESSION);
    const window = await openWindow(browser);
    await window.waitFor('You are signed out');
    await window.close();
    await waitForCode(panel, 'not-confirmed');
  });

  test('of one account leaves the other', async (bench) => {
    const { panel } = bench;
    await signIn(bench, INES);
    await signIn(bench, AVERY, INES);
    await panel.click(`[data-account="${INES.home}"] [data-part="sign-out"]`);
    await waitForCode(panel, 'goes-on');
    await waitForAccounts(panel, AVERY);
    const keys = Object.keys(await panel.evaluate(readKept));
    assert.deepEqual(keys.filter((key) => key.includes(INES.home)), []);
    assert.ok(keys.some((key) => key.includes('accesstoken') && key.includes(AVERY.home)), keys.join());
  });

  test('another app registration signs everybody out', async (bench) => {
    const { panel, simulator } = bench;
    await signIn(bench, INES);
    await go(panel, '#/set-up');
    await panel.click('[data-part="remove-client-id"]');
    await panel.waitFor(() => document.querySelector('[data-part="registered"]') === null);
    await go(panel, '#/account');
    await waitForAccounts(panel);
    const kept = JSON.stringify(await panel.evaluate(readKept));
    for (const { kind, value } of await simulator.secrets()) assert.ok(!kept.includes(value), `a ${kind} is kept`);
  });
});
