// The handshake of PROTOCOL.md section 2 against its vectors, step by step.
import { describe, expect, test } from 'vitest';
import { beaconKey } from './beacon.ts';
import { fromHex, hex, type Bytes } from './bytes.ts';
import { Initiator, knockKey, Responder, seenMark, type Step } from './handshake.ts';
import { writeHello } from './hello.ts';
import { DH } from './primitives.ts';
import { RecordWriter } from './records.ts';
import { makeIdentity } from './token.ts';
import { helloOf, readVectors, type HelloFields, type Named } from './vectors.ts';

interface HandshakeCase extends Named {
  readonly i_seed: string;
  readonly r_seed: string;
  readonly e_secret: string;
  readonly kem_keygen_seed: string;
  readonly kem_encapsulation_randomness: string;
  readonly f_secret: string;
  readonly i_hello: HelloFields;
  readonly r_hello: HelloFields;
  readonly knock_key: string;
  readonly seen: string;
  readonly steps: readonly { at: string; h?: string; ck?: string; k?: string }[];
  readonly proof_hash: string;
  readonly handshake_hash: string;
  readonly k_i: string;
  readonly k_r: string;
  readonly exporter: string;
  readonly m1: string;
  readonly m2: string;
  readonly m3: string;
  readonly m4: string;
}

const handshakes = readVectors('handshake') as {
  cases: HandshakeCase[];
  refused: (Named & { of: string; message: 'm1' | 'm2' | 'm3'; altered: string })[];
};

/** A message without its length. */
const body = (message: string): Bytes => fromHex(message).slice(2);

function ends(vector: HandshakeCase): { i: Initiator; r: Responder } {
  const [me, peer] = [makeIdentity(fromHex(vector.i_seed)), makeIdentity(fromHex(vector.r_seed))];
  return {
    i: new Initiator(me, peer, {
      ephemeral: fromHex(vector.e_secret),
      kemSeed: fromHex(vector.kem_keygen_seed),
    }),
    r: new Responder(peer, me, {
      ephemeral: fromHex(vector.f_secret),
      kemRandom: fromHex(vector.kem_encapsulation_randomness),
    }),
  };
}

/** The states that a vector's steps lead to: what a step does not name is as it was before. */
function statesOf(vector: HandshakeCase): string[] {
  let state = { h: '', ck: '', k: '' };
  return vector.steps.map((step) => {
    state = { h: step.h ?? state.h, ck: step.ck ?? state.ck, k: step.k ?? state.k };
    return `${state.h} ${state.ck} ${state.k}`;
  });
}

const shown = ({ h, ck, k }: Step): string => `${hex(h)} ${hex(ck)} ${k === undefined ? '' : hex(k)}`;

describe('section 2: the handshake', () => {
  test.each(handshakes.cases)('$name: every step, every byte', (vector) => {
    const { i, r } = ends(vector);
    const m1 = i.writeM1();
    expect(hex(m1)).toBe(vector.m1.slice(4));
    expect(hex(seenMark(m1.slice(4, 36)))).toBe(vector.seen);
    expect(r.readM1(m1)).toBe(true);
    expect(hex(r.writeM2())).toBe(vector.m2.slice(4));
    i.readM2(body(vector.m2));
    let hash: Bytes | undefined;
    const hello = writeHello(helloOf(vector.i_hello));
    const m3 = i.writeM3((h) => {
      hash = h;
      return hello;
    });
    expect([hex(m3), hash && hex(hash)]).toEqual([vector.m3.slice(4), vector.proof_hash]);
    const taken = r.readM3(m3);
    expect([hex(taken.hello), hex(taken.h)]).toEqual([hex(hello), vector.proof_hash]);
    for (const end of [i, r]) {
      expect(end.steps.map(shown)).toEqual(statesOf(vector));
      const { kI, kR, exporter, h } = end.split();
      const named = [vector.k_i, vector.k_r, vector.exporter, vector.handshake_hash];
      expect([kI, kR, exporter, h].map(hex)).toEqual(named);
    }
    const m4 = new RecordWriter(i.split().kR).write({ type: 1, body: writeHello(helloOf(vector.r_hello)) });
    expect(hex(m4)).toBe(vector.m4);
  });

  test.each(handshakes.refused)('$message is refused: $name', ({ of, message, altered }) => {
    const vector = handshakes.cases.find(({ name }) => name === of);
    if (vector === undefined) throw new Error(`no handshake ${of}`);
    const { i, r } = ends(vector);
    i.writeM1();
    const readers = {
      m1: () => r.readM1(body(altered)),
      m2: () => i.readM2(body(altered)),
      m3: () => {
        r.readM1(body(vector.m1));
        r.writeM2();
        return r.readM3(body(altered));
      },
    };
    expect(readers[message]).toThrow(Error);
  });

  test.each(
    (
      readVectors('keys') as {
        cases: (Named &
          Record<'a_seed' | 'b_seed' | 'shared', string> &
          Record<`${'knock' | 'beacon'}_key_${'a_to_b' | 'b_to_a'}`, string>)[];
      }
    ).cases,
  )('$name: knock keys and beacon keys', (vector) => {
    const [a, b] = [makeIdentity(fromHex(vector.a_seed)), makeIdentity(fromHex(vector.b_seed))];
    const shared = DH(a.xKeys.secret, b.x);
    expect(hex(shared)).toBe(vector.shared);
    expect(hex(knockKey(shared, a, b))).toBe(vector.knock_key_a_to_b);
    expect(hex(knockKey(shared, b, a))).toBe(vector.knock_key_b_to_a);
    expect(hex(beaconKey(a, b, 'mine'))).toBe(vector.beacon_key_a_to_b);
    expect(hex(beaconKey(b, a, 'peer'))).toBe(vector.beacon_key_a_to_b);
    expect(hex(beaconKey(a, b, 'peer'))).toBe(vector.beacon_key_b_to_a);
  });
});
