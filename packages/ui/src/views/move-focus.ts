// Arrow keys in a list of rows: the focus goes from name to name. Only one of them is a stop of Tab, so that a long list is one step.

/** For the element around the rows. */
export function moveAmongRows(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.row-name')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (at < 0 || !isPlain) return;
  const last = rows.length - 1;
  const moves: Partial<Record<string, number>> = {
    ArrowDown: Math.min(at + 1, last),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: last,
  };
  const next = moves[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[next]?.focus();
}
