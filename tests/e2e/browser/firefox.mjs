// Firefox, over Marionette.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asQuery, locate } from './in-page.mjs';
import { Marionette, MarionetteError, elementId } from './marionette.mjs';
import { endWithProcess, findBrowser, makeProfile, removeProfile } from './profile.mjs';
import { Surface, isOfSignIn, until } from './surface.mjs';

/** Key names as Playwright has them, with the code points that WebDriver wants. */
const KEYS = /** @type {Record<string, string>} */ ({
  Alt: '\uE00A',
  ArrowDown: '\uE015',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
  ArrowUp: '\uE013',
  Backspace: '\uE003',
  Control: '\uE009',
  Delete: '\uE017',
  End: '\uE010',
  Enter: '\uE007',
  Escape: '\uE00C',
  Home: '\uE011',
  PageDown: '\uE00F',
  PageUp: '\uE00E',
  Shift: '\uE008',
  Space: ' ',
  Tab: '\uE004',
});

/**
 * The settings of the profile: nothing leaves the machine, nothing asks a question.
 * @param {number} port of the simulator, which is the proxy for everything
 * @returns {Record<string, string | number | boolean>}
 */
function preferences(port) {
  return {
    'app.normandy.enabled': false,
    'app.update.enabled': false,
    'browser.aboutwelcome.enabled': false,
    'browser.newtabpage.enabled': false,
    'browser.safebrowsing.downloads.enabled': false,
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.homepage': 'about:blank',
    'browser.startup.page': 0,
    'browser.tabs.warnOnClose': false,
    'datareporting.healthreport.uploadEnabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'dom.ipc.processCount': 1,
    'dom.ipc.processPrelaunch.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'extensions.update.enabled': false,
    'marionette.port': 0,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.no_proxies_on': '',
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.type': 1,
    'network.trr.mode': 5,
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'toolkit.telemetry.enabled': false,
  };
}

/**
 * @typedef {object} LaunchOptions
 * @property {{port: number}} simulator
 * @property {string} [executable]
 * @property {boolean} [headed]
 * @property {string} [extension] a folder to load from the start
 */

/** The panel of a tab, or its top document. */
class FirefoxSurface extends Surface {
  /**
   * @param {FirefoxBrowser} browser
   * @param {string} handle
   * @param {boolean} inPanel
   */
  constructor(browser, handle, inPanel) {
    super();
    this.browser = browser;
    this.handle = handle;
    this.inPanel = inPanel;
  }

  /**
   * Does something with this document as the current one.
   * @template T
   * @param {(client: Marionette) => Promise<T>} work
   * @returns {Promise<T>}
   */
  within(work) {
    return this.browser.within(this.handle, this.inPanel, work);
  }

  /** @type {Surface['evaluate']} */
  evaluate(fn, argument) {
    return this.within((client) => client.evaluate(fn, argument));
  }

  /** @param {import('./in-page.mjs').Target} target */
  async click(target) {
    const query = asQuery(target);
    await this.waitForElement(query);
    // What lies over it for a moment, a fading dialog for example, is waited out.
    await until(
      () =>
        this.within(async (client) => {
          const element = await client.evaluate(locate, query);
          await client.send('WebDriver:ElementClick', { id: elementId(element) }).catch(async (error) => {
            // What stands at the top while the rest moves under it covers what was moved there.
            if (error.code === 'element click intercepted') await client.evaluate(toTheMiddle, element);
            throw error;
          });
          return true;
        }),
      { what: `a click on ${JSON.stringify(query)}` },
    );
  }

  /** @param {string} keys */
  press(keys) {
    const names = keys === '+' ? ['+'] : keys.split('+');
    const values = names.map((name) => KEYS[name] ?? name);
    const actions = [
      ...values.map((value) => ({ type: 'keyDown', value })),
      ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
    ];
    return this.#keyboard(actions);
  }

  /** @param {string} text */
  type(text) {
    return this.#keyboard([...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]));
  }

  /** @param {{type: string, value: string}[]} actions */
  async #keyboard(actions) {
    await this.within((client) =>
      client.send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] }),
    ).catch((error) => {
      // A key that closes the panel takes the frame away before it is let go.
      if (!this.inPanel || error.code !== 'no such window') throw error;
    });
  }
}

/** A tab. */
class FirefoxPage extends FirefoxSurface {
  /** @param {string} url */
  async goto(url) {
    await this.within((client) => client.send('WebDriver:Navigate', { url }));
  }

  async reload() {
    await this.within((client) => client.send('WebDriver:Refresh'));
  }

  /** Waits for the panel to be open. @returns {Promise<Surface>} */
  async panel() {
    const panel = new FirefoxSurface(this.browser, this.handle, true);
    await until(() => panel.evaluate(() => location.protocol === 'moz-extension:'), { what: 'the panel to open' });
    return panel;
  }

  /** @returns {Promise<boolean>} */
  async hasPanel() {
    const panel = new FirefoxSurface(this.browser, this.handle, true);
    return panel.evaluate(() => location.protocol === 'moz-extension:').catch(() => false);
  }

  /** What the browser's console holds as errors of the extension. @returns {Promise<string[]>} */
  consoleErrors() {
    return this.browser.extensionErrors();
  }

  /** @param {string} path */
  async screenshot(path) {
    const image = await this.within((client) => client.send('WebDriver:TakeScreenshot', { full: false }));
    writeFileSync(path, Buffer.from(image, 'base64'));
  }

  /** The whole document as text, with what is in closed shadow roots. @returns {Promise<string>} */
  wholeDocument() {
    /** @param {any} root @returns {string[]} */
    const read = (root) => {
      const inner = [...root.querySelectorAll('*')].map((element) => element.openOrClosedShadowRoot).filter(Boolean);
      return [root.documentElement?.outerHTML ?? root.innerHTML, ...inner.flatMap(read)];
    };
    // Only the browser's own scripts see into closed ones.
    return this.within((client) => client.send('WebDriver:ExecuteScript', { script: `const read = ${read}; return read(document).join('\\n');`, args: [], sandbox: 'system' }));
  }

  /**
   * Colour schemes are a setting of the whole browser here.
   * @param {{colorScheme?: 'light' | 'dark', forcedColors?: 'active' | 'none'}} media
   */
  async emulate(media) {
    await this.browser.emulate(media);
  }

  /** @param {number} width @param {number} height of the document */
  async resize(width, height) {
    const inner = await this.evaluate(() => [outerWidth - innerWidth, outerHeight - innerHeight]);
    await this.within((client) =>
      client.send('WebDriver:SetWindowRect', { width: width + inner[0], height: height + inner[1] }),
    );
    await this.waitFor((size) => innerWidth === size.width && innerHeight === size.height, { width, height });
  }

  /** @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
  async drag(from, to) {
    const middle = { x: Math.round((from.x + to.x) / 2), y: Math.round((from.y + to.y) / 2) };
    const move = (/** @type {{x: number, y: number}} */ point) => ({
      type: 'pointerMove', origin: 'viewport', duration: 0, x: Math.round(point.x), y: Math.round(point.y),
    });
    await this.within((client) =>
      client.send('WebDriver:PerformActions', {
        actions: [{
          type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' },
          actions: [
            move(from), { type: 'pointerDown', button: 0 }, move(middle), move(to), { type: 'pointerUp', button: 0 },
          ],
        }],
      }),
    );
  }

  async bringToFront() {
    await this.within(async () => undefined);
  }

  async close() {
    await this.browser.closeTab(this.handle);
  }
}

/** A running Firefox with a throw-away profile. */
export class FirefoxBrowser {
  /** @type {string | undefined} */
  #extension;
  #folder = '';
  /** Commands that belong together run one after another. @type {Promise<unknown>} */
  #turn = Promise.resolve();
  /** @type {string | undefined} */
  #current;

  /**
   * @param {Marionette} client
   * @param {import('node:child_process').ChildProcess} process
   * @param {string} profile
   * @param {LaunchOptions} options
   */
  constructor(client, process, profile, options) {
    this.client = client;
    this.process = process;
    this.profile = profile;
    this.options = options;
  }

  get name() {
    return 'firefox';
  }

  /**
   * @param {LaunchOptions} options
   * @returns {Promise<FirefoxBrowser>}
   */
  static async launch(options) {
    const profile = makeProfile();
    const lines = Object.entries(preferences(options.simulator.port)).map(
      ([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(profile, 'user.js'), lines.join(''));
    /** @type {FirefoxBrowser | undefined} */
    let browser;
    const { client, child } = await FirefoxBrowser.#started(profile, options, (started) => {
      endWithProcess(profile, () => (browser?.process ?? started).kill('SIGKILL'));
    });
    browser = new FirefoxBrowser(client, child, profile, options);
    browser.#current = await client.send('WebDriver:GetWindowHandle');
    if (options.extension !== undefined) await browser.installExtension(options.extension);
    return browser;
  }

  /**
   * Starts the program.
   * @param {string} profile
   * @param {LaunchOptions} options
   * @param {(child: import('node:child_process').ChildProcess) => void} onSpawned
   */
  static async #started(profile, options, onSpawned) {
    const args = ['-marionette', '-remote-allow-system-access', '-no-remote', '-profile', profile];
    if (options.headed !== true) args.push('--headless');
    const child = spawn(options.executable ?? findBrowser('firefox'), args, {
      stdio: 'ignore',
      // The window is a little higher than the document: tabs and address bar.
      env: { ...process.env, MOZ_HEADLESS_WIDTH: '1400', MOZ_HEADLESS_HEIGHT: '986' },
    });
    onSpawned(child);
    const failed = once(child, 'error').then(([error]) => Promise.reject(error));
    const port = await Promise.race([failed, activePort(profile)]);
    const client = await Marionette.connect(port);
    await client.send('WebDriver:NewSession', { acceptInsecureCerts: true, pageLoadStrategy: 'eager' });
    return { client, child };
  }

  /**
   * Ends the browser as a person does, and starts it again with the same profile and extension.
   * @param {() => Promise<void>} [between] what to do while it doesn't run
   */
  async restart(between = async () => undefined) {
    // An extension that was loaded for the time being is removed at the end, with all it has. One that
    // was installed stays, and this is about those.
    await this.inBrowser(() => {
      for (const kept of ['keepStorageOnUninstall', 'keepUuidOnUninstall']) {
        // @ts-expect-error see below
        Services.prefs.setBoolPref(`extensions.webextensions.${kept}`, true);
      }
    });
    await this.#end();
    await between();
    rmSync(join(this.profile, 'MarionetteActivePort'), { force: true });
    const { client } = await FirefoxBrowser.#started(this.profile, this.options, (child) => { this.process = child; });
    this.client = client;
    this.#current = await client.send('WebDriver:GetWindowHandle');
    await this.installExtension(this.#folder);
  }

  /**
   * Does something in a tab, in its top document or in its panel.
   * @template T
   * @param {string} handle
   * @param {boolean} inPanel
   * @param {(client: Marionette) => Promise<T>} work
   * @returns {Promise<T>}
   */
  within(handle, inPanel, work) {
    return this.#exclusively(async () => {
      if (this.#current !== handle) {
        await this.client.send('WebDriver:SwitchToWindow', { handle, focus: true });
        this.#current = handle;
      }
      await this.client.send('WebDriver:SwitchToFrame', { id: null });
      if (inPanel) {
        const frame = await this.client.findInShadow('partner-lens-panel', 'iframe');
        await this.client.send('WebDriver:SwitchToFrame', { element: elementId(frame) });
      }
      return work(this.client);
    });
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #exclusively(work) {
    const result = this.#turn.then(work, work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /**
   * Runs a function with the browser's own rights.
   * @param {Function} fn
   * @param {unknown} [argument]
   * @returns {Promise<any>}
   */
  inBrowser(fn, argument) {
    return this.#exclusively(() => this.client.evaluateInBrowser(fn, argument));
  }

  /**
   * Loads an extension until the browser ends.
   * @param {string} folder or a packed file
   */
  async installExtension(folder) {
    this.#extension = await this.#exclusively(() =>
      this.client.send('Addon:Install', { path: folder, temporary: true }),
    );
    this.#folder = folder;
  }

  /** Loads the same folder again, as an update does. */
  async reloadExtension() {
    await this.installExtension(this.#folder);
  }

  async removeExtension() {
    await this.#exclusively(() => this.client.send('Addon:Uninstall', { id: this.#extension }));
    this.#extension = undefined;
  }

  /** @returns {boolean} */
  hasExtension() {
    return this.#extension !== undefined;
  }

  /** The address of a file of the extension. @param {string} path @returns {Promise<string>} */
  async extensionUrl(path) {
    // @ts-expect-error `WebExtensionPolicy` is there in the browser's own scope only.
    const host = await this.inBrowser((id) => WebExtensionPolicy.getByID(id).mozExtensionHostname, this.#extension);
    return `moz-extension://${host}/${path}`;
  }

  /**
   * Presses the extension's button in the toolbar, with a tab in front.
   * @param {FirefoxPage} page
   */
  async triggerAction(page) {
    await page.bringToFront();
    await this.inBrowser((/** @type {string} */ id) => {
      // @ts-expect-error see above
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
      // @ts-expect-error see above
      const { extension } = WebExtensionPolicy.getByID(id);
      // @ts-expect-error see above
      const front = Services.wm.getMostRecentWindow('navigator:browser');
      ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(front);
    }, this.#extension);
  }

  /** Whether the extension's event page runs at the moment. @returns {Promise<boolean>} */
  workerRuns() {
    return this.inBrowser(
      // @ts-expect-error see above
      (id) => WebExtensionPolicy.getByID(id).extension.backgroundState === 'running',
      this.#extension,
    );
  }

  /** Ends the extension's event page and waits until it has ended. */
  async killWorker() {
    await this.inBrowser(async (/** @type {string} */ id) => {
      // @ts-expect-error see above
      const { extension } = WebExtensionPolicy.getByID(id);
      await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
    }, this.#extension);
  }

  /**
   * Runs a function on the extension's event page, which has to run. It gets that page's window.
   * @template A, R
   * @param {(global: any, argument: A) => R} fn
   * @param {A} argument
   * @param {FirefoxSurface} page one of the extension's own, through which the event page is reached
   * @returns {Promise<Awaited<R>>}
   */
  inWorker(fn, argument, page) {
    const reach = () => undefined;
    reach.toString = () => `async (argument) => (${fn})(await browser.runtime.getBackgroundPage(), argument)`;
    return page.evaluate(/** @type {any} */ (reach), argument);
  }

  /** The windows of a sign-in that are open. @returns {Promise<FirefoxPage[]>} */
  signInWindows() {
    return this.#exclusively(async () => {
      const found = [];
      for (const handle of await this.client.send('WebDriver:GetWindowHandles')) {
        try {
          await this.client.send('WebDriver:SwitchToWindow', { handle, focus: false });
          if (isOfSignIn(await this.client.send('WebDriver:GetCurrentURL'))) found.push(new FirefoxPage(this, handle, false));
        } catch (error) {
          // It closed a moment ago.
          if (!(error instanceof MarionetteError) || error.code !== 'no such window') throw error;
        }
      }
      this.#current = undefined;
      return found;
    });
  }

  /** What stands in the browser's console, of all tabs and windows. @returns {Promise<string[]>} */
  consoleTexts() {
    // @ts-expect-error `Services` is there in the browser's own scope only.
    return this.inBrowser(() => Services.console.getMessageArray().map((/** @type {any} */ message) => String(message.message ?? message.errorMessage)));
  }

  /** Errors in the browser's console that come from the extension. @returns {Promise<string[]>} */
  extensionErrors() {
    return this.inBrowser((/** @type {string} */ id) => {
      // @ts-expect-error see above
      const host = WebExtensionPolicy.getByID(id)?.mozExtensionHostname;
      // @ts-expect-error `Services` is there in the browser's own scope only.
      return Services.console.getMessageArray()
        .filter((/** @type {any} */ message) => host !== undefined && String(message.sourceName).includes(host))
        .filter((/** @type {any} */ message) => (message.flags & 1) === 0)
        .map((/** @type {any} */ message) => String(message.errorMessage));
    }, this.#extension);
  }

  /** @param {{colorScheme?: 'light' | 'dark', forcedColors?: 'active' | 'none'}} media */
  async emulate(media) {
    await this.inBrowser((/** @type {typeof media} */ wanted) => {
      // @ts-expect-error see above
      const { prefs } = Services;
      // 0 is dark, 1 is light; 1 forces colours always, 2 never.
      if (wanted.colorScheme) {
        prefs.setIntPref('layout.css.prefers-color-scheme.content-override', wanted.colorScheme === 'dark' ? 0 : 1);
      }
      if (wanted.forcedColors) {
        prefs.setIntPref('browser.display.document_color_use', wanted.forcedColors === 'active' ? 2 : 1);
      }
    }, media);
  }

  /**
   * Opens an address in a new tab.
   * @param {string} url
   * @returns {Promise<FirefoxPage>}
   */
  async open(url) {
    const handle = await this.#exclusively(() => this.#newTab());
    const page = new FirefoxPage(this, handle, false);
    await page.goto(url);
    return page;
  }

  /** @returns {Promise<string>} the handle of a new, empty tab */
  async #newTab() {
    // The current tab may be gone: those of an extension go with it. And it may be a sign-in window,
    // which takes no tabs.
    const handles = await this.client.send('WebDriver:GetWindowHandles');
    for (const handle of [this.#current, ...handles].filter((known) => handles.includes(known))) {
      if (this.#current !== handle) await this.client.send('WebDriver:SwitchToWindow', { handle, focus: true });
      this.#current = handle;
      if (await this.client.evaluateInBrowser(() => window.toolbar.visible)) break;
    }
    const { handle } = await this.client.send('WebDriver:NewWindow', { type: 'tab', focus: true });
    return handle;
  }

  /** @param {string} handle */
  closeTab(handle) {
    return this.#exclusively(async () => {
      await this.client.send('WebDriver:SwitchToWindow', { handle });
      const rest = await this.client.send('WebDriver:CloseWindow');
      this.#current = undefined;
      if (rest.length > 0) {
        await this.client.send('WebDriver:SwitchToWindow', { handle: rest[0] });
        this.#current = rest[0];
      }
    });
  }

  /** Closes every tab but an empty one. */
  async closeTabs() {
    const keep = await this.#exclusively(() => this.#newTab());
    const handles = await this.#exclusively(() => this.client.send('WebDriver:GetWindowHandles'));
    for (const handle of handles) {
      if (handle !== keep) await this.closeTab(handle);
    }
  }

  /** Waits until the person has closed the browser. */
  async closed() {
    if (this.process.exitCode === null) await once(this.process, 'exit');
  }

  /** Ends the browser if it still runs, and removes its profile. */
  async close() {
    await this.#end();
    removeProfile(this.profile);
  }

  async #end() {
    const ended = this.process.exitCode === null ? once(this.process, 'exit') : Promise.resolve();
    if (this.process.exitCode === null) await this.client.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => this.process.kill());
    await ended;
    this.client.close();
  }
}

/** Moves an element to the middle of what is seen. Runs in the document. @param {Element} element */
function toTheMiddle(element) {
  element.scrollIntoView({ block: 'center' });
}

/**
 * Waits for the port that Firefox writes into its profile.
 * @param {string} profile
 * @returns {Promise<number>}
 */
function activePort(profile) {
  return until(
    async () => Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8')),
    { timeout: 60_000, what: 'Firefox to start' },
  );
}
