// Ties a list of rows to the virtualizer: only the rows in sight are in the document, the newest stay in sight while one
// is at the end, and nothing moves under the reader when rows come or go above. Knows nothing of what a row shows.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export type ListVirtualizer = Virtualizer<HTMLElement, HTMLElement>;

/** Where a list begins: with a row at this many pixels from its upper edge, or at its end. */
export type Start = { readonly index: number; readonly below: number } | 'end';

interface VirtualListOptions {
  readonly count: number;
  readonly keyAt: (index: number) => string;
  /** A first guess, in pixels; the real height is measured once the row is in the document. */
  readonly heightAt: (index: number) => number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Whether a list at its end goes along with what comes behind it. */
  readonly follows: boolean;
  /** Asked once. */
  readonly start: () => Start;
}

/** Rows above and below the window that are kept ready. */
const overscan = 8;
/** So near to the end, in pixels, new rows pull the list along. */
const endThreshold = 80;
const paddingEnd = 6;
const paddingStart = 8;

/** A list at its end stays there when its height changes, as it does when the field below it grows. */
function observeHeight(
  virtualizer: ListVirtualizer,
  report: (rect: { width: number; height: number }) => void,
): void | (() => void) {
  return observeElementRect(virtualizer, (rect) => {
    const before = virtualizer.scrollRect?.height ?? rect.height;
    const hidden = virtualizer.getTotalSize() - before - (virtualizer.scrollOffset ?? 0);
    report(rect);
    if (before !== rect.height && hidden <= endThreshold) virtualizer.scrollToEnd();
  });
}

export function useVirtualList({
  count,
  keyAt,
  heightAt,
  scroller,
  follows,
  start,
}: VirtualListOptions): ListVirtualizer {
  const [, setVersion] = useState(0);
  const options = {
    count,
    getItemKey: keyAt,
    estimateSize: heightAt,
    getScrollElement: () => scroller.current,
    scrollToFn: elementScroll,
    observeElementRect: observeHeight,
    observeElementOffset,
    onChange: () => setVersion((version) => version + 1),
    initialOffset: () => firstOffset(start(), count, heightAt),
    anchorTo: 'end',
    followOnAppend: follows,
    scrollEndThreshold: endThreshold,
    overscan,
    paddingStart,
    paddingEnd,
  } as const;
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}

/** By the guessed heights: so that the rows in sight are the first that are drawn. */
function firstOffset(start: Start, count: number, heightAt: (index: number) => number): number {
  const index = start === 'end' ? count : start.index;
  let above = paddingStart;
  for (let row = 0; row < index; row += 1) above += heightAt(row);
  return Math.max(0, above - (start === 'end' ? innerHeight : start.below));
}

/** The list is at its end, or so near to it that it goes along with what comes. */
export function isAtEnd(virtualizer: ListVirtualizer): boolean {
  if (virtualizer.getDistanceFromEnd() <= endThreshold) return true;
  // It has just been sent there, and is told so with the next frame.
  const element = virtualizer.scrollElement;
  return element !== null && element.scrollHeight - element.scrollTop - element.clientHeight <= endThreshold;
}

/** Draws the rows of the place that the list was sent to at once, and not one frame later. */
export function drawAtOnce({ scrollElement }: ListVirtualizer): void {
  scrollElement?.dispatchEvent(new Event('scroll'));
}
