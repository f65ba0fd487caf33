// The door for connections that others open: who may cost us what, whose knock is good, and silence for all others
// (PROTOCOL.md sections 2.1 and 2.3). Knows nothing of what follows a good knock.
import type { OpenedM1 } from '@loom/protocol';
import { limits } from '../limits.ts';
import type { Peer } from '../peers/peer.ts';
import type { Roster } from '../peers/roster.ts';
import type { Connection, Store } from '../ports/index.ts';
import { Admission } from './admission.ts';
import { Inbound } from './answer.ts';
import type { Connector } from './connector.ts';
import type { LinkDeps } from './dial.ts';

export class Gate {
  readonly #deps: LinkDeps;
  readonly #store: Store;
  readonly #roster: Roster;
  readonly #connectorOf: (peer: Peer) => Connector;
  readonly #admission: Admission;
  /** Read, and of nobody we know: silent until their deadline, in case the person adds them now. */
  readonly #strangers = new Map<Inbound, OpenedM1>();
  /** When each contact has knocked well of late. */
  readonly #knocks = new WeakMap<Peer, readonly number[]>();
  #stopped = false;
  readonly #all = new Map<Inbound, Peer | undefined>();

  constructor(deps: LinkDeps, store: Store, roster: Roster, connectorOf: (peer: Peer) => Connector) {
    this.#deps = deps;
    this.#store = store;
    this.#roster = roster;
    this.#connectorOf = connectorOf;
    this.#admission = new Admission(deps.clock);
  }

  accept(connection: Connection): void {
    if (this.#stopped) {
      connection.destroy();
      return;
    }
    const inbound: Inbound = new Inbound(this.#deps, connection, {
      mayOpen: () => this.#admission.mayTry(inbound.remote.host),
      onM1: (opened) => this.#onM1(inbound, opened),
      onGarbage: () => this.#admission.countFailure(inbound.remote.host),
      onLink: (link, settled, hello) => {
        const peer = this.#forget(inbound);
        if (peer !== undefined) this.#connectorOf(peer).onInboundLink(inbound, link, settled, hello);
      },
      onGone: () => {
        const peer = this.#forget(inbound);
        if (peer !== undefined) this.#connectorOf(peer).onInboundGone(inbound);
      },
    });
    this.#all.set(inbound, undefined);
    this.#admission.enter(inbound, inbound.remote.host);
    inbound.start();
  }

  /** Whoever knocked in vain may be this contact: every back-off is lifted, and those who wait are heard again. */
  contactAdded(peer: Peer): void {
    this.#admission.forgive();
    for (const [inbound, opened] of this.#strangers) {
      if (inbound.knocksAs(peer)) this.#welcome(inbound, opened, peer);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const inbound of this.#all.keys()) inbound.destroy('stopping');
  }

  #onM1(inbound: Inbound, opened: OpenedM1): void {
    let known: Peer | undefined;
    // All contacts are tried, so that the time it takes does not tell which one matched.
    for (const peer of this.#roster) if (inbound.knocksAs(peer) && !peer.isBlocked) known = peer;
    if (known !== undefined) {
      this.#welcome(inbound, opened, known);
      return;
    }
    this.#strangers.set(inbound, opened);
    this.#admission.countFailure(inbound.remote.host);
  }

  #welcome(inbound: Inbound, opened: OpenedM1, peer: Peer): void {
    this.#strangers.delete(inbound);
    // A contact that knocks on and on gets a stranger's silence for a while, too.
    if (!this.#mayKnock(peer)) return;
    // A recorded M1 gets the silence that a stranger gets, for ever.
    if (!this.#store.rememberEphemeral(peer.id, opened.seenHash)) {
      this.#admission.countFailure(inbound.remote.host);
      return;
    }
    this.#admission.leave(inbound);
    this.#all.set(inbound, peer);
    this.#connectorOf(peer).onKnock(inbound);
  }

  #mayKnock(peer: Peer): boolean {
    const now = this.#deps.clock.monotonic();
    const recent = (this.#knocks.get(peer) ?? []).filter((at) => at > now - limits.knocksPerContactWindowMs);
    const isFew = recent.length < limits.knocksPerContact;
    this.#knocks.set(peer, isFew ? [...recent, now] : recent);
    return isFew;
  }

  #forget(inbound: Inbound): Peer | undefined {
    const peer = this.#all.get(inbound);
    this.#all.delete(inbound);
    this.#strangers.delete(inbound);
    this.#admission.leave(inbound);
    return peer;
  }
}
