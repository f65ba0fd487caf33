// The palette: a field, and below it everywhere one can go and all that can be done, narrowed by what is typed. A combobox, of which
// the list is the popup: the focus stays in the field.
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { entries, type Entry } from '../commands/entries.ts';
import { isPressed, keyNames } from '../commands/keys.ts';
import { palette } from '../commands/window.ts';
import { keysOf } from '../commands/command.ts';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { Keys } from '../components/keys.tsx';
import { Swatch } from '../components/swatch.tsx';
import { words } from '../messages/words.ts';
import type { SectionId } from '../state/settings-view.ts';
import { useLoom } from './context.ts';
import { stateInWords } from './link-words.ts';
import { sections, type Section } from './settings/sections.ts';

const text = words.commands;
const pageOfEntries = 8;

export function Palette({ onClose }: { onClose: () => void }) {
  return (
    <Dialog class="palette" label={text.palette} onClose={onClose}>
      {(close) => <Choice onClose={onClose} close={close} />}
    </Dialog>
  );
}

interface ChoiceProps {
  /** At once: what is chosen should not wait for the palette to sink. */
  onClose: () => void;
  close: () => void;
}

function Choice({ onClose, close }: ChoiceProps) {
  const loom = useLoom();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [wanted, setWanted] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const places = Object.entries(sections) as [SectionId, Section][];
  const found = entries(
    loom,
    places.map(([name, { icon, title }]) => ({ id: name, icon, title: title() })),
    typed,
  );
  const active = Math.min(wanted, found.length - 1);
  const optionId = (index: number): string => `${id}-${index}`;

  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, typed]);

  function choose(entry: Entry | undefined): void {
    if (!entry) return;
    loom.use(entry.id);
    onClose();
    // Once the focus is back where it was: what is done may take it elsewhere, and give it back later.
    setTimeout(entry.run);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const last = found.length - 1;
    const moves: Partial<Record<string, () => void>> = {
      ArrowDown: () => setWanted(active >= last ? 0 : active + 1),
      ArrowUp: () => setWanted(active <= 0 ? last : active - 1),
      PageDown: () => setWanted(Math.min(active + pageOfEntries, last)),
      PageUp: () => setWanted(Math.max(active - pageOfEntries, 0)),
      Enter: () => choose(found[active]),
    };
    const opener = keysOf(palette, loom);
    const move = opener && isPressed(opener, event) ? close : moves[event.key];
    if (!move || event.isComposing) return;
    event.preventDefault();
    move();
  }

  return (
    <>
      <div class="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          autofocus
          aria-label={text.field}
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? optionId(active) : undefined}
          placeholder={text.field}
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setWanted(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {found.length > 0 && (
        <ul ref={list} id={`${id}-list`} class="palette-list" role="listbox" aria-label={text.list}>
          {found.map((entry, index) => (
            <Option
              key={entry.id}
              id={optionId(index)}
              entry={entry}
              selected={index === active}
              onPoint={() => setWanted(index)}
              onChoose={() => choose(entry)}
            />
          ))}
        </ul>
      )}
      <p class={found.length > 0 ? 'visually-hidden' : 'palette-none'} role="status">
        {found.length > 0 ? text.count(found.length) : text.none}
      </p>
    </>
  );
}

interface OptionProps {
  id: string;
  entry: Entry;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ id, entry: { icon, label, keys }, selected, onPoint, onChoose }: OptionProps) {
  const { answering } = useLoom();
  const contact = typeof icon === 'object' ? icon : undefined;
  const state = contact && (answering.value ? contact.state : 'unknown');
  return (
    <li
      id={id}
      class="palette-entry"
      role="option"
      aria-selected={selected}
      onPointerMove={() => {
        if (!selected) onPoint();
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {typeof icon === 'object' ? (
        <Swatch identityKey={icon.public_key} name={label} size={28} presence={state} />
      ) : (
        <span class="palette-icon">
          <Icon name={icon} />
        </span>
      )}
      <span class="palette-label">{label}</span>
      {contact && state && <span class="palette-hint">{stateInWords(state, contact)}</span>}
      {keys && <Keys names={keyNames(keys)} />}
    </li>
  );
}
