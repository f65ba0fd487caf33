// What an asker knows already, over several packets (RFC 6762 section 7.2), on virtual wires.

import { expect, test } from 'vitest';
import { SeededRandom, VirtualClock } from '@loom/engine/testing';
import { MdnsDiscovery } from '../src/mdns/discovery.ts';
import { decodePacket, encodeQuery, LOOM_SERVICE } from '../src/mdns/packets.ts';
import { VirtualWires } from './fixtures/virtual-wire.ts';

test('an answer waits for the rest of what the asker knows, and stays away where that names us', async () => {
  const clock = new VirtualClock();
  const wires = new VirtualWires(clock);
  const machine = (number: number) =>
    wires.machine(`m${number}`, { wire: 'lan', name: 'eth0', addresses: [`192.0.2.${number}`] });
  const random = new SeededRandom(1);
  const log = () => undefined;
  const discovery = new MdnsDiscovery({ service: LOOM_SERVICE, clock, random, log }, machine(1));
  const nobody = { onSeen: () => undefined, onGone: () => undefined, onInterfacesChanged: () => undefined };
  await clock.runUntil(discovery.start(nobody));
  discovery.announce({ epoch: 1, port: 47_113, txt: [] });
  await clock.advance(60_000);

  const asker = machine(2);
  const [card] = asker.interfaces();
  if (card === undefined) throw new Error('a machine without a card');
  const socket = await clock.runUntil(asker.open(card, 4, { onPacket: () => undefined }));
  const responses = wires.sent.flatMap(({ bytes }) => {
    const packet = decodePacket(bytes);
    return packet?.kind === 'response' ? packet.records : [];
  });
  const ours = responses.flatMap((record) => (record.type === 'PTR' ? [record.instance] : []))[0] ?? '';
  const answersTo = async (packets: readonly Uint8Array[]): Promise<number[]> => {
    wires.sent.length = 0;
    const asked = clock.monotonic();
    for (const packet of packets) socket.send(packet);
    await clock.advance(2_000);
    const answers = wires.sent.filter(({ from, bytes }) => {
      return from === 'm1' && decodePacket(bytes)?.kind === 'response';
    });
    return answers.map(({ at }) => at - asked);
  };

  const others = Array.from({ length: 40 }, (_, i) => ({ instance: `other${i}`, ttl: 120 }));
  const knowing = encodeQuery([...others, { instance: ours, ttl: 120 }]);
  expect(knowing.length).toBeGreaterThan(1);
  expect(await answersTo(knowing)).toEqual([]);
  const [first = 0] = await answersTo(knowing.slice(0, -1));
  expect(first).toBeGreaterThan(400);
  expect(await answersTo(encodeQuery([]))).not.toEqual([]);
  await clock.runUntil(discovery.stop());
});
