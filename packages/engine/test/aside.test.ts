// What a contact can make us do with the frames beside its messages: thousands of them fit into one record.
import { LinkSealer, type Frame } from '@loom/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Connection, ConnectionHandlers, OwnAddress } from '../src/index.ts';
import { limits } from '../src/limits.ts';
import { Aside } from '../src/links/aside.ts';
import { Channel } from '../src/links/channel.ts';
import { OpenLink } from '../src/links/open-link.ts';
import { MemoryNetwork, SeededRandom, VirtualClock } from '../src/testing/index.ts';

const key = new Uint8Array(32);
const ask: Frame = { type: 'reach-ask', echo: new Uint8Array(8) };
const own: OwnAddress[] = [{ name: 'eth0', address: '10.0.0.1', prefixLength: 24 }];
const tell = (last: number): Frame => ({
  type: 'addresses',
  addresses: [{ host: `10.0.0.${last}`, port: 47113 }],
});

let clock: VirtualClock;
let written: number;
let reads: boolean;
let looks: number;
let aside: Aside;
let peer: LinkSealer;
let handlers: ConnectionHandlers | undefined;

beforeEach(() => {
  clock = new VirtualClock();
  [written, reads, looks] = [0, true, 0];
  const random = new SeededRandom(1);
  const connection: Connection = {
    remote: { host: '10.0.0.66', port: 1 },
    start: (given) => (handlers = given),
    write: (bytes) => {
      written += bytes.length;
      return reads;
    },
    end: () => undefined,
    destroy: () => undefined,
  };
  const silent = { onBytes: () => undefined, onClose: () => undefined };
  const link = new OpenLink({
    channel: new Channel(connection, () => undefined, silent),
    keys: { sendKey: key, receiveKey: key },
    sid: key.subarray(0, 16),
    cursor: 1,
    clock,
    random,
    reader: { onFrames: () => undefined, onRoom: () => undefined, onDown: () => undefined },
  });
  aside = new Aside({
    clock,
    random,
    transport: new MemoryNetwork({ clock, random }).transport('10.0.0.1'),
    own: () => {
      looks += 1;
      return own;
    },
    terms: { listeningPort: 47113 },
  });
  aside.attach(link, 47113);
  link.start([], new Uint8Array());
  peer = new LinkSealer(key);
  [written, looks] = [0, 0];
});

function send(...frames: Frame[]): void {
  handlers?.onData(peer.seal(frames));
}

describe('a contact that asks whether it can be reached', () => {
  test('a thousand times in a record, and goes on, gets one answer in ten seconds', async () => {
    const count = 20;
    for (let second = 0; second < count; second += 1) {
      send(...Array.from({ length: 1000 }, () => ask));
      await clock.advance(1_000);
    }
    await clock.advance(5_000);
    // One record each, of the smallest size; and PINGs of our own.
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThanOrEqual(300 * ((count * 1_000) / limits.reachIntervalMs));
  });

  test('and does not read gets nothing, and nothing is dialled for it', async () => {
    reads = false;
    send({ type: 'ping', echo: new Uint8Array(8) });
    const before = written;
    for (let second = 0; second < 30; second += 1) {
      send(...Array.from({ length: 1000 }, () => ask));
      await clock.advance(1_000);
    }
    expect(written).toBe(before);
  });
});

describe('a contact that tells addresses', () => {
  test('a thousand times in a record has the last of them taken, after one look at ours', async () => {
    send(...Array.from({ length: 1000 }, (_, index) => tell((index % 200) + 2)), tell(250));
    await clock.advance(0);
    expect(aside.offers).toEqual([{ host: '10.0.0.250', port: 47113 }]);
    expect(looks).toBe(1);
  });

  test('again and again is heard once a second, and its last word counts', async () => {
    for (let tenth = 0; tenth < 25; tenth += 1) {
      send(tell(tenth + 10));
      await clock.advance(100);
    }
    await clock.advance(limits.offersIntervalMs);
    expect(looks).toBeLessThanOrEqual(4);
    expect(aside.offers).toEqual([{ host: '10.0.0.34', port: 47113 }]);
  });
});
