// Builds the engine's executable: the command line in one file, put into a copy of the pinned Node (Node's single-executable
// application), the native add-ons beside it; then starts it once. What it makes is in dist/sidecar.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'postject';
import { rolldown, type Plugin } from 'rolldown';

const app = join(import.meta.dirname, '..');
const out = join(app, 'dist', 'sidecar');
const target = `${process.platform}-${process.arch}`;
const isWindows = process.platform === 'win32';
const isMac = process.platform === 'darwin';

/** What Tauri calls this machine; it looks for the executable under its name. */
const triples: Readonly<Record<string, string>> = {
  'linux-x64': 'x86_64-unknown-linux-gnu',
  'linux-arm64': 'aarch64-unknown-linux-gnu',
  'darwin-x64': 'x86_64-apple-darwin',
  'darwin-arm64': 'aarch64-apple-darwin',
  'win32-x64': 'x86_64-pc-windows-msvc',
};

/** The keychain's add-on is in a package for each system; Debian's is that of the GNU C library. */
const keyringTargets: Readonly<Record<string, string>> = { linux: `${target}-gnu`, win32: `${target}-msvc` };
const keyringTarget = keyringTargets[process.platform] ?? target;

/** The module of each package that loads its add-on, the name of that beside the executable, and where it is kept. */
const addons = [
  {
    name: 'sodium-native',
    loader: /sodium-native[\\/]binding\.js$/,
    package: 'sodium-native',
    file: `prebuilds/${target}/sodium-native.node`,
  },
  {
    name: 'better-sqlite3-multiple-ciphers',
    loader: /better-sqlite3-multiple-ciphers[\\/]lib[\\/]binding\.js$/,
    package: 'better-sqlite3-multiple-ciphers',
    file: `prebuilds/${target}.node`,
  },
  {
    name: 'keyring',
    loader: /@napi-rs[\\/]keyring[\\/]index\.js$/,
    package: `@napi-rs/keyring-${keyringTarget}`,
    file: `keyring.${keyringTarget}.node`,
    /** What is linked into it has other authors; on Linux libdbus, which comes under the Academic Free License 2.1 here. */
    notice: 'LICENSE.third-party.md',
  },
];

/** What Node looks for in itself; the value is Node's own. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const triple = triples[target];
if (triple === undefined) throw new Error(`The engine can’t be made into an executable for ${target}.`);
const executable = join(out, `loom-${triple}${isWindows ? '.exe' : ''}`);
const scratch = mkdtempSync(join(tmpdir(), 'loom-sidecar-'));

function addonFile(addon: (typeof addons)[number], file: string): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve(`${addon.package}/package.json`)), file);
}

function bringAddons(): void {
  for (const addon of addons) {
    const beside = join(out, 'native', addon.name);
    copyFileSync(addonFile(addon, addon.file), `${beside}.node`);
    if ('notice' in addon) copyFileSync(addonFile(addon, addon.notice), `${beside}.LICENSE.md`);
  }
}

async function bundle(file: string): Promise<void> {
  const build = await rolldown({
    input: join(app, 'sidecar/main.ts'),
    platform: 'node',
    plugins: [addonsFromBeside],
    logLevel: 'warn',
  });
  await build.write({ file, format: 'cjs', codeSplitting: false, minify: true });
  await build.close();
}

/** An executable can hold no add-on: each is loaded from a file that is installed with it. */
const addonsFromBeside: Plugin = {
  name: 'addons-from-beside',
  load(id) {
    const addon = addons.find(({ loader }) => loader.test(id));
    if (addon === undefined) return undefined;
    const load = `
      const { existsSync } = require('node:fs');
      const { dirname, join } = require('node:path');
      const here = dirname(process.execPath);
      const places = ['native', '../lib/Loom/native', '../Resources/native'].map((place) => join(here, place));
      const folder = places.find((place) => existsSync(place)) ?? places[0];
      const addon = require('node:module').createRequire(process.execPath)(join(folder, '${addon.name}.node'));`;
    const isSqlite = addon.name.startsWith('better-sqlite3');
    return `${load}\nmodule.exports = ${isSqlite ? '{ getBinding: () => addon }' : 'addon'};`;
  },
};

function makeBlob(main: string, output: string): void {
  const config = join(scratch, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({
      main,
      output,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      // No signal opens an inspector, and no NODE_OPTIONS changes what runs.
      execArgv: ['--disable-sigusr1'],
      execArgvExtension: 'none',
    }),
  );
  execFileSync(process.execPath, ['--experimental-sea-config', config], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Puts the blob into a stripped copy of this Node. */
async function put(blob: string): Promise<void> {
  copyFileSync(process.execPath, executable);
  chmodSync(executable, 0o755);
  // Stripping afterwards would take the blob away.
  if (isMac) execFileSync('codesign', ['--remove-signature', executable]);
  else if (!isWindows) execFileSync('strip', ['--strip-all', executable]);
  await inject(executable, 'NODE_SEA_BLOB', readFileSync(blob), {
    sentinelFuse: fuse,
    ...(isMac ? { machoSegmentName: 'NODE_SEA' } : {}),
  });
  if (isMac) execFileSync('codesign', ['--sign', '-', executable]);
}

/** It starts, has its add-ons, makes an identity and writes it down; and Node’s options don’t reach it. */
function smokeTest(): void {
  const env = { LOOM_HOME: join(scratch, 'home'), HOME: scratch, NODE_OPTIONS: '--no-such-option' };
  const token = execFileSync(executable, ['identity', 'new', '--name', 'Mara'], { env, encoding: 'utf8' });
  if (!/LOOM-[A-Z2-7]{6}/.test(token)) throw new Error(`The executable does not work: ${token}`);
  const key = execFileSync(executable, ['key'], { env, encoding: 'utf8' });
  if (key.includes('without support'))
    throw new Error(`The executable does not find the keychain’s add-on: ${key}`);
}

try {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'native'), { recursive: true });
  bringAddons();
  await bundle(join(scratch, 'loom.cjs'));
  makeBlob(join(scratch, 'loom.cjs'), join(scratch, 'loom.blob'));
  await put(join(scratch, 'loom.blob'));
  smokeTest();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
