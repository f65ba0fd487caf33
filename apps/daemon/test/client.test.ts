import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LoomError, type LoomEvent } from '@loom/contract';
import { connectToEngine } from '../src/client.ts';
import type { Door } from '../src/door.ts';
import { createReportBug } from '../src/report-bug.ts';
import { serveClient } from '../src/serve-client.ts';
import { listenOnSocket, type SocketServer } from '../src/socket-server.ts';
import { fakeEngine, type FakeEngine } from './fake-engine.ts';

let folder = '';
let path = '';
let engine: FakeEngine;
let server: SocketServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-socket-'));
  path = join(folder, 'engine.sock');
  engine = fakeEngine();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<void> {
  const reportBug = createReportBug(() => undefined);
  server = await listenOnSocket(path, (socket) => {
    void serveClient({ input: socket, output: socket, engine, eventsFromStart: false, reportBug }).finally(
      () => socket.end(),
    );
  });
}

async function reach(): Promise<Door> {
  const door = await connectToEngine(path);
  if (door === undefined) throw new Error('nobody listens');
  return door;
}

const key = Array.from({ length: 32 }, () => 1);

describe('A client behind the socket', () => {
  test('is told apart from one that finds nobody', async () => {
    expect(await connectToEngine(path)).toBeUndefined();
    expect(await connectToEngine(join(folder, 'nowhere', 'engine.sock'))).toBeUndefined();
    writeFileSync(path, '');
    expect(await connectToEngine(path)).toBeUndefined();
    await serve();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const door = await reach();
    expect(await door.call('has_identity', {})).toBe(true);
    await door.close();
  });

  test('gets results of their types, and faults with their codes and facts', async () => {
    await serve();
    const door = await reach();
    expect(await door.call('parse_token', { token_str: '' })).toEqual({
      identity_key: key.map(() => 7),
      dh_key: key.map(() => 7),
      version: 2,
    });
    await expect(door.call('send_message', { contact_pub_key: key, content: '' })).rejects.toThrow(
      new LoomError('message-too-long', { bytes: 5, limit: 4 }),
    );
    await expect(door.request('no_such', {})).rejects.toMatchObject({
      code: 'unknown-command',
      facts: { command: 'no_such' },
    });
    await expect(door.call('get_status', {})).rejects.toMatchObject({ code: 'internal' });
    await door.close();
  });

  test('refuses results that are not of the contract', async () => {
    engine = fakeEngine({ get_my_token: () => JSON.parse('5') as string });
    await serve();
    const door = await reach();
    await expect(door.call('get_my_token', {})).rejects.toMatchObject({ code: 'internal' });
    await door.close();
  });

  test('hears what is raised from when it began to listen', async () => {
    await serve();
    const door = await reach();
    const heard: LoomEvent[] = [];
    const event: LoomEvent = { event: 'session_established', payload: { peer_identity: key } };
    engine.raise(event);
    const off = door.on((raised) => heard.push(raised));
    await door.call('has_identity', {});
    engine.raise(event);
    await door.call('has_identity', {});
    off();
    engine.raise(event);
    await door.call('has_identity', {});
    expect(heard).toEqual([event]);
    await door.close();
  });

  test('asks for events from its first listener on, and for none any more after its last', async () => {
    let asked = '';
    server = await listenOnSocket(path, (socket) => {
      socket.on('data', (bytes: Buffer) => {
        if (asked === '') socket.write('{"jsonrpc":"2.0","id":0,"result":null}\n');
        asked += bytes.toString();
      });
      socket.on('end', () => socket.end());
    });
    const door = await reach();
    const offs = [door.on(() => undefined), door.on(() => undefined)];
    for (const off of offs) off();
    offs[0]?.();
    await door.close();
    const requests = asked.trimEnd().split('\n');
    expect(requests.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: 0, method: 'subscribe', params: { events: [] } },
      { method: 'subscribe', params: {} },
      { method: 'subscribe', params: { events: [] } },
    ]);
  });

  test('learns that the engine was stopped while it waited, and afterwards', async () => {
    engine = fakeEngine({ initiate_chat_handshake: () => new Promise(() => undefined) });
    await serve();
    const door = await reach();
    const waiting = door.call('initiate_chat_handshake', { contact_pub_key: key });
    const [outcome] = await Promise.allSettled([waiting, server?.close()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'engine-stopped' } });
    await door.closed;
    await expect(door.call('has_identity', {})).rejects.toMatchObject({ code: 'engine-stopped' });
  });

  test('that asks and closes its half is answered, as nc does it', async () => {
    await serve();
    const socket = connect(path);
    socket.end('{"jsonrpc":"2.0","id":1,"method":"has_identity"}');
    let answer = '';
    for await (const bytes of socket as AsyncIterable<Buffer>) answer += bytes.toString();
    expect(JSON.parse(answer)).toEqual({ jsonrpc: '2.0', id: 1, result: true });
  });
});

describe('An engine that the system lets clients in to', () => {
  const patienceMs = 5_000;

  afterEach(() => {
    vi.useRealTimers();
  });

  /** Lets in and takes what it is sent, as the system does for a process that stands still. */
  async function standStill(): Promise<{ still: Server; greeted: Promise<Socket> }> {
    const still = createServer();
    const greeted = new Promise<Socket>((resolve) => {
      still.on('connection', (socket) => socket.once('data', () => resolve(socket)));
    });
    still.listen(path);
    await once(still, 'listening');
    return { still, greeted };
  }

  test('and that does not answer is called so, and its client lets go of it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { still, greeted } = await standStill();
    const outcome = Promise.allSettled([connectToEngine(path)]);
    const closed = once(await greeted, 'close');
    await vi.advanceTimersByTimeAsync(patienceMs);
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: { code: 'engine-unresponsive' } }]);
    await closed;
    still.close();
  });

  test('and that ends before it answers is as good as gone', async () => {
    const { still, greeted } = await standStill();
    const reached = connectToEngine(path);
    (await greeted).end();
    expect(await reached).toBeUndefined();
    still.close();
  });

  test('may take as long as it likes over a command, once it has said that it is there', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<boolean>();
    engine = fakeEngine({
      has_identity: () => {
        asked.resolve(undefined);
        return answer.promise;
      },
    });
    await serve();
    const door = await reach();
    const waiting = door.call('has_identity', {});
    await asked.promise;
    await vi.advanceTimersByTimeAsync(100 * patienceMs);
    answer.resolve(true);
    expect(await waiting).toBe(true);
    await door.close();
  });
});
