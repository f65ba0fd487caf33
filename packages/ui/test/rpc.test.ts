import { expect, test } from 'vitest';
import { errorText, LoomError, type LoomEvent } from '@loom/contract';
import { CallError } from '../src/host.ts';
import { createRpcClient } from '../src/hosts/rpc.ts';

function setUp() {
  const sent: string[] = [];
  const events: LoomEvent[] = [];
  const client = createRpcClient(
    (frame) => sent.push(frame),
    (event) => events.push(event),
  );
  return { sent, events, client };
}

test('a call travels as JSON-RPC and gets the answer with its id', async () => {
  const { sent, client } = setUp();
  const port = client.call('get_network_port', {});
  const identity = client.call('has_identity', {});
  expect(sent.map((frame): unknown => JSON.parse(frame))).toEqual([
    { jsonrpc: '2.0', id: 1, method: 'get_network_port', params: {} },
    { jsonrpc: '2.0', id: 2, method: 'has_identity', params: {} },
  ]);
  client.receive('{"jsonrpc":"2.0","id":2,"result":true}');
  client.receive('{"jsonrpc":"2.0","id":1,"result":47113}');
  await expect(port).resolves.toBe(47113);
  await expect(identity).resolves.toBe(true);
});

test('a fault comes with its sentence, its code and its facts', async () => {
  const { client } = setUp();
  const call = client.call('parse_token', { token_str: 'LOOM-1' });
  const thrown = new LoomError('token-alphabet', { character: '1', position: 1 });
  client.receive(errorText(1, thrown));
  const error = await call.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({
    message: thrown.message,
    fault: { code: 'token-alphabet', message: thrown.message, character: '1', position: 1 },
  });
});

test('what is no answer to an open call is passed over', async () => {
  const { events, client } = setUp();
  const call = client.call('has_identity', {});
  for (const frame of ['nonsense', '[]', '{"jsonrpc":"2.0","id":7,"result":false}']) client.receive(frame);
  client.receive('{"jsonrpc":"2.0","id":1,"result":true}');
  await expect(call).resolves.toBe(true);
  expect(events).toEqual([]);
});

test('events go to the listener', () => {
  const { events, client } = setUp();
  client.receive('{"jsonrpc":"2.0","method":"event","params":{"event":"peers_changed","payload":{}}}');
  expect(events).toEqual([{ event: 'peers_changed', payload: {} }]);
});

test('every open call fails with a sentence when the connection is gone', async () => {
  const { client } = setUp();
  const calls = [client.call('has_identity', {}), client.call('get_peers', {})];
  client.abandon('The connection is lost.');
  for (const call of calls) await expect(call).rejects.toThrow('The connection is lost.');
});
