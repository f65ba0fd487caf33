// Strangers at the door, each in a way of its own, from many addresses of 127/8. Run by itself (`storm.ts PORT COUNT TOKEN SEED`)
// it knocks at that port so often, and prints what became of it. The token is of whoever listens there; the seed is of a contact of
// theirs, whose handshakes are replayed and broken off. Knows nothing of what else goes on there.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  derivePairKeys,
  encodeToken,
  handshakeSizes,
  identityFromSeed,
  initiate,
  nodeKem,
  parseToken,
  type Identity,
  type Token,
} from '@loom/protocol';

export interface StormOutcome {
  readonly connections: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** Bytes that strangers got to hear, and there should be none. */
  readonly bytesToStrangers: number;
  /** The same for a recorded knock: it is answered once, since the first of its kind is a good one. */
  readonly bytesToReplays: number;
}

/** How many knock at the same time. */
const lanes = 150;
/** Longer than this nobody is waited for. */
const shortMs = 250;
const longMs = 2_500;

interface Visit {
  readonly socket: Socket;
  readonly them: Token;
  readonly contact: Identity;
  readonly recorded: Uint8Array;
}

type Kind = (visit: Visit) => Promise<unknown>;

const kinds: Readonly<Record<string, Kind>> = {
  'random bytes': ({ socket }) => say(socket, random(1 + Math.floor(Math.random() * 4_000))),
  'wrong lengths': ({ socket }) => say(socket, framed(Math.floor(Math.random() * 65_536), random(200))),
  'the length of M1, and garbage': ({ socket }) =>
    say(socket, framed(handshakeSizes.m1, random(handshakeSizes.m1))),
  'no byte at all': ({ socket }) => closedWithin(socket, longMs),
  'one byte a second': async ({ socket, them }) => {
    const bytes = knockOf(identityFromSeed(random(32)), them);
    for (let sent = 0; sent < longMs / 1_000 && !socket.destroyed; sent += 1) {
      socket.write(bytes.subarray(sent, sent + 1));
      await closedWithin(socket, 1_000);
    }
  },
  'a knock, and never reading': ({ socket, them }) => {
    socket.pause();
    return say(socket, knockOf(identityFromSeed(random(32)), them), longMs);
  },
  'a flood': async ({ socket }) => {
    const bytes = random(65_536);
    for (let sent = 0; sent < 64 && !socket.destroyed; sent += 1) {
      if (!socket.write(bytes)) await closedWithin(socket, 5);
    }
    await closedWithin(socket, shortMs);
  },
  'a stranger’s knock': ({ socket, them }) => say(socket, knockOf(identityFromSeed(random(32)), them)),
  'a stranger’s knock with more behind it': ({ socket, them }) =>
    say(socket, Buffer.concat([knockOf(identityFromSeed(random(32)), them), random(5_000)])),
  'a contact’s knock, recorded': ({ socket, recorded }) => say(socket, recorded),
  'a reset at once': async ({ socket }) => socket.resetAndDestroy(),
};
/** These are answered, as a contact is; they are few, since a contact is somebody that the person chose. */
const answered: Readonly<Record<string, Kind>> = {
  'a contact’s knock, broken off': ({ socket, contact, them }) => say(socket, knockOf(contact, them)),
};

async function storm(port: number, count: number, token: string, seed: Uint8Array): Promise<StormOutcome> {
  const parsed = parseToken(token);
  if (!parsed.ok) throw new Error(parsed.fault.code);
  const them = parsed.value;
  const contact = identityFromSeed(seed);
  const recorded = knockOf(contact, them);
  const byKind: Record<string, number> = {};
  let next = 0;
  let bytesToStrangers = 0;
  let bytesToReplays = 0;

  const visit = async (number: number): Promise<void> => {
    const isAnswered = number % 100 === 0;
    const [name, kind] = pick(Object.entries(isAnswered ? answered : kinds), number);
    byKind[name] = (byKind[name] ?? 0) + 1;
    const socket = connect({ port, host: '127.0.0.1', localAddress: addressOf(number) });
    socket.on('error', () => undefined);
    socket.on('data', ({ length }: Buffer) => {
      if (name === 'a contact’s knock, recorded') bytesToReplays += length;
      else if (!isAnswered) bytesToStrangers += length;
    });
    await new Promise<void>((resolve) => {
      socket.once('connect', resolve);
      socket.once('close', () => resolve());
    });
    if (!socket.destroyed) await kind({ socket, them, contact, recorded });
    socket.destroy();
  };
  const lane = async (): Promise<void> => {
    while (next < count) await visit((next += 1));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { connections: next, byKind, bytesToStrangers, bytesToReplays };
}

function pick<T>(list: readonly T[], number: number): T {
  const item = list[number % list.length];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

/** One of 1,000 addresses of this machine's own. */
function addressOf(number: number): string {
  return `127.${20 + (number % 4)}.7.${1 + (number % 250)}`;
}

function knockOf(from: Identity, to: Token): Uint8Array {
  return initiate({ us: from, them: to, pair: derivePairKeys(from, to), kem: nodeKem, random }).m1;
}

function framed(length: number, body: Uint8Array): Uint8Array {
  const message = new Uint8Array(2 + body.length);
  new DataView(message.buffer).setUint16(0, length);
  message.set(body, 2);
  return message;
}

function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

async function say(socket: Socket, bytes: Uint8Array, patienceMs = shortMs): Promise<void> {
  socket.write(bytes);
  await closedWithin(socket, patienceMs);
}

async function closedWithin(socket: Socket, ms: number): Promise<void> {
  const end = new AbortController();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await Promise.race([closed, sleep(ms, undefined, { signal: end.signal }).catch(() => undefined)]);
  end.abort();
}

/** The token of the contact that a storm knows. */
export function contactToken(seed: Uint8Array): string {
  return encodeToken(identityFromSeed(seed).tokenPayload);
}

if (import.meta.main) {
  const [port = '', count = '', token = '', seed = ''] = process.argv.slice(2);
  const outcome = await storm(Number(port), Number(count), token, Uint8Array.from(Buffer.from(seed, 'hex')));
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
