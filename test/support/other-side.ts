// The other person of a conversation, without a window: an engine and a door to it. Knows nothing of what is said.
import { setTimeout as sleep } from 'node:timers/promises';
import { keyHex } from '@loom/contract';
import { connectToProfile, type Door } from '@loom/daemon';
import type { Home, Running } from './loom.ts';

export interface OtherSide {
  readonly engine: Running;
  readonly door: Door;
  /** Writes these, as fast as they are taken. */
  say(texts: readonly string[]): Promise<void>;
}

export async function doorOf(home: Home, profile: string): Promise<Door> {
  const door = await connectToProfile({ home: home.folder, profile });
  if (door === undefined) throw new Error(`No engine runs for ${profile}.`);
  return door;
}

/** Waits until its network runs. */
async function portOf(door: Door): Promise<number> {
  for (;;) {
    const { network } = await door.call('get_status', {});
    if (network.running && network.port !== undefined) return network.port;
    await sleep(50);
  }
}

/** Starts the engine of `profile`, which knows one contact, and brings it to that contact's engine, which runs. */
export async function startOtherSide(home: Home, profile: string, near: string): Promise<OtherSide> {
  const engine = home.start('daemon', '--profile', profile, '--no-mdns');
  await engine.prints(/\n/);
  const [nearDoor, door] = await Promise.all([doorOf(home, near), doorOf(home, profile)]);
  const [port] = await Promise.all([portOf(nearDoor), portOf(door)]);
  await nearDoor.close();
  const [contact] = await door.call('get_contacts', {});
  const key = keyHex(contact?.public_key ?? []);
  await door.call('inject_peer_address', { peer_pub_key: key, ip: '127.0.0.1', port });
  await door.call('initiate_chat_handshake', { contact_pub_key: key });
  return {
    engine,
    door,
    async say(texts) {
      await Promise.all(texts.map((content) => door.call('send_message', { contact_pub_key: key, content })));
    },
  };
}
