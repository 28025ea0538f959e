// Measures the extension in Chromium and prints JSON: {"metrics":[{"id","value","unit"}]}.
//
//   node tests/bench/run.mjs --extension-chrome DIR --simulator-bin FILE --assets DIR [--runs N]
//
// What is compared is measured in alternating runs, and medians are taken, because a shared machine
// is never twice the same.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ChromiumBrowser } from '../e2e/browser/chromium.mjs';
import { Simulator, pageAddress } from '../e2e/simulator.mjs';
import { badgePaint, scrollToEnd, waitForRows } from './in-page.mjs';
import { longTasks } from './trace.mjs';

const { values } = parseArgs({
  options: {
    'extension-chrome': { type: 'string' },
    'extension-firefox': { type: 'string' },
    'simulator-bin': { type: 'string' },
    assets: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
});
const { 'extension-chrome': extension, 'simulator-bin': program, assets } = values;
if (extension === undefined || program === undefined || assets === undefined) {
  throw new Error('--extension-chrome, --simulator-bin and --assets are needed.');
}
const runs = Number(values.runs);

/** A page to compare the panel with: the same extension, one heading and no script. */
const EMPTY = 'empty-for-the-benchmark.html';

/** Where the extension could ask for something; the browser itself asks elsewhere at any time. */
const HOSTS = /(^|\.)(microsoft\.com|cloud\.microsoft|microsoftonline\.com)(:\d+)?$/;

const folder = mkdtempSync(join(tmpdir(), 'partner-lens-bench-'));
const simulator = await Simulator.start({ program: resolve(program), assets: resolve(assets), tenant: 'woodgrove' });
/** @type {{id: string, value: number, unit: string}[]} */
const metrics = [];
try {
  cpSync(resolve(extension), folder, { recursive: true });
  const empty = '<!doctype html><html lang="en"><title>Empty</title><main><h1>Empty</h1></main></html>\n';
  writeFileSync(join(folder, EMPTY), empty);
  const withIt = await ChromiumBrowser.launch({ simulator, extension: folder });
  const without = await ChromiumBrowser.launch({ simulator });
  try {
    note('badge-paint-ms', await badgePaintTime(withIt), 'ms');
    note('scroll-main-thread-ratio', await scrollRatio(withIt, without), 'ratio');
    note('long-tasks', await countLongTasks(withIt), 'count');
    note('panel-open-ratio', await panelRatio(withIt), 'ratio');
    note('host-requests-on-load', await extraRequests(withIt, without), 'count');
  } finally {
    await withIt.close();
    await without.close();
  }
} finally {
  await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify({ metrics })}\n`);

/** @param {string} id @param {number} value @param {string} unit */
function note(id, value, unit) {
  metrics.push({ id, value: Math.round(value * 1000) / 1000, unit });
  process.stderr.write(`${id}: ${value.toFixed(3)} ${unit}\n`);
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * @param {ChromiumBrowser} browser
 * @param {import('../e2e/simulator.mjs').PageOptions} options
 */
async function openList(browser, options) {
  const page = await browser.open(pageAddress(options));
  await page.evaluate(waitForRows);
  return page;
}

/**
 * From the moment that the host inserts a row to the frame that shows its badge: the median over
 * the rows of a scroll through 5,000.
 * @param {ChromiumBrowser} browser
 */
async function badgePaintTime(browser) {
  const page = await openList(browser, { tenant: 'woodgrove', layout: 'a' });
  await page.waitForElement('partner-lens-badge');
  const times = await page.evaluate(badgePaint, { steps: 120, step: 480 });
  process.stderr.write(`badge-paint-ms over ${times.length} rows, 90th percentile ${times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.9)]?.toFixed(1)} ms\n`);
  await page.close();
  return median(times);
}

/**
 * Time of the main thread in a scroll through the whole list, with the extension and without.
 * @param {ChromiumBrowser} withIt
 * @param {ChromiumBrowser} without
 */
async function scrollRatio(withIt, without) {
  /** @type {Map<ChromiumBrowser, number[]>} */
  const times = new Map([[withIt, []], [without, []]]);
  // One run of each is for warming up.
  for (let run = 0; run <= runs; run += 1) {
    for (const browser of run % 2 === 0 ? [withIt, without] : [without, withIt]) {
      const page = await openList(browser, { tenant: 'woodgrove', layout: 'a' });
      if (browser === withIt) await page.waitForElement('partner-lens-badge');
      const devtools = await page.devtools();
      await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
      const before = await taskSeconds(devtools);
      await page.evaluate(scrollToEnd, { step: 600 });
      const after = await taskSeconds(devtools);
      if (run > 0) times.get(browser)?.push(after - before);
      await page.close();
    }
  }
  const [a, b] = [times.get(withIt) ?? [], times.get(without) ?? []];
  process.stderr.write(`scroll, main thread: with ${a.map((t) => t.toFixed(2)).join(' ')} s, without ${b.map((t) => t.toFixed(2)).join(' ')} s\n`);
  return median(a) / median(b);
}

/** @param {import('playwright-core').CDPSession} devtools */
async function taskSeconds(devtools) {
  const { metrics: list } = await devtools.send('Performance.getMetrics');
  const found = list.find((metric) => metric.name === 'TaskDuration');
  if (found === undefined) throw new Error('The browser has no metric TaskDuration.');
  return found.value;
}

/**
 * Tasks of over 50 ms in which our code had the larger part, while the list loads, is scrolled to its
 * end, and the panel opens.
 * @param {ChromiumBrowser} browser
 */
async function countLongTasks(browser) {
  const events = await browser.trace(async () => {
    const page = await openList(browser, { tenant: 'woodgrove', layout: 'a' });
    await page.waitForElement('partner-lens-badge');
    await page.evaluate(scrollToEnd, { step: 600 });
    await page.click('partner-lens-launcher');
    await (await page.panel()).waitForElement('main');
    await page.close();
  });
  const found = longTasks(events);
  for (const task of found) process.stderr.write(`long task: ${task}\n`);
  return found.length;
}

/**
 * From the start of the navigation to the frame that shows the content: our panel, with a tenant's
 * partners in it, to an empty page of the same extension.
 * @param {ChromiumBrowser} browser
 */
async function panelRatio(browser) {
  const list = await openList(browser, { tenant: 'fabrikam', layout: 'b' });
  await list.waitForElement('partner-lens-badge');
  /** @type {Record<'panel' | 'empty', number[]>} */
  const times = { panel: [], empty: [] };
  for (let run = 0; run <= runs * 2; run += 1) {
    /** @type {('panel' | 'empty')[]} */
    const order = run % 2 === 0 ? ['panel', 'empty'] : ['empty', 'panel'];
    for (const which of order) {
      const url = await browser.extensionUrl(which === 'panel' ? 'panel.html#/overview' : EMPTY);
      const time = await browser.timeToContent(url, 'main h1,main h2');
      if (run > 0) times[which].push(time);
    }
  }
  process.stderr.write(`panel open: ${median(times.panel).toFixed(1)} ms, empty page ${median(times.empty).toFixed(1)} ms\n`);
  return median(times.panel) / median(times.empty);
}

/**
 * Requests that the simulated hosts got more of with the extension than without, while a list loads
 * and for the time in which the extension comes to rest.
 * @param {ChromiumBrowser} withIt
 * @param {ChromiumBrowser} without
 */
async function extraRequests(withIt, without) {
  /** @param {ChromiumBrowser} browser */
  const requestsOf = async (browser) => {
    await browser.closeTabs();
    await simulator.reset();
    const page = await openList(browser, { tenant: 'fabrikam', layout: 'b' });
    if (browser === withIt) await page.waitForElement('partner-lens-badge');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 3_000)));
    const all = await simulator.requests();
    await page.close();
    return all
      .filter((request) => request.method !== 'CONNECT' && HOSTS.test(request.host))
      .map((request) => `${request.method} ${request.host}${request.path}`);
  };
  const plain = await requestsOf(without);
  const extra = await requestsOf(withIt);
  for (const request of plain) {
    const at = extra.indexOf(request);
    if (at >= 0) extra.splice(at, 1);
  }
  for (const request of extra) process.stderr.write(`caused request: ${request}\n`);
  return extra.length;
}
