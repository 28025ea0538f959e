// Searches everything that a browser shows or keeps for secrets.

import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * A form that a part of a secret may have somewhere.
 * @typedef {object} Needle
 * @property {string} kind of secret
 * @property {string} form
 * @property {Buffer} bytes
 */

/** How much of a secret is looked for. Nobody else has as many of its characters in a row. */
const LENGTH = 24;

/**
 * What to look for. Not for whole secrets: a file that is compressed may hold their beginning, which
 * they share, but once, and a database may break them in two.
 * @param {{kind: string, value: string}[]} secrets
 * @returns {Needle[]}
 */
export function needlesOf(secrets) {
  const found = new Map(/** @type {[string, Needle][]} */ ([]));
  for (const { kind, value } of secrets) {
    for (const part of partsOf(value)) {
      for (const [form, bytes] of formsOf(part)) {
        // Some forms change nothing of most secrets; the plainest gives its name.
        const key = bytes.toString('latin1');
        if (!found.has(key)) found.set(key, { kind, form, bytes });
      }
    }
  }
  return [...found.values()];
}

/** @param {string} secret @returns {string[]} pieces of it that are its own */
function partsOf(secret) {
  // The first piece of an ID token says how it is signed, as in every other; the second begins with
  // whom it is for.
  const pieces = secret.split('.');
  const own = pieces.length === 3 ? [middle(pieces[1] ?? ''), pieces[2] ?? ''] : [secret.replace(/^sim-[a-z]+-/, '')];
  const ends = (/** @type {string} */ piece) => [piece.slice(0, LENGTH), piece.slice(0, 43).slice(-LENGTH)];
  return own.flatMap(ends).filter((part) => part.length === LENGTH);
}

/** @param {string} text */
function middle(text) {
  return text.slice(Math.floor(text.length / 2));
}

/** @param {string} part @returns {[string, Buffer][]} */
function formsOf(part) {
  const bytes = Buffer.from(part);
  const wide = Buffer.from(part, 'utf16le');
  /** @type {[string, Buffer][]} */
  const forms = [['as it is', bytes], ['in UTF-16', wide], ['in UTF-16, high bytes first', Buffer.from(wide).swap16()]];
  forms.push(['percent-encoded', Buffer.from(encodeURIComponent(part))]);
  forms.push(['percent-encoded throughout', Buffer.from([...bytes].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(''))]);
  forms.push(['in hexadecimal', Buffer.from(bytes.toString('hex'))]);
  for (const [of, raw] of /** @type {const} */ ([['', bytes], [' of UTF-16', wide]])) {
    for (let before = 0; before < 3; before += 1) {
      // What stands before it decides how its bits fall; the characters at both ends depend on
      // neighbours that aren't known.
      const text = Buffer.concat([Buffer.alloc(before), raw]).toString('base64');
      const own = text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + raw.length) * 4) / 3));
      forms.push([`in base64${of}`, Buffer.from(own)], [`in base64url${of}`, Buffer.from(own.replaceAll('+', '-').replaceAll('/', '_'))]);
    }
  }
  return forms;
}

/**
 * What is found in something.
 * @param {string} where
 * @param {string | Buffer} content
 * @param {Needle[]} needles
 * @returns {string[]} one line for each kind of secret and form
 */
export function leaksIn(where, content, needles) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const found = needles.filter((needle) => bytes.includes(needle.bytes));
  return [...new Set(found.map(({ kind, form }) => `${where}: ${kind} ${form}`))];
}

/**
 * What is found in the files of a folder, and in their names.
 * @param {string} folder
 * @param {Needle[]} needles
 * @returns {{leaks: string[], files: number}}
 */
export function leaksInFolder(folder, needles) {
  /** @type {string[]} */
  const leaks = [];
  let files = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    leaks.push(...leaksIn('a file name', name, needles));
    if (!entry.isFile()) continue;
    try {
      leaks.push(...leaksIn(name, readFileSync(path), needles));
      files += 1;
    } catch (error) {
      // A browser that runs takes files away meanwhile.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    }
  }
  return { leaks, files };
}

/**
 * Copies the extension, with a recorder as the first thing in each of its contexts.
 * @param {string} extension its folder
 * @returns {{folder: string, remove: () => void}}
 */
export function recordedCopy(extension) {
  const folder = mkdtempSync(join(tmpdir(), 'partner-lens-recorded-'));
  cpSync(extension, folder, { recursive: true });
  cpSync(join(here, 'recorder.js'), join(folder, 'recorder.js'));
  /** @param {string} name @param {(text: string) => string} change */
  const change = (name, change) => {
    const file = join(folder, name);
    const before = readFileSync(file, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`There is no place for the recorder in ${name}.`);
    writeFileSync(file, after);
  };
  change('worker.js', (text) => `import './recorder.js';\n${text}`);
  change('panel.html', (text) => text.replace('<script', '<script src="recorder.js"></script>\n<script'));
  change('manifest.json', (text) => {
    const manifest = JSON.parse(text);
    manifest.content_scripts[0].js.unshift('recorder.js');
    return JSON.stringify(manifest);
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * What the recorders of the worker and of a page's content script have.
 * @param {any} page
 * @param {any} panel one in a tab
 * @returns {Promise<string[]>}
 */
export async function recordedMessages(page, panel) {
  await page.evaluate(() => document.dispatchEvent(new CustomEvent('partner-lens-recorder')));
  return panel.waitFor(async () => {
    const seen = /** @type {string[]} */ (await chrome.runtime.sendMessage({ recorder: 'all' }));
    return seen.some((text) => text.startsWith('content: storage.sync')) && seen;
  });
}

/**
 * Everything that a script of a document can read: its text with what is in open shadow roots, fields,
 * storage, and what hangs on its window. Runs in the document.
 * @returns {string}
 */
export function readEverything() {
  /** @type {string[]} */
  const found = [location.href, document.referrer, document.cookie, window.name, JSON.stringify(history.state) ?? ''];
  for (const area of /** @type {const} */ (['localStorage', 'sessionStorage'])) {
    try {
      found.push(JSON.stringify({ ...window[area] }));
    } catch {
      // It isn't there for this document.
    }
  }
  for (const entry of performance.getEntries()) found.push(entry.name);
  /** @param {Document | ShadowRoot} root */
  const readRoot = (root) => {
    found.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) found.push(element.value);
      if (element.shadowRoot) readRoot(element.shadowRoot);
    }
  };
  readRoot(document);
  const met = new Set(/** @type {unknown[]} */ ([]));
  /** @type {[unknown, number][]} */
  const waiting = [[window, 0]];
  for (let next = waiting.pop(); next !== undefined && met.size < 200_000; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value === 'string') found.push(value);
    const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
    if (!isObject || met.has(value) || depth > 6 || (value instanceof Node && value !== document)) continue;
    met.add(value);
    try {
      // By its tag, since each global scope has classes of its own.
      const tag = Object.prototype.toString.call(value);
      if (tag === '[object Map]' || tag === '[object Set]') waiting.push([[.../** @type {Set<unknown>} */ (value)], depth + 1]);
      if (tag === '[object ArrayBuffer]') found.push(new TextDecoder('latin1').decode(/** @type {ArrayBuffer} */ (value)));
      for (const key of Reflect.ownKeys(/** @type {object} */ (value))) {
        found.push(String(key));
        const own = Object.getOwnPropertyDescriptor(value, key);
        if (own && 'value' in own) waiting.push([own.value, depth + 1]);
      }
    } catch {
      // Of another origin, or not to be looked into.
    }
  }
  return found.join('\n');
}
