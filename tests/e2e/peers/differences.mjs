// Where the extension's sign-in differs from Microsoft's library, and why. Whatever differs and isn't
// here is a mistake, and so is whatever is here and doesn't differ. `docs/sign-in.md` shows the same
// names with the same reasons.

import { queryOf } from './relay.mjs';

/**
 * The requests that are compared: the address of a sign-in, that of one without a window, the same for
 * an account whose ID token had no login hint, and the two grants.
 * @typedef {'authorize' | 'silent' | 'silent without hint' | 'redeem' | 'refresh'} Kind
 *
 * @typedef {'ours' | 'theirs' | 'both'} Side who sends it; both, with values of their own
 *
 * @typedef {object} FieldDifference
 * @property {string} name
 * @property {Side} side
 * @property {string[]} fields parameters, or `header` or `path` and a name
 * @property {Kind[]} kinds
 * @property {string} why
 */

const ADDRESSES = /** @type {Kind[]} */ (['authorize', 'silent', 'silent without hint']);
const GRANTS = /** @type {Kind[]} */ (['redeem', 'refresh']);
const ALL = [...ADDRESSES, ...GRANTS];

/** @type {FieldDifference[]} */
export const FIELDS = [
  {
    name: '`x-client-SKU`, `x-client-VER`',
    side: 'both',
    fields: ['x-client-SKU', 'x-client-VER'],
    kinds: ALL,
    why: 'We give our own name and version. A tenant’s sign-in log should not take us for somebody else.',
  },
  {
    name: '`x-client-OS`, `x-client-CPU`',
    side: 'theirs',
    fields: ['x-client-OS', 'x-client-CPU'],
    kinds: ALL,
    why: 'Nothing depends on the machine, so nothing of it is told.',
  },
  {
    name: '`clidata`',
    side: 'theirs',
    fields: ['clidata'],
    kinds: ADDRESSES,
    why: 'It asks Entra for data about the client in the answer. We would not read it.',
  },
  {
    name: '`x-client-current-telemetry`, `x-client-last-telemetry`',
    side: 'theirs',
    fields: ['x-client-current-telemetry', 'x-client-last-telemetry'],
    kinds: GRANTS,
    why: 'How our cache fares is of no use to anybody, and the fields are on their way out.',
  },
  {
    name: '`claims`',
    side: 'both',
    fields: ['claims'],
    kinds: ALL,
    why: 'Both say that tokens may be challenged later. Of the ID token we ask for the login hint alone; nothing here reads the other claims.',
  },
  {
    name: '`X-AnchorMailbox`',
    side: 'theirs',
    fields: ['header x-anchormailbox'],
    kinds: ['refresh'],
    why: 'As a header it would make the browser ask for permission first, so we send the same text as a field of the form.',
  },
  {
    name: '`X-AnchorMailbox` in the form',
    side: 'ours',
    fields: ['X-AnchorMailbox'],
    kinds: ['refresh'],
    why: 'The other half of the row above.',
  },
  {
    name: 'The tenant that is asked to refresh',
    side: 'both',
    fields: ['path'],
    kinds: ['refresh'],
    why: 'We ask the tenant of the account. The library asks wherever it signed in, which is every organisation; a guest may get a token of another one.',
  },
  {
    name: 'The tenant that is asked without a window',
    side: 'both',
    fields: ['path'],
    kinds: ['silent', 'silent without hint'],
    why: 'The same: whoever comes back has to be of the tenant that the account is signed in to.',
  },
  {
    name: '`sid`',
    side: 'theirs',
    fields: ['sid'],
    kinds: ['silent without hint'],
    why: 'The library names the browser’s session next. We keep no session id and go on to the user name.',
  },
  {
    name: '`login_hint` with the user name',
    side: 'ours',
    fields: ['login_hint'],
    kinds: ['silent without hint'],
    why: 'The other half of the row above.',
  },
];

/**
 * How the two act, and not what they send.
 * @typedef {object} BehaviourDifference
 * @property {string} name
 * @property {unknown} ours
 * @property {unknown} theirs
 * @property {string} why
 */

/** @type {BehaviourDifference[]} */
export const BEHAVIOURS = [
  {
    name: 'The ID token is kept',
    ours: false,
    theirs: true,
    why: 'What it says is in the account’s record. The token itself would be one more secret to lose.',
  },
  {
    name: 'ID tokens that are taken although they don’t fit',
    ours: [],
    theirs: ['algNone', 'wrongAudience', 'wrongIssuer', 'wrongTenant', 'consumer', 'expired', 'notYetValid', 'wrongVersion'],
    why: 'OpenID Connect asks for these checks, and they cost a few lines. The signature is left to TLS, as it allows.',
  },
  {
    name: 'Requests when three contexts that share what is kept need a new token',
    ours: 1,
    theirs: 3,
    why: 'A lock of the browser’s goes round all pages and the worker: where a second use of a refresh token counts as theft, two at once would end the session.',
  },
  {
    name: 'Requests to a throttled endpoint after a restart',
    ours: 0,
    theirs: 1,
    why: 'A worker starts many times in an hour. Until when to wait is kept with the tokens, so that it outlives the worker.',
  },
  {
    name: 'Without a refresh token',
    ours: ['authorize'],
    theirs: ['no_tokens_found'],
    why: 'We try once an hour whether the browser’s session at Entra still answers, without a window. A program on Node.js has no such session.',
  },
  {
    name: 'Whoever waited for a refresh while the account was signed out',
    ours: 'nothing',
    theirs: 'the token',
    why: 'Neither keeps it. We don’t use it either: after a sign-out nothing more is asked in that name.',
  },
];

/** Fields that differ from one request to the next, and what they look like. */
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BITS_256 = /^[\w-]{43}$/;
/** @type {Record<string, RegExp>} */
const FORMS = {
  'client-request-id': GUID,
  state: BITS_256,
  nonce: BITS_256,
  code_challenge: BITS_256,
  code_verifier: BITS_256,
  code: /^sim-code-/,
  refresh_token: /^sim-rt-/,
};

/** The headers that browsers put in by themselves. */
const BROWSERS = /^(host|connection|content-length|user-agent|accept|accept-encoding|accept-language|origin|cache-control|pragma|te|priority|dnt|sec-.*|upgrade-insecure-requests)$/;

/**
 * All that a request says.
 * @param {import('./relay.mjs').Request} request
 * @returns {Map<string, string>}
 */
function saidBy(request) {
  const said = new Map([['path', request.path.split('?')[0]]]);
  for (const pairs of [queryOf(request), new URLSearchParams(request.body)]) {
    for (const [name, value] of pairs) {
      if (said.has(name)) throw new Error(`${name} stands in ${request.path} twice.`);
      said.set(name, value);
    }
  }
  if (request.method === 'POST') {
    const own = Object.entries(request.headers).filter(([name]) => !BROWSERS.test(name));
    for (const [name, value] of own) said.set(`header ${name}`, value);
  }
  return said;
}

/**
 * Whether two values of a field mean the same.
 * @param {string} field
 * @param {string} one
 * @param {string} other
 */
function isSame(field, one, other) {
  const form = FORMS[field];
  return form === undefined ? one === other : form.test(one) && form.test(other);
}

/**
 * Everything in which two requests differ, as sentences.
 * @param {Kind} kind
 * @param {import('./relay.mjs').Request} ours
 * @param {import('./relay.mjs').Request} theirs
 * @returns {string[]}
 */
export function differences(kind, ours, theirs) {
  const [own, other] = [saidBy(ours), saidBy(theirs)];
  const found = [];
  for (const field of new Set([...own.keys(), ...other.keys()])) {
    const [one, two] = [own.get(field), other.get(field)];
    if (one === undefined) found.push(sentence(kind, field, 'theirs'));
    else if (two === undefined) found.push(sentence(kind, field, 'ours'));
    else if (!isSame(field, one, two)) found.push(sentence(kind, field, 'both'));
  }
  return found.sort();
}

/**
 * The differences that the table has for a kind of request.
 * @param {Kind} kind
 * @returns {string[]}
 */
export function expectedDifferences(kind) {
  const rows = FIELDS.filter(({ kinds }) => kinds.includes(kind));
  return rows.flatMap(({ fields, side }) => fields.map((field) => sentence(kind, field, side))).sort();
}

/** @param {Kind} kind @param {string} field @param {Side} side */
function sentence(kind, field, side) {
  return `${kind}: ${field}: ${side}`;
}
