// Where this checkout of Loom is, and the window that is built in it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from './failures.ts';

export const projectRoot = join(import.meta.dirname, '..', '..', '..');

/**
 * The folder of the built window; where there is none, the set-up builds it first.
 * @throws CommandError `window-not-built`
 */
export function builtWindow(): string {
  const folder = join(projectRoot, 'packages', 'ui', 'dist');
  const isBuilt = (): boolean => existsSync(join(folder, 'index.html'));
  if (!isBuilt()) {
    const setup = [join(projectRoot, 'scripts', 'bootstrap.mjs'), 'install'];
    spawnSync(process.execPath, setup, { stdio: ['ignore', process.stderr.fd, process.stderr.fd] });
  }
  if (isBuilt()) return folder;
  throw new CommandError(
    'window-not-built',
    'The window could not be built; see above for the cause, and repeat.',
  );
}
