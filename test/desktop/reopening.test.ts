// Closing Loom and opening it again at once: whoever does that gets a window.
import type { ChildProcess } from 'node:child_process';
import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { watchBus } from './support/bus.ts';
import { deskOfTest } from './support/desk-of-test.ts';
import { enginePid, hasEnded, isRunning, noDesk, type Desk } from './support/desk.ts';
import { until } from './support/until.ts';

const reason = noDesk();
const storyMs = 240_000;
const rounds = 6;

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('Loom did not start');
  return pid;
}

/** Waits until there is one window on the screen, with an engine of this process. */
async function hasWindow(desk: Desk, window: ChildProcess, formerEngine?: number): Promise<number> {
  const engine = (): number | undefined => enginePid(pidOf(window));
  await until('a window', () => desk.windows().length === 1);
  await until('an engine', () => engine() !== undefined && engine() !== formerEngine);
  return engine() ?? 0;
}

/** Ends a window in order. Returns once that has begun. */
async function beginToEnd(desk: Desk, window: ChildProcess): Promise<void> {
  const remembered = (): string[] => globSync(join(desk.folder, 'config', '*', '.window-state.json'));
  for (const file of remembered()) rmSync(file);
  window.kill('SIGTERM');
  // It is written when the window has been told to end, before its engine is.
  await until('an end', () => remembered().some((file) => existsSync(file)));
}

describe('Loom that is opened again', { timeout: storyMs }, () => {
  test('while its window is ending opens a new one, from which the old engine is gone', async ({ skip }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const window = desk.start('ada');
    const engine = await hasWindow(desk, window);
    // An engine that does not end when it is asked to holds the window up.
    process.kill(engine, 'SIGSTOP');
    await beginToEnd(desk, window);
    expect(await hasEnded(desk.start('ada'))).toBe(0);

    await hasWindow(desk, window, engine);
    expect(isRunning(engine)).toBe(false);
    expect(window.exitCode).toBe(null);
    // It is a window like any other: it ends when it is told to.
    window.kill('SIGTERM');
    expect(await hasEnded(window)).toBe(0);
  });

  test('opens a window also where the old one ends without an answer', async ({ skip }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    await using bus = await watchBus(desk, "interface='org.SingleInstance.DBus'");
    const old = desk.start('ada');
    await hasWindow(desk, old);
    old.kill('SIGSTOP');
    const opening = desk.open('ada');
    await bus.called('ExecuteCallback', 1);
    old.kill('SIGKILL');
    const window = await opening;
    await window.shows('Make my identity');
    expect(desk.windows()).toHaveLength(1);
  });

  test(`${rounds} times, at once each time, has one window each time`, async ({ skip }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    let window = desk.start('ada');
    let engine = await hasWindow(desk, window);
    for (let round = 0; round < rounds; round += 1) {
      await beginToEnd(desk, window);
      const next = desk.start('ada');
      // Either the old process has become the new window and the next one has left it to it, or the old one is gone.
      expect(await Promise.race([hasEnded(window), hasEnded(next)])).toBe(0);
      if (window.exitCode !== null) window = next;
      engine = await hasWindow(desk, window, engine);
    }
  });
});
