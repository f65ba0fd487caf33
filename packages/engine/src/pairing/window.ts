// The window in which a person can be seen and met by people nearby: it listens, announces, looks for others, holds the list of
// who is there, lets one comparison run at a time, and ends by itself (PROTOCOL.md section 10). Knows nothing of contacts.
import { LoomError, type Pairing } from '@loom/contract';
import type { Identity, PairingFrame, Token } from '@loom/protocol';
import { Admission, bucketOf } from '../links/admission.ts';
import type {
  Address,
  Connection,
  Discovery,
  DiscoveryListener,
  Listener,
  Sighting,
  Timer,
} from '../ports/index.ts';
import { storeFault } from '../storage/faults.ts';
import { checkName } from '../text.ts';
import { Approach } from './approach.ts';
import { Comparison, type ComparisonFailure } from './comparison.ts';
import { limits } from '../limits.ts';
import { pairingLimits, pairingPorts } from './limits.ts';
import { Neighbour } from './neighbour.ts';
import { PairingLink, type PairingLinkDeps } from './pairing-link.ts';

export interface PairingWindowDeps extends Omit<PairingLinkDeps, 'card'> {
  readonly us: Identity;
  readonly name: string;
  readonly discovery: Discovery;
  /** Where the links of contacts are listened for; crosses with the token. */
  readonly listeningPort: number;
  readonly events: PairingWindowEvents;
}

export interface PairingWindowEvents {
  onNear(id: string, name: string): void;
  /** `view` tells how it stands now. */
  onChanged(): void;
  /** Both have confirmed: makes a verified contact of the token. @throws LoomError, StoreError where it can't be one */
  onMet(token: Token, name: string, address: Address): void;
}

/** Instance names carry the window's id (PROTOCOL.md section 10.1). */
const instancePattern = /^l([0-9a-f]{16})$/;

export class PairingWindow implements DiscoveryListener {
  readonly #deps: PairingWindowDeps;
  readonly #windowId: string;
  readonly #links: PairingLinkDeps;
  readonly #admission: Admission;
  readonly #neighbours = new Map<string, Neighbour>();
  readonly #approaches = new Map<string, Approach>();
  /** Every connection, with the neighbour that its card named. */
  readonly #all = new Map<PairingLink, Neighbour | undefined>();
  /** When a connection was last told that we are busy. */
  readonly #busySaid = new WeakMap<PairingLink, number>();
  readonly #visibleUntil: number;
  readonly #end: Timer;
  #listener: Listener | undefined;
  #patience: Timer | undefined;
  #failedTries = 0;
  #isOpen = true;

  /** @throws LoomError `port-taken`, `pairing-no-discovery` */
  static async open(deps: PairingWindowDeps): Promise<PairingWindow> {
    let accept = (connection: Connection): void => connection.destroy();
    const listening = await deps.transport.listen(pairingPorts, (connection) => accept(connection));
    if (!listening.ok) throw new LoomError('port-taken', { port: listening.fault.port });
    const { listener } = listening;
    // A new epoch for each window: nothing of one comes back in the next.
    const epoch = deps.clock.monotonic();
    const txt = [new TextEncoder().encode('v=1')];
    const instance = deps.discovery.announce({ epoch, port: listener.port, txt });
    const window = new PairingWindow(deps, instancePattern.exec(instance)?.[1] ?? '', listener);
    accept = (connection) => window.#accept(connection);
    try {
      await deps.discovery.start(window);
    } catch (error) {
      await window.close();
      throw new LoomError('pairing-no-discovery', {
        reason: error instanceof Error ? error.message : 'no socket',
      });
    }
    return window;
  }

  private constructor(deps: PairingWindowDeps, windowId: string, listener: Listener) {
    const { clock } = deps;
    this.#deps = deps;
    this.#windowId = windowId;
    this.#listener = listener;
    this.#links = { ...deps, card: { windowId, name: deps.name } };
    this.#admission = new Admission(clock);
    this.#visibleUntil = clock.now() + pairingLimits.visibleMs;
    this.#end = clock.after(pairingLimits.visibleMs, () => void this.close());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  view(): Pairing {
    return {
      ...(this.#isOpen && { visible_until: this.#visibleUntil }),
      failed_tries: this.#failedTries,
      nearby: [...this.#neighbours.values()].map((neighbour) => neighbour.view()),
    };
  }

  /** Our person begins. @throws LoomError `unknown-nearby`, `pairing-busy` */
  start(id: string): void {
    const neighbour = this.#requireNeighbour(id);
    if (neighbour.isActive) return;
    if (this.#active() !== undefined) throw new LoomError('pairing-busy', {});
    const approach = this.#approaches.get(id);
    if (neighbour.link === undefined && approach === undefined) throw new LoomError('unknown-nearby', {});
    if (!neighbour.isDone) neighbour.rest = { is: 'near' };
    neighbour.isWanted = true;
    neighbour.mustBegin = false;
    this.#patience = this.#deps.clock.after(pairingLimits.reachMs, () => {
      if (neighbour.isWanted) this.#onFailed(neighbour, 'pairing-broken-off', false);
    });
    if (neighbour.link === undefined) approach?.hurry();
    else this.#compare(neighbour, neighbour.link, undefined);
    this.#deps.events.onChanged();
  }

  /**
   * Our person's answer to the comparison that showed these digits.
   * @throws LoomError `unknown-nearby`, `pairing-nothing-to-compare`, `pairing-changed`
   */
  confirm(id: string, digits: string, same: boolean): void {
    const { comparison } = this.#requireNeighbour(id);
    if (comparison?.string === undefined) throw new LoomError('pairing-nothing-to-compare', {});
    if (comparison.string.digits !== digits) throw new LoomError('pairing-changed', {});
    if (!comparison.answer(same)) throw new LoomError('pairing-nothing-to-compare', {});
  }

  /** What was met stays in view; everybody else is gone. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#end.cancel();
    this.#patience?.cancel();
    for (const approach of this.#approaches.values()) approach.stop();
    this.#approaches.clear();
    for (const neighbour of this.#neighbours.values()) {
      if (neighbour.isWanted) this.#onFailed(neighbour, 'pairing-window-ended', false);
      neighbour.comparison?.abandon();
      if (neighbour.rest.is === 'near') this.#neighbours.delete(neighbour.id);
    }
    for (const link of this.#all.keys()) link.destroy('window-closed');
    this.#deps.events.onChanged();
    await Promise.all([this.#deps.discovery.stop(), this.#listener?.close()]);
    this.#listener = undefined;
  }

  onSeen(seen: Sighting): void {
    const id = instancePattern.exec(seen.instance)?.[1];
    if (id === undefined || !this.#isOpen || seen.port < limits.offerLeastPort) return;
    const sighting = { ...seen, hosts: seen.hosts.slice(0, pairingLimits.hosts) };
    const known = this.#approaches.get(id);
    if (known !== undefined) known.see(sighting);
    else if (this.#approaches.size < pairingLimits.approaches) {
      const approach = new Approach(this.#deps.clock, sighting, this.#leads(id), (address) =>
        this.#dial(id, address),
      );
      this.#approaches.set(id, approach);
    }
  }

  onGone(instance: string): void {
    const id = instancePattern.exec(instance)?.[1];
    if (id === undefined) return;
    this.#approaches.get(id)?.stop();
    this.#approaches.delete(id);
    this.#forgetIfGone(this.#neighbours.get(id));
  }

  /** Discovery sees to it that we are heard; who is heard is dialled. */
  onInterfacesChanged(): void {}

  #leads(id: string): boolean {
    return this.#windowId > id;
  }

  #dial(id: string, address: Address): void {
    const neighbour = this.#neighbours.get(id);
    if (neighbour?.link !== undefined) return;
    const link: PairingLink = PairingLink.dial(this.#links, address, {
      mayAnswer: () => false,
      onCard: (card) => {
        if (card.windowId === id) this.#onCard(link, card);
        else link.destroy('other-window');
      },
      onFrame: (frame) => this.#onFrame(link, frame),
      onClosed: () => {
        this.#onClosed(link);
        if (this.#neighbours.get(id)?.link === undefined) this.#approaches.get(id)?.onLost();
      },
    });
    this.#all.set(link, undefined);
  }

  #accept(connection: Connection): void {
    const { host } = connection.remote;
    const link: PairingLink = PairingLink.accept(this.#links, connection, {
      mayAnswer: () => {
        // Every handshake counts: before a comparison nobody is better than a stranger.
        const may = this.#admission.mayTry(host);
        this.#admission.countFailure(host);
        return may;
      },
      onCard: (card) => {
        this.#admission.leave(link);
        this.#onCard(link, card);
      },
      onFrame: (frame) => this.#onFrame(link, frame),
      onClosed: () => {
        this.#admission.leave(link);
        this.#onClosed(link);
      },
    });
    this.#all.set(link, undefined);
    if (this.#isOpen) this.#admission.enter(link, host);
    else link.destroy('window-closed');
  }

  #onCard(link: PairingLink, card: { windowId: string; name: string }): void {
    const neighbour = this.#neighbours.get(card.windowId) ?? this.#newNeighbour(link, card);
    if (neighbour === undefined || neighbour.name !== card.name || !this.#mayJoin(neighbour, link)) {
      link.destroy('not-needed');
      return;
    }
    const isNew = !this.#neighbours.has(neighbour.id);
    this.#neighbours.set(neighbour.id, neighbour);
    this.#all.set(link, neighbour);
    neighbour.links.add(link);
    this.#approaches.get(neighbour.id)?.rest();
    if (isNew) this.#deps.events.onNear(neighbour.id, neighbour.name);
    if (isNew) this.#deps.events.onChanged();
    if (neighbour.isWanted && neighbour.comparison === undefined) this.#compare(neighbour, link, undefined);
  }

  /** Of two links between the same windows the leader alone closes one: the other side's, unless that one is in use. */
  #mayJoin(neighbour: Neighbour, link: PairingLink): boolean {
    const older = neighbour.link;
    if (older === undefined) return true;
    if (!this.#leads(neighbour.id)) return neighbour.links.size < 2;
    if (neighbour.comparison !== undefined || !link.dialled) return false;
    this.#detach(older);
    older.destroy('superseded');
    return true;
  }

  #newNeighbour(link: PairingLink, card: { windowId: string; name: string }): Neighbour | undefined {
    if (card.windowId === this.#windowId || !isPresentable(card.name)) return undefined;
    const bucket = bucketOf(link.remote.host);
    const fromThere = [...this.#all].filter(
      ([other, owner]) => owner !== undefined && bucketOf(other.remote.host) === bucket,
    );
    if (fromThere.length >= pairingLimits.nearbyPerAddress) return undefined;
    for (const other of this.#neighbours.values()) {
      if (this.#neighbours.size < pairingLimits.nearby) break;
      const isIdle = other.link === undefined && !other.isActive;
      if (isIdle && !other.isDone && !other.mustBegin) this.#neighbours.delete(other.id);
    }
    return this.#neighbours.size < pairingLimits.nearby ? new Neighbour(card.windowId, card.name) : undefined;
  }

  #onFrame(link: PairingLink, frame: Exclude<PairingFrame, { type: 'card' }>): void {
    const neighbour = this.#all.get(link);
    if (neighbour?.comparison?.link === link) neighbour.comparison.onFrame(frame);
    else if (neighbour === undefined || frame.type !== 'commit') link.destroy('unexpected-frame');
    else if (this.#mayBegin(neighbour)) this.#compare(neighbour, link, frame);
    else this.#sayBusy(link);
  }

  /** Whether their COMMIT leads to a comparison now. */
  #mayBegin(neighbour: Neighbour): boolean {
    const active = this.#active();
    // Where there is a comparison, this is a second link of the same two windows, about to be closed.
    return (active ?? neighbour) === neighbour && neighbour.comparison === undefined && !neighbour.mustBegin;
  }

  /** Who goes on asking all the same is not to cost us an answer each time. */
  #sayBusy(link: PairingLink): void {
    const now = this.#deps.clock.monotonic();
    if (now - (this.#busySaid.get(link) ?? -Infinity) < pairingLimits.busyMs) {
      link.destroy('too-many-commits');
      return;
    }
    this.#busySaid.set(link, now);
    link.send({ type: 'busy' });
  }

  #compare(
    neighbour: Neighbour,
    link: PairingLink,
    commit: Extract<PairingFrame, { type: 'commit' }> | undefined,
  ): void {
    this.#patience?.cancel();
    neighbour.isWanted = false;
    neighbour.comparison = new Comparison(this.#deps, link, commit, {
      onChanged: () => this.#deps.events.onChanged(),
      onDone: (token, port) => this.#onDone(neighbour, token, { host: link.remote.host, port }),
      onFailed: (failure, counts) => this.#onFailed(neighbour, failure, counts),
    });
  }

  #onDone(neighbour: Neighbour, token: Token, address: Address): void {
    neighbour.comparison = undefined;
    try {
      this.#deps.events.onMet(token, neighbour.name, address);
      neighbour.rest = { is: 'done', identityKey: token.identityKey };
    } catch (error) {
      const fault: LoomError | undefined = error instanceof LoomError ? error : storeFault(error);
      if (fault === undefined) throw error;
      if (!neighbour.isDone) neighbour.rest = { is: 'failed', error: fault };
    }
    this.#deps.events.onChanged();
  }

  #onFailed(neighbour: Neighbour, failure: ComparisonFailure, counts: boolean): void {
    const { comparison } = neighbour;
    neighbour.comparison = undefined;
    const other = [...neighbour.links].find((link) => link !== comparison?.link && !link.closed);
    // The leader has closed the one of two links that we had begun on, before anybody could know a string.
    if (failure === 'pairing-broken-off' && !counts && other !== undefined && this.#isOpen) {
      this.#compare(neighbour, other, undefined);
      return;
    }
    neighbour.isWanted = false;
    // Who was met stays met: it was for the other side that we compared again.
    if (!neighbour.isDone) {
      neighbour.rest = { is: 'failed', error: new LoomError(failure, { name: neighbour.name }) };
    }
    if (counts) {
      this.#failedTries += 1;
      neighbour.mustBegin = true;
    }
    this.#deps.events.onChanged();
    if (this.#failedTries >= pairingLimits.failedTries) void this.close();
  }

  #onClosed(link: PairingLink): void {
    const neighbour = this.#all.get(link);
    this.#detach(link);
    if (neighbour?.comparison?.link === link) neighbour.comparison.onClosed();
    this.#forgetIfGone(neighbour);
  }

  #detach(link: PairingLink): void {
    this.#all.get(link)?.links.delete(link);
    this.#all.delete(link);
  }

  /** Whoever is neither heard nor connected is not near; what came of it with them stays in view. */
  #forgetIfGone(neighbour: Neighbour | undefined): void {
    if (neighbour === undefined || !this.#isOpen || neighbour.rest.is !== 'near' || neighbour.isActive)
      return;
    if (neighbour.link !== undefined || this.#approaches.has(neighbour.id)) return;
    if (this.#neighbours.delete(neighbour.id)) this.#deps.events.onChanged();
  }

  #active(): Neighbour | undefined {
    return [...this.#neighbours.values()].find((neighbour) => neighbour.isActive);
  }

  #requireNeighbour(id: string): Neighbour {
    const neighbour = this.#neighbours.get(id);
    if (neighbour === undefined) throw new LoomError('unknown-nearby', {});
    return neighbour;
  }
}

/** What a peer's engine would not have taken as its own person's name is no name. */
function isPresentable(name: string): boolean {
  try {
    return checkName(name) === name;
  } catch (error) {
    if (error instanceof LoomError) return false;
    throw error;
  }
}
