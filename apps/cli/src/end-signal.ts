// Ends a command when the person or the system asks for it.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal ended the command before it was done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

/** For a command that runs until then: resolves at the first signal to end, which then no longer ends the process itself. */
export function endSignal(): Promise<NodeJS.Signals> {
  return listen().received;
}

/**
 * For a command with an end of its own, which has to put things in order also when it is ended before.
 * @param work is given a promise that rejects with `Interrupted` at the first signal to end.
 */
export async function untilSignal<T>(work: (interrupted: Promise<never>) => Promise<T>): Promise<T> {
  const { received, stop } = listen();
  const interrupted = received.then((signal): never => {
    throw new Interrupted(signal);
  });
  // It may come while nobody waits for it yet.
  interrupted.catch(() => undefined);
  try {
    return await work(interrupted);
  } finally {
    stop();
  }
}

function listen(): { readonly received: Promise<NodeJS.Signals>; readonly stop: () => void } {
  const { promise: received, resolve } = Promise.withResolvers<NodeJS.Signals>();
  const end = (signal: NodeJS.Signals): void => {
    stop();
    resolve(signal);
  };
  const stop = (): void => {
    for (const signal of signals) process.off(signal, end);
  };
  for (const signal of signals) process.on(signal, end);
  return { received, stop };
}
