// The newest entries of a log, as whoever asks later gets them.
import { readFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxLogEntries, type LoomEvent, type RecentLog } from '@loom/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProfileLog, type ProfileLog } from '../src/profile-log.ts';

let folder: string;
let told: LoomEvent[];
let log: ProfileLog;
let at = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-log-'));
  told = [];
  at = 1000;
  log = openProfileLog(
    join(folder, 'loom.log'),
    () => (at += 1),
    (event) => told.push(event),
  );
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

const recent = (limit: number): RecentLog => log.handlers.get_log({ limit }) as RecentLog;

test('what is logged is told at once, and kept in its order for who asks later', () => {
  log.log('info', 'one');
  log.log('debug', 'two');
  const { entries, file } = recent(10);
  expect(entries.map(({ level, message }) => [level, message])).toEqual([
    ['info', 'one'],
    ['debug', 'two'],
  ]);
  expect(told).toEqual(entries.map((payload) => ({ event: 'log', payload })));
  expect(file).toBe(join(folder, 'loom.log'));
});

test('the finest level is in memory only', async () => {
  log.log('debug', 'a whisper');
  log.log('warn', 'a word');
  const written = await readFile(join(folder, 'loom.log'), 'utf8');
  expect(written).toContain('warn a word');
  expect(written).not.toContain('a whisper');
});

test('only so many are kept, the newest of them, however many there were', () => {
  for (let number = 1; number <= 5 * maxLogEntries + 7; number++) log.log('debug', String(number));
  const { entries } = recent(maxLogEntries);
  expect(entries).toHaveLength(maxLogEntries);
  expect(entries[0]?.message).toBe(String(4 * maxLogEntries + 8));
  expect(entries.at(-1)?.message).toBe(String(5 * maxLogEntries + 7));
  expect(recent(2).entries.map(({ message }) => message)).toEqual([
    String(5 * maxLogEntries + 6),
    String(5 * maxLogEntries + 7),
  ]);
});
