// Where a list of messages stands: it goes where it is asked to, tells what the reader has before their eyes, and begins where they
// were when they were here last. Knows rows and pixels, and nothing of how they are loaded.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Seen, Thread } from '../state/thread.ts';
import type { Target } from '../state/threads.ts';
import type { Row } from './rows.ts';
import { drawAtOnce, isAtEnd, type ListVirtualizer, type Start } from './virtual.ts';

/** Where a list has gone already; it does not go there again when it is opened anew. */
const reached = new WeakSet<Target>();

const indexOf = (rows: readonly Row[], id: string | undefined): number =>
  id === undefined ? -1 : rows.findIndex(({ key }) => key === id);

export function startOf(rows: readonly Row[], target: Target | undefined, seen: Seen | undefined): Start {
  const goes = target !== undefined && !reached.has(target);
  if (goes && target.how === 'first') return { index: 0, below: innerHeight };
  const found = goes && target.how === 'found' ? indexOf(rows, target.messageId) : -1;
  if (found >= 0) return { index: found, below: innerHeight / 2 };
  if (goes || seen === undefined || seen.atEnd) return 'end';
  const index = indexOf(rows, seen.first);
  return index < 0 ? 'end' : { index, below: -seen.above };
}

/** Goes to the target once it is there, and stays where the person scrolls to from it. */
export function useTarget(
  virtualizer: ListVirtualizer,
  rows: readonly Row[],
  target: Target | undefined,
): void {
  useLayoutEffect(() => {
    if (target === undefined || reached.has(target)) return;
    const place = indexOf(rows, target.messageId);
    // It is still to come.
    if (target.messageId !== undefined && place < 0) return;
    reached.add(target);
    if (target.how === 'newest') virtualizer.scrollToEnd();
    else if (target.how === 'first') virtualizer.scrollToOffset(0);
    else virtualizer.scrollToIndex(place, { align: 'center' });
    drawAtOnce(virtualizer);
  }, [virtualizer, rows, target]);
}

/** Opens a list at its end where nothing else was asked for. */
export function useOpening(virtualizer: ListVirtualizer, start: RefObject<Start | undefined>): void {
  useLayoutEffect(() => {
    if (start.current !== 'end') return;
    virtualizer.scrollToEnd();
    drawAtOnce(virtualizer);
  }, [virtualizer, start]);
}

/** Tells after each drawing what is in sight. */
export function useSight(
  virtualizer: ListVirtualizer,
  rows: readonly Row[],
  thread: Thread,
  tell: (seen: Seen) => void,
): void {
  useLayoutEffect(() => {
    const offset = virtualizer.scrollOffset ?? 0;
    const end = offset + (virtualizer.scrollRect?.height ?? 0);
    const items = virtualizer
      .getVirtualItems()
      .filter((item) => rows[item.index]?.type === 'message' && item.end > offset && item.start < end);
    // What begins above the edge may be of another height when it is drawn anew; what begins below it stands still then.
    const first = items.find((item) => item.start >= offset) ?? items[0];
    const last = items.at(-1);
    if (first === undefined || last === undefined) return;
    tell({
      first: String(first.key),
      last: String(last.key),
      above: offset - first.start,
      atEnd: thread.latest && isAtEnd(virtualizer),
    });
  });
}
