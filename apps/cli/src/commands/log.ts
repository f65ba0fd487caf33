// `loom log`: what the running engine has logged lately, and with --follow what it goes on to log.
import { maxLogEntries, type LogEntry } from '@loom/contract';
import { logLine } from '@loom/ui/text/log';
import type { Context } from '../context.ts';
import { whileRead, withRunningEngine } from '../engine.ts';
import { readCount } from '../input.ts';

export interface LogOptions {
  readonly follow?: boolean;
  readonly limit?: string;
}

export async function log(context: Context, options: LogOptions): Promise<void> {
  const limit = readCount('--limit', options.limit, maxLogEntries);
  await withRunningEngine(context, async (door) => {
    const show = (entry: LogEntry): void => context.out.result(entry, () => [logLine(entry)]);
    // What is logged while the page is on its way is shown after it.
    let early: LogEntry[] | undefined = [];
    if (options.follow)
      door.on(({ event, payload }) => {
        if (event !== 'log') return;
        if (early === undefined) show(payload);
        else early.push(payload);
      });
    const { entries, file } = await door.call('get_log', limit === undefined ? {} : { limit });
    if (!options.follow) {
      context.out.result(entries, () => entries.map(logLine));
      context.out.note(`The file: ${file}`);
      return;
    }
    const last = entries.at(-1)?.number ?? 0;
    for (const entry of [...entries, ...early.filter(({ number }) => number > last)]) show(entry);
    early = undefined;
    await whileRead(door);
  });
}
