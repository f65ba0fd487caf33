// The engine's Discovery over multicast DNS (RFC 6762, RFC 6763): one card for each interface, a publisher, a questioner,
// and once a second a look at what has changed. Knows nothing of sockets, nor of what TXT strings mean.

import type { Announcement, Clock, Discovery, DiscoveryListener, Log, Random, Timer } from '@loom/engine';
import { Card, type Surroundings } from './card.ts';
import type { HostNetwork } from './host-network.ts';
import { InterfaceWatch } from './interface-watch.ts';
import { chooseInterfaces, type HostInterface } from './interfaces.ts';
import { LOOM_SERVICE, type Packet, type Service } from './packets.ts';
import { Publisher } from './publisher.ts';
import { Questioner } from './questioner.ts';
import { Sightings } from './sightings.ts';
import { systemNetwork } from './system-network.ts';

const TICK_MS = 1_000;
/** While a change waits to be believed: whoever waits for the network waits for this. */
const PRESSING_TICK_MS = 500;
/** What is late by more than this slept meanwhile. */
const WAKE_MS = 5_000;
/** After a wake or a change of network: how long what was heard before is still believed, ms. */
const GRACE_MS = 15_000;
/** Sockets that could not be opened are tried again after so many ticks. */
const RETRY_TICKS = 5;
/** An instance is heard in both families and on several interfaces within a moment: told once. */
const REPORT_MS = 10;
/** Between the two goodbyes, and after them for what is still on its way out. */
const GOODBYE_MS = 100;

export interface MdnsOptions {
  /** What is announced and looked for; without it what contacts find each other by. */
  readonly service?: Service;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Names of interfaces to use, besides loopback; without it all that reach other machines. */
  readonly interfaces?: readonly string[] | undefined;
}

export function mdnsDiscovery(options: MdnsOptions): Discovery {
  return new MdnsDiscovery(options, systemNetwork(options.log));
}

export class MdnsDiscovery implements Discovery {
  readonly #surroundings: Surroundings;
  readonly #only: readonly string[] | undefined;
  readonly #cards = new Map<string, Card>();
  readonly #publisher: Publisher;
  readonly #questioner: Questioner;
  #watch = new InterfaceWatch([]);
  #sightings = new Sightings();
  #listener: DiscoveryListener | undefined;
  #stopping: Promise<void> | undefined;
  #tick: Timer | undefined;
  #report: Timer | undefined;

  constructor({ service = LOOM_SERVICE, clock, random, log, interfaces }: MdnsOptions, network: HostNetwork) {
    this.#surroundings = { service, clock, random, log, network };
    this.#only = interfaces;
    this.#publisher = new Publisher(this.#surroundings, this.#cards);
    this.#questioner = new Questioner(this.#surroundings, this.#cards, () => this.#publisher.instance);
  }

  async start(listener: DiscoveryListener): Promise<void> {
    if (this.#listener) throw new Error('discovery has been started already');
    this.#listener = listener;
    await this.#stopping;
    if (this.#listener !== listener) return;
    const chosen = this.#chooseInterfaces();
    this.#watch = new InterfaceWatch(chosen);
    this.#use(chosen);
    await this.#openCards();
    if (this.#listener !== listener) return;
    if (this.#openSockets() === 0) {
      this.#listener = undefined;
      this.#cards.clear();
      throw new Error('Loom cannot look for others: no multicast DNS socket could be opened on port 5353.');
    }
    this.#publisher.start();
    this.#questioner.ask();
    this.#scheduleTick(1);
  }

  announce(announcement: Announcement): string {
    return this.#publisher.publish(announcement).instance;
  }

  refresh(): void {
    if (this.#tick) this.#questioner.ask();
  }

  /** Loopback is left out unless it is all there is. */
  interfaces(): { name: string; address: string }[] {
    const faces = [...this.#cards.values()].map(({ face }) => face);
    const real = faces.filter(({ isLoopback }) => !isLoopback);
    return (real.length > 0 ? real : faces).flatMap(({ name, addresses }) => {
      return addresses.map(({ address }) => ({ name, address }));
    });
  }

  stop(): Promise<void> {
    if (this.#listener) {
      this.#listener = undefined;
      this.#stopping ??= this.#shutDown().finally(() => {
        this.#stopping = undefined;
      });
    }
    return this.#stopping ?? Promise.resolve();
  }

  async #shutDown(): Promise<void> {
    const sayGoodbye = this.#publisher.retire();
    this.#questioner.stop();
    this.#tick?.cancel();
    this.#tick = undefined;
    for (const say of sayGoodbye ? [sayGoodbye, sayGoodbye] : []) {
      say();
      await new Promise<void>((resolve) => {
        this.#surroundings.clock.after(GOODBYE_MS, resolve);
      });
    }
    this.#report?.cancel();
    this.#report = undefined;
    for (const card of this.#cards.values()) card.close();
    this.#cards.clear();
    this.#sightings = new Sightings();
  }

  #scheduleTick(count: number): void {
    const { clock } = this.#surroundings;
    const [wall, monotonic] = [clock.now(), clock.monotonic()];
    const wait = this.#watch.isPressing ? PRESSING_TICK_MS : TICK_MS;
    this.#tick = clock.after(wait, () => {
      // The monotonic clock stands still in sleep on some systems, so both are asked.
      const passed = Math.max(clock.now() - wall, clock.monotonic() - monotonic);
      try {
        this.#lookAround(passed > TICK_MS + WAKE_MS, count % RETRY_TICKS === 0);
      } finally {
        if (this.#listener) this.#scheduleTick(count + 1);
      }
    });
  }

  #lookAround(hasSlept: boolean, isRetryDue: boolean): void {
    const { clock, log } = this.#surroundings;
    const now = clock.monotonic();
    const chosen = this.#chooseInterfaces();
    const hasMoved = this.#watch.hasChanged(chosen, now);
    if (hasSlept) {
      log('info', 'This computer slept: looking at the network anew.');
      for (const card of this.#cards.values()) {
        card.close();
        card.cache.shorten(now, GRACE_MS);
      }
    }
    if (hasMoved) this.#use(chosen);
    const cards = [...this.#cards.values()];
    const hasLost = cards.filter((card) => !card.checkMembership()).length > 0;
    if (hasLost) log('debug', 'The system had dropped a multicast membership: joining again.');
    const isMissing = isRetryDue && cards.some((card) => !card.isComplete);
    if (hasSlept || hasMoved || hasLost || isMissing) void this.#reopen(hasSlept || hasMoved);

    for (const card of cards) card.cache.expire(now);
    this.#tell();
    const dues = cards.filter((card) => card.cache.needsRefresh(now));
    if (dues.length > 0) this.#questioner.ask();
  }

  /** Opens what is closed; those who can hear us only now are told, and asked. */
  async #reopen(isNews: boolean): Promise<void> {
    const listener = this.#listener;
    const before = this.#openSockets();
    await this.#openCards();
    if (!listener || this.#listener !== listener) return;
    if (this.#openSockets() > before) {
      this.#publisher.announceAgain();
      this.#questioner.ask();
    }
    if (isNews) listener.onInterfacesChanged();
  }

  #openSockets(): number {
    return [...this.#cards.values()].reduce((sum, card) => sum + card.openSockets, 0);
  }

  async #openCards(): Promise<void> {
    await Promise.all([...this.#cards.values()].map((card) => card.open()));
  }

  #chooseInterfaces(): HostInterface[] {
    return chooseInterfaces(this.#surroundings.network.interfaces(), this.#only);
  }

  #use(chosen: readonly HostInterface[]): void {
    const now = this.#surroundings.clock.monotonic();
    for (const [name, card] of this.#cards) {
      if (chosen.some((face) => face.name === name)) continue;
      card.close();
      this.#cards.delete(name);
    }
    for (const face of chosen) {
      const card = this.#cards.get(face.name);
      if (!card) {
        this.#cards.set(face.name, this.#createCard(face));
      } else if (!card.isSameAs(face)) {
        card.change(face);
        card.cache.shorten(now, GRACE_MS);
      }
    }
  }

  #createCard(face: HostInterface): Card {
    const card: Card = new Card(face, this.#surroundings, (packet, source) =>
      this.#receive(packet, source, card),
    );
    return card;
  }

  /** A probe already says where its sender is, so nobody waits for the announcement that follows it. */
  #receive(packet: Packet, source: string, card: Card): void {
    const records = packet.kind === 'query' ? packet.proposed : packet.records;
    card.hear(records.filter((record) => !this.#publisher.isOwn(record)));
    this.#publisher.answer(packet, source, card);
    if (records.length === 0) return;
    this.#report ??= this.#surroundings.clock.after(REPORT_MS, () => {
      this.#report = undefined;
      this.#tell();
    });
  }

  #tell(): void {
    const listener = this.#listener;
    if (!listener) return;
    const heard = [...this.#cards.values()].map(({ face, cache }) => {
      return { name: face.name, isLoopback: face.isLoopback, services: cache.services() };
    });
    const { seen, gone } = this.#sightings.update(heard);
    for (const sighting of seen) listener.onSeen(sighting);
    for (const instance of gone) listener.onGone(instance);
  }
}
