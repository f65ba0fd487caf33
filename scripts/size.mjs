// Prints what the built window weighs, and fails where it is over its budget. Fonts and symbols stand apart: they ship
// with the app, and are loaded when they are shown. Knows nothing of how it is built.
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { root } from './setup/runtime.mjs';

/** Bytes: what travels to the window, compressed; fonts as they are, because they are compressed already. */
const budget = { code: 250_000, fonts: 256 * 1024, symbols: 48 * 1024 };

const dist = join(root, 'packages', 'ui', 'dist');
const spent = { code: 0, fonts: 0, symbols: 0 };

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const bytes = await readFile(join(entry.parentPath, entry.name));
  if (extname(entry.name) === '.woff2') spent.fonts += bytes.length;
  else if (basename(entry.parentPath) === 'symbols') spent.symbols += gzipSync(bytes, { level: 9 }).length;
  else spent.code += gzipSync(bytes, { level: 9 }).length;
}

for (const kind of /** @type {const} */ (['code', 'fonts', 'symbols'])) {
  const line = `${kind.padEnd(7)} ${kib(spent[kind])} of ${kib(budget[kind])}`;
  process.stdout.write(`${line}${spent[kind] > budget[kind] ? '  over budget' : ''}\n`);
  if (spent[kind] > budget[kind]) process.exitCode = 1;
}

/** @param {number} bytes */
function kib(bytes) {
  return `${(bytes / 1024).toFixed(1).padStart(6)} KiB`;
}
