// The passphrase of a profile, its lock and its end, as people and programs meet them: real processes, one after the other and
// side by side.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyChoices, LoomEvent, Message, MessageHit, Status } from '@loom/contract';
import { connectToProfile, type Door } from '@loom/daemon';
import { describe, expect, test } from 'vitest';
import { makeHome, type Home } from '../support/loom.ts';
import { freePort, newPerson, until, type Person } from './people.ts';

const executable = join(import.meta.dirname, '../../loom');
const passphrase = 'a heron over the weir';
const another = 'two herons under it';
const canary = 'canary-of-the-coal-mine';

interface Locked {
  readonly person: Person;
  /** Files that hold the passphrase, and another one. */
  readonly file: string;
  readonly otherFile: string;
}

/** Somebody with a contact, a message that waits, and a passphrase. */
async function lockedPerson(home: Home): Promise<Locked> {
  const [person, other] = await Promise.all([newPerson(home, 'ada'), newPerson(home, 'bo')]);
  await person.add(other);
  await person.run('send', 'bo', canary);
  const file = join(home.folder, 'passphrase');
  const otherFile = join(home.folder, 'another');
  await writeFile(file, `${passphrase}\n`);
  await writeFile(otherFile, another);
  const set = await person.json<KeyChoices>('passphrase', 'set', '--passphrase-file', file);
  expect(set).toMatchObject({ current: 'passphrase' });
  return { person, file, otherFile };
}

async function filesHolding(home: Home, needle: string | Uint8Array): Promise<string[]> {
  const folder = join(home.folder, 'profiles', 'ada');
  const found: string[] = [];
  for (const name of await readdir(folder)) {
    if (name === 'engine.sock') continue;
    if ((await readFile(join(folder, name))).includes(Buffer.from(needle))) found.push(name);
  }
  return found;
}

function untilTold(events: readonly LoomEvent[], locked: boolean): Promise<boolean> {
  return until(
    async () =>
      events.some((each) => each.event === 'status_changed' && each.payload.status.locked === locked),
    Boolean,
  );
}

async function doorTo(home: Home): Promise<Door> {
  const door = await connectToProfile({ home: home.folder, profile: 'ada' });
  if (door === undefined) throw new Error('Nothing runs for this profile.');
  return door;
}

describe('a passphrase', { timeout: 120_000 }, () => {
  test('is asked of every command that opens the profile by itself, and nothing else opens it', async () => {
    await using home = await makeHome();
    const { person, file, otherFile } = await lockedPerson(home);
    const refused = await person.run('--json', 'find', 'canary');
    expect(refused.code).toBe(4);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'locked' } });
    expect(refused.stderr).toMatch(/--unlock-file/);

    const wrong = await person.run('--json', '--unlock-file', otherFile, 'find', 'canary');
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { code: 'passphrase-wrong' } });

    // A backup that nothing would open later is not made.
    const bare = await person.run('--unlock-file', file, 'backup', join(home.folder, 'bare.loom'));
    expect(bare.code).toBe(2);
    expect(bare.stderr).toMatch(/--passphrase/);

    const hits = await person.json<MessageHit[]>('--unlock-file', file, 'find', 'canary');
    expect(hits.map(({ message }) => message.content)).toEqual([canary]);
    const fed = await home.feed(
      `${passphrase}\n`,
      '--profile',
      'ada',
      '--unlock-file',
      '-',
      'find',
      'canary',
    );
    expect(fed).toMatchObject({ code: 0 });
    expect(fed.stdout).toContain(canary);
  });

  test('stands between a daemon and its profile until somebody unlocks it; then nothing is missing', async () => {
    await using home = await makeHome();
    const { person, file, otherFile } = await lockedPerson(home);
    const daemon = home.start('--profile', 'ada', 'daemon', '--no-mdns', '--port', await freePort());
    await daemon.prints(/locked \(.*unlock/);
    expect(await person.json<Status>('status')).toMatchObject({ locked: true, network: { running: false } });
    for (const command of [['messages', 'bo'], ['contact', 'list'], ['token'], ['find', 'canary']]) {
      expect(await person.run(...command)).toMatchObject({ code: 4, stdout: '' });
    }
    const door = await doorTo(home);
    const events: LoomEvent[] = [];
    door.on((event) => events.push(event));

    expect((await person.run('unlock', '--passphrase-file', otherFile)).code).toBe(1);
    expect(await person.run('unlock', '--passphrase-file', file)).toMatchObject({ code: 0 });
    await untilTold(events, false);
    expect(await person.json<Status>('status')).toMatchObject({ locked: false, network: { running: true } });
    expect((await person.json<Message[]>('messages', 'bo')).map(({ content }) => content)).toEqual([canary]);

    // The same client hears of the lock, too.
    expect(await person.run('lock')).toMatchObject({ code: 0 });
    await untilTold(events, true);
    await expect(door.call('get_contacts', {})).rejects.toMatchObject({ code: 'locked' });
    await door.close();
    expect((await daemon.stop()).code).toBe(0);
  });

  test('can be changed and taken away, and a second Loom is kept out while the first is locked', async () => {
    await using home = await makeHome();
    const { person, file, otherFile } = await lockedPerson(home);
    const changed = await person.run(
      '--unlock-file',
      file,
      'passphrase',
      'set',
      '--passphrase-file',
      otherFile,
    );
    expect(changed).toMatchObject({ code: 0 });
    expect((await person.run('--unlock-file', file, 'token')).code).toBe(1);

    const daemon = home.start('--profile', 'ada', 'daemon', '--no-mdns', '--port', await freePort());
    await daemon.prints(/locked/);
    const second = await person.run('daemon', '--no-mdns');
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toMatch(/already running/);
    await daemon.stop();

    expect((await person.run('--unlock-file', otherFile, 'passphrase', 'remove')).code).toBe(0);
    expect(await person.json<KeyChoices>('key')).toMatchObject({ current: 'key-file' });
    expect((await person.json<MessageHit[]>('find', 'canary')).map(({ message }) => message.content)).toEqual(
      [canary],
    );
  });

  test('is typed at a terminal without being shown', async ({ skip }) => {
    skip(
      spawnSync('script', ['--version']).error !== undefined,
      'there is no script(1) that makes a terminal',
    );
    await using home = await makeHome();
    await lockedPerson(home);
    const { LOOM_PASSPHRASE_FILE: _file, ...env } = process.env;
    const typist = spawn('script', ['-qefc', `${executable} --profile ada find canary`, '/dev/null'], {
      env: { ...env, LOOM_HOME: home.folder },
    });
    let shown = '';
    let typed = false;
    typist.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      if (typed || !shown.includes('Passphrase: ')) return;
      typed = true;
      typist.stdin.write(`${passphrase}\r`);
    });
    await once(typist, 'close');
    expect(shown).toContain(canary);
    expect(shown).not.toContain('heron');
  });

  test(
    'is needed again once nobody was there for the time that was set, with no window and no client',
    {
      timeout: 240_000,
    },
    async () => {
      await using home = await makeHome();
      const { person, file } = await lockedPerson(home);
      const set = await person.run('--unlock-file', file, 'settings', 'set', 'lock_after_minutes', '1');
      expect(set).toMatchObject({ code: 0 });
      const port = await freePort();
      const daemon = await person.daemon('--unlock-file', file, '--no-mdns', '--port', port);
      const door = await doorTo(home);
      expect(await door.call('get_status', {})).toMatchObject({ locked: false });
      await until(
        () => door.call('get_status', {}),
        ({ locked }) => locked,
      );
      await door.close();
      await daemon.stop();
    },
  );

  test('that is too short is refused, and so is locking without one', async () => {
    await using home = await makeHome();
    const person = await newPerson(home, 'ada');
    const short = join(home.folder, 'short');
    await writeFile(short, 'short');
    const refused = await person.run('passphrase', 'set', '--passphrase-file', short);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(/8 characters/);
    const daemon = await person.daemon('--no-mdns', '--port', await freePort());
    const lock = await person.run('--json', 'lock');
    expect(JSON.parse(lock.stdout)).toMatchObject({ error: { code: 'lock-needs-passphrase' } });
    await daemon.stop();
  });
});

describe('on the disk', { timeout: 120_000 }, () => {
  test('a profile with a passphrase holds no key, and neither key nor passphrase of before', async () => {
    await using home = await makeHome();
    const before = await newPerson(home, 'ada');
    await before.run('contact', 'list');
    const oldKey = await readFile(join(home.folder, 'profiles', 'ada', 'database.key'));
    const file = join(home.folder, 'passphrase');
    await writeFile(file, passphrase);
    expect((await before.run('passphrase', 'set', '--passphrase-file', file)).code).toBe(0);
    expect(await filesHolding(home, oldKey)).toEqual([]);
    expect(await filesHolding(home, passphrase)).toEqual([]);
    expect(await readFile(join(home.folder, 'profiles', 'ada', 'database.key'))).toHaveLength(93);
    // A copy of the old key file opens nothing of what is there now.
    await writeFile(join(home.folder, 'profiles', 'ada', 'database.key'), oldKey);
    const opened = await before.run('contact', 'list');
    expect(opened).toMatchObject({ code: 1, stdout: '' });
    expect(opened.stderr).toMatch(/its key does not fit/);
  });
});

describe('wiping', { timeout: 120_000 }, () => {
  test('leaves nothing of what was there, also from a Loom that is locked, and its clients see a new profile', async () => {
    await using home = await makeHome();
    const { person } = await lockedPerson(home);
    const unsure = await person.run('wipe');
    expect(unsure).toMatchObject({ code: 2 });
    expect(unsure.stderr).toMatch(/--yes-wipe ada/);

    const daemon = home.start('--profile', 'ada', 'daemon', '--no-mdns', '--port', await freePort());
    await daemon.prints(/locked/);
    expect((await person.run('wipe', '--yes-wipe', 'bo')).code).toBe(1);
    const folder = join(home.folder, 'profiles', 'ada');
    const sealed = await readFile(join(folder, 'database.key'));
    const piece = (await readFile(join(folder, 'loom.db'))).subarray(4096, 4160);
    expect(await filesHolding(home, piece)).toEqual(['loom.db']);
    expect(await person.run('wipe', '--yes-wipe', 'ada')).toMatchObject({ code: 0 });
    expect(await person.json<Status>('status')).toMatchObject({ has_identity: false, locked: false });
    for (const needle of [canary, person.token.slice(5, 45), sealed, piece]) {
      expect(await filesHolding(home, needle)).toEqual([]);
    }
    expect(await readFile(join(folder, 'database.key'))).toHaveLength(32);
    await daemon.stop();
    expect((await person.run('identity', 'new', '--name', 'Ada')).code).toBe(0);
  });
});
