// The lines of the log, of which only those in sight are in the document; at its end it goes along with what comes.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LogEntry } from '@loom/contract';
import { useVirtualList } from '../../list/virtual.ts';
import { words } from '../../messages/words.ts';
import { secondsTime } from '../../text/time.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { locale } from '../locale.ts';

const text = words.log;
const lineHeight = 20;
const charactersPerLine = 90;

interface LogListProps {
  entries: readonly LogEntry[];
  follows: boolean;
  /** What stands there while there is none. */
  none: string;
}

export function LogList({ entries, follows, none }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualList({
    count: entries.length,
    keyAt: (index) => String(entries[index]?.number ?? index),
    heightAt: (index) =>
      8 + lineHeight * Math.ceil((entries[index]?.message.length ?? 1) / charactersPerLine),
    scroller,
    follows,
    start: () => 'end',
  });
  // Once they are there, and whenever others are chosen, the newest are in sight.
  const hasAny = entries.length > 0;
  useLayoutEffect(() => {
    if (hasAny) virtualizer.scrollToEnd();
  }, [virtualizer, hasAny]);

  return (
    <div class="log-lines" ref={scroller} role="log" aria-live="off" aria-label={text.lines} tabIndex={0}>
      {!hasAny && <p class="log-none">{none}</p>}
      <div class="log-rows" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {virtualizer.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          return (
            entry && (
              <p
                key={entry.number}
                ref={virtualizer.measureElement}
                data-index={item.index}
                class={`log-row ${entry.level}`}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <time class="figures">{secondsTime(entry.at, locale())}</time>{' '}
                <b>{text.levels[entry.level]}</b> <span>{neutraliseLine(entry.message)}</span>
              </p>
            )
          );
        })}
      </div>
    </div>
  );
}
