// A token on the command line: as text, and as a picture that another program can read.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { newPerson } from './people.ts';

const hasReader = spawnSync('zbarimg', ['--version']).error === undefined;
const noReader = 'there is no zbarimg (Debian: zbar-tools)';
const pixelsPerModule = 6;
const blackOnWhite = '\u001b[38;5;16;48;5;231m';
const reset = '\u001b[0m';

/** One row of modules, true for dark. */
type Row = readonly boolean[];

/** Half blocks, black on white whatever the terminal's own colours are. */
function readTerminal(lines: readonly string[]): Row[] {
  return lines.flatMap((line) => {
    if (!line.startsWith(blackOnWhite) || !line.endsWith(reset))
      throw new Error(`no line of a picture: ${line}`);
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
function graymap(rows: readonly Row[]): Buffer {
  const grow = <T>(items: readonly T[]): T[] =>
    items.flatMap((item) => Array.from({ length: pixelsPerModule }, () => item));
  const width = (rows[0]?.length ?? 0) * pixelsPerModule;
  const pixels = grow(rows).flatMap((row) => grow(row).map((dark) => (dark ? 0 : 255)));
  return Buffer.concat([Buffer.from(`P5 ${width} ${pixels.length / width} 255\n`), Buffer.from(pixels)]);
}

function readBack(rows: readonly Row[]): string {
  return execFileSync('zbarimg', ['--quiet', '--raw', '--oneshot', '-'], {
    input: graymap(rows),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
    .toString()
    .trim();
}

describe('loom token', { timeout: 60_000 }, () => {
  test('prints the token alone, for scripts, and in JSON for programs', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    expect(ann.token).toMatch(/^LOOM-[A-Z2-7]{216}$/);
    expect(await ann.run('token')).toEqual({ code: 0, stdout: `${ann.token}\n`, stderr: '' });
    expect(await ann.json('token')).toEqual({ token: ann.token });
    expect(await ann.json('identity', 'show')).toMatchObject({ name: 'ann', token: ann.token });
  });

  test('draws QR codes of the smallest size that holds it, with a quiet zone of four modules', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const file = join(home.folder, 'token.svg');
    const { stdout } = await ann.run('token', '--qr', '--svg', file);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.pop()).toBe(ann.token);
    const rows = readTerminal(lines);
    expect(rows.slice(0, 4).flat()).not.toContain(true);
    expect(rows.flatMap((row) => row.slice(0, 4))).not.toContain(true);
    expect(rows[4]?.[4]).toBe(true);
    // Version 8 (49 modules) holds 221 alphanumeric characters at medium correction (ISO/IEC 18004, table 7).
    expect(rows[0]?.length).toBe(49 + 8);
    expect(readSvg(await readFile(file, 'utf8'))).toEqual(rows.slice(0, 57));
  });

  test('draws QR codes in which an independent reader finds the token', async ({ skip }) => {
    skip(!hasReader, noReader);
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const file = join(home.folder, 'token.svg');
    const { stdout } = await ann.run('token', '--qr', '--svg', file);
    expect(readBack(readTerminal(stdout.trimEnd().split('\n').slice(0, -1)))).toBe(ann.token);
    expect(readBack(readSvg(await readFile(file, 'utf8')))).toBe(ann.token);
  });

  test('says where it can’t write its picture', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const { code, stderr } = await ann.run('token', '--svg', join(home.folder, 'nowhere', 'token.svg'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The picture could not be written/);
  });
});
