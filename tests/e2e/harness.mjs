// Runs each test in both browsers, with the packaged extension, against a simulated tenant.

import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { ChromiumBrowser } from './browser/chromium.mjs';
import { FirefoxBrowser } from './browser/firefox.mjs';
import { Simulator, pageAddress } from './simulator.mjs';

/**
 * Where the parts under test are; `run.mjs` puts it into the environment of the test files.
 * @typedef {object} Parts
 * @property {string} extensionChrome
 * @property {string} extensionFirefox
 * @property {string} simulator
 * @property {string} assets
 * @property {string[]} browsers
 * @property {string} [filter] a part of the names of the tests to run
 */

/** The name of the variable that carries the parts. */
export const PARTS = 'PARTNER_LENS_E2E';

/** @returns {Parts} */
export function parts() {
  const text = process.env[PARTS];
  if (text === undefined) throw new Error('Start these tests with run.mjs: it says where everything is.');
  return JSON.parse(text);
}

// When the run is broken off, browsers and profiles go too: that hangs on this process's exit.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => process.exit(1));

/**
 * What a test works with.
 * @typedef {object} Bench
 * @property {ChromiumBrowser | FirefoxBrowser} browser
 * @property {Simulator} simulator
 * @property {string} extension the folder of the extension for this browser
 * @property {(options?: import('./simulator.mjs').PageOptions) => Promise<any>} open a tab on a page
 */

/**
 * Declares tests that run in each browser.
 * @param {string} title
 * @param {(declare: (name: string, body: (bench: Bench) => Promise<void>) => void, browserName: string) => void} define
 */
export function suite(title, define) {
  const wanted = parts().filter?.toLowerCase() ?? '';
  for (const name of parts().browsers) {
    describe(`${title} (${name})`, () => {
      const running = new Running(name);
      after(() => running.stop());
      define((what, body) => {
        if (!`${title} ${what}`.toLowerCase().includes(wanted)) return;
        // A browser that never answers fails its test, and not the whole run.
        // On a machine that is short of processor time a browser can be too slow once; a test that
        // fails is tried once more, and says so.
        test(what, { timeout: 120_000 }, async (context) => {
          try {
            await body(await running.fresh());
          } catch (error) {
            context.diagnostic(`tried again after: ${error instanceof Error ? error.message : error}`);
            await body(await running.fresh());
          }
        });
      }, name);
    });
  }
}

/** A simulator and a browser that stay up over the tests of a suite. */
class Running {
  /** @type {Simulator | undefined} */
  #simulator;
  /** @type {ChromiumBrowser | FirefoxBrowser | undefined} */
  #browser;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /**
   * Both as if they had just started: no tabs, no settings, nothing stored.
   * @returns {Promise<Bench>}
   */
  async fresh() {
    const { simulator: program, assets, extensionChrome, extensionFirefox } = parts();
    const extension = this.name === 'firefox' ? extensionFirefox : extensionChrome;
    this.#simulator ??= await Simulator.start({ program, assets });
    const simulator = this.#simulator;
    const browser = (await this.#cleared(extension)) ?? (await this.#launched(simulator, extension));
    await simulator.reset();
    return { browser, simulator, extension, open: (options = {}) => browser.open(pageAddress(options)) };
  }

  /**
   * @param {string} extension
   * @returns {Promise<ChromiumBrowser | FirefoxBrowser | undefined>} the browser that runs, emptied;
   *   none where none runs, or where it can't be emptied: a worker whose extension went while it
   *   started never ends in Chromium
   */
  async #cleared(extension) {
    const browser = this.#browser;
    try {
      await browser?.closeTabs();
      if (browser !== undefined) await clearExtension(browser, extension);
      return browser;
    } catch {
      this.#browser = undefined;
      await browser?.close();
      return undefined;
    }
  }

  /**
   * @param {Simulator} simulator
   * @param {string} extension
   */
  async #launched(simulator, extension) {
    const browserClass = this.name === 'firefox' ? FirefoxBrowser : ChromiumBrowser;
    this.#browser = await browserClass.launch({ simulator, extension });
    return this.#browser;
  }

  async stop() {
    await this.#browser?.close();
    await this.#simulator?.stop();
  }
}

/**
 * Empties the extension's storage, from one of its own pages, and ends its worker.
 * @param {ChromiumBrowser | FirefoxBrowser} browser
 * @param {string} extension
 */
async function clearExtension(browser, extension) {
  if (!browser.hasExtension()) await browser.installExtension(extension);
  const page = await browser.open(await browser.extensionUrl('panel.html'));
  await page.evaluate(async () => {
    await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
  });
  await page.close();
  await browser.killWorker();
}

/**
 * Fails when the host page's React or window threw anything.
 * @param {Simulator} simulator
 */
export async function assertHostUnharmed(simulator) {
  const errors = await simulator.errors();
  assert.deepEqual(errors.map((error) => error.message), [], 'the host page threw errors');
}
