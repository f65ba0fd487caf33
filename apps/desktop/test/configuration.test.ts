// What the shell is given: held against the contract and the packages, on every machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandNames, loomVersion } from '@loom/contract';
import { generated } from '../scripts/commands.ts';

const shell = join(import.meta.dirname, '../src-tauri');
const root = join(import.meta.dirname, '../../..');

function json(path: string): Record<string, never> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, never>;
}

test('the window may call the commands of the contract and the shell’s own two, as they are now', () => {
  for (const [path, text] of generated()) {
    expect(readFileSync(path, 'utf8'), `${path} is out of date: npm run desktop:commands`).toBe(text);
  }
  const { permissions } = json(join(shell, 'capabilities/window.json')) as unknown as {
    permissions: string[];
  };
  expect(permissions).toHaveLength(commandNames.length + 2);
});

test('the page is held to itself: no remote source, nothing inline, nothing evaluated, no global Tauri, frozen prototypes', () => {
  const { app, version } = json(join(shell, 'tauri.conf.json')) as unknown as {
    version: string;
    app: {
      withGlobalTauri: boolean;
      security: { csp: Record<string, string>; freezePrototype: boolean; headers: Record<string, string> };
    };
  };
  expect(version).toBe(loomVersion);
  expect(app.withGlobalTauri).toBe(false);
  expect(app.security.freezePrototype).toBe(true);
  expect(app.security.headers['Permissions-Policy']).toBe(
    'camera=(self), microphone=(), geolocation=(), display-capture=()',
  );
  expect(app.security.csp['default-src']).toBe("'self'");
  const sources = Object.values(app.security.csp).flatMap((list) => list.split(' '));
  const allowed = new Set(["'self'", "'none'", 'data:', 'blob:', 'ipc:', 'http://ipc.localhost']);
  expect(sources.filter((source) => !allowed.has(source))).toEqual([]);
});

test('the shell’s crate and its packages are of one minor version, each named exactly', () => {
  const manifest = readFileSync(join(shell, 'Cargo.toml'), 'utf8');
  const crate = /^tauri = \{ version = "=(\d+\.\d+)\.\d+"/m.exec(manifest)?.[1];
  const { dependencies } = json(join(root, 'packages/ui/package.json')) as unknown as {
    dependencies: Record<string, string>;
  };
  const { devDependencies } = json(join(root, 'apps/desktop/package.json')) as unknown as {
    devDependencies: Record<string, string>;
  };
  for (const version of [dependencies['@tauri-apps/api'], devDependencies['@tauri-apps/cli']]) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(version?.startsWith(`${crate}.`)).toBe(true);
  }
  const versions = [...manifest.matchAll(/version = "([^"]+)"/g)].map(([, version]) => version ?? '');
  expect(versions.filter((version) => !/^(=|0\.1\.0$|1\.95$)/.test(version))).toEqual([]);
});
