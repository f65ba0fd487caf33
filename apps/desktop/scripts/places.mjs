// Where the native window is built, and where it is once it is built.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const app = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = join(app, '..', '..');
/** The package and, unpacked beside it, what it installs. */
export const dist = join(app, 'dist');
/** Kept outside the checkout, so that a fresh clone does not compile four hundred crates again. */
export const cargoTarget =
  process.env['CARGO_TARGET_DIR'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'loom', 'target');

/** @returns {string | undefined} the native window's executable as it would be installed; undefined where none is built */
export function builtShell() {
  const places = {
    linux: 'app/usr/bin/loom-desktop',
    darwin: 'app/Loom.app/Contents/MacOS/loom-desktop',
    win32: 'app/loom-desktop.exe',
  };
  const place = places[/** @type {keyof typeof places} */ (process.platform)];
  const path = place === undefined ? undefined : join(dist, place);
  return path !== undefined && existsSync(path) ? path : undefined;
}
