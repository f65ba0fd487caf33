import { faultSentence } from '@loom/contract';
import { expect, test } from 'vitest';
import { dial, enter, openRig } from './rig.ts';

const peersChanged = { event: 'peers_changed', payload: {} } as const;

test('a window that shows its token is let in, asks and is answered', async () => {
  await using rig = await openRig();
  const client = await dial(rig.window.port, { origin: rig.origin });
  client.send(JSON.stringify({ token: await rig.token() }));
  expect(await client.next()).toEqual({ ready: true });
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'has_identity', params: {} }));
  expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 7, result: true });
  expect(rig.calls).toEqual([{ command: 'has_identity', args: {} }]);
});

test('a fault comes with its code and its facts', async () => {
  await using rig = await openRig();
  const client = await enter(rig);
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 'a', method: 'fly', params: {} }));
  expect(await client.next()).toEqual({
    jsonrpc: '2.0',
    id: 'a',
    error: {
      code: -32601,
      message: faultSentence('unknown-command', { command: 'fly' }),
      data: { code: 'unknown-command', command: 'fly' },
    },
  });
});

test('a bug in the engine is answered without its words', async () => {
  await using rig = await openRig();
  const client = await enter(rig);
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'get_status', params: {} }));
  const answer = await client.next();
  expect(answer).toMatchObject({ id: 1, error: { data: { code: 'internal' } } });
  expect(JSON.stringify(answer)).not.toContain('SELECT');
});

test('events reach every window, and nothing is left when they close', async () => {
  await using rig = await openRig();
  const [one, two] = [await enter(rig), await enter(rig)];
  rig.raise(peersChanged);
  const frame = { jsonrpc: '2.0', method: 'event', params: peersChanged };
  expect([await one.next(), await two.next()]).toEqual([frame, frame]);
  one.close();
  await one.closed;
  await expect.poll(() => rig.listeners()).toBe(1);
});

test('a token serves again after the connection broke', async () => {
  await using rig = await openRig();
  const token = await rig.token();
  for (const _ of ['first', 'again']) {
    const client = await dial(rig.window.port, { origin: rig.origin });
    client.send(JSON.stringify({ token }));
    expect(await client.next()).toEqual({ ready: true });
    client.close();
    await client.closed;
  }
});

test.for([
  ['a made-up token', JSON.stringify({ token: 'A'.repeat(43) })],
  ['no token', JSON.stringify({})],
  ['a token that is no string', JSON.stringify({ token: 1 })],
  ['a command', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'has_identity', params: {} })],
  ['null', 'null'],
  ['no JSON', 'token'],
] as const)('a first message with %s closes the connection with 4401', async ([, frame]) => {
  await using rig = await openRig();
  const client = await dial(rig.window.port, { origin: rig.origin });
  client.send(frame);
  expect(await client.closed).toBe(4401);
  expect(rig.calls).toEqual([]);
});

test('an opening secret is no token', async () => {
  await using rig = await openRig();
  const client = await dial(rig.window.port, { origin: rig.origin });
  client.send(JSON.stringify({ token: rig.secret() }));
  expect(await client.closed).toBe(4401);
});

test('who says nothing is closed with 4401 and has heard no event', async () => {
  await using rig = await openRig(50);
  const client = await dial(rig.window.port, { origin: rig.origin });
  rig.raise(peersChanged);
  expect(rig.listeners()).toBe(0);
  expect(await client.closed).toBe(4401);
});

test('what was sent behind a wrong token is not carried out', async () => {
  await using rig = await openRig();
  const client = await dial(rig.window.port, { origin: rig.origin });
  client.send(JSON.stringify({ token: 'wrong' }));
  client.send(JSON.stringify({ token: await rig.token() }));
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'has_identity', params: {} }));
  expect(await client.closed).toBe(4401);
  expect(rig.calls).toEqual([]);
});

test.for(['https://elsewhere.example', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1'])(
  'a page of the origin %s gets no connection',
  async (origin) => {
    await using rig = await openRig();
    await expect(dial(rig.window.port, { origin })).rejects.toThrow('403');
  },
);

test('a client without an origin gets no connection', async () => {
  await using rig = await openRig();
  await expect(dial(rig.window.port, {})).rejects.toThrow('403');
});

test('a page under a host name that was made to point here gets no connection', async () => {
  await using rig = await openRig();
  const host = `rebind.example:${rig.window.port}`;
  await expect(dial(rig.window.port, { host, origin: `http://${host}` })).rejects.toThrow('403');
});

test('there is no connection at another path', async () => {
  await using rig = await openRig();
  await expect(dial(rig.window.port, { origin: rig.origin }, '/')).rejects.toThrow('403');
});

test('binary frames are refused', async () => {
  await using rig = await openRig();
  const client = await enter(rig);
  client.send(new Uint8Array(8));
  expect(await client.closed).toBe(1003);
});

test('a frame of more than 1 MiB is refused', async () => {
  await using rig = await openRig();
  const client = await enter(rig);
  client.send('x'.repeat(1024 * 1024 + 1));
  expect(await client.closed).toBe(1009);
});

test.for([
  ['nonsense', null, -32700],
  ['[]', null, -32600],
  ['{"jsonrpc":"1.0","id":1,"method":"has_identity"}', 1, -32600],
  ['{"jsonrpc":"2.0","id":1}', 1, -32600],
  ['{"jsonrpc":"2.0","id":1,"method":"has_identity","params":[]}', 1, -32602],
] as const)(
  'the frame %s is no request: it is answered with what is wrong, and not carried out',
  async (row) => {
    const [frame, id, code] = row;
    await using rig = await openRig();
    const client = await enter(rig);
    client.send(frame);
    expect(await client.next()).toMatchObject({ id, error: { code } });
    expect(rig.calls).toEqual([]);
    client.send(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'has_identity' }));
    expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 2, result: true });
  },
);

test('a notification is carried out and never answered', async () => {
  await using rig = await openRig();
  const client = await enter(rig);
  for (const method of ['has_identity', 'fly']) client.send(JSON.stringify({ jsonrpc: '2.0', method }));
  client.send(JSON.stringify({ jsonrpc: '2.0', method: 'has_identity', params: [] }));
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'has_identity' }));
  expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 1, result: true });
  expect(rig.calls.map(({ command }) => command)).toEqual(['has_identity', 'fly', 'has_identity']);
});

test('a window that stops reading is dropped, the others go on', async () => {
  await using rig = await openRig();
  const [slow, quick] = [await enter(rig), await enter(rig)];
  slow.pause();
  slow.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'get_my_token', params: {} }));
  await expect.poll(() => rig.calls.length).toBe(1);
  rig.raise(peersChanged);
  expect(await quick.next()).toMatchObject({ method: 'event' });
  await expect.poll(() => rig.listeners()).toBe(1);
});

test('closing the server cuts every window off', async () => {
  const rig = await openRig();
  const client = await enter(rig);
  await rig[Symbol.asyncDispose]();
  expect(await client.closed).toBe(1006);
  await expect(dial(rig.window.port, { origin: rig.origin })).rejects.toThrow('ECONNREFUSED');
});
