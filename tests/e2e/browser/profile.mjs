// Throw-away profiles, and finding the browsers of this machine.

import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The names under which each browser may be on the search path, the first found wins. */
const NAMES = {
  chromium: ['chromium', 'chromium-browser'],
  chrome: ['google-chrome', 'google-chrome-stable'],
  edge: ['microsoft-edge', 'microsoft-edge-stable'],
  firefox: ['firefox', 'firefox-esr'],
};

/** @typedef {keyof typeof NAMES} BrowserName */

/**
 * Where a browser is.
 * @param {BrowserName} name
 * @returns {string} its path
 * @throws with a sentence that says what is missing
 */
export function findBrowser(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const candidate of NAMES[name]) {
      const path = join(folder, candidate);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(`${name} is not on the search path (looked for ${NAMES[name].join(', ')}).`);
}

/** The profile folders of browsers that still run, each with what to do before this process ends. */
const inUse = new Map(/** @type {[string, () => void][]} */ ([]));

/**
 * Makes an empty profile folder.
 * @returns {string}
 */
export function makeProfile() {
  return mkdtempSync(join(tmpdir(), 'partner-lens-profile-'));
}

/**
 * Lets a profile not outlive this process. To be called when the browser has been started, so that
 * whoever started it has put its own end in line before.
 * @param {string} folder
 * @param {() => void} end ends the browser
 */
export function endWithProcess(folder, end) {
  inUse.set(folder, end);
  process.once('exit', () => {
    if (!inUse.has(folder)) return;
    end();
    try {
      removeProfile(folder);
    } catch {
      // The browser is on its way out and still writes. An error here would keep this process alive.
    }
  });
}

/**
 * Removes a profile folder. A browser that is ending may still write into it, hence the retries.
 * @param {string} folder
 */
export function removeProfile(folder) {
  inUse.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
