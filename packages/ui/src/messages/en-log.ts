// The words of the log, in English. The lines themselves are the engine's, in its words.
import type { LogLevel } from '@loom/contract';

const levels: Readonly<Record<LogLevel, string>> = {
  debug: 'detail',
  info: 'info',
  warn: 'warning',
  error: 'error',
};

const from: Readonly<Record<LogLevel, string>> = {
  debug: 'All',
  info: 'Info',
  warn: 'Warnings',
  error: 'Errors',
};

export const log = {
  lines: 'Lines of the log',
  level: 'From level',
  levels,
  from,
  search: 'Search the log',
  none: 'Nothing of this kind was logged lately.',
  pause: 'Pause',
  goOn: 'Go on',
  held: 'Held still; what comes is kept and shown when you go on.',
  copy: 'Copy',
  copied: (count: number): string => (count === 1 ? '1 line copied.' : `${count} lines copied.`),
  copyFailed: 'The browser refused to copy.',
  count: (count: number): string => (count === 1 ? '1 line.' : `${count} lines.`),
  memory: 'No message, name or key is ever logged. Details are in memory only, until Loom ends.',
  file: 'The rest is in',
  aloud: 'Read new lines aloud',
  aloudHint: 'For screen readers.',
} as const;
