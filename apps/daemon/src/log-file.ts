// The profile's log file: one line an entry, readable by its owner alone, bounded by one rotation. A log that can't be
// written never stops what it tells about.
import type { LogEntry } from '@loom/contract';
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

export interface LogFile {
  write(entry: Omit<LogEntry, 'number'>): void;
  close(): void;
}

/** Past this size the file becomes `<path>.1` and a new one begins, so two times this is the most there ever is. */
export const maxLogBytes = 1 << 20;
const ownerOnly = 0o600;

export function openLogFile(path: string): LogFile {
  let file: number | undefined;
  let size = 0;

  function open(): number {
    const opened = openSync(path, 'a', ownerOnly);
    size = fstatSync(opened).size;
    return opened;
  }

  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }

  function append(line: string): void {
    file ??= open();
    if (size >= maxLogBytes) {
      close();
      renameSync(path, `${path}.1`);
      file = open();
    }
    size += writeSync(file, line);
  }

  return {
    write({ at, level, message }) {
      const line = `${new Date(at).toISOString()} ${level} ${message.replaceAll(/\p{Cc}+/gu, ' ')}\n`;
      try {
        append(line);
      } catch {
        // A full disk or a folder taken away: Loom goes on without its log.
      }
    },
    close,
  };
}
