// Signing in at a provider that isn't ours: what matters is judged by somebody else's code.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';
import { peerSuite } from './peers/bench.mjs';
import { CLIENT, PERSON } from './peers/entra.mjs';
import { LoginHost } from './peers/provider.mjs';
import { queryOf } from './peers/relay.mjs';
import { pageAddress } from './simulator.mjs';

/** How the extension names the person whom the provider knows. */
const ACCOUNT = `${PERSON.object}.${PERSON.tenant}`;

peerSuite('sign-in at oidc-provider', (declare) => {
  /**
   * Declares a test with a provider that knows nothing yet.
   * @param {string} what
   * @param {(bench: import('./peers/bench.mjs').Bench & {host: LoginHost}) => Promise<void>} body
   */
  const test = (what, body) =>
    declare(what, async (bench) => {
      const host = await LoginHost.start(await bench.extension.register(CLIENT));
      bench.relay.login = host.answer;
      try {
        await body({ ...bench, host });
      } finally {
        await host.stop();
      }
    });

  test('a code with PKCE becomes an account', async ({ browser, extension, relay, host }) => {
    const { accounts, inUse, outcome } = await extension.signIn();
    assert.equal(outcome, null);
    assert.equal(inUse, ACCOUNT);
    const [{ id, username, name, tenant, scopes }] = accounts;
    assert.deepEqual({ id, username, name, tenant }, {
      id: ACCOUNT, username: PERSON.username, name: PERSON.name, tenant: PERSON.tenant,
    });
    assert.deepEqual(scopes, ['User.Read', 'openid', 'profile']);

    // Firefox asks first without a window whether it takes one, and gets the first page for that.
    const probes = browser.name === 'firefox' ? 1 : 0;
    assert.equal(host.pages - probes, 2, 'one page to choose an account, one to agree');
    const asked = relay.at('authorize');
    assert.equal(asked.length - probes, 1);
    assert.equal(new Set(asked.map((request) => queryOf(request).get('state'))).size, 1);
    const [redeemed] = relay.at('token');
    assert.equal(relay.at('token').length, 1);
    assert.match(redeemed.headers.origin, /^(chrome|moz)-extension:\/\//);
    assert.equal(redeemed.answer?.status, 200);
    const back = relay.exchanges.map(({ answer }) => String(answer?.headers.location)).find((address) => address.includes('code='));
    assert.equal(new URL(back ?? '').searchParams.get('iss'), `https://login.microsoftonline.com/${PERSON.tenant}/v2.0`);
  });

  test('an account that is in use is renewed without a window', async ({ browser, extension, relay, host }) => {
    // Ends within the hours in which it is renewed.
    host.switches.lifetime = 3_600;
    const before = await extension.signIn();
    const pages = host.pages;
    relay.exchanges.length = 0;
    host.switches.lifetime = 86_400;
    await browser.open(pageAddress({}));
    await extension.renew();
    const after = await extension.settled(({ accounts }) => accounts[0].ends !== before.accounts[0].ends, 'the renewal');
    assert.ok(Date.parse(after.accounts[0].ends) - Date.now() > 86_000_000, 'a day from now');
    const [asked] = relay.at('authorize').map(queryOf);
    assert.equal(asked.get('prompt'), 'none');
    assert.equal(asked.get('login_hint'), PERSON.loginHint);
    assert.deepEqual(relay.at('token').map(({ answer }) => answer?.status), [200]);
    assert.equal(host.pages, pages, 'no page was shown');
  });

  test('after a start of the browser its session brings the account back, or nobody', async ({ browser, extension, relay, host }) => {
    await extension.signIn();
    const pages = host.pages;
    relay.exchanges.length = 0;
    const restarted = async () => {
      await extension.remembered();
      // What the end of the browser does: a worker that saw its storage go would look for the account.
      await browser.killWorker();
      await extension.page.evaluate(() => chrome.storage.session.clear());
    };
    await restarted();
    await extension.settled(({ accounts }) => accounts.length === 1, 'the account to come back');
    assert.deepEqual(relay.at('authorize').map((request) => queryOf(request).get('prompt')), ['none']);

    // A provider that knows nothing of the browser's session.
    const other = await LoginHost.start((await extension.session()).setup.redirect);
    relay.login = other.answer;
    relay.exchanges.length = 0;
    await restarted();
    await extension.session();
    await until(async () => relay.at('authorize').some(({ answer }) => answer !== undefined), { what: 'the silent try' });
    const { accounts, outcome } = await extension.settled(() => true, 'the silent try to end');
    assert.deepEqual({ accounts, outcome }, { accounts: [], outcome: null });
    const [{ answer }] = relay.at('authorize');
    assert.equal(new URL(String(answer?.headers.location)).searchParams.get('error'), 'login_required');
    assert.equal(relay.at('authorize').length, 1);
    assert.equal(relay.at('token').length, 0);
    assert.equal(other.pages + host.pages, pages, 'no page was shown');
    await other.stop();
  });

  test('three contexts that need a token refresh once, and the token rotates', async ({ extension, relay, host }) => {
    await extension.signIn();
    relay.exchanges.length = 0;
    const first = await extension.secret('refreshtoken');
    await extension.drop('accesstoken');
    await extension.needToken(3);
    const [refreshed, ...others] = relay.at('token');
    assert.equal(others.length, 0, 'the second use of a refresh token would end the session');
    assert.equal(refreshed.answer?.status, 200);
    const second = await extension.secret('refreshtoken');
    assert.notEqual(second, first);
    await extension.drop('accesstoken');
    await extension.needToken();
    assert.deepEqual(relay.at('token').map(({ answer }) => answer?.status), [200, 200]);

    // Somebody else has the first one too: the provider ends the session, and nothing is kept of it.
    const stolen = await host.answer(refreshed);
    assert.equal(stolen.status, 400);
    assert.equal(JSON.parse(stolen.body).error, 'invalid_grant');
    await extension.drop('accesstoken');
    const before = await extension.kept();
    await extension.needToken();
    assert.equal(relay.at('token').at(-1)?.answer?.status, 400);
    assert.deepEqual(await extension.kept(), before);
    // The person signs in again, and all is well.
    const { outcome } = await extension.signInAgain();
    assert.equal(outcome, null);
    await extension.drop('accesstoken');
    await extension.needToken();
    assert.equal(relay.at('token').at(-1)?.answer?.status, 200);
  });

  test('a wrong verifier, another redirect, no origin and a second use are refused', async ({ extension, relay, host }) => {
    host.switches.tamper = (form) => form.set('code_verifier', 'x'.repeat(43));
    const { accounts, outcome } = await extension.signIn();
    assert.deepEqual(accounts, []);
    assert.deepEqual([outcome.problem.code, outcome.problem.remedy], ['grant-ended', 'sign-in']);
    assert.deepEqual(Object.keys(await extension.kept()), [], 'nothing is kept of it');

    // The code is still good, so each of these is refused for what it says and nothing else.
    const [redeem] = relay.at('token');
    /** @param {Record<string, string>} changes */
    const sent = async (changes, headers = redeem.headers) => {
      const form = new URLSearchParams(redeem.body);
      for (const [name, value] of Object.entries(changes)) form.set(name, value);
      const { status, body } = await host.answer({ ...redeem, headers, body: form.toString() });
      return { status, answer: JSON.parse(body) };
    };
    const { origin: _, ...without } = redeem.headers;
    for (const [what, outcome] of /** @type {const} */ ([
      ['another verifier', await sent({ code_verifier: 'y'.repeat(43) })],
      ['another redirect', await sent({ redirect_uri: 'https://fabrikam.example/cb/global' })],
      ['no origin', await sent({}, without)],
    ])) {
      assert.equal(outcome.status, 400, what);
    }
    const good = await sent({});
    assert.equal(good.status, 200);
    const again = await sent({});
    assert.deepEqual([again.status, again.answer.error], [400, 'invalid_grant'], 'a second use');
    const family = await sent({ grant_type: 'refresh_token', refresh_token: good.answer.refresh_token });
    assert.deepEqual([family.status, family.answer.error], [400, 'invalid_grant'], 'what came of it ends with it');

    const [authorize] = relay.at('authorize');
    for (const [name, value] of [
      ['redirect_uri', 'https://fabrikam.example/cb/global'],
      ['code_challenge_method', 'plain'],
      ['code_challenge', ''],
    ]) {
      const query = queryOf(authorize);
      query.set(name, value);
      const { headers, status } = await host.answer({ ...authorize, path: `${authorize.path.split('?')[0]}?${query}` });
      const back = new URL(String(headers.location ?? 'about:blank')).searchParams;
      assert.equal(back.get('code'), null, `${name}=${value}`);
      if (name === 'redirect_uri') assert.deepEqual([status, headers.location], [400, undefined], 'nobody is sent there');
      else assert.equal(back.get('error'), 'invalid_request');
    }
  });

  test('who refuses to agree is not signed in, and is told where an administrator can', async ({ extension, relay, host }) => {
    host.person = 'refuses';
    const { accounts, outcome } = await extension.signIn();
    assert.deepEqual(accounts, []);
    assert.equal(outcome.problem.code, 'refused');
    assert.match(outcome.problem.remedy['grant-consent'].address, /\/v2\.0\/adminconsent\?client_id=/);
    assert.equal(relay.at('token').length, 0);
    assert.deepEqual(Object.keys(await extension.kept()), []);
  });

  test('signing out forgets here first, and ends the session there when asked to', async ({ extension, relay }) => {
    await extension.signIn();
    const signedOut = await extension.signOut(ACCOUNT);
    assert.deepEqual(signedOut.accounts, []);
    assert.deepEqual(signedOut.outcome, { 'signed-out': { username: PERSON.username, microsoft: 'goes-on' } });
    assert.deepEqual(Object.keys(await extension.kept()), ['auth/1/tried']);
    assert.equal(relay.at('logout').length, 0);

    const { outcome } = await extension.endSession();
    assert.equal(outcome['signed-out'].microsoft, 'ended');
    assert.equal(queryOf(relay.at('logout')[0]).get('logout_hint'), PERSON.loginHint);
  });
});
