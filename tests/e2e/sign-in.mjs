// What a person does to sign in: in the panel, and in the window of Microsoft's that opens. And what
// the panel says of it.

import assert from 'node:assert/strict';
import { until } from './browser/surface.mjs';
import { suite } from './harness.mjs';

/** The app registration that the simulated tenants know. */
export const CLIENT = '7d3c1f0a-52b6-4e0e-9a41-c8e2f06b9d17';

/**
 * Somebody to sign in as.
 * @typedef {object} Person
 * @property {string} upn
 * @property {string} name
 * @property {string} organization
 * @property {string} tenant
 * @property {string} home what the account is called in the panel
 */

const FABRIKAM = { organization: 'Fabrikam, Inc.', tenant: '46f2b6c1-89ed-49fd-bed3-e4fa3a7266ac' };
const CONTOSO = { organization: 'Contoso, Ltd.', tenant: '88dd1734-4057-4322-bcdb-e96b80ce929a' };

/** @param {string} object @param {string} upn @param {string} name @param {typeof FABRIKAM} of @returns {Person} */
const person = (object, upn, name, of) => ({ upn, name, ...of, home: `${object}.${of.tenant}` });

/** An administrator of Fabrikam. */
export const INES = person('a7c1d94e-3b52-4f06-9d8a-61e0b2f75c13', 'ines.duarte@fabrikam.example', 'Ines Duarte', FABRIKAM);
/** May consent to nothing. */
export const MAREK = person('1f6e08b3-c45d-4a97-8e21-93d7a0c4f5b6', 'marek.holub@fabrikam.example', 'Marek Holub', FABRIKAM);
/** Has to approve each sign-in on another device. */
export const YUKI = person('c92b7a60-58de-4d13-b7f4-0a1e6c83d259', 'yuki.tanabe@fabrikam.example', 'Yuki Tanabe', FABRIKAM);
/** An administrator of Contoso. */
export const AVERY = person('5d30e8f7-9a1c-4b64-a2d5-e7c8013f96ab', 'avery.lindqvist@contoso.example', 'Avery Lindqvist', CONTOSO);

/** The buttons that open a window. */
export const SIGN_IN = '[data-part="sign-in"]';
export const ADD = '[data-part="add-account"]';
export const AGAIN = '[data-part="outcome"] [data-part="try-again"]';
export const END_SESSION = '[data-part="end-session"]';

/** The titles of the pages in the window. */
export const PAGES = {
  picker: 'Pick an account',
  name: 'Sign in',
  password: 'Enter password',
  approval: 'Approve sign in',
  consent: 'Permissions requested',
  needsAdmin: 'Need admin approval',
  blocked: 'Access is blocked by your organization',
  error: "Signing in didn't work",
};

/**
 * Declares tests that start with an app registration and the panel's page of accounts.
 * @param {string} title
 * @param {(declare: (name: string, body: (bench: import('./harness.mjs').Bench & {panel: any}) => Promise<void>) => void, browserName: string) => void} define
 */
export function signInSuite(title, define) {
  suite(title, (test, browserName) => {
    define((what, body) => test(what, async (bench) => {
      await bench.simulator.entra({ clock: 'machine' });
      const panel = await openPanelTab(bench.browser, '#/set-up');
      await register(panel, CLIENT);
      await body({ ...bench, panel });
    }), browserName);
  });
}

/**
 * The panel in a tab of its own.
 * @param {any} browser
 * @param {string} [route] with `#`
 */
export async function openPanelTab(browser, route = '#/account') {
  return browser.open(await browser.extensionUrl(`panel.html${route}`));
}

/** @param {any} panel @param {string} route with `#` */
export async function go(panel, route) {
  await panel.evaluate((/** @type {string} */ to) => { location.hash = to; }, route);
}

/**
 * Enters an app registration, and comes to the page of accounts.
 * @param {any} panel
 * @param {string} client
 */
export async function register(panel, client) {
  await go(panel, '#/set-up');
  await panel.fill('[data-part="client-id"]', client);
  await panel.click('[data-part="save-client-id"]');
  await panel.click('[data-part="registered"] [data-part="next-sign-in"]');
  await panel.waitForElement(SIGN_IN);
}

/**
 * What the panel's page of accounts says.
 * @typedef {object} Said
 * @property {{id: string, inUse: boolean, text: string, scopes: string[]}[]} accounts
 * @property {boolean} busy
 * @property {string | null} code how something ended
 * @property {string} outcome all that is said about that, texts to copy included
 * @property {string | null} mismatch
 * @property {string | null} button the name of the account button
 */

/** Reads it. Runs in the panel. @returns {Said} */
export function readSaid() {
  /** @param {Element | null} element */
  const textOf = (element) => {
    if (element === null) return '';
    const fields = [...element.querySelectorAll('textarea')].map((field) => field.value);
    return [element.textContent ?? '', ...fields].join(' ').replace(/\s+/g, ' ').trim();
  };
  const outcome = document.querySelector('[data-part="outcome"]');
  const mismatch = document.querySelector('[data-part="mismatch"]');
  const button = document.querySelector('[data-part="account-button"]');
  return {
    accounts: [...document.querySelectorAll('[data-part="signed-in-account"]')].map((card) => ({
      id: card.getAttribute('data-account') ?? '',
      inUse: card.getAttribute('data-in-use') === 'true',
      text: textOf(card),
      scopes: [...card.querySelectorAll('[data-scope]')].map((scope) => scope.getAttribute('data-scope') ?? ''),
    })),
    busy: document.querySelector('[data-part="busy"]') !== null,
    code: outcome?.getAttribute('data-code') ?? null,
    outcome: textOf(outcome),
    mismatch: mismatch && textOf(mismatch),
    button: button && (button.getAttribute('aria-label') ?? textOf(button)),
  };
}

/** @param {any} panel @returns {Promise<Said>} */
export function said(panel) {
  return panel.evaluate(readSaid);
}

/**
 * Waits until the panel says what fits, with nothing going on any more.
 * @param {any} panel
 * @param {(said: Said) => boolean} fits
 * @param {string} what
 * @returns {Promise<Said>}
 */
export async function waitForSaid(panel, fits, what) {
  /** @type {Said | undefined} */
  let last;
  await until(
    async () => {
      last = await said(panel);
      return !last.busy && fits(last);
    },
    { what: () => `${what}; the panel says ${JSON.stringify(last)}` },
  );
  return /** @type {Said} */ (last);
}

/** @param {any} panel @param {Person[]} people who is signed in in the end, and nobody else */
export function waitForAccounts(panel, ...people) {
  const wanted = people.map(({ home }) => home).sort().join();
  return waitForSaid(panel, ({ accounts }) => accounts.map(({ id }) => id).sort().join() === wanted, `${people.map(({ upn }) => upn).join(' and ') || 'nobody'} to be signed in`);
}

/** @param {any} panel @param {string} code how it is to end */
export function waitForCode(panel, code) {
  return waitForSaid(panel, (now) => now.code === code, `the outcome ${code}`);
}

/**
 * Presses a button that opens a window, and gives that window.
 * @param {any} browser
 * @param {any} panel
 * @param {import('./browser/in-page.mjs').Target} [button]
 * @returns {Promise<Window>}
 */
export async function pressSignIn(browser, panel, button = SIGN_IN) {
  await panel.click(button);
  return openWindow(browser);
}

/**
 * The one window of Microsoft's, once it shows something.
 * @param {any} browser
 * @returns {Promise<Window>}
 */
export async function openWindow(browser) {
  const page = await until(async () => (await browser.signInWindows())[0], { what: 'a sign-in window' });
  const window = new Window(browser, page);
  await until(() => window.title(), { what: 'the sign-in window to show a page' });
  assert.equal((await browser.signInWindows()).length, 1, 'there is one sign-in window');
  return window;
}

/** Waits until no window of Microsoft's is open. @param {any} browser */
export async function waitForNoWindow(browser) {
  await until(async () => (await browser.signInWindows()).length === 0, { what: 'the sign-in window to close' });
}

/** A window of Microsoft's. */
export class Window {
  /** @param {any} browser @param {any} page */
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  /** The title of the page that it shows; empty between two pages. @returns {Promise<string>} */
  title() {
    return this.page.evaluate(() => document.querySelector('h1')?.textContent ?? '').catch(() => '');
  }

  /** @param {string} title */
  async waitFor(title) {
    await until(async () => (await this.title()) === title, { what: `the page "${title}"` });
  }

  /** @returns {Promise<boolean>} */
  async isOpen() {
    return (await this.browser.signInWindows()).length > 0;
  }

  /**
   * Presses a button, and waits until the page with it is gone.
   * @param {import('./browser/in-page.mjs').Target} button
   */
  async press(button) {
    await this.page.evaluate(() => { document.documentElement.dataset.seen = 'yes'; });
    // The window may close before anybody hears that it was pressed.
    await this.page.click(button).catch(async (/** @type {Error} */ error) => {
      if (await this.isOpen()) throw error;
    });
    await until(
      async () => !(await this.isOpen()) || (await this.page.evaluate(() => document.documentElement.dataset.seen).catch(() => 'yes')) !== 'yes',
      { what: `what follows on ${JSON.stringify(button)}` },
    );
  }

  /** Closes it as a person does. */
  async close() {
    await this.page.close();
    await waitForNoWindow(this.browser);
  }

  /**
   * Goes on as somebody, to a page or to the end.
   * @param {Person} who
   * @param {string} [last] the title of the page to stop at
   */
  async goOn(who, last) {
    for (;;) {
      const title = await until(async () => (await this.title()) || !(await this.isOpen()), { what: 'the next page' });
      if (title === true && last === undefined) return;
      if (title === last) return;
      await this.#pass(String(title), who);
    }
  }

  /** @param {string} title @param {Person} who */
  async #pass(title, who) {
    switch (title) {
      case PAGES.picker: {
        const own = { css: 'button.account', has: who.upn };
        return this.press((await this.page.has(own)) ? own : { css: 'button', text: 'Use another account' });
      }
      case PAGES.name:
        await this.page.fill('input[name="typed"]', who.upn);
        return this.press({ css: 'button', text: 'Next' });
      case PAGES.password:
        return this.press({ css: 'button', text: 'Sign in' });
      case PAGES.approval:
        return this.press({ css: 'button', text: 'Approve' });
      case PAGES.consent:
        return this.press({ css: 'button', text: 'Accept' });
      default:
        throw new Error(`The sign-in doesn't go on from "${title}".`);
    }
  }
}

/**
 * Signs somebody in, from the button to the end.
 * @param {{browser: any, panel: any}} bench
 * @param {Person} who
 * @param {...Person} others who is signed in already
 */
export async function signIn({ browser, panel }, who, ...others) {
  const window = await pressSignIn(browser, panel, others.length > 0 ? ADD : SIGN_IN);
  await window.goOn(who);
  await waitForNoWindow(browser);
  await waitForAccounts(panel, who, ...others);
  // What was said of an earlier try goes a moment later.
  return waitForSaid(panel, ({ code }) => code === null, 'nothing to be said about it');
}

/**
 * The requests for a sign-in or a token, of those that the simulator met.
 * @param {import('./simulator.mjs').Simulator} simulator
 */
export async function signInRequests(simulator) {
  const requests = await simulator.requests();
  const at = (/** @type {string} */ end) => requests.filter(({ path, method }) => path.split('?')[0].endsWith(end) && method !== 'OPTIONS');
  const authorize = at('/oauth2/v2.0/authorize');
  const tokens = at('/oauth2/v2.0/token');
  const grants = (/** @type {string} */ type) => tokens.filter(({ signIn: asked }) => asked?.grantType === type);
  return {
    /** What was asked in a window, each once: Firefox asks twice, once without showing it. */
    seen: new Set(authorize.filter(({ signIn: asked }) => asked?.prompt !== 'none').map(({ path }) => path)).size,
    /** All that was asked for a window. */
    fetched: authorize.filter(({ signIn: asked }) => asked?.prompt !== 'none'),
    silent: new Set(authorize.filter(({ signIn: asked }) => asked?.prompt === 'none').map(({ path }) => path)).size,
    codes: grants('authorization_code').length,
    refreshes: grants('refresh_token').length,
    tokens,
    graph: at('/organization'),
    logout: at('/oauth2/v2.0/logout'),
  };
}
