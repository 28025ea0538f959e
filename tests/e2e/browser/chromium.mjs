// Chromium, Chrome and Edge.
//
// The extension is loaded over the DevTools pipe in all of them: the branded ones no longer take
// `--load-extension`, and only this way can it come into, or leave, a browser that already runs.

import { chromium } from 'playwright-core';
import { asQuery, locate } from './in-page.mjs';
import { endWithProcess, findBrowser, makeProfile, removeProfile } from './profile.mjs';
import { Surface, isOfSignIn, until } from './surface.mjs';

/**
 * @typedef {object} LaunchOptions
 * @property {{port: number, spki: string}} simulator
 * @property {string} [executable]
 * @property {'chromium' | 'chrome' | 'edge'} [browser]
 * @property {boolean} [headed]
 * @property {string} [extension] a folder to load from the start
 * @property {{width: number, height: number} | null} [viewport] `null` follows the window
 */

/**
 * Operates one frame.
 * @abstract
 */
class ChromiumSurface extends Surface {
  /** @returns {Promise<import('playwright-core').Frame>} */
  frame() {
    return Promise.reject(new Error('This surface has no frame.'));
  }

  /** @returns {import('playwright-core').Page} */
  page() {
    throw new Error('This surface has no page.');
  }

  /** @type {Surface['evaluate']} */
  async evaluate(fn, argument) {
    const frame = await this.frame();
    // The text, because a function put together from parts must arrive as it was put together.
    return /** @type {any} */ (frame).evaluate(`(${fn})(${JSON.stringify(argument) ?? 'undefined'})`);
  }

  /** @param {import('./in-page.mjs').Target} target */
  async click(target) {
    const query = asQuery(target);
    await this.waitForElement(query);
    const frame = await this.frame();
    const handle = await frame.evaluateHandle(`(${locate})(${JSON.stringify(query)})`);
    const element = handle.asElement();
    if (element === null) throw new Error(`No element ${JSON.stringify(query)} to click.`);
    await element.click();
    await handle.dispose();
  }

  /** @param {string} keys */
  async press(keys) {
    await this.page().keyboard.press(keys);
  }

  /** @param {string} text */
  async type(text) {
    await this.page().keyboard.type(text);
  }
}

/** The panel of a page. */
class ChromiumPanel extends ChromiumSurface {
  /** @param {ChromiumPage} owner */
  constructor(owner) {
    super();
    this.owner = owner;
  }

  page() {
    return this.owner.page();
  }

  async frame() {
    const found = this.owner.panelFrame();
    if (found === undefined) throw new Error('The panel is not open.');
    return found;
  }

  /** @param {import('./in-page.mjs').Target} target */
  async click(target) {
    await this.#unlessGone(super.click(target));
  }

  /** @param {string} keys */
  async press(keys) {
    const { keyboard } = this.page();
    const isGone = await this.#unlessGone(super.press(keys));
    // The keys are up again, whether or not anybody hears of it.
    if (isGone) for (const key of keys.split('+')) void keyboard.up(key).catch(() => undefined);
  }

  /**
   * Waits for an input to be taken, or for the panel to go: what closes it goes with the frame that
   * should have answered.
   * @param {Promise<void>} input
   * @returns {Promise<boolean>} whether the panel went
   */
  async #unlessGone(input) {
    const page = this.page();
    /** @type {(frame: import('playwright-core').Frame) => void} */
    let onDetached = () => undefined;
    const frame = await this.frame();
    const gone = new Promise((resolve) => {
      onDetached = (detached) => detached === frame && resolve(true);
      page.on('framedetached', onDetached);
      if (frame.isDetached()) resolve(true);
    });
    // A failure that comes after the frame has gone is of no interest.
    const done = input.then(() => false, (error) => (frame.isDetached() ? true : Promise.reject(error)));
    const isGone = await Promise.race([done, gone]);
    page.off('framedetached', onDetached);
    if (isGone) done.catch(() => undefined);
    return Boolean(isGone);
  }
}

/** A tab. */
class ChromiumPage extends ChromiumSurface {
  /** @type {string[]} */
  #errors = [];

  /** @param {import('playwright-core').Page} inner */
  constructor(inner) {
    super();
    this.inner = inner;
    inner.on('pageerror', (error) => this.#errors.push(String(error)));
    inner.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(message.text());
    });
  }

  page() {
    return this.inner;
  }

  async frame() {
    return this.inner.mainFrame();
  }

  /** @param {string} url */
  async goto(url) {
    await this.inner.goto(url, { waitUntil: 'domcontentloaded' });
  }

  async reload() {
    await this.inner.reload({ waitUntil: 'domcontentloaded' });
  }

  /** @returns {import('playwright-core').Frame | undefined} */
  panelFrame() {
    return this.inner.frames().find((frame) => /^chrome-extension:\/\/[a-z]+\/panel\.html/.test(frame.url()));
  }

  /** Waits for the panel to be open. @returns {Promise<Surface>} */
  async panel() {
    await until(async () => this.panelFrame() !== undefined, { what: 'the panel to open' });
    return new ChromiumPanel(this);
  }

  /** @returns {Promise<boolean>} */
  async hasPanel() {
    return this.panelFrame() !== undefined;
  }

  /** What the console of this tab said as errors. @returns {string[]} */
  consoleErrors() {
    return [...this.#errors];
  }

  /** @param {string} path */
  async screenshot(path) {
    await this.inner.screenshot({ path, animations: 'disabled', caret: 'hide' });
  }

  /** @param {{colorScheme?: 'light' | 'dark', forcedColors?: 'active' | 'none'}} media */
  async emulate(media) {
    await this.inner.emulateMedia(media);
  }

  /** @param {number} width @param {number} height */
  async resize(width, height) {
    await this.inner.setViewportSize({ width, height });
  }

  /** @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
  async drag(from, to) {
    await this.inner.mouse.move(from.x, from.y);
    await this.inner.mouse.down();
    await this.inner.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await this.inner.mouse.move(to.x, to.y);
    await this.inner.mouse.up();
  }

  async bringToFront() {
    await this.inner.bringToFront();
  }

  /** The whole document as text, with what is in closed shadow roots. @returns {Promise<string>} */
  async wholeDocument() {
    const devtools = await this.devtools();
    const { root } = await devtools.send('DOM.getDocument', { depth: -1, pierce: true });
    await devtools.detach();
    return JSON.stringify(root);
  }

  /** A DevTools session, for measurements. */
  devtools() {
    return this.inner.context().newCDPSession(this.inner);
  }

  async close() {
    await this.inner.close();
  }
}

/** A running browser with a throw-away profile. */
export class ChromiumBrowser {
  /** @type {string | undefined} */
  #extension;
  #folder = '';
  /** @type {string[]} */
  #console = [];

  /**
   * @param {import('playwright-core').BrowserContext} context
   * @param {import('playwright-core').CDPSession} devtools
   * @param {string} profile
   * @param {LaunchOptions} options
   */
  constructor(context, devtools, profile, options) {
    this.context = context;
    this.devtools = devtools;
    this.profile = profile;
    this.options = options;
    this.#listen();
  }

  #listen() {
    this.context.on('console', (message) => this.#console.push(message.text()));
  }

  get name() {
    return 'chromium';
  }

  /**
   * @param {LaunchOptions} options
   * @returns {Promise<ChromiumBrowser>}
   */
  static async launch(options) {
    const profile = makeProfile();
    const { context, devtools } = await ChromiumBrowser.#started(profile, options);
    // Playwright ends the browser when this process ends.
    endWithProcess(profile, () => undefined);
    const browser = new ChromiumBrowser(context, devtools, profile, options);
    if (options.extension !== undefined) await browser.installExtension(options.extension);
    return browser;
  }

  /**
   * Starts the program.
   * @param {string} profile
   * @param {LaunchOptions} options
   */
  static async #started(profile, options) {
    const { simulator, headed = false } = options;
    const args = [
      '--enable-unsafe-extension-debugging',
      `--ignore-certificate-errors-spki-list=${simulator.spki}`,
      `--proxy-server=http://127.0.0.1:${simulator.port}`,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-features=Translate,OptimizationHints,MediaRouter',
      '--force-device-scale-factor=1',
    ];
    // Its sandbox refuses to start for the super-user, which is who a container usually is.
    if (process.getuid?.() === 0) args.push('--no-sandbox');
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: options.executable ?? findBrowser(options.browser ?? 'chromium'),
      headless: !headed,
      viewport: options.viewport === undefined ? { width: 1400, height: 900 } : options.viewport,
      // With a window the bar that says "controlled by test software" would be in the picture.
      ignoreDefaultArgs: ['--disable-extensions', ...(headed ? ['--enable-automation'] : [])],
      // Whoever starts this ends the browser, and removes its profile then.
      handleSIGINT: false,
      handleSIGTERM: false,
      args,
    });
    const inner = context.browser();
    if (inner === null) throw new Error('The browser gave no connection for DevTools.');
    return { context, devtools: await inner.newBrowserCDPSession() };
  }

  /**
   * Ends the browser as a person does, and starts it again with the same profile and extension.
   * @param {() => Promise<void>} [between] what to do while it doesn't run
   */
  async restart(between = async () => undefined) {
    await this.context.close();
    await between();
    const { context, devtools } = await ChromiumBrowser.#started(this.profile, this.options);
    this.context = context;
    this.devtools = devtools;
    this.#listen();
    await this.installExtension(this.#folder);
  }

  /**
   * Loads an unpacked extension.
   * @param {string} folder
   */
  async installExtension(folder) {
    const { id } = /** @type {{id: string}} */ (
      await this.#send('Extensions.loadUnpacked', { path: folder })
    );
    this.#extension = id;
    this.#folder = folder;
  }

  /** Loads the same folder again, as an update does. */
  async reloadExtension() {
    await this.installExtension(this.#folder);
  }

  async removeExtension() {
    await this.#send('Extensions.uninstall', { id: this.#extension });
    this.#extension = undefined;
  }

  /** @returns {boolean} */
  hasExtension() {
    return this.#extension !== undefined;
  }

  /** The address of a file of the extension. @param {string} path @returns {Promise<string>} */
  async extensionUrl(path) {
    return `chrome-extension://${this.#extension}/${path}`;
  }

  /**
   * Presses the extension's button in the toolbar, with a tab in front.
   * @param {ChromiumPage} page
   */
  async triggerAction(page) {
    await page.bringToFront();
    const { targetInfos } = /** @type {{targetInfos: {targetId: string, url: string}[]}} */ (
      await this.#send('Target.getTargets', { filter: [{ type: 'tab' }] })
    );
    const tab = targetInfos.find((target) => target.url === page.inner.url());
    if (tab === undefined) throw new Error('The tab is not there.');
    await this.#send('Extensions.triggerAction', { id: this.#extension, targetId: tab.targetId });
  }

  /** Whether the extension's worker runs at the moment. @returns {Promise<boolean>} */
  async workerRuns() {
    return (await this.#workers()).length > 0;
  }

  /** Ends the extension's worker and waits until it has ended. */
  async killWorker() {
    for (const worker of await this.#workers()) {
      await until(
        async () => {
          // A worker that is just starting doesn't hear the first word.
          await this.#send('Target.closeTarget', { targetId: worker.targetId }).catch(() => undefined);
          return (await this.#workers()).every((other) => other.targetId !== worker.targetId);
        },
        { what: 'the worker to end' },
      );
    }
  }

  /**
   * Runs a function in the extension's worker, which has to run. It gets the worker's global object.
   * @template A, R
   * @param {(global: any, argument: A) => R} fn
   * @param {A} argument
   * @returns {Promise<Awaited<R>>}
   */
  async inWorker(fn, argument) {
    const worker = await until(
      async () => this.context.serviceWorkers().find((found) => found.url().startsWith(`chrome-extension://${this.#extension}/`)),
      { what: 'the worker to run' },
    );
    return /** @type {any} */ (worker).evaluate(`(${fn})(globalThis, ${JSON.stringify(argument) ?? 'undefined'})`);
  }

  /** What stands in the consoles of all tabs and windows. @returns {Promise<string[]>} */
  async consoleTexts() {
    return [...this.#console];
  }

  /** The windows of a sign-in that are open. @returns {Promise<ChromiumPage[]>} */
  async signInWindows() {
    return this.context.pages().filter((page) => isOfSignIn(page.url())).map((page) => new ChromiumPage(page));
  }

  /** @returns {Promise<{targetId: string, type: string, url: string}[]>} */
  async #workers() {
    const { targetInfos } = /** @type {{targetInfos: {targetId: string, type: string, url: string}[]}} */ (
      await this.#send('Target.getTargets', {})
    );
    return targetInfos.filter(
      (target) => target.type === 'service_worker' && target.url.startsWith(`chrome-extension://${this.#extension}/`),
    );
  }

  /**
   * @param {string} method
   * @param {object} parameters
   * @returns {Promise<unknown>}
   */
  #send(method, parameters) {
    return this.devtools.send(/** @type {any} */ (method), /** @type {any} */ (parameters));
  }

  /**
   * Opens an address in a new tab.
   * @param {string} url
   * @returns {Promise<ChromiumPage>}
   */
  async open(url) {
    const page = new ChromiumPage(await this.context.newPage());
    await page.goto(url);
    return page;
  }

  /**
   * Records what the browser's threads do.
   * @param {() => Promise<void>} work
   * @returns {Promise<any[]>} the events of the trace
   */
  async trace(work) {
    const browser = this.context.browser();
    if (browser === null) throw new Error('The browser gave no connection for DevTools.');
    await browser.startTracing(undefined, {
      categories: ['toplevel', 'devtools.timeline', 'v8', 'disabled-by-default-devtools.timeline'],
    });
    await work();
    return JSON.parse((await browser.stopTracing()).toString('utf8')).traceEvents;
  }

  /**
   * Opens an address and measures the time from the start of the navigation to the frame that shows
   * an element with text.
   * @param {string} url
   * @param {string} selector
   * @returns {Promise<number>} milliseconds
   */
  async timeToContent(url, selector) {
    const page = await this.context.newPage();
    await page.addInitScript((css) => {
      const look = () => {
        if (document.querySelector(css)?.textContent) requestAnimationFrame(() => { /** @type {any} */ (window).shownAfter = performance.now(); });
        else requestAnimationFrame(look);
      };
      look();
    }, selector);
    await page.goto(url, { waitUntil: 'commit' });
    const handle = await page.waitForFunction(() => /** @type {any} */ (window).shownAfter);
    const time = /** @type {number} */ (await handle.jsonValue());
    await page.close();
    return time;
  }

  /** Closes every tab but an empty one. */
  async closeTabs() {
    const keep = await this.context.newPage();
    for (const page of this.context.pages()) {
      if (page !== keep) await page.close();
    }
  }

  /** Waits until the person has closed the browser. */
  async closed() {
    const gone = new Promise((resolve) => this.context.once('close', resolve));
    /** @param {import('playwright-core').Page} page */
    const follow = (page) => {
      // On some systems the browser outlives its last window.
      page.once('close', () => {
        if (this.context.pages().length === 0) void this.context.close();
      });
    };
    this.context.pages().forEach(follow);
    this.context.on('page', follow);
    await gone;
  }

  async close() {
    await this.context.close();
    removeProfile(this.profile);
  }
}
