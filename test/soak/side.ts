// One of the two of a soak: a profile, the process that runs it now, and what has been submitted to it. Knows nothing of when
// it is killed.
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoomError, type Contact, type Message } from '@loom/contract';
import { profileFolder, type Door } from '@loom/daemon';
import { DaemonProcess } from '../support/daemon-process.ts';

const pollMs = 50;
const page = 1_000;

export class Side implements AsyncDisposable {
  readonly name: string;
  readonly port: number;
  /** The contents that were told as stored. */
  readonly answered: string[] = [];
  submitted = 0;
  unanswered = 0;
  restarts = 0;
  readonly #home: string;
  #process: DaemonProcess;
  #contact: Uint8Array<ArrayBuffer> = new Uint8Array();
  #token = '';

  constructor(home: string, name: string, port: number) {
    this.#home = home;
    this.name = name;
    this.port = port;
    this.#process = this.#start();
  }

  get acknowledged(): number {
    return this.answered.length;
  }

  get log(): string {
    return `${profileFolder({ home: this.#home, profile: this.name })}/loom.log`;
  }

  async begin(): Promise<void> {
    const door = await this.#process.door();
    this.#token = await door.call('generate_new_identity', { name: this.name });
  }

  async meet(other: Side): Promise<void> {
    const door = await this.#process.door();
    const { public_key: key } = await door.call('add_contact_token', {
      token_str: other.#token,
      display_name: other.name,
    });
    this.#contact = Uint8Array.from(key);
    await door.call('inject_peer_address', { peer_pub_key: key, ip: '127.0.0.1', port: other.port });
  }

  /** Submits the next message. An answer that a kill has swallowed is none: nobody knows whether it is stored. */
  async submit(): Promise<void> {
    const process = this.#process;
    const content = `${this.name} ${(this.submitted += 1)}`;
    let door: Door;
    try {
      door = await process.door();
    } catch (error) {
      // It was killed before it let anybody in: nothing has been submitted.
      if (process === this.#process && !process.hasEnded) throw error;
      this.submitted -= 1;
      await sleep(1);
      return;
    }
    try {
      await door.call('send_message', { contact_pub_key: Array.from(this.#contact), content });
      this.answered.push(content);
    } catch (error) {
      if (!isLoomError(error) || error.code !== 'engine-stopped') throw error;
      this.unanswered += 1;
      await process.ended();
    }
  }

  async killAndRestart(): Promise<void> {
    const killed = this.#process;
    if (killed.hasEnded) throw new Error(`${this.name} has ended by itself: ${killed.printed}`);
    await killed.kill();
    this.#process = this.#start();
    this.restarts += 1;
  }

  /** Waits until the link to the other side is up. */
  secured(patienceMs: number): Promise<void> {
    return this.#until(({ state }) => state === 'secured', patienceMs);
  }

  /** Waits until the other side has stored all. */
  delivered(patienceMs: number): Promise<void> {
    return this.#until(({ waiting }) => waiting === 0, patienceMs);
  }

  /** All messages, oldest first. */
  async conversation(): Promise<Message[]> {
    const door = await this.#process.door();
    const messages: Message[] = [];
    for (;;) {
      const before = messages[0]?.id;
      const older = await door.call('get_messages', {
        contact_pub_key: Array.from(this.#contact),
        limit: page,
        ...(before !== undefined && { before }),
      });
      messages.unshift(...older);
      if (older.length < page) return messages;
    }
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  #start(): DaemonProcess {
    return new DaemonProcess({ home: this.#home, profile: this.name, port: this.port });
  }

  async #until(fits: (contact: Contact) => boolean, patienceMs: number): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const door = await this.#process.door();
      const [contact] = await door.call('get_contacts', {});
      if (contact !== undefined && fits(contact)) return;
      if (performance.now() > deadline) {
        const { state, reason, waiting } = contact ?? {};
        throw new Error(`${this.name} waits for ever: ${JSON.stringify({ state, reason, waiting })}`);
      }
      await sleep(pollMs);
    }
  }
}
