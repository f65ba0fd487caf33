// What `loom log` tells of an engine that runs: what was logged before, and, with --follow, what comes after.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogEntry } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import { makeHome } from '../support/loom.ts';
import { freePort, newPerson } from './people.ts';

describe('loom log', { timeout: 60_000 }, () => {
  test('tells what the running engine logged before, as its file does, and names that file', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const port = await freePort();
    await ann.daemon('--no-mdns', '--port', port);
    const { stdout, stderr } = await ann.run('log');
    expect(stdout).toMatch(new RegExp(`^\\S+Z info the network runs on port ${port}$`, 'm'));
    const file = join(home.folder, 'profiles', 'ann', 'loom.log');
    expect(stderr).toBe(`The file: ${file}\n`);
    const written = await readFile(file, 'utf8');
    for (const line of stdout.split('\n').filter((each) => !each.includes(' debug ')))
      expect(written).toContain(line);
    const [newest, ...others] = await ann.json<LogEntry[]>('log', '--limit', '1');
    expect(others).toEqual([]);
    expect(newest?.message).toBe(`the network runs on port ${port}`);
  });

  test('goes on with what comes, each entry once', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const daemon = await ann.daemon('--no-mdns', '--port', await freePort());
    const follower = home.start('--profile', 'ann', '--json', 'log', '--follow');
    await follower.prints(/the network runs on port/);
    await daemon.stop();
    const { stdout } = await follower.ended;
    const numbers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Partial<LogEntry>)
      .flatMap(({ number }) => (number === undefined ? [] : [number]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('is of an engine that runs, and says so where none does', async () => {
    await using home = await makeHome();
    const ann = await newPerson(home, 'ann');
    const { code, stderr } = await ann.run('log');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/not running/)]);
  });
});
