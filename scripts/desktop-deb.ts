// Installs the built Debian package in a clean Debian, made for it and thrown away; opens Loom there on a virtual display, has it
// chat with a command-line peer, and removes it again. Prints what it finds, for docs/evidence. Root only; takes minutes.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from './setup/native-window.mjs';
import { root } from './setup/runtime.mjs';

const suite = 'bookworm';
const support = join(root, 'test/desktop/support');
const lent = ['clean-room.ts', 'webdriver.ts'];

if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/sbin/debootstrap')) {
  process.stderr.write('This needs Debian, root and debootstrap (apt-get install debootstrap).\n');
  process.exit(1);
}
const [deb] = existsSync(dist) ? readdirSync(dist).filter((name) => name.endsWith('.deb')) : [];
if (deb === undefined) {
  process.stderr.write('There is no package yet: npm run desktop:build\n');
  process.exit(1);
}

const clean = mkdtempSync(join(tmpdir(), 'loom-clean-'));
const mounts: string[] = [];
try {
  say(`commit ${execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()}`);
  say(`command npm run desktop:deb`);
  say(`date ${new Date().toISOString()}`);
  say(`package ${deb}, ${megabytes(statSync(join(dist, deb)).size)} MB`);
  quiet('debootstrap', ['--variant=minbase', suite, clean, mirror()]);
  takeOver();
  say(`clean Debian ${readFileSync(join(clean, 'etc/debian_version'), 'utf8').trim()}, made by debootstrap`);
  cpSync(join(dist, deb), join(clean, 'loom.deb'));
  for (const name of lent) cpSync(join(support, name), join(clean, 'lent', name));
  inside(['apt-get', '-q', 'update']);
  inside(['apt-get', '-qy', 'install', '--no-install-recommends', '/loom.deb']);
  say(
    `installed: ${inside(['dpkg-query', '-W', '-f', '${Package} ${Version} ${Installed-Size} kB', 'loom'])}`,
  );
  say('installed beside what the package itself asks for, to look at it: xvfb, webkit2gtk-driver');
  inside(['apt-get', '-qy', 'install', '--no-install-recommends', 'xvfb', 'webkit2gtk-driver']);
  // The driver of the window is a script; the package brings no Node that runs scripts, so this one is lent.
  cpSync(process.execPath, join(clean, 'lent/node'));
  process.stdout.write(inside(['/lent/node', '/lent/clean-room.ts']));
  process.stdout.write(
    `${inside(['apt-get', '-qy', 'remove', 'loom'])
      .split('\n')
      .filter((line) => /Loom is removed|deletes it/.test(line))
      .join('\n')}\n`,
  );
  const left = [
    'usr/bin/loom',
    'usr/bin/loom-desktop',
    'usr/lib/Loom',
    'usr/share/applications/Loom.desktop',
  ];
  say(`left of the program: ${left.filter((path) => existsSync(join(clean, path))).join(', ') || 'nothing'}`);
  const kept = readdirSync(join(clean, 'root/.local/share/loom'), { recursive: true });
  say(`left of what people wrote: ${kept.length} files and folders in ~/.local/share/loom`);
} finally {
  for (const mount of mounts.toReversed()) spawnSync('umount', ['--lazy', mount]);
  rmSync(clean, { recursive: true, force: true });
}

/** Where this machine has its own packages from. */
function mirror(): string {
  const folder = '/etc/apt/sources.list.d';
  const files = [...readdirSync(folder).map((name) => join(folder, name)), '/etc/apt/sources.list'];
  const text = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const found = /^URIs:\s*(\S+)/m.exec(text) ?? /^deb\s+(?:\[[^\]]*\]\s*)?(\S+)/m.exec(text);
  if (found?.[1] === undefined) throw new Error('this machine names no source of packages');
  return found[1];
}

/** The clean system gets packages the way this machine does, and the file systems that every system has. */
function takeOver(): void {
  for (const path of [
    'etc/apt/sources.list.d',
    'etc/apt/apt.conf.d',
    'etc/apt/auth.conf.d',
    'etc/resolv.conf',
    'etc/ssl',
    'usr/share/keyrings',
    'usr/local/share/ca-certificates',
  ]) {
    if (existsSync(`/${path}`))
      cpSync(`/${path}`, join(clean, path), { recursive: true, dereference: true, force: true });
  }
  writeFileSync(join(clean, 'etc/apt/sources.list'), '');
  for (const [type, path] of [
    ['proc', 'proc'],
    ['sysfs', 'sys'],
    ['devpts', 'dev/pts'],
    ['tmpfs', 'dev/shm'],
  ] as const) {
    spawnSync('mkdir', ['-p', join(clean, path)]);
    if (spawnSync('mount', ['-t', type, type, join(clean, path)]).status === 0)
      mounts.push(join(clean, path));
  }
}

function inside([command = '', ...args]: readonly string[]): string {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    DEBIAN_FRONTEND: 'noninteractive',
    LANG: 'C.UTF-8',
  };
  return run('chroot', [clean, command, ...args], env);
}

function quiet(command: string, args: readonly string[]): void {
  run(command, args, process.env);
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0)
    throw new Error(
      `${command} ${args.join(' ')} ended with ${status}:\n${stdout.slice(-3000)}${stderr.slice(-3000)}`,
    );
  return stdout;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
