// People, their network and their air, on one clock and from one seed, with everybody who watches. Knows nothing of when what
// happens.
import type { Address, Sighting } from '../../ports/index.ts';
import { MemoryAir } from '../memory-discovery.ts';
import { MemoryNetwork } from '../memory-network.ts';
import { SeededRandom } from '../seeded-random.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { Digest } from './digest.ts';
import { Disk, type Commit } from './disk.ts';
import { Ledger } from './ledger.ts';
import { Person, type PersonDeps } from './person.ts';
import type { Plant } from './plants.ts';
import type { Schedule } from './schedule.ts';
import { Told } from './told.ts';
import type { Violation, ViolationKind } from './violation.ts';
import { canary, Wiretap } from './wiretap.ts';

/** Strangers have addresses of their own, by which all that they cause is known. */
export const strangersNet = '10.6.6.';

const AIR_DELAY_MS = 20;
/** More than an engine with a handful of contacts and a full door may ever hold. */
const MOST_TIMERS = 600;
const MOST_CONNECTIONS = 100;

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
  readonly told: Told;
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
  readonly #seed: number;
  readonly #plant: Plant;
  #machines = 0;

  constructor(schedule: Schedule, options: { readonly plant?: Plant; readonly trace: boolean }) {
    const { seed, people, latencyMs, bufferBytes } = schedule;
    const { clock } = this;
    this.#latencyMs = latencyMs;
    this.#tracing = options.trace;
    this.#seed = seed;
    this.#plant = options.plant ?? {};
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
    this.told = new Told(this.ledger, report, (line) => this.note(line));
    this.people = Array.from({ length: people }, (_, index) => {
      const disk = this.disk(index, (commit) => this.ledger.onCommit(index, commit));
      return this.machine(index, `10.0.0.${index + 1}`, disk, (person, event) => {
        this.digest.add(event.event);
        this.told.onEvent(person, event);
      });
    });
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

  /** A disk of this person's, new and empty. */
  disk(index: number, onCommit: (commit: Commit) => void): Disk {
    return new Disk(
      {
        onCommit: (commit) => {
          this.note(`${index} commits ${commit.map(({ method }) => method).join(' ')}`);
          onCommit(commit);
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
      this.#plant.disk ?? {},
      (ms, run) => this.later(ms, run),
    );
  }

  /** A machine of this person's, switched off. */
  machine(index: number, address: string, disk: Disk, onEvent: PersonDeps['onEvent']): Person {
    this.#machines += 1;
    return new Person({
      index,
      seed: this.#seed + 0x100_000 * this.#machines,
      disk,
      clock: this.clock,
      address,
      wrapStore: this.#plant.wrapStore ?? ((store) => store),
      transport: (at) => this.network.transport(at),
      discovery: (at) => this.air.discovery(at),
      onEvent,
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
