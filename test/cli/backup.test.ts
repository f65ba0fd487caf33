// A backup that is put back while life has gone on, with real processes: nothing is lost that either side still holds, nothing is
// doubled, and both are told.
import { existsSync } from 'node:fs';
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

    // Only the engine that runs has the key that it needs.
    const key = join(folderOf(home, bob), 'database.key');
    expect(await ann.run('restore', file, '--key', key, '--replace')).toMatchObject({
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

  test('with a passphrase is put back while Loom runs: a new session, told on both sides, and what came since comes again', async () => {
    await using home = await makeHome();
    const { ann, bob } = await acquainted(home);
    const [annPort, bobPort] = [await freePort(), await freePort()];
    const annDaemon = await ann.daemon(...flags(annPort));
    await bob.daemon(...flags(bobPort));
    await ann.add(bob, '--address', `127.0.0.1:${bobPort}`);
    await bob.add(ann, '--address', `127.0.0.1:${annPort}`);
    await untilSecured(ann, 'bob');
    await write(home, ann, numbered('early from ann', 3));
    await write(home, bob, numbered('early from bob', 3));
    await untilDelivered([ann, 'bob'], [bob, 'ann']);
    const { session_id: session } = await ann.contact('bob');

    const file = join(home.folder, 'ann.loom');
    const passphrase = join(home.folder, 'passphrase');
    await writeFile(passphrase, 'a heron over the weir\n');
    const sealing = ['backup', file, '--passphrase-file', passphrase];
    const made = await ann.json<{ path: string; bytes: number }>(...sealing);
    expect(made).toEqual({ path: file, bytes: (await stat(file)).size });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await write(home, ann, numbered('late from ann', 5));
    await write(home, bob, numbered('late from bob', 5));
    await untilDelivered([ann, 'bob'], [bob, 'ann']);

    expect(await ann.json('backup', 'check', file, '--passphrase-file', passphrase)).toMatchObject({
      display_name: 'ann',
      contacts: 1,
      messages: 6,
    });
    const back = ['restore', file, '--passphrase-file', passphrase];
    expect(await ann.run(...back)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('in use already') as string,
    });
    expect(
      await ann.feed('another one', 'restore', file, '--replace', '--passphrase-file', '-'),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('passphrase does not fit') as string,
    });
    expect(await ann.json(...back, '--replace')).toEqual({
      profile: 'ann',
      kept_aside: join(folderOf(home, ann), 'loom.db.replaced-1'),
    });

    await untilSecured(ann, 'bob');
    await write(home, ann, ['again from ann']);
    await write(home, bob, ['again from bob']);
    await untilDelivered([ann, 'bob'], [bob, 'ann']);
    const [ofAnn, ofBob] = [await ann.conversation('bob'), await bob.conversation('ann')];
    const [early, late] = [numbered('early from bob', 3), numbered('late from bob', 5)];
    expect(textsOf(ofAnn, 'in')).toEqual([...early, ...late, 'again from bob']);
    expect(textsOf(ofBob, 'out')).toEqual([...early, ...late, 'again from bob']);
    expect(textsOf(ofAnn, 'out')).toEqual([...numbered('early from ann', 3), 'again from ann']);
    expect(textsOf(ofBob, 'in')).toEqual([
      ...numbered('early from ann', 3),
      ...numbered('late from ann', 5),
      'again from ann',
    ]);
    expect(noticesOf(ofAnn)).toHaveLength(1);
    expect(noticesOf(ofBob)).toHaveLength(1);
    expect((await ann.contact('bob')).session_id).not.toBe(session);
    expect(await annDaemon.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  test('with a passphrase brings a person to another machine, and nobody without it', async () => {
    await using home = await makeHome();
    await using elsewhere = await makeHome();
    const { ann } = await acquainted(home);
    const file = join(home.folder, 'ann.loom');
    const words = 'Grüße vom Wehr, früh um sieben';
    expect(await ann.feed('seven !', 'backup', file, '--passphrase-file', '-')).toMatchObject({
      code: 1,
      stderr:
        'The passphrase is too short: 8 characters are the least. Choose a longer one, such as several words.\n',
    });
    expect(await ann.feed(words, 'backup', file, '--passphrase-file', '-')).toMatchObject({ code: 0 });
    expect(await ann.feed(words, 'backup', file, '--passphrase-file', '-')).toMatchObject({
      code: 1,
      stderr: `There is something at ${file} already, and a backup overwrites nothing. Choose another name.\n`,
    });
    expect(await elsewhere.run('restore', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--passphrase-file') as string,
    });
    expect(
      await elsewhere.run('restore', file, '--passphrase-file', join(home.folder, 'none')),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('can’t be read') as string,
    });
    // As a keyboard that puts its accents behind the letters would type it.
    const typed = `${words.normalize('NFD')}\n`;
    expect(await elsewhere.feed(typed, 'restore', file, '--passphrase-file', '-')).toMatchObject({ code: 0 });
    expect(await elsewhere.run('token')).toMatchObject({ code: 0, stdout: `${ann.token}\n` });
    expect(await elsewhere.run('contact', 'list')).toMatchObject({
      stdout: expect.stringContaining('bob') as string,
    });
  });

  test('asks for its passphrase at a terminal, twice for a new one, and shows none of it', async ({
    skip,
  }) => {
    skip(!existsSync('/usr/bin/script'), 'there is no script(1) to make a terminal with');
    await using home = await makeHome(['sh', '-c', 'exec script -qefc "$*" /dev/null', 'sh']);
    const file = join(home.folder, 'ann.loom');
    expect(await home.run('identity', 'new', '--name', 'Ann')).toMatchObject({ code: 0 });
    const typed = async (command: readonly string[], ...lines: readonly (readonly [RegExp, string])[]) => {
      const running = home.start(...command);
      for (const [question, answer] of lines) {
        await running.prints(question);
        running.stdin.write(`${answer}\r`);
      }
      return running.ended;
    };
    const [first, again] = [/Passphrase for the backup: /, /The same again: /];
    const sealing = ['backup', file, '--passphrase'];
    const differing = await typed(
      sealing,
      [first, 'a heron over the weir'],
      [again, 'a heron over the wear'],
    );
    expect(differing).toMatchObject({ code: 1, stdout: expect.stringContaining('not the same') as string });
    const made = await typed(sealing, [first, 'a heron over the weir'], [again, 'a heron over the weir']);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('passphrase alone') as string });
    const of = /Passphrase of the backup: /;
    const checked = await typed(['backup', 'check', file], [of, 'a heron over the weir']);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining('is whole') as string });
    const given = await typed(['restore', file, '--replace'], [of, '\u0003']);
    expect(given.code).toBe(130);
    for (const { stdout } of [differing, made, checked]) expect(stdout).not.toContain('heron');
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
