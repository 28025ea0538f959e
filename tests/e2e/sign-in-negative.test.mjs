// Answers that aren't what was asked for. Each is refused, with a code of its own, and nothing of it is
// kept. What no server can send through a browser is in the tests of crates/auth.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';
import {
  ADD, AGAIN, INES, PAGES, pressSignIn, signIn, signInRequests, signInSuite, waitForAccounts, waitForCode,
  waitForNoWindow,
} from './sign-in.mjs';

/** What the simulator's answers are like, and the code that the panel shows. */
const REFUSED = /** @type {[string, object, string][]} */ ([
  ['another state', { answer: 'wrongState' }, 'state-mismatch'],
  ['no state', { answer: 'missingState' }, 'state-mismatch'],
  ['an issuer of another cloud in the answer', { answer: 'wrongIssuer' }, 'answer-issuer'],
  ['an address that only begins like ours', { answer: 'otherAddress' }, 'foreign-redirect'],
  ['a code that was redeemed before', { answer: 'usedCode' }, 'code-used'],
  ['the code of another sign-in, which our verifier doesn\'t fit', { answer: 'otherCode' }, 'verifier-refused'],
  ['another nonce', { idToken: 'wrongNonce' }, 'id-token-nonce'],
  ['no nonce', { idToken: 'missingNonce' }, 'id-token-nonce'],
  ['another issuer', { idToken: 'wrongIssuer' }, 'id-token-issuer'],
  ['a token for another app', { idToken: 'wrongAudience' }, 'id-token-audience'],
  ['a personal account', { idToken: 'consumer' }, 'consumer-account'],
  ['a token that nobody signed', { idToken: 'algNone' }, 'id-token-unsigned'],
  ['a token that has ended', { idToken: 'expired' }, 'id-token-expired'],
  ['a token that is not valid yet', { idToken: 'notYetValid' }, 'id-token-early'],
  ['a token of version 1.0', { idToken: 'wrongVersion' }, 'id-token-version'],
  ['a text that is no token', { idToken: 'malformed' }, 'id-token-form'],
]);

/**
 * Of a sign-in that failed nothing is left: no token, no account, no sign-in under way.
 * @param {any} panel
 * @param {import('./simulator.mjs').Simulator} simulator
 */
async function assertNothingIsKept(panel, simulator) {
  /** @type {string[]} */
  let keys = [];
  // That a sign-in is over is written after how it ended.
  await until(
    async () => {
      keys = await panel.evaluate(async () => Object.keys(await chrome.storage.session.get(null)).filter((key) => key.startsWith('auth/')));
      return keys.length === 0;
    },
    { what: () => `all of it to be gone; there is ${keys.join(', ')}` },
  );
  const kept = await panel.evaluate(async () => JSON.stringify([await chrome.storage.session.get(null), await chrome.storage.local.get(null)]));
  for (const { kind, value } of await simulator.secrets()) assert.ok(!kept.includes(value), `a ${kind} is kept`);
}

signInSuite('refused', (test) => {
  test('(what is tried here is refused for what is wrong with it alone)', async (bench) => {
    // Entra names no issuer in its answers today; the right one would be fine.
    await bench.simulator.entra({ answer: 'rightIssuer' });
    await signIn(bench, INES);
  });

  for (const [what, switches, code] of REFUSED) {
    test(what, async ({ browser, panel, simulator }) => {
      await simulator.entra(switches);
      const window = await pressSignIn(browser, panel);
      await window.goOn(INES);
      await waitForNoWindow(browser);
      const { accounts, outcome } = await waitForCode(panel, code);
      assert.deepEqual(accounts, []);
      assert.ok(outcome.includes(`code: ${code}`), outcome);
      await assertNothingIsKept(panel, simulator);
      // What is refused for its answer is refused before its code goes anywhere.
      const isForAnswer = ['state-mismatch', 'answer-issuer', 'foreign-redirect'].includes(code);
      assert.equal((await signInRequests(simulator)).codes, isForAnswer ? 0 : 1);

      // The next sign-in is none the worse for it.
      await simulator.entra({ answer: null, idToken: null });
      await signIn({ browser, panel }, INES);
    });
  }

  test('an answer after more than ten minutes', async ({ browser, panel, simulator }) => {
    const window = await pressSignIn(browser, panel);
    await window.goOn(INES, PAGES.consent);
    await browser.inWorker((/** @type {any} */ global, /** @type {number} */ ahead) => {
      const now = global.Date.now.bind(global.Date);
      global.Date.now = () => now() + ahead;
    }, 11 * 60_000, panel);
    await window.goOn(INES);
    await waitForCode(panel, 'late-answer');
    await assertNothingIsKept(panel, simulator);
    assert.equal((await signInRequests(simulator)).codes, 0);
  });

  test('another tenant than that of the account', async ({ browser, panel, simulator }) => {
    await signIn({ browser, panel }, INES);
    // That the account has to prove itself anew asks for it, and for nobody else.
    await simulator.entra({ tokenError: { times: 1, error: 'interaction_required', code: 50_076 } });
    const first = await pressSignIn(browser, panel, ADD);
    await first.goOn(INES);
    await waitForCode(panel, 'more-proof-needed');
    await simulator.entra({ idToken: 'wrongTenant' });
    await panel.click(AGAIN);
    // Whoever has a session and consented is asked nothing.
    await waitForCode(panel, 'wrong-tenant');
    await waitForNoWindow(browser);
    // The account that was there is as it was.
    await waitForAccounts(panel, INES);
  });

});
