// Where the native window is once `npm run desktop:build` has made it. Knows nothing of how.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './runtime.mjs';

/** The package and, unpacked beside it, what it installs. */
export const dist = join(root, 'apps', 'desktop', 'dist');

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const places = {
  linux: 'app/usr/bin/loom-desktop',
  darwin: 'app/Loom.app/Contents/MacOS/loom-desktop',
  win32: 'app/loom-desktop.exe',
};

/** @returns {string | undefined} the native window's executable as it would be installed; undefined where none is built */
export function builtShell() {
  const place = places[process.platform];
  const path = place === undefined ? undefined : join(dist, place);
  return path !== undefined && existsSync(path) ? path : undefined;
}
