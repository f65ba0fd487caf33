import { encode } from 'dns-packet';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Announcement } from '@loom/engine';
import { SeededRandom } from '@loom/engine/testing';
import { decodePacket, encodeProbe, encodeQuery, encodeResponse } from '../src/mdns/packets.ts';
import { drawNames, recordsOf, type LoomRecord } from '../src/mdns/records.ts';

const names = drawNames(new SeededRandom(1));
const addresses = ['192.0.2.1', '2001:db8::1', 'fe80::1'];

/** As large as a beacon gets: PROTOCOL.md section 6. */
const largest: Announcement = {
  epoch: 1,
  port: 47_113,
  txt: [
    ...['v=1', 'e=1973412'].map((string) => new TextEncoder().encode(string)),
    ...[1, 2, 3, 4].map((seed) => new SeededRandom(seed).bytes(254)),
  ],
};

function recordsIn(packets: readonly Uint8Array[]): LoomRecord[] {
  return packets.flatMap((bytes) => {
    const packet = decodePacket(bytes);
    return packet?.kind === 'response' ? packet.records : (packet?.proposed ?? []);
  });
}

const header = (counts: string) => Buffer.from(`00008400${counts}`, 'hex');

describe('mDNS packets', () => {
  test('an announcement comes back as it was, in packets that no link fragments', () => {
    const records = recordsOf(names, largest, addresses);
    const packets = encodeResponse(records);
    expect(recordsIn(packets)).toEqual(records);
    expect(Math.max(...packets.map(({ length }) => length))).toBeLessThanOrEqual(1232);
  });

  test('a probe proposes everything but the pointer, and questions both names in each packet', () => {
    const records = recordsOf(names, largest, addresses);
    const packets = encodeProbe(names, records);
    const proposed = recordsIn(packets).map(({ type }) => type);
    expect(proposed).toEqual(['SRV', 'A', 'AAAA', 'AAAA', 'TXT']);
    for (const bytes of packets) {
      expect(bytes.length).toBeLessThanOrEqual(1232);
      const packet = decodePacket(bytes);
      expect(packet?.kind === 'query' && packet.questions).toEqual([
        { about: 'instance', instance: names.instance },
        { about: 'host', host: names.host },
      ]);
    }
  });

  test('a goodbye has a time to live of 0 throughout', () => {
    const records = recordsIn(encodeResponse(recordsOf(names, largest, addresses, 0)));
    expect(new Set(records.map(({ ttl }) => ttl))).toEqual(new Set([0]));
  });

  test('a question names all who are known well, in packets that no link fragments and that say whether more come', () => {
    const known = Array.from({ length: 60 }, (_, i) => ({ instance: `l${i}`, ttl: 61 + (i % 60) }));
    const packets = encodeQuery(known).map((bytes) => {
      expect(bytes.length).toBeLessThanOrEqual(1232);
      const packet = decodePacket(bytes);
      if (packet?.kind !== 'query') throw new Error('a question was asked');
      return packet;
    });
    expect(packets.length).toBeGreaterThan(1);
    expect(packets.map(({ questions }) => questions.length)).toEqual(
      packets.map((_, i) => (i === 0 ? 1 : 0)),
    );
    expect(packets.map(({ goesOn }) => goesOn)).toEqual(packets.map((_, i) => i < packets.length - 1));
    expect(packets.flatMap((packet) => [...packet.known])).toEqual(known.map(({ instance }) => instance));
  });

  test('a question never takes more than eight packets, however many are known', () => {
    const known = Array.from({ length: 1_000 }, (_, i) => ({ instance: `l${i}`, ttl: 120 }));
    expect(encodeQuery(known)).toHaveLength(8);
  });

  test('those who are known for less than half their time may answer', () => {
    const [question = new Uint8Array()] = encodeQuery([{ instance: 'l1', ttl: 59 }]);
    const packet = decodePacket(question);
    expect(packet?.kind === 'query' && [...packet.known]).toEqual([]);
  });

  test('times to live are held within bounds', () => {
    const ttls = [0, 1, 29, 120, 121, 4_294_967_295].map((ttl) => {
      const [record] = recordsIn(encodeResponse([{ type: 'PTR', instance: 'l1', ttl }]));
      return record?.ttl;
    });
    expect(ttls).toEqual([0, 30, 30, 120, 120, 120]);
  });

  test('names are compared without regard to case', () => {
    const data = 'L1._LOOM._tcp.local';
    const bytes = encode({
      type: 'response',
      answers: [{ name: '_Loom._TCP.Local', type: 'PTR', ttl: 120, flush: false, data }],
    });
    expect(recordsIn([bytes])).toEqual([{ type: 'PTR', instance: 'l1', ttl: 120 }]);
  });

  test.each([
    ['another service', '_ipp._tcp.local', 'PTR', 'x._ipp._tcp.local'],
    ['an instance with dots', '_loom._tcp.local', 'PTR', 'a.b._loom._tcp.local'],
    ['an instance with other characters', '_loom._tcp.local', 'PTR', 'a\u001bb._loom._tcp.local'],
    ['a host elsewhere', 'l1._loom._tcp.local', 'SRV', { port: 1, target: 'www.example.com' }],
    ['port 0', 'l1._loom._tcp.local', 'SRV', { port: 0, target: 'l2.local' }],
    ['too many strings', 'l1._loom._tcp.local', 'TXT', Array.from({ length: 17 }, () => Buffer.from('x'))],
    [
      'too long a text',
      'l1._loom._tcp.local',
      'TXT',
      Array.from({ length: 9 }, () => Buffer.alloc(255, 'x')),
    ],
    ['a host with dots', 'a.b.local', 'A', '192.0.2.1'],
  ])('%s is no record of ours', (_, name, type, data) => {
    const bytes = encode({ type: 'response', answers: [{ name, type, ttl: 120, flush: true, data }] });
    expect(decodePacket(bytes)).toBeUndefined();
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['half a header', Buffer.alloc(11)],
    ['more entries than there is room for', Buffer.concat([header('ffffffffffffffff'), Buffer.alloc(8_000)])],
    ['a name that points at itself', Buffer.concat([header('0000000100000000'), Buffer.from('c00c', 'hex')])],
    ['more than 9,000 bytes', Buffer.concat([header('0000000000000000'), Buffer.alloc(8_989)])],
    [
      'a record cut short',
      Buffer.from(encodeResponse(recordsOf(names, largest, [])).at(-1) ?? []).subarray(0, 90),
    ],
  ])('%s gives nothing', (_, bytes) => {
    expect(decodePacket(bytes)).toBeUndefined();
  });

  test('no bytes whatever make the decoder throw', () => {
    const decodes = fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      decodePacket(bytes);
    });
    expect(fc.check(decodes, { numRuns: 2_000 }).failed).toBe(false);
  });

  test('valid packets with any bytes changed never make the decoder throw, nor give what is out of bounds', () => {
    const corpus = [
      ...encodeResponse(recordsOf(names, largest, addresses)),
      ...encodeProbe(names, recordsOf(names, largest, addresses)),
      ...encodeQuery([{ instance: names.instance, ttl: 100 }]),
    ];
    const edit = fc.record({ at: fc.nat(1_300), value: fc.nat(255) });
    const edits = fc.array(edit, { minLength: 1, maxLength: 8 });
    const staysInBounds = fc.property(
      fc.constantFrom(...corpus),
      edits,
      fc.nat(1_300),
      (valid, changes, length) => {
        const bytes = new Uint8Array(valid.subarray(0, Math.max(12, length)));
        for (const { at, value } of changes) bytes[at % bytes.length] = value;
        return recordsIn([bytes]).every(isInBounds);
      },
    );
    expect(fc.check(staysInBounds, { numRuns: 3_000 }).failed).toBe(false);
  });
});

function isInBounds(record: LoomRecord): boolean {
  const labels = [
    ...('instance' in record ? [record.instance] : []),
    ...('host' in record ? [record.host] : []),
  ];
  return (
    labels.every((label) => /^[a-z0-9-]{1,63}$/.test(label)) &&
    (record.ttl === 0 || (record.ttl >= 30 && record.ttl <= 120)) &&
    !('port' in record && record.port === 0)
  );
}
