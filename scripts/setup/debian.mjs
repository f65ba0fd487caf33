// Installs packages of the system where that is surely wanted. Knows nothing of what they are for.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { retry, runQuiet } from './process.mjs';

/** @param {string} program */
export function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether installing is surely wanted: on Debian, as root. */
export function canInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/**
 * @param {string[]} packages
 * @param {string} what they are for
 */
export async function aptInstall(packages, what) {
  process.stdout.write(`Installing for ${what}: ${packages.join(', ')} (apt-get) ...\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt-get may be at work: wait for its lock.
  /** @param {string[]} args */
  const apt = (...args) => runQuiet('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env });
  const { code, output } = await retry(async () => {
    const update = await apt('update');
    return update.code === 0 ? apt('install', '-y', '--no-install-recommends', ...packages) : update;
  });
  if (code !== 0) process.stdout.write(`${output.trim()}\napt-get could not install them; see above.\n`);
}
