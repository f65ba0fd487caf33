// Brings a command to an engine: the one that runs for the profile, or one in this process for as long as the command lasts.
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoomError, LoomError } from '@loom/contract';
import { connectToProfile, openEngine, profileExists, type Door } from '@loom/daemon';
import type { Context } from './context.ts';
import { untilSignal } from './end-signal.ts';
import { CommandError } from './failures.ts';
import { readerGone } from './output.ts';
import { readPassphrase } from './passphrase.ts';

/** For how long a profile may be held by a process that does not answer: one that starts, or that ends. */
const handOverMs = 5_000;
const handOverStepMs = 50;

export interface Reached {
  readonly door: Door;
  /** The engine runs in this process and ends with it. */
  readonly own: boolean;
  /** What has unlocked the profile, where this process did. */
  readonly passphrase?: string;
}

/** @throws LoomError `engine-not-running` */
export async function withRunningEngine<T>(context: Context, use: (door: Door) => Promise<T>): Promise<T> {
  const door = await connectToProfile(context.engine);
  if (door === undefined) throw new LoomError('engine-not-running', { profile: context.engine.profile });
  return closing(door, () => use(door));
}

interface Needs {
  /** Whether an engine started here should be on the network, and so be there for other commands too. */
  readonly network: boolean;
  /** For the commands that make a person, or wait for one: the profile may be new, or have no identity yet. */
  readonly newProfile?: boolean;
  /** For the commands that have a use for a locked profile; otherwise the passphrase is asked for. */
  readonly locked?: 'as it is';
}

/** @throws LoomError `no-identity`, unless the profile may be new */
export async function withEngine<T>(
  context: Context,
  needs: Needs,
  use: (reached: Reached) => Promise<T>,
): Promise<T> {
  const reached = await reach(context, needs);
  return closing(reached.door, async () => {
    if (!needs.newProfile) await requireIdentity(reached.door);
    const passphrase = reached.own ? await unlockOwn(context, reached.door, needs.locked) : undefined;
    return use({ ...reached, ...(passphrase !== undefined && { passphrase }) });
  });
}

/**
 * For a command that has an end of its own and needs the network until then.
 * @throws Interrupted at a signal to end, once an engine that was started here has stopped; LoomError `no-identity`, or why
 * such an engine has no network, like `port-taken`
 */
export async function withNetwork<T>(context: Context, use: (reached: Reached) => Promise<T>): Promise<T> {
  return untilSignal((interrupted) =>
    withEngine(context, { network: true }, async (reached) => {
      if (reached.own) await requireNetwork(reached.door);
      return Promise.race([use(reached), interrupted]);
    }),
  );
}

/**
 * Unlocks an engine of this process, where its profile is locked: with the file that was named, or by asking.
 * @returns the passphrase, where one was needed.
 * @throws CommandError `locked` where there is nobody to ask, unless it may stay so; LoomError `passphrase-wrong`
 */
export async function unlockOwn(
  { unlocking }: Context,
  door: Door,
  otherwise?: 'as it is',
): Promise<string | undefined> {
  const isNamed = unlocking.passphraseFile !== undefined;
  if (otherwise !== undefined && !isNamed) return undefined;
  const { locked } = await door.call('get_status', {});
  if (!locked) return undefined;
  if (!isNamed && !process.stdin.isTTY) {
    throw new CommandError(
      'locked',
      'This profile is locked, and there is no terminal to ask for its passphrase at. Name a file that holds it with --unlock-file FILE, or - for stdin.',
    );
  }
  const passphrase = await readPassphrase(unlocking);
  await door.call('unlock', { passphrase });
  return passphrase;
}

/** @throws LoomError `no-identity` */
export async function requireIdentity(door: Door): Promise<void> {
  if (!(await door.call('has_identity', {}))) throw new LoomError('no-identity', {});
}

/** Tries again where the network did not start by itself. @throws LoomError with the cause, like `port-taken` */
export async function requireNetwork(door: Door): Promise<void> {
  const { network } = await door.call('get_status', {});
  if (!network.running) await door.call('start_network', {});
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

async function reach(context: Context, { network, newProfile = false }: Needs): Promise<Reached> {
  const deadline = performance.now() + handOverMs;
  for (;;) {
    const running = await connectToProfile(context.engine);
    if (running !== undefined) {
      if (context.networkAsked) {
        context.out.note('Loom is already running for this profile, so --port and --no-mdns change nothing.');
      }
      return { door: running, own: false };
    }
    if (!newProfile && !profileExists(context.engine)) throw new LoomError('no-identity', {});
    try {
      const door = await openEngine(context.engine, network ? context.network : undefined);
      return { door, own: true };
    } catch (error) {
      const held = isLoomError(error) && error.code === 'engine-running';
      if (!held || performance.now() >= deadline) throw error;
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
