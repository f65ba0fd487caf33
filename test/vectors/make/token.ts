// token.json: from a seed to the text of a token, and what is refused (PROTOCOL.md section 1).
import { alice, bob, carol, payloadOf, type Person, signedPart, textOf } from './people.ts';
import { hex, type Hex, sign, zeros } from './primitives.ts';

export interface TokenCase {
  readonly name: string;
  readonly seed: Hex;
  readonly ed25519_seed: Hex;
  readonly ed: Hex;
  readonly x25519_secret: Hex;
  readonly x: Hex;
  readonly signed: Hex;
  readonly sig: Hex;
  readonly ck: Hex;
  readonly payload: Hex;
  readonly text: string;
  readonly tid: Hex;
}

/** `text` is the token of the case `of`, with `remove` characters from `at` (0 is the L) replaced by `insert`. */
export interface EditedText {
  readonly name: string;
  readonly of: string;
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  readonly text: string;
}

export interface RefusedText extends EditedText {
  readonly code: string;
}

export interface RefusedPayload {
  readonly name: string;
  readonly payload: Hex;
  readonly text: string;
  readonly code: string;
}

export interface TokenFile {
  readonly comment: string;
  readonly cases: readonly TokenCase[];
  readonly accepted_texts: readonly EditedText[];
  readonly refused_texts: readonly RefusedText[];
  readonly refused_payloads: readonly RefusedPayload[];
}

function tokenCase(name: string, person: Person): TokenCase {
  return {
    name,
    seed: hex(person.seed),
    ed25519_seed: hex(person.edSecret),
    ed: hex(person.ed),
    x25519_secret: hex(person.xSecret),
    x: hex(person.x),
    signed: hex(signedPart(2, person.ed, person.x)),
    sig: hex(person.signature),
    ck: hex(person.checksum),
    payload: hex(person.payload),
    text: person.text,
    tid: hex(person.tid),
  };
}

function edited(name: string, at: number, remove: number, insert: string): EditedText {
  const text = alice.text.slice(0, at) + insert + alice.text.slice(at + remove);
  return { name, of: 'alice', at, remove, insert, text };
}

/** A character of the alphabet that is not the one at this place. */
function another(at: number): string {
  return alice.text.charAt(at) === 'Q' ? 'R' : 'Q';
}

/** Every O, B, I and L as the digit that looks like it. */
function lookingAlike(text: string): string {
  return text.replaceAll('O', '0').replaceAll('B', '8').replaceAll(/[IL]/g, '1');
}

function refusedPayload(
  name: string,
  code: string,
  fields: { version?: number; ed?: Uint8Array; x?: Uint8Array },
): RefusedPayload {
  const { version = 2, ed = alice.ed, x = alice.x } = fields;
  const payload = payloadOf(version, ed, x, sign(alice.edSecret, signedPart(version, ed, x)));
  return { name, payload: hex(payload), text: textOf(payload), code };
}

export function tokenFile(): TokenFile {
  const twoWrong = alice.text.slice(41, 100);
  return {
    comment:
      'PROTOCOL.md section 1. Every payload under refused_payloads has a good checksum; that of an altered key is signed by alice. token-own and token-key-reused depend on what the reader holds, and are not here.',
    cases: [tokenCase('alice', alice), tokenCase('bob', bob), tokenCase('carol', carol)],
    accepted_texts: [
      edited('no dash', 4, 1, ''),
      edited('lower case', 0, 221, alice.text.toLowerCase()),
      edited('white space and line breaks', 20, 0, ' \r\n\t'),
      edited('dashes of all kinds', 30, 0, '-\u2011\u2014'),
      edited('look-alikes, the prefix included', 0, 221, lookingAlike(alice.text)),
    ],
    refused_texts: [
      { ...edited('another prefix', 0, 4, 'MOOL'), code: 'token-prefix' },
      { ...edited('no prefix', 0, 5, ''), code: 'token-prefix' },
      { ...edited('two characters outside the alphabet', 9, 2, '99'), code: 'token-alphabet' },
      { ...edited('one character less', 220, 1, ''), code: 'token-length' },
      { ...edited('one character more', 221, 0, 'A'), code: 'token-length' },
      {
        ...edited(
          'a token of version 1: 106 characters whose first byte is 01',
          5,
          216,
          `AE${'A'.repeat(104)}`,
        ),
        code: 'token-version',
      },
      {
        ...edited('two characters wrong, 60 places apart', 40, 61, another(40) + twoWrong + another(100)),
        code: 'token-checksum',
      },
    ],
    refused_payloads: [
      refusedPayload('version 1', 'token-version', { version: 1 }),
      refusedPayload('version 3', 'token-version', { version: 3 }),
      refusedPayload('ed is the neutral point', 'token-key', { ed: Uint8Array.of(1, ...zeros(31)) }),
      refusedPayload('ed has order 4', 'token-key', { ed: zeros(32) }),
      refusedPayload('ed is no point', 'token-key', { ed: Uint8Array.of(2, ...zeros(31)) }),
      refusedPayload('ed is not canonical', 'token-key', {
        ed: Uint8Array.of(0xee, ...new Uint8Array(30).fill(0xff), 0x7f),
      }),
      refusedPayload('x is zero', 'token-key', { x: zeros(32) }),
      refusedPayload('x has order 2', 'token-key', { x: Uint8Array.of(1, ...zeros(31)) }),
      refusedPayload('x is not canonical', 'token-key', {
        x: Uint8Array.of(0xf6, ...new Uint8Array(30).fill(0xff), 0x7f),
      }),
      refusedPayload('bob’s ed, signed by alice', 'token-signature', { ed: bob.ed }),
      refusedPayload('bob’s ed and x, signed by alice', 'token-signature', { ed: bob.ed, x: bob.x }),
    ],
  };
}
