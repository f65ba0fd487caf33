// The messages of one conversation as a list that holds only the rows in sight and loads earlier pages as it is scrolled up.
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { IconButton } from '../components/button.tsx';
import { toRows, type Row } from '../list/rows.ts';
import { useVirtualList, type ListVirtualizer } from '../list/virtual.ts';
import { words } from '../messages/words.ts';
import type { ContactKey } from '../state/contacts.ts';
import type { Thread } from '../state/thread.ts';
import { unitsInSight } from '../text/fold.ts';
import { dayTitle } from '../text/time.ts';
import { locale } from './locale.ts';
import { useLoom } from './context.ts';
import { MessageItem } from './message-item.tsx';
import { useNow } from './use-now.ts';

interface MessageListProps {
  contactKey: ContactKey;
  name: string;
}

export function MessageList({ contactKey, name }: MessageListProps) {
  const thread = useLoom().threads.of(contactKey).value;
  if (thread === undefined) return <div class="messages-rest" />;
  if (typeof thread === 'string') {
    return (
      <p class="messages-rest">
        {words.messages.loadFailed} {thread}
      </p>
    );
  }
  if (thread.messages.length === 0) return <p class="messages-rest">{words.messages.none(name)}</p>;
  return <FilledList contactKey={contactKey} name={name} thread={thread} />;
}

/** From this near to either end, in pixels, the page beyond it is asked for. */
const loadWithin = 900;
const dayHeight = 48;
const charactersPerLine = 64;
const lineHeight = 21;

function guessHeight(row: Row | undefined): number {
  if (row?.type !== 'message') return dayHeight;
  const lines = Math.ceil(unitsInSight(row.message.content.length) / charactersPerLine);
  return 16 + lines * lineHeight + (row.first ? 10 : 3);
}

function FilledList({ contactKey, name, thread }: MessageListProps & { thread: Thread }) {
  const { threads } = useLoom();
  const jump = threads.target.value?.key === contactKey ? threads.target.value : undefined;
  const target = jump?.messageId;
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => toRows(thread.messages), [thread.messages]);
  const arrived = useArrivals(thread);
  const virtualizer = useVirtualList({
    count: rows.length,
    keyAt: (index) => rows[index]?.key ?? '',
    heightAt: (index) => guessHeight(rows[index]),
    scroller,
    follows: thread.latest,
  });

  const opensAt = useRef(target);
  useLayoutEffect(() => {
    if (opensAt.current === undefined) virtualizer.scrollToEnd();
  }, [virtualizer]);

  // Until the person scrolls on: pages that come around it must not carry it away.
  const place = target === undefined ? -1 : rows.findIndex(({ key }) => key === target);
  const isPlaced = useRef<object | undefined>(undefined);
  useLayoutEffect(() => {
    if (place < 0 || isPlaced.current === jump) return;
    isPlaced.current = jump;
    virtualizer.scrollToIndex(place, { align: 'center' });
  }, [virtualizer, jump, place]);

  // Whoever sends wants to see it stand there, wherever they were reading.
  const newest = rows.at(-1);
  const ownArrival =
    newest?.type === 'message' && newest.own && arrived.has(newest.key) ? newest.key : undefined;
  useEffect(() => {
    if (ownArrival !== undefined) virtualizer.scrollToEnd();
  }, [virtualizer, ownArrival]);

  const nearTop = virtualizer.isScrolling && (virtualizer.scrollOffset ?? Infinity) < loadWithin;
  useEffect(() => {
    if (nearTop && !thread.complete) void threads.loadOlder(contactKey);
  }, [threads, contactKey, nearTop, thread]);

  const nearEnd = !thread.latest && virtualizer.isScrolling && virtualizer.getDistanceFromEnd() < loadWithin;
  useEffect(() => {
    if (nearEnd) void threads.loadNewer(contactKey);
  }, [threads, contactKey, nearEnd, thread]);

  const title = (at: number): string => dayTitle(at, now, locale(), words.messages);
  return (
    <>
      <div class="messages" ref={scroller} tabIndex={0} role="group" aria-label={words.messages.list(name)}>
        <ul
          role="list"
          class="message-rows"
          aria-label={words.messages.list(name)}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <li
                key={row.key}
                ref={(element) => virtualizer.measureElement(element)}
                data-index={item.index}
                aria-setsize={thread.complete ? rows.length : -1}
                aria-posinset={item.index + 1}
                class={row.key === target ? 'found' : arrived.has(row.key) ? 'arrived' : ''}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {row.type === 'day' ? (
                  <p class="day">{title(row.at)}</p>
                ) : (
                  <MessageItem row={row} name={name} />
                )}
              </li>
            );
          })}
        </ul>
      </div>
      <DayChip virtualizer={virtualizer} rows={rows} title={title} />
      {(virtualizer.getDistanceFromEnd() > 400 || !thread.latest) && (
        <div class="to-newest">
          <IconButton
            look="plain"
            icon="down"
            label={words.messages.newest}
            onClick={() => {
              virtualizer.scrollToEnd();
              void threads.showNewest(contactKey);
            }}
          />
        </div>
      )}
    </>
  );
}

interface DayChipProps {
  virtualizer: ListVirtualizer;
  rows: readonly Row[];
  title: (at: number) => string;
}

/** While the list is scrolled: the day of the row at its top. */
function DayChip({ virtualizer, rows, title }: DayChipProps) {
  const top = virtualizer.getVirtualItemForOffset((virtualizer.scrollOffset ?? 0) + dayHeight);
  const row = top && rows[top.index];
  // Where the day's own line is in sight there, it says the same.
  if (row?.type !== 'message' || !virtualizer.isScrolling) return null;
  return (
    <p class="day-chip" aria-hidden="true">
      {title(row.message.timestamp)}
    </p>
  );
}

/** The messages that came at the end while the list was open: they alone rise into place. */
function useArrivals(thread: Thread): ReadonlySet<string> {
  const arrived = useRef(new Set<string>());
  const last = useRef(thread.messages.at(-1)?.id);
  const wasLatest = useRef(thread.latest);
  const newest = thread.messages.at(-1)?.id;
  if (newest !== undefined && newest !== last.current) {
    const from = thread.messages.findLastIndex(({ id }) => id === last.current);
    // What lay further on and was loaded now has not come just now.
    if (from >= 0 && wasLatest.current)
      for (const { id } of thread.messages.slice(from + 1)) arrived.current.add(id);
    last.current = newest;
  }
  wasLatest.current = thread.latest;
  return arrived.current;
}
