import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createReportBug } from '../src/report-bug.ts';
import { maxLineBytes, serveClient } from '../src/serve-client.ts';
import { fakeEngine, type FakeEngine } from './fake-engine.ts';

const key = 'ab'.repeat(32);
const established = {
  event: 'session_established',
  payload: { peer_identity: Array.from({ length: 32 }, () => 1) },
} as const;

interface Run {
  readonly engine?: FakeEngine;
  readonly eventsFromStart?: boolean;
  readonly log?: string[];
}

/** Feeds the input in and returns every line that came back, parsed. */
async function serve(
  input: string | Uint8Array | (string | Uint8Array)[],
  run: Run = {},
): Promise<unknown[]> {
  const pieces = (Array.isArray(input) ? input : [input]).map((piece) => Buffer.from(piece));
  const output = new PassThrough();
  const answers: Buffer[] = [];
  output.on('data', (bytes: Buffer) => answers.push(bytes));
  await serveClient({
    input: Readable.from(pieces, { objectMode: false }),
    output,
    engine: run.engine ?? fakeEngine(),
    eventsFromStart: run.eventsFromStart ?? false,
    reportBug: createReportBug((_, message) => run.log?.push(message)),
  });
  const text = Buffer.concat(answers).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

const request = (members: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...members })}\n`;
const error = (id: unknown, code: number, name: string): object => ({
  jsonrpc: '2.0',
  id,
  error: {
    code,
    message: expect.stringMatching(/[.]$/) as string,
    data: expect.objectContaining({ code: name }) as object,
  },
});

describe('A client over a pair of streams', () => {
  test('gets each answer under the id of its request', async () => {
    const answers = await serve([
      request({ id: 1, method: 'has_identity' }),
      request({ id: 'two', method: 'generate_new_identity', params: { name: 'Ada' } }),
      request({ id: null, method: 'get_my_token', params: {} }),
    ]);
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 1, result: true },
      { jsonrpc: '2.0', id: 'two', result: 'LOOM-Ada' },
      { jsonrpc: '2.0', id: null, result: 'LOOM-FAKE' },
    ]);
  });

  test('may cut its requests anywhere, end lines with CR LF, leave lines empty and leave the last one open', async () => {
    const whole = Buffer.from(
      `\r\n${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'generate_new_identity', params: { name: 'Zoë' } })}\r\n\n  \n` +
        JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'has_identity' }),
    );
    const answers = await serve(Array.from(whole, (byte) => Uint8Array.of(byte)));
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 1, result: 'LOOM-Zoë' },
      { jsonrpc: '2.0', id: 2, result: true },
    ]);
  });

  test('gets no answer to a notification, which is carried out all the same', async () => {
    const engine = fakeEngine();
    const answers = await serve(
      [
        request({ method: 'mark_read', params: { contact_pub_key: key } }),
        request({ method: 'no_such_command' }),
        request({ method: 'has_identity', params: [] }),
      ],
      { engine },
    );
    expect(answers).toEqual([]);
    expect(engine.ran).toEqual(['mark_read']);
  });

  test.each([
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"has_identity"}\n', 1, -32600, 'bad-request'],
    ['an unknown method', request({ id: 1, method: 'constructor' }), 1, -32601, 'unknown-command'],
    [
      'an argument too many',
      request({ id: 1, method: 'has_identity', params: { x: 1 } }),
      1,
      -32602,
      'bad-arguments',
    ],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22, 0x0a), null, -32700, 'message-not-unicode'],
    ['a line past the limit', `"${'x'.repeat(maxLineBytes)}"\n`, null, -32700, 'bad-request'],
    ['nesting without end', `${'['.repeat(maxLineBytes - 1)}\n`, null, -32700, 'bad-request'],
  ])('is told what is wrong with %s, and served on', async (_, line, id, code, name) => {
    const answers = await serve([line, request({ id: 99, method: 'has_identity' })]);
    expect(answers).toEqual([error(id, code, name), { jsonrpc: '2.0', id: 99, result: true }]);
  });

  test('is refused deep nesting in the arguments by a sentence', async () => {
    const depth = 100_000;
    const deep = `{"jsonrpc":"2.0","id":1,"method":"has_identity","params":{"x":${'['.repeat(depth)}${']'.repeat(depth)}}}\n`;
    expect(await serve(deep)).toEqual([error(1, -32602, 'bad-arguments')]);
  });

  test('gets a fault with its code, its facts and its sentence', async () => {
    const answers = await serve(
      request({ id: 1, method: 'send_message', params: { contact_pub_key: key, content: '' } }),
    );
    expect(answers).toEqual([
      {
        jsonrpc: '2.0',
        id: 1,
        error: {
          code: -32000,
          message: 'The message is 5 bytes long, and 4 is the most. Send it in parts.',
          data: { code: 'message-too-long', bytes: 5, limit: 4 },
        },
      },
    ]);
  });

  test('learns of a bug without its message, which may quote a secret; neither does the log', async () => {
    const log: string[] = [];
    const answers = await serve(request({ id: 1, method: 'get_status' }), { log });
    expect(answers).toEqual([error(1, -32603, 'internal')]);
    expect(log).toHaveLength(1);
    expect(JSON.stringify([answers, log])).not.toContain('secret');
    expect(log[0]).toContain('TypeError');
  });

  test('is answered in full when its input ends while commands still run', async () => {
    let finish = (): void => undefined;
    const engine = fakeEngine({
      initiate_chat_handshake: () => new Promise((resolve) => (finish = () => resolve(null))),
      has_identity: () => {
        setImmediate(finish);
        return true;
      },
    });
    const answers = await serve(
      [
        request({ id: 1, method: 'initiate_chat_handshake', params: { contact_pub_key: key } }),
        request({ id: 2, method: 'has_identity' }),
      ],
      { engine },
    );
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 2, result: true },
      { jsonrpc: '2.0', id: 1, result: null },
    ]);
    expect([engine.listeners(), engine.visitors()]).toEqual([0, 0]);
  });
});

describe('Events', () => {
  const events = (answers: unknown[]): unknown[] =>
    answers.filter((answer) => !Object.hasOwn(Object(answer) as object, 'id'));
  const raising = (engine: FakeEngine): FakeEngine =>
    Object.assign(engine, {
      handlers: {
        ...engine.handlers,
        has_identity: () => {
          engine.raise(established);
          engine.raise({ event: 'peers_changed', payload: {} });
          return true;
        },
      },
    });
  const ask = request({ id: 1, method: 'has_identity' });
  const line = (event: string, payload: unknown): object => ({
    jsonrpc: '2.0',
    method: 'event',
    params: { event, payload },
  });

  test('come to nobody who has not asked for them', async () => {
    expect(events(await serve(ask, { engine: raising(fakeEngine()) }))).toEqual([]);
  });

  test('come from the start where the transport says so', async () => {
    const answers = await serve(ask, { engine: raising(fakeEngine()), eventsFromStart: true });
    expect(events(answers)).toEqual([
      line('session_established', established.payload),
      line('peers_changed', {}),
    ]);
  });

  test.each([
    ['all', {}, ['session_established', 'peers_changed']],
    ['those named', { events: ['peers_changed'] }, ['peers_changed']],
    ['none', { events: [] }, []],
  ])('come as subscribed: %s', async (_, params, expected) => {
    const answers = await serve([request({ id: 0, method: 'subscribe', params }), ask], {
      engine: raising(fakeEngine()),
      eventsFromStart: expected.length === 0,
    });
    expect(events(answers).map((event) => (event as { params: { event: string } }).params.event)).toEqual(
      expected,
    );
  });

  test.each([[{ events: ['no_such_event'] }], [{ events: 'log' }], [{ event: [] }]])(
    'can’t be subscribed to by %j',
    async (params) => {
      expect(await serve(request({ id: 1, method: 'subscribe', params }))).toEqual([
        error(1, -32602, 'bad-arguments'),
      ]);
    },
  );
});

describe('A client that does not read', () => {
  /** Takes bytes and never says that it has passed them on. */
  const stuck = (): Writable => new Writable({ write: () => undefined });

  test('is dropped when its unread events pass the limit, and holds nobody up', async () => {
    const engine = fakeEngine();
    const output = stuck();
    const input = new PassThrough();
    const served = serveClient({
      input,
      output,
      engine,
      eventsFromStart: true,
      reportBug: createReportBug(() => undefined),
    });
    const content = 'x'.repeat(1 << 16);
    let raised = 0;
    while (engine.listeners() > 0 && !output.destroyed && raised < 1000) {
      engine.raise({ event: 'log', payload: { number: 1, at: 0, level: 'info', message: content } });
      raised += 1;
    }
    await served;
    expect(output.destroyed).toBe(true);
    expect(raised).toBeGreaterThan(60);
    expect(raised).toBeLessThan(80);
    expect([engine.listeners(), engine.visitors()]).toEqual([0, 0]);
  });

  test('has no more requests taken from it while its answers lie unread', async () => {
    const engine = fakeEngine({ get_my_token: () => 'x'.repeat(1 << 16) });
    const output = stuck();
    const input = new PassThrough();
    const served = serveClient({
      input,
      output,
      engine,
      eventsFromStart: false,
      reportBug: createReportBug(() => undefined),
    });
    input.end(request({ id: 1, method: 'get_my_token' }).repeat(1000));
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(engine.ran.length).toBeLessThan(5);
    output.destroy();
    await served;
    expect([engine.listeners(), engine.visitors()]).toEqual([0, 0]);
  });
});
