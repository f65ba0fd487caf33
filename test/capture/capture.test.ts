// What somebody who records everything gets to see: two runs of the same two profiles on loopback, in different epochs,
// recorded by tcpdump in a network of their own.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { attack } from '../attacks/support/attack.ts';
import { readCapture, type Capture, type Stream } from './pcap.ts';

const run = promisify(execFile);
const EPOCH_MS = 900_000;
/** Two epochs apart: neither is the other's neighbour. */
const offsets = [0, 2 * EPOCH_MS];
const recordLengths = new Set([272, 1040, 4112, 16_400]);

/** What PROTOCOL.md section 7 says that everybody sees, as far as it is eight bytes or longer, and DNS's own words. */
const constants = ['_loom._tcp.local', '_services._dns-sd._udp.local'];

interface Run {
  readonly capture: Capture;
  readonly needles: readonly string[];
}

const why = impossible();

function impossible(): string | undefined {
  try {
    execFileSync('tcpdump', ['--version'], { stdio: 'ignore' });
  } catch {
    return 'there is no tcpdump on this machine (Debian: apt-get install tcpdump)';
  }
  try {
    execFileSync('ip', ['netns', 'add', namespace()], { stdio: 'ignore' });
    execFileSync('ip', ['netns', 'delete', namespace()], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'network namespaces can not be made here (that takes root on Linux)';
  }
}

function namespace(): string {
  return `loom-capture-${process.pid}`;
}

describe.skipIf(why !== undefined)(
  `a recorded conversation${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    let folder = '';
    const runs: Run[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'loom-capture-'));
      execFileSync('ip', ['netns', 'add', namespace()]);
      execFileSync('ip', ['netns', 'exec', namespace(), 'ip', 'link', 'set', 'lo', 'up']);
      for (const offset of offsets) runs.push(await record(offset));
    }, 120_000);

    afterAll(async () => {
      execFileSync('ip', ['netns', 'delete', namespace()]);
      await rm(folder, { recursive: true, force: true });
    });

    async function record(offsetMs: number): Promise<Run> {
      const file = join(folder, `${offsetMs}.pcap`);
      const inside = ['netns', 'exec', namespace()];
      const dump = spawn(
        'ip',
        [
          ...inside,
          'tcpdump',
          '-i',
          'lo',
          '-s',
          '0',
          '-B',
          '65536',
          '--immediate-mode',
          '-U',
          '-Z',
          'root',
          '-w',
          file,
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
      await new Promise<void>((resolve, reject) => {
        dump.stderr.on('data', (text: Buffer) => text.includes('listening on') && resolve());
        dump.once('exit', () => reject(new Error('tcpdump ended early')));
      });
      const script = join(import.meta.dirname, 'conversation.ts');
      const talk = [...inside, process.execPath, script, join(folder, 'home'), String(offsetMs)];
      const { stdout } = await run('ip', talk, { maxBuffer: 64 * 1024 * 1024 });
      const ended = new Promise((resolve) => dump.once('close', resolve));
      dump.kill('SIGTERM');
      await ended;
      const { needles } = JSON.parse(stdout) as { needles: string[] };
      return { capture: readCapture(await readFile(file)), needles };
    }

    attack(24, () => {
      const [first, second] = runs;
      if (first === undefined || second === undefined) throw new Error('two runs');
      expect(first.capture.datagrams.length).toBeGreaterThan(4);

      // Nothing that names anybody, in either run.
      expect(first.needles.length).toBeGreaterThan(30);
      for (const { capture, needles } of runs) {
        const found = needles.filter(
          (needle) => holds(capture, Buffer.from(needle, 'hex')) || holds(capture, Buffer.from(needle)),
        );
        expect(found).toEqual([]);
      }

      // Nothing of the links that comes back, and of the beacons nothing but the words that all Looms share.
      const links = runs.map(({ capture }) => windows(capture.streams.map(({ bytes }) => bytes)));
      expect(common(links)).toEqual([]);
      const said = runs.map(({ capture }) => windows(capture.datagrams.flatMap(variableParts)));
      expect(common(said)).toEqual([]);
      const tags = runs.map(({ capture }) => new Set(capture.datagrams.flatMap(tagsOf)));
      expect(tags.map(({ size }) => size >= 16)).toEqual([true, true]);
      expect(common(tags)).toEqual([]);

      // Only the sizes that are told.
      const seen = new Set<number>();
      for (const { capture } of runs) {
        for (const stream of capture.streams) for (const length of recordsOf(stream)) seen.add(length);
      }
      expect(seen).toEqual(recordLengths);
    });
  },
);

function holds({ datagrams, streams }: Capture, needle: Buffer): boolean {
  return [...datagrams, ...streams.map(({ bytes }) => bytes)].some((bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(needle),
  );
}

/** Every eight bytes in a row. */
function windows(texts: readonly Uint8Array[]): Set<string> {
  const found = new Set<string>();
  for (const bytes of texts) {
    const text = Buffer.from(bytes).toString('latin1');
    for (let at = 0; at + 8 <= text.length; at += 1) found.add(text.slice(at, at + 8));
  }
  return found;
}

function common([first, second]: readonly ReadonlySet<string>[]): string[] {
  return [...(first ?? [])].filter((each) => second?.has(each));
}

/** The names and texts of a DNS message; its framing is DNS's, and the same in every message of every program. */
function variableParts(datagram: Uint8Array): Uint8Array[] {
  const { questions, answers, additionals, authorities } = decode(Buffer.from(datagram));
  const texts = textsIn([questions, answers, additionals, authorities]);
  return texts.filter((text) => !isConstant(text)).map((text) => Buffer.from(text, 'latin1'));
}

/** All strings and bytes in a decoded message, names by their labels. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split('.');
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('latin1')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The epoch is the time of day, which everybody knows. */
function isConstant(text: string): boolean {
  if (/^e=\d+$/.test(text)) return true;
  return constants.some((each) => each.includes(text));
}

function tagsOf(datagram: Uint8Array): string[] {
  const { answers, additionals } = decode(Buffer.from(datagram));
  const records = [...answers, ...additionals].filter(({ type }) => type === 'TXT');
  return textsIn(records.map(({ data }) => data))
    .filter((text) => /^[a-d]=/.test(text))
    .flatMap((text) => text.slice(2).match(/[^]{4}/g) ?? []);
}

/** The lengths of the records behind the handshake; throws where anything else is on the stream. */
function recordsOf({ isOpener, bytes }: Stream): number[] {
  const stream = Buffer.from(bytes);
  const handshake = isOpener ? [1268, 276] : [1156];
  const lengths: number[] = [];
  for (let at = 0; at < stream.length;) {
    const length = stream.readUInt16BE(at);
    const expected = handshake.shift();
    if (expected !== undefined && length !== expected)
      throw new Error(`a handshake message of ${length} bytes`);
    if (expected === undefined) lengths.push(length);
    at += 2 + length;
    if (at > stream.length) throw new Error('a record was cut short');
  }
  return lengths;
}
