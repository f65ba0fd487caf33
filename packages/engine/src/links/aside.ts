// What two sides tell each other over a link beside their messages: further addresses, and whether the listening port can be
// reached from outside (PROTOCOL.md section 2.5). Knows nothing of when to dial.
import { equal, limits as wire, type Frame, type HostAndPort, type ReachOutcome } from '@loom/protocol';
import { interfaceBeside, isLinkLocalIpv6 } from '../discovery/subnets.ts';
import { limits } from '../limits.ts';
import type { Address, Clock, OwnAddress, Random, Timer, Transport } from '../ports/index.ts';
import type { OpenLink } from './open-link.ts';

export interface AsideDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: Transport;
  /** This machine's addresses when they were last looked at. None: none are told and none are taken. */
  readonly own: () => readonly OwnAddress[];
  readonly terms: { readonly listeningPort: number };
}

interface Offer {
  readonly address: Address;
  silent: number;
}

interface Question {
  readonly echo: Uint8Array;
  readonly patience: Timer;
  answer(outcome: ReachOutcome): void;
}

export class Aside {
  readonly #deps: AsideDeps;
  #offers: Offer[] = [];
  #link: OpenLink | undefined;
  /** Where the other side of this link listens; only where it opened the connection. */
  #peerPort: number | undefined;
  #question: Question | undefined;
  #triedAt = -Infinity;
  #tookAt = -Infinity;
  /** The newest ADDRESSES, which came too soon after the one before. */
  #told: readonly HostAndPort[] | undefined;
  #taking: Timer | undefined;

  constructor(deps: AsideDeps) {
    this.#deps = deps;
  }

  /** @param peerPort of its HELLO, where the peer opened the connection; undefined where we did. */
  attach(link: OpenLink, peerPort: number | undefined): void {
    this.#settle('not-tried');
    this.#forgetTold();
    this.#tookAt = -Infinity;
    this.#link = link;
    this.#peerPort = peerPort;
    link.onAside = (frame) => this.#hear(link, frame);
    this.tellAddresses();
  }

  /** Whether the peer opened the link: then our port has been reached from outside. */
  get isInbound(): boolean {
    return this.#peerPort !== undefined;
  }

  /** Where the peer says that it can be reached too. */
  get offers(): Address[] {
    return this.#offers.map(({ address }) => address);
  }

  /** A dial there came to nothing. */
  countSilence(address: Address): void {
    for (const offer of this.#offers) if (isSame(offer.address, address)) offer.silent += 1;
    this.#offers = this.#offers.filter(({ silent }) => silent < limits.offerTries);
  }

  /** Says where we are, on the link that there is. */
  tellAddresses(): void {
    const { terms } = this.#deps;
    const own = this.#deps.own();
    if (own.length === 0 || terms.listeningPort === 0) return;
    const addresses = own.slice(0, wire.maxAddresses).map(({ address }): HostAndPort => {
      return { host: address, port: terms.listeningPort };
    });
    this.#link?.send([{ type: 'addresses', addresses }]);
  }

  /** Asks the peer whether it can open a connection to us; `not-tried` where it does not say in time, or can't. */
  askReach(): Promise<ReachOutcome | 'not-asked'> {
    const link = this.#link;
    if (link?.up !== true || this.#question !== undefined) return Promise.resolve('not-asked');
    const { clock, random } = this.#deps;
    return new Promise((resolve) => {
      const echo = random.bytes(8);
      const patience = clock.after(limits.reachAnswerMs, () => this.#settle('not-tried'));
      this.#question = { echo, patience, answer: resolve };
      link.send([{ type: 'reach-ask', echo }]);
    });
  }

  stop(): void {
    this.#settle('not-tried');
    this.#forgetTold();
  }

  #hear(link: OpenLink, frame: Frame): void {
    if (link !== this.#link) return;
    if (frame.type === 'addresses') this.#takeInTime(link, frame.addresses);
    if (frame.type === 'reach-ask') this.#tryPeer(link, frame.echo);
    if (frame.type === 'reach-tell' && equal(frame.echo, this.#question?.echo ?? new Uint8Array())) {
      this.#settle(frame.outcome);
    }
  }

  /** At most so often; what comes sooner waits, and a newer one takes its place. */
  #takeInTime(link: OpenLink, told: readonly HostAndPort[]): void {
    const { clock } = this.#deps;
    const wait = this.#tookAt + limits.offersIntervalMs - clock.monotonic();
    this.#told = told;
    this.#taking ??= clock.after(Math.max(0, wait), () => {
      const newest = this.#told ?? [];
      this.#forgetTold();
      this.#tookAt = clock.monotonic();
      if (link === this.#link) this.#take(link, newest);
    });
  }

  #forgetTold(): void {
    this.#taking?.cancel();
    this.#taking = undefined;
    this.#told = undefined;
  }

  /** Only neighbours, only ports that no system service listens on: nobody makes a scanner of us. */
  #take(link: OpenLink, told: readonly HostAndPort[]): void {
    const own = this.#deps.own();
    const { listeningPort } = this.#deps.terms;
    const offers = told.slice(0, wire.maxAddresses).flatMap(({ host, port }): Offer[] => {
      const card = interfaceBeside(host, own);
      const isOurs = own.some(({ address }) => address === host) && port === listeningPort;
      if (card === undefined || port < limits.offerLeastPort || isOurs) return [];
      const scope = isLinkLocalIpv6(host) ? scopeOf(link, own) : '';
      return scope === undefined ? [] : [{ address: { host: `${host}${scope}`, port }, silent: 0 }];
    });
    this.#offers = offers.map(
      (offer) => this.#offers.find((known) => isSame(known.address, offer.address)) ?? offer,
    );
  }

  /**
   * Opens a connection to where this link comes from, and nowhere else. Who asks too often, or does not read, gets no answer: each
   * would be held here.
   */
  #tryPeer(link: OpenLink, echo: Uint8Array): void {
    const { clock, transport } = this.#deps;
    const tell = (outcome: ReachOutcome): void => {
      if (link.isTaking) link.send([{ type: 'reach-tell', echo, outcome }]);
    };
    const port = this.#peerPort ?? 0;
    const now = clock.monotonic();
    if (!link.isTaking || now - this.#triedAt < limits.reachIntervalMs) return;
    this.#triedAt = now;
    if (port < limits.offerLeastPort) {
      tell('not-tried');
      return;
    }
    const connection = transport.dial({ host: link.remote.host, port }, limits.reachDialMs);
    let opened = false;
    connection.start({
      onOpen: () => {
        opened = true;
        connection.destroy();
      },
      onData: () => undefined,
      onClose: (reason) => tell(opened ? 'opened' : reason === 'ECONNREFUSED' ? 'refused' : 'no-answer'),
    });
  }

  #settle(outcome: ReachOutcome): void {
    const question = this.#question;
    this.#question = undefined;
    question?.patience.cancel();
    question?.answer(outcome);
  }
}

/** A link-local address holds on the interface that the link itself runs over. */
function scopeOf(link: OpenLink, own: readonly OwnAddress[]): string | undefined {
  const { host } = link.remote;
  const scope = host.split('%')[1] ?? interfaceBeside(host, own);
  return scope === undefined ? undefined : `%${scope}`;
}

function isSame(a: Address, b: Address): boolean {
  return a.host === b.host && a.port === b.port;
}
