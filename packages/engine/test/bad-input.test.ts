import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { concat, encodeToken } from '@loom/protocol';
import { createEngine } from '../src/index.ts';
import { dispatch, isLoomError, LoomError } from '@loom/contract';
import { MemoryNetwork, MemoryStore, SeededRandom, VirtualClock } from '../src/testing/index.ts';
import { World, type Person } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  world = new World();
  anna = await world.person('Anna', '10.0.0.1');
  ben = await world.person('Ben', '10.0.0.2');
});

afterEach(async () => {
  await world.stop();
});

async function codeOf(outcome: Promise<unknown>): Promise<string> {
  try {
    await outcome;
  } catch (error) {
    if (isLoomError(error)) return error.code;
    throw error;
  }
  return 'no fault';
}

function swap(token: string, at: number, character: string): string {
  return `${token.slice(0, at)}${character}${token.slice(at + 1)}`;
}

function spoilTwice(token: string): string {
  const once = swap(token, 40, token[40] === 'A' ? 'B' : 'A');
  return swap(once, 60, token[60] === 'A' ? 'B' : 'A');
}

/** A token whose signature and checksum are good, around any static key (PROTOCOL.md section 1). */
function forgeToken(identitySeed: Uint8Array, staticKey: Uint8Array): string {
  const keys = concat(Uint8Array.of(2), ed25519.getPublicKey(identitySeed), staticKey);
  const signed = concat(new TextEncoder().encode('loom token'), keys);
  const payload = concat(keys, ed25519.sign(signed, identitySeed));
  return encodeToken(concat(payload, blake2b(payload, { dkLen: 32 }).subarray(0, 6)));
}

describe('a token', () => {
  test.each<[string, (token: string) => string]>([
    ['token-prefix', (token) => token.replace('LOOM', 'LOAM')],
    ['token-alphabet', (token) => swap(swap(token, 20, '!'), 50, '!')],
    ['token-length', (token) => token.slice(0, -1)],
    ['token-typo', (token) => swap(token, 40, token[40] === 'A' ? 'B' : 'A')],
    ['token-checksum', (token) => spoilTwice(token)],
  ])('with the fault %s is refused by that name and adds nobody', async (code, spoil) => {
    const adding = anna.call('add_contact_token', { token_str: spoil(ben.token), display_name: 'Ben' });
    expect(await codeOf(adding)).toBe(code);
    expect(await anna.call('get_contacts', {})).toEqual([]);
  });

  test('with one mistake is refused with its place and the correction, which is then accepted', async () => {
    // Behind LOOM-, position 87 is the third character of the third group in row C.
    const right = ben.token[5 + 86] ?? '';
    const wrong = right === 'A' ? 'B' : 'A';
    const typed = swap(ben.token, 5 + 86, wrong);
    for (const asking of [
      anna.call('parse_token', { token_str: typed }),
      anna.call('add_contact_token', { token_str: typed, display_name: 'Ben' }),
    ]) {
      const fault = await asking.then(
        () => undefined,
        (error: unknown) => (isLoomError(error) ? error.toFault() : undefined),
      );
      expect(fault?.message).toContain(`in group C3, character 3, “${wrong}” should be “${right}”`);
      expect(fault).toMatchObject({
        code: 'token-typo',
        position: 87,
        place: 'C3',
        found: wrong,
        expected: right,
        correction: ben.token,
      });
    }
    expect(await anna.call('get_contacts', {})).toEqual([]);
    await anna.call('add_contact_token', { token_str: ben.token, display_name: 'Ben' });
    expect(await anna.call('get_contacts', {})).toHaveLength(1);
  });

  test('of one’s own is refused', async () => {
    const adding = anna.call('add_contact_token', { token_str: anna.token, display_name: 'Me' });
    expect(await codeOf(adding)).toBe('token-own');
  });

  test('that pairs somebody’s static key with another identity, or an identity with another static key, is refused', async () => {
    await anna.add(ben);
    const parsed = await anna.call('parse_token', { token_str: ben.token });
    const mallory = world.random.bytes(32);
    const stolenStatic = forgeToken(mallory, Uint8Array.from(parsed.dh_key));
    const adding = anna.call('add_contact_token', { token_str: stolenStatic, display_name: 'Mallory' });
    expect(await codeOf(adding)).toBe('token-key-reused');
    const first = forgeToken(mallory, x25519.getPublicKey(world.random.bytes(32)));
    await anna.call('add_contact_token', { token_str: first, display_name: 'Mallory' });
    const replaced = forgeToken(mallory, x25519.getPublicKey(world.random.bytes(32)));
    const replacing = anna.call('add_contact_token', { token_str: replaced, display_name: 'Mallory' });
    expect(await codeOf(replacing)).toBe('token-key-reused');
    expect(await anna.call('get_contacts', {})).toHaveLength(2);
  });

  test('added again keeps the session and the history, and takes the new name', async () => {
    await world.introduce(anna, ben);
    await world.clock.advance(5_000);
    await anna.send(ben, 'kept');
    await world.clock.advance(1_000);
    const before = await anna.contact(ben);
    await anna.call('add_contact_token', { token_str: ben.token.toLowerCase(), display_name: 'Benjamin' });
    const after = await anna.contact(ben);
    expect(after).toEqual({ ...before, display_name: 'Benjamin' });
    expect(await anna.messages(ben)).toHaveLength(1);
  });
});

describe('a name', () => {
  test.each([
    ['name-empty', ''],
    ['name-empty', '   '],
    ['name-empty', '\u200b\u2060'],
    ['name-too-long', 'x'.repeat(65)],
    ['name-unprintable', 'Ben\u202egnp'],
    ['name-unprintable', 'Ben\u0007'],
    ['name-unprintable', 'Ben\nSecured'],
    ['name-unprintable', 'Ben\ud800'],
  ])('is refused as %s: %j', async (code, name) => {
    expect(await codeOf(anna.call('add_contact_token', { token_str: ben.token, display_name: name }))).toBe(
      code,
    );
    expect(await codeOf(anna.call('set_display_name', { name }))).toBe(code);
    expect(await anna.call('get_contacts', {})).toEqual([]);
  });

  test('of 64 characters beyond the basic plane is taken', async () => {
    const name = '𝓑'.repeat(64);
    await anna.call('add_contact_token', { token_str: ben.token, display_name: name });
    expect((await anna.contact(ben)).display_name).toBe(name);
  });
});

describe('a message', () => {
  test.each([
    ['message-empty', ''],
    ['message-empty', ' \n\t'],
    ['message-too-long', 'ä'.repeat(32 * 1024 + 1)],
    ['message-not-unicode', 'half a pair \udc00'],
  ])('is refused as %s, and nothing is kept', async (code, content) => {
    await anna.add(ben);
    expect(await codeOf(anna.call('send_message', { contact_pub_key: ben.key, content }))).toBe(code);
    expect(await anna.messages(ben)).toEqual([]);
  });

  test('of exactly 64 KiB arrives whole', async () => {
    await world.introduce(anna, ben);
    await world.clock.advance(5_000);
    const content = 'ä'.repeat(32 * 1024);
    await anna.send(ben, content);
    await world.clock.advance(1_000);
    expect(await ben.received(anna)).toEqual([content]);
  });

  test('to somebody unknown is refused', async () => {
    const sending = anna.call('send_message', { contact_pub_key: ben.key, content: 'hello' });
    expect(await codeOf(sending)).toBe('unknown-contact');
  });
});

describe('an address', () => {
  test.each([
    ['bad-address', 'nowhere', 47113],
    ['bad-address', '256.1.1.1', 47113],
    ['bad-address', '1.2.3', 47113],
    ['bad-address', ':::1', 47113],
    ['bad-address', '', 47113],
    ['bad-address', '0.0.0.0', 47113],
    ['bad-port', '10.0.0.2', 0],
    ['bad-port', '10.0.0.2', 65536],
    ['bad-port', '10.0.0.2', 1.5],
  ])('is refused as %s: %s port %d', async (code, ip, port) => {
    await anna.add(ben);
    const injecting = anna.call('inject_peer_address', { peer_pub_key: ben.key, ip, port });
    expect(await codeOf(injecting)).toBe(code);
  });

  test.each(['10.0.0.2', '::1', 'fe80::1%eth0', '2001:db8::42', '::ffff:10.0.0.2', '[fd00::7]'])(
    'is taken: %s',
    async (ip) => {
      await anna.add(ben);
      expect(await anna.call('inject_peer_address', { peer_pub_key: ben.key, ip, port: 47113 })).toBeNull();
    },
  );
});

describe('the order of things', () => {
  test('before there is an identity, and before the network runs, commands say so', async () => {
    const clock = new VirtualClock();
    const random = new SeededRandom(7);
    const engine = createEngine({
      store: new MemoryStore(),
      transport: new MemoryNetwork({ clock, random }).transport('10.0.0.9'),
      discovery: undefined,
      clock,
      random,
      log: () => undefined,
      profile: 'new',
      keyCustody: 'memory',
      ports: [47113],
    });
    const call = (command: string, args: object = {}): Promise<unknown> =>
      dispatch(engine.handlers, command, args);
    expect(await call('has_identity')).toBe(false);
    for (const command of ['get_my_token', 'start_network', 'get_network_port']) {
      expect(await codeOf(call(command))).toBe('no-identity');
    }
    expect(await codeOf(call('add_contact_token', { token_str: ben.token, display_name: 'Ben' }))).toBe(
      'no-identity',
    );
    await call('generate_new_identity');
    expect(await codeOf(call('get_network_port'))).toBe('network-not-running');
    await call('add_contact_token', { token_str: ben.token, display_name: 'Ben' });
    const asking = call('initiate_chat_handshake', { contact_pub_key: ben.key });
    expect(await codeOf(asking)).toBe('network-not-running');
    expect(await codeOf(call('no_such_command'))).toBe('unknown-command');
    expect(await codeOf(call('delete_contact', { contact_pub_key: [1, 2, 3] }))).toBe('bad-arguments');
    await engine.stop();
  });

  test('a second identity and a second start of the network are refused', async () => {
    const token = anna.token;
    expect(await codeOf(anna.call('generate_new_identity', { name: 'Other' }))).toBe('identity-exists');
    expect(await anna.call('get_my_token', {})).toBe(token);
    expect(await codeOf(anna.call('start_network', {}))).toBe('already-running');
  });

  test('where every port is taken the network does not start, and the status says why until it runs', async () => {
    const other = await world.person('Other', '10.0.0.8');
    await other.stop();
    const blocker = world.network.transport('10.0.0.8');
    const blocking = await blocker.listen([50_000], (connection) => connection.destroy());
    const { message: reason } = new LoomError('port-taken', { port: 50_000 });
    expect(await codeOf(other.start([50_000]))).toBe('port-taken');

    const { network } = await other.call('get_status', {});
    expect(network).toMatchObject({ running: false, discovery: 'off', reason, interfaces: [] });
    expect(other.events.at(-1)).toMatchObject({ event: 'status_changed', payload: { status: { network } } });
    expect(other.log.at(-1)).toBe(`the network could not be started: ${reason}`);

    if (blocking.ok) await blocking.listener.close();
    await other.call('start_network', {});
    const status = await other.call('get_status', {});
    expect(status.network).toMatchObject({ running: true, port: 50_000 });
    expect(status.network).not.toHaveProperty('reason');
    expect(other.events.findLast(({ event }) => event === 'status_changed')?.payload).toEqual({ status });
    expect(other.log.at(-1)).toBe('the network runs on port 50000');
  });

  test('a deleted contact is gone with its history, and is a stranger from then on', async () => {
    await world.introduce(anna, ben);
    await world.clock.advance(5_000);
    await anna.send(ben, 'soon gone');
    await world.clock.advance(1_000);
    await anna.call('delete_contact', { contact_pub_key: ben.key });
    expect(await anna.call('get_contacts', {})).toEqual([]);
    await ben.send(anna, 'are you there?');
    await world.clock.advance(120_000);
    expect(await ben.states(anna)).toEqual(['waiting']);
    expect((await ben.contact(anna)).state).not.toBe('secured');
    expect(await anna.call('get_contacts', {})).toEqual([]);
  });
});
