// `npm run desktop:build`: the window's page, the engine's executable, the shell, and the system's package of all three, which
// is also unpacked beside itself for `npm start` and the tests. What it makes is in apps/desktop/dist. `-- --tests` also brings
// what the tests of it need; `-- --if-possible` is content where the machine can't build it, and says why.
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runForeground, runQuiet, SetupError } from '../../../scripts/setup/process.mjs';
import { dist } from '../../../scripts/setup/native-window.mjs';
import { findRuntime, root } from '../../../scripts/setup/runtime.mjs';
import { buildWindow } from '../../../scripts/setup/build.mjs';
import { app, cargoTarget } from './places.mjs';
import { bringSystemPackages } from './system.mjs';

const bundles = join(cargoTarget, 'release', 'bundle');

try {
  await build();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function build() {
  try {
    await bringSystemPackages({ forTests: process.argv.includes('--tests') });
  } catch (error) {
    if (!(error instanceof SetupError) || !process.argv.includes('--if-possible')) throw error;
    process.stdout.write(`The native window is not built on this machine. ${error.message}\n`);
    return;
  }
  const node = await findRuntime();
  await buildWindow(node);
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  await must(node, [join(app, 'scripts/sidecar.ts')]);
  rmSync(bundles, { recursive: true, force: true });
  process.chdir(join(app, 'src-tauri'));
  process.env['CARGO_TARGET_DIR'] = cargoTarget;
  await must(node, [join(root, 'node_modules/@tauri-apps/cli/tauri.js'), 'build', '--', '--locked']);
  await unpack();
}

/** Lays the package, and what it installs, into dist. */
async function unpack() {
  if (process.platform === 'linux') {
    const [deb = ''] = readdirSync(join(bundles, 'deb')).filter((name) => name.endsWith('.deb'));
    const packed = join(dist, deb);
    cpSync(join(bundles, 'deb', deb), packed);
    await must('dpkg-deb', ['--extract', packed, join(dist, 'app')]);
    const { output } = await runQuiet('du', ['-sk', join(dist, 'app')]);
    process.stdout.write(
      `\n${deb}: ${megabytes(statSync(packed).size)} MB, installed ${megabytes(Number.parseInt(output, 10) * 1024)} MB\n`,
    );
  } else if (process.platform === 'darwin') {
    cpSync(join(bundles, 'macos'), join(dist, 'app'), { recursive: true });
  } else {
    cpSync(join(bundles, 'nsis'), dist, { recursive: true });
    const release = join(cargoTarget, 'release');
    for (const name of ['loom-desktop.exe', 'loom.exe', 'native']) {
      cpSync(join(release, name), join(dist, 'app', name), { recursive: true });
    }
  }
  process.stdout.write(`\nThe package is in ${dist}. Next: npm start opens the native window.\n`);
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function must(command, args) {
  const code = await runForeground(command, args);
  if (code !== 0) throw new SetupError('The native window could not be built; see above for the cause.');
}
