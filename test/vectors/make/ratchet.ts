// ratchet.json: a conversation, message by message, with DH steps, skipped keys and refusals (PROTOCOL.md section 4).
import { type Counters, fromHex } from './hello.ts';
import {
  type Bytes,
  dh,
  EMPTY,
  hex,
  type Hex,
  join,
  label,
  named,
  seal,
  u32,
  u8,
  x25519Public,
} from './primitives.ts';
import { stepChain, stepRoot } from './root.ts';
import { type SessionCase, sessionsFile } from './sessions.ts';

type Side = 'I' | 'R';

/** A DH step: the root and the chain that come of it. */
interface Turn {
  readonly dh: Hex;
  readonly rk: Hex;
  readonly ck: Hex;
}

export interface SealStep {
  readonly do: 'seal';
  readonly by: Side;
  readonly message_number: number;
  readonly plaintext: Hex;
  readonly turn: (Turn & { readonly ratchet_secret: Hex; readonly ratchet_key: Hex }) | null;
  readonly ck_before: Hex;
  readonly ck: Hex;
  readonly mk: Hex;
  readonly pn: number;
  readonly n: number;
  readonly nonce: Hex;
  readonly ad: Hex;
  readonly message: Hex;
  readonly counters: Counters;
}

export interface SkippedKey {
  readonly ratchet_key: Hex;
  readonly n: number;
  readonly mk: Hex;
}

export interface OpenStep {
  readonly do: 'open';
  readonly by: Side;
  readonly message_number: number;
  readonly turn: Turn | null;
  /** Null where the key was a skipped one: no chain moves. */
  readonly ck: Hex | null;
  readonly mk: Hex;
  readonly plaintext: Hex;
  /** All that are kept after this step, the oldest first. */
  readonly skipped: readonly SkippedKey[];
  readonly counters: Counters;
}

export interface RefuseStep {
  readonly do: 'refuse';
  readonly by: Side;
  readonly message_number: number;
  readonly n: number;
  readonly fault: string;
}

export type RatchetStep = SealStep | OpenStep | RefuseStep;

export interface RatchetCase {
  readonly name: string;
  readonly session: string;
  readonly steps: readonly RatchetStep[];
  readonly end: Readonly<Record<Side, { readonly counters: Counters; readonly rk: Hex }>>;
}

export interface RatchetFile {
  readonly comment: string;
  readonly cases: readonly RatchetCase[];
}

interface Key {
  readonly secret: Bytes;
  readonly public: Bytes;
}

/** One end. `sending` is undefined while the peer's newest key awaits an answer. */
interface End {
  rk: Bytes;
  ours: Key;
  sending: { ck: Bytes; n: number } | undefined;
  pn: number;
  theirs: Bytes | undefined;
  receiving: { ck: Bytes; n: number } | undefined;
  made: number;
  seen: number;
  skipped: { key: Bytes; n: number; mk: Bytes }[];
}

function keyOf(secret: Bytes): Key {
  return { secret, public: x25519Public(secret) };
}

class Conversation {
  readonly #steps: RatchetStep[] = [];
  readonly #ends: Record<Side, End>;
  readonly #session: SessionCase;
  readonly #messages: SealStep[] = [];
  readonly #name: string;

  constructor(name: string, session: SessionCase) {
    this.#name = name;
    this.#session = session;
    const [rI, rR] = [keyOf(fromHex(session.i_ratchet_secret)), keyOf(fromHex(session.r_ratchet_secret))];
    const responderChain = { ck: fromHex(session.ck_r0), n: 0 };
    const common = { pn: 0, made: 1 };
    this.#ends = {
      I: {
        ...common,
        rk: fromHex(session.i_rk),
        ours: rI,
        sending: { ck: fromHex(session.i_ck), n: 0 },
        theirs: rR.public,
        receiving: { ...responderChain },
        seen: 1,
        skipped: [],
      },
      R: {
        ...common,
        rk: fromHex(session.rk),
        ours: rR,
        sending: { ...responderChain },
        theirs: undefined,
        receiving: undefined,
        seen: 0,
        skipped: [],
      },
    };
  }

  /** @returns the number by which later steps name the message. */
  seal(by: Side, text: string): number {
    const end = this.#ends[by];
    const number = this.#messages.length;
    let turn: SealStep['turn'] = null;
    if (end.sending === undefined) {
      end.ours = keyOf(named(`${this.#name}: ratchet key of message ${number}`, 32));
      const shared = dh(end.ours.secret, end.theirs ?? EMPTY);
      const { rk, ck } = stepRoot(end.rk, shared);
      [end.rk, end.sending] = [rk, { ck, n: 0 }];
      end.made += 1;
      turn = {
        ratchet_secret: hex(end.ours.secret),
        ratchet_key: hex(end.ours.public),
        dh: hex(shared),
        rk: hex(rk),
        ck: hex(ck),
      };
    }
    const { ck: before, n } = end.sending;
    const { ck, mk } = stepChain(before);
    end.sending = { ck, n: n + 1 };
    const nonce = named(`${this.#name}: nonce of message ${number}`, 12);
    const header = join(u8(1), end.ours.public, u32(end.pn), u32(n), nonce);
    const ad = join(label('loom ratchet'), fromHex(this.#session.sid), this.#tids(by), header);
    const step: SealStep = {
      do: 'seal',
      by,
      message_number: number,
      plaintext: hex(label(text)),
      turn,
      ck_before: hex(before),
      ck: hex(ck),
      mk: hex(mk),
      pn: end.pn,
      n,
      nonce: hex(nonce),
      ad: hex(ad),
      message: hex(join(header, seal(mk, nonce, ad, label(text)))),
      counters: countersOf(end),
    };
    this.#messages.push(step);
    this.#steps.push(step);
    return number;
  }

  open(by: Side, number: number): void {
    const end = this.#ends[by];
    const sealed = this.#message(number);
    const theirs = fromHex(sealed.message).slice(1, 33);
    const isKey = (key: Bytes | undefined) => key !== undefined && hex(key) === hex(theirs);
    const kept = end.skipped.find(({ key, n }) => isKey(key) && n === sealed.n);
    let turn: Turn | null = null;
    if (kept !== undefined) end.skipped = end.skipped.filter((key) => key !== kept);
    else {
      if (!isKey(end.theirs)) {
        if (end.receiving !== undefined) skip(end, sealed.pn);
        const shared = dh(end.ours.secret, theirs);
        const { rk, ck } = stepRoot(end.rk, shared);
        turn = { dh: hex(shared), rk: hex(rk), ck: hex(ck) };
        Object.assign(end, { rk, theirs, receiving: { ck, n: 0 }, seen: end.seen + 1 });
        end.pn = end.sending?.n ?? end.pn;
        end.sending = undefined;
      }
      skip(end, sealed.n);
    }
    const step = kept === undefined ? take(end) : undefined;
    this.#steps.push({
      do: 'open',
      by,
      message_number: number,
      turn,
      ck: step === undefined ? null : hex(step.ck),
      mk: hex(kept?.mk ?? step?.mk ?? EMPTY),
      plaintext: sealed.plaintext,
      skipped: end.skipped.map(({ key, n, mk }) => ({ ratchet_key: hex(key), n, mk: hex(mk) })),
      counters: countersOf(end),
    });
  }

  refuse(by: Side, number: number, fault: string): void {
    this.#steps.push({ do: 'refuse', by, message_number: number, n: this.#message(number).n, fault });
  }

  finish(): RatchetCase {
    const end = (of: Side) => ({ counters: countersOf(this.#ends[of]), rk: hex(this.#ends[of].rk) });
    return {
      name: this.#name,
      session: this.#session.name,
      steps: this.#steps,
      end: { I: end('I'), R: end('R') },
    };
  }

  #message(number: number): SealStep {
    const message = this.#messages[number];
    if (message === undefined) throw new RangeError(`there is no message ${number}`);
    return message;
  }

  #tids(sender: Side): Bytes {
    const [i, r] = [fromHex(this.#session.tid_i), fromHex(this.#session.tid_r)];
    return sender === 'I' ? join(i, r) : join(r, i);
  }
}

/** The key at the receiving chain's place, and the chain one further. */
function take(end: End): { readonly ck: Bytes; readonly mk: Bytes } {
  if (end.receiving === undefined) throw new RangeError('there is no receiving chain');
  const step = stepChain(end.receiving.ck);
  end.receiving = { ck: step.ck, n: end.receiving.n + 1 };
  return step;
}

function skip(end: End, upTo: number): void {
  while (end.receiving !== undefined && end.receiving.n < upTo) {
    const { n } = end.receiving;
    end.skipped.push({ key: end.theirs ?? EMPTY, n, mk: take(end).mk });
  }
}

function countersOf(end: End): Counters {
  return {
    chains_made: end.made,
    sealed: end.sending?.n ?? end.pn,
    chains_seen: end.seen,
    next: end.receiving?.n ?? 0,
  };
}

function inOrder(session: SessionCase): RatchetCase {
  const talk = new Conversation('in order, each side answering the other', session);
  for (const text of ['first', 'second', 'third']) {
    talk.open('R', talk.seal('I', `${text} of I`));
    talk.open('I', talk.seal('R', `${text} of R`));
  }
  return talk.finish();
}

function outOfOrder(session: SessionCase): RatchetCase {
  const talk = new Conversation(`both speak at once; late, lost and repeated; ${session.name}`, session);
  const i = ['i0', 'i1', 'i2', ''].map((text) => talk.seal('I', text));
  const r = ['r0', 'r1', 'r2'].map((text) => talk.seal('R', text));
  const [i0 = 0, i1 = 0, i2 = 0, i3 = 0] = i;
  const [r0 = 0, r1 = 0, r2 = 0] = r;
  talk.open('R', i2);
  talk.open('R', i0);
  talk.refuse('R', i0, 'already-opened');
  talk.open('I', r0);
  const r3 = talk.seal('R', 'r3, under a new key');
  const r4 = talk.seal('R', 'r4');
  talk.open('I', r4);
  talk.open('I', r2);
  talk.open('I', r3);
  const i4 = talk.seal('I', 'i4, under a new key');
  const i5 = talk.seal('I', 'i5');
  talk.open('R', i5);
  talk.open('R', i3);
  talk.open('R', i1);
  talk.open('R', i4);
  talk.refuse('R', i5, 'already-opened');
  talk.open('I', r1);
  talk.open('I', talk.seal('R', 'r5'));
  return talk.finish();
}

export function ratchetFile(): RatchetFile {
  const [unlinked, linked] = sessionsFile().cases;
  if (unlinked === undefined || linked === undefined) throw new RangeError('sessions.json has two cases');
  return {
    comment:
      'PROTOCOL.md section 4, on the roots of sessions.json. ck and mk are KDF_CK(ck_before); turn is the DH step of this side, KDF_RK(rk before, dh). counters are those that HELLO would say after the step. A random nonce is given; every ratchet key behind the first is given where it is made.',
    cases: [inOrder(unlinked), outOfOrder(unlinked), outOfOrder(linked)],
  };
}
