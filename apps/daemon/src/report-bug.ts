// What happens to an exception that is no LoomError: a bug. It is logged by its kind and place alone, since a message that
// the runtime made up may quote what it was working on.
import { LoomError } from '@loom/contract';

export type ReportBug = (error: unknown) => LoomError;

type Log = (level: 'error', message: string) => void;

export function createReportBug(log: Log): ReportBug {
  return (error) => {
    const kind = error instanceof Error ? error.name : typeof error;
    log('error', `A bug: ${kind} ${frames(error)}`);
    return new LoomError('internal', { detail: kind });
  };
}

/** The innermost places of the stack, without the message that stands before them. */
function frames(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return places
    .slice(0, 8)
    .map((place) => place.trim())
    .join(' ');
}
