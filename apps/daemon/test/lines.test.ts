import { describe, expect, test } from 'vitest';
import { createLineReader, type Line } from '../src/lines.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (line: string): Line => ({ ok: true, text: line });

describe('A line reader', () => {
  test('gives whole lines, however the bytes are cut', () => {
    const whole = bytes('eins\nzwei ü 🙂\n\ndrei\n');
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const reader = createLineReader(100);
      const lines = [...reader.push(whole.subarray(0, cut)), ...reader.push(whole.subarray(cut))];
      expect(lines).toEqual([text('eins'), text('zwei ü 🙂'), text(''), text('drei')]);
      expect(reader.end()).toEqual([]);
    }
  });

  test('gives what stands behind the last line feed at the end', () => {
    const reader = createLineReader(100);
    expect(reader.push(bytes('half'))).toEqual([]);
    expect(reader.end()).toEqual([text('half')]);
    expect(reader.end()).toEqual([]);
  });

  test('takes a line of exactly the limit, and throws away a longer one alone', () => {
    const reader = createLineReader(4);
    expect(reader.push(bytes('four\nfiver\nok\n'))).toEqual([
      text('four'),
      { ok: false, reason: 'too-long' },
      text('ok'),
    ]);
  });

  test('counts a long line over many pieces', () => {
    const reader = createLineReader(4);
    for (let piece = 0; piece < 1000; piece += 1) expect(reader.push(bytes('xxx'))).toEqual([]);
    expect(reader.push(bytes('\nok\n'))).toEqual([{ ok: false, reason: 'too-long' }, text('ok')]);
  });

  test('refuses bytes that are no UTF-8, instead of replacing them', () => {
    const reader = createLineReader(100);
    const lines = reader.push(Uint8Array.of(0x61, 0xff, 0x0a, 0xc3, 0x0a, 0x62, 0x0a));
    expect(lines).toEqual([
      { ok: false, reason: 'not-utf-8' },
      { ok: false, reason: 'not-utf-8' },
      text('b'),
    ]);
  });
});
