// The shipped extension, operated and asked in one of its own pages.

import assert from 'node:assert/strict';
import { until } from '../browser/surface.mjs';
import { END_SESSION, SIGN_IN, openPanelTab, register } from '../sign-in.mjs';

/** The extension in a browser, with one of its pages open. */
export class Extension {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
  }

  /**
   * @param {import('../browser/chromium.mjs').ChromiumBrowser | import('../browser/firefox.mjs').FirefoxBrowser} browser
   */
  static async open(browser) {
    return new Extension(await openPanelTab(browser));
  }

  /**
   * Asks the worker as the panel does.
   * @param {object} message
   * @returns {Promise<any>} who is signed in
   */
  async ask(message) {
    const text = JSON.stringify({ v: 1, message });
    const answer = await this.page.evaluate((/** @type {string} */ text) => chrome.runtime.sendMessage(text), text);
    const { ok, error } = JSON.parse(answer).message;
    assert.equal(error, undefined, answer);
    return ok.session;
  }

  /** Who is signed in. */
  session() {
    return this.ask({ session: {} });
  }

  /**
   * Waits until nothing is going on any more and the session is as wanted.
   * @param {(session: any) => boolean} wanted
   * @param {string} what
   */
  async settled(wanted, what) {
    /** @type {any} */
    let last;
    return until(async () => {
      last = await this.session();
      return last.busy === 'idle' && wanted(last) ? last : undefined;
    }, { what: () => `${what}; there is ${JSON.stringify(last)}` });
  }

  /**
   * Enters an app registration.
   * @param {string} client
   * @returns {Promise<string>} the address of this installation that has to be registered
   */
  async register(client) {
    await register(this.page, client);
    return (await this.session()).setup.redirect;
  }

  /**
   * Presses *Sign in*, for whatever account comes back.
   * @returns {Promise<any>} who is signed in then
   */
  async signIn() {
    await this.page.click(SIGN_IN);
    return this.settled((session) => session.accounts.length > 0 || session.outcome !== null, 'the sign-in to end');
  }

  /** Waits until it is on disk that somebody is signed in. */
  async remembered() {
    await this.page.waitFor(async () => 'signed-in/1' in (await chrome.storage.local.get(null)));
  }

  /** Signs in once more with the account that is signed in already. */
  async signInAgain() {
    const [{ id: account, ends }] = (await this.session()).accounts;
    // How the one before ended says nothing of this one.
    await this.keep({ 'outcome/1': null });
    await this.ask({ 'sign-in': { account } });
    return this.settled((session) => session.accounts[0].ends !== ends || session.outcome !== null, 'the sign-in to end');
  }

  /** @param {string} account */
  async signOut(account) {
    await this.page.click(`[data-account="${account}"] [data-part="sign-out"]`);
    return this.settled(({ accounts, outcome }) => accounts.length === 0 && outcome !== null, 'the account to go');
  }

  /** Ends the session at Microsoft too. */
  async endSession() {
    await this.page.click(END_SESSION);
    return this.settled(({ outcome }) => outcome['signed-out'].microsoft !== 'goes-on', 'the session to end there');
  }

  /** Lets it be time to renew what will end soon. */
  async renew() {
    await this.page.evaluate(() => chrome.alarms.create('renew', { when: Date.now() }));
  }

  /** Everything that is kept for signing in. @returns {Promise<Record<string, string>>} */
  async kept() {
    const all = await this.page.evaluate(() => chrome.storage.session.get(null));
    return Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith('auth/')));
  }

  /**
   * Changes what is kept.
   * @param {Record<string, string | null>} entries `null` takes one away
   */
  async keep(entries) {
    await this.page.evaluate(async (/** @type {Record<string, string | null>} */ entries) => {
      for (const [key, value] of Object.entries(entries)) {
        await (value === null ? chrome.storage.session.remove(key) : chrome.storage.session.set({ [key]: value }));
      }
    }, entries);
  }

  /**
   * The key of the one thing of a kind that is kept.
   * @param {'accesstoken' | 'refreshtoken' | 'account-'} kind
   */
  async keyOf(kind) {
    const keys = Object.keys(await this.kept()).filter((key) => key.includes(kind));
    assert.equal(keys.length, 1, `one ${kind} among ${keys}`);
    return keys[0];
  }

  /** @param {'accesstoken' | 'refreshtoken'} kind @returns {Promise<string>} */
  async secret(kind) {
    return JSON.parse((await this.kept())[await this.keyOf(kind)]).secret;
  }

  /** Takes away what is kept of a kind. @param {'accesstoken' | 'refreshtoken'} kind */
  async drop(kind) {
    await this.keep({ [await this.keyOf(kind)]: null });
  }

  /**
   * Lets the kept access token end.
   * @param {number} seconds from now
   */
  async tokenEndsIn(seconds) {
    const key = await this.keyOf('accesstoken');
    const kept = JSON.parse((await this.kept())[key]);
    const ends = new Date(Date.now() + seconds * 1_000).toISOString();
    await this.keep({ [key]: JSON.stringify({ ...kept, ends, refresh_at: ends }) });
  }

  /** @returns {Promise<{ends: number, refresh: number}>} how long the access token lives, in seconds */
  async lives() {
    const { kept_at: at, ends, refresh_at: refresh } = JSON.parse((await this.kept())[await this.keyOf('accesstoken')]);
    const after = (/** @type {string} */ moment) => (Date.parse(moment) - Date.parse(at)) / 1_000;
    return { ends: after(ends), refresh: after(refresh) };
  }

  /** Lets the account be one whose ID token had no login hint. */
  async forgetHint() {
    const key = await this.keyOf('account-');
    await this.keep({ [key]: JSON.stringify({ ...JSON.parse((await this.kept())[key]), login_hint: '' }) });
  }

  /**
   * Lets so many contexts of the extension need a token at once, each with the shipped WASM that knows
   * nothing yet: as a worker that has just started does to ask Graph what an organisation is called.
   * @param {number} contexts
   */
  async begin(contexts) {
    await this.page.evaluate(needTokens, contexts);
  }

  /** Waits until those contexts have what they asked for, or were refused. */
  async ended() {
    await this.page.evaluate(async () => {
      await /** @type {any} */ (window).contexts;
    });
  }

  /** @param {number} contexts */
  async needToken(contexts = 1) {
    await this.begin(contexts);
    await this.ended();
  }
}

/**
 * Runs in the page. What it begins may take longer than the call, for the browser that has only one
 * call at a time.
 * @param {number} contexts
 */
function needTokens(contexts) {
  const scope = /** @type {any} */ (window);
  const one = async () => {
    scope.instances = (scope.instances ?? 0) + 1;
    const glue = await import(chrome.runtime.getURL(`wasm/background.js?${scope.instances}`));
    await glue.default({ module_or_path: chrome.runtime.getURL('wasm/background_bg.wasm') });
    glue.start(await (await fetch(chrome.runtime.getURL('vocabulary/page.txt'))).text());
    const sender = { id: chrome.runtime.id, url: location.href, frame: 0 };
    const text = JSON.stringify({ v: 1, message: { session: {} } });
    await glue.handle(JSON.stringify({ message: { sender, text } }));
    await glue.deliver();
  };
  scope.contexts = Promise.all(Array.from({ length: contexts }, one));
}
