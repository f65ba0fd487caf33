// The lines of the palette: people, commands, sections of the settings; what was used last comes first.
import type { Contact } from '@loom/contract';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import type { Loom } from '../state/loom.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import type { IconName } from '../components/icon.tsx';
import type { SectionId } from '../state/settings-view.ts';
import { isPossible, keysOf } from './command.ts';
import type { Shortcut } from './keys.ts';
import { match } from './match.ts';
import { commands } from './registry.ts';

export interface Entry {
  readonly id: string;
  readonly label: string;
  /** A person’s line has their cloth instead. */
  readonly icon: IconName | Contact;
  readonly keys?: Shortcut | undefined;
  readonly run: () => void;
}

export interface SectionEntry {
  readonly id: SectionId;
  readonly icon: IconName;
  readonly title: string;
}

export function entries(loom: Loom, sections: readonly SectionEntry[], typed: string): readonly Entry[] {
  const used = loom.used.value;
  const meant = [...people(loom), ...deeds(loom), ...pages(loom, sections)].flatMap((entry) => {
    const degree = match(typed, entry.label);
    const last = used.indexOf(entry.id);
    return degree === undefined ? [] : [{ entry, degree, last: last < 0 ? Infinity : last }];
  });
  // What was typed counts for more than what was used; where both are equal the order stays.
  const isTyped = typed.trim() !== '';
  return meant
    .toSorted((a, b) => (isTyped ? a.degree - b.degree : 0) || compare(a.last, b.last))
    .map(({ entry }) => entry);
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function people({ contacts, selected, settingsView }: Loom): Entry[] {
  return contacts.list.value.map((contact) => {
    const key = contactKey(contact.public_key);
    return {
      id: `person ${key}`,
      label: neutraliseLine(contact.display_name),
      icon: contact,
      run() {
        settingsView.close();
        selected.value = key;
      },
    };
  });
}

function deeds(loom: Loom): Entry[] {
  return commands
    .filter((command) => command.unlisted !== true && isPossible(command, loom))
    .map((command) => ({
      id: command.id,
      label: command.words(loom),
      icon: command.icon,
      keys: keysOf(command, loom),
      run: () => command.run(loom),
    }));
}

function pages({ settingsView }: Loom, sections: readonly SectionEntry[]): Entry[] {
  return sections.map(({ id, icon, title }) => ({
    id: `settings ${id}`,
    label: words.commands.section(title),
    icon,
    run: () => settingsView.open(id),
  }));
}
