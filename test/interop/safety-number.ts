// PROTOCOL.md section 8.2: what two people compare. Knows nothing of how it is shown.
import { blake2b } from '@noble/hashes/blake2.js';
import { join, type Bytes } from './bytes.ts';

export interface SafetyNumber {
  readonly digits: string;
  /** Numbers of symbols, 0 to 63. */
  readonly symbols: readonly number[];
  readonly qr: string;
}

const rounds = 5200;

export function safetyNumber(ed: Bytes, otherEd: Bytes): SafetyNumber {
  const halves = [half(ed), half(otherEd)].toSorted((a, b) => (a.digits < b.digits ? -1 : 1));
  const digits = halves.map((each) => each.digits).join('');
  return { digits, symbols: halves.flatMap((each) => each.symbols), qr: `loom-safety:1:${digits}` };
}

function half(ed: Bytes): { digits: string; symbols: number[] } {
  let h: Bytes = join('loom safety', 1, ed);
  for (let i = 0; i < rounds; i++) h = blake2b(join(h, ed), { dkLen: 64 });
  const fives = [0, 5, 10, 15, 20, 25].map((k) =>
    h.slice(k, k + 5).reduce((sum, byte) => sum * 256 + byte, 0),
  );
  const bits = Array.from(h.slice(0, 9), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return {
    digits: fives.map((five) => String(five % 100_000).padStart(5, '0')).join(''),
    symbols: (bits.match(/.{6}/g) ?? []).map((six) => parseInt(six, 2)),
  };
}
