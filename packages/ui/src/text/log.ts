// Entries of the log as text, and which of them a person wants to see.
import { logLevels, type LogEntry, type LogLevel } from '@loom/contract';
import { neutraliseLine } from './neutralise.ts';

/** As it stands in the file. */
export function logLine({ at, level, message }: LogEntry): string {
  return `${new Date(at).toISOString()} ${level} ${neutraliseLine(message)}`;
}

/** Those of this level or above that hold the words, whatever their case. */
export function chosenEntries(
  entries: readonly LogEntry[],
  least: LogLevel,
  words: string,
): readonly LogEntry[] {
  const wanted = words.trim().toLowerCase();
  const from = logLevels.indexOf(least);
  return entries.filter(
    ({ level, message }) =>
      logLevels.indexOf(level) >= from && (wanted === '' || message.toLowerCase().includes(wanted)),
  );
}
