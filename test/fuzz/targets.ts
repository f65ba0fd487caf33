// Every reader of bytes from outside, with valid inputs to damage and what must hold for whatever comes of them: nothing is
// thrown, and what is accepted is written back as the bytes that it was read from.
import {
  answerM1,
  answerPairing,
  backupHeadSize,
  beaconTxt,
  decodeBackupHead,
  decodeBody,
  decodeEnvelope,
  decodeEphemeral,
  decodeHello,
  decodeSession,
  encodeEnvelope,
  encodeHello,
  encodeSession,
  encodeText,
  encodeToken,
  initiatePairing,
  limits,
  LinkOpener,
  openMessage,
  parseAddress,
  parseBeacon,
  parseToken,
  readM1,
  readM2,
  readM3,
  readP2,
  sealMessage,
} from '@loom/protocol';
import { readReply, readRequest, requestText, resultText } from '@loom/contract';
import { equal } from '../../packages/protocol/src/bytes.ts';
import { FrameAssembler } from '../../packages/protocol/src/link/frame-assembler.ts';
import { decodePairingFrame, encodePairingFrame } from '../../packages/protocol/src/pairing/frames.ts';
import { decodeFrame, encodeFrame } from '../../packages/protocol/src/wire/frames.ts';
import { formatAddress } from '../../packages/protocol/src/wire/addresses.ts';
import {
  decodePacket,
  encodeProbe,
  encodeQuery,
  encodeResponse,
} from '../../packages/node/src/mdns/packets.ts';
import { recordsOf } from '../../packages/node/src/mdns/records.ts';
import * as sample from './samples.ts';

export interface Target {
  readonly name: string;
  readonly samples: readonly Uint8Array[];
  /** @throws where something does not hold. */
  readonly run: (input: Uint8Array) => void;
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

const bytesOf = (value: string) => Buffer.from(value, 'utf8');

/** What only the sealer's own bytes may get past: anything else has a wrong tag, header or size. */
function onlyUnaltered(name: string, original: Uint8Array, accepts: (input: Uint8Array) => boolean): Target {
  return {
    name,
    samples: [original],
    run: (input) => must(!accepts(input) || equal(input, original), 'an altered message was accepted'),
  };
}

/** Strings of a TXT record, each behind its length. */
function strings(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 1 + (bytes[at] ?? 0)) {
    found.push(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  }
  return found;
}

export const targets: readonly Target[] = [
  {
    name: 'token',
    samples: sample.tokenTexts.map(bytesOf),
    run: (input) => {
      const read = parseToken(text(input));
      if (!read.ok) return;
      const again = parseToken(encodeToken(read.value.payload));
      must(again.ok && equal(again.value.payload, read.value.payload), 'a token changed');
    },
  },
  {
    name: 'hello',
    samples: sample.hellos,
    run: (input) => {
      const read = decodeHello(input);
      if (!read.ok) return;
      const written = encodeHello(read.value);
      // Unknown flags and the spare bytes are ignored (PROTOCOL.md section 3).
      const known = new Uint8Array(input);
      known[34] = 0;
      known[35] = (known[35] ?? 0) & 3;
      known.fill(0, 200);
      must(equal(written, known), 'a HELLO changed');
    },
  },
  {
    name: 'frames',
    samples: sample.frameStreams,
    run: (input) => {
      const read = new FrameAssembler().push(input);
      if (!read.ok) return;
      for (const frame of read.value) {
        const { body } = encodeFrame(frame);
        must(decodeFrame(frame.type, body) !== undefined, `a ${frame.type} frame can't be read again`);
      }
    },
  },
  {
    name: 'addresses',
    samples: sample.addressBodies,
    run: (input) => {
      const frame = decodeFrame('addresses', input);
      if (frame !== undefined) must(equal(encodeFrame(frame).body, input), 'ADDRESSES changed');
    },
  },
  {
    name: 'address',
    samples: ['192.168.1.20', 'fe80::1%eth0', '2001:db8::8:800:200c:417a', '::ffff:1.2.3.4'].map(bytesOf),
    run: (input) => {
      const read = parseAddress(text(input));
      if (read === undefined) return;
      const again = parseAddress(formatAddress(read));
      must(again !== undefined && equal(again, read), 'an address changed');
    },
  },
  {
    name: 'records',
    samples: [sample.records],
    run: (input) => {
      const whole = new LinkOpener(sample.linkKey).push(input);
      // In whatever pieces it comes, it is the same.
      const opener = new LinkOpener(sample.linkKey);
      const middle = input.length >> 1;
      const first = opener.push(input.subarray(0, middle));
      const second = opener.push(input.subarray(middle));
      must((first.ok && second.ok) === whole.ok, 'it depends on the pieces');
    },
  },
  {
    name: 'envelopes',
    samples: sample.envelopes,
    run: (input) => {
      const read = decodeEnvelope(input);
      if (!read.ok || read.value.type === 'unknown') return;
      must(equal(encodeEnvelope(read.value), input), 'an envelope changed');
    },
  },
  {
    name: 'bodies',
    samples: sample.bodies,
    run: (input) => {
      decodeEphemeral(input);
      const read = decodeBody(input);
      if (read.kind === 'unknown') must(equal(read.body, input), 'an unknown body changed');
      else {
        const again = decodeBody(encodeText(read.text));
        must(again.kind === 'text' && again.text === read.text, 'a text changed');
      }
    },
  },
  {
    name: 'beacon',
    samples: [2, 20].map((count) => {
      const keys = Array.from({ length: count }, (_, i) => new Uint8Array(32).fill(i));
      const txt = beaconTxt({ epoch: 1_888_888, beaconKeys: keys, fillerKey: new Uint8Array(32) });
      return Buffer.concat(txt.flatMap((string) => [Uint8Array.of(string.length), string]));
    }),
    run: (input) => {
      const read = parseBeacon(strings(input));
      if (read === undefined) return;
      must(Number.isSafeInteger(read.epoch) && read.epoch >= 0, 'an epoch that is none');
      must(read.tags.size <= 252, 'more tags than fit');
    },
  },
  onlyUnaltered('m1', sample.m1, (input) => readM1(sample.responder, input).ok),
  onlyUnaltered('m2', sample.m2, (input) => readM2(sample.awaitingM2, input).ok),
  onlyUnaltered('m3', sample.m3, (input) => readM3(sample.awaitingM3, input).ok),
  {
    name: 'm1-payload',
    samples: [sample.openedM1.encapsulationKey],
    run: (input) => {
      const forged = { ...sample.openedM1, encapsulationKey: input };
      const answer = answerM1(forged, sample.initiatorToken, sample.random, sample.kem);
      if (!answer.ok) must(answer.fault.code === 'bad-kem-key', 'another fault than that of the key');
    },
  },
  onlyUnaltered('ratchet', sample.ratchetMessage, (input) => openMessage(sample.receiver, input, 0).ok),
  {
    name: 'session',
    samples: [
      sample.sender,
      sample.receiver,
      sealMessage(sample.sender, bytesOf('x'), sample.random).session,
    ].map(encodeSession),
    run: (input) => {
      const read = decodeSession(input);
      if (read.ok) must(equal(encodeSession(read.value), input), 'a session changed');
    },
  },
  {
    name: 'backup-head',
    samples: [sample.backupHead],
    run: (input) => {
      const read = decodeBackupHead(input);
      if (!read.ok) return;
      must(input.length === backupHeadSize, 'a head of another size was taken');
      must(equal(read.value.header, input.subarray(0, read.value.header.length)), 'a head changed');
      const { cost } = read.value;
      const { passes, kibibytes } = limits.maxPassphraseCost;
      must(cost.passes <= passes && cost.kibibytes <= kibibytes, 'a head costs more than anybody pays');
    },
  },
  {
    name: 'pairing-p1',
    samples: [initiatePairing(sample.random, sample.kem).p1.subarray(2)],
    run: (input) => {
      answerPairing(input, sample.random, sample.kem);
    },
  },
  onlyUnaltered('pairing-p2', sample.p2, (input) => readP2(sample.awaitingP2, input).ok),
  {
    name: 'pairing-frames',
    samples: sample.pairingFrames,
    run: (input) => {
      const read = decodePairingFrame(input);
      if (read !== undefined) must(equal(encodePairingFrame(read), input), 'a pairing frame changed');
    },
  },
  {
    name: 'dns',
    samples: dnsPackets(),
    run: (input) => {
      const read = decodePacket(input);
      if (read?.kind === 'response') encodeResponse(read.records);
    },
  },
  {
    name: 'json-rpc',
    samples: [
      requestText(1, 'send_message', { contact_pub_key: 'A', text: 'hello' }),
      requestText('a', 'get_contacts', {}),
      resultText(1, { contacts: [] }),
      '{"jsonrpc":"2.0","method":"event","params":{"event":"x","payload":{}}}',
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"m","data":{"code":"internal"}}}',
    ].map(bytesOf),
    run: (input) => {
      const line = text(input);
      const read = readRequest(line);
      if (read.ok && read.request.id !== undefined) {
        const { id, method, params } = read.request;
        must(readRequest(requestText(id, method, params)).ok, 'a request can’t be read again');
      }
      readReply(line);
    },
  },
];

function dnsPackets(): Uint8Array[] {
  const names = { instance: 'l0123456789abcdef', host: 'lfedcba9876543210' };
  const txt = beaconTxt({ epoch: 7, beaconKeys: [], fillerKey: new Uint8Array(32) });
  const records = recordsOf(names, { epoch: 7, port: 47113, txt }, ['192.168.1.20', 'fe80::1']);
  const known = [{ instance: names.instance, ttl: 120 }];
  return [encodeResponse(records), encodeProbe(names, records), encodeQuery(known), encodeQuery([])].flat();
}
