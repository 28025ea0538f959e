// Runs the end-to-end tests.
//
//   node tests/e2e/run.mjs --extension-chrome DIR --extension-firefox DIR --simulator-bin FILE
//     --assets DIR [--filter TEXT] [--browser NAME]

import { availableParallelism } from 'node:os';
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { spec as SpecReporter } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser/profile.mjs';
import { PARTS } from './harness.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: {
    'extension-chrome': { type: 'string' },
    'extension-firefox': { type: 'string' },
    'simulator-bin': { type: 'string' },
    assets: { type: 'string' },
    filter: { type: 'string' },
    browser: { type: 'string', multiple: true, default: ['chromium', 'firefox'] },
  },
});

/** @param {'extension-chrome' | 'extension-firefox' | 'simulator-bin' | 'assets'} name */
function path(name) {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing.`);
  return resolve(value);
}

const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .sort()
  .map((name) => join(here, name));

// A filter names a file or a part of the names of tests.
const { filter } = values;
const named = filter === undefined ? [] : files.filter((file) => basename(file).includes(filter));

/** @type {import('./harness.mjs').Parts} */
const parts = {
  extensionChrome: path('extension-chrome'),
  extensionFirefox: path('extension-firefox'),
  simulator: path('simulator-bin'),
  assets: path('assets'),
  browsers: values.browser,
  filter: named.length > 0 ? undefined : filter,
};
// A browser that isn't there is a failure, said at once and not once for each test.
for (const name of parts.browsers) findBrowser(/** @type {'chromium' | 'firefox'} */ (name));
process.env[PARTS] = JSON.stringify(parts);

const counts = { pass: 0, fail: 0 };

// Whoever breaks this off ends the test files too, and with them their browsers.
const stop = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => stop.abort());

const stream = run({
  files: named.length > 0 ? named : files,
  // Each file keeps one browser at a time busy, and most of the time is waiting for it.
  concurrency: Math.max(2, availableParallelism()),
  timeout: 15 * 60_000,
  signal: stop.signal,
});

stream.on('test:pass', (event) => count(event, 'pass'));
stream.on('test:fail', (event) => count(event, 'fail'));

/**
 * Counts tests, not the suites and files around them. A suite that failed by itself counts.
 * @param {any} event
 * @param {'pass' | 'fail'} outcome
 */
function count(event, outcome) {
  if (event.details.type !== 'suite' && event.name !== event.file) counts[outcome] += 1;
  else if (outcome === 'fail' && event.details.error?.failureType !== 'subtestsFailed') counts.fail += 1;
}

stream.pipe(new SpecReporter()).pipe(process.stdout);
stream.on('end', () => {
  process.stdout.write(`# pass ${counts.pass}\n# fail ${counts.fail}\n`);
  process.exitCode = counts.fail > 0 || counts.pass === 0 ? 1 : 0;
});
