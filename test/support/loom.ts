// Starts `./loom` as a person does, each test with a home of its own, and stops what it started. Knows nothing of what
// the commands do.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const executable = join(import.meta.dirname, '../..', process.platform === 'win32' ? 'loom.cmd' : 'loom');

/** Far longer than anything takes, so that what never comes is called by its name. */
const patienceMs = 30_000;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Loom that runs on, until it is stopped or the home is cleared away. */
export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** How it ended, whoever ended it. */
  readonly ended: Promise<Outcome>;
  /** Waits for something that it prints. @returns the match. @throws where it ends without. */
  readonly prints: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Sends a signal that it outlives, like SIGSTOP. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it, by SIGTERM where nothing else is asked for. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
}

/** A LOOM_HOME of its own; clearing it away stops what still runs in it. */
export interface Home extends AsyncDisposable {
  readonly folder: string;
  /** Runs a command to its end. */
  run(...args: string[]): Promise<Outcome>;
  /** The same with something on stdin, which then ends. */
  feed(input: string | Uint8Array, ...args: string[]): Promise<Outcome>;
  /** Starts a command that runs on. */
  start(...args: string[]): Running;
}

/** @param launcher a command that starts Loom instead of us, and its arguments. */
export async function makeHome(launcher: readonly string[] = []): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-home-'));
  const running = new Set<Running>();

  function launch(args: readonly string[]): Started {
    const { DISPLAY: _, WAYLAND_DISPLAY: _wayland, LOOM_PROFILE: _profile, ...env } = process.env;
    const [command = executable, ...rest] = [...launcher, executable, ...args];
    return follow(spawn(command, rest, { env: { ...env, LOOM_HOME: folder } }));
  }

  function feed(input: string | Uint8Array, ...args: string[]): Promise<Outcome> {
    const { stdin, ended } = launch(args);
    stdin.end(input);
    return ended;
  }

  return {
    folder,
    run: (...args) => feed('', ...args),
    feed,
    start(...args) {
      const { kill, ...child } = launch(args);
      const started: Running = {
        ...child,
        signal: kill,
        async stop(signal = 'SIGTERM') {
          running.delete(started);
          kill(signal);
          return child.ended;
        },
      };
      running.add(started);
      return started;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((each) => each.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Started extends Omit<Running, 'stop' | 'signal'> {
  readonly kill: (signal: NodeJS.Signals) => void;
}

function follow(child: ChildProcessWithoutNullStreams): Started {
  const printed = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      printed[stream] += chunk;
      for (const watcher of watchers) watcher();
    });
  }
  // A program may end without having read what it was given.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...printed }));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    kill: (signal) => child.kill(signal),
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(printed.stdout);
          if (match === null) return;
          clearTimeout(patience);
          watchers.delete(look);
          resolve(match);
        };
        const giveUp = (how: string): void =>
          reject(new Error(`${how} ${pattern}:\n${printed.stdout}${printed.stderr}`));
        const patience = setTimeout(() => giveUp('has not printed'), patienceMs);
        watchers.add(look);
        look();
        ended.then(({ code }) => giveUp(`ended with ${code} before it printed`), reject);
      }),
  };
}
