// Two Looms that chat, and a storm at the door of one of them: what it takes in time, memory and file descriptors. Knows nothing
// of what is too much.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Message } from '@loom/contract';
import { profileFolder, type Door } from '@loom/daemon';
import { DaemonProcess } from '../support/daemon-process.ts';
import { freePorts } from '../support/free-ports.ts';
import { contactToken, type StormOutcome } from './storm.ts';

/** What the system tells of a process; only Linux does. */
export interface Footprint {
  readonly residentMiB: number;
  readonly mostResidentMiB: number;
  readonly descriptors: number;
}

const run = promisify(execFile);

/** One of the two, and the other one as its only contact but the storm's. */
class Chatter implements AsyncDisposable {
  readonly name: string;
  readonly port: number;
  readonly home: string;
  readonly process: DaemonProcess;
  readonly #delivered = new Map<string, () => void>();
  readonly #arrived = new Set<string>();
  token = '';
  contact: number[] = [];

  constructor(home: string, name: string, port: number) {
    this.home = home;
    this.name = name;
    this.port = port;
    this.process = new DaemonProcess({ home, profile: name, port });
  }

  async begin(): Promise<void> {
    const door = await this.door();
    this.token = await door.call('generate_new_identity', { name: this.name });
    door.on((event) => {
      if (event.event !== 'message_changed' || event.payload.message.state !== 'delivered') return;
      const { id } = event.payload.message;
      this.#arrived.add(id);
      this.#delivered.get(id)?.();
      this.#delivered.delete(id);
    });
  }

  door(): Promise<Door> {
    return this.process.door();
  }

  async meet(other: Chatter): Promise<void> {
    const door = await this.door();
    const contact = await door.call('add_contact_token', {
      token_str: other.token,
      display_name: other.name,
    });
    this.contact = contact.public_key;
    await door.call('inject_peer_address', { peer_pub_key: this.contact, ip: '127.0.0.1', port: other.port });
  }

  /** @returns once the other side has it, and how long that took. Milliseconds. */
  async say(content: string): Promise<number> {
    const door = await this.door();
    const begun = performance.now();
    const id = await door.call('send_message', { contact_pub_key: this.contact, content });
    if (!this.#arrived.has(id)) await new Promise<void>((resolve) => this.#delivered.set(id, resolve));
    return performance.now() - begun;
  }

  async conversation(): Promise<Message[]> {
    const door = await this.door();
    const messages: Message[] = [];
    for (;;) {
      const before = messages[0]?.id;
      const older = await door.call('get_messages', {
        contact_pub_key: this.contact,
        limit: 1_000,
        ...(before !== undefined && { before }),
      });
      messages.unshift(...older);
      if (older.length < 1_000) return messages;
    }
  }

  footprint(): Footprint {
    const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
    const kib = (field: string): number =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
    return {
      residentMiB: kib('VmRSS') / 1_024,
      mostResidentMiB: kib('VmHWM') / 1_024,
      descriptors: readdirSync(`/proc/${this.process.pid}/fd`).length,
    };
  }

  logBytes(): number {
    const folder = profileFolder({ home: this.home, profile: this.name });
    const logs = readdirSync(folder).filter((name) => name.startsWith('loom.log'));
    return logs.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
  }
}

export interface Siege extends AsyncDisposable {
  readonly besieged: Chatter;
  readonly friend: Chatter;
  /** @returns once so many have knocked at the besieged one's door. */
  storm(connections: number): Promise<StormOutcome>;
  /** Both say one thing after the other. @returns how long each took to be delivered, ms, once `isOver`. */
  chat(isOver: (said: number) => boolean): Promise<number[]>;
}

/** Both run and are connected. */
export async function besiege(): Promise<Siege> {
  const home = mkdtempSync(join(tmpdir(), 'loom-hostile-'));
  const [first = 0, second = 0] = await freePorts(2);
  const besieged = new Chatter(home, 'besieged', first);
  const friend = new Chatter(home, 'friend', second);
  const close = async (): Promise<void> => {
    for (const chatter of [besieged, friend]) await chatter[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true });
  };
  const seed = crypto.getRandomValues(new Uint8Array(32));
  let said = 0;
  try {
    for (const chatter of [besieged, friend]) await chatter.begin();
    const door = await besieged.door();
    await besieged.meet(friend);
    await friend.meet(besieged);
    await door.call('add_contact_token', { token_str: contactToken(seed), display_name: 'Storm' });
    await Promise.all([besieged.say('Hello'), friend.say('Hello')]);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    besieged,
    friend,
    async storm(connections) {
      const script = join(import.meta.dirname, 'storm.ts');
      const args = [
        String(besieged.port),
        String(connections),
        besieged.token,
        Buffer.from(seed).toString('hex'),
      ];
      const { stdout } = await run(process.execPath, [script, ...args]);
      return JSON.parse(stdout) as StormOutcome;
    },
    async chat(isOver) {
      const taken: number[] = [];
      while (!isOver(taken.length)) {
        said += 1;
        const both = [besieged.say(`question ${said}`), friend.say(`answer ${said}`)];
        taken.push(...(await Promise.all(both)));
        await sleep(5);
      }
      return taken;
    },
    [Symbol.asyncDispose]: close,
  };
}
