// Where the executable that is installed begins: the whole command line, of which the window uses `daemon --stdio`. Only
// `start` differs from a checkout's: the window is the native one, installed beside it.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { run } from '@loom/cli/run';

const args = process.argv.slice(2);

function openWindow(): number {
  const window = join(
    dirname(process.execPath),
    process.platform === 'win32' ? 'loom-desktop.exe' : 'loom-desktop',
  );
  return (
    spawnSync(
      window,
      args.filter((each) => each !== 'start'),
      { stdio: 'inherit' },
    ).status ?? 1
  );
}

/** A bundle that starts from one file can't wait at its top level. */
async function main(): Promise<void> {
  process.exitCode = args[0] === 'start' || args.at(-1) === 'start' ? openWindow() : await run(args);
}

void main();
