// What `start`, `test` and `install` do, in order. Knows nothing of how each step is done.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { buildWindow } from './build.mjs';
import { installPackages } from './install.mjs';
import { builtShell } from './native-window.mjs';
import { notFound, runForeground, SetupError } from './process.mjs';
import { findRuntime, root } from './runtime.mjs';
import { bringTestTools } from './test-tools.mjs';

/** @type {ReadonlyMap<string, (args: string[]) => Promise<number>>} */
const commands = new Map([
  ['start', start],
  ['test', test],
  ['install', install],
]);

/** @param {string[]} argv the command and its arguments */
export async function run([name = '', ...args]) {
  try {
    const command = commands.get(name);
    if (command === undefined) {
      const known = [...commands.keys()].join(', ');
      throw new SetupError(`There is no set-up command “${name}”. Use one of: ${known}.`);
    }
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Packages and the built window; nothing is done, and nothing said, where both are up to date. */
async function install() {
  await installPackages();
  await buildWindow(await findRuntime());
  return 0;
}

/** @param {string[]} args passed on to the native window where it has been built and can be shown, else to `loom start` */
async function start(args) {
  await install();
  const code = await openWindow(args);
  if (code === 0) {
    process.stdout.write(
      '\nLoom has ended; everything is kept.\n' +
        'Next: npm start opens it again, npm start -- --profile NAME opens it as somebody else,\n' +
        'and ./loom --help lists what the command line can do.\n',
    );
  }
  return code;
}

/** @param {string[]} args */
async function openWindow(args) {
  const shell = builtShell();
  if (shell !== undefined && hasDisplay() && args.every(isForShell)) {
    const code = await runForeground(shell, args);
    // The system's loader found no library that the shell needs: then it is not for this machine.
    if (code !== notFound) return code;
  }
  return runForeground(await findRuntime(), [join(root, 'apps/cli/src/main.ts'), 'start', ...args]);
}

function hasDisplay() {
  const isSet = (/** @type {string} */ name) => (process.env[name] ?? '') !== '';
  return process.platform !== 'linux' || isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
}

/**
 * Everything else, like --port, only the command line knows.
 * @param {string} argument
 * @param {number} index
 * @param {string[]} all
 */
function isForShell(argument, index, all) {
  return /^--profile(?:=|$)/.test(argument) || all[index - 1] === '--profile';
}

/** @param {string[]} args passed on to the test runner */
async function test(args) {
  await install();
  await bringTestTools();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  if (!existsSync(vitest))
    throw new SetupError('The test runner is not installed. Delete node_modules and repeat.');
  return runForeground(await findRuntime(), [vitest, 'run', ...args]);
}
