// What lies on the disk tells nothing to who reads it without the key.
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyHex } from '@loom/contract';
import { attack } from '../attacks/support/attack.ts';
import { makeHome, type Home } from '../support/loom.ts';
import { freePort, newPerson, untilSecured, type Person } from './people.ts';

const canary = 'canary-of-the-coal-mine';

/** A profile with a name, a contact and messages each way, as it lies on the disk. */
async function usedProfile(home: Home): Promise<{ folder: string; person: Person; needles: Uint8Array[] }> {
  const [person, other] = await Promise.all([newPerson(home, 'zaphod'), newPerson(home, 'trillian')]);
  await person.add(other);
  await other.add(person);
  const port = await freePort();
  const daemon = await person.daemon('--no-mdns', '--port', port);
  const otherDaemon = await other.daemon('--no-mdns', '--port', await freePort());
  await other.json('connect', 'zaphod', '--address', `127.0.0.1:${port}`);
  await untilSecured(person, 'trillian');
  await person.json('send', 'trillian', canary, '--wait', 'delivered');
  await other.json('send', 'zaphod', `${canary} too`, '--wait', 'delivered');
  await person.run('send', 'nobody', canary);
  const { public_key: key } = await person.contact('trillian');
  // Once killed, so that the write-ahead log stays; the other is ended as it should be.
  await daemon.stop('SIGKILL');
  await otherDaemon.stop();

  const folder = join(home.folder, 'profiles', 'zaphod');
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return {
    folder,
    person,
    needles: [
      ...[canary, 'zaphod', 'trillian', 'Zaphod', person.token.slice(5, 45), other.token.slice(5, 45)].map(
        text,
      ),
      text(keyHex(key)),
      Uint8Array.from(key),
      await readFile(join(folder, 'database.key')),
    ],
  };
}

describe('on the disk', { timeout: 120_000 }, () => {
  attack(
    25,
    async () => {
      await using home = await makeHome();
      const { folder, needles } = await usedProfile(home);
      const files = await readdir(folder);
      expect(files).toEqual(expect.arrayContaining(['database.key', 'loom.db', 'loom.db-wal']));
      for (const name of files) {
        const file = join(folder, name);
        const { mode } = await stat(file);
        expect.soft(mode & 0o077, name).toBe(0);
        if (name === 'database.key' || name === 'engine.sock') continue;
        const bytes = await readFile(file);
        for (const needle of needles)
          expect
            .soft(bytes.includes(Buffer.from(needle)), `${name}: ${Buffer.from(needle).toString()}`)
            .toBe(false);
      }
      expect((await stat(folder)).mode & 0o077).toBe(0);
    },
    120_000,
  );

  test('the database does not open without its key, and says so; nothing is changed by the attempt', async () => {
    await using home = await makeHome();
    const { folder, person } = await usedProfile(home);
    const keyFile = join(folder, 'database.key');
    await person.json('contact', 'list'); // Takes what the kill has left in the write-ahead log.
    const database = await readFile(join(folder, 'loom.db'));
    await copyFile(keyFile, join(home.folder, 'kept'));

    await writeFile(keyFile, new Uint8Array(32));
    const wrong = await person.run('contact', 'list');
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/is damaged or its key does not fit/);
    await rm(keyFile);
    const missing = await person.run('--json', 'contact', 'list');
    expect(missing.code).toBe(1);
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { code: 'database-key-missing' } });
    expect(await readFile(join(folder, 'loom.db'))).toEqual(database);

    await copyFile(join(home.folder, 'kept'), keyFile);
    expect(await person.contact('trillian')).toMatchObject({ display_name: 'trillian' });
  });
});
