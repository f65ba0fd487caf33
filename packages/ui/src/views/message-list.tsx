// The messages of one conversation as a list that holds only the rows in sight, loads further pages as it is scrolled, and
// knows the way to the first and to the newest.
import type { TargetedKeyboardEvent, VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Button, IconButton } from '../components/button.tsx';
import { meaningOf, messageKeys } from '../commands/inner-keys.ts';
import { startOf, useOpening, useSight, useTarget } from '../list/place.ts';
import { toRows, type Row } from '../list/rows.ts';
import { useVirtualList, type ListVirtualizer, type Start } from '../list/virtual.ts';
import { words } from '../messages/words.ts';
import type { ContactKey } from '../state/contacts.ts';
import type { Thread } from '../state/thread.ts';
import { unitsInSight } from '../text/fold.ts';
import { dayTitle } from '../text/time.ts';
import { locale } from './locale.ts';
import { useLoom } from './context.ts';
import { MessageItem } from './message-item.tsx';
import { focusAtEdge } from './message-keys.ts';
import { useDrawn } from './use-drawn.ts';
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
const loadWithin = 3_000;
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
  const target = threads.target.value?.key === contactKey ? threads.target.value : undefined;
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => toRows(thread.messages, thread.complete), [thread.messages, thread.complete]);
  const arrived = useArrivals(thread);
  const news = threads.news(contactKey).value;
  const start = useRef<Start | undefined>(undefined);
  start.current ??= startOf(rows, target, threads.seen(contactKey));
  const virtualizer = useVirtualList({
    count: rows.length,
    keyAt: (index) => rows[index]?.key ?? '',
    heightAt: (index) => guessHeight(rows[index]),
    scroller,
    follows: thread.latest,
    start: () => start.current ?? 'end',
  });
  useOpening(virtualizer, start);
  useTarget(virtualizer, rows, target);
  useSight(virtualizer, rows, thread, (seen) => threads.see(contactKey, seen));

  const offset = virtualizer.scrollOffset ?? Infinity;
  // Also where nothing scrolls: at its very edge a list says nothing of somebody who wants to go on.
  const nearTop = !thread.complete && offset < loadWithin;
  useEffect(() => {
    if (nearTop) void threads.loadOlder(contactKey);
  }, [threads, contactKey, nearTop, thread]);

  const toEnd = virtualizer.getDistanceFromEnd();
  const nearEnd = !thread.latest && toEnd < loadWithin;
  useEffect(() => {
    if (nearEnd) void threads.loadNewer(contactKey);
  }, [threads, contactKey, nearEnd, thread]);

  const title = (at: number): string => dayTitle(at, now, locale(), words.messages);
  const language = locale();
  const drawn = useDrawn(name, now, language);
  const draw = (row: Row): VNode =>
    drawn(row, false, () =>
      row.type === 'day' ? <p class="day">{title(row.at)}</p> : <MessageItem row={row} name={name} />,
    );

  async function goToEdge(event: TargetedKeyboardEvent<HTMLElement>): Promise<void> {
    const meaning = meaningOf(messageKeys, event);
    if (meaning !== 'first' && meaning !== 'last') return;
    event.preventDefault();
    const list = event.currentTarget;
    await (meaning === 'first' ? threads.showFirst(contactKey) : threads.showNewest(contactKey));
    // Who has gone elsewhere meanwhile stays there.
    if (list.contains(document.activeElement)) focusAtEdge(list, meaning);
  }

  return (
    <>
      <div
        class="messages"
        ref={scroller}
        tabIndex={0}
        role="group"
        aria-label={words.messages.list(name)}
        onKeyDown={(event) => void goToEdge(event)}
      >
        <ul
          role="list"
          class="message-rows"
          aria-label={words.messages.list(name)}
          style={{ height: `${virtualizer.getTotalSize()}px` }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const isFound = target?.how === 'found' && target.messageId === row.key;
            return (
              <li
                key={row.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                aria-setsize={thread.complete && thread.latest ? rows.length : -1}
                aria-posinset={item.index + 1}
                class={isFound ? 'found' : arrived.has(row.key) ? 'arrived' : ''}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {draw(row)}
              </li>
            );
          })}
        </ul>
      </div>
      <DayChip virtualizer={virtualizer} rows={rows} title={title} />
      {(toEnd > 400 || !thread.latest || news > 0) && <ToNewest contactKey={contactKey} news={news} />}
    </>
  );
}

/** The way back to the newest message, and how many have come there meanwhile. */
function ToNewest({ contactKey, news }: { contactKey: ContactKey; news: number }) {
  const { threads } = useLoom();
  const go = (): void => void threads.showNewest(contactKey);
  return (
    <div class="to-newest">
      {news > 0 ? (
        <Button icon="down" title={words.messages.newest} onClick={go}>
          {words.list.news(news)}
        </Button>
      ) : (
        <IconButton look="plain" icon="down" label={words.messages.newest} onClick={go} />
      )}
    </div>
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
