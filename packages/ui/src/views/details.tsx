// The pane of details beside a conversation: who this is, whether the two have compared, what is known of the session, and what can
// be done. Not a modal: it takes the focus when it is asked for and gives it back; on narrower windows what it covers rests.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { details as detailsCommand, remove, block, searchHere } from '../commands/contact.ts';
import { CommandButton } from './command-button.tsx';
import { IconButton } from '../components/button.tsx';
import { Swatch } from '../components/swatch.tsx';
import { focusNearest, placesAround } from '../focus.ts';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import type { DetailsPart } from '../state/layers.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';
import { Reach } from './details-address.tsx';
import { DetailsFacts } from './details-facts.tsx';
import { Name } from './details-name.tsx';
import { LinkLine } from './link-line.tsx';
import { SafetyNumber } from './safety-number.tsx';

const text = words.details;

export function Details({ contact }: { contact: Contact }) {
  const loom = useLoom();
  const asked = loom.details.value;
  const pane = useRef<HTMLElement>(null);
  const name = neutraliseLine(contact.display_name);
  const key = contactKey(contact.public_key);
  const state = loom.answering.value ? contact.state : 'unknown';

  useLayoutEffect(() => {
    const opener = placesAround(document.activeElement);
    const element = pane.current;
    return () => {
      const held = element?.contains(document.activeElement) ?? false;
      // What it covered can take the focus only once this pane is gone. Who has gone elsewhere meanwhile stays there.
      queueMicrotask(() => {
        if (held || document.activeElement === document.body) focusNearest(opener);
      });
    };
  }, []);

  useEffect(() => {
    if (asked !== undefined) goTo(pane.current, asked.part);
  }, [asked]);

  return (
    <aside ref={pane} class="details" aria-label={text.of(name)} tabIndex={-1}>
      <header class="details-head">
        <h2>{text.title}</h2>
        <IconButton icon="close" label={text.close} onClick={() => detailsCommand.run(loom)} />
      </header>
      <div class="details-body" key={key}>
        <div class="details-person">
          <Swatch identityKey={contact.public_key} name={name} size={56} presence={state} />
          <div class="details-who">
            <Name contact={contact} name={name} />
            <LinkLine contact={contact} state={state} live={false} />
          </div>
        </div>
        <SafetyNumber contact={contact} name={name} />
        <DetailsFacts contact={contact} />
        <div class="details-deeds">
          <Reach contact={contact} name={name} />
          {[searchHere, block, remove].map((command) => (
            <CommandButton key={command.id} command={command} />
          ))}
        </div>
      </div>
    </aside>
  );
}

/** Each part is found by its name; what it is made of is its own business. */
function goTo(pane: HTMLElement | null, part: DetailsPart): void {
  const place = part === 'top' ? pane : pane?.querySelector<HTMLElement>(`[data-part='${part}']`);
  const target = place?.matches('button') ? place : place?.querySelector<HTMLElement>('button');
  target?.focus();
  if (part === 'rename' || part === 'address') target?.click();
  place?.scrollIntoView({ block: 'nearest' });
}
