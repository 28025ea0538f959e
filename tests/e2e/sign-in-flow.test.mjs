// A first sign-in, and every way in which the person or Microsoft ends it.

import assert from 'node:assert/strict';
import { suite } from './harness.mjs';
import {
  ADD, AGAIN, CLIENT, INES, MAREK, PAGES, SIGN_IN, YUKI, go, openPanelTab, pressSignIn, register, signIn,
  signInRequests, signInSuite, waitForAccounts, waitForCode, waitForNoWindow, waitForSaid,
} from './sign-in.mjs';

/**
 * Nobody is signed in, it is said in a word, and the next try starts as the first one did. What a page
 * of Microsoft's told in the window is told to nobody else, so the first time the panel says what it
 * may have been.
 * @param {import('./harness.mjs').Bench & {panel: any}} bench
 */
async function assertNothingCameOfIt({ browser, panel, simulator }) {
  await waitForNoWindow(browser);
  const now = await waitForCode(panel, 'cancelled');
  assert.deepEqual(now.accounts, []);
  assert.deepEqual((await signInRequests(simulator)).tokens, [], 'no code was redeemed');
  const window = await pressSignIn(browser, panel);
  assert.equal(await window.title(), PAGES.picker);
}

/** The address of this install that has to be registered, as the set-up page shows it. @param {any} panel */
async function shownRedirect(panel) {
  await go(panel, '#/set-up');
  await panel.waitForElement('.set-up [data-part="redirect"]');
  const shown = await panel.evaluate(() => document.querySelector('[data-part="redirect"]')?.textContent);
  const own = await panel.evaluate(() => chrome.identity.getRedirectURL('cb/global'));
  assert.equal(shown, own);
  await go(panel, '#/account');
  return own;
}

suite('set-up', (test) => {
  test('the id of the app registration is checked, kept, and taken away again', async ({ browser }) => {
    const panel = await openPanelTab(browser);
    await panel.waitForElement({ css: '[data-part="registration"]' });
    assert.equal(await panel.has(SIGN_IN), false, 'without an id nobody can sign in');
    await panel.click('[data-part="registration"]');
    await panel.fill('[data-part="client-id"]', 'Partner Lens');
    await panel.waitForElement('[data-part="client-id"][aria-invalid="true"]');
    await panel.click('[data-part="save-client-id"]');
    assert.equal(await panel.has('[data-part="registered"]'), false);
    await panel.reload();
    // Pasted with blanks around it and in capitals, as portals and mails have it.
    await register(panel, ` ${CLIENT.toUpperCase()} `);
    assert.deepEqual(await panel.evaluate(() => chrome.storage.local.get('client/1')), { 'client/1': CLIENT });
    await go(panel, '#/set-up');
    await panel.click('[data-part="remove-client-id"]');
    await panel.waitFor(() => document.querySelector('[data-part="registered"]') === null);
    assert.equal(await panel.evaluate(async () => (await chrome.storage.local.get('client/1'))['client/1'] || ''), '', 'nothing is left of it on disk');
  });
});

signInSuite('first sign-in', (test, browserName) => {
  test('from the picker over consent to the account', async (bench) => {
    const { browser, panel, simulator } = bench;
    const window = await pressSignIn(browser, panel);
    assert.ok((await panel.evaluate(() => document.body.innerText)).includes('A sign-in window is open.'));
    for (const page of [PAGES.picker, PAGES.password, PAGES.consent]) {
      await window.goOn(INES, page);
      assert.equal(await window.title(), page);
    }
    assert.ok((await window.page.text()).includes('User.Read'), 'the consent page names what is asked for');
    await window.goOn(INES);
    await waitForNoWindow(browser);
    await waitForAccounts(panel, INES);
    const { accounts: [account], button, code } = await waitForSaid(panel, (now) => Boolean(now.button?.includes(INES.organization)), "the organization's name");
    for (const part of [INES.name, INES.upn, INES.organization, INES.tenant, 'Microsoft 365 (worldwide)']) {
      assert.ok(account?.text.includes(part), `${part} in ${account?.text}`);
    }
    assert.ok(account?.scopes.includes('User.Read'));
    assert.equal(account.inUse, true);
    assert.equal(button, `Account: ${INES.upn}, ${INES.organization}`);
    assert.equal(code, null);

    const { fetched, codes, refreshes, silent, graph, tokens } = await signInRequests(simulator);
    // Firefox fetches the address once by itself before it shows it in the window.
    assert.equal(fetched.length, browserName === 'firefox' ? 2 : 1);
    for (const { signIn: asked } of fetched) {
      assert.equal(asked.prompt, 'select_account');
      assert.equal(asked.responseMode, 'query');
      assert.ok(asked.hasState && asked.hasNonce && asked.hasChallenge);
    }
    assert.deepEqual({ codes, refreshes, silent, graph: graph.length }, { codes: 1, refreshes: 0, silent: 0, graph: 1 });
    assert.match(tokens[0].origin, /^(chrome|moz)-extension:/);
  });

  test('by a script of Microsoft\'s instead of a redirect', async (bench) => {
    await bench.simulator.entra({ redirect: 'script' });
    await signIn(bench, INES);
    assert.equal((await signInRequests(bench.simulator)).codes, 1);
  });

  test('with a second factor, once denied', async (bench) => {
    const { browser, panel } = bench;
    const window = await pressSignIn(browser, panel);
    await window.goOn(YUKI, PAGES.approval);
    await window.press({ css: 'button', text: 'Deny' });
    await window.waitFor(PAGES.approval);
    assert.ok((await window.page.text()).includes('The request was denied'));
    await window.goOn(YUKI);
    await waitForAccounts(panel, YUKI);
  });

  for (const page of [PAGES.picker, PAGES.password, PAGES.approval, PAGES.consent]) {
    test(`cancelled on the page "${page}"`, async (bench) => {
      const window = await pressSignIn(bench.browser, bench.panel);
      await window.goOn(YUKI, page);
      await window.press({ css: 'button', text: 'Cancel' });
      await assertNothingCameOfIt(bench);
    });
  }

  for (const page of [PAGES.picker, PAGES.consent]) {
    test(`the window closed on the page "${page}"`, async (bench) => {
      const window = await pressSignIn(bench.browser, bench.panel);
      await window.goOn(INES, page);
      await window.close();
      await assertNothingCameOfIt(bench);
    });
  }

  test('the window of a second account closed: nothing is said', async (bench) => {
    const { browser, panel } = bench;
    await signIn(bench, INES);
    const window = await pressSignIn(browser, panel, ADD);
    await window.close();
    assert.equal((await waitForAccounts(panel, INES)).code, null, 'what the person did themselves needs no word');
  });

  test('consent that only an administrator can give', async ({ browser, panel }) => {
    const window = await pressSignIn(browser, panel);
    await window.goOn(MAREK, PAGES.needsAdmin);
    await window.press({ css: 'button', text: 'Return without granting consent' });
    const { accounts, outcome } = await waitForCode(panel, 'admin-consent-required');
    assert.deepEqual(accounts, []);
    const address = await panel.evaluate(() => document.querySelector('[data-part="admin-consent"]')?.getAttribute('href'));
    assert.match(String(address), /^https:\/\/login\.microsoftonline\.com\/organizations\/v2\.0\/adminconsent\?/);
    assert.ok(String(address).includes(CLIENT));
    // The message to send says all that the administrator needs.
    const message = await panel.evaluate(() => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('[data-part="consent-message"]'))?.value ?? '');
    for (const part of [String(address), CLIENT, 'User.Read']) assert.ok(message.includes(part), part);
    assert.ok(outcome.includes('AADSTS90094'), outcome);
  });

  test('blocked by Conditional Access, on its own page', async (bench) => {
    await bench.simulator.entra({ conditionalAccess: 'blocks' });
    const window = await pressSignIn(bench.browser, bench.panel);
    await window.goOn(INES, PAGES.blocked);
    assert.ok((await window.page.text()).includes('AADSTS53003'));
    // That page leads nowhere; whoever closes it has read what it says.
    await window.close();
    await bench.simulator.entra({ conditionalAccess: null });
    await assertNothingCameOfIt(bench);
  });

  test('blocked by Conditional Access, told to us', async ({ browser, panel, simulator }) => {
    await simulator.entra({ tokenError: { error: 'invalid_grant', suberror: 'message_only', code: 53003 } });
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES);
    await waitForCode(panel, 'blocked-by-policy');
    const text = await panel.evaluate(() => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('[data-part="microsoft-says"]'))?.value ?? '');
    // As it stands, with the ids by which an administrator finds it.
    assert.match(text, /^AADSTS53003: The simulator was told to refuse\. Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \S+ \S+$/);
  });

  test('a client id that nobody registered', async (bench) => {
    const { browser, panel, simulator } = bench;
    await simulator.entra({ clients: [] });
    const window = await pressSignIn(browser, panel);
    // Entra tells the person and not us: an unknown app isn't answered.
    await window.waitFor(PAGES.error);
    assert.ok((await window.page.text()).includes('AADSTS700016'));
    await window.close();
    await waitForCode(panel, 'cancelled');
    await shownRedirect(panel);
    await simulator.entra({ clients: null });
    await assertNothingCameOfIt(bench);
  });

  test('an address that nobody registered', async ({ browser, panel, simulator }) => {
    await simulator.entra({ redirectUris: ['https://contoso.example/back'] });
    const redirect = await shownRedirect(panel);
    const window = await pressSignIn(browser, panel);
    await window.waitFor(PAGES.error);
    const page = await window.page.text();
    // What the set-up page shows is what Entra misses, letter by letter.
    assert.ok(page.includes('AADSTS50011') && page.includes(`'${redirect}'`), page);
    await window.close();
    await simulator.entra({ redirectUris: [redirect] });
    await signIn({ browser, panel }, INES);
  });

  for (const [what, switches, code, number] of /** @type {const} */ ([
    ['an app that is gone', { tokenError: { error: 'unauthorized_client', code: 700_016 } }, 'app-not-found', 'AADSTS700016'],
    ['an address that is registered no longer', { tokenError: { error: 'invalid_grant', code: 500_112 } }, 'redirect-not-registered', 'AADSTS500112'],
    ['an address registered as that of a web app', { platform: 'web' }, 'platform-type', 'AADSTS9002326'],
  ])) {
    test(`${what}: what has to be registered is shown`, async ({ browser, panel, simulator }) => {
      const redirect = await shownRedirect(panel);
      await simulator.entra(switches);
      const window = await pressSignIn(browser, panel);
      await window.goOn(INES);
      const { accounts, outcome } = await waitForCode(panel, code);
      assert.deepEqual(accounts, []);
      assert.ok(outcome.includes(redirect), outcome);
      assert.ok(outcome.includes(number), outcome);
    });
  }

  test('throttled: nobody is asked for a password before the time', async ({ browser, panel, simulator }) => {
    await simulator.entra({ tokenError: { times: 1, status: 429, error: 'temporarily_unavailable', code: 90_055, retryAfter: '90' } });
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES);
    const { outcome } = await waitForCode(panel, 'throttled');
    assert.match(outcome, /You can try again after \S/);
    const before = await signInRequests(simulator);
    // That it is kept anew is how one sees that the press has come to its end.
    await panel.evaluate(() => chrome.storage.session.remove('session/1/outcome'));
    await panel.click(AGAIN);
    await panel.waitFor(async () => 'session/1/outcome' in (await chrome.storage.session.get('session/1/outcome')));
    await waitForCode(panel, 'throttled');
    assert.equal((await browser.signInWindows()).length, 0);
    assert.equal((await signInRequests(simulator)).seen, before.seen);

    await browser.inWorker((/** @type {any} */ global, /** @type {number} */ ahead) => {
      const now = global.Date.now.bind(global.Date);
      global.Date.now = () => now() + ahead;
    }, 91_000, panel);
    const again = await pressSignIn(browser, panel, AGAIN);
    await again.goOn(INES);
    await waitForAccounts(panel, INES);
    await waitForSaid(panel, ({ code }) => code === null, 'nothing to be said about it');
  });

  test('a token endpoint that is down', async ({ browser, panel, simulator }) => {
    await simulator.entra({ tokenError: { status: 503 } });
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES);
    // It names no time, so it is a minute.
    await waitForCode(panel, 'throttled');
    assert.equal((await signInRequests(simulator)).codes, 1, 'it was asked once');
  });
});
