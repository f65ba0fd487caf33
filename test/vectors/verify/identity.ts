// token.json, keys.json and beacon.json against the code that ships.
import {
  beaconTxt,
  derivePairKeys,
  encodeToken,
  epochAt,
  epochStart,
  identityFromSeed,
  parseBeacon,
  parseToken,
  tagFor,
  tokenFromPayload,
} from '@loom/protocol';
import { concat, u32, u64 } from '../../../packages/protocol/src/bytes.ts';
import { signedPart } from '../../../packages/protocol/src/identity/token.ts';
import { hmac } from '../../../packages/protocol/src/primitives/hash.ts';
import { x25519 } from '../../../packages/protocol/src/primitives/x25519.ts';
import type { BeaconCase } from '../make/beacon.ts';
import type { PairCase } from '../make/keys.ts';
import type { EditedText, RefusedPayload, RefusedText, TokenCase, TokenFile } from '../make/token.ts';
import { bytes, faultOf, find, hex, same, splice, valueOf } from './check.ts';

export function verifyToken(vector: TokenCase): void {
  const identity = identityFromSeed(bytes(vector.seed));
  const token = valueOf(parseToken(vector.text));
  same(vector.name, tokenCaseOf(identity), { ...vector });
  same('what is read', [hex(token.payload), hex(token.tid)], [vector.payload, vector.tid]);
  same('its keys', [hex(token.identityKey), hex(token.staticKey)], [vector.ed, vector.x]);

  function tokenCaseOf({ identityKey, staticKey, tokenPayload, tid }: typeof identity): TokenCase {
    return {
      name: vector.name,
      seed: hex(identity.masterSeed),
      ed25519_seed: hex(identityKey.secretKey),
      ed: hex(identityKey.publicKey),
      x25519_secret: hex(staticKey.secretKey),
      x: hex(staticKey.publicKey),
      signed: hex(signedPart(identityKey.publicKey, staticKey.publicKey)),
      sig: hex(tokenPayload.subarray(65, 129)),
      ck: hex(tokenPayload.subarray(129)),
      payload: hex(tokenPayload),
      text: encodeToken(tokenPayload),
      tid: hex(tid),
    };
  }
}

export function verifyAccepted(vector: EditedText, file: TokenFile): void {
  const base = find(file.cases, vector.of);
  same('the text', vector.text, splice(base.text, vector.at, vector.remove, vector.insert));
  same(vector.name, hex(valueOf(parseToken(vector.text)).payload), base.payload);
}

export function verifyRefusedText(vector: RefusedText, file: TokenFile): void {
  const base = find(file.cases, vector.of);
  same('the text', vector.text, splice(base.text, vector.at, vector.remove, vector.insert));
  same(vector.name, faultOf(parseToken(vector.text)).code, vector.code);
}

export function verifyRefusedPayload(vector: RefusedPayload): void {
  same('the text', encodeToken(bytes(vector.payload)), vector.text);
  same(vector.name, faultOf(parseToken(vector.text)).code, vector.code);
}

export function verifyPair(vector: PairCase): void {
  const [a, b] = [identityFromSeed(bytes(vector.a_seed)), identityFromSeed(bytes(vector.b_seed))];
  const [ofA, ofB] = [a, b].map(({ tokenPayload }) => tokenFromPayload(tokenPayload));
  if (ofA === undefined || ofB === undefined) throw new Error('two of two');
  const [ours, theirs] = [derivePairKeys(a, ofB), derivePairKeys(b, ofA)];
  const shared = x25519(a.staticKey.secretKey, ofB.staticKey) ?? new Uint8Array(0);
  const info = (label: string) => hex(Buffer.concat([Buffer.from(label), a.tid, b.tid]));
  same(
    vector.name,
    {
      name: vector.name,
      a_seed: vector.a_seed,
      b_seed: vector.b_seed,
      a_tid: hex(a.tid),
      b_tid: hex(b.tid),
      shared: hex(shared),
      knock_info_a_to_b: info('loom knock'),
      knock_key_a_to_b: hex(ours.knockTo),
      knock_key_b_to_a: hex(ours.knockFrom),
      beacon_info_a_to_b: info('loom beacon'),
      beacon_key_a_to_b: hex(ours.beaconTo),
      beacon_key_b_to_a: hex(ours.beaconFrom),
    },
    { ...vector },
  );
  same(
    'the other side',
    [hex(theirs.knockTo), hex(theirs.knockFrom)],
    [vector.knock_key_b_to_a, vector.knock_key_a_to_b],
  );
  same(
    'the other side',
    [hex(theirs.beaconTo), hex(theirs.beaconFrom)],
    [vector.beacon_key_b_to_a, vector.beacon_key_a_to_b],
  );
}

export function verifyBeacon(vector: BeaconCase): void {
  const { epoch } = vector;
  const [fillerKey, keys] = [
    bytes(vector.filler_key),
    vector.contacts.map(({ beacon_key: key }) => bytes(key)),
  ];
  same('the epoch', [epochStart(epoch), epochAt(vector.epoch_start_ms)], [vector.epoch_start_ms, epoch]);
  const tags = keys.map((key) => hex(u32(tagFor(key, epoch))));
  same(
    'tags',
    tags,
    vector.contacts.map(({ tag }) => tag),
  );
  const fillers = vector.fillers.map((_, i) =>
    hex(hmac(fillerKey, concat(u64(epoch), u32(i))).subarray(0, 4)),
  );
  same('fillers', fillers, vector.fillers);
  same('TXT', beaconTxt({ epoch, beaconKeys: keys, fillerKey }).map(hex), vector.txt);
  const heard = parseBeacon(vector.txt.map(bytes));
  same(
    'what is heard',
    [heard?.epoch, [...(heard?.tags ?? [])].map((tag) => hex(u32(tag)))],
    [epoch, [...vector.contacts.map(({ tag }) => tag), ...vector.fillers].toSorted()],
  );
}
