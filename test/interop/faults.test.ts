// PROTOCOL.md section 2.6 as a running Loom keeps it: what the second implementation does wrong, and what comes of it.
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { empty, join, u16, u32, u64, zeros, type Bytes } from './bytes.ts';
import { writeEnvelope, writeTyping } from './envelope.ts';
import { frameTypes } from './records.ts';
import { initiate, type Link } from './link.ts';
import { meet, random } from './running-loom.ts';
import { dialTcp } from './socket.ts';

const storyMs = 120_000;
const protocolError = 3;

interface Case {
  readonly what: string;
  readonly act: (link: Link) => void;
}

const ack = (stream: Bytes, ...ranges: [number, number][]): Bytes =>
  writeEnvelope({ type: 'ACK', stream, contiguous: 0, ranges });

/** A DATA of the stream that the link's HELLO named. */
const data = (link: Link, seq: number): Bytes =>
  writeEnvelope({ ...link.own, type: 'DATA', seq, seen: 0, sentAt: 0, id: random(16), body: empty });

const closes: Case[] = [
  { what: 'padding that is not zero', act: (link) => link.sendRecord(join(zeros(255), 1)) },
  { what: 'a record of another size', act: (link) => link.sendPiece(random(300)) },
  { what: 'a record with a bad tag', act: (link) => link.sendPiece(random(272)) },
  { what: 'an unknown frame below 0x80', act: (link) => link.sendFrame(0x42, random(3)) },
  { what: 'a frame of the bulk streams', act: (link) => link.sendFrame(0x10, random(3)) },
  { what: 'a frame above 128 KiB', act: (link) => link.sendRecord(join(0x90, u32(2 ** 17 + 1))) },
  { what: 'a PING of 7 bytes', act: (link) => link.sendFrame(frameTypes.ping, random(7)) },
  { what: 'a second HELLO', act: (link) => link.sendFrame(frameTypes.hello, random(208)) },
  { what: 'nine ADDRESSES', act: (link) => link.sendFrame(frameTypes.addresses, join(9, zeros(9 * 19))) },
];

const protocolErrors: Case[] = [
  {
    what: 'a ratchet message that was altered',
    act: (link) => link.sendPrepared(altered(link.prepare('x'))),
  },
  {
    what: 'a ratchet message twice',
    act: (link) => {
      const message = link.prepare('x');
      link.sendPrepared(message);
      link.sendPrepared(message);
    },
  },
  {
    what: 'more than 512 messages skipped',
    act: (link) => {
      for (let i = 0; i < 513; i++) link.session.seal(empty);
      link.seal(writeEnvelope({ type: 'EPHEMERAL', body: empty }));
    },
  },
  { what: 'an envelope of nothing', act: (link) => link.seal(empty) },
  { what: 'an ACK cut short', act: (link) => link.seal(ack(link.hello.own.stream).slice(0, 12)) },
  { what: 'an ACK with a byte left over', act: (link) => link.seal(join(ack(link.hello.own.stream), 0)) },
  { what: 'ranges out of order', act: (link) => link.seal(ack(link.hello.own.stream, [9, 9], [3, 3])) },
  { what: 'a range that touches', act: (link) => link.seal(ack(link.hello.own.stream, [1, 3])) },
  { what: 'a DATA with seq 0', act: (link) => link.seal(data(link, 0)) },
  { what: 'a DATA far above the gap', act: (link) => link.seal(data(link, 5000)) },
];

const ignored: Case[] = [
  { what: 'an unknown frame from 0x80 on', act: (link) => link.sendFrame(0x90, random(20_000)) },
  { what: 'a record of padding alone', act: (link) => link.sendRecord(zeros(1024)) },
  { what: 'an envelope of unknown type', act: (link) => link.seal(join(9, random(30))) },
  { what: 'typing', act: (link) => link.seal(writeEnvelope({ type: 'EPHEMERAL', body: writeTyping(true) })) },
  {
    what: 'an EPHEMERAL of no form',
    act: (link) => link.seal(writeEnvelope({ type: 'EPHEMERAL', body: random(9) })),
  },
  { what: 'an ACK of another stream', act: (link) => link.seal(ack(random(8))) },
  {
    what: 'an ACK of what was never sent',
    act: (link) => link.seal(join(2, link.hello.own.stream, u64(99), 0)),
  },
  {
    what: 'a READ of another stream',
    act: (link) => link.seal(writeEnvelope({ type: 'READ', stream: random(8), position: 1 })),
  },
  {
    what: 'a DATA of another stream',
    act: (link) => link.seal(join(1, random(8), data(link, 1).slice(9))),
  },
  {
    what: 'an address without a port',
    act: (link) => link.sendFrame(frameTypes.addresses, join(1, 4, zeros(16), u16(0))),
  },
];

function altered(message: Bytes): Bytes {
  return message.map((byte, i) => (i === message.length - 1 ? byte ^ 1 : byte));
}

describe('what a running Loom does about faults of its peer', { timeout: storyMs }, () => {
  test.each([
    ['closes without a word', closes, []],
    ['says protocol error and closes', protocolErrors, [protocolError]],
  ] as const)('%s, and the session goes on', async (_, cases, reasons) => {
    await using home = await makeHome();
    const { second, loom } = await meet(home, '--no-mdns');
    const came: unknown[] = [];
    for (const { what, act } of cases) {
      const link = await initiate(await dialTcp(loom.port), second);
      act(link);
      await link.ended;
      came.push([what, link.closes]);
    }
    expect(came).toEqual(cases.map(({ what }) => [what, reasons]));
    const link = await initiate(await dialTcp(loom.port), second);
    link.send('all the same');
    await second.until(() => second.unacknowledged === 0);
    expect(await loom.contents('received')).toContain('all the same');
    await link.close();
  });

  test('ignores what another version may say, and positions that mean nothing', async () => {
    await using home = await makeHome();
    const { second, loom } = await meet(home, '--no-mdns');
    const link = await initiate(await dialTcp(loom.port), second);
    for (const { act } of ignored) act(link);
    link.send('and goes on');
    await second.until(() => second.unacknowledged === 0);
    expect(await loom.contents('received')).toEqual(['and goes on']);
    expect(link.closes).toEqual([]);
    await link.close();
  });
});
