import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { openBrowser } from '../src/index.ts';

const url = 'http://127.0.0.1:4000/#k=c2VjcmV0';

/** A folder of a profile, and an `xdg-open` that writes down what it was given. */
async function desktop(exitCode = 0) {
  const folder = await mkdtemp(join(tmpdir(), 'loom-open-'));
  const bin = join(folder, 'bin');
  const profile = join(folder, 'profile');
  const record = join(folder, 'record');
  await mkdir(bin);
  await mkdir(profile);
  await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\necho "$@" > '${record}'\nexit ${exitCode}\n`);
  await chmod(join(bin, 'xdg-open'), 0o755);
  const env = { PATH: [bin, process.env['PATH']].join(delimiter), DISPLAY: ':99' };
  return {
    bin,
    profile,
    record: () => readFile(record, 'utf8'),
    host: { platform: 'linux', env } as const,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

test('the browser gets a file that only its owner can read, and no secret on its command line', async () => {
  await using made = await desktop();
  expect(await openBrowser(url, made.profile, made.host)).toBe('handed-over');
  const file = join(made.profile, 'open.html');
  expect(await made.record()).toBe(`${file}\n`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain(`content="0; url=${url}"`);
});

test('a link in the file’s place is replaced, not followed', async () => {
  await using made = await desktop();
  const elsewhere = join(made.bin, 'elsewhere');
  await writeFile(elsewhere, 'kept');
  await symlink(elsewhere, join(made.profile, 'open.html'));
  await openBrowser(url, made.profile, made.host);
  expect(await readFile(elsewhere, 'utf8')).toBe('kept');
});

test('without a display nothing is opened and no file is left', async () => {
  await using made = await desktop();
  const { PATH } = made.host.env;
  expect(await openBrowser(url, made.profile, { platform: 'linux', env: { PATH } })).toBe('no-display');
  expect(await readdir(made.profile)).toEqual([]);
});

test('without a program that opens addresses nothing is opened and no file is left', async () => {
  await using made = await desktop();
  const env = { PATH: made.profile, DISPLAY: ':99' };
  expect(await openBrowser(url, made.profile, { platform: 'linux', env })).toBe('no-display');
  expect(await readdir(made.profile)).toEqual([]);
});

test('where the opener fails nothing is opened and no file is left', async () => {
  await using made = await desktop(3);
  expect(await openBrowser(url, made.profile, made.host)).toBe('no-display');
  expect(await readdir(made.profile)).toEqual([]);
});
