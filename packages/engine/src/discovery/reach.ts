// Who of the contacts is heard on the local network, and what we let be heard of us: beacons (PROTOCOL.md section 6).
// Knows nothing of mDNS or of connections.
import { beaconTxt, epochAt, epochStart, parseBeacon, tagFor, type Beacon } from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Peer } from '../peers/peer.ts';
import type { Roster } from '../peers/roster.ts';
import type { Address, Clock, Discovery, DiscoveryListener, Log, Sighting, Timer } from '../ports/index.ts';

export interface ReachEvents {
  /** Where this contact is heard now; empty when it is not any more. */
  onHeard(peer: Peer, addresses: readonly Address[]): void;
  onInterfacesChanged(): void;
  /** A new epoch has begun: this device goes by another name. */
  onRenamed(): void;
}

/** A Loom that is heard, for whoever looks at the network as a whole. */
export interface HeardLoom {
  readonly hosts: readonly string[];
  readonly port: number;
  readonly epoch: number;
  readonly peers: readonly Peer[];
  /** It announces what only our own database knows: a second copy of it, or somebody who repeats what we announce. */
  readonly isAsUs: boolean;
}

interface Heard {
  readonly sighting: Sighting;
  readonly beacon: Beacon;
  /** Whose it is, by the tags expected when it was heard or contacts changed. */
  readonly peers: readonly Peer[];
}

export class Reach implements DiscoveryListener {
  readonly #discovery: Discovery;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #roster: Roster;
  readonly #fillerKey: Uint8Array;
  readonly #port: number;
  readonly #events: ReachEvents;
  readonly #heard = new Map<string, Heard>();
  /** The tags we expect, by epoch; void when contacts change. */
  readonly #expected = new Map<number, ReadonlyMap<number, Peer>>();
  #foreignEpochs: { epoch: number; at: number }[] = [];
  #nextEpoch: Timer | undefined;
  /** By what random name this device is seen, and when it gets another, ms since 1970. */
  #air: { readonly name: string; readonly until: number } | undefined;

  constructor(deps: {
    discovery: Discovery;
    clock: Clock;
    log: Log;
    roster: Roster;
    fillerKey: Uint8Array;
    port: number;
    events: ReachEvents;
  }) {
    this.#discovery = deps.discovery;
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#roster = deps.roster;
    this.#fillerKey = deps.fillerKey;
    this.#port = deps.port;
    this.#events = deps.events;
  }

  async start(): Promise<void> {
    await this.#discovery.start(this);
    this.#announce();
  }

  async stop(): Promise<void> {
    this.#nextEpoch?.cancel();
    await this.#discovery.stop();
  }

  /** Asks the network again at once. */
  refresh(): void {
    this.#discovery.refresh();
  }

  get air(): { name: string; until: number } | undefined {
    return this.#air;
  }

  interfaces(): { name: string; address: string }[] {
    return this.#discovery.interfaces();
  }

  /** A contact came or went: other tags are due, and a beacon heard before may be this one's. */
  contactsChanged(): void {
    this.#expected.clear();
    for (const [instance, heard] of this.#heard) {
      this.#heard.set(instance, { ...heard, peers: this.#match(heard.beacon) });
    }
    this.#announce();
  }

  /** What is heard of this contact now. */
  lookUp(peer: Peer): Address[] {
    const addresses: Address[] = [];
    for (const { sighting, peers } of this.#heard.values()) {
      if (peers.includes(peer)) {
        addresses.push(...sighting.hosts.map((host) => ({ host, port: sighting.port })));
      }
    }
    return addresses;
  }

  heard(): HeardLoom[] {
    const now = epochAt(this.#clock.now());
    const ours = new Map([now - 1, now, now + 1].map((epoch) => [epoch, parseBeacon(this.#txtOf(epoch))]));
    return Array.from(this.#heard.values(), ({ sighting, beacon, peers }) => {
      const shared = [...beacon.tags].filter((tag) => ours.get(beacon.epoch)?.tags.has(tag) === true);
      const isAsUs = shared.length >= limits.tagsOfCopy;
      return { hosts: sighting.hosts, port: sighting.port, epoch: beacon.epoch, peers, isAsUs };
    });
  }

  onSeen(sighting: Sighting): void {
    const beacon = parseBeacon(sighting.txt);
    if (beacon === undefined || sighting.port === 0) {
      this.onGone(sighting.instance);
      return;
    }
    const before = this.#heard.get(sighting.instance)?.peers ?? [];
    const peers = this.#match(beacon);
    this.#heard.set(sighting.instance, { sighting, beacon, peers });
    for (const peer of new Set([...before, ...peers])) this.#tell(peer);
  }

  onGone(instance: string): void {
    const peers = this.#heard.get(instance)?.peers ?? [];
    this.#heard.delete(instance);
    for (const peer of peers) this.#tell(peer);
  }

  onInterfacesChanged(): void {
    this.#events.onInterfacesChanged();
  }

  #tell(peer: Peer): void {
    if (this.#roster.has(peer)) this.#events.onHeard(peer, this.lookUp(peer));
  }

  #announce(): void {
    this.#nextEpoch?.cancel();
    const now = this.#clock.now();
    const epoch = epochAt(now);
    const name = this.#discovery.announce({ epoch, port: this.#port, txt: this.#txtOf(epoch) });
    const until = epochStart(epoch + 1);
    this.#air = { name, until };
    // The clock may have jumped by then; an hour's sleep ends in one late announcement.
    this.#nextEpoch = this.#clock.after(Math.max(1000, until - now), () => {
      this.#announce();
      this.#events.onRenamed();
    });
  }

  #txtOf(epoch: number): Uint8Array[] {
    const beaconKeys = this.#wanted().map((peer) => peer.pair.beaconTo);
    return beaconTxt({ epoch, beaconKeys, fillerKey: this.#fillerKey });
  }

  /** Who is blocked is not told where we are, and not looked for. */
  #wanted(): Peer[] {
    return [...this.#roster].filter((peer) => !peer.isBlocked);
  }

  #match(beacon: Beacon): Peer[] {
    const expected = this.#expectedIn(beacon.epoch);
    if (expected === undefined) return [];
    const peers = [...beacon.tags].map((tag) => expected.get(tag));
    return peers.filter((peer) => peer !== undefined && this.#roster.has(peer)) as Peer[];
  }

  #expectedIn(epoch: number): ReadonlyMap<number, Peer> | undefined {
    const known = this.#expected.get(epoch);
    if (known !== undefined) return known;
    if (!this.#mayCompute(epoch)) {
      this.#log('debug', 'a beacon of a foreign epoch was left unread: too many of them');
      return undefined;
    }
    const expected = new Map(this.#wanted().map((peer) => [tagFor(peer.pair.beaconFrom, epoch), peer]));
    this.#expected.set(epoch, expected);
    for (const other of this.#expected.keys()) {
      if (this.#expected.size <= limits.expectedEpochs) break;
      if (Math.abs(other - epochAt(this.#clock.now())) > 1) this.#expected.delete(other);
    }
    return expected;
  }

  #mayCompute(epoch: number): boolean {
    if (Math.abs(epoch - epochAt(this.#clock.now())) <= 1) return true;
    const now = this.#clock.monotonic();
    const recent = this.#foreignEpochs.filter(({ at }) => now - at < limits.foreignEpochsWindowMs);
    const allowed = recent.some((entry) => entry.epoch === epoch) || recent.length < limits.foreignEpochs;
    this.#foreignEpochs = allowed
      ? [...recent.filter((entry) => entry.epoch !== epoch), { epoch, at: now }]
      : recent;
    return allowed;
  }
}
