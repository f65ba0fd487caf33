// Keeps the focus in the window: where what had it goes away, or can't have it any more, the nearest thing around it takes it, so that
// keys and screen readers go on from there. Knows nothing of what is in the window.

/** Panes that can take it, where nothing of what was around is left. */
const panes = 'main, aside';

export function keepFocus(root: HTMLElement): void {
  /** What had it last, and what was around that, from within. */
  let around: readonly HTMLElement[] = [];

  root.addEventListener('focusin', ({ target }) => {
    around = target instanceof HTMLElement ? [...withAncestors(target)] : [];
  });

  function mend(): void {
    const [held] = around;
    // What could still have it was left by the person. A layer over the window looks after itself.
    if (document.activeElement !== document.body || !held || canTake(held)) return;
    if (document.querySelector('dialog[open]')) return;
    const next = around.find(canTake) ?? [...root.querySelectorAll<HTMLElement>(panes)].find(canTake);
    next?.focus();
  }

  new MutationObserver(mend).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-pane', 'data-covered', 'inert', 'disabled', 'tabindex'],
  });
  addEventListener('resize', mend);
}

function* withAncestors(element: HTMLElement): Iterable<HTMLElement> {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) yield at;
}

function canTake(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    element.matches('[tabindex], button, a, input, textarea, select') &&
    !element.matches(':disabled, [inert], [inert] *') &&
    element.checkVisibility({ visibilityProperty: true })
  );
}
