// Sections 3 and 4 of PROTOCOL.md against their vectors: HELLO, new roots, and every message on them.
import { describe, expect, test } from 'vitest';
import { fromHex, hex, zeros, type Bytes } from './bytes.ts';
import type { Keys } from './handshake.ts';
import { continuityProof, readHello, writeHello, type Role } from './hello.ts';
import { DH, x25519KeyPair } from './primitives.ts';
import { kdfCk, kdfRk, newRoot, Ratchet, type Root } from './ratchet.ts';
import { helloOf, readVectors, type HelloFields, type Named } from './vectors.ts';

interface SessionCase extends Named {
  readonly tid_i: string;
  readonly tid_r: string;
  readonly handshake_hash: string;
  readonly exporter: string;
  readonly salt: string;
  readonly rk: string;
  readonly ck_r0: string;
  readonly cs: string;
  readonly sid: string;
  readonly i_ratchet_secret: string;
  readonly r_ratchet_secret: string;
  readonly i_ratchet_key: string;
  readonly r_ratchet_key: string;
  readonly i_rk: string;
  readonly i_ck: string;
}

const sessions = (readVectors('sessions') as { cases: SessionCase[] }).cases;

function rootOf(vector: SessionCase): Root {
  const keys: Keys = {
    kI: zeros(32),
    kR: zeros(32),
    exporter: fromHex(vector.exporter),
    h: fromHex(vector.handshake_hash),
  };
  return newRoot(keys, fromHex(vector.tid_i), fromHex(vector.tid_r), fromHex(vector.salt));
}

describe('section 3: HELLO and sessions', () => {
  test.each((readVectors('hello') as { cases: (Named & { fields: HelloFields; bytes: string })[] }).cases)(
    '$name',
    (vector) => {
      expect(hex(writeHello(helloOf(vector.fields)))).toBe(vector.bytes);
      expect(readHello(fromHex(vector.bytes))).toEqual(helloOf(vector.fields));
    },
  );

  test.each(
    (readVectors('claims') as { cases: (Named & Record<'cs' | 'hash' | 'proof', string> & { role: Role })[] })
      .cases,
  )('a continuity proof $name', ({ cs, role, hash, proof }) => {
    expect(hex(continuityProof(fromHex(cs), role, fromHex(hash)))).toBe(proof);
  });

  test.each(sessions)('the root of a $name', (vector) => {
    const root = rootOf(vector);
    expect([root.rk, root.ckR0, root.cs, root.sid].map(hex)).toEqual([
      vector.rk,
      vector.ck_r0,
      vector.cs,
      vector.sid,
    ]);
    const first = kdfRk(root.rk, DH(fromHex(vector.i_ratchet_secret), fromHex(vector.r_ratchet_key)));
    expect([first.rk, first.ck].map(hex)).toEqual([vector.i_rk, vector.i_ck]);
  });
});

describe('section 4: the ratchet', () => {
  interface Counters {
    readonly chains_made: number;
    readonly sealed: number;
    readonly chains_seen: number;
    readonly next: number;
  }
  interface StepFields {
    readonly do: 'seal' | 'open' | 'refuse';
    readonly by: Role;
    readonly message_number: number;
    readonly plaintext?: string;
    readonly turn?: { readonly ratchet_secret?: string } | null;
    readonly ck_before?: string;
    readonly ck?: string;
    readonly mk?: string;
    readonly nonce?: string;
    readonly message?: string;
    readonly counters?: Counters;
  }
  interface RatchetCase extends Named {
    readonly session: string;
    readonly steps: readonly StepFields[];
    readonly end: Record<Role, { counters: Counters; rk: string }>;
  }

  const counters = ({ made, seen }: Ratchet): Counters => ({
    chains_made: made[0],
    sealed: made[1],
    chains_seen: seen[0],
    next: seen[1],
  });

  /** @returns undefined where it is refused. */
  function opened(end: Ratchet, message: Bytes = zeros(0)): string | undefined {
    try {
      return hex(end.open(message));
    } catch {
      return undefined;
    }
  }

  function endsOf(vector: SessionCase, random: (size: number) => Bytes): Record<Role, Ratchet> {
    const keys = {
      I: x25519KeyPair(fromHex(vector.i_ratchet_secret)),
      R: x25519KeyPair(fromHex(vector.r_ratchet_secret)),
    };
    const tids = { I: fromHex(vector.tid_i), R: fromHex(vector.tid_r) };
    const root = rootOf(vector);
    const end = (own: Role, peer: Role): Ratchet =>
      new Ratchet(
        root,
        own,
        { own: tids[own], peer: tids[peer] },
        { own: keys[own], peer: keys[peer].public },
        random,
      );
    return { I: end('I', 'R'), R: end('R', 'I') };
  }

  test.each((readVectors('ratchet') as { cases: RatchetCase[] }).cases)('$name', (vector) => {
    const session = sessions.find(({ name }) => name === vector.session);
    if (session === undefined) throw new Error(`no session ${vector.session}`);
    let step: StepFields | undefined;
    const both = endsOf(session, (size) =>
      fromHex((size === 12 ? step?.nonce : step?.turn?.ratchet_secret) ?? ''),
    );
    const messages: Bytes[] = [];
    const came = vector.steps.map((each) => {
      step = each;
      const end = both[step.by];
      const sent = messages[step.message_number];
      const outcome = { message: undefined, plaintext: step.plaintext, counters: undefined };
      if (step.do === 'refuse') return { ...outcome, plaintext: opened(end, sent) };
      if (step.do === 'open') return { ...outcome, plaintext: opened(end, sent), counters: counters(end) };
      const message = end.seal(fromHex(step.plaintext ?? ''));
      messages.push(message);
      return { ...outcome, message: hex(message), counters: counters(end) };
    });
    expect(came).toEqual(
      vector.steps.map(({ message, plaintext, counters: after }) => ({
        message,
        plaintext,
        counters: after,
      })),
    );
    const seals = vector.steps.filter(({ ck_before: before }) => before !== undefined);
    const chains = seals.map(({ ck_before: before = '' }) => kdfCk(fromHex(before)));
    expect(chains.map(({ ck, mk }) => [hex(ck), hex(mk)])).toEqual(seals.map(({ ck, mk }) => [ck, mk]));
    for (const role of ['I', 'R'] as const) {
      expect({ counters: counters(both[role]), rk: hex(both[role].rk) }).toEqual(vector.end[role]);
    }
  });
});
