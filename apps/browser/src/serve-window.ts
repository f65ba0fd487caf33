// Serves the built window on loopback and lets it, and nobody else, talk to an engine. Knows nothing of the engine but
// its door, and nothing of the window but its files.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { parseJsonObject } from '@loom/contract';
import { WebSocketServer } from 'ws';
import { createAdmission, type Admission } from './admission.ts';
import { readAssets, type Asset } from './assets.ts';
import { bridge, maxFrameBytes } from './bridge.ts';
import type { EngineDoor } from './engine-door.ts';
import { isForUs, isFromOurPage, securityHeaders } from './guard.ts';

export interface WindowOptions {
  readonly door: EngineDoor;
  /** Folder of the built window. */
  readonly assets: string;
  /** Never runs backwards, ms; the process's own clock where left out. */
  readonly now?: () => number;
  /** How long a socket's first message may take, ms. */
  readonly firstMessageMs?: number;
}

export interface Window {
  readonly port: number;
  /** @returns an address that opens one window, once, within two minutes. */
  url(): string;
  /** Cuts every window off and ends. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** `{"secret":"..."}` is 57 bytes; nothing else is ever posted. */
const maxBodyBytes = 1024;
/** Tabs times what a browser opens to one host, and room to spare. */
const maxConnections = 128;
/** Our page's requests are whole at once. Whoever connects and says nothing is gone soon, and does not keep the window out. */
const headersMs = 2_000;
const requestMs = 5_000;
const lookForSilentMs = 1_000;

export async function serveWindow(options: WindowOptions): Promise<Window> {
  const { door, now = () => performance.now(), firstMessageMs = 5_000 } = options;
  const assets = await readAssets(options.assets);
  const admission = createAdmission({ now, random: randomBytes });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  const server = createServer({
    requestTimeout: requestMs,
    headersTimeout: headersMs,
    connectionsCheckingInterval: lookForSilentMs,
  });
  server.maxConnections = maxConnections;

  const port = await listen(server);
  server.on('request', (request, response) => {
    void respond(request, response, { port, assets, admission });
  });
  server.on('upgrade', (request, socket, head) => {
    if (!isForUs(request, port) || !isFromOurPage(request) || request.url !== '/ws') {
      refuseUpgrade(socket);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      bridge(webSocket, { door, isSession: (token) => admission.isSession(token), firstMessageMs });
    });
  });

  return {
    port,
    url: () => `http://${loopback}:${port}/#k=${admission.newOpening()}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: loopback, port: 0 }, () => {
      server.off('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('a TCP server without a port'));
    });
  });
}

interface Site {
  readonly port: number;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly admission: Admission;
}

async function respond(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders(site.port))) response.setHeader(name, value);
  const { method = '', url = '' } = request;
  if (!isForUs(request, site.port)) return refuse(response, 403, 'This address is not Loom’s.');
  if (url === '/session') {
    if (method !== 'POST') return refuse(response, 405, 'Only POST goes here.', { Allow: 'POST' });
    if (!isFromOurPage(request)) return refuse(response, 403, 'Only Loom’s own page may ask for this.');
    return openSession(request, response, site.admission);
  }
  if (method !== 'GET' && method !== 'HEAD') {
    return refuse(response, 405, 'Only GET and HEAD go here.', { Allow: 'GET, HEAD' });
  }
  const asset = site.assets.get(url);
  if (asset === undefined) return refuse(response, 404, 'There is nothing here.');
  response.writeHead(200, { 'Content-Type': asset.type, 'Content-Length': asset.body.length });
  response.end(method === 'HEAD' ? undefined : asset.body);
}

/** A one-time secret becomes a session token. */
async function openSession(
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413, 'That is too much.');
  const { secret } = parseJsonObject(body) ?? {};
  const token = typeof secret === 'string' ? admission.redeem(secret) : undefined;
  if (token === undefined) {
    return refuse(response, 403, 'This address was used before, or is too old. Open Loom again.');
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ token }));
}

/** @returns undefined where there is more than a secret needs, or the sender broke off. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBodyBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): void {
  // Nothing more is read from whoever was refused.
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    Connection: 'close',
  });
  response.end(`${sentence}\n`);
}

function refuseUpgrade(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
