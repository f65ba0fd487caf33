// What an engine says of its own work: never a secret, a name or a message. Shapes only.
import * as v from 'valibot';
import { timestamp } from './scalars.ts';

/** From the least to the most important. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export const logLevel = v.picklist(logLevels);
export type LogLevel = v.InferOutput<typeof logLevel>;

export const logEntry = v.object({
  /** Counts up from 1 for as long as the engine's host runs. */
  number: v.number(),
  at: timestamp,
  level: logLevel,
  message: v.string(),
});
export type LogEntry = v.InferOutput<typeof logEntry>;

/** The most entries that are kept in memory, and that one `get_log` returns. */
export const maxLogEntries = 2000;

export const recentLog = v.object({
  /** Oldest first. */
  entries: v.array(logEntry),
  /** The file that has them too, but for those of level `debug`, which are in memory only. */
  file: v.string(),
});
export type RecentLog = v.InferOutput<typeof recentLog>;
