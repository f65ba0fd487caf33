// `npm run desktop`: the native window from the sources, its engine on plain Node. Arguments go to the window.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { buildWindow } from '../../../scripts/setup/build.mjs';
import { runForeground, SetupError } from '../../../scripts/setup/process.mjs';
import { dist } from '../../../scripts/setup/native-window.mjs';
import { findRuntime } from '../../../scripts/setup/runtime.mjs';
import { app, cargoTarget } from './places.mjs';
import { bringSystemPackages } from './system.mjs';

try {
  await bringSystemPackages({ forTests: false });
  const node = await findRuntime();
  await buildWindow(node);
  // Tauri wants all that is bundled to be there, also where it is not used.
  if (!existsSync(join(dist, 'sidecar'))) await runForeground(node, [join(app, 'scripts/sidecar.ts')]);
  process.env['CARGO_TARGET_DIR'] = cargoTarget;
  const manifest = join(app, 'src-tauri/Cargo.toml');
  process.exitCode = await runForeground('cargo', [
    'run',
    '--locked',
    '--manifest-path',
    manifest,
    '--',
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
