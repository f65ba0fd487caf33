// Waits for what can only be looked at, and calls what never comes by its name.
import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than anything takes. */
const patienceMs = 60_000;
const stepMs = 50;

export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`There never was ${what}.`);
    await sleep(stepMs);
  }
}
