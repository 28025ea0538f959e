// What Entra has and OpenID Connect doesn't, around a provider that knows only the latter: the least
// that a client of Entra rests on. Facts are from learn.microsoft.com, "Microsoft identity platform
// and OAuth 2.0 authorization code flow".

import { endpointOf } from './relay.mjs';

/** Who signs in: the only one whom the provider knows. */
export const PERSON = {
  object: '5b0c7a1e-93d4-4f6b-8e21-70d9c4a6f385',
  tenant: 'c49e8d27-1f60-4b3a-a5c8-2e7b90d1634f',
  username: 'jonas@northwind.example',
  name: 'Jonas Lindt',
  loginHint: 'hint-of-jonas',
};

/** The application that is registered. */
export const CLIENT = 'e07a4b19-6c52-4d8f-9b13-84f2c5d07ea6';

/**
 * @typedef {import('./relay.mjs').Request} Request
 * @typedef {import('./relay.mjs').Answer} Answer
 *
 * @typedef {object} Switches
 * @property {number} lifetime of refresh tokens as it is told, in seconds
 * @property {((form: URLSearchParams) => void) | undefined} tamper what becomes of the form of the
 *   next token request before the provider sees it
 */

/**
 * @param {Request} request
 * @param {Switches} switches
 * @param {(request: Request) => Promise<Answer>} ask asks the provider
 * @returns {Promise<Answer>}
 */
export async function asEntra(request, switches, ask) {
  // Whoever doesn't know the tenant yet asks all organisations; the answer names the one.
  const plain = { ...request, path: request.path.replace('/organizations/', `/${PERSON.tenant}/`) };
  switch (endpointOf(request)) {
    case 'token':
      return token(plain, switches, ask);
    case 'logout':
      // Entra knows the application by the address to come back to.
      return ask({ ...plain, path: `${plain.path}&client_id=${CLIENT}` });
    default:
      return ask(plain);
  }
}

/**
 * @param {Request} request
 * @param {Switches} switches
 * @param {(request: Request) => Promise<Answer>} ask
 * @returns {Promise<Answer>}
 */
async function token(request, switches, ask) {
  if (request.headers.origin === undefined) {
    // What is registered as a single-page application is redeemed across origins only.
    const error = { error: 'invalid_request', error_codes: [9002327], error_description: 'AADSTS9002327: no origin' };
    return { status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify(error) };
  }
  const form = new URLSearchParams(request.body);
  // The provider grants offline access for `prompt=consent` alone and refuses a refresh that names it
  // after all; Entra takes it at any time.
  const scopes = form.get('scope')?.split(' ').filter((scope) => scope !== 'offline_access');
  if (scopes !== undefined) form.set('scope', scopes.join(' '));
  switches.tamper?.(form);
  switches.tamper = undefined;
  const answer = await ask({ ...request, body: form.toString() });
  if (answer.status !== 200) return answer;
  const { expires_in: lifetime, ...rest } = JSON.parse(answer.body);
  const info = { uid: PERSON.object, utid: PERSON.tenant };
  const body = {
    ...rest,
    // Some of Entra's endpoints write numbers as texts.
    expires_in: String(lifetime),
    ext_expires_in: String(lifetime),
    refresh_in: String(lifetime / 2),
    refresh_token_expires_in: switches.lifetime,
    client_info: Buffer.from(JSON.stringify(info)).toString('base64url'),
  };
  return { ...answer, body: JSON.stringify(body) };
}
