// Loom's records to DNS packets and back. A stranger's packet gives only well-formed records of the one service that is asked
// for, or nothing.
// Knows nothing of sockets or timers.

import { isIPv4, isIPv6 } from 'node:net';
import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  TRUNCATED_RESPONSE,
  type Answer,
  type DecodedAnswer,
} from 'dns-packet';
import { TTL_SECONDS, type LoomRecord, type Names } from './records.ts';

/** What contacts find each other by (PROTOCOL.md section 6). */
export const LOOM_SERVICE = '_loom._tcp.local';
/** What people find each other by who want to meet now (PROTOCOL.md section 10.1). */
export const PAIRING_SERVICE = '_loom-pair._tcp.local';
export type Service = typeof LOOM_SERVICE | typeof PAIRING_SERVICE;

const HOST_SUFFIX = '.local';

/** IPv6's smallest MTU less its header and UDP's: what is below is never fragmented. */
const PACKET_BYTES = 1232;
/** Of one question: what is known of the largest networks; the rest may answer once more. */
const MAX_QUERY_PACKETS = 8;
/** RFC 6762 section 17. */
const MAX_PACKET_BYTES = 9_000;
/** A question has 5 bytes at least: a packet that claims more entries lies, and gets no memory set aside for them. */
const MIN_ENTRY_BYTES = 5;
/** A beacon has 6 strings and 1,034 bytes at most (PROTOCOL.md section 6). */
const MAX_TXT_STRINGS = 16;
/** Loom says 120 s; less than this would have us ask for it all the time. */
const MIN_TTL_SECONDS = 30;
const MAX_TXT_BYTES = 2_048;

export type Question =
  | { readonly about: 'service' }
  | { readonly about: 'instance'; readonly instance: string }
  | { readonly about: 'host'; readonly host: string };

export type Packet =
  | {
      readonly kind: 'query';
      readonly questions: readonly Question[];
      /** Instances that the asker knows for another half of their time to live (RFC 6762 section 7.1). */
      readonly known: ReadonlySet<string>;
      /** Further packets of the asker bring more of those known; they may hold no question. */
      readonly goesOn: boolean;
      /** What a prober is about to announce (RFC 6762 section 8.2). */
      readonly proposed: readonly LoomRecord[];
    }
  | { readonly kind: 'response'; readonly records: readonly LoomRecord[] };

/** Announcements, answers and goodbyes, in as few packets as fit. */
export function encodeResponse(
  records: readonly LoomRecord[],
  service: Service = LOOM_SERVICE,
): Uint8Array[] {
  const all = records.map((record) => toAnswer(record, service));
  return pack(all, (answers) => {
    return encode({ type: 'response', flags: AUTHORITATIVE_ANSWER, answers });
  });
}

/** A probe for both names, with what will be announced under them. */
export function encodeProbe(
  { instance, host }: Names,
  records: readonly LoomRecord[],
  service: Service = LOOM_SERVICE,
): Uint8Array[] {
  const questions = [
    { name: `${instance}.${service}`, type: 'ANY' },
    { name: host + HOST_SUFFIX, type: 'ANY' },
  ];
  const claims = records.filter(({ type }) => type !== 'PTR').map((record) => toAnswer(record, service));
  // No cache-flush bit before the name is ours.
  const tentative = claims.map((claim) => ({ ...claim, flush: false }));
  return pack(tentative, (authorities) => encode({ type: 'query', questions, authorities }));
}

/** A question about one instance, which nobody else asks: it is known again when it comes back. */
export function encodeQuestion(instance: string, service: Service = LOOM_SERVICE): Uint8Array {
  return encode({ type: 'query', questions: [{ name: `${instance}.${service}`, type: 'ANY' }] });
}

/**
 * Asks who is there; the known answers keep those known from answering. Those that do not fit go on in packets without a question,
 * and all but the last say that there is more (RFC 6762 section 7.2).
 */
export function encodeQuery(
  known: readonly { instance: string; ttl: number }[],
  service: Service = LOOM_SERVICE,
): Uint8Array[] {
  const questions = [{ name: service, type: 'PTR' }];
  const answers = known.map(({ instance, ttl }) => toAnswer({ type: 'PTR', instance, ttl }, service));
  const build = (some: Answer[], flags = 0): Buffer => {
    return encode({
      type: 'query',
      flags,
      questions: some[0] === answers[0] ? questions : [],
      answers: some,
    });
  };
  const batches = inBatches(answers, build).slice(0, MAX_QUERY_PACKETS);
  if (batches.length === 0) return [encode({ type: 'query', questions })];
  return batches.map((batch, index) => build(batch, index < batches.length - 1 ? TRUNCATED_RESPONSE : 0));
}

/** @returns undefined for anything that is no well-formed packet, or says nothing about this service. */
export function decodePacket(bytes: Uint8Array, service: Service = LOOM_SERVICE): Packet | undefined {
  const packet = decodeSafely(bytes);
  if (!packet) return undefined;
  if (packet.type === 'response') {
    const records = [...packet.answers, ...packet.additionals].flatMap((answer) => toRecord(answer, service));
    return records.length > 0 ? { kind: 'response', records } : undefined;
  }
  const questions = packet.questions.flatMap((question) => toQuestion(question, service));
  const known = packet.answers
    .flatMap((answer) => toRecord(answer, service))
    .flatMap((record) => (record.type === 'PTR' && record.ttl >= TTL_SECONDS / 2 ? [record.instance] : []));
  const proposed = packet.authorities
    .flatMap((answer) => toRecord(answer, service))
    .filter(({ ttl }) => ttl > 0);
  if (questions.length === 0 && known.length === 0) return undefined;
  return { kind: 'query', questions, known: new Set(known), goesOn: packet.flag_tc, proposed };
}

function pack(answers: readonly Answer[], build: (answers: Answer[]) => Buffer): Buffer[] {
  return inBatches(answers, build).map(build);
}

/** As few batches as fit into packets. */
function inBatches(answers: readonly Answer[], build: (answers: Answer[]) => Buffer): Answer[][] {
  const batches: Answer[][] = [];
  let batch: Answer[] = [];
  for (const answer of answers) {
    if (batch.length > 0 && build([...batch, answer]).length > PACKET_BYTES) {
      batches.push(batch);
      batch = [];
    }
    batch.push(answer);
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

function toAnswer(record: LoomRecord, service: Service): Answer {
  const { type, ttl } = record;
  switch (type) {
    case 'PTR':
      return { name: service, type, ttl, flush: false, data: `${record.instance}.${service}` };
    case 'SRV': {
      const data = { port: record.port, target: record.host + HOST_SUFFIX };
      return { name: `${record.instance}.${service}`, type, ttl, flush: true, data };
    }
    case 'TXT': {
      // An empty TXT record is one empty string (RFC 6763 section 6.1).
      const strings = record.txt.length > 0 ? record.txt : [new Uint8Array()];
      const data = strings.map((string) => Buffer.from(string));
      return { name: `${record.instance}.${service}`, type, ttl, flush: true, data };
    }
    default:
      return { name: record.host + HOST_SUFFIX, type, ttl, flush: record.flush, data: record.address };
  }
}

function decodeSafely(bytes: Uint8Array) {
  if (bytes.length < 12 || bytes.length > MAX_PACKET_BYTES) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let entries = 0;
  for (const offset of [4, 6, 8, 10]) entries += buffer.readUInt16BE(offset);
  if (entries * MIN_ENTRY_BYTES > bytes.length) return undefined;
  try {
    const packet = decode(buffer);
    return decode.bytes <= buffer.length ? packet : undefined;
  } catch {
    return undefined;
  }
}

function toQuestion(question: { name: string; type: string }, service: Service): Question[] {
  const name = question.name.toLowerCase();
  const asks = (...types: string[]) => types.includes(question.type) || question.type === 'ANY';
  if (name === service) return asks('PTR') ? [{ about: 'service' }] : [];
  const instance = instanceIn(name, service);
  if (instance !== undefined) return asks('SRV', 'TXT') ? [{ about: 'instance', instance }] : [];
  const host = hostIn(name);
  return host !== undefined && asks('A', 'AAAA') ? [{ about: 'host', host }] : [];
}

/** One record, or none where it is malformed, foreign, or nothing that can be dialled. */
function toRecord(answer: DecodedAnswer, service: Service): LoomRecord[] {
  if (answer.class !== 'IN' || answer.ttl === undefined) return [];
  const ttl = answer.ttl && Math.max(MIN_TTL_SECONDS, Math.min(answer.ttl, TTL_SECONDS));
  const { data, flush = false } = answer;
  const name = answer.name.toLowerCase();
  switch (answer.type) {
    case 'PTR': {
      const instance = typeof data === 'string' ? instanceIn(data.toLowerCase(), service) : undefined;
      return name === service && instance !== undefined ? [{ type: 'PTR', instance, ttl }] : [];
    }
    case 'SRV': {
      const instance = instanceIn(name, service);
      if (instance === undefined || !isServerData(data) || data.port === 0) return [];
      const host = hostIn(data.target.toLowerCase());
      return host === undefined ? [] : [{ type: 'SRV', instance, host, port: data.port, ttl }];
    }
    case 'TXT': {
      const instance = instanceIn(name, service);
      const txt = instance === undefined ? undefined : textStrings(data);
      return instance === undefined || !txt ? [] : [{ type: 'TXT', instance, txt, ttl }];
    }
    case 'A':
    case 'AAAA': {
      const host = hostIn(name);
      if (host === undefined || typeof data !== 'string') return [];
      const isWellFormed = answer.type === 'A' ? isIPv4(data) : isIPv6(data);
      return isWellFormed ? [{ type: answer.type, host, address: data, ttl, flush }] : [];
    }
    default:
      return [];
  }
}

function isServerData(data: unknown): data is { port: number; target: string } {
  if (typeof data !== 'object' || data === null || !('port' in data) || !('target' in data)) return false;
  return typeof data.port === 'number' && typeof data.target === 'string';
}

/** Copies, so that a packet's memory can go; empty strings say nothing (RFC 6763 section 6.1). */
function textStrings(data: unknown): Uint8Array[] | undefined {
  if (!Array.isArray(data)) return undefined;
  const strings: Uint8Array[] = [];
  let length = 0;
  for (const string of data as readonly unknown[]) {
    if (!(string instanceof Uint8Array)) return undefined;
    length += string.length;
    if (string.length > 0) strings.push(new Uint8Array(string));
  }
  return strings.length <= MAX_TXT_STRINGS && length <= MAX_TXT_BYTES ? strings : undefined;
}

function instanceIn(name: string, service: Service): string | undefined {
  return labelBefore(name, `.${service}`);
}

function hostIn(name: string): string | undefined {
  return labelBefore(name, HOST_SUFFIX);
}

/** The label in front of the suffix, where it is exactly one of letters, digits and dashes. */
function labelBefore(name: string, suffix: string): string | undefined {
  if (!name.endsWith(suffix)) return undefined;
  const label = name.slice(0, -suffix.length);
  return /^[a-z0-9-]{1,63}$/.test(label) ? label : undefined;
}
