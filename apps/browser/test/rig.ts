// A served window with a scripted engine behind it, and clients as bare as an attacker's: raw sockets, sockets with any
// header. Knows nothing of the real engine or the real window.
import { connect } from 'node:net';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoomError, type LoomEvent } from '@loom/contract';
import { WebSocket } from 'ws';
import { serveWindow, type EngineDoor, type Window } from '../src/index.ts';

export interface Rig extends AsyncDisposable {
  readonly window: Window;
  readonly origin: string;
  /** What has reached the engine. */
  readonly calls: { command: string; args: unknown }[];
  raise(event: LoomEvent): void;
  /** How many windows listen to the engine's events. */
  listeners(): number;
  /** Moves the window's clock on, ms. */
  advance(ms: number): void;
  /** A fresh secret, out of a fresh address. */
  secret(): string;
  /** Posts a secret as our own page does, with some headers changed. */
  redeem(secret: string, headers?: Record<string, string>): Promise<Response>;
  /** A fresh session token. */
  token(): Promise<string>;
}

export async function openRig(firstMessageMs = 5_000): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-window-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Loom</title>');
  await writeFile(join(folder, 'dist', 'assets', 'a.js'), 'export {};');
  await writeFile(join(folder, 'secret.html'), 'outside of the window');

  const calls: Rig['calls'] = [];
  const listening = new Set<(event: LoomEvent) => void>();
  const door: EngineDoor = {
    call(command, args) {
      calls.push({ command, args });
      if (command === 'has_identity') return Promise.resolve(true);
      if (command === 'get_status') return Promise.reject(new Error('SELECT name FROM contact'));
      if (command === 'get_my_token') return Promise.resolve('x'.repeat(20 * 1024 * 1024));
      return Promise.reject(new LoomError('unknown-command', { command }));
    },
    on(listener) {
      listening.add(listener);
      return () => listening.delete(listener);
    },
  };
  let time = 0;
  const window = await serveWindow({ door, assets: join(folder, 'dist'), now: () => time, firstMessageMs });
  const origin = `http://127.0.0.1:${window.port}`;

  const rig: Rig = {
    window,
    origin,
    calls,
    raise: (event) => {
      for (const listener of listening) listener(event);
    },
    listeners: () => listening.size,
    advance: (ms) => {
      time += ms;
    },
    secret: () => new URL(window.url()).hash.slice('#k='.length),
    redeem: (secret, headers = {}) =>
      fetch(`${origin}/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify({ secret }),
      }),
    async token() {
      const answer = (await (await rig.redeem(rig.secret())).json()) as { token: string };
      return answer.token;
    },
    async [Symbol.asyncDispose]() {
      await window.close();
      await rm(folder, { recursive: true });
    },
  };
  return rig;
}

/** Sends bytes as they are and reads until the other end closes. @returns status and the whole answer. */
export function raw(port: number, request: string): Promise<{ status: number; answer: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), answer }));
  });
}

/** A WebSocket client that keeps what comes in. */
export interface Client {
  send(frame: string | Uint8Array): void;
  /** The next text frame, parsed. */
  next(): Promise<unknown>;
  /** The code that the server closed with. */
  readonly closed: Promise<number>;
  close(): void;
  /** Stops reading; what the server sends piles up. */
  pause(): void;
}

/** @throws where the server refuses the upgrade; the message holds its status. */
export function dial(port: number, headers: Record<string, string>, path = '/ws'): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  const frames: unknown[] = [];
  const waiting: ((frame: unknown) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const frame: unknown = JSON.parse(data.toString('utf8'));
    const taker = waiting.shift();
    if (taker) taker(frame);
    else frames.push(frame);
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      resolve({
        send: (frame) => socket.send(frame),
        next: () =>
          new Promise((take) => {
            if (frames.length > 0) take(frames.shift());
            else waiting.push(take);
          }),
        closed,
        close: () => socket.close(),
        pause: () => socket.pause(),
      });
    });
  });
}

/** A client that was let in. */
export async function enter(rig: Rig): Promise<Client> {
  const client = await dial(rig.window.port, { origin: rig.origin });
  client.send(JSON.stringify({ token: await rig.token() }));
  await client.next();
  return client;
}
