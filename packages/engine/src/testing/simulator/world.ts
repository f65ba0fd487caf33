// People, their network and their air, on one clock and from one seed, with everybody who watches. Knows nothing of when what
// happens.
import { keyHex, type LoomEvent, type MessageState } from '@loom/contract';
import type { Address, Sighting } from '../../ports/index.ts';
import { MemoryAir } from '../memory-discovery.ts';
import { MemoryNetwork } from '../memory-network.ts';
import { SeededRandom } from '../seeded-random.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { Digest } from './digest.ts';
import { Disk } from './disk.ts';
import { Ledger } from './ledger.ts';
import { Person } from './person.ts';
import type { Plant } from './plants.ts';
import type { Schedule } from './schedule.ts';
import type { Violation, ViolationKind } from './violation.ts';
import { canary, Wiretap } from './wiretap.ts';

/** Strangers have addresses of their own, by which all that they cause is known. */
export const strangersNet = '10.6.6.';

const AIR_DELAY_MS = 20;
/** More than an engine with a handful of contacts and a full door may ever hold. */
const MOST_TIMERS = 600;
const MOST_CONNECTIONS = 100;

const rank: Partial<Record<MessageState, number>> = { waiting: 0, sent: 0, delivered: 1, read: 2 };

/** How a machine's packets travel for a while. */
interface Weather {
  readonly latencyMs: number;
  readonly varies: boolean;
}

export class World {
  readonly clock = new VirtualClock();
  /** For whatever is no engine. */
  readonly random: SeededRandom;
  readonly network: MemoryNetwork;
  readonly air: MemoryAir;
  readonly ledger: Ledger;
  readonly wiretap: Wiretap;
  readonly people: readonly Person[];
  readonly digest = new Digest();
  readonly violations: Violation[] = [];
  /** What was done to the people, by kind. */
  readonly faults = new Map<string, number>();
  readonly trace: string[] = [];
  /** Who travels slowly now. */
  readonly weather = new Map<Person, Weather>();
  airFault: 'lossy' | 'shuffled' | undefined;
  /** What was last heard from each address. */
  readonly sightings = new Map<string, Sighting>();
  /** Writes that were no memory of a handshake. */
  writes = 0;
  /** First messages that were answered. */
  admitted = 0;
  /** Bytes that strangers got back. */
  toStrangers = 0;
  readonly #latencyMs: number;
  readonly #tracing: boolean;
  #strangerSpeaks = false;
  readonly #states = new Map<string, number>();
  readonly #established = new Map<string, number>();

  constructor(schedule: Schedule, options: { readonly plant?: Plant; readonly trace: boolean }) {
    const { seed, people, latencyMs, bufferBytes } = schedule;
    const { clock } = this;
    this.#latencyMs = latencyMs;
    this.#tracing = options.trace;
    this.random = new SeededRandom(seed ^ 0x5eed);
    const report = (kind: ViolationKind, detail: string): void => this.report(kind, detail);
    this.ledger = new Ledger(report);
    this.wiretap = new Wiretap(report, this.digest, () => this.ledger.hasLosses);
    this.network = new MemoryNetwork({
      clock,
      random: new SeededRandom(seed ^ 0x2e7),
      bufferBytes,
      latencyMs: (from, to) => this.#latencyBetween(from, to),
      onWrite: (written) => {
        if (written.to.startsWith(strangersNet) && !written.byDialler)
          this.toStrangers += written.bytes.length;
        this.wiretap.onWrite(written);
      },
    });
    this.air = new MemoryAir({
      clock,
      random: new SeededRandom(seed ^ 0xa12),
      copies: () => this.#airCopies(),
    });
    this.people = Array.from({ length: people }, (_, index) =>
      this.#person(index, seed, options.plant ?? {}),
    );
  }

  async begin(): Promise<void> {
    await this.air.discovery(`${strangersNet}250`).start({
      onSeen: (sighting) => {
        this.wiretap.onSighting(sighting);
        for (const host of sighting.hosts) this.sightings.set(host, sighting);
      },
      onGone: () => undefined,
      onInterfacesChanged: () => undefined,
    });
    for (const person of this.people) await person.start();
    this.ledger.begin(this.people.map(({ key }) => key));
    for (const { disk } of this.people) {
      const profile = disk.contents.readProfile();
      if (profile !== undefined) this.wiretap.guard(profile.masterSeed);
    }
    for (const { key } of this.people) this.wiretap.guard(Buffer.from(key, 'hex'));
  }

  report(kind: ViolationKind, detail: string): void {
    const at = Math.round(this.clock.monotonic());
    this.violations.push({ kind, at, detail });
    this.note(`VIOLATION ${kind}: ${detail}`);
  }

  note(line: string): void {
    this.digest.add(line);
    if (this.#tracing)
      this.trace.push(`${(this.clock.monotonic() / 1000).toFixed(3).padStart(10)} s  ${line}`);
  }

  count(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  later(ms: number, run: () => void): void {
    this.clock.after(ms, run);
  }

  person(index: number): Person {
    const person = this.people[index % this.people.length];
    if (person === undefined) throw new Error('a run has people');
    return person;
  }

  personAt(address: string): Person | undefined {
    return this.people.find((person) => person.address === address);
  }

  /** Writes to somebody; the text is like no other. */
  send(from: Person, to: Person, bytes: number): void {
    if (!from.awake) return;
    const text = `${canary} ${from.index}>${to.index} #${this.ledger.messages + 1}`;
    const content = text.padEnd(bytes, ' .');
    this.ledger.asked(from.index, to.index, content);
    void this.#await(from, to, content);
  }

  async #await(from: Person, to: Person, content: string): Promise<void> {
    const id = await from.try('send_message', { contact_pub_key: to.key, content });
    // Where the process has died meanwhile, nobody knows.
    if (from.running) this.ledger.answered(content, id === undefined ? 'refused' : 'accepted');
  }

  /** Nobody holds more than there is a reason for. */
  checkBounds(): void {
    for (const { index, holds } of this.people) {
      if (holds.timers > MOST_TIMERS) this.report('unbounded', `${index} holds ${holds.timers} timers`);
      if (holds.connections > MOST_CONNECTIONS)
        this.report('unbounded', `${index} holds ${holds.connections} connections`);
    }
  }

  /** How often this person was told of a session with that one. */
  established(who: Person, of: Person): number {
    return this.#established.get(`${who.index} ${of.key}`) ?? 0;
  }

  /** What is stored of the person's messages may be older now than what was told. */
  forgetStates(of: Person): void {
    for (const key of this.#states.keys()) if (key.startsWith(`${of.index} `)) this.#states.delete(key);
  }

  #person(index: number, seed: number, plant: Plant): Person {
    const disk = new Disk(
      {
        onCommit: (commit) => {
          this.note(`${index} commits ${commit.map(({ method }) => method).join(' ')}`);
          this.ledger.onCommit(index, commit);
        },
        onWrite: (method, _, result) => {
          if (method === 'rememberEphemeral') {
            if (result === true) this.admitted += 1;
            return;
          }
          this.writes += 1;
          if (this.#strangerSpeaks) this.report('stranger', `${index} wrote ${method} on a stranger's bytes`);
        },
      },
      plant.disk ?? {},
      (ms, run) => this.later(ms, run),
    );
    return new Person({
      index,
      seed,
      disk,
      clock: this.clock,
      address: `10.0.0.${index + 1}`,
      wrapStore: plant.wrapStore ?? ((store) => store),
      transport: (address) => this.network.transport(address),
      discovery: (address) => this.air.discovery(address),
      onEvent: (person, event) => this.#onEvent(person, event),
      onNetworkEvent: (remote, run) => this.#onNetworkEvent(remote, run),
      onBug: (detail) => this.report('exception', detail),
    });
  }

  #onNetworkEvent(remote: Address, run: () => void): void {
    this.#strangerSpeaks = remote.host.startsWith(strangersNet);
    try {
      run();
    } finally {
      this.#strangerSpeaks = false;
    }
  }

  #onEvent(person: Person, event: LoomEvent): void {
    switch (event.event) {
      case 'message_received': {
        const { content } = event.payload;
        this.note(`${person.index} is shown ${content.slice(0, 40)}`);
        if (!this.ledger.isDurable(person.index, content))
          this.report('disagreed', `${content.slice(0, 40)}: shown before it was durable`);
        return;
      }
      case 'message_changed': {
        const { message } = event.payload;
        const now = rank[message.state];
        if (now === undefined) return;
        const key = `${person.index} ${message.id}`;
        const before = this.#states.get(key) ?? 0;
        this.note(`${person.index}: ${message.content.slice(0, 40)} is ${message.state}`);
        if (now < before && !this.ledger.mayGoBack(person.index))
          this.report(
            'disagreed',
            `${message.content.slice(0, 40)}: told as ${message.state} after it was more`,
          );
        this.#states.set(key, now);
        return;
      }
      case 'session_established': {
        const key = `${person.index} ${keyHex(event.payload.peer_identity)}`;
        this.note(`${person.index} has a session`);
        this.#established.set(key, (this.#established.get(key) ?? 0) + 1);
        return;
      }
      default:
        this.digest.add(event.event);
    }
  }

  #latencyBetween(from: string, to: string): number {
    let latencyMs = this.#latencyMs;
    for (const [{ address }, weather] of this.weather) {
      if (address !== from && address !== to) continue;
      latencyMs += weather.varies ? this.random.integer(weather.latencyMs) : weather.latencyMs;
    }
    return latencyMs;
  }

  #airCopies(): readonly number[] {
    if (this.airFault === undefined) return [AIR_DELAY_MS];
    if (this.airFault === 'lossy') return this.random.chance(0.5) ? [] : [AIR_DELAY_MS];
    return Array.from({ length: 1 + this.random.integer(2) }, () => this.random.integer(3000));
  }
}
