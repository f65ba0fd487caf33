// Watches what is called on a desk's session bus, through dbus-monitor. Knows nothing of Loom.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from './until.ts';
import type { Desk } from './desk.ts';

export interface Call {
  readonly member: string;
  /** The arguments as dbus-monitor writes them. */
  readonly text: string;
}

export interface BusWatch extends AsyncDisposable {
  /** All calls of one member so far. */
  calls(member: string): readonly Call[];
  /** Waits until a member has been called this often. */
  called(member: string, times: number): Promise<void>;
}

/** @param rule one of dbus-monitor, like "interface='a.b'" */
export async function watchBus(desk: Desk, rule: string): Promise<BusWatch> {
  const monitor = spawn('dbus-monitor', ['--session', `type='method_call',${rule}`], {
    env: desk.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const calls: { member: string; text: string }[] = [];
  const lines = createInterface({ input: monitor.stdout });
  lines.on('line', (line) => {
    const member = /^method call .*member=(\w+)/.exec(line)?.[1];
    const last = calls.at(-1);
    if (member !== undefined) calls.push({ member, text: '' });
    else if (last !== undefined && line.startsWith(' ')) last.text += `${line}\n`;
  });
  // It tells of its own beginning, and sees everything from there.
  await once(lines, 'line');
  const of = (wanted: string): Call[] => calls.filter(({ member }) => member === wanted);
  return {
    calls: of,
    called: (member, times) => until(`${times} × ${member}`, () => of(member).length >= times),
    async [Symbol.asyncDispose]() {
      const ended = once(monitor, 'exit');
      monitor.kill();
      await ended;
    },
  };
}
