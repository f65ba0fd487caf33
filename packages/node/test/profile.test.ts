// Where a profile lives, and what opening it comes to.

import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProfile, type Profile } from '../src/profile/open-profile.ts';
import {
  checkProfileName,
  type Host,
  loomHome,
  profilePaths,
  thisHost,
} from '../src/profile/profile-paths.ts';
import { contactFor } from './support/samples.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const isWindows = process.platform === 'win32';
const linux: Host = { platform: 'linux', env: {}, homeFolder: '/home/ada', userId: 1000 };
const mac: Host = { platform: 'darwin', env: {}, homeFolder: '/Users/ada', userId: 501 };
const windows: Host = {
  platform: 'win32',
  env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
  homeFolder: 'C:\\Users\\ada',
  userId: undefined,
};

describe('the folder of all profiles', () => {
  test.each<[string, Host, string]>([
    ['Linux', linux, '/home/ada/.local/share/loom'],
    ['Linux with XDG_DATA_HOME', { ...linux, env: { XDG_DATA_HOME: '/data' } }, '/data/loom'],
    [
      'Linux with a relative XDG_DATA_HOME',
      { ...linux, env: { XDG_DATA_HOME: 'data' } },
      '/home/ada/.local/share/loom',
    ],
    ['another Unix', { ...linux, platform: 'freebsd' }, '/home/ada/.local/share/loom'],
    ['macOS', mac, '/Users/ada/Library/Application Support/Loom'],
    ['Windows', windows, 'C:\\Users\\ada\\AppData\\Roaming\\Loom'],
    ['Windows without APPDATA', { ...windows, env: {} }, 'C:\\Users\\ada\\AppData\\Roaming\\Loom'],
  ])('on %s is the platform’s', (_, host, home) => {
    expect(loomHome(host)).toBe(home);
  });

  test('is LOOM_HOME where that says something', () => {
    expect(loomHome({ ...linux, env: { LOOM_HOME: '/srv/loom/', XDG_DATA_HOME: '/data' } })).toBe(
      '/srv/loom',
    );
    expect(loomHome({ ...linux, env: { LOOM_HOME: '' } })).toBe('/home/ada/.local/share/loom');
    expect(loomHome({ ...windows, env: { LOOM_HOME: 'D:\\loom' } })).toBe('D:\\loom');
  });

  test.skipIf(isWindows)('is absolute also where LOOM_HOME is not', () => {
    expect(loomHome({ ...linux, env: { LOOM_HOME: 'here' } })).toBe(join(process.cwd(), 'here'));
  });
});

describe('a profile’s name', () => {
  test.each(['default', 'a', 'A-b_c.d', '0', '-', 'x'.repeat(64), 'console', 'com', 'nullable'])(
    '“%s” is one',
    (name) => expect(checkProfileName(name)).toBeUndefined(),
  );

  test.each([
    '',
    '.',
    '..',
    '.hidden',
    'dot.',
    'a/b',
    'a\\b',
    'a b',
    'ä',
    'a\n',
    'x'.repeat(65),
    'nul',
    'CON',
    'com1.x',
    'a:b',
  ])('“%s” is none', (name) => {
    expect(checkProfileName(name)).toMatchObject({ code: 'bad-arguments' });
    expect(openProfile({ home: '/nowhere', name })).toMatchObject({
      ok: false,
      fault: { code: 'bad-arguments' },
    });
  });
});

describe('the paths of a profile', () => {
  test('lie in its folder', () => {
    expect(profilePaths('/data/loom', 'ada', linux)).toEqual({
      folder: '/data/loom/profiles/ada',
      database: '/data/loom/profiles/ada/loom.db',
      keyFile: '/data/loom/profiles/ada/database.key',
      socket: '/data/loom/profiles/ada/engine.sock',
      log: '/data/loom/profiles/ada/loom.log',
      drafts: '/data/loom/profiles/ada/drafts',
      lock: '/data/loom/profiles/ada/profile.lock',
    });
  });

  test('of Windows are of its kind, with a named pipe that ignores case', () => {
    const paths = profilePaths('C:\\Loom', 'ada', windows);
    expect(paths.database).toBe('C:\\Loom\\profiles\\ada\\loom.db');
    expect(paths.socket).toMatch(/^\\\\\.\\pipe\\loom-[0-9a-f]{16}$/);
    expect(profilePaths('c:\\loom', 'ADA', windows).socket).toBe(paths.socket);
    expect(profilePaths('C:\\Loom', 'bob', windows).socket).not.toBe(paths.socket);
  });

  test('the socket’s is short where the folder’s is long, counted in bytes', () => {
    const rest = '/profiles/ada/engine.sock'.length;
    const fits = `/${'x'.repeat(99 - rest)}`;
    expect(profilePaths(fits, 'ada', linux).socket).toHaveLength(100);
    const tooLong = profilePaths(`${fits}x`, 'ada', linux).socket;
    expect(tooLong).toMatch(/^\/tmp\/loom-1000\/[0-9a-f]{16}\.sock$/);
    expect(profilePaths(`${fits}x`, 'bob', linux).socket).not.toBe(tooLong);
    const wide = profilePaths(`/${'ü'.repeat(45)}`, 'ada', linux).socket;
    expect(wide).toMatch(/^\/tmp\/loom-1000\//);
  });
});

describe('opening a profile', () => {
  let folder: TemporaryFolder;
  let home: string;
  const profiles: Profile[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    home = join(folder.path, 'home');
  });
  afterEach(() => {
    for (const profile of profiles.splice(0)) profile.store.close();
    folder.remove();
  });

  function open(name = 'default', at = home): Profile {
    const opened = openProfile({ home: at, name });
    if (!opened.ok) throw new Error(opened.fault.code);
    profiles.push(opened.profile);
    return opened.profile;
  }

  test('makes it, and finds again what was put into it', () => {
    const profile = open();
    expect(profile.keyCustody).toBe('key-file');
    expect(profile.paths).toEqual(profilePaths(home, 'default', thisHost()));
    const contact = profile.store.addContact(contactFor(1));
    profile.store.close();
    expect(open().store.listContacts()).toEqual([contact]);
  });

  test('keeps profiles apart', () => {
    open('ada').store.addContact(contactFor(1));
    expect(open('bob').store.listContacts()).toEqual([]);
  });

  test.skipIf(isWindows)('closes all its folders and files to others', () => {
    const { paths } = open();
    const modeOf = (path: string): number => statSync(path).mode & 0o777;
    const folders = [home, join(home, 'profiles'), paths.folder];
    expect(folders.map(modeOf)).toEqual([0o700, 0o700, 0o700]);
    const files = readdirSync(paths.folder).map((name) => join(paths.folder, name));
    expect(files.length).toBeGreaterThan(2);
    expect(files.map(modeOf).filter((mode) => mode !== 0o600)).toEqual([]);
  });

  test('is refused while it is open, by its name', () => {
    open();
    const fault = { code: 'engine-running', profile: 'default' };
    expect(openProfile({ home, name: 'default' })).toEqual({ ok: false, fault });
  });

  test('is refused where the key is gone or damaged, and goes on once it is back', () => {
    const { paths, store } = open();
    store.close();
    const path = paths.keyFile;
    truncateSync(path, 5);
    const damaged = { code: 'database-key-damaged', path, bytes: 5 };
    expect(openProfile({ home, name: 'default' })).toEqual({ ok: false, fault: damaged });
    rmSync(path);
    const missing = { code: 'database-key-missing', path };
    expect(openProfile({ home, name: 'default' })).toEqual({ ok: false, fault: missing });
    writeFileSync(path, new Uint8Array(32));
    const corrupt = { code: 'database-corrupt', path: paths.database };
    expect(openProfile({ home, name: 'default' })).toEqual({ ok: false, fault: corrupt });
  });

  test('needs no old key for a database that nothing was written to', () => {
    const { folder: profileFolder, database } = profilePaths(home, 'default', thisHost());
    mkdirSync(profileFolder, { recursive: true });
    writeFileSync(database, '');
    expect(open().store.listContacts()).toEqual([]);
  });

  test('names a home that is no folder', () => {
    writeFileSync(home, '');
    const fault = { code: 'folder-read-only', path: join(home, 'profiles', 'default') };
    expect(openProfile({ home, name: 'default' })).toEqual({ ok: false, fault });
  });

  test.skipIf(isWindows)('makes a folder for a socket outside of the profile, closed to others', () => {
    const { paths } = open('default', join(home, 'deep'.repeat(30)));
    const socketFolder = dirname(paths.socket);
    expect(basename(socketFolder)).toBe(`loom-${process.getuid?.()}`);
    expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  });
});
