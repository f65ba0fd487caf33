// The log as the window holds it: what was there, what comes meanwhile, and how much of it is kept.
import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { LogEntry, LogLevel } from '@loom/contract';
import { CallError, type Host } from '../src/host.ts';
import { createLog, keptEntries } from '../src/state/log.ts';
import { chosenEntries, logLine } from '../src/text/log.ts';

const entry = (number: number, level: LogLevel = 'info', message = `line ${number}`): LogEntry => ({
  number,
  at: 1_700_000_000_000,
  level,
  message,
});

function opened(answer: Promise<unknown>) {
  const host: Host = {
    // What a command answers is the test's business; the state only passes it on.
    call: () => answer as never,
    on: () => () => undefined,
    connection: signal('open'),
    notice: signal(undefined),
    linkedToken: signal(undefined),
    can: { saveFiles: false, openLinks: false, ownKeys: false, scanQr: false },
    notifier: undefined,
  };
  const log = createLog(host);
  return {
    log,
    numbers: () => log.entries.value.map(({ number }) => number),
    come: (number: number) => log.apply({ event: 'log', payload: entry(number) }),
  };
}

test('what comes while the earlier lines are on their way stands after them, once', async () => {
  const answer = Promise.withResolvers<unknown>();
  const { log, numbers, come } = opened(answer.promise);
  come(1);
  expect(numbers()).toEqual([]);
  const opening = log.open();
  come(3);
  come(4);
  answer.resolve({ entries: [entry(2), entry(3)], file: '/loom.log' });
  await opening;
  come(5);
  expect(numbers()).toEqual([2, 3, 4, 5]);
  expect(log.file.value).toBe('/loom.log');
  log.close();
  come(6);
  expect(numbers()).toEqual([]);
});

test('the newest are kept, however many come', async () => {
  const { log, numbers, come } = opened(Promise.resolve({ entries: [], file: '/loom.log' }));
  await log.open();
  for (let number = 1; number <= 3 * keptEntries; number++) come(number);
  expect(numbers()).toHaveLength(keptEntries);
  expect(numbers().at(-1)).toBe(3 * keptEntries);
});

test('why they could not be had is told in words', async () => {
  const { log } = opened(Promise.reject(new CallError('Loom did not answer.')));
  await log.open();
  expect(log.problem.value).toBe('Loom did not answer.');
});

test('lines are chosen by level and words, and copied as they stand in the file', () => {
  const entries = [
    entry(1, 'debug', 'asked'),
    entry(2, 'info', 'The network runs'),
    entry(3, 'error', 'a network \u001b[2Jerror'),
  ];
  const numbers = (least: LogLevel, words: string) =>
    chosenEntries(entries, least, words).map(({ number }) => number);
  expect(numbers('debug', '')).toEqual([1, 2, 3]);
  expect(numbers('info', ' NETWORK ')).toEqual([2, 3]);
  expect(numbers('error', 'runs')).toEqual([]);
  expect(entries.map(logLine).at(-1)).toMatch(/^2023-11-14T22:13:20\.000Z error a network \S*\[2Jerror$/);
});
