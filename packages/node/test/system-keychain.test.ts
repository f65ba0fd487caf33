// The system's keychain: the real one of a desktop's session on Linux, and what is said where there is none.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const script = fileURLToPath(new URL('support/keychain-process.ts', import.meta.url));
/** A session's bus and its keychain, open, for as long as the words after it run. */
const inSession =
  'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"';
const gone = { ok: true };

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Away from the keychain of whoever runs the tests. */
function run(command: string, ...args: string[]): unknown {
  const {
    DBUS_SESSION_BUS_ADDRESS: _bus,
    DISPLAY: _display,
    WAYLAND_DISPLAY: _wayland,
    ...env
  } = process.env;
  const own = {
    HOME: folder.path,
    XDG_DATA_HOME: folder.path,
    XDG_RUNTIME_DIR: folder.path,
    XDG_CONFIG_HOME: folder.path,
  };
  const { stdout, stderr } = spawnSync(command, args, { env: { ...env, ...own }, encoding: 'utf8' });
  const line = stdout.trim();
  if (line === '') throw new Error(stderr);
  return JSON.parse(line);
}

test('a session’s keychain keeps a key, gives it back, and holds nothing once the key has moved or the profile is wiped', ({
  skip,
}) => {
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].find(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  skip(missing !== undefined, `there is no ${missing} on this machine, so no keychain can be tried`);
  const node = [process.execPath, script, folder.path];
  expect(run('dbus-run-session', '--', 'sh', '-c', inSession, 'sh', ...node)).toEqual({
    first: gone,
    isSame: true,
    removed: [
      { ok: true, value: null },
      { ok: true, value: null },
    ],
    afterwards: gone,
    size: 25,
    inKeychain: 1,
    anew: 1,
    oldEntry: gone,
    wipedEntry: gone,
  });
}, 60_000);

test('where there is none, it is said in words', ({ skip }) => {
  skip(process.platform !== 'linux', 'elsewhere the keychain is always there');
  expect(run(process.execPath, script, folder.path)).toEqual({
    first: { ok: false, detail: 'no Secret Service, like GNOME Keyring or KWallet, answers in this session' },
  });
}, 60_000);
