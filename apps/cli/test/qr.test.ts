import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { qrLines, qrSvg } from '../src/qr.ts';

/** 216 characters of base32 after the prefix, as a token has. */
const token = `LOOM-${'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.repeat(7).slice(0, 216)}`;
const hasReader = spawnSync('zbarimg', ['--version']).error === undefined;
const noReader = 'there is no zbarimg (Debian: zbar-tools)';
const pixelsPerModule = 6;
const blackOnWhite = '\u001b[38;5;16;48;5;231m';
const reset = '\u001b[0m';

/** One row of modules, true for dark. */
type Row = readonly boolean[];

function readTerminal(lines: readonly string[]): Row[] {
  return lines.flatMap((line) => {
    expect([line.slice(0, blackOnWhite.length), line.slice(-reset.length)]).toEqual([blackOnWhite, reset]);
    const blocks = Array.from(line.slice(blackOnWhite.length, -reset.length));
    return [blocks.map((block) => '▀█'.includes(block)), blocks.map((block) => '▄█'.includes(block))];
  });
}

function readSvg(svg: string): Row[] {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const squares = [...svg.matchAll(/M(\d+),(\d+)h(\d+)v\3h-\3z/g)].map((match) => match.slice(1).map(Number));
  const unit = squares[0]?.[2] ?? 0;
  const rows = Array.from({ length: size / unit }, () => Array.from({ length: size / unit }, () => false));
  for (const [x = 0, y = 0] of squares) rows[y / unit]?.splice(x / unit, 1, true);
  return rows;
}

/** The picture as a portable graymap, which any reader takes. */
function picture(rows: readonly Row[]): Buffer {
  const grow = <T>(items: readonly T[]): T[] =>
    items.flatMap((item) => Array.from({ length: pixelsPerModule }, () => item));
  const width = (rows[0]?.length ?? 0) * pixelsPerModule;
  const pixels = grow(rows).flatMap((row) => grow(row).map((dark) => (dark ? 0 : 255)));
  return Buffer.concat([Buffer.from(`P5 ${width} ${pixels.length / width} 255\n`), Buffer.from(pixels)]);
}

function readBack(rows: readonly Row[]): string {
  return execFileSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-'], {
    input: picture(rows),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
    .toString()
    .trim();
}

test('The QR code has a quiet zone of four modules, and the alphanumeric mode’s size', () => {
  const rows = readTerminal(qrLines(token));
  const inside = rows.slice(4).map((row) => row.slice(4));
  expect(rows.slice(0, 4).flat()).not.toContain(true);
  expect(rows.flatMap((row) => row.slice(0, 4))).not.toContain(true);
  expect(inside[0]?.[0]).toBe(true);
  // Version 8, the smallest that holds 221 alphanumeric characters at medium correction (ISO/IEC 18004, table 7).
  expect(rows[0]?.length).toBe(49 + 8);
  expect(readSvg(qrSvg(token)).map((row) => row.length)).toEqual(Array.from({ length: 57 }, () => 57));
});

test('An independent reader finds the token in the terminal’s QR code', ({ skip }) => {
  skip(!hasReader, noReader);
  expect(readBack(readTerminal(qrLines(token)))).toBe(token);
});

test('An independent reader finds the token in the SVG picture', ({ skip }) => {
  skip(!hasReader, noReader);
  expect(readBack(readSvg(qrSvg(token)))).toBe(token);
});
