// Attacks on the handshake, by whoever can send to a device or stands between two.
import { afterEach, beforeEach, expect } from 'vitest';
import {
  answerM1,
  beginSession,
  derivePairKeys,
  encodeHello,
  fromHex,
  generateRatchetKey,
  type Hello,
  identityFromSeed,
  initiate,
  type Kem,
  limits,
  LinkOpener,
  LinkSealer,
  nodeKem,
  parseToken,
  readM1,
  readM2,
  readM3,
  type Result,
  writeM3,
} from '@loom/protocol';
import { type Person, World } from '../../packages/engine/test/support/world.ts';
import { attack } from './support/attack.ts';
import {
  conversations,
  dial,
  genuineM1,
  reach,
  seedOf,
  stored,
} from '../../packages/engine/test/support/wire.ts';

let kemCalls = 0;
const countingKem: Kem = {
  keygen: (random) => nodeKem.keygen(random),
  encapsulate: (key, random) => {
    kemCalls += 1;
    return nodeKem.encapsulate(key, random);
  },
};

let world: World;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  kemCalls = 0;
  world = new World();
  anna = await world.person('Anna', '10.0.0.1', { multicast: false, kem: countingKem });
  ben = await world.person('Ben', '10.0.0.2', { multicast: false });
});
afterEach(() => world.stop());

/** What two people send each other up to the first record, without engines. */
function handshake() {
  const random = (length: number): Uint8Array => world.random.bytes(length);
  const [us, them] = [identityFromSeed(seedOf(anna)), identityFromSeed(seedOf(ben))];
  const [annasToken, bensToken] = [must(parseToken(anna.token)), must(parseToken(ben.token))];
  const dialled = initiate({
    us,
    them: bensToken,
    pair: derivePairKeys(us, bensToken),
    random,
    kem: nodeKem,
  });
  const opened = must(readM1(them, dialled.m1.subarray(2)));
  const answered = must(answerM1(opened, annasToken, random, nodeKem));
  const ready = must(readM2(dialled.state, answered.m2.subarray(2)));
  const { link, m3 } = writeM3(ready, encodeHello(helloOf(us.tid)));
  const read = must(readM3(answered.state, m3.subarray(2)));
  const m4 = new LinkSealer(read.link.sendKey).seal([
    { type: 'hello', hello: { ...helloOf(them.tid), decision: 'new-unlinked' } },
  ]);
  return { us, them, annasToken, bensToken, random, dialled, opened, answered, ready, link, m3, m4 };
}

function helloOf(tid: Uint8Array): Hello {
  return {
    tid,
    minVersion: 1,
    maxVersion: 1,
    askUnlinked: false,
    askLinked: false,
    decision: 'none',
    listeningPort: 0,
    ratchetKey: generateRatchetKey((length) => world.random.bytes(length)).publicKey,
    slots: [undefined, undefined],
    positions: { ownStream: new Uint8Array(8).fill(7), nextSeq: 1, peerStream: undefined, receivedSeq: 0 },
  };
}

function must<T, F>(result: Result<T, F>): T {
  if (!result.ok) throw new Error(`unexpected fault: ${JSON.stringify(result.fault)}`);
  return result.value;
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
  return copy;
}

attack(1, async () => {
  await anna.add(ben);
  const m1 = genuineM1(world, ben, anna);
  const first = reach(world, anna, '10.0.0.66');
  await world.clock.advance(5);
  first.connection.write(m1);
  await world.clock.advance(20);
  expect(first.received()).toBe(2 + 1156);
  await world.clock.advance(11_000);
  const before = stored(anna);
  for (let repeat = 0; repeat < 1000; repeat += 1) {
    const again = reach(world, anna, `10.0.${1 + (repeat >> 7)}.${repeat & 127}`);
    await world.clock.advance(5);
    again.connection.write(m1);
    await world.clock.advance(20);
    expect(again.received()).toBe(0);
    again.connection.destroy();
  }
  expect(stored(anna)).toEqual(before);
});

attack(2, async () => {
  await world.introduce(anna, ben);
  const recorded: Uint8Array[] = [];
  // The eavesdropper is a relay that Ben takes for Anna.
  await world.network.transport('10.0.0.66').listen([47113], (fromBen) => {
    const toAnna = world.network.transport('10.0.0.66').dial({ host: anna.address, port: 47113 }, 1000);
    fromBen.start({
      onData: (bytes) => {
        recorded.push(bytes);
        toAnna.write(bytes);
      },
      onClose: () => toAnna.destroy(),
    });
    toAnna.start({ onData: (bytes) => fromBen.write(bytes), onClose: () => fromBen.destroy() });
  });
  await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: '10.0.0.66', port: 47113 });
  await world.clock.advance(1_000);
  expect((await anna.contact(ben)).state).toBe('secured');
  const bytes = Buffer.concat(recorded);
  const [m1, m3] = [bytes.subarray(0, 1270), bytes.subarray(1270, 1548)];

  // A responder that has never seen this M1: Anna, whose database of remembered ephemerals is gone.
  await ben.stop();
  anna.crash();
  anna.loseDatabase();
  await anna.start();
  await anna.add(ben);
  const before = conversations(anna);
  const replay = reach(world, anna, '10.0.0.67');
  await world.clock.advance(5);
  replay.connection.write(m1);
  await world.clock.advance(20);
  expect(replay.received()).toBe(1158);
  replay.connection.write(m3);
  await world.clock.advance(11_000);
  expect(replay.received()).toBe(1158);
  expect(replay.closed).toHaveLength(1);
  expect(conversations(anna)).toEqual(before);
  expect((await anna.contact(ben)).state).toBe('new');
});

attack(3, async () => {
  const eva = await world.person('Eva', '10.0.0.3', { multicast: false });
  await anna.add(ben);
  for (const from of [eva, eva, eva]) {
    const stranger = reach(world, anna, '10.0.0.66');
    await world.clock.advance(5);
    stranger.connection.write(genuineM1(world, from, anna));
    await world.clock.advance(12_000);
    expect(stranger.received()).toBe(0);
    expect(stranger.closed).toHaveLength(1);
  }
  expect(kemCalls).toBe(0);
});

attack(4, async () => {
  // Ben has added Anna, and Anna has not added Ben.
  await ben.add(anna);
  const before = stored(anna);
  await dial(ben, anna);
  await world.clock.advance(60_000);
  expect(stored(anna)).toEqual(before);
  expect(kemCalls).toBe(0);
  expect((await ben.contact(anna)).state).not.toBe('secured');
  const silent = reach(world, anna, '10.0.0.66');
  await world.clock.advance(5);
  silent.connection.write(genuineM1(world, ben, anna));
  await world.clock.advance(12_000);
  expect(silent.received()).toBe(0);
});

attack(
  6,
  async () => {
    // Each byte of each message, given to whoever reads it.
    const { them, dialled, answered, link, m3, m4 } = handshake();
    const readers: [string, Uint8Array, (body: Uint8Array) => boolean][] = [
      ['M1', dialled.m1.subarray(2), (body) => readM1(them, body).ok],
      ['M2', answered.m2.subarray(2), (body) => readM2(dialled.state, body).ok],
      ['M3', m3.subarray(2), (body) => readM3(answered.state, body).ok],
      ['M4', m4, (record) => new LinkOpener(link.receiveKey, them.tid).push(record).ok],
    ];
    for (const [name, message, opens] of readers) {
      expect([name, opens(message)]).toEqual([name, true]);
      // A record whose length is smaller or larger is another fault, or waits for more that never comes true.
      const first = name === 'M4' ? 2 : 0;
      for (let at = first; at < message.length; at += 1) {
        expect([name, at, opens(flipped(message, at))]).toEqual([name, at, false]);
      }
    }

    // And in flight between two engines.
    await world.introduce(anna, ben);
    for (let at = 0; at < 1548 + 1432; at += 61) {
      const before = [conversations(anna), conversations(ben)];
      const back = at >= 1548;
      world.network.spoilNextConnection('flip', back ? at - 1548 : at, back);
      await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: anna.address, port: 47113 });
      await world.clock.advance(12);
      // R commits before it sends M4, so only I is as it was where that was changed; the next link settles it.
      const isM4 = back && at - 1548 >= 1158;
      expect(conversations(ben), `byte ${at}`).toEqual(before[1]);
      if (!isM4) expect(conversations(anna), `byte ${at}`).toEqual(before[0]);
      await restartApart();
    }
  },
  120_000,
);

/** Both begin anew, with the databases that they have and no back-off. */
async function restartApart(): Promise<void> {
  ben.crash();
  anna.crash();
  await world.clock.advance(20_000);
  await forgetAddresses();
}

async function forgetAddresses(): Promise<void> {
  for (const person of [anna, ben]) {
    const seed = new Uint8Array(seedOf(person));
    person.loseDatabase();
    expect(seedOf(person)).toEqual(seed);
    await person.start();
  }
  await world.introduce(anna, ben);
}

attack(7, () => {
  const { them, dialled, answered, link } = handshake();
  // All-zero, one, and two of the other points of low order (RFC 7748 section 7; curve25519's list of eight).
  const lowOrder = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  ].map((hex) => fromHex(hex));
  for (const point of lowOrder) {
    const m1 = Uint8Array.from(dialled.m1.subarray(2));
    m1.set(point, 4);
    expect(readM1(them, m1)).toEqual({ ok: false, fault: { code: 'low-order-key' } });
    const m2 = Uint8Array.from(answered.m2.subarray(2));
    m2.set(point, 4);
    expect(readM2(dialled.state, m2)).toEqual({ ok: false, fault: { code: 'low-order-key' } });
    for (const role of ['initiator', 'responder'] as const) {
      const begun = beginSession({
        link: { ...link, role },
        ourRatchetKey: generateRatchetKey((length) => world.random.bytes(length)),
        theirRatchetKey: point,
        previous: undefined,
        now: 0,
      });
      expect(begun).toEqual({ ok: false, fault: { code: 'low-order-key' } });
    }
  }
});

attack(8, () => {
  const { us, them, bensToken, annasToken, random, opened, dialled } = handshake();
  const badKey: Kem = {
    ...nodeKem,
    keygen: () => ({
      // FIPS 203 section 7.2: coefficients at or above q are refused.
      encapsulationKey: new Uint8Array(1184).fill(0xff),
      decapsulate: () => new Uint8Array(32),
    }),
  };
  const pair = derivePairKeys(us, bensToken);
  const bad = initiate({ us, them: bensToken, pair, random, kem: badKey });
  const read = must(readM1(them, bad.m1.subarray(2)));
  expect(answerM1(read, annasToken, random, nodeKem).ok).toBe(false);

  const otherSecret: Kem = {
    ...nodeKem,
    encapsulate: (key, draw) => {
      const made = nodeKem.encapsulate(key, draw);
      if (made.ok) made.value.ciphertext[17] = (made.value.ciphertext[17] ?? 0) ^ 1;
      return made;
    },
  };
  const answered = must(answerM1(opened, annasToken, random, otherSecret));
  expect(readM2(dialled.state, answered.m2.subarray(2)).ok).toBe(false);
});

attack(9, async () => {
  await world.introduce(anna, ben);
  const before = [conversations(anna), conversations(ben)];
  // The version and suite bytes of M1, M2 and M3, behind two bytes of length.
  const headers: [number, boolean][] = [
    [3, false],
    [4, false],
    [3, true],
    [4, true],
    [1270 + 3, false],
    [1270 + 4, false],
  ];
  for (const [at, back] of headers) {
    world.network.spoilNextConnection('flip', at, back);
    await dial(ben, anna);
    await world.clock.advance(12);
    expect((await ben.contact(anna)).state).not.toBe('secured');
    expect([conversations(anna), conversations(ben)]).toEqual(before);
    await restartApart();
    before[0] = conversations(anna);
    before[1] = conversations(ben);
  }
});

attack(10, async () => {
  await world.introduce(anna, ben);
  for (const length of [0, 1, 1267, 1269, 16_400, 65_535]) {
    const hostile = reach(world, anna, `10.0.5.${length % 200}`);
    await world.clock.advance(5);
    hostile.connection.write(Uint8Array.of(length >> 8, length & 255));
    await world.clock.advance(5);
    expect([length, hostile.closed.length]).toEqual([length, 1]);
    expect(hostile.received()).toBe(0);
  }
  // After authentication: a length that is none of the four closes at once, before a byte of it is kept.
  const { link, them } = handshake();
  for (const length of [0, 271, 273, 1039, 4113, 16_399, 16_401, 65_535]) {
    const opener = new LinkOpener(link.receiveKey, them.tid);
    expect([length, opener.push(Uint8Array.of(length >> 8, length & 255)).ok]).toEqual([length, false]);
  }
  const largest = 2 + 16_400;
  expect(largest).toBeLessThan(17 * 1024);
  const opener = new LinkOpener(link.receiveKey, them.tid);
  const before = process.memoryUsage().arrayBuffers;
  expect(opener.push(Uint8Array.of(16_400 >> 8, 16_400 & 255)).ok).toBe(true);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(17 * 1024);
  expect(limits.maxFrameBody).toBe(128 * 1024);
});

attack(13, async () => {
  await ben.add(anna);
  const heard: number[] = [];
  await world.network.transport('10.0.0.66').listen([47113], (connection) => {
    connection.start({ onData: (bytes) => heard.push(bytes.length), onClose: () => undefined });
    connection.write(new Uint8Array(1158));
  });
  const before = conversations(ben);
  await ben.call('inject_peer_address', { peer_pub_key: anna.key, ip: '10.0.0.66', port: 47113 });
  await world.clock.advance(5_000);
  expect((await ben.contact(anna)).state).not.toBe('secured');
  expect(conversations(ben)).toEqual(before);
  // Nothing but M1s ever reaches who spoke too early.
  expect(heard.reduce((sum, bytes) => sum + bytes, 0) % 1270).toBe(0);
});
