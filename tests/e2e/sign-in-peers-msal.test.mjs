// Signing in side by side with a library that isn't ours: the extension and MSAL Node do the same things
// at the simulator, and every difference between them is in a table or is a mistake.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test as nodeTest } from 'node:test';
import { until } from './browser/surface.mjs';
import { parts } from './harness.mjs';
import { endSessions, gate, peerSuite } from './peers/bench.mjs';
import { BEHAVIOURS, FIELDS, differences, expectedDifferences } from './peers/differences.mjs';
import { Library } from './peers/library.mjs';
import { CLIENT } from './sign-in.mjs';

peerSuite('sign-in beside MSAL Node', (declare) => {
  /** The differences in how the two act that were seen. @type {Set<string>} */
  const seen = new Set();

  /**
   * Holds how the two act against the table.
   * @param {string} name
   * @param {unknown} ours
   * @param {unknown} theirs
   */
  const differ = (name, ours, theirs) => {
    const row = BEHAVIOURS.find((row) => row.name === name);
    assert.deepEqual({ ours, theirs }, { ours: row?.ours, theirs: row?.theirs }, name);
    seen.add(name);
  };

  /**
   * Both act alike.
   * @param {string} what
   * @param {unknown} ours
   * @param {unknown} theirs
   * @param {unknown} expected
   */
  const agree = (what, ours, theirs, expected) => {
    assert.deepEqual({ ours, theirs }, { ours: expected, theirs: expected }, what);
  };

  /**
   * Declares a test in which both are signed in, at the simulator.
   * @param {string} what
   * @param {(bench: import('./peers/bench.mjs').Bench & {library: Library, authorize: any, entra: (switches: object) => Promise<void>}) => Promise<void>} body
   */
  const test = (what, body) =>
    declare(what, async (bench) => {
      const { extension, relay, simulator } = bench;
      const entra = (/** @type {object} */ switches) => simulator.set({ entra: switches });
      await entra({ clock: 'machine', auto: 'accept' });
      const redirect = await extension.register(CLIENT);
      const library = new Library(relay, { client: CLIENT, redirect });
      const { authorize } = await library.signIn();
      const { outcome } = await extension.signIn();
      assert.equal(outcome, null);
      await body({ ...bench, library, authorize, entra });
    });

  test('every field of every request is the same or in the table', async ({ extension, relay, library, authorize }) => {
    const account = await library.account();
    const { loginHint, idTokenClaims, ...unhinted } = account;
    const silently = async (/** @type {typeof account} */ of) => {
      const { pathname, search } = new URL((await library.start('none', of)).address);
      return { method: 'GET', path: pathname + search, headers: {}, body: '' };
    };
    const [redeem] = library.sent;
    await library.token(true);
    const theirs = {
      authorize,
      redeem,
      refresh: library.sent[1],
      silent: await silently(account),
      'silent without hint': await silently({ ...unhinted, idTokenClaims: { sid: 'session-of-the-browser' } }),
    };

    const ours = /** @type {Record<string, import('./peers/relay.mjs').Exchange>} */ ({
      authorize: relay.at('authorize')[0],
      redeem: relay.at('token')[0],
    });
    await extension.drop('accesstoken');
    await extension.needToken();
    ours.refresh = relay.at('token')[1];
    const silentlyOurs = async () => {
      await extension.drop('accesstoken');
      await extension.drop('refreshtoken');
      await extension.needToken();
      return /** @type {import('./peers/relay.mjs').Exchange} */ (relay.at('authorize').at(-1));
    };
    ours.silent = await silentlyOurs();
    await extension.forgetHint();
    ours['silent without hint'] = await silentlyOurs();

    for (const kind of /** @type {const} */ (['authorize', 'redeem', 'refresh', 'silent', 'silent without hint'])) {
      assert.deepEqual(differences(kind, ours[kind], theirs[kind]), expectedDifferences(kind), kind);
    }
  });

  test('what is kept has the same keys and the same lives', async ({ extension, library, entra }) => {
    const plain = (/** @type {string} */ key) => key.replace(/^auth\/1\/(account-)?/, '');
    const kinds = ['Account', 'AccessToken', 'RefreshToken'];
    const theirs = library.kept();
    const ours = Object.keys(await extension.kept());
    assert.ok(ours.every((key) => key.startsWith('auth/1/')));
    agree('keys', ours.map(plain).sort(), kinds.flatMap((kind) => Object.keys(theirs[kind])).sort(), ours.map(plain).sort());
    differ('The ID token is kept', ours.some((key) => key.includes('idtoken')), Object.keys(theirs.IdToken).length > 0);

    // Entra writes lifetimes as numbers or as texts.
    for (const stringNumbers of [false, true]) {
      await entra({ expiresIn: 3_000, refreshIn: 1_000, stringNumbers });
      await extension.drop('accesstoken');
      await extension.needToken();
      const lives = await extension.lives();
      assert.deepEqual(lives, { ends: 3_000, refresh: 1_000 });
      const before = Math.floor(Date.now() / 1_000);
      await library.token(true);
      const { expires_on: ends, refresh_on: refresh } = library.one('AccessToken');
      const after = Math.ceil(Date.now() / 1_000);
      // It counts from its request too, and keeps when the answer came.
      assert.ok(before + lives.ends <= ends && ends <= after + lives.ends, `${ends} after ${before}`);
      agree('from the time to renew to the end', lives.ends - lives.refresh, ends - refresh, 2_000);
    }
  });

  test('a token is good until five minutes before its end', async ({ extension, relay, library }) => {
    for (const [seconds, requests] of [[320, 0], [290, 1]]) {
      const [own, other] = [relay.at('token').length, library.sent.length];
      await extension.tokenEndsIn(seconds);
      await extension.needToken();
      library.tokenEndsIn(seconds);
      await library.token();
      agree(`${seconds} s before`, relay.at('token').length - own, library.sent.length - other, requests);
    }
  });

  test('three callers at once make one request', async ({ extension, relay, library }) => {
    await extension.drop('accesstoken');
    await extension.needToken(3);
    await Promise.all([library.token(true), library.token(true), library.token(true)]);
    const ours = relay.at('token').length - 1;
    agree('in one process', ours, library.sent.length - 1, 1);

    const others = [library.restarted(), library.restarted(), library.restarted()];
    await Promise.all(others.map((other) => other.token(true)));
    const theirs = others.reduce((sum, other) => sum + other.sent.length, 0);
    differ('Requests when three contexts that share what is kept need a new token', ours, theirs);
  });

  test('who is told to wait waits', async ({ extension, relay, library, entra }) => {
    await entra({ tokenError: { status: 429, error: 'temporarily_unavailable', retryAfter: '30' } });
    await extension.drop('accesstoken');
    await extension.needToken();
    const refused = await library.refusal(true);
    agree('the first call', relay.at('token').length, library.sent.length, 2);
    await extension.needToken();
    assert.notEqual(refused, '');
    assert.notEqual(await library.refusal(true), '');
    agree('the second call', relay.at('token').length, library.sent.length, 2);
    // Each context of the extension that asks knows nothing but what is kept.
    const other = library.restarted();
    await other.refusal(true);
    differ('Requests to a throttled endpoint after a restart', relay.at('token').length - 2, other.sent.length);
  });

  test('a refresh token that is no good is thrown away', async ({ extension, relay, library, simulator, entra }) => {
    await entra({ tokenError: { status: 400, error: 'invalid_grant', suberror: 'bad_token', code: 70043 } });
    await extension.drop('accesstoken');
    await extension.needToken();
    await library.refusal(true);
    const left = Object.keys(await extension.kept()).filter((key) => key.includes('refreshtoken'));
    agree('what is left of it', left.length, Object.keys(library.kept().RefreshToken).length, 0);
    agree('requests', relay.at('token').length, library.sent.length, 2);

    await entra({ tokenError: null });
    await endSessions(simulator);
    relay.exchanges.length = 0;
    await extension.needToken();
    const asked = relay.exchanges.map(({ path }) => path.split('?')[0].split('/').at(-1));
    differ('Without a refresh token', asked, [await library.refusal(true)]);
    agree('requests with a token that is gone', relay.at('token').length, library.sent.length - 2, 0);
  });

  test('who signs out while a refresh is on its way stays signed out', async ({ extension, relay, simulator, library }) => {
    const [arrived, released] = [gate(), gate()];
    const [{ id }] = (await extension.session()).accounts;
    const graph = async () => (await simulator.requests()).filter(({ host }) => host === 'graph.microsoft.com').length;
    let before = await graph();
    await extension.needToken();
    assert.equal(await graph(), before + 1, 'a token is used as soon as it is there');
    relay.login = async (request) => {
      const answer = await relay.simulated(request);
      arrived.open();
      await released.opened;
      return answer;
    };
    library.gate = released.opened;
    await extension.drop('accesstoken');
    await extension.begin(1);
    await arrived.opened;
    const token = library.token(true);
    await until(async () => library.sent.at(-1)?.answer, { what: 'the answer to the library' });
    before = await graph();
    await extension.signOut(id);
    await library.application.getTokenCache().removeAccount(await library.account());
    released.open();
    await extension.ended();
    const { accessToken } = await token;

    const { Account, AccessToken, RefreshToken } = library.kept();
    const theirs = [Account, AccessToken, RefreshToken].flatMap((kind) => Object.keys(kind));
    const ours = Object.keys(await extension.kept()).filter((key) => key !== 'auth/1/tried');
    agree('what is kept', ours, theirs, []);
    differ(
      'Whoever waited for a refresh while the account was signed out',
      (await graph()) === before ? 'nothing' : 'the token',
      accessToken === '' ? 'nothing' : 'the token',
    );
  });

  test('an ID token that doesn’t fit', async ({ extension, relay, library, entra }) => {
    const taken = { ours: /** @type {string[]} */ ([]), theirs: /** @type {string[]} */ ([]) };
    for (const [idToken, code] of Object.entries({
      wrongNonce: 'id-token-nonce',
      algNone: 'id-token-unsigned',
      wrongAudience: 'id-token-audience',
      wrongIssuer: 'id-token-issuer',
      wrongTenant: 'wrong-tenant',
      consumer: 'consumer-account',
      expired: 'id-token-expired',
      notYetValid: 'id-token-early',
      wrongVersion: 'id-token-version',
    })) {
      await entra({ idToken });
      const other = new Library(relay, library.registration);
      await other.signIn().then(() => taken.theirs.push(idToken), () => undefined);
      const before = await extension.kept();
      const { outcome } = await extension.signInAgain();
      if (outcome === null) {
        taken.ours.push(idToken);
      } else {
        assert.equal(outcome.problem.code, code, idToken);
        assert.deepEqual(await extension.kept(), before, `${idToken} changes nothing`);
      }
    }
    differ('ID tokens that are taken although they don’t fit', taken.ours, taken.theirs);
  });

  declare('every row of the table was seen', async () => {
    // Where only some tests were asked for, only some rows are.
    if (parts().filter === undefined) assert.deepEqual([...seen].sort(), BEHAVIOURS.map(({ name }) => name).sort());
  });
});

describe('docs/sign-in.md', () => {
  const root = new URL('../../', import.meta.url);
  const text = readFileSync(new URL('docs/sign-in.md', root), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.slice(2, -2).split(' | '));

  nodeTest('tells the differences from MSAL with the same reasons', () => {
    const told = rows.filter((cells) => cells.at(-1) === '`sign-in-peers`').map(([name, , , why]) => ({ name, why }));
    assert.deepEqual(told, [...FIELDS, ...BEHAVIOURS].map(({ name, why }) => ({ name, why })));
  });

  nodeTest('tells every code of an error, and none that isn’t', () => {
    const errors = rows.slice(rows.findIndex(([code]) => code === 'Code') + 1).filter((cells) => cells.length === 3);
    const told = errors.flatMap(([codes]) => codes.split(', ').map((code) => code.slice(1, -1)));
    assert.equal(new Set(told).size, told.length, 'each once');
    const folder = new URL('crates/auth/src/', root);
    const files = [...readdirSync(folder).map((name) => new URL(name, folder)), ...['session', 'world'].map((name) => new URL(`crates/background/src/${name}.rs`, root))];
    const source = files.map((file) => readFileSync(file, 'utf8').split('#[cfg(test)]')[0]).join('\n');
    const strange = told.filter((code) => !source.includes(`"${code}"`));
    assert.deepEqual(strange, [], 'these are in no source');
    // What is refused by us, and what a number or a word of Entra's stands for.
    const own = [...source.matchAll(/(?:\bown|\brefused)\(\s*"([a-z-]+)"|=> "([a-z]+(?:-[a-z]+)+)"|, "(id-token-[a-z]+)"\)/g)];
    const untold = own.map((match) => match[1] ?? match[2] ?? match[3]).filter((code) => !told.includes(code));
    assert.deepEqual([...new Set(untold)], [], 'these are not in the document');
  });
});
