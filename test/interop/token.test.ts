// Section 1 of PROTOCOL.md against its vectors.
import { describe, expect, test } from 'vitest';
import { fromHex, hex } from './bytes.ts';
import { fromBase32, makeIdentity, readToken, toBase32, TokenFault } from './token.ts';
import { readVectors, type Named } from './vectors.ts';

describe('section 1: tokens', () => {
  interface TokenCase extends Named {
    readonly seed: string;
    readonly ed: string;
    readonly x: string;
    readonly payload: string;
    readonly text: string;
    readonly tid: string;
  }
  interface Text extends Named {
    readonly text: string;
    readonly of: string;
  }
  const file = readVectors('token') as {
    cases: TokenCase[];
    accepted_texts: Text[];
    refused_texts: (Text & { code: string })[];
    refused_payloads: (Text & { code: string; payload: string })[];
  };

  test.each(file.cases)('$name: keys, text and token id come from the seed', (vector) => {
    const made = makeIdentity(fromHex(vector.seed));
    expect([hex(made.ed), hex(made.x), hex(made.tid), made.token]).toEqual([
      vector.ed,
      vector.x,
      vector.tid,
      vector.text,
    ]);
    expect(`LOOM-${toBase32(fromHex(vector.payload))}`).toBe(vector.text);
    expect(hex(fromBase32(vector.text.slice(5)))).toBe(vector.payload);
    const taken = readToken(vector.text);
    expect([hex(taken.ed), hex(taken.x), hex(taken.tid)]).toEqual([vector.ed, vector.x, vector.tid]);
  });

  test.each(file.accepted_texts)('is accepted: $name', ({ text, of }) => {
    expect(hex(readToken(text).tid)).toBe(file.cases.find(({ name }) => name === of)?.tid);
  });

  test.each([...file.refused_texts, ...file.refused_payloads])('is refused: $name', ({ text, code }) => {
    expect(() => readToken(text)).toThrow(new TokenFault(code));
  });
});
