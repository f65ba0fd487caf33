// A screen of its own with native windows on it: a virtual display, a session bus, a WebDriver for each window, and homes that
// are thrown away. Ends all it started.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOnPath } from '../../../scripts/setup/debian.mjs';
import { builtShell } from '../../../scripts/setup/native-window.mjs';
import { openWindow, type WebWindow } from './webdriver.ts';

/** What has not ended by then when it was asked to is stopped, or hangs. */
const endMs = 10_000;
const programs = ['Xvfb', 'WebKitWebDriver', 'dbus-daemon', 'dbus-monitor', 'xwininfo'];

/** Why no window can be opened here; undefined where one can. */
export function noDesk(): string | undefined {
  if (process.platform !== 'linux') return 'the native window is tested on Linux only';
  if (builtShell() === undefined) return 'the native window is not built (npm run desktop:build)';
  const missing = programs.filter((program) => !isOnPath(program));
  return missing.length === 0
    ? undefined
    : `there is no ${missing.join(', ')} (npm run desktop:build -- --tests)`;
}

export interface ShellWindow extends WebWindow {
  /** Of the native window. */
  readonly pid: number;
  /** Of the engine that runs for it now; undefined while there is none. */
  enginePid(): number | undefined;
}

export interface Desk extends AsyncDisposable {
  readonly folder: string;
  /** What a program on this desk gets for its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Opens the window of a profile. */
  open(profile: string): Promise<ShellWindow>;
  /** Starts Loom as a menu or a terminal would, driven by nobody. */
  start(profile: string, ...links: readonly string[]): ChildProcess;
  /** Loom's windows on the screen. */
  windows(): readonly string[];
}

export async function makeDesk(): Promise<Desk> {
  const binary = builtShell();
  if (binary === undefined) throw new Error('the native window is not built');
  const folder = mkdtempSync(join(tmpdir(), 'loom-desk-'));
  const started: ChildProcess[] = [];

  // Without -noreset a display begins anew whenever its last client leaves, and turns away whoever comes meanwhile.
  const xvfb = spawn(
    'Xvfb',
    ['-displayfd', '1', '-noreset', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  started.push(xvfb);
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(bus);

  const { PATH, LANG } = process.env;
  const env: NodeJS.ProcessEnv = {
    PATH,
    LANG,
    HOME: folder,
    LOOM_HOME: join(folder, 'loom'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    DISPLAY: `:${await firstLine(xvfb)}`,
    DBUS_SESSION_BUS_ADDRESS: await firstLine(bus),
    // Lets the web engine be driven.
    TAURI_WEBVIEW_AUTOMATION: 'true',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
  };
  mkdirSync(join(folder, 'run'), { mode: 0o700 });

  return {
    folder,
    env,
    async open(profile) {
      const port = await freePort();
      const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      started.push(driver);
      await listening(port);
      const window = await openWindow(`http://127.0.0.1:${port}`, binary, ['--profile', profile]);
      const [pid] = childrenOf(driver.pid ?? 0, 'loom-desktop');
      if (pid === undefined) throw new Error('the driver has started no window');
      return { ...window, pid, enginePid: () => enginePid(pid) };
    },
    start(profile, ...links) {
      const { TAURI_WEBVIEW_AUTOMATION: _, ...own } = env;
      const child = spawn(binary, ['--profile', profile, ...links], {
        env: own,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      started.push(child);
      return child;
    },
    windows() {
      const tree = execFileSync('xwininfo', ['-root', '-tree'], { env, encoding: 'utf8' });
      return tree.split('\n').filter((line) => line.includes(' "Loom": '));
    },
    async [Symbol.asyncDispose]() {
      // The last first: a window before its driver, all before the display.
      for (const child of started.toReversed()) {
        for (const pid of childrenOf(child.pid ?? 0, '')) end(pid);
        child.kill();
        const insist = setTimeout(() => child.kill('SIGKILL'), endMs);
        await hasEnded(child);
        clearTimeout(insist);
      }
      await sleep(0);
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** How a process ended, now or before; its exit code, null where a signal ended it. */
export async function hasEnded(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** The engine that runs for a native window now; undefined while there is none. */
export function enginePid(window: number): number | undefined {
  return childrenOf(window, '--stdio')[0];
}

/** Whether a process is there and is more than a zombie. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes that this one started, of those whose command line holds `part`. */
function childrenOf(pid: number, part: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        const parent = Number(readFileSync(`/proc/${each}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
        return parent === pid && readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(part);
      } catch {
        return false;
      }
    });
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output to read');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  if (line === undefined) throw new Error(`${child.spawnfile} ended before it was ready`);
  return line;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server without a port');
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}
