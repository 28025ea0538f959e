// Runs each test in both browsers, with the packaged extension, behind a relay.

import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { ChromiumBrowser } from '../browser/chromium.mjs';
import { FirefoxBrowser } from '../browser/firefox.mjs';
import { parts } from '../harness.mjs';
import { Simulator } from '../simulator.mjs';
import { Extension } from './extension.mjs';
import { Relay } from './relay.mjs';

/**
 * What a test works with.
 * @typedef {object} Bench
 * @property {ChromiumBrowser | FirefoxBrowser} browser
 * @property {Simulator} simulator
 * @property {Relay} relay
 * @property {Extension} extension with nothing stored, and a worker that has just started
 */

/**
 * Declares tests that run in each browser.
 * @param {string} title
 * @param {(declare: (name: string, body: (bench: Bench) => Promise<void>) => void) => void} define
 */
export function peerSuite(title, define) {
  const wanted = parts().filter?.toLowerCase() ?? '';
  for (const name of parts().browsers) {
    describe(`${title} (${name})`, () => {
      const running = new Running(name);
      after(() => running.stop());
      define((what, body) => {
        if (!`${title} ${what}`.toLowerCase().includes(wanted)) return;
        test(what, { timeout: 120_000 }, async () => body(await running.fresh()));
      });
    });
  }
}

/** A simulator, a relay and a browser that stay up over the tests of a suite. */
class Running {
  #folder = '';
  /** @type {Omit<Bench, 'extension'> | undefined} */
  #up;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** @returns {Promise<Bench>} */
  async fresh() {
    const { browser, simulator, relay } = (this.#up ??= await this.#launched());
    await browser.closeTabs();
    const emptied = await Extension.open(browser);
    await emptied.page.evaluate(async () => {
      await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
    });
    await emptied.page.close();
    await browser.killWorker();
    await simulator.reset();
    relay.reset();
    return { browser, simulator, relay, extension: await Extension.open(browser) };
  }

  async #launched() {
    const { extensionChrome, extensionFirefox } = parts();
    this.#folder = mkdtempSync(join(tmpdir(), 'partner-lens-peers-'));
    const simulator = await started(this.#folder);
    const relay = await Relay.start(simulator, this.#folder);
    const browser = this.name === 'firefox'
      ? await FirefoxBrowser.launch({ simulator: relay.address, extension: extensionFirefox })
      : await ChromiumBrowser.launch({ simulator: relay.address, extension: extensionChrome });
    return { browser, simulator, relay };
  }

  async stop() {
    await this.#up?.browser.close();
    await this.#up?.relay.stop();
    await this.#up?.simulator.stop();
    if (this.#folder !== '') rmSync(this.#folder, { recursive: true, force: true });
  }
}

/**
 * A simulator that keeps the certificate of its hosts in `folder`, where the relay takes it from.
 * @param {string} folder
 */
async function started(folder) {
  const { simulator: program, assets } = parts();
  const child = spawn(
    program,
    ['--assets', assets, '--ca-dir', folder, '--now', new Date().toISOString(), '--until-stdin-closes'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return new Simulator(child, JSON.parse(line));
}

/** Ends the sessions of all browsers at the simulated Entra. @param {Simulator} simulator */
export async function endSessions(simulator) {
  const { ok } = await fetch(`${simulator.announcement.control}/entra/sign-out`, { method: 'POST' });
  if (!ok) throw new Error('The simulator ended no session.');
}

/** Something to wait for until it is opened. */
export function gate() {
  let open = () => {};
  const opened = new Promise((resolve) => {
    open = () => resolve(undefined);
  });
  return { opened, open };
}
