// Keys in the list of messages: the focus goes from message to message, and Enter opens what can be done with one. Works on the rows
// that are drawn; the list keeps some of them ready beyond its edges, and draws others as it is scrolled.
import { meaningOf, messageKeys } from '../commands/inner-keys.ts';

type Meaning = keyof typeof messageKeys;

/** So much of what was in sight stays in sight, a page further. */
const pageStep = 0.85;

/** For an element around the list. */
export function moveAmongMessages(event: KeyboardEvent): void {
  const { target } = event;
  const list = target instanceof Element ? target.closest<HTMLElement>('.messages') : null;
  const meaning = meaningOf(messageKeys, event);
  if (!list || meaning === undefined) return;
  const message = target instanceof Element ? target.closest<HTMLElement>(messages) : null;
  if (meaning === 'options') {
    // Enter on a button or a link within it is theirs.
    if (target !== message || message === null) return;
    message.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
  } else move(list, message, meaning);
  event.preventDefault();
}

const messages = '.message, .notice';

function move(list: HTMLElement, from: HTMLElement | null, meaning: Meaning): void {
  const drawn = [...list.querySelectorAll<HTMLElement>(messages)];
  const at = from === null ? -1 : drawn.indexOf(from);
  switch (meaning) {
    case 'previous':
      return focusOn(at < 0 ? inSight(list).at(-1) : drawn[at - 1]);
    case 'next':
      return focusOn(at < 0 ? inSight(list)[0] : drawn[at + 1]);
    case 'pageUp':
      list.scrollTop -= list.clientHeight * pageStep;
      return soon(() => focusOn(inSight(list)[0]));
    case 'pageDown':
      list.scrollTop += list.clientHeight * pageStep;
      return soon(() => focusOn(inSight(list).at(-1)));
    // The list itself has to read what stands there, and calls `focusAtEdge` then.
    case 'first':
    case 'last':
    case 'options':
  }
}

/** Once the list is where it was sent. */
export function focusAtEdge(list: HTMLElement, edge: 'first' | 'last'): void {
  soon(() => focusOn(inSight(list).at(edge === 'first' ? 0 : -1)));
}

function focusOn(message: HTMLElement | undefined): void {
  message?.focus({ preventScroll: true });
  message?.scrollIntoView({ block: 'nearest' });
}

/** The rows of another place are drawn with the next frame. */
function soon(run: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(run));
}

function inSight(list: HTMLElement): HTMLElement[] {
  const { top, bottom } = list.getBoundingClientRect();
  return [...list.querySelectorAll<HTMLElement>(messages)].filter((message) => {
    const place = message.getBoundingClientRect();
    return place.bottom > top + 1 && place.top < bottom - 1;
  });
}
