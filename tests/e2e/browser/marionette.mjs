// A client for Marionette, the remote control that is part of every Firefox.
//
// Why not WebDriver BiDi through a library: three things that the tests need can only be done with
// system access (reach into a closed shadow root, end the extension's event page, switch an add-on
// off), and Marionette does them together with everything else over one socket.

import { connect } from 'node:net';

/** The key under which WebDriver hands an element over. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** The key under which WebDriver hands a shadow root over. */
const SHADOW = 'shadow-6066-11e4-a52e-4f735466cecf';

/** An error that the browser answered with. */
export class MarionetteError extends Error {
  /**
   * @param {string} command
   * @param {{error: string, message: string}} answer
   */
  constructor(command, answer) {
    super(`${command}: ${answer.error}: ${answer.message}`);
    this.name = 'MarionetteError';
    /** The error code of the WebDriver specification, for example `no such element`. */
    this.code = answer.error;
  }
}

/** One connection to a running Firefox. Commands are sent one after another. */
export class Marionette {
  #socket;
  #buffer = Buffer.alloc(0);
  #nextId = 1;
  /** @type {Map<number, {command: string, resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #waiting = new Map();

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Firefox closed the connection.')));
  }

  /**
   * Connects and waits for the greeting.
   * @param {number} port
   * @returns {Promise<Marionette>}
   */
  static async connect(port) {
    const socket = connect({ host: '127.0.0.1', port });
    await new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(undefined));
      socket.once('error', reject);
    });
    const client = new Marionette(socket);
    await new Promise((resolve, reject) => client.#waiting.set(0, { command: 'greeting', resolve, reject }));
    return client;
  }

  /** @param {Buffer} chunk */
  #receive(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      if (colon < 0) return;
      const length = Number(this.#buffer.subarray(0, colon).toString('latin1'));
      const end = colon + 1 + length;
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.subarray(colon + 1, end).toString('utf8'));
      this.#buffer = this.#buffer.subarray(end);
      this.#settle(message);
    }
  }

  /** @param {any} message either the greeting or `[1, id, error, result]` */
  #settle(message) {
    const [, id, error, result] = Array.isArray(message) ? message : [1, 0, null, message];
    const call = this.#waiting.get(id);
    if (call === undefined) return;
    this.#waiting.delete(id);
    if (error) call.reject(new MarionetteError(call.command, error));
    else call.resolve(result !== null && typeof result === 'object' && 'value' in result ? result.value : result);
  }

  /** @param {Error} error */
  #fail(error) {
    for (const call of this.#waiting.values()) call.reject(error);
    this.#waiting.clear();
  }

  /**
   * Sends a command and waits for its answer.
   * @param {string} command for example `WebDriver:Navigate`
   * @param {object} [parameters]
   * @returns {Promise<any>}
   */
  send(command, parameters = {}) {
    const id = this.#nextId++;
    const body = Buffer.from(JSON.stringify([0, id, command, parameters]), 'utf8');
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { command, resolve, reject });
      this.#socket.write(Buffer.concat([Buffer.from(`${body.length}:`, 'latin1'), body]));
    });
  }

  /**
   * Runs a function in the current frame and gives back what it returns, awaited.
   * @param {Function} fn
   * @param {unknown} [argument] anything JSON can carry
   * @returns {Promise<any>}
   */
  evaluate(fn, argument) {
    return this.send('WebDriver:ExecuteScript', {
      script: `return (${fn})(arguments[0]);`,
      args: [argument ?? null],
      sandbox: null,
      newSandbox: false,
    });
  }

  /**
   * Runs a function with the browser's own rights.
   * @param {Function} fn
   * @param {unknown} [argument]
   * @returns {Promise<any>}
   */
  async evaluateInBrowser(fn, argument) {
    await this.send('Marionette:SetContext', { value: 'chrome' });
    try {
      return await this.send('WebDriver:ExecuteScript', {
        script: `return (${fn})(arguments[0]);`,
        args: [argument ?? null],
        sandbox: 'system',
      });
    } finally {
      await this.send('Marionette:SetContext', { value: 'content' });
    }
  }

  /**
   * Finds an element of the current frame.
   * @param {string} selector
   * @returns {Promise<object>} a reference to it
   */
  find(selector) {
    return this.send('WebDriver:FindElement', { using: 'css selector', value: selector });
  }

  /**
   * Finds an element in the shadow root of another, be that root closed or open.
   * @param {string} host selector of the host
   * @param {string} selector
   * @returns {Promise<object>}
   */
  async findInShadow(host, selector) {
    const element = /** @type {Record<string, string>} */ (await this.find(host));
    const root = await this.send('WebDriver:GetShadowRoot', { id: element[ELEMENT] });
    return this.send('WebDriver:FindElementFromShadowRoot', {
      shadowRoot: root[SHADOW],
      using: 'css selector',
      value: selector,
    });
  }

  /** Ends the connection. */
  close() {
    this.#socket.destroy();
  }
}

/**
 * The id in a reference to an element.
 * @param {any} reference
 * @returns {string}
 */
export function elementId(reference) {
  return reference[ELEMENT];
}
