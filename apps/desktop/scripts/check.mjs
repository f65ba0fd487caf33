// `npm run desktop:check`: the shell's format, lints and tests. Where the shell can't be built it says why, and is no failure.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runForeground, SetupError } from '../../../scripts/setup/process.mjs';
import { dist } from '../../../scripts/setup/native-window.mjs';
import { findRuntime } from '../../../scripts/setup/runtime.mjs';
import { app, cargoTarget } from './places.mjs';
import { bringSystemPackages } from './system.mjs';

const manifest = ['--manifest-path', join(app, 'src-tauri/Cargo.toml')];
/** As it is shipped, so that nothing is compiled a second time. */
const shipped = ['--release', '--locked', '--features', 'tauri/custom-protocol'];
const checks = [
  ['fmt', ...manifest, '--', '--check'],
  ['clippy', ...manifest, ...shipped, '--all-targets', '--', '--deny', 'warnings'],
  ['test', ...manifest, ...shipped],
];

try {
  await bringSystemPackages({ forTests: false });
  if (!existsSync(join(dist, 'sidecar'))) {
    await runForeground(await findRuntime(), [join(app, 'scripts/sidecar.ts')]);
  }
  process.env['CARGO_TARGET_DIR'] = cargoTarget;
  for (const check of checks) {
    process.exitCode = await runForeground('cargo', check);
    if (process.exitCode !== 0) break;
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stdout.write(`The native window is not checked on this machine. ${error.message}\n`);
}
