import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '@loom/engine/testing';
import { createRestoreUpload, type RestoreUpload } from '../src/restore-upload.ts';

const window = {};
const otherWindow = {};
let folder: string;
let drafts: string;
let clock: VirtualClock;
let upload: RestoreUpload;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-upload-'));
  drafts = join(folder, 'drafts');
  clock = new VirtualClock();
  upload = createRestoreUpload(drafts, clock);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what comes in pieces is the file that was handed over, closed to others', () => {
  const id = upload.begin(window, 10);
  upload.add(id, 0, Buffer.from('0123'));
  upload.add(id, 4, Buffer.from('456789'));
  expect(readFileSync(upload.pathOf(id), 'utf8')).toBe('0123456789');
  expect(statSync(upload.pathOf(id)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  upload.end(id);
  expect(existsSync(drafts)).toBe(false);
});

test('pieces come in order, and no more of them than was said', () => {
  const id = upload.begin(window, 10);
  upload.add(id, 0, Buffer.from('0123'));
  for (const [offset, text] of [
    [0, '0123'],
    [5, '5'],
    [4, '4567890'],
  ] as const) {
    expect(() => upload.add(id, offset, Buffer.from(text))).toThrow('4 of 10 bytes have come');
  }
  expect(() => upload.pathOf(id)).toThrow('only 4 of 10 bytes have come');
  upload.add(id, 4, Buffer.from('456789'));
  expect(() => upload.add(id, 10, Buffer.from('x'))).toThrow('10 of 10 bytes have come');
});

test('one that is begun takes the place of the one before', () => {
  const first = upload.begin(window, 10);
  const second = upload.begin(otherWindow, 4);
  expect(readdirSync(drafts)).toHaveLength(1);
  expect(() => upload.add(first, 0, Buffer.from('0'))).toThrow('gone');
  upload.add(second, 0, Buffer.from('0123'));
  expect(upload.pathOf(second)).toBeTypeOf('string');
});

test('it goes when its client leaves, and not when another one does', () => {
  const id = upload.begin(window, 4);
  upload.leave(otherWindow);
  upload.add(id, 0, Buffer.from('0123'));
  upload.leave(window);
  expect(() => upload.pathOf(id)).toThrow('gone');
  expect(existsSync(drafts)).toBe(false);
});

test('it goes after a while in which nothing came, and each piece begins that anew', async () => {
  const minute = 60_000;
  const id = upload.begin(window, 8);
  await clock.advance(14 * minute);
  upload.add(id, 0, Buffer.from('0123'));
  await clock.advance(14 * minute);
  upload.add(id, 4, Buffer.from('4567'));
  await clock.advance(14 * minute);
  expect(upload.pathOf(id)).toBeTypeOf('string');
  await clock.advance(16 * minute);
  expect(() => upload.pathOf(id)).toThrow('gone');
  expect(existsSync(drafts)).toBe(false);
});

test('no more is taken than the disk has room for, and nothing is begun then', () => {
  const { bavail, bsize } = statfsSync(folder);
  for (const bytes of [bavail * bsize, 4 * 1024 ** 3 + 1, 2 ** 53 - 1]) {
    expect(() => upload.begin(window, bytes)).toThrow('there is room for');
  }
  expect(existsSync(drafts)).toBe(false);
});
