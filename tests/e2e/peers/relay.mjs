// A proxy between the browser and the simulator that answers for one host itself, the global cloud's
// sign-in, and writes down every request to it in full. The simulator's own log holds no code and no
// token; here they are what is compared.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer, request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

/** The sign-in host of the global cloud. */
export const LOGIN_HOST = 'login.microsoftonline.com';

/**
 * A request to the sign-in host.
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path with its query
 * @property {Record<string, string>} headers names in lower case
 * @property {string} body
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string | string[]>} headers
 * @property {string} body
 *
 * @typedef {(request: Request) => Promise<Answer>} Login who answers for the sign-in host
 *
 * @typedef {Request & {answer?: Answer}} Exchange a request with what was answered; the request as it
 *   came, whatever whoever answered made of it
 */

/** The headers that belong to one connection, and not to what is said over it. */
const OF_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'accept-encoding'];

/**
 * The query of a request's path.
 * @param {{path: string}} request
 */
export function queryOf(request) {
  return new URL(request.path, `https://${LOGIN_HOST}`).searchParams;
}

/**
 * The last part of a request's path: `authorize`, `token` or `logout`.
 * @param {{path: string}} request
 */
export function endpointOf(request) {
  return new URL(request.path, `https://${LOGIN_HOST}`).pathname.split('/').at(-1) ?? '';
}

/** A running relay. */
export class Relay {
  /** Every request to the sign-in host, in order of arrival. @type {Exchange[]} */
  exchanges = [];

  /**
   * @param {import('../simulator.mjs').Simulator} simulator
   * @param {string} folder where the simulator keeps the certificate of its hosts
   */
  constructor(simulator, folder) {
    const file = (/** @type {string} */ name) => readFileSync(join(folder, `partner-lens-test-${name}.pem`));
    this.simulator = simulator;
    this.authority = file('authority');
    /** @type {Login} */
    this.login = this.simulated.bind(this);
    this.tls = createTlsServer({ key: file('hosts.key'), cert: file('hosts') }, (request, response) => {
      this.#answer(request, response).catch((error) => response.writeHead(502).end(String(error)));
    });
    this.proxy = createServer((_, response) => response.writeHead(502).end());
    this.proxy.on('connect', (request, socket, head) => {
      // A browser that ends, ends its connections at any moment.
      socket.on('error', () => socket.destroy());
      if (request.url === `${LOGIN_HOST}:443`) {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        if (head.length > 0) socket.unshift(head);
        this.tls.emit('connection', socket);
        return;
      }
      const tunnel = connect(this.simulator.port, '127.0.0.1', () => {
        tunnel.write(`CONNECT ${request.url} HTTP/1.1\r\nHost: ${request.url}\r\n\r\n`);
        tunnel.write(head);
        tunnel.pipe(socket).pipe(tunnel);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('close', () => tunnel.destroy());
    });
  }

  /**
   * @param {import('../simulator.mjs').Simulator} simulator
   * @param {string} folder
   */
  static async start(simulator, folder) {
    const relay = new Relay(simulator, folder);
    relay.proxy.listen(0, '127.0.0.1');
    await once(relay.proxy, 'listening');
    return relay;
  }

  /** What a browser is told of the proxy. */
  get address() {
    const address = /** @type {import('node:net').AddressInfo} */ (this.proxy.address());
    return { port: address.port, spki: this.simulator.spki };
  }

  /** As at the start: nothing was asked, and the simulator answers. */
  reset() {
    this.exchanges = [];
    this.login = this.simulated.bind(this);
  }

  /**
   * The requests to one endpoint.
   * @param {string} endpoint
   */
  at(endpoint) {
    return this.exchanges.filter((exchange) => endpointOf(exchange) === endpoint);
  }

  /**
   * Asks as a browser would, and writes it down too.
   * @param {Request} request
   */
  async ask(request) {
    /** @type {Exchange} */
    const exchange = { ...request };
    this.exchanges.push(exchange);
    exchange.answer = await this.login(request);
    return exchange.answer;
  }

  /**
   * What the simulator answers.
   * @param {Request} request
   */
  simulated(request) {
    return passOn(httpsRequest, request, {
      port: this.simulator.port, servername: LOGIN_HOST, ca: this.authority,
    });
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async #answer(request, response) {
    const { status, headers, body } = await this.ask({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: /** @type {Record<string, string>} */ (request.headers),
      body: await textOf(request),
    });
    response.writeHead(status, headers).end(body);
  }

  async stop() {
    this.tls.closeAllConnections();
    this.proxy.closeAllConnections();
    this.proxy.close();
    await once(this.proxy, 'close');
  }
}

/**
 * Passes a request on to a server of this machine.
 * @param {typeof httpRequest | typeof httpsRequest} send
 * @param {Request} request
 * @param {import('node:https').RequestOptions} to
 * @returns {Promise<Answer>}
 */
export async function passOn(send, { method, path, headers, body }, to) {
  const outgoing = send({
    host: '127.0.0.1', method, path, ...to, agent: false,
    headers: { host: LOGIN_HOST, ...without(headers), 'content-length': String(Buffer.byteLength(body)) },
  });
  outgoing.end(body);
  const [answer] = /** @type {[import('node:http').IncomingMessage]} */ (await once(outgoing, 'response'));
  const text = await textOf(answer);
  return {
    status: answer.statusCode ?? 0,
    headers: without(/** @type {Record<string, string>} */ (answer.headers)),
    body: text,
  };
}

/**
 * @template V
 * @param {Record<string, V>} headers
 * @returns {Record<string, V>} those that may be passed on
 */
function without(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)));
}

/** @param {import('node:http').IncomingMessage} message */
async function textOf(message) {
  let text = '';
  message.setEncoding('utf8');
  for await (const part of message) text += part;
  return text;
}
