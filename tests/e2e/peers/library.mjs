// Microsoft's own library for Node.js, over a network that asks the simulator and writes down what was
// asked. It does what the extension does, so that the two can be laid side by side.

import { PublicClientApplication } from '@azure/msal-node';
import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** The only scope that the extension asks for when somebody signs in. */
const SCOPES = ['User.Read'];

/** 256 random bits as an address may hold them. */
const random = () => randomBytes(32).toString('base64url');

/**
 * @typedef {import('./relay.mjs').Exchange} Exchange
 *
 * @typedef {object} Registration
 * @property {string} client
 * @property {string} redirect
 */

/** A client of the library. */
export class Library {
  /** Every request to the token endpoint. @type {Exchange[]} */
  sent = [];
  /** What an answer waits for before the library gets it. @type {Promise<unknown>} */
  gate = Promise.resolve();

  /**
   * @param {import('./relay.mjs').Relay} relay
   * @param {Registration} registration
   */
  constructor(relay, registration) {
    this.relay = relay;
    this.registration = registration;
    const { client, redirect } = registration;
    this.application = new PublicClientApplication({
      auth: {
        clientId: client,
        authority: 'https://login.microsoftonline.com/organizations',
        clientCapabilities: ['cp1'],
      },
      system: {
        networkClient: {
          sendGetRequestAsync: () => Promise.reject(new Error('The library knows the host, and has nothing to look up.')),
          sendPostRequestAsync: async (address, options) => {
            const { pathname, search } = new URL(address);
            const headers = Object.entries(options?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
            /** @type {Exchange} */
            const exchange = {
              method: 'POST',
              path: pathname + search,
              headers: Object.fromEntries(headers),
              body: options?.body ?? '',
            };
            this.sent.push(exchange);
            // A browser says by itself where a request is from.
            const origin = new URL(redirect).origin;
            const answer = await relay.simulated({ ...exchange, headers: { ...exchange.headers, origin } });
            exchange.answer = answer;
            await this.gate;
            return {
              status: answer.status,
              headers: /** @type {Record<string, string>} */ (answer.headers),
              body: JSON.parse(answer.body),
            };
          },
        },
      },
    });
  }

  /** Another client, as after a restart: what it kept is there, what it remembered isn't. */
  restarted() {
    const other = new Library(this.relay, this.registration);
    other.restore(this.kept());
    return other;
  }

  /**
   * The address that a sign-in starts at.
   * @param {import('@azure/msal-node').AuthorizationUrlRequest['prompt']} prompt
   * @param {import('@azure/msal-node').AccountInfo} [account]
   */
  async start(prompt, account) {
    const [nonce, state, verifier] = [random(), random(), random()];
    const address = await this.application.getAuthCodeUrl({
      scopes: SCOPES,
      redirectUri: this.registration.redirect,
      correlationId: randomUUID(),
      responseMode: 'query',
      codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
      codeChallengeMethod: 'S256',
      prompt, account, nonce, state,
    });
    return { address, nonce, state, verifier };
  }

  /**
   * Signs in, for a person who is answered for.
   * @returns {Promise<{authorize: Exchange}>} the request that it started with
   */
  async signIn() {
    const { address, nonce, state, verifier } = await this.start('select_account');
    const { pathname, search } = new URL(address);
    /** @type {Exchange} */
    const authorize = { method: 'GET', path: pathname + search, headers: {}, body: '' };
    authorize.answer = await this.relay.simulated(authorize);
    const back = new URL(String(authorize.answer.headers.location)).searchParams;
    const code = back.get('code') ?? '';
    await this.application.acquireTokenByCode(
      { code, scopes: SCOPES, redirectUri: this.registration.redirect, codeVerifier: verifier, correlationId: randomUUID(), nonce, state },
      { code, state: back.get('state') ?? '' },
    );
    return { authorize };
  }

  /** The account that is signed in. */
  async account() {
    const [account] = await this.application.getTokenCache().getAllAccounts();
    return account;
  }

  /**
   * A token, as somebody needs one who has nothing to show.
   * @param {boolean} [forceRefresh]
   */
  async token(forceRefresh = false) {
    return this.application.acquireTokenSilent({ account: await this.account(), scopes: SCOPES, forceRefresh });
  }

  /**
   * The code of the error that stands in the way of a token.
   * @param {boolean} [forceRefresh]
   * @returns {Promise<string>} empty when nothing does
   */
  async refusal(forceRefresh = false) {
    return this.token(forceRefresh).then(() => '', (error) => String(error.errorCode));
  }

  /** @returns {Record<string, Record<string, any>>} what is kept, by kind and key */
  kept() {
    return JSON.parse(this.application.getTokenCache().serialize());
  }

  /** @param {Record<string, Record<string, any>>} kept */
  restore(kept) {
    this.application.getTokenCache().deserialize(JSON.stringify(kept));
  }

  /** The one thing of a kind that is kept. @param {'AccessToken' | 'RefreshToken'} kind */
  one(kind) {
    return Object.values(this.kept()[kind])[0];
  }

  /** Lets the kept access token end. @param {number} seconds from now */
  tokenEndsIn(seconds) {
    const kept = this.kept();
    const ends = String(Math.floor(Date.now() / 1_000) + seconds);
    for (const token of Object.values(kept.AccessToken)) Object.assign(token, { expires_on: ends, refresh_on: ends });
    this.restore(kept);
  }
}
