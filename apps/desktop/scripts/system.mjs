// What building the native window takes from the system. On Debian as root it is installed; elsewhere what is missing is named.
import { existsSync } from 'node:fs';
import process from 'node:process';
import { aptInstall, canInstall, isOnPath } from '../../../scripts/setup/debian.mjs';
import { runQuiet, SetupError } from '../../../scripts/setup/process.mjs';

/** src-tauri/Cargo.toml asks for the same. */
const oldestRust = { major: 1, minor: 95 };

/** By Debian's names: headers that pkg-config finds, and programs. */
const libraries = [
  { module: 'webkit2gtk-4.1', debian: 'libwebkit2gtk-4.1-dev' },
  { module: 'dbus-1', debian: 'libdbus-1-dev' },
  { module: 'ayatana-appindicator3-0.1', debian: 'libayatana-appindicator3-dev' },
];
const programs = [
  { program: 'cc', debian: 'build-essential' },
  { program: 'strip', debian: 'binutils' },
  { program: 'pkg-config', debian: 'pkg-config' },
];
/** For the tests only. */
const testPrograms = [
  { program: 'WebKitWebDriver', debian: 'webkit2gtk-driver' },
  { program: 'Xvfb', debian: 'xvfb' },
  { program: 'dbus-run-session', debian: 'dbus' },
  { program: 'xwininfo', debian: 'x11-utils' },
];

/**
 * @param {{ forTests: boolean }} wanted
 * @throws SetupError that names what is missing, and how to get it
 */
export async function bringSystemPackages({ forTests }) {
  await requireRust();
  if (process.platform !== 'linux') return;
  let missing = await missingPackages(forTests);
  if (missing.length > 0 && canInstall()) {
    await aptInstall(missing, 'the native window');
    missing = await missingPackages(forTests);
  }
  if (missing.length === 0) return;
  throw new SetupError(
    `Building the native window needs, by Debian’s names: ${missing.join(', ')}. Install them (Debian: sudo apt-get install ` +
      `${missing.join(' ')}) and repeat.`,
  );
}

/** @param {boolean} forTests */
async function missingPackages(forTests) {
  const wanted = forTests ? [...programs, ...testPrograms] : programs;
  const missing = wanted.filter(({ program }) => !isOnPath(program)).map(({ debian }) => debian);
  for (const { module, debian } of libraries) {
    const { code } = await runQuiet('pkg-config', ['--exists', module]);
    if (code !== 0) missing.push(debian);
  }
  return missing;
}

async function requireRust() {
  const home = process.env['CARGO_HOME'] ?? `${process.env['HOME']}/.cargo`;
  if (!isOnPath('cargo') && existsSync(`${home}/bin/cargo`)) {
    process.env['PATH'] = `${home}/bin:${process.env['PATH']}`;
  }
  const { code, output } = await runQuiet('cargo', ['--version']);
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(output) ?? []).slice(1).map(Number);
  const isNewEnough = major > oldestRust.major || (major === oldestRust.major && minor >= oldestRust.minor);
  if (code === 0 && isNewEnough) return;
  throw new SetupError(
    `Building the native window needs Rust ${oldestRust.major}.${oldestRust.minor} or newer, and ` +
      `${code === 0 ? `this is ${output.trim()}` : 'there is no cargo'}. Install it from https://rustup.rs and repeat.`,
  );
}
