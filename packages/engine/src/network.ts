// The network while it runs: the listener, the door, a connector for each contact, and who is heard. Ends as a whole.
// Knows nothing of messages.
import { LoomError } from '@loom/contract';
import type { Identity, Kem } from '@loom/protocol';
import type { Delivery } from './delivery/delivery.ts';
import { Moves } from './discovery/moves.ts';
import { Reach, type HeardLoom } from './discovery/reach.ts';
import { searchNeighbours, type SearchSummary } from './discovery/search.ts';
import { limits } from './limits.ts';
import { Connector, type ConnectorEvents } from './links/connector.ts';
import type { LinkDeps } from './links/dial.ts';
import { Gate } from './links/gate.ts';
import { Terms, type TermsEvents } from './links/terms.ts';
import type { Peer } from './peers/peer.ts';
import type { Roster } from './peers/roster.ts';
import type {
  Address,
  Clock,
  Connection,
  Discovery,
  Host,
  Listener,
  Log,
  OwnAddress,
  Random,
  Store,
  Transport,
} from './ports/index.ts';

export interface NetworkDeps {
  readonly us: Identity;
  readonly fillerKey: Uint8Array;
  readonly kem: Kem;
  readonly store: Store;
  readonly roster: Roster;
  readonly delivery: Delivery;
  readonly transport: Transport;
  readonly discovery: Discovery | undefined;
  readonly host: Host | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ports: readonly number[];
  readonly events: NetworkEvents;
}

export interface NetworkEvents extends Omit<ConnectorEvents, 'onNotThere'>, TermsEvents {
  /** A contact is heard at an address that was not known. */
  onDiscovered(peer: Peer, address: Address): void;
  onReachChanged(): void;
  /** What others see of this device is another from now on: its name on the air, or its addresses. */
  onSeenAnew(): void;
}

export type DiscoveryState =
  { readonly state: 'on' | 'off' } | { readonly state: 'failed'; readonly reason: string };

/** When this machine's addresses last changed while the network ran, by the monotonic clock, and from what to what. */
export interface Moved {
  readonly at: number;
  readonly before: readonly OwnAddress[];
  readonly after: readonly OwnAddress[];
}

export class Network {
  readonly #deps: NetworkDeps;
  readonly #listener: Listener;
  readonly #connectors = new Map<Peer, Connector>();
  readonly #links: LinkDeps;
  readonly #gate: Gate;
  readonly #reach: Reach | undefined;
  readonly #moves: Moves;
  #own: readonly OwnAddress[];
  #search: Promise<SearchSummary> | undefined;
  #stopped = false;
  /** When the network was last asked again who is there, by the monotonic clock. */
  #askedAt = -Infinity;
  discovery: DiscoveryState = { state: 'off' };
  moved: Moved | undefined;

  private constructor(deps: NetworkDeps, listener: Listener, links: LinkDeps) {
    this.#deps = deps;
    this.#listener = listener;
    this.#links = links;
    this.#own = deps.host?.addresses() ?? [];
    this.#moves = new Moves(deps, () => this.#onMoved());
    this.#gate = new Gate(links, deps.store, deps.roster, (peer) => this.connectorOf(peer));
    this.#reach =
      deps.discovery &&
      new Reach({
        ...deps,
        discovery: deps.discovery,
        port: listener.port,
        events: {
          onHeard: (peer, addresses) => this.#onHeard(peer, addresses),
          onInterfacesChanged: () => this.#onMoved(),
          onRenamed: () => deps.events.onSeenAnew(),
        },
      });
  }

  /** @throws LoomError `port-taken` */
  static async start(deps: NetworkDeps): Promise<Network> {
    const terms = new Terms(deps);
    let own = (): readonly OwnAddress[] => deps.host?.addresses() ?? [];
    const links: LinkDeps = { ...deps, terms, reader: deps.delivery, own: () => own() };
    let accept = (connection: Connection): void => connection.destroy();
    const listening = await deps.transport.listen(deps.ports, (connection) => accept(connection));
    if (!listening.ok) throw new LoomError('port-taken', { port: listening.fault.port });
    terms.listeningPort = listening.listener.port;
    const network = new Network(deps, listening.listener, links);
    own = () => network.#own;
    accept = (connection) => network.#gate.accept(connection);
    await network.#startReach();
    // Discovery has an eye on the machine too; where there is none, somebody else must notice that it moved or slept.
    if (network.discovery.state !== 'on') network.#moves.start();
    return network;
  }

  get port(): number {
    return this.#listener.port;
  }

  interfaces(): { name: string; address: string }[] {
    return this.discovery.state === 'on' ? (this.#reach?.interfaces() ?? []) : [];
  }

  /** What this device is called on the air, and until when; undefined where it is not heard. */
  get air(): { name: string; until: number } | undefined {
    return this.discovery.state === 'on' ? this.#reach?.air : undefined;
  }

  connectorOf(peer: Peer): Connector {
    const known = this.#connectors.get(peer);
    if (known !== undefined) return known;
    const connector = new Connector(this.#links, this.#deps.store, peer, {
      ...this.#deps.events,
      onNotThere: () => this.#askAgain(),
    });
    this.#connectors.set(peer, connector);
    return connector;
  }

  /** Who was heard and is not there may have moved, or been killed: asks who is there now. */
  #askAgain(): void {
    const now = this.#deps.clock.monotonic();
    if (now - this.#askedAt < limits.requeryMs) return;
    this.#askedAt = now;
    this.#reach?.refresh();
  }

  /** Looks for the contact once more, and dials where there is an address. @throws LoomError with what came of it */
  async connect(peer: Peer): Promise<void> {
    const connector = this.connectorOf(peer);
    if (connector.addresses().length === 0 && this.#reach !== undefined) {
      this.#reach.refresh();
      await connector.sightingWithin(limits.sightingPatienceMs);
    }
    await connector.connect();
  }

  contactAdded(peer: Peer): void {
    this.#reach?.contactsChanged();
    const connector = this.connectorOf(peer);
    this.#gate.contactAdded(peer);
    connector.sight(this.#reach?.lookUp(peer) ?? []);
    connector.dial('started');
  }

  /** The contact was deleted, or blocked. */
  contactRemoved(peer: Peer, error: LoomError): void {
    this.#connectors.get(peer)?.stop(error);
    this.#connectors.delete(peer);
    this.#reach?.contactsChanged();
  }

  /** Everybody may be in reach, and no link is sure to be alive. */
  dialAll(): void {
    for (const peer of this.#deps.roster) this.connectorOf(peer).onMoved();
  }

  /** Asks anew who is there. */
  lookAround(): void {
    this.#reach?.refresh();
  }

  /** Everything of Loom's that is heard on the network now, contacts' and others'. */
  heard(): HeardLoom[] {
    return this.#reach?.heard() ?? [];
  }

  /** Knocks at the neighbours' doors, for networks without multicast. One search at a time: who asks meanwhile waits for it. */
  search(): Promise<SearchSummary> {
    const peers = [...this.#deps.roster].map((peer) => this.connectorOf(peer));
    this.#search ??= searchNeighbours({
      clock: this.#deps.clock,
      random: this.#deps.random,
      transport: this.#deps.transport,
      own: this.#deps.host?.addresses() ?? [],
      connectors: peers,
      isStopped: () => this.#stopped,
    }).finally(() => (this.#search = undefined));
    return this.#search;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#moves.stop();
    for (const connector of this.#connectors.values()) connector.stop(new LoomError('engine-stopped', {}));
    this.#gate.stop();
    await Promise.all([this.#reach?.stop(), this.#listener.close()]);
  }

  #onMoved(): void {
    const { clock, host } = this.#deps;
    const before = this.#own;
    this.#own = host?.addresses() ?? [];
    const isOther = fingerprint(before) !== fingerprint(this.#own);
    if (isOther) this.moved = { at: clock.monotonic(), before, after: this.#own };
    this.dialAll();
    this.#deps.events.onSeenAnew();
  }

  async #startReach(): Promise<void> {
    if (this.#reach === undefined) return;
    try {
      await this.#reach.start();
      this.discovery = { state: 'on' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'no socket';
      this.discovery = { state: 'failed', reason };
      this.#deps.log('warn', `discovery could not be started: ${reason}`);
    }
  }

  #onHeard(peer: Peer, addresses: readonly Address[]): void {
    const connector = this.connectorOf(peer);
    const before = connector.sighted;
    connector.sight(addresses);
    const isNew = ({ host, port }: Address): boolean =>
      !before.some((known) => known.host === host && known.port === port);
    for (const address of addresses.filter(isNew)) this.#deps.events.onDiscovered(peer, address);
    this.#deps.events.onReachChanged();
  }
}

function fingerprint(own: readonly OwnAddress[]): string {
  return own
    .map(({ name, address }) => `${name} ${address}`)
    .toSorted()
    .join();
}
