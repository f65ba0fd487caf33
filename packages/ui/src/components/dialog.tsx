// What every modal layer does: lies over everything else, traps focus, closes with Esc or a press beside it, and gives focus back to
// where it was. Knows nothing of what it holds nor of how it looks.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { focusNearest, placesAround } from '../focus.ts';

const canHaveFocus = 'button:not(:disabled), input:not(:disabled), textarea, select, a[href], [tabindex]';

interface DialogProps {
  class: string;
  /** One of the two names it. */
  label?: string;
  labelledBy?: string;
  onClose: () => void;
  /** Gets `close`, which lets it sink before `onClose`. */
  children: (close: () => void) => ComponentChildren;
}

export function Dialog({ class: look, label, labelledBy, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [motion, setMotion] = useState<'rising' | 'settled' | 'sinking'>('rising');

  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = placesAround(document.activeElement);
    const root = document.documentElement;
    element?.showModal();
    root.toggleAttribute('data-sheet', true);
    // What had focus may go away with what it stood for: the layer takes it, so that keys still reach it.
    const lost = new MutationObserver(() => {
      if (document.activeElement === document.body) element?.focus();
    });
    if (element) lost.observe(element, { childList: true, subtree: true });
    return () => {
      lost.disconnect();
      element?.close();
      // Another layer may have come over it while it sank.
      root.toggleAttribute('data-sheet', document.querySelector('dialog[open]') !== null);
      // What opened it may be gone with what it was about.
      focusNearest(opener);
    };
  }, []);

  const close = (): void => setMotion('sinking');

  // A window that is not drawn, and one without motion, never tell that an animation has ended.
  const afterwards = useRef(onClose);
  afterwards.current = onClose;
  useEffect(() => {
    if (motion !== 'sinking' || !dialog.current) return undefined;
    const timer = setTimeout(() => afterwards.current(), durationMs(dialog.current));
    return () => clearTimeout(timer);
  }, [motion]);

  /** What has been decided is decided once: a layer that sinks takes no press any more. */
  function ignoreWhileSinking(event: Event): void {
    if (motion !== 'sinking') return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      class={`sheet ${look} ${motion}`}
      aria-label={label}
      aria-labelledby={labelledBy}
      onAnimationEnd={({ target, currentTarget }) => {
        // It may have been closed in the frame in which it had risen.
        if (target === currentTarget) setMotion((now) => (now === 'rising' ? 'settled' : now));
      }}
      onClickCapture={ignoreWhileSinking}
      onSubmitCapture={ignoreWhileSinking}
      onKeyDownCapture={(event) => {
        if (event.key === 'Enter') ignoreWhileSinking(event);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Tab') goRound(event);
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={({ target, currentTarget }) => {
        if (target === currentTarget) close();
      }}
    >
      {children(close)}
    </dialog>
  );
}

/** From the last of what can have the focus to the first, and back: out of the layer there is nowhere to go. */
function goRound(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(canHaveFocus)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }),
  );
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  const { activeElement } = document;
  if (activeElement !== from && !(event.shiftKey && activeElement === event.currentTarget)) return;
  event.preventDefault();
  to?.focus();
}

/** Of the animation that the style sheets give it now. */
function durationMs(element: HTMLElement): number {
  const [seconds = 0] = getComputedStyle(element).animationDuration.split(',').map(Number.parseFloat);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
