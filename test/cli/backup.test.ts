// A backup that is put back while life has gone on, with real processes: nothing is lost that either side still holds, nothing is
// doubled, and both are told.
import { copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Message } from '@loom/contract';
import { connectToProfile } from '@loom/daemon';
import { makeHome, type Home } from '../support/loom.ts';
import { acquainted, freePort, numbered, until, untilSecured, type Person } from './people.ts';

const flags = (port: string): string[] => ['--no-mdns', '--port', port];

/** The texts that went from one to the other, as either side shows them. */
const textsOf = (messages: readonly Message[], way: 'in' | 'out'): string[] =>
  messages
    .filter(({ kind, state }) => kind === 'text' && (state === 'received') === (way === 'in'))
    .map(({ content }) => content);

const noticesOf = (messages: readonly Message[]): string[] =>
  messages.filter(({ kind }) => kind === 'notice').map(({ content }) => content);

async function write(home: Home, from: Person, texts: readonly string[]): Promise<void> {
  const door = await connectToProfile({ home: home.folder, profile: from.profile });
  const [contact] = (await door?.call('get_contacts', {})) ?? [];
  for (const content of texts) {
    await door?.call('send_message', { contact_pub_key: contact?.public_key ?? [], content });
  }
  await door?.close();
}

/** Waits until neither of the two has anything left to deliver. */
async function untilDelivered(...people: readonly (readonly [Person, string])[]): Promise<void> {
  for (const [person, name] of people) {
    await until(
      () => person.contact(name),
      ({ waiting, state }) => waiting === 0 && state === 'secured',
    );
  }
}

function folderOf(home: Home, person: Person): string {
  return join(home.folder, 'profiles', person.profile);
}

describe('a backup', { timeout: 120_000 }, () => {
  test('is made while the daemon runs, and put back after twenty messages more each way: nobody loses any', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const [annPort, bobPort] = [await freePort(), await freePort()];
    let annDaemon = await ann.daemon(...flags(annPort));
    await bob.daemon(...flags(bobPort));
    await ann.add(bob, '--address', `127.0.0.1:${bobPort}`);
    await bob.add(ann, '--address', `127.0.0.1:${annPort}`);
    await untilSecured(ann, 'bob');
    await write(home, ann, numbered('early from ann', 5));
    await write(home, bob, numbered('early from bob', 5));
    await untilDelivered([ann, 'bob'], [bob, 'ann']);

    const file = join(home.folder, 'ann.backup');
    const made = await ann.json<{ path: string; bytes: number }>('backup', file);
    expect(made).toMatchObject({ path: file, bytes: (await stat(file)).size });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await write(home, ann, numbered('late from ann', 20));
    await write(home, bob, numbered('late from bob', 20));
    await untilDelivered([ann, 'bob'], [bob, 'ann']);

    expect(await ann.run('restore', file, '--replace')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already running') as string,
    });
    await annDaemon.stop();
    expect(await ann.run('restore', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('in use already') as string,
    });
    expect(await ann.run('restore', file, '--replace')).toMatchObject({ code: 0 });
    expect(await readdir(folderOf(home, ann))).toContain('loom.db.replaced-1');

    annDaemon = await ann.daemon(...flags(annPort));
    await untilSecured(ann, 'bob');
    await write(home, ann, numbered('again from ann', 3));
    await write(home, bob, numbered('again from bob', 3));
    await untilDelivered([ann, 'bob'], [bob, 'ann']);

    // What Bob had sent he still holds, so Ann has it all again. What Ann had sent after the backup only Bob holds.
    const [ofAnn, ofBob] = [await ann.conversation('bob'), await bob.conversation('ann')];
    const fromBob = ['early', 'late', 'again'].flatMap((when) =>
      numbered(`${when} from bob`, when === 'late' ? 20 : when === 'early' ? 5 : 3),
    );
    expect(textsOf(ofBob, 'out')).toEqual(fromBob);
    expect(textsOf(ofAnn, 'in')).toEqual(fromBob);
    expect(textsOf(ofAnn, 'out')).toEqual([
      ...numbered('early from ann', 5),
      ...numbered('again from ann', 3),
    ]);
    expect(textsOf(ofBob, 'in')).toEqual([
      ...numbered('early from ann', 5),
      ...numbered('late from ann', 20),
      ...numbered('again from ann', 3),
    ]);
    expect(noticesOf(ofAnn)).toHaveLength(1);
    expect(noticesOf(ofBob)).toHaveLength(1);
    await annDaemon.stop();
  });

  test('is put into another profile with its key, and into none that is in use', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const file = join(home.folder, 'ann.backup');
    const key = join(home.folder, 'ann.key');
    expect(await ann.run('backup', file)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('database.key') as string,
    });
    await copyFile(join(folderOf(home, ann), 'database.key'), key);
    const other = (...args: string[]) => home.run('--profile', 'other', ...args);
    expect(await other('restore', file)).toMatchObject({ code: 1 });
    expect(await other('restore', file, '--key', key)).toMatchObject({ code: 0 });
    expect(await other('token')).toMatchObject({ code: 0, stdout: `${ann.token}\n` });
    expect(await bob.run('restore', file, '--key', key)).toMatchObject({ code: 1 });
    expect(await bob.run('token')).toMatchObject({ code: 0, stdout: `${bob.token}\n` });
  });

  test('never takes the place of a file', async () => {
    await using home = await makeHome();
    const { ann } = await acquainted(home);
    const file = join(home.folder, 'letter');
    await writeFile(file, 'Dear Ann');
    expect(await ann.run('backup', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: `There is something at ${file} already, and a backup overwrites nothing. Choose another name.\n`,
    });
    expect((await stat(file)).size).toBe(8);
  });
});
