// A sign-in host that isn't ours: `oidc-provider`, under the paths and with the claims of Entra.
//
// All that matters is the provider's own: PKCE, codes that are good for once, refresh tokens that
// rotate and whose second use ends the session, `prompt=none`, nonces, redirect addresses, `iss`.
// What Entra has beside OpenID Connect stands in `entra.mjs`.

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import Provider, { interactionPolicy } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import { asEntra, CLIENT, PERSON } from './entra.mjs';
import { LOGIN_HOST, passOn } from './relay.mjs';

/** @param {string} endpoint */
const path = (endpoint) => `/${PERSON.tenant}/oauth2/v2.0/${endpoint}`;

// Making a key takes longer than all the rest of a provider.
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'northwind' };

/** A provider that runs. */
export class LoginHost {
  /** What the person does on the pages. @type {'agrees' | 'refuses'} */
  person = 'agrees';
  /** How many pages were shown. */
  pages = 0;
  /** @type {import('./entra.mjs').Switches} */
  switches = { lifetime: 3_600, tamper: undefined };

  /** @param {string} redirect the address of the extension that is registered */
  constructor(redirect) {
    this.provider = providerFor(redirect);
    const serve = this.provider.callback();
    this.server = createServer((request, response) => {
      if (!request.url?.startsWith('/interaction/')) return serve(request, response);
      this.#page(request, response).catch((error) => response.writeHead(500).end(String(error)));
    });
  }

  /** @param {string} redirect */
  static async start(redirect) {
    const host = new LoginHost(redirect);
    host.server.listen(0, '127.0.0.1');
    await once(host.server, 'listening');
    return host;
  }

  /** @type {import('./relay.mjs').Login} */
  answer = (request) => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address());
    const ask = (/** @type {import('./relay.mjs').Request} */ plain) =>
      passOn(httpRequest, { ...plain, headers: { ...plain.headers, 'x-forwarded-proto': 'https' } }, { port });
    return asEntra(request, this.switches, ask);
  };

  /**
   * A page that presses its own button: it takes a window that runs scripts, and no driver.
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async #page(request, response) {
    const { provider } = this;
    const interaction = await provider.interactionDetails(request, response);
    if (request.method === 'GET') {
      this.pages += 1;
      response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end(page(interaction.prompt.name));
      return;
    }
    if (interaction.prompt.name !== 'consent') {
      const login = { accountId: PERSON.object };
      return provider.interactionFinished(request, response, { login, select_account: {} });
    }
    if (this.person === 'refuses') {
      return provider.interactionFinished(request, response, { error: 'access_denied' });
    }
    const known = interaction.grantId === undefined ? undefined : await provider.Grant.find(interaction.grantId);
    const grant = known ?? new provider.Grant({ accountId: PERSON.object, clientId: CLIENT });
    const { missingOIDCScope = [], missingOIDCClaims = [] } = interaction.prompt.details;
    grant.addOIDCScope(missingOIDCScope.join(' '));
    grant.addOIDCClaims(missingOIDCClaims);
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** @param {string} title */
function page(title) {
  return `<!doctype html><title>${title}</title><form method="post"><button>Go on</button></form>
<script>document.forms[0].submit()</script>`;
}

/** @param {string} redirect */
function providerFor(redirect) {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  const provider = new Provider(`https://${LOGIN_HOST}/${PERSON.tenant}/v2.0`, {
    // Everything is gone with the provider, of which each test has its own.
    adapter: createMemoryAdapter(15),
    clients: [{
      client_id: CLIENT,
      token_endpoint_auth_method: 'none',
      application_type: 'web',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [redirect],
      post_logout_redirect_uris: [redirect],
    }],
    // Another one each time, so that no session of an earlier run is good for this one.
    cookies: { keys: [randomUUID()] },
    jwks: { keys: [key] },
    scopes: ['openid', 'profile', 'offline_access', 'User.Read'],
    claims: {
      openid: ['sub', 'oid', 'tid', 'ver'],
      profile: ['name', 'preferred_username'],
      login_hint: null,
    },
    // An ID token of Entra holds what it tells of the person.
    conformIdTokenClaims: false,
    clientBasedCORS: () => true,
    findAccount: (/** @type {unknown} */ _, /** @type {string} */ accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        oid: PERSON.object,
        tid: PERSON.tenant,
        ver: '2.0',
        name: PERSON.name,
        preferred_username: PERSON.username,
        login_hint: PERSON.loginHint,
      }),
    }),
    // Whoever asks for offline access gets it from Entra without `prompt=consent`.
    issueRefreshToken: () => true,
    renderError: (/** @type {{body: object}} */ context, /** @type {object} */ error) => {
      context.body = error;
    },
    rotateRefreshToken: true,
    pkce: { required: () => true },
    interactions: { policy, url: (/** @type {unknown} */ _, /** @type {{uid: string}} */ { uid }) => `/interaction/${uid}` },
    features: {
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (/** @type {{body: string}} */ context, /** @type {string} */ form) => {
          context.body = `<!doctype html><title>Sign out</title>${form.replace('</form>', '<input name="logout" value="yes"></form>')}
<script>document.forms[0].submit()</script>`;
        },
      },
    },
    routes: { authorization: path('authorize'), token: path('token'), end_session: path('logout') },
    ttl: { AccessToken: 3_600, AuthorizationCode: 600, Grant: 86_400, IdToken: 3_600, Interaction: 600, RefreshToken: 86_400, Session: 86_400 },
  });
  provider.proxy = true;
  return provider;
}
