// One contact's way to a link: which addresses, when to dial and again, who gives way when both dial, and which of two
// links counts (PROTOCOL.md section 2.4). Knows nothing of handshakes' insides or of messages.
import { LoomError } from '@loom/contract';
import type { Hello } from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Peer } from '../peers/peer.ts';
import {
  ADDRESSES_KEPT,
  StoreError,
  type Address,
  type AddressRow,
  type Store,
  type Timer,
} from '../ports/index.ts';
import type { Inbound } from './answer.ts';
import { Aside } from './aside.ts';
import { DialRound, type DialFailure, type LinkDeps } from './dial.ts';
import type { OpenLink } from './open-link.ts';
import type { Settled } from './terms.ts';

export type ConnectorState = 'up' | 'connecting' | 'idle';

export interface ConnectorEvents {
  /** The state or the reason has changed. */
  onChanged(peer: Peer): void;
  /** A link is confirmed; whoever reads it calls `onLinkDown` when it ends. */
  onUp(connector: Connector, link: OpenLink, settled: Settled): void;
  /** Nobody was reached where the contact was said to be: what is known of the network may be out of date. */
  onNotThere(): void;
}

/**
 * Why a dial is due: the person asked; this side came up or moved; the peer was seen at a new address, or once more where it
 * was; a link or a dial has ended.
 */
export type DialCause = 'asked' | 'started' | 'sighted' | 'heard' | 'lost';

/** What a round comes to that nobody cancelled. */
type Failure = Exclude<DialFailure, { code: 'cancelled' }> | { readonly code: 'no-address' };

interface Waiter {
  resolve(): void;
  reject(error: LoomError): void;
}

export class Connector {
  readonly peer: Peer;
  /** What is said over the link beside messages. */
  readonly aside: Aside;
  readonly #deps: LinkDeps;
  readonly #store: Store;
  readonly #events: ConnectorEvents;
  readonly #waiters = new Set<Waiter>();
  readonly #answering = new Set<Inbound>();
  /** The one in use and, for a moment, the one before it; oldest first. */
  readonly #open = new Set<OpenLink>();
  /** Where the contact is heard on the network now. */
  #sighted: readonly Address[] = [];
  #round: DialRound | undefined;
  /** The round's addresses are a search's guess: whatever is known of the contact goes first. */
  #isGuess = false;
  /** The peer's own M1, held until our round has ended. */
  #held: { inbound: Inbound; patience: Timer } | undefined;
  #redial: { timer: Timer; at: number } | undefined;
  /** What was agreed on the link in use. */
  #settled: Settled | undefined;
  #failures = 0;
  /** Rounds without a pause since the last link. */
  #agreedAgain = 0;
  /** `at` by the monotonic clock. */
  #lastFailure: { failure: Failure; at: number } | undefined;
  readonly #awaitedSightings = new Set<() => void>();
  #stopped: LoomError | undefined;

  constructor(deps: LinkDeps, store: Store, peer: Peer, events: ConnectorEvents) {
    this.#deps = deps;
    this.#store = store;
    this.#events = events;
    this.peer = peer;
    this.aside = new Aside(deps);
  }

  get state(): ConnectorState {
    if (this.peer.link !== undefined) return 'up';
    return this.#round !== undefined || this.#answering.size > 0 ? 'connecting' : 'idle';
  }

  /** What the last attempt came to, while there is no link, and how long ago. */
  get lastError(): { error: LoomError; agoMs: number } | undefined {
    const last = this.#lastFailure;
    if (last === undefined) return undefined;
    return { error: this.#toError(last.failure), agoMs: this.#deps.clock.monotonic() - last.at };
  }

  get sighted(): readonly Address[] {
    return this.#sighted;
  }

  /** Newest knowledge first. What is heard, which anybody can forge, never takes the place of all that is stored. */
  addresses(): AddressRow[] {
    const sighted = this.#sighted.map((address): AddressRow => ({ ...address, source: 'mdns', lastGood: 0 }));
    const isNew = (row: AddressRow): boolean => !sighted.some((address) => sameAddress(address, row));
    const stored = this.#stored().filter(isNew);
    const half = ADDRESSES_KEPT / 2;
    const heard = sighted.slice(0, ADDRESSES_KEPT - Math.min(stored.length, half));
    return [...heard, ...stored].slice(0, ADDRESSES_KEPT);
  }

  /** The contact was heard at these addresses; an empty list says that it is not heard any more. */
  sight(addresses: readonly Address[]): void {
    const before = this.#sighted;
    this.#sighted = addresses;
    if (addresses.length === 0) return;
    const { link } = this.peer;
    const stillThere = addresses.some(({ host }) => host === link?.remote.host);
    if (!stillThere) link?.verify(limits.verifyMs);
    const isNew = addresses.some((address) => !before.some((known) => sameAddress(known, address)));
    this.dial(isNew ? 'sighted' : 'heard');
    for (const heard of this.#awaitedSightings) heard();
  }

  /** Resolves with the next sighting, or link, or after this time. */
  sightingWithin(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        patience.cancel();
        this.#awaitedSightings.delete(end);
        resolve();
      };
      const patience = this.#deps.clock.after(ms, end);
      this.#awaitedSightings.add(end);
    });
  }

  /**
   * This side has another address, or slept: a link shows within a moment that it still is one, or is made anew; at once where
   * the address that it ran over is gone.
   */
  onMoved(): void {
    const { link } = this.peer;
    if (link?.local !== undefined && this.#deps.host?.holds(link.local) === false) link.abandon();
    else link?.verify(limits.verifyMs);
    this.aside.tellAddresses();
    this.dial('started');
  }

  /** The person has written something: worth a dial, unless one has only just failed. */
  nudge(): void {
    const since = this.lastError?.agoMs ?? Infinity;
    if (this.state === 'idle' && since >= limits.nudgeMs) this.dial('asked');
  }

  /** Waits for a link: resolves when there is one, rejects with what the next round of dialling comes to. */
  async connect(): Promise<void> {
    if (this.peer.isBlocked) throw new LoomError('contact-blocked', { name: this.peer.name });
    if (this.#stopped !== undefined) throw this.#stopped;
    if (this.peer.link !== undefined) return;
    const outcome = new Promise<void>((resolve, reject) => this.#waiters.add({ resolve, reject }));
    this.dial('asked');
    await outcome;
  }

  /** One round at these addresses, which are only a guess: nothing is told, and nothing else changes, where it fails. */
  async tryAt(addresses: readonly Address[]): Promise<boolean> {
    const isUnderWay = this.#round !== undefined || this.#answering.size > 0;
    // It may go on at an address that is long out of date: where it ends in nothing, the guess is still to be tried.
    if (isUnderWay && (await this.#outcome())) return true;
    if (this.#isResting || addresses.length === 0) {
      return this.peer.link !== undefined;
    }
    if (this.#round !== undefined || this.#answering.size > 0) return this.#outcome();
    this.#cancelRedial();
    const outcome = this.#outcome();
    this.#isGuess = true;
    this.#dialAll(addresses, () => {
      this.#settleWaiters((waiter) => waiter.reject(this.#toError({ code: 'no-address' })));
      if (this.addresses().length > 0) this.dial('lost');
      else this.#events.onChanged(this.peer);
    });
    return outcome;
  }

  /** Whether what goes on now ends in a link. */
  #outcome(): Promise<boolean> {
    return new Promise((resolve) =>
      this.#waiters.add({ resolve: () => resolve(true), reject: () => resolve(false) }),
    );
  }

  /** There is nothing to dial for. */
  get #isResting(): boolean {
    return this.#stopped !== undefined || this.peer.link !== undefined || this.peer.isBlocked;
  }

  dial(cause: DialCause): void {
    if (this.#isResting) return;
    if (cause !== 'lost' && cause !== 'heard') this.#failures = 0;
    const isNews = cause !== 'lost' && cause !== 'heard' && this.addresses().length > 0;
    if (isNews && this.#isGuess && this.#round?.stage !== 'm3-sent') this.#round?.cancel();
    if (this.#round !== undefined || this.#answering.size > 0) return;
    const wait = this.#waitBefore(cause);
    const at = this.#deps.clock.monotonic() + wait;
    if (this.#redial !== undefined && this.#redial.at <= at) return;
    this.#cancelRedial();
    if (wait === 0) this.#startRound();
    else this.#redial = { at, timer: this.#deps.clock.after(wait, () => this.#startRound()) };
  }

  /** A new, good knock of this contact. */
  onKnock(inbound: Inbound): void {
    if (this.#stopped !== undefined || this.#answering.size >= limits.answersPerContact) {
      inbound.destroy('too-many-answers');
      return;
    }
    const stage = this.#round?.stage;
    const oursGoesOn = stage === 'm3-sent' || (stage === 'm1-sent' && this.peer.weLead);
    if (oursGoesOn) {
      this.#held?.patience.cancel();
      this.#held?.inbound.destroy('superseded');
      // A leader whose M1 got lost on the way must not make the other side wait in vain.
      const patience = this.#deps.clock.after(limits.glarePatienceMs, () => {
        if (this.#round?.stage === 'm1-sent') this.#round.cancel();
      });
      this.#held = { inbound, patience };
      return;
    }
    this.#answering.add(inbound);
    this.#round?.cancel();
    this.#cancelRedial();
    inbound.answer(this.peer);
    this.#events.onChanged(this.peer);
  }

  onInboundGone(inbound: Inbound): void {
    if (this.#held?.inbound === inbound) {
      this.#held.patience.cancel();
      this.#held = undefined;
    }
    if (this.#answering.delete(inbound) && this.peer.link === undefined) {
      this.#events.onChanged(this.peer);
      this.dial('lost');
    }
  }

  onInboundLink(inbound: Inbound, link: OpenLink, settled: Settled, hello: Hello): void {
    this.#answering.delete(inbound);
    if (hello.listeningPort > 0) this.#remember({ host: inbound.remote.host, port: hello.listeningPort });
    this.#adopt(link, settled, hello.listeningPort);
  }

  onLinkDown(link: OpenLink): void {
    this.#open.delete(link);
    if (this.peer.link !== link) return;
    this.peer.link = undefined;
    const settled = this.#settled;
    if (link.refused && settled !== undefined)
      this.#tolerate(() => this.#deps.terms.onDiverged(this.peer, settled));
    // A link that ended before it carried anything, or over what it carried, counts as a failed dial, or it would be made again
    // without a pause.
    if (link.heardFrom && !link.refused) this.#failures = 0;
    else this.#failures += 1;
    this.#events.onChanged(this.peer);
    this.dial(link.fellSilent ? 'started' : 'lost');
  }

  stop(error: LoomError): void {
    this.#stopped = error;
    this.aside.stop();
    this.#cancelRedial();
    this.#round?.cancel();
    for (const inbound of this.#answering) inbound.destroy('stopping');
    this.#held?.inbound.destroy('stopping');
    for (const link of this.#open) link.close('stopping');
    this.peer.link = undefined;
    this.#settleWaiters((waiter) => waiter.reject(error));
    for (const heard of this.#awaitedSightings) heard();
  }

  #startRound(): void {
    this.#cancelRedial();
    const known = this.addresses();
    const offered = this.aside.offers.filter((offer) => !known.some((each) => sameAddress(each, offer)));
    const addresses = [...known, ...offered];
    if (addresses.length === 0) {
      this.#failed({ code: 'no-address' });
      return;
    }
    this.#isGuess = false;
    this.#dialAll(addresses, (failure) => this.#failed(failure));
  }

  #dialAll(addresses: readonly Address[], onFailed: (failure: Failure) => void): void {
    const round = new DialRound(this.#deps, this.peer, addresses, {
      onLink: (link, settled) => {
        this.#round = undefined;
        this.#remember(link.remote);
        this.#adopt(link, settled);
      },
      onFailure: (failure) => {
        this.#round = undefined;
        this.#afterRound(failure, addresses, onFailed);
      },
      onAddressFailed: (address) => this.aside.countSilence(address),
    });
    this.#round = round;
    this.#events.onChanged(this.peer);
    round.start();
  }

  #afterRound(
    failure: DialFailure,
    addresses: readonly Address[],
    onFailed: (failure: Failure) => void,
  ): void {
    const held = this.#takeHeld();
    if (held !== undefined) {
      this.onKnock(held);
      return;
    }
    if (failure.code === 'cancelled') return;
    if (failure.code === 'handshake-failed' && failure.again === true) {
      // What the links that are open carry belongs to a stream or a session that has ended.
      for (const link of this.#open) link.close('superseded');
      this.#agreedAgain += 1;
      if (this.#agreedAgain <= limits.agreeAgain && this.#stopped === undefined) {
        // The same addresses: those of a search are stored nowhere yet.
        this.#cancelRedial();
        this.#dialAll(addresses, onFailed);
        return;
      }
    }
    onFailed(failure);
  }

  #failed(failure: Failure): void {
    this.#lastFailure = { failure, at: this.#deps.clock.monotonic() };
    this.#failures += 1;
    const error = this.#toError(failure);
    this.#settleWaiters((waiter) => waiter.reject(error));
    this.#events.onChanged(this.peer);
    // Without an address there is nothing to try again: a sighting or the person brings one.
    if (failure.code === 'no-address') return;
    this.#events.onNotThere();
    this.dial('lost');
  }

  /** @param peerPort where the peer listens, where it opened the connection. */
  #adopt(link: OpenLink, settled: Settled, peerPort?: number): void {
    this.peer.link = link;
    this.#settled = settled;
    this.#open.add(link);
    this.#lastFailure = undefined;
    this.#agreedAgain = 0;
    this.#cancelRedial();
    this.#takeHeld()?.destroy('superseded');
    this.#round?.cancel();
    this.#events.onUp(this, link, settled);
    this.aside.attach(link, peerPort);
    // The leader closes the older of two links; what it carried unacknowledged goes out again on this one. The follower leaves that
    // to the leader, but never holds more than there is a reason for.
    const keep = this.peer.weLead ? 1 : limits.linksPerContact;
    for (const older of this.#open) if (this.#open.size > keep) older.close('superseded');
    this.#settleWaiters((waiter) => waiter.resolve());
    for (const heard of this.#awaitedSightings) heard();
  }

  #takeHeld(): Inbound | undefined {
    const held = this.#held;
    this.#held = undefined;
    held?.patience.cancel();
    return held?.inbound.ended === false ? held.inbound : undefined;
  }

  #remember(address: Address): void {
    const known = this.#stored().find((row) => sameAddress(row, address));
    const row: AddressRow = {
      ...address,
      source: known?.source ?? 'remembered',
      lastGood: this.#deps.clock.now(),
    };
    this.#tolerate(() => this.#store.rememberAddress(this.peer.id, row));
  }

  #stored(): AddressRow[] {
    return this.#tolerate(() => this.#store.listAddresses(this.peer.id)) ?? [];
  }

  /** An address is a help, no promise: a disk that fails costs no link. */
  #tolerate<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#deps.log('warn', `an address could not be read or stored: ${error.code}`);
      return undefined;
    }
  }

  #waitBefore(cause: DialCause): number {
    const { followerWaitMs, followerJitter, backoffFirstMs, backoffMostMs } = limits;
    const random = ((this.#deps.random.bytes(1)[0] ?? 0) + 1) / 256;
    const givesWay = !this.peer.weLead && cause !== 'asked' && cause !== 'started';
    const turn = givesWay ? followerWaitMs * (1 + followerJitter * (2 * random - 1)) : 0;
    if (cause !== 'lost' && cause !== 'heard') return turn;
    return turn + random * Math.min(backoffMostMs, backoffFirstMs * 2 ** Math.min(this.#failures, 16));
  }

  #cancelRedial(): void {
    this.#redial?.timer.cancel();
    this.#redial = undefined;
  }

  #settleWaiters(settle: (waiter: Waiter) => void): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    waiters.forEach(settle);
  }

  #toError(failure: Failure): LoomError {
    const { name } = this.peer;
    switch (failure.code) {
      case 'no-address':
      case 'no-answer':
        return new LoomError(failure.code, { name });
      case 'unreachable':
        return new LoomError('unreachable', { name, tried: failure.tried });
      case 'handshake-failed':
        return new LoomError('handshake-failed', { name, detail: failure.detail });
    }
  }
}

function sameAddress(a: Address, b: Address): boolean {
  return a.host === b.host && a.port === b.port;
}
