// A button that opens a short list of actions. Keys as in any menu: arrows, Home and End, Esc; focus returns to the button.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly icon: IconName;
  readonly label: string;
  readonly dangerous?: boolean;
  run: () => void;
}

/** More than a menu is wide, pixels. */
const roomBeside = 240;

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  /** Tab passes it by: keys lead to it in another way. */
  skipped?: boolean;
}

export function Menu({ label, items, skipped = false }: MenuProps) {
  const [open, setOpen] = useState(false);
  const [hangs, setHangs] = useState('');
  const place = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (!open) return undefined;
    const measure = (): void => setHangs(whereItFits(place.current));
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [open]);

  useEffect(() => {
    if (!open) return undefined;
    focusItem(place.current, 0);
    const closeOutside = ({ target }: Event): void => {
      if (target instanceof Node && !place.current?.contains(target)) setOpen(false);
    };
    addEventListener('pointerdown', closeOutside);
    return () => removeEventListener('pointerdown', closeOutside);
  }, [open]);

  function close(): void {
    setOpen(false);
    place.current?.querySelector('button')?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!open) return;
    const entries = menuItems(place.current);
    const current = entries.findIndex((entry) => entry === document.activeElement);
    const moves: Partial<Record<string, () => void>> = {
      Escape: close,
      Tab: close,
      ArrowDown: () => focusItem(place.current, (current + 1) % entries.length),
      ArrowUp: () => focusItem(place.current, (current - 1 + entries.length) % entries.length),
      Home: () => focusItem(place.current, 0),
      End: () => focusItem(place.current, entries.length - 1),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  return (
    <div class="menu-place" ref={place} onKeyDown={onKeyDown}>
      <IconButton
        icon="more"
        label={label}
        tabIndex={skipped ? -1 : 0}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <div class={`menu ${hangs}`} role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={`menu-item${item.dangerous ? ' dangerous' : ''}`}
              onClick={() => {
                close();
                item.run();
              }}
            >
              <Icon name={item.icon} />
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Upwards in the lower half of the window; and to the side on which there is room, where there is none on the usual one. */
function whereItFits(place: HTMLElement | null): string {
  if (!place) return '';
  const { top, left, right } = place.getBoundingClientRect();
  const side = left + roomBeside > innerWidth ? 'leftwards' : right < roomBeside ? 'rightwards' : '';
  return `${top > innerHeight / 2 ? 'up' : ''} ${side}`;
}

function menuItems(place: HTMLElement | null): HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}

function focusItem(place: HTMLElement | null, index: number): void {
  menuItems(place)[index]?.focus();
}
