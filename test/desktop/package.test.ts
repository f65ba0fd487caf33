// The Debian package as it was built: what is in it, and its engine run from where it was unpacked.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { builtShell, dist } from '../../scripts/setup/native-window.mjs';
import { loomVersion } from '@loom/contract';

const reason =
  process.platform !== 'linux'
    ? 'the Debian package is made on Linux only'
    : builtShell() === undefined
      ? 'the native window is not built (npm run desktop:build)'
      : undefined;

const engine = join(dist, 'app/usr/bin/loom');

/** The newest package, with its files as `dpkg-deb` lists them. */
function packageFile(): string {
  const [name] = readdirSync(dist).filter((each) => each.endsWith('.deb'));
  if (name === undefined) throw new Error('there is no package');
  return join(dist, name);
}

describe('the Debian package', () => {
  test('holds the window, the engine with its add-ons, the entry in the menu, icons and the licence, and nothing else', ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const listed = execFileSync('dpkg-deb', ['--contents', packageFile()], { encoding: 'utf8' });
    const files = listed
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/))
      .filter(([mode]) => mode?.startsWith('-'))
      .map(([mode, , , , , path]) => `${mode} ${path?.replace(/^\.?\//, '')}`);
    expect(files.toSorted()).toEqual(
      [
        '-rwxr-xr-x usr/bin/loom',
        '-rwxr-xr-x usr/bin/loom-desktop',
        '-rw-r--r-- usr/lib/Loom/native/better-sqlite3-multiple-ciphers.node',
        '-rw-r--r-- usr/lib/Loom/native/keyring.LICENSE.md',
        '-rw-r--r-- usr/lib/Loom/native/keyring.node',
        '-rw-r--r-- usr/lib/Loom/native/sodium-native.node',
        '-rw-r--r-- usr/share/applications/Loom.desktop',
        '-rw-r--r-- usr/share/doc/loom/copyright',
        '-rw-r--r-- usr/share/icons/hicolor/128x128/apps/loom-desktop.png',
        '-rw-r--r-- usr/share/icons/hicolor/256x256@2/apps/loom-desktop.png',
        '-rw-r--r-- usr/share/icons/hicolor/32x32/apps/loom-desktop.png',
        '-rw-r--r-- usr/share/icons/hicolor/512x512/apps/loom-desktop.png',
        '-rw-r--r-- usr/share/icons/hicolor/scalable/apps/loom-desktop.svg',
      ].toSorted(),
    );
    const entry = readFileSync(join(dist, 'app/usr/share/applications/Loom.desktop'), 'utf8');
    expect(entry).toContain('Exec=loom-desktop %u\n');
    expect(entry).toContain('MimeType=x-scheme-handler/loom;\n');
  });

  test('says on its removal where people find what they wrote', ({ skip }) => {
    skip(reason !== undefined, reason);
    const folder = mkdtempSync(join(tmpdir(), 'loom-deb-'));
    try {
      execFileSync('dpkg-deb', ['--control', packageFile(), folder]);
      const said = execFileSync('sh', [join(folder, 'postrm'), 'remove'], { encoding: 'utf8' });
      expect(said).toContain('~/.local/share/loom');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('its engine runs where it was unpacked, obeys no NODE_OPTIONS, opens no inspector, and ends with its input', async ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const home = mkdtempSync(join(tmpdir(), 'loom-unpacked-'));
    const env = { LOOM_HOME: home, HOME: home, NODE_OPTIONS: '--inspect=0' };
    try {
      expect(execFileSync(engine, ['--version'], { env, encoding: 'utf8' }).trim()).toBe(loomVersion);
      const child = spawn(engine, ['daemon', '--stdio', '--no-mdns'], { env });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const ended = once(child, 'exit');
      const lines = createInterface({ input: child.stdout });
      child.stdin.write(
        '{"jsonrpc":"2.0","id":1,"method":"generate_new_identity","params":{"name":"Mara"}}\n',
      );
      let answer = '';
      for await (const line of lines) {
        if (!line.includes('"id":1')) continue;
        answer = line;
        break;
      }
      expect(answer).toMatch(/"result":"LOOM-/);
      expect(said).toBe('');
      child.stdin.end();
      child.stdout.resume();
      expect(await ended).toEqual([0, null]);

      const signalled = spawn(engine, ['daemon', '--stdio', '--no-mdns'], { env });
      let warned = '';
      signalled.stderr.setEncoding('utf8').on('data', (text: string) => (warned += text));
      signalled.stdin.write('{"jsonrpc":"2.0","id":1,"method":"has_identity"}\n');
      await once(signalled.stdout, 'data');
      const gone = once(signalled, 'exit');
      signalled.kill('SIGUSR1');
      signalled.stdin.end();
      await gone;
      expect(warned).not.toMatch(/debugger/i);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
