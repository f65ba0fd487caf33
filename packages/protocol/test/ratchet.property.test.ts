// Two ends and a network that delays, reorders, repeats and loses: whatever arrives opens exactly once, as it
// was sealed, and both states survive being stored between any two steps.
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  counters,
  decodeSession,
  encodeSession,
  openMessage,
  sealMessage,
  type Session,
} from '../src/index.ts';
import { flipped, must } from './support/must.ts';
import { alice, bob, handshake, sessions } from './support/people.ts';
import { seededRandom } from './support/random.ts';

type Side = 'initiator' | 'responder';

type Step =
  | { readonly do: 'seal'; readonly side: Side }
  | { readonly do: 'deliver' | 'repeat' | 'lose' | 'alter'; readonly to: Side; readonly pick: number }
  | { readonly do: 'restart'; readonly side: Side };

const side = fc.constantFrom<Side>('initiator', 'responder');
const onTheWay = (action: 'deliver' | 'repeat' | 'lose' | 'alter') =>
  fc.record({ do: fc.constant(action), to: side, pick: fc.nat() });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('seal' as const), side }) },
  { weight: 6, arbitrary: onTheWay('deliver') },
  { weight: 1, arbitrary: onTheWay('repeat') },
  { weight: 1, arbitrary: onTheWay('lose') },
  { weight: 1, arbitrary: onTheWay('alter') },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), side }) },
);

const start = sessions(handshake(alice, bob));

function other(of: Side): Side {
  return of === 'initiator' ? 'responder' : 'initiator';
}

interface Message {
  readonly bytes: Uint8Array;
  readonly content: number;
}

/** The whole world of one run. */
class World {
  /** What went otherwise than it has to. */
  readonly surprises: string[] = [];
  readonly #ends: Record<Side, Session> = { ...start };
  readonly #underWay: Record<Side, Message[]> = { initiator: [], responder: [] };
  readonly #opened = new Set<number>();
  readonly #random = seededRandom('world');
  #sealed = 0;

  take(now: Step): void {
    if (now.do === 'seal') this.#seal(now.side);
    else if (now.do === 'restart') this.#restart(now.side);
    else this.#onTheWay(now.do, now.to, now.pick);
  }

  deliverAll(): void {
    for (const to of ['initiator', 'responder'] as const) {
      while (this.#underWay[to].length > 0) this.#onTheWay('deliver', to, 0);
    }
  }

  #seal(from: Side): void {
    const content = this.#sealed++;
    const plaintext = Uint8Array.of(content >> 8, content & 255);
    const { session, message } = sealMessage(this.#ends[from], plaintext, this.#random);
    this.#ends[from] = session;
    this.#underWay[other(from)].push({ bytes: message, content });
  }

  #restart(at: Side): void {
    const restored = must(decodeSession(encodeSession(this.#ends[at])));
    this.#check(isDeepStrictEqual(restored, this.#ends[at]), 'a session changed while it was stored');
    this.#ends[at] = restored;
  }

  #onTheWay(action: 'deliver' | 'repeat' | 'lose' | 'alter', to: Side, pick: number): void {
    const queue = this.#underWay[to];
    const message = queue[pick % Math.max(1, queue.length)];
    if (message === undefined) return;
    if (action === 'alter') this.#openAltered(to, message, pick);
    else if (action !== 'repeat') queue.splice(queue.indexOf(message), 1);
    if (action === 'deliver' || action === 'repeat') this.#open(to, message);
  }

  #open(to: Side, { bytes, content }: Message): void {
    const opened = openMessage(this.#ends[to], bytes, 0);
    this.#check(opened.ok === !this.#opened.has(content), `message ${content} opened: ${opened.ok}`);
    if (!opened.ok) return;
    const [high = 0, low = 0] = opened.value.plaintext;
    this.#check(high * 256 + low === content, `message ${content} says something else`);
    this.#opened.add(content);
    this.#ends[to] = opened.value.session;
    const { chainsSeen, next } = counters(this.#ends[to]);
    const { chainsMade, sealed } = counters(this.#ends[other(to)]);
    const isBehind = chainsSeen < chainsMade || (chainsSeen === chainsMade && next <= sealed);
    this.#check(isBehind, `after message ${content} more was seen than made`);
  }

  #openAltered(to: Side, { bytes, content }: Message, pick: number): void {
    const altered = flipped(bytes, pick % bytes.length, 1 << (pick % 8));
    this.#check(!openMessage(this.#ends[to], altered, 0).ok, `message ${content} opened although altered`);
  }

  #check(holds: boolean, otherwise: string): void {
    if (!holds) this.surprises.push(otherwise);
  }
}

test('whatever the network does, each message opens once, as it was sealed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const world = new World();
      for (const now of steps) world.take(now);
      world.deliverAll();
      expect(world.surprises).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
