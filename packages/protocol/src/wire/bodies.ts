// What a message says: CBOR (RFC 8949, deterministic encoding) with integer keys (PROTOCOL.md section 5). A
// body that is not understood is kept as it is, never an error, so that new kinds can come.

import { decode, type DecodeOptions, encode, rfc8949EncodeOptions, type Token, Tokenizer } from 'cborg';
import { equal, copyOf } from '../bytes.ts';
import { limits } from '../limits.ts';

const KIND = 0;
const TEXT = 1;
const TEXT_KIND = 1;
/** Of an EPHEMERAL, whose kinds are counted apart. */
const TYPING = 1;
const TYPING_KIND = 1;

export type Body =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unknown'; readonly body: Uint8Array };

/** What an EPHEMERAL says; `unknown` is ignored. */
export type Ephemeral = { readonly kind: 'typing'; readonly typing: boolean } | { readonly kind: 'unknown' };

/** @throws {RangeError} unless the text is well-formed Unicode of 1 byte to 64 KiB in UTF-8. */
export function encodeText(text: string): Uint8Array {
  if (!isSendable(text)) throw new RangeError('a text has 1 byte to 64 KiB of well-formed UTF-8');
  return encodeDeterministic(
    new Map<number, number | string>([
      [KIND, TEXT_KIND],
      [TEXT, text],
    ]),
  );
}

export function decodeBody(body: Uint8Array): Body {
  const value = decodeDeterministic(body);
  if (value instanceof Map && value.get(KIND) === TEXT_KIND) {
    const text: unknown = value.get(TEXT);
    if (typeof text === 'string' && isSendable(text)) return { kind: 'text', text };
  }
  return { kind: 'unknown', body: copyOf(body) };
}

/** The body of an EPHEMERAL that says whether the sender is writing. */
export function encodeTyping(typing: boolean): Uint8Array {
  return encodeDeterministic(
    new Map<number, number | boolean>([
      [KIND, TYPING_KIND],
      [TYPING, typing],
    ]),
  );
}

export function decodeEphemeral(body: Uint8Array): Ephemeral {
  const value = decodeDeterministic(body);
  if (value instanceof Map && value.get(KIND) === TYPING_KIND) {
    const typing: unknown = value.get(TYPING);
    if (typeof typing === 'boolean') return { kind: 'typing', typing };
  }
  return { kind: 'unknown' };
}

function isSendable(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes >= 1 && bytes <= limits.maxTextBytes && text.isWellFormed();
}

function encodeDeterministic(value: unknown): Uint8Array {
  return encode(value, rfc8949EncodeOptions);
}

/**
 * @returns undefined for everything that would not be encoded to these very bytes: among it ill-formed UTF-8,
 * keys out of order and integers longer than they need to be.
 */
function decodeDeterministic(bytes: Uint8Array): unknown {
  const options: DecodeOptions = {
    strict: true,
    useMaps: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowInfinity: false,
    allowNaN: false,
    rejectDuplicateMapKeys: true,
  };
  try {
    const value: unknown = decode(bytes, { ...options, tokenizer: new ShallowTokenizer(bytes, options) });
    return equal(encodeDeterministic(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses maps and arrays nested deeper than the limit before the decoder descends into them. */
class ShallowTokenizer extends Tokenizer {
  /** Items still to come in each map or array that is open, the outermost first. */
  readonly #open: number[] = [];

  override next(): Token {
    while (this.#open.at(-1) === 0) this.#open.pop();
    const token = super.next();
    const itemsLeft = this.#open.pop();
    if (itemsLeft !== undefined) this.#open.push(itemsLeft - 1);
    const items = itemsOf(token);
    if (items !== undefined) this.#open.push(items);
    if (this.#open.length > limits.maxBodyDepth) throw new RangeError('nested too deeply');
    return token;
  }
}

/** How many items follow inside a container: a map of n entries has 2n. */
function itemsOf(token: Token): number | undefined {
  switch (token.type.name) {
    case 'array':
      return Number(token.value);
    case 'map':
      return 2 * Number(token.value);
    default:
      return undefined;
  }
}
