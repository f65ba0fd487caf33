// Brings node_modules up to what package-lock.json asks for. Knows nothing of what the packages are.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { notFound, retry, runQuiet, SetupError } from './process.mjs';
import { pinnedNode, root } from './runtime.mjs';

const stamp = join(root, 'node_modules', '.loom-installed');

/** Does nothing where the last install was for this lock file and this kind of machine. */
export async function installPackages() {
  const wanted = await fingerprint();
  if (await isInstalled(wanted)) {
    // ./loom compares the times: the lock may be newer than the stamp and say the same.
    await writeFile(stamp, wanted);
    return;
  }
  process.stdout.write('Installing what Loom needs (npm install) ...\n');
  // Not `npm ci`: the lock lacks other systems' optional packages, and ci refuses such a one.
  // --no-save leaves the lock as it is in the checkout.
  const flags = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await retry(() => npm(flags));
  if (code !== 0) throw new SetupError(explain(code, output));
  await writeFile(stamp, wanted);
}

async function fingerprint() {
  const lock = await readFile(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** @param {string} wanted */
async function isInstalled(wanted) {
  const pinned = pinnedNode();
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  if (pinned !== undefined && !existsSync(pinned)) return false;
  return existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted;
}

/**
 * The npm that runs us, else the one on the path.
 * @param {string[]} args
 */
function npm(args) {
  const own = process.env['npm_execpath'] ?? '';
  if (own.endsWith('npm-cli.js')) return runQuiet(process.execPath, [own, ...args], { cwd: root });
  // On Windows npm is a .cmd file, which only a shell can run; the arguments are ours and need no quoting.
  if (process.platform === 'win32') return runQuiet('npm.cmd', args, { cwd: root, shell: true });
  return runQuiet('npm', args, { cwd: root });
}

/** @type {readonly (readonly [RegExp, string])[]} */
const causes = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|^npm (?:error|ERR!) network\b/im,
    'The npm registry could not be reached. Check the network (or the proxy) and repeat.',
  ],
  [/ENOSPC/, 'The disk is full. Free some space and repeat.'],
  [
    /EACCES|EPERM|EROFS/,
    'npm may not write to this folder. Give yourself the rights to it, or clone to another one, and repeat.',
  ],
];

/**
 * @param {number} code
 * @param {string} output
 */
function explain(code, output) {
  if (code === notFound) return 'npm was not found. Install it (it comes with Node) and repeat.';
  const cause =
    causes.find(([pattern]) => pattern.test(output))?.[1] ?? 'See above for the cause, mend it and repeat.';
  return `${output.trim()}\n\nnpm install failed. ${cause}`;
}
