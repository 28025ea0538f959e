// Opens the Partner relationships page of a simulated tenant with the extension in it.
//
//   node tests/demo.mjs --browser chromium|chrome|edge|firefox --executable FILE --extension DIR
//     --simulator JSON [--screenshots DIR] [--headed]
//
// With a window it stays until the person closes the browser; the profile goes with it.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ChromiumBrowser } from './e2e/browser/chromium.mjs';
import { FirefoxBrowser } from './e2e/browser/firefox.mjs';
import { openPanel } from './e2e/host.mjs';
import { CLIENT, INES, SIGN_IN, openPanelTab, register, waitForSaid } from './e2e/sign-in.mjs';
import { pageAddress } from './e2e/simulator.mjs';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium' },
    executable: { type: 'string' },
    extension: { type: 'string' },
    simulator: { type: 'string' },
    screenshots: { type: 'string' },
    headed: { type: 'boolean', default: false },
  },
});

if (values.extension === undefined || values.simulator === undefined) {
  throw new Error('--extension and --simulator are needed.');
}

const simulator = JSON.parse(values.simulator);
const extension = resolve(values.extension);
const { headed, executable } = values;
const browser =
  values.browser === 'firefox'
    ? await FirefoxBrowser.launch({ simulator, executable, headed, extension })
    : await ChromiumBrowser.launch({
        simulator,
        executable,
        headed,
        extension,
        browser: /** @type {'chromium' | 'chrome' | 'edge'} */ (values.browser),
        viewport: headed ? null : { width: 1400, height: 900 },
      });

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    void browser.close().finally(() => process.exit(0));
  });
}

try {
  if (values.screenshots !== undefined) await takeScreenshots(resolve(values.screenshots));
  if (headed) {
    await openFirst({});
    await browser.closed();
  }
} finally {
  await browser.close();
}

/**
 * Opens the list in a tab that stays, and closes the tab that the browser began with.
 * @param {import('./e2e/simulator.mjs').PageOptions} options
 */
async function openFirst(options) {
  await browser.closeTabs();
  await browser.open(pageAddress(options));
}

/**
 * What is worth a picture: each is taken of a page of its own.
 * @param {string} folder
 */
async function takeScreenshots(folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {{file: string, options?: import('./e2e/simulator.mjs').PageOptions, panel?: View, media?: {colorScheme?: 'light' | 'dark', forcedColors?: 'active' | 'none'}}[]} */
  const pictures = [
    { file: 'list' },
    { file: 'overview', panel: 'overview' },
    { file: 'partners', panel: 'partners' },
    { file: 'partner', panel: 'partner' },
    { file: 'layout-a', options: { layout: 'a' } },
    { file: 'layout-b', options: { layout: 'b' } },
    { file: 'layout-v9', options: { layout: 'v9' } },
    { file: 'dark', options: { theme: 'dark' }, media: { colorScheme: 'dark' } },
    { file: 'dark-partner', options: { theme: 'dark' }, panel: 'partner', media: { colorScheme: 'dark' } },
    { file: 'high-contrast', panel: 'partner', media: { forcedColors: 'active' } },
    { file: 'account', panel: 'account' },
    { file: 'dark-account', options: { theme: 'dark' }, panel: 'account', media: { colorScheme: 'dark' } },
  ];
  for (const { file, options = {}, panel, media } of pictures) {
    if (file === 'account') await signIn();
    const page = await browser.open('about:blank');
    await page.emulate({ colorScheme: 'light', forcedColors: 'none', ...media });
    await page.goto(pageAddress(options));
    await page.waitForElement('partner-lens-badge');
    if (panel !== undefined) await showPanel(page, panel);
    // What appears last is laid out in the frames that follow.
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const path = join(folder, `${file}.png`);
    await page.screenshot(path);
    process.stdout.write(`${path}\n`);
    // It is remembered whether the panel was open, and the next picture may be without.
    if (await page.hasPanel()) await closePanel(page);
    await page.close();
  }
}

/** Signs in as an administrator of the simulated tenant, who agrees to everything. */
async function signIn() {
  await fetch(`${simulator.control}/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entra: { clock: 'machine', auto: 'accept', autoAccount: INES.upn } }),
  });
  const panel = await openPanelTab(browser, '#/set-up');
  await register(panel, CLIENT);
  await panel.click(SIGN_IN);
  await waitForSaid(panel, ({ accounts }) => accounts[0]?.text.includes(INES.organization) ?? false, 'somebody to be signed in');
  await panel.close();
}

/** @typedef {'overview' | 'partners' | 'partner' | 'account'} View */

/**
 * @param {any} page
 * @param {View} view
 */
async function showPanel(page, view) {
  if (view === 'partner') {
    // The one with most to say about it.
    await page.click({ css: 'partner-lens-badge[data-level="critical"]', name: 'Trey Research' });
  }
  const panel = view === 'partner' ? await page.panel() : await openPanel(page);
  if (view === 'partners') {
    await panel.evaluate(() => {
      location.hash = '#/partners';
    });
  }
  await panel.waitForElement('main');
  await panel.waitFor(() => document.body.innerText.includes('Trey Research'));
  if (view === 'account') {
    await panel.click('[data-part="account-button"]');
    await panel.waitForElement('[data-part="signed-in-account"]');
  }
  // The panel's own fade-in, if it has one, is over when nothing is animated any more.
  await panel.waitFor(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
}

/** @param {any} page */
async function closePanel(page) {
  await browser.triggerAction(page);
  await page.waitFor(() => document.querySelector('partner-lens-panel') === null);
}
