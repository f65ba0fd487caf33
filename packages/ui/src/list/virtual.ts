// Ties a list of rows to the virtualizer: only the rows in sight are in the document, the newest stay in sight while one
// is at the end, and nothing moves under the reader when rows come above. Knows nothing of what a row shows.
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export type ListVirtualizer = Virtualizer<HTMLElement, HTMLElement>;

interface VirtualListOptions {
  readonly count: number;
  readonly keyAt: (index: number) => string;
  /** A first guess, in pixels; the real height is measured once the row is in the document. */
  readonly heightAt: (index: number) => number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Whether a list at its end goes along with what comes behind it. */
  readonly follows: boolean;
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
