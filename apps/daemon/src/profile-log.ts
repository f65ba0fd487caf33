// The log of one profile: told as it happens, written to its file, and the newest of it kept for who asks later. Knows nothing of
// what is logged.
import {
  maxLogEntries,
  type HostHandlers,
  type LogEntry,
  type LogLevel,
  type LoomEvent,
} from '@loom/contract';
import { openLogFile } from './log-file.ts';

export interface ProfileLog {
  readonly log: (level: LogLevel, message: string) => void;
  readonly handlers: Pick<HostHandlers, 'get_log'>;
  /** Closes the file; what is logged after that opens it again. */
  readonly close: () => void;
  /** The same, and nothing that was logged before is told any more. */
  readonly forget: () => void;
}

/** @param now ms since 1970 */
export function openProfileLog(
  file: string,
  now: () => number,
  raise: (event: LoomEvent) => void,
): ProfileLog {
  const logFile = openLogFile(file);
  const newest: LogEntry[] = [];
  let number = 0;
  return {
    log(level, message) {
      number += 1;
      const entry = { number, at: now(), level, message };
      if (level !== 'debug') logFile.write(entry);
      // Twice as many before any are let go, so that letting go costs nothing a line.
      if (newest.push(entry) >= 2 * maxLogEntries) newest.splice(0, newest.length - maxLogEntries);
      raise({ event: 'log', payload: entry });
    },
    handlers: { get_log: ({ limit }) => ({ entries: newest.slice(-limit), file }) },
    close: () => logFile.close(),
    forget() {
      newest.length = 0;
      logFile.close();
    },
  };
}
