// Attacks on the ratchet, by a network that loses, repeats and reorders, and by a contact that lies.
import { beforeEach, expect } from 'vitest';
import {
  beginSession,
  derivePairKeys,
  encodeHello,
  encodeSession,
  answerM1,
  fromHex,
  generateRatchetKey,
  type Hello,
  identityFromSeed,
  initiate,
  nodeKem,
  openMessage,
  readM1,
  readM2,
  readM3,
  type Result,
  sealMessage,
  type Session,
  tokenFromPayload,
  writeM3,
} from '@loom/protocol';
import { SeededRandom } from '@loom/engine/testing';
import { World } from '../../packages/engine/test/support/world.ts';
import { attack } from './support/attack.ts';

const randomness = new SeededRandom(7);
const random = (length: number): Uint8Array => randomness.bytes(length);

let anna: Session;
let ben: Session;

beforeEach(() => {
  [anna, ben] = beginBoth();
});

function beginBoth(): [Session, Session] {
  const [us, them] = [identityFromSeed(random(32)), identityFromSeed(random(32))];
  const [ours, theirs] = [tokenFromPayload(us.tokenPayload), tokenFromPayload(them.tokenPayload)];
  const dialled = initiate({ us, them: theirs, pair: derivePairKeys(us, theirs), random, kem: nodeKem });
  const opened = must(readM1(them, dialled.m1.subarray(2)));
  const answered = must(answerM1(opened, ours, random, nodeKem));
  const ready = must(readM2(dialled.state, answered.m2.subarray(2)));
  const [keyI, keyR] = [generateRatchetKey(random), generateRatchetKey(random)];
  const hello: Hello = {
    tid: us.tid,
    minVersion: 1,
    maxVersion: 1,
    askUnlinked: false,
    askLinked: false,
    decision: 'none',
    listeningPort: 0,
    ratchetKey: keyI.publicKey,
    slots: [undefined, undefined],
    positions: { ownStream: random(8), nextSeq: 1, peerStream: undefined, receivedSeq: 0 },
  };
  const { link, m3 } = writeM3(ready, encodeHello(hello));
  const read = must(readM3(answered.state, m3.subarray(2)));
  const session = { previous: undefined, now: 0 };
  return [
    must(beginSession({ ...session, link, ourRatchetKey: keyI, theirRatchetKey: keyR.publicKey })),
    must(beginSession({ ...session, link: read.link, ourRatchetKey: keyR, theirRatchetKey: keyI.publicKey })),
  ];
}

function must<T, F>(result: Result<T, F>): T {
  if (!result.ok) throw new Error(`unexpected fault: ${JSON.stringify(result.fault)}`);
  return result.value;
}

function annaSeals(text: string): Uint8Array {
  const sealed = sealMessage(anna, new TextEncoder().encode(text), random);
  anna = sealed.session;
  return sealed.message;
}

function benOpens(message: Uint8Array): string | undefined {
  const opened = openMessage(ben, message, 0);
  if (!opened.ok) return undefined;
  ben = opened.value.session;
  return new TextDecoder().decode(opened.value.plaintext);
}

function benAnswers(): void {
  const sealed = sealMessage(ben, new Uint8Array(1), random);
  ben = sealed.session;
  anna = must(openMessage(anna, sealed.message, 0)).session;
}

attack(14, () => {
  for (let round = 0; round < 20; round += 1) {
    [anna, ben] = beginBoth();
    const sent = new Map<string, Uint8Array>();
    for (let index = 0; index < 100; index += 1) {
      const text = `${round} ${index}`;
      const message = annaSeals(text);
      if (!randomness.chance(0.2)) sent.set(text, message);
    }
    const permuted = [...sent].toSorted(() => randomness.integer(3) - 1);
    const opened = permuted.map(([, message]) => benOpens(message));
    expect(opened).toEqual(permuted.map(([text]) => text));
    for (const [, message] of permuted) expect(benOpens(message)).toBeUndefined();
  }
});

attack(15, () => {
  const message = annaSeals('true');
  const before = encodeSession(ben);
  const forged = Uint8Array.from(message);
  // 01 | dh 32 | pn u32 | n u32
  forged.set(fromHex('ffffffff'), 37);
  const alsoPrevious = Uint8Array.from(forged);
  alsoPrevious.set(fromHex('ffffffff'), 33);
  for (const each of [forged, alsoPrevious]) {
    const refused = openMessage(ben, each, 0);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'gap-too-wide' } });
  }
  expect(encodeSession(ben)).toEqual(before);
  expect(benOpens(message)).toBe('true');
});

attack(16, () => {
  expect(benOpens(annaSeals('first'))).toBe('first');
  benAnswers();
  const withNewKey = annaSeals('second');
  const before = encodeSession(ben);
  for (let at = 53; at < withNewKey.length; at += 1) {
    const altered = Uint8Array.from(withNewKey);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(benOpens(altered)).toBeUndefined();
  }
  expect(encodeSession(ben)).toEqual(before);
  expect(benOpens(withNewKey)).toBe('second');
});

attack(17, async () => {
  const message = annaSeals('once');
  expect(benOpens(message)).toBe('once');
  expect(benOpens(message)).toBeUndefined();

  // The same to people: whatever a flapping network makes the sender repeat, there is one row.
  const world = new World(5);
  const one = await world.person('One', '10.0.0.1');
  const two = await world.person('Two', '10.0.0.2');
  await world.introduce(one, two);
  await world.clock.advance(5_000);
  for (let round = 0; round < 30; round += 1) {
    await one.send(two, `message ${round}`);
    await world.clock.advance(world.random.integer(4));
    world.network.cutConnections();
    await world.clock.advance(3_000);
  }
  await world.clock.advance(120_000);
  expect(await two.received(one)).toEqual(Array.from({ length: 30 }, (_, round) => `message ${round}`));
  await world.stop();
});
