// Those who are nobody's contact: they knock with a token that they were given, repeat what they have recorded, send noise, flood,
// and pretend to be where somebody else is. Knows nothing of how they are answered.
import { derivePairKeys, identityFromSeed, initiate, parseToken } from '@loom/protocol';
import type { Connection } from '../../ports/index.ts';
import { kemDouble } from './kem-double.ts';
import type { Person } from './person.ts';
import { strangersNet, type World } from './world.ts';

const PORT = 47113;
const FLOOD = 80;

export class Strangers {
  readonly #world: World;
  readonly #beacons = new Set<() => void>();
  #hosts = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Repeats the start of a connection that was recorded. @returns false where nothing was. */
  replay(which: number, bytes: number): boolean {
    const { recordings } = this.#world.wiretap;
    const recording = recordings[which % Math.max(1, recordings.length)];
    if (recording === undefined) return false;
    const target = this.#world.personAt(recording.to) ?? this.#world.person(which);
    this.#say(target, recording.bytes.subarray(0, bytes));
    return true;
  }

  /** Holds the person's token, and is no contact. */
  knock(target: Person, bytes: number): void {
    const { random } = this.#world;
    const us = identityFromSeed(random.bytes(32));
    const token = parseToken(target.token);
    if (!token.ok) return;
    const { m1 } = initiate({
      us,
      them: token.value,
      pair: derivePairKeys(us, token.value),
      random: (length) => random.bytes(length),
      kem: kemDouble,
    });
    // Some stop halfway; the others say all of it.
    this.#say(target, bytes < m1.length / 2 ? m1.subarray(0, bytes) : m1);
  }

  noise(target: Person, bytes: number): void {
    this.#say(target, this.#world.random.bytes(bytes));
  }

  flood(target: Person, bytes: number): void {
    for (let n = 0; n < FLOOD; n += 1) this.#say(target, this.#world.random.bytes(bytes >> (n % 8)));
  }

  /** Announces what the person announces, at a stranger's address. @returns false where nothing was heard of the person. */
  forgeBeacon(of: Person, ms: number): boolean {
    const { air, network, sightings } = this.#world;
    const heard = sightings.get(of.address);
    if (heard === undefined) return false;
    const address = this.#address();
    const station = air.discovery(address);
    void station.start({ onSeen: ignore, onGone: ignore, onInterfacesChanged: ignore });
    station.announce({ epoch: 0, port: PORT, txt: heard.txt });
    const answers = this.#world.random.chance(0.5);
    const listening = network.transport(address).listen([PORT], (connection) => {
      connection.start({
        onData: () => answers && connection.write(this.#world.random.bytes(1158)),
        onClose: ignore,
      });
    });
    const end = (): void => {
      if (!this.#beacons.delete(end)) return;
      void station.stop();
      void listening.then((outcome) => (outcome.ok ? outcome.listener.close() : undefined));
    };
    this.#beacons.add(end);
    this.#world.later(ms, end);
    return true;
  }

  /** All false beacons end. */
  rest(): void {
    for (const end of this.#beacons) end();
  }

  #say(target: Person, bytes: Uint8Array): void {
    const connection: Connection = this.#world.network
      .transport(this.#address())
      .dial({ host: target.address, port: PORT }, 3000);
    connection.start({ onOpen: () => connection.write(bytes), onData: ignore, onClose: ignore });
  }

  #address(): string {
    this.#hosts += 1;
    return `${strangersNet}${this.#hosts % 200}`;
  }
}

function ignore(): void {
  // Strangers learn nothing.
}
