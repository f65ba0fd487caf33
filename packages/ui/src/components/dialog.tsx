// What every modal layer does: lies over everything else, traps focus, closes with Esc or a press beside it, and gives focus back to
// where it was. Knows nothing of what it holds nor of how it looks.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

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
    const opener = document.activeElement;
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
      root.removeAttribute('data-sheet');
      element?.close();
      // What opened it may be gone with what it was about.
      const back =
        opener instanceof HTMLElement && opener.isConnected ? opener : document.querySelector('main');
      back?.focus();
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
      onKeyDown={(event) => {
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

/** Of the animation that the style sheets give it now. */
function durationMs(element: HTMLElement): number {
  const [seconds = 0] = getComputedStyle(element).animationDuration.split(',').map(Number.parseFloat);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
