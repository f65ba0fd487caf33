// Brings a command to an engine: the one that runs for the profile, or one in this process for as long as the command lasts.
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoomError, LoomError } from '@loom/contract';
import { connectToProfile, openEngine, type Door } from '@loom/daemon';
import type { Context } from './context.ts';
import { readerGone } from './output.ts';

/** For how long a profile may be held by a process that does not answer: one that starts, or that ends. */
const handOverMs = 5_000;
const handOverStepMs = 50;

export interface Reached {
  readonly door: Door;
  /** The engine runs in this process and ends with it. */
  readonly own: boolean;
}

/** @throws LoomError `engine-not-running` */
export async function withRunningEngine<T>(context: Context, use: (door: Door) => Promise<T>): Promise<T> {
  const door = await connectToProfile(context.engine);
  if (door === undefined) throw new LoomError('engine-not-running', { profile: context.engine.profile });
  return closing(door, () => use(door));
}

/** @param needs whether an engine started here should be on the network, and so be there for other commands too */
export async function withEngine<T>(
  context: Context,
  needs: { network: boolean },
  use: (reached: Reached) => Promise<T>,
): Promise<T> {
  const reached = await reach(context, needs.network);
  return closing(reached.door, () => use(reached));
}

/**
 * Returns when what is printed reaches nobody any more.
 * @throws LoomError `engine-stopped`
 */
export async function whileRead(door: Door): Promise<void> {
  const outcome = await Promise.race([readerGone(), whenClosed(door)]);
  if (outcome === 'closed') throw new LoomError('engine-stopped', {});
}

export async function whenClosed(door: Door): Promise<'closed'> {
  await door.closed;
  return 'closed';
}

async function reach(context: Context, network: boolean): Promise<Reached> {
  for (let waited = 0; ; waited += handOverStepMs) {
    const running = await connectToProfile(context.engine);
    if (running !== undefined) {
      if (context.networkAsked) {
        context.out.note('Loom is already running for this profile, so --port and --no-mdns change nothing.');
      }
      return { door: running, own: false };
    }
    try {
      const door = await openEngine(context.engine, network ? context.network : undefined);
      return { door, own: true };
    } catch (error) {
      const held = isLoomError(error) && error.code === 'engine-running';
      if (!held || waited >= handOverMs) throw error;
      await sleep(handOverStepMs);
    }
  }
}

async function closing<T>(door: Door, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await door.close();
  }
}
