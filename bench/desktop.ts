// The native window as it is packaged, on a virtual display: from its start until it can be used, and what it takes while
// nobody uses it. The window is driven through WebDriver, whose share is in the start. Linux only.
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDesk, noDesk, type Desk, type ShellWindow } from '../test/desktop/support/desk.ts';
import { microsecondsSince, row, summarize, type Row } from './measure.ts';
import { familyOf, proportionalKilobytes, ticks, ticksPerSecond } from './processes.ts';

const starts = 5;
const settleMs = 5_000;
const idleMs = 20_000;

export async function benchDesktop(): Promise<Row[]> {
  const reason = noDesk();
  if (reason !== undefined) throw new Error(`The native window can’t be measured here: ${reason}.`);
  await using desk = await makeDesk();
  const taken: number[] = [];
  // Each start is of a profile of its own: one that was just closed may still be ending.
  for (let index = 1; index < starts; index += 1) {
    const { window, microseconds } = await begin(desk, index);
    taken.push(microseconds);
    await window.close();
  }
  const { window, microseconds } = await begin(desk, starts);
  taken.push(microseconds);
  await window.runAsync(
    "window.__TAURI_INTERNALS__.invoke('generate_new_identity', { name: 'Mara' }).then(arguments[0]);",
  );
  await sleep(settleMs);
  const idle = await idleOf(window);
  await window.close();
  process.stdout.write(
    [
      `idle for ${idleMs / 1000} s: window ${idle.window.cpu.toFixed(2)}% of a core, engine ${idle.engine.cpu.toFixed(2)}%`,
      `memory (proportional share): window ${idle.window.megabytes.toFixed(0)} MB, engine ${idle.engine.megabytes.toFixed(0)} MB\n`,
    ].join('\n'),
  );
  return [row('window: first start until it can be used', summarize(taken), {})];
}

async function begin(desk: Desk, index: number): Promise<{ window: ShellWindow; microseconds: number }> {
  const begun = process.hrtime.bigint();
  const window = await desk.open(`bench-${index}`);
  await window.until('a window to use', '/Make my identity|Port: \\d+/.test(document.body.innerText)');
  return { window, microseconds: microsecondsSince(begun) };
}

interface Use {
  /** Per cent of one core. */
  readonly cpu: number;
  readonly megabytes: number;
}

async function idleOf(window: ShellWindow): Promise<{ window: Use; engine: Use }> {
  const engine = window.enginePid();
  if (engine === undefined) throw new Error('the window has no engine');
  const all = familyOf(window.pid);
  const groups = { window: all.filter((pid) => pid !== engine), engine: [engine] };
  const before = { window: ticks(groups.window), engine: ticks(groups.engine) };
  await sleep(idleMs);
  const use = (pids: readonly number[], ticksBefore: number): Use => ({
    cpu: ((ticks(pids) - ticksBefore) / ticksPerSecond / (idleMs / 1000)) * 100,
    megabytes: pids.reduce((sum, pid) => sum + proportionalKilobytes(pid), 0) / 1000,
  });
  return { window: use(groups.window, before.window), engine: use(groups.engine, before.engine) };
}
