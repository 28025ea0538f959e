// Starts the simulated tenant and talks to its control address.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * What a page of the admin center should be like; goes before the hash.
 * @typedef {object} PageOptions
 * @property {string} [tenant]
 * @property {'a' | 'b' | 'v9'} [layout]
 * @property {string} [language]
 * @property {'light' | 'dark'} [theme]
 * @property {boolean} [strict] with the strict policies
 * @property {'renamed-headers' | 'unknown-table' | 'role-attribute'} [drift]
 * @property {number} [lateRender] milliseconds
 * @property {number} [rerenderEvery] milliseconds
 * @property {string} [route] with `#`
 * @property {string} [path]
 * @property {string} [host]
 */

/**
 * What the simulator says of itself when it serves.
 * @typedef {object} Announcement
 * @property {number} port
 * @property {string} origin
 * @property {string} spki
 * @property {string} ca
 * @property {string} control
 */

/**
 * The address of a page.
 * @param {PageOptions} options
 * @returns {string}
 */
export function pageAddress(options) {
  const {
    route = '#/partners', path = '/AdminPortal/Home', host = 'admin.microsoft.com', strict, ...rest
  } = options;
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined) query.set(key, String(value));
  }
  if (strict) query.set('strict', '1');
  const text = query.toString();
  return `https://${host}${path}${text === '' ? '' : `?${text}`}${route}`;
}

/** A running simulator. */
export class Simulator {
  /**
   * @param {import('node:child_process').ChildProcess | null} child
   * @param {Announcement} announcement
   */
  constructor(child, announcement) {
    this.child = child;
    this.announcement = announcement;
  }

  get port() {
    return this.announcement.port;
  }

  get spki() {
    return this.announcement.spki;
  }

  /**
   * @param {{program: string, assets: string, tenant?: string}} options
   * @returns {Promise<Simulator>}
   */
  static async start({ program, assets, tenant = 'fabrikam' }) {
    // The browser's clock is the machine's, so the simulation's has to be. Its dates are so many days
    // from it: every run says the same.
    const now = new Date().toISOString();
    const child = spawn(
      program,
      ['--assets', assets, '--tenant', tenant, '--now', now, '--until-stdin-closes'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The simulator ended with code ${code} before it served.`);
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([once(lines, 'line'), ended]);
    ended.catch(() => undefined);
    return new Simulator(child, JSON.parse(line));
  }

  /**
   * @param {string} path
   * @param {unknown} [body] sent as JSON by POST when given
   * @returns {Promise<any>}
   */
  async #control(path, body) {
    const response = await fetch(new URL(path, `${this.announcement.control.replace(/\/$/, '')}/`), {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** Tenants, settings and records as at the start. */
  async reset() {
    await this.#control('reset', {});
  }

  /** @param {object} settings */
  async set(settings) {
    await this.#control('settings', settings);
  }

  /** @param {object} switches of the sign-in host */
  async entra(switches) {
    await this.set({ entra: switches });
  }

  /** Ends every browser's session at the sign-in host; tokens go on. */
  async endSessions() {
    await this.#control('entra/sign-out', {});
  }

  /** @returns {Promise<{kind: string, value: string}[]>} every code, verifier and token since the last reset */
  async secrets() {
    const { secrets } = await this.#control('secrets');
    return secrets;
  }

  /** @returns {Promise<any[]>} every request to one of the hosts, in order */
  async requests() {
    const { requests } = await this.#control('requests');
    return requests;
  }

  /** @returns {Promise<{message: string, stack: string}[]>} what the page's React and window threw */
  async errors() {
    const { errors } = await this.#control('errors');
    return errors;
  }

  async stop() {
    if (this.child === null || this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}
