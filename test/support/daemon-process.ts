// One `loom daemon` as a process that can be killed by its own number, and the way in to it: JSON-RPC through its socket.
// Knows nothing of what is done with it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectToProfile, type Door } from '@loom/daemon';

const main = join(import.meta.dirname, '../../apps/cli/src/main.ts');
const connectStepMs = 10;

export interface DaemonChoice {
  /** LOOM_HOME. */
  readonly home: string;
  readonly profile: string;
  readonly port: number;
  /** A command that runs the process, in place of running it itself; it has to end by replacing itself with it. */
  readonly prefix?: readonly string[];
}

export class DaemonProcess implements AsyncDisposable {
  readonly #choice: DaemonChoice;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #printed = '';
  #door: Promise<Door> | undefined;

  /** Starts it; `door` tells when it can be used. */
  constructor(choice: DaemonChoice) {
    this.#choice = choice;
    const { home, profile, port, prefix = [] } = choice;
    const flags = ['--profile', profile, '--no-mdns', '--port', String(port)];
    const [command = '', ...args] = [...prefix, process.execPath, main, 'daemon', ...flags];
    const env = { ...process.env, LOOM_HOME: home };
    this.#child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    }
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('The daemon could not be started.');
    return this.#child.pid;
  }

  /** Or is about to, by a kill. */
  get hasEnded(): boolean {
    return this.#child.killed || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** All that it has printed, on either stream. */
  get printed(): string {
    return this.#printed;
  }

  /** @throws where it ends before it lets anybody in. */
  door(): Promise<Door> {
    this.#door ??= this.#connect();
    return this.#door;
  }

  /** Ends it as a power cut would, as far as the process is concerned. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  /** Resolves when it has ended, whoever ended it. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #connect(): Promise<Door> {
    const { home, profile } = this.#choice;
    for (;;) {
      const door = await connectToProfile({ home, profile });
      if (door !== undefined) return door;
      if (this.hasEnded) throw new Error(`the daemon of ${profile} has ended: ${this.#printed}`);
      await sleep(connectStepMs);
    }
  }
}
