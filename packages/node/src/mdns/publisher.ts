// Our side of the air: claims names, announces, answers questions and says goodbye (RFC 6762 sections 8 to 10). Knows
// nothing of what others announce, nor of sockets.

import type { Announcement, Timer } from '@loom/engine';
import type { Card, Surroundings } from './card.ts';
import { encodeProbe, encodeResponse, type Packet } from './packets.ts';
import { drawNames, recordsOf, type LoomRecord, type Names } from './records.ts';
import { ANNOUNCE_STEPS, claimSteps, replyWait, restWait, type Step } from './schedule.ts';

/** Names that were given up may still echo from somewhere. */
const OWN_NAMES_KEPT = 8;
/** Askers whose further packets are waited for; who comes after them asks again within seconds. */
const MAX_UNFINISHED = 64;

interface Claim {
  readonly names: Names;
  readonly announcement: Announcement;
}

export class Publisher {
  readonly #surroundings: Surroundings;
  readonly #cards: ReadonlyMap<string, Card>;
  readonly #ownNames: Names[] = [];
  #claim: Claim | undefined;
  #isRunning = false;
  #isProbing = false;
  #timer: Timer | undefined;
  /** Cards on which somebody asked. One timer for all: who hears us on several hears us at once. */
  readonly #asked = new Set<Card>();
  #reply: Timer | undefined;
  /** Questions whose known answers go on in further packets, by who asks. */
  readonly #unfinished = new Map<string, Timer>();

  constructor(surroundings: Surroundings, cards: ReadonlyMap<string, Card>) {
    this.#surroundings = surroundings;
    this.#cards = cards;
  }

  get instance(): string | undefined {
    return this.#claim?.names.instance;
  }

  /** Takes effect now, or once started. @returns the names that it goes by */
  publish(announcement: Announcement): Names {
    const before = this.#claim;
    if (before && isSame(before.announcement, announcement)) return before.names;
    if (before?.announcement.epoch === announcement.epoch) {
      this.#claim = { names: before.names, announcement };
      this.announceAgain();
      return before.names;
    }
    if (before) this.#sayGoodbye(before);
    const names = drawNames(this.#surroundings.random);
    this.#ownNames.push(names);
    if (this.#ownNames.length > OWN_NAMES_KEPT) this.#ownNames.shift();
    this.#claim = { names, announcement };
    this.#claimNames();
    return names;
  }

  start(): void {
    this.#isRunning = true;
    this.#claimNames();
  }

  /** From the first announcement on, unless the names are still being claimed. */
  announceAgain(): void {
    if (!this.#isProbing) this.#run(ANNOUNCE_STEPS);
  }

  /**
   * Announces and answers nothing more, until it is given an announcement and started.
   * @returns what says goodbye for what was announced until now.
   */
  retire(): (() => void) | undefined {
    const claim = this.#claim;
    this.#claim = undefined;
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#reply?.cancel();
    this.#reply = undefined;
    this.#asked.clear();
    for (const source of this.#unfinished.keys()) this.#forgetUnfinished(source);
    return claim && (() => this.#sayGoodbye(claim));
  }

  isOwn(record: LoomRecord): boolean {
    return this.#ownNames.some(({ instance, host }) => {
      return 'instance' in record ? record.instance === instance : record.host === host;
    });
  }

  /** @param source who asks: what it knows may come in several packets. */
  answer(packet: Packet, source: string, card: Card): void {
    const claim = this.#claim;
    if (packet.kind !== 'query' || !claim || !this.#isRunning || this.#isProbing) return;
    const { instance, host } = claim.names;
    if (packet.known.has(instance)) this.#forgetUnfinished(source);
    const isAsked = packet.questions.some(
      (question) =>
        (question.about === 'service' && !packet.known.has(instance)) ||
        (question.about === 'instance' && question.instance === instance) ||
        (question.about === 'host' && question.host === host),
    );
    if (isAsked && packet.goesOn) this.#answerUnlessKnown(source, card);
    else if (isAsked) this.#answerSoon(card);
  }

  /** Answers once the asker has had time to say that it knows us after all. */
  #answerUnlessKnown(source: string, card: Card): void {
    const { clock, random } = this.#surroundings;
    this.#forgetUnfinished(source);
    if (this.#unfinished.size >= MAX_UNFINISHED) return;
    const timer = clock.after(restWait(random), () => {
      this.#unfinished.delete(source);
      this.#answerSoon(card);
    });
    this.#unfinished.set(source, timer);
  }

  #forgetUnfinished(source: string): void {
    this.#unfinished.get(source)?.cancel();
    this.#unfinished.delete(source);
  }

  #answerSoon(card: Card): void {
    const { clock, random } = this.#surroundings;
    this.#asked.add(card);
    this.#reply ??= clock.after(Math.max(replyWait(random), card.quietMs), () => {
      this.#reply = undefined;
      const asked = [...this.#asked];
      this.#asked.clear();
      for (const one of asked) {
        if (one.quietMs > 0) this.#answerSoon(one);
        else one.announce(this.#responseOn(one));
      }
    });
  }

  #responseOn(card: Card): Uint8Array[] {
    return this.#claim ? encodeResponse(recordsOn(card, this.#claim), this.#surroundings.service) : [];
  }

  #sayGoodbye(claim: Claim): void {
    const { service } = this.#surroundings;
    for (const card of this.#cards.values()) card.send(encodeResponse(recordsOn(card, claim, 0), service));
  }

  #claimNames(): void {
    this.#isProbing = true;
    this.#run(claimSteps(this.#surroundings.random));
  }

  #run([next, ...rest]: readonly Step[]): void {
    this.#timer?.cancel();
    if (!next || !this.#isRunning) return;
    this.#timer = this.#surroundings.clock.after(next.waitMs, () => {
      this.#perform(next.action);
      this.#run(rest);
    });
  }

  #perform(action: Step['action']): void {
    const claim = this.#claim;
    if (!claim) return;
    if (action === 'announce') {
      this.#isProbing = false;
      // Whoever waits for an answer hears it now.
      this.#asked.clear();
    }
    for (const card of this.#cards.values()) {
      if (action === 'announce') card.announce(this.#responseOn(card));
      else card.send(encodeProbe(claim.names, recordsOn(card, claim), this.#surroundings.service));
    }
  }
}

/** An interface is told its own addresses alone. */
function recordsOn(card: Card, { names, announcement }: Claim, ttl?: number): LoomRecord[] {
  const addresses = card.face.addresses.map(({ address }) => address);
  return recordsOf(names, announcement, addresses, ttl);
}

function isSame(a: Announcement, b: Announcement): boolean {
  return (
    a.epoch === b.epoch &&
    a.port === b.port &&
    a.txt.length === b.txt.length &&
    a.txt.every((string, i) => Buffer.compare(string, b.txt[i] ?? new Uint8Array()) === 0)
  );
}
