import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maxLogBytes, openLogFile } from '../src/log-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

describe('A log file', () => {
  test('holds one line an entry, with time and level, for its owner alone', () => {
    const path = join(folder, 'loom.log');
    const log = openLogFile(path);
    log.write({ at, level: 'info', message: 'begins' });
    log.write({ at, level: 'warn', message: 'two\nlines\u001b[2J' });
    log.close();
    expect(readFileSync(path, 'utf8')).toBe(
      '2026-01-02T03:04:05.006Z info begins\n2026-01-02T03:04:05.006Z warn two lines [2J\n',
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('goes on where an earlier one ended', () => {
    const path = join(folder, 'loom.log');
    for (const word of ['one', 'two']) {
      const log = openLogFile(path);
      log.write({ at, level: 'info', message: word });
      log.close();
    }
    expect(readFileSync(path, 'utf8')).toMatch(/info one\n.*info two\n/);
  });

  test('is bounded: it turns over once it is full, and only one old file is kept', () => {
    const path = join(folder, 'loom.log');
    const log = openLogFile(path);
    const entry = 'x'.repeat(100_000);
    for (let written = 0; written < 5 * maxLogBytes; written += entry.length)
      log.write({ at, level: 'info', message: entry });
    log.write({ at, level: 'info', message: 'the last one' });
    log.close();
    expect(readdirSync(folder).toSorted()).toEqual(['loom.log', 'loom.log.1']);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).size).toBeLessThan(maxLogBytes + entry.length + 100);
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(path, 'utf8')).toMatch(/the last one\n$/);
  });

  test('that can’t be written stops nobody', () => {
    const log = openLogFile(join(folder, 'nowhere', 'loom.log'));
    expect(() => log.write({ at, level: 'error', message: 'lost' })).not.toThrow();
    log.close();
  });
});
