// What the engine has logged lately and goes on to log, for as long as somebody looks. Knows nothing of how it is shown.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { maxLogEntries, type LogEntry, type LoomEvent } from '@loom/contract';
import type { Host } from '../host.ts';
import { sentence } from './threads.ts';

export interface LogState {
  /** Oldest first; `keptEntries` at most. */
  readonly entries: ReadonlySignal<readonly LogEntry[]>;
  /** Where they are kept on disk; undefined until it is told. */
  readonly file: ReadonlySignal<string | undefined>;
  /** Why they could not be had, in words. */
  readonly problem: ReadonlySignal<string | undefined>;
  readonly open: () => Promise<void>;
  readonly close: () => void;
  apply(event: LoomEvent): void;
}

export const keptEntries = 5000;

export function createLog(host: Host): LogState {
  let kept: LogEntry[] = [];
  /** What comes while the earlier ones are on their way. */
  let early: LogEntry[] | undefined;
  let isOpen = false;
  const version = signal(0);
  const file = signal<string | undefined>(undefined);
  const problem = signal<string | undefined>(undefined);
  const told = (): void => {
    version.value += 1;
  };

  return {
    // A thousand that come in one turn are copied once.
    entries: computed(() => (version.value, kept.slice(-keptEntries))),
    file,
    problem,

    async open() {
      isOpen = true;
      early = [];
      try {
        const recent = await host.call('get_log', { limit: maxLogEntries });
        const last = recent.entries.at(-1)?.number ?? 0;
        kept = [...recent.entries, ...(early ?? []).filter(({ number }) => number > last)];
        file.value = recent.file;
        problem.value = undefined;
      } catch (error) {
        problem.value = sentence(error);
      }
      early = undefined;
      told();
    },

    close() {
      isOpen = false;
      kept = [];
      told();
    },

    apply({ event, payload }) {
      if (!isOpen || event !== 'log') return;
      if (early) {
        early.push(payload);
        return;
      }
      // Twice as many before any are let go, so that letting go costs nothing a line.
      if (kept.push(payload) >= 2 * keptEntries) kept.splice(0, kept.length - keptEntries);
      told();
    },
  };
}
