// Time, randomness and the log, as arguments. Knows nothing of where they come from.

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** The wall clock, ms since 1970; may jump. */
  now(): number;
  /** Never runs backwards, ms from some start. */
  monotonic(): number;
  after(ms: number, run: () => void): Timer;
  /** Once the events that wait now have been handled; a way to do work for many callers at once. */
  soon(run: () => void): void;
}

export interface Random {
  /** Fresh bytes from a generator fit for keys. */
  bytes(length: number): Uint8Array;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Never a secret, a name, a message or a token: those who call see to it, and a test looks. */
export type Log = (level: LogLevel, message: string) => void;
