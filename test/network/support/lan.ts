// Hosts on wires of their own: network namespaces joined by bridges, with what can go wrong with a network. Needs root, iproute2 and
// nftables. Knows nothing of Loom. All that was made is gone once the LAN is closed.
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const delayProgram = join(import.meta.dirname, 'delay.pl');
const vpnProgram = join(import.meta.dirname, 'vpn.pl');
let made = 0;

/** Why there can be no such LAN here; undefined where there can. */
export function whyNoLan(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const name = `loom-try-${process.pid.toString(36)}`;
  try {
    run('ip', ['netns', 'add', name]);
    try {
      run('ip', ['netns', 'exec', name, 'nft', 'list', 'ruleset']);
    } finally {
      run('ip', ['netns', 'delete', name]);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
  }
}

/** A program of the system, and why it can’t be used here. */
export function whyNoProgram(program: string): string | undefined {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error ? `there is no ${program}` : undefined;
}

function run(command: string, args: readonly string[], input = ''): string {
  return execFileSync(command, args, { stdio: 'pipe', input }).toString();
}

/** Waits for the line that a program prints once it is there. @throws where it ends without. */
export async function untilReady(program: ChildProcess): Promise<void> {
  const ended = once(program, 'exit').then(([code]) => {
    throw new Error(`${program.spawnargs.join(' ')} has ended with ${code}`);
  });
  await Promise.race([once(program.stdout ?? program, 'data'), ended]);
  ended.catch(() => undefined);
}

export class Lan implements AsyncDisposable {
  readonly #id = `${process.pid.toString(36)}${(made += 1).toString(36)}`;
  readonly #switch: string;
  readonly #namespaces: string[] = [];
  readonly #processes: ChildProcess[] = [];
  readonly #folders: string[] = [];
  #hosts = 0;
  #wires = 0;

  constructor() {
    this.#switch = this.#namespace('sw');
    this.#bridge('br0');
  }

  /** A host with a card `lan0` on the first wire and the address 198.51.100.N, N from 1. */
  host(name: string): Host {
    const host = new Host(this, name, this.#namespace(name), (this.#hosts += 1));
    host.ip('link', 'set', 'lo', 'up');
    this.plug(host, 'lan0', host.address);
    return host;
  }

  /** A card with this address on a wire; the wire `br1` and those after it are made when they are first used. */
  plug(host: Host, card: string, address: string, wire = 'br0'): void {
    this.#bridge(wire);
    const end = `w${(this.#wires += 1)}`;
    run('ip', [
      'link',
      'add',
      'name',
      card,
      'netns',
      host.namespace,
      'type',
      'veth',
      'peer',
      'name',
      end,
      'netns',
      this.#switch,
    ]);
    this.#ip('link', 'set', end, 'master', wire, 'up');
    host.ip('address', 'add', `${address}/24`, 'dev', card);
    host.ip('link', 'set', card, 'up');
  }

  /**
   * A host whose cable takes its time: what it sends and gets is late by `ms` and half as much again at random.
   * @returns how that is done here.
   */
  async slowHost(name: string, ms: number): Promise<{ host: Host; by: string }> {
    const host = this.host(name);
    try {
      const netem = ['root', 'netem', 'delay', `${ms}ms`, `${ms / 2}ms`];
      run('ip', ['netns', 'exec', host.namespace, 'tc', 'qdisc', 'add', 'dev', 'lan0', ...netem]);
      return { host, by: 'tc netem' };
    } catch {
      // This kernel has no netem: the cable is cut, and a program carries the frames from one end to the other.
      const wire = `br${name}`;
      this.#bridge(wire);
      this.#ip('link', 'set', `w${this.#wires}`, 'master', wire);
      const args = [
        'netns',
        'exec',
        this.#switch,
        'perl',
        delayProgram,
        'slow0',
        'slow1',
        String(ms),
        String(ms * 1.5),
      ];
      const carrier = this.spawn('ip', args);
      await untilReady(carrier);
      for (const [tap, bridge] of [
        ['slow0', 'br0'],
        ['slow1', wire],
      ] as const) {
        this.#ip('link', 'set', tap, 'master', bridge, 'up');
      }
      return { host, by: 'a program that carries the frames (this kernel has no netem)' };
    }
  }

  /** A program that runs until the LAN is closed. */
  spawn(command: string, args: readonly string[]): ChildProcess {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#processes.push(child);
    return child;
  }

  /** A file for such a program. */
  file(name: string, content: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'loom-lan-'));
    this.#folders.push(folder);
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#processes) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    for (const name of this.#namespaces.splice(0)) run('ip', ['netns', 'delete', name]);
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  #namespace(name: string): string {
    const namespace = `loom-${this.#id}-${name}`;
    run('ip', ['netns', 'add', namespace]);
    this.#namespaces.push(namespace);
    return namespace;
  }

  #bridge(name: string): void {
    if (spawnSync('ip', ['-n', this.#switch, 'link', 'show', name], { stdio: 'ignore' }).status === 0) return;
    this.#ip('link', 'add', name, 'type', 'bridge', 'forward_delay', '0', 'mcast_snooping', '0');
    this.#ip('link', 'set', name, 'up');
  }

  #ip(...args: string[]): void {
    run('ip', ['-n', this.#switch, ...args]);
  }
}

export class Host {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly #lan: Lan;

  constructor(lan: Lan, name: string, namespace: string, number: number) {
    this.#lan = lan;
    this.name = name;
    this.namespace = namespace;
    this.address = `198.51.100.${number}`;
  }

  /** What starts a program here. */
  get launcher(): readonly string[] {
    return ['ip', 'netns', 'exec', this.namespace];
  }

  ip(...args: string[]): void {
    run('ip', ['-n', this.namespace, ...args]);
  }

  /** Runs a program here, to its end. */
  run(...args: string[]): string {
    return run('ip', ['netns', 'exec', this.namespace, ...args]);
  }

  /** A program that runs here until the LAN is closed. */
  spawn(...args: string[]): ChildProcess {
    const [command = 'ip', ...rest] = [...this.launcher, ...args];
    return this.#lan.spawn(command, rest);
  }

  /** A VPN `tun0` that swallows what is sent to these networks. */
  async vpn(...networks: string[]): Promise<void> {
    await untilReady(this.spawn('perl', vpnProgram, 'tun0'));
    this.ip('address', 'add', '10.8.0.2', 'peer', '10.8.0.1', 'dev', 'tun0');
    this.ip('link', 'set', 'tun0', 'up');
    for (const network of networks) this.ip('route', 'add', network, 'dev', 'tun0');
  }

  /** Rules for what comes in: a firewall, or a bad wire. They replace those before. */
  filter(...rules: string[]): void {
    this.#chain('input', rules);
  }

  filterOut(...rules: string[]): void {
    this.#chain('output', rules);
  }

  readdress(from: string, to: string, card = 'lan0'): void {
    // In this order: with the first address of a network the kernel drops the others too.
    this.ip('address', 'delete', `${from}/24`, 'dev', card);
    this.ip('address', 'add', `${to}/24`, 'dev', card);
  }

  withoutIpv6(): void {
    this.run('sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6');
  }

  #chain(hook: 'input' | 'output', rules: readonly string[]): void {
    const body = rules.map((rule) => `    ${rule}\n`).join('');
    const table = `table inet loom_${hook}`;
    const chain = `  chain packets {\n    type filter hook ${hook} priority 0;\n${body}  }\n`;
    run(
      'ip',
      ['netns', 'exec', this.namespace, 'nft', '-f', '-'],
      `${table} {}\nflush ${table}\ndelete ${table}\n${table} {\n${chain}}\n`,
    );
  }
}
