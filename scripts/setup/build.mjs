// Builds the window where its built form is missing or older than what it is made of. Knows nothing of its contents.
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { runQuiet, SetupError } from './process.mjs';
import { root } from './runtime.mjs';

const ui = join(root, 'packages', 'ui');
const built = join(ui, 'dist', 'index.html');
const sources = [
  ...['src', 'public', 'index.html', 'vite.config.ts', 'drawings.ts', 'package.json'].map((name) =>
    join(ui, name),
  ),
  join(root, 'packages', 'contract', 'src'),
];

/** @param {string} node the runtime to build with */
export async function buildWindow(node) {
  if (existsSync(built) && (await newest(sources)) <= (await stat(built)).mtimeMs) return;
  process.stdout.write('Building the window ...\n');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { code, output } = await runQuiet(node, [vite, 'build', '--logLevel', 'warn'], { cwd: ui });
  if (code !== 0)
    throw new SetupError(`${output.trim()}\n\nThe window could not be built; see above for the cause.`);
}

/**
 * The latest change of any file at or below these paths, ms since 1970; 0 where there is none.
 * @param {string[]} paths
 * @returns {Promise<number>}
 */
async function newest(paths) {
  let latest = 0;
  for (const path of paths.filter((each) => existsSync(each))) {
    const info = await stat(path);
    const below = info.isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : [];
    latest = Math.max(latest, info.isDirectory() ? await newest(below) : info.mtimeMs);
  }
  return latest;
}
