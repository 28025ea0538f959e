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

/** What must not outlive this process: the profile folders, with the browsers that run on them. */
const open = new Map(/** @type {[string, () => void][]} */ ([]));

process.on('exit', () => {
  for (const [folder, end] of open) {
    end();
    removeProfile(folder);
  }
});

/**
 * Makes an empty profile folder. It goes with this process at the latest.
 * @returns {string}
 */
export function makeProfile() {
  const folder = mkdtempSync(join(tmpdir(), 'partner-lens-profile-'));
  open.set(folder, () => undefined);
  return folder;
}

/**
 * Says how to end the browser that runs on a profile, should this process end first.
 * @param {string} folder
 * @param {() => void} end
 */
export function endWithProcess(folder, end) {
  open.set(folder, end);
}

/**
 * Removes a profile folder. A browser that is ending may still write into it, hence the retries.
 * @param {string} folder
 */
export function removeProfile(folder) {
  open.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
