// Keeps the focus in the window: where what had it goes away, or can't have it any more, the nearest thing around it takes it, so that
// keys and screen readers go on from there. Knows nothing of what is in the window.

/** Panes that can take it, where nothing of what was around is left. */
const panes = 'main, aside';

/** The element and what is around it, from within. */
export function placesAround(element: Element | null): readonly HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let at = element; at; at = at.parentElement) if (at instanceof HTMLElement) places.push(at);
  return places;
}

/** Gives the focus to the first of these that can take it now, or to a pane. */
export function focusNearest(places: readonly HTMLElement[]): void {
  const next = places.find(canTake) ?? [...document.querySelectorAll<HTMLElement>(panes)].find(canTake);
  next?.focus();
}

export function keepFocus(root: HTMLElement): void {
  let places: readonly HTMLElement[] = [];

  root.addEventListener('focusin', ({ target }) => {
    places = target instanceof Element ? placesAround(target) : [];
  });

  function mend(): void {
    const [held] = places;
    // What could still have it was left by the person. A layer over the window looks after itself.
    if (document.activeElement !== document.body || !held || canTake(held)) return;
    if (document.querySelector('dialog[open]') === null) focusNearest(places);
  }

  new MutationObserver(mend).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-pane', 'data-covered', 'inert', 'disabled', 'tabindex'],
  });
  addEventListener('resize', mend);
}

function canTake(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    element.matches('[tabindex], button, a, input, textarea, select') &&
    !element.matches(':disabled, [inert], [inert] *') &&
    element.checkVisibility({ visibilityProperty: true })
  );
}
