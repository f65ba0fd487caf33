// Every command and every event of the contract, asked for by a foreign client in plain JSON lines, and held against the
// contract's own schemas.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  checkId,
  commandNames,
  commands,
  eventNames,
  events,
  isEventName,
  keyHex,
  maxUploadChunk,
} from '@loom/contract';
import type {
  CommandInput,
  CommandName,
  CommandResult,
  Contact,
  EventName,
  EventPayload,
} from '@loom/contract';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { makeHome, type Home, type Running } from '../support/loom.ts';
import { RpcFailure, StdioClient } from '../support/stdio-client.ts';
import { freePort } from './people.ts';

/** One side: its results are checked against the schema of their command, and the commands that were answered are kept. */
class Side {
  readonly client: StdioClient;
  readonly daemon: Running;
  readonly answered = new Set<CommandName>();

  constructor(daemon: Running) {
    this.daemon = daemon;
    this.client = new StdioClient(daemon);
  }

  async call<C extends CommandName>(command: C, args: CommandInput<C>): Promise<CommandResult<C>> {
    const result = await this.client.call(command, args);
    this.answered.add(command);
    return v.parse(commands[command].result, result) as CommandResult<C>;
  }

  async event<E extends EventName>(
    name: E,
    isMeant: (payload: EventPayload<E>) => boolean = () => true,
  ): Promise<EventPayload<E>> {
    const { payload } = await this.client.event(name, (found) => isMeant(found as EventPayload<E>));
    return v.parse(events[name], payload) as EventPayload<E>;
  }

  async refusal(command: string, args: object = {}): Promise<unknown> {
    return this.client.call(command, args).catch((failure: unknown) => {
      if (failure instanceof RpcFailure) return failure.error;
      throw failure;
    });
  }
}

async function sitDown(home: Home, profile: string): Promise<Side & { readonly port: number }> {
  const port = await freePort();
  const side = new Side(home.start('daemon', '--stdio', '--profile', profile, '--port', port));
  return Object.assign(side, { port: Number(port) });
}

const fault = (code: string): object => ({
  code: -32000,
  message: expect.any(String) as string,
  data: { code },
});

describe('over stdio', { timeout: 120_000 }, () => {
  test('a foreign client can do and hear all that the contract has', async () => {
    await using home = await makeHome();
    const [ann, bob] = await Promise.all([sitDown(home, 'ann'), sitDown(home, 'bob')]);

    // Before there is an identity.
    expect(await ann.call('has_identity', {})).toBe(false);
    for (const command of ['get_my_token', 'get_network_port', 'start_network'] as const) {
      expect(await ann.refusal(command)).toMatchObject(fault('no-identity'));
    }
    expect((await ann.call('get_status', {})).network.running).toBe(false);

    // Identities; the network comes by itself, but where the port is taken it waits to be asked once more.
    const annsToken = await ann.call('generate_new_identity', { name: 'Ann' });
    const other = createServer().listen(bob.port);
    await once(other, 'listening');
    const bobsToken = await bob.call('generate_new_identity', {});
    expect(await bob.refusal('start_network')).toMatchObject(fault('port-taken'));
    other.close();
    await once(other, 'close');
    expect(await bob.call('start_network', {})).toBeNull();
    expect(await bob.call('get_network_port', {})).toBe(bob.port);
    expect(await ann.refusal('generate_new_identity')).toMatchObject(fault('identity-exists'));
    expect(await ann.call('get_my_token', {})).toBe(annsToken);
    expect(await ann.call('has_identity', {})).toBe(true);
    expect(await ann.refusal('start_network')).toMatchObject({
      ...fault('already-running'),
      data: { code: 'already-running', port: ann.port },
    });
    expect(await ann.call('get_network_port', {})).toBe(ann.port);
    await bob.call('set_display_name', { name: 'Bob' });
    expect(await bob.event('status_changed', ({ status }) => status.display_name === 'Bob')).toMatchObject({
      status: { profile: 'bob', has_identity: true },
    });

    // They meet nearby, with nothing typed.
    expect(await ann.call('open_pairing', {})).toMatchObject({ failed_tries: 0 });
    await bob.call('open_pairing', {});
    const { nearby_id: bobNearby } = await ann.event('nearby_changed', ({ name }) => name === 'Bob');
    expect(await ann.refusal('start_pairing', { nearby_id: '0'.repeat(16) })).toMatchObject(
      fault('unknown-nearby'),
    );
    await ann.call('start_pairing', { nearby_id: bobNearby });
    for (const side of [ann, bob]) {
      const { pairing } = await side.event('pairing_changed', ({ pairing: { nearby } }) =>
        nearby.some(({ step }) => step === 'compare'),
      );
      const { nearby_id = '', digits = '' } = pairing.nearby.find(({ step }) => step === 'compare') ?? {};
      await side.call('confirm_pairing', { nearby_id, digits, same: true });
    }
    await ann.event('contact_changed', ({ contact }) => contact.verified);
    await bob.event('contact_changed', ({ contact }) => contact.verified);
    expect((await ann.call('get_pairing', {})).nearby).toMatchObject([{ step: 'done' }]);
    await ann.call('close_pairing', {});
    await bob.call('close_pairing', {});

    // Each adds the other by token too: the same person.
    const annsKey = (await bob.call('parse_token', { token_str: annsToken })).identity_key;
    const bobsKey = (await ann.call('parse_token', { token_str: bobsToken })).identity_key;
    expect(await ann.refusal('parse_token', { token_str: 'LOOM-' })).toMatchObject({
      data: { code: 'token-length' },
    });
    await ann.call('add_contact_token', { token_str: bobsToken, display_name: 'Bib' });
    await bob.call('add_contact_token', { token_str: annsToken, display_name: 'Ann' });
    await ann.call('rename_contact', { contact_pub_key: bobsKey, display_name: 'Bob' });
    await ann.event('contact_changed', ({ contact }) => contact.display_name === 'Bob');
    const discovered = await ann.event('peer_discovered');
    expect(discovered).toMatchObject({ peer_identity: bobsKey, port: bob.port });
    await ann.call('inject_peer_address', { peer_pub_key: bobsKey, ip: '127.0.0.1', port: bob.port });
    expect(
      await ann.refusal('inject_peer_address', { peer_pub_key: bobsKey, ip: 'nowhere', port: 1 }),
    ).toMatchObject({ data: { code: 'bad-address' } });

    // Keys go in as numbers or as hexadecimal digits.
    await ann.call('initiate_chat_handshake', { contact_pub_key: bobsKey });
    await bob.call('initiate_chat_handshake', { contact_pub_key: keyHex(annsKey) });
    expect(await ann.event('session_established')).toEqual({ peer_identity: bobsKey });
    await ann.event('peers_changed');
    expect(await ann.call('get_peers', {})).toMatchObject([{ display_name: 'Bob', connected: true }]);
    const [secured] = await ann.call('get_contacts', {});
    expect(secured).toMatchObject({ public_key: bobsKey, state: 'secured' } satisfies Partial<Contact>);

    // A conversation.
    const text = 'Grüße, 世界 🙂\n"\u0000"';
    const id = await ann.call('send_message', { contact_pub_key: bobsKey, content: text });
    expect(await bob.event('message_received')).toMatchObject({
      sender_identity: annsKey,
      message_id: id,
      content: text,
    });
    await ann.event('message_changed', ({ message }) => message.id === id && message.state === 'delivered');
    expect(await bob.call('get_messages', { contact_pub_key: annsKey })).toMatchObject([
      { id, content: text, state: 'received', is_read: false, sender: annsKey, recipient: bobsKey },
    ]);
    await bob.call('mark_read', { contact_pub_key: annsKey });
    await ann.event('message_changed', ({ message }) => message.id === id && message.state === 'read');
    await ann.call('set_typing', { contact_pub_key: bobsKey, typing: true });
    expect(await bob.event('typing_changed')).toEqual({ contact_identity: annsKey, typing: true });
    expect(await ann.refusal('send_message', { contact_pub_key: bobsKey, content: '' })).toMatchObject(
      fault('message-empty'),
    );

    // It is found, and taken back here.
    expect(await bob.call('search_messages', { query: 'GRU' })).toMatchObject([
      { contact: annsKey, message: { id }, ranges: [[0, 3]] },
    ]);
    await ann.call('retry_message', { contact_pub_key: bobsKey, message_id: id });
    await bob.call('delete_message', { contact_pub_key: annsKey, message_id: id });
    expect(await bob.event('message_removed')).toEqual({ contact_identity: annsKey, message_id: id });
    expect(await bob.call('search_messages', { query: 'GRU' })).toEqual([]);

    // What the person sets.
    const before = await ann.call('get_settings', {});
    const settings = await ann.call('set_settings', { theme: 'dark' });
    expect(settings).toEqual({ ...before, theme: 'dark' });
    expect(await ann.event('settings_changed')).toEqual({ settings });

    // Who it is.
    const { digits } = await ann.call('get_safety_number', { contact_pub_key: bobsKey });
    expect((await bob.call('get_safety_number', { contact_pub_key: annsKey })).digits).toBe(digits);
    await ann.call('mark_verified', { contact_pub_key: bobsKey, verified: false });
    await ann.call('accept_new_session', { contact_pub_key: bobsKey });
    const backup = join(home.folder, 'ann.backup');
    expect(await ann.call('create_backup', { path: backup })).toMatchObject({ path: backup });
    expect((await ann.call('suggest_backup_path', {})).path).toMatch(/Loom-Ann-.*\.loom$/);
    const sealed = { path: join(home.folder, 'ann.loom'), passphrase: 'a heron over the weir' };
    const { bytes } = await ann.call('create_backup', sealed);
    const contents = await ann.call('verify_backup', sealed);
    expect(contents).toMatchObject({ display_name: 'Ann', contacts: 1 });
    const file = await readFile(sealed.path);
    const { upload_id } = await ann.call('begin_restore_upload', { bytes });
    for (let offset = 0; offset < bytes; offset += maxUploadChunk) {
      const data = file.subarray(offset, offset + maxUploadChunk).toString('base64');
      await ann.call('restore_upload_chunk', { upload_id, offset, data });
    }
    const handedOver = { upload_id, passphrase: sealed.passphrase };
    expect(await ann.call('verify_backup', handedOver)).toEqual(contents);
    expect(await ann.refusal('restore_backup', handedOver)).toMatchObject(fault('profile-occupied'));
    const { kept_aside: aside } = await ann.call('restore_backup', { ...handedOver, replace: true });
    expect(aside).toContain('loom.db.replaced-1');
    await ann.event('profile_restored');
    expect(await ann.call('get_my_token', {})).toBe(annsToken);
    expect(await ann.refusal('verify_backup', handedOver)).toMatchObject(fault('upload-gone'));

    // How the network stands. A search would knock at the doors of whoever is beside us: test/network does it among its own.
    const { checks } = await ann.call('run_doctor', {});
    expect(checks.map((check) => check.id)).toEqual(checkId.options);
    const given = { peer_pub_key: bobsKey, ip: '192.0.2.9', port: 47113 };
    await ann.call('inject_peer_address', given);
    const addresses = await ann.call('get_manual_addresses', {});
    expect(addresses.map(({ ip }) => ip)).toContain(given.ip);
    await ann.call('remove_peer_address', given);
    const { entries } = await ann.call('get_log', {});
    expect(entries.map(({ message }) => message)).toContainEqual(expect.stringMatching(/the network runs/));

    // Where its key is kept.
    expect(await ann.call('get_key_choices', {})).toMatchObject({ current: 'key-file' });
    await ann.call('set_key_custody', { kind: 'key-file' });
    await ann.call('note_activity', {});
    await ann.call('unlock', { passphrase: 'none is needed' });
    expect(await ann.refusal('lock')).toMatchObject(fault('lock-needs-passphrase'));
    const passphrase = 'a heron over the weir';
    await ann.call('set_key_custody', { kind: 'passphrase', passphrase });
    await ann.event('status_changed', ({ status }) => status.key_custody === 'passphrase');
    await ann.call('lock', {});
    await ann.event('status_changed', ({ status }) => status.locked);
    expect(await ann.call('get_status', {})).toMatchObject({ locked: true, has_identity: true });
    expect(await ann.refusal('get_contacts')).toMatchObject(fault('locked'));
    expect(await ann.refusal('unlock', { passphrase: '' })).toMatchObject(fault('passphrase-wrong'));
    await ann.call('unlock', { passphrase });
    expect(await ann.call('get_my_token', {})).toBe(annsToken);

    // The end of it.
    await ann.call('block_contact', { contact_pub_key: bobsKey });
    await ann.event('contact_changed', ({ contact }) => contact.blocked);
    await ann.call('delete_contact', { contact_pub_key: bobsKey });
    expect(await ann.event('contact_removed')).toEqual({ public_key: bobsKey });
    await ann.event('log');
    expect(await ann.refusal('get_messages', { contact_pub_key: bobsKey })).toMatchObject(
      fault('unknown-contact'),
    );

    expect(await ann.refusal('wipe_profile', { confirm: 'bob' })).toMatchObject(fault('wipe-unconfirmed'));
    await ann.call('wipe_profile', { confirm: 'ann' });
    await ann.event('status_changed', ({ status }) => !status.has_identity);
    expect(await ann.call('has_identity', {})).toBe(false);

    const answered = new Set([...ann.answered, ...bob.answered]);
    const left: CommandName[] = ['search_network'];
    expect(answered).toEqual(new Set(commandNames.filter((name) => !left.includes(name))));
    const raised = [...ann.client.events, ...bob.client.events];
    expect(new Set(raised.map(({ event }) => event))).toEqual(new Set(eventNames));
    for (const { event, payload } of raised) {
      expect(isEventName(event) && v.is(events[event], payload)).toBe(true);
    }
    // One is told to end, the other by the end of its input.
    expect(await ann.daemon.stop()).toMatchObject({ code: 0, stderr: '' });
    bob.client.end();
    expect(await bob.daemon.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('what was asked before the input ended is answered before it ends', async () => {
    await using home = await makeHome();
    const asked = commandNames.map((method, id) => JSON.stringify({ jsonrpc: '2.0', id, method }));
    const { code, stdout } = await home.feed(
      asked.join('\n'),
      'daemon',
      '--stdio',
      '--no-mdns',
      '--port',
      await freePort(),
    );
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: number });
    const answered = lines.map(({ id }) => id).filter((id) => id !== undefined);
    expect(answered.toSorted((a, b) => a - b)).toEqual(commandNames.map((_, id) => id));
  });

  test('whoever talks to a daemon that can’t begin learns why in JSON-RPC too', async () => {
    await using home = await makeHome();
    const running = home.start('daemon', '--no-mdns');
    await running.prints(/Loom runs/);
    const { code, stdout, stderr } = await home.feed('', 'daemon', '--stdio');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ id: null, error: { data: { code: 'engine-running' } } });
    expect(stderr).toMatch(/already running for the profile “default”/);
  });
});
