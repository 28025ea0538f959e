// What every document under test can do, in either browser.

import { asQuery, locate, readBadges } from './in-page.mjs';

/** How long anything may take before a test gives up, in milliseconds. */
export const PATIENCE = 15_000;
/** How often a condition is asked for, in milliseconds. */
const INTERVAL = 25;

/**
 * Whether an address is one of a sign-in: of the sign-in host, or one that it comes back to.
 * @param {string} address
 * @returns {boolean}
 */
export function isOfSignIn(address) {
  return /^https:\/\/(login\.microsoftonline\.com|[a-p]{32}\.chromiumapp\.org|[0-9a-f]{40}\.extensions\.allizom\.org)\//.test(address);
}

/**
 * Waits until a function gives something true.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {{timeout?: number, what?: string | (() => string)}} [options]
 * @returns {Promise<T>}
 */
export async function until(ask, options = {}) {
  const { timeout = PATIENCE, what = 'the condition' } = options;
  const end = Date.now() + timeout;
  /** @type {unknown} */
  let failure;
  for (;;) {
    try {
      const value = await ask();
      if (value) return value;
      failure = undefined;
    } catch (error) {
      // A document may be replaced while it is asked; what lasts is reported at the end.
      failure = error;
    }
    if (Date.now() > end) break;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
  const name = typeof what === 'string' ? what : what();
  const cause = failure instanceof Error ? ` Last error: ${failure.message}` : '';
  throw new Error(`Waited ${timeout} ms for ${name}.${cause}`);
}

/**
 * A document that can be asked and operated: a page, or the panel in it.
 * @abstract
 */
export class Surface {
  /**
   * Runs a function in the document's main world. It sees nothing but its argument.
   * @template A, R
   * @param {(argument: A) => R} _fn
   * @param {A} [_argument]
   * @returns {Promise<Awaited<R>>}
   */
  evaluate(_fn, _argument) {
    return Promise.reject(new Error('evaluate is not there for this surface.'));
  }

  /**
   * Clicks the middle of an element as a person would.
   * @param {import('./in-page.mjs').Target} _target
   * @returns {Promise<void>}
   */
  click(_target) {
    return Promise.reject(new Error('click is not there for this surface.'));
  }

  /**
   * Presses a key or a combination, for example `Enter` or `Alt+Shift+L`, where the focus is.
   * @param {string} _keys
   * @returns {Promise<void>}
   */
  press(_keys) {
    return Promise.reject(new Error('press is not there for this surface.'));
  }

  /**
   * Types text where the focus is.
   * @param {string} _text
   * @returns {Promise<void>}
   */
  type(_text) {
    return Promise.reject(new Error('type is not there for this surface.'));
  }

  /**
   * Waits until a function gives something true in the document.
   * @template A, R
   * @param {(argument: A) => R} fn
   * @param {A} [argument]
   * @param {number} [timeout] milliseconds
   * @returns {Promise<Awaited<R>>}
   */
  waitFor(fn, argument, timeout = PATIENCE) {
    return until(() => this.evaluate(fn, argument), {
      timeout,
      what: () => `${fn} with ${JSON.stringify(argument)}`,
    });
  }

  /**
   * Waits for an element to be visible.
   * @param {import('./in-page.mjs').Target} target
   * @param {number} [timeout] milliseconds
   */
  async waitForElement(target, timeout = PATIENCE) {
    const query = asQuery(target);
    await until(() => this.has(query), { timeout, what: `an element ${JSON.stringify(query)}` });
  }

  /**
   * Whether an element is there and visible.
   * @param {import('./in-page.mjs').Target} target
   * @returns {Promise<boolean>}
   */
  has(target) {
    return this.evaluate(presence(), asQuery(target));
  }

  /**
   * Sets the focus.
   * @param {import('./in-page.mjs').Target} target
   */
  async focus(target) {
    await this.waitForElement(target);
    await this.evaluate(focusing(), asQuery(target));
  }

  /**
   * Puts text into a field the way a person would: click, then type.
   * @param {import('./in-page.mjs').Target} target
   * @param {string} text
   */
  async fill(target, text) {
    await this.click(target);
    await this.type(text);
  }

  /**
   * Every badge of the document.
   * @returns {Promise<import('./in-page.mjs').PaintedBadge[]>}
   */
  badges() {
    return this.evaluate(readBadges);
  }

  /**
   * The visible text of the document, white space folded.
   * @returns {Promise<string>}
   */
  text() {
    return this.evaluate(() => (document.body?.innerText ?? '').replace(/\s+/g, ' ').trim());
  }
}

// `locate` is put into the text of these functions, because only one function travels.
const located = `const locate = ${locate};`;

/** @returns {(query: import('./in-page.mjs').Query) => boolean} */
function presence() {
  return asFunction(`(query) => { ${located} return locate(query) !== null; }`);
}

/** @returns {(query: import('./in-page.mjs').Query) => void} */
function focusing() {
  return asFunction(`(query) => { ${located} locate(query)?.focus(); }`);
}

/**
 * A function that is only ever turned back into its text.
 * @param {string} source
 * @returns {any}
 */
function asFunction(source) {
  const stand = () => undefined;
  stand.toString = () => source;
  return stand;
}
