// A contact's name, and giving them another one in its place. Only this device knows it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { Button, IconButton } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';
import { useAsk } from './use-ask.ts';

interface NameProps {
  contact: Contact;
  name: string;
}

export function Name({ contact, name }: NameProps) {
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLSpanElement>(null);
  const hasEdited = useRef(false);

  useEffect(() => {
    if (editing) hasEdited.current = true;
    else if (hasEdited.current) pencil.current?.querySelector('button')?.focus();
  }, [editing]);

  if (editing) return <Rename contact={contact} onClose={() => setEditing(false)} />;
  return (
    <div class="details-name">
      <h3>{name}</h3>
      <span data-part="rename" ref={pencil}>
        <IconButton icon="rename" label={words.details.rename(name)} onClick={() => setEditing(true)} />
      </span>
    </div>
  );
}

function Rename({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { host, say } = useLoom();
  const [name, setName] = useState(contact.display_name);
  const { fault, ask } = useAsk();

  async function save(): Promise<void> {
    const wanted = name.trim();
    if (wanted === '') return;
    await ask(async () => {
      const args = { contact_pub_key: contactKey(contact.public_key), display_name: wanted };
      await host.call('rename_contact', args);
      say(words.details.renamed(neutraliseLine(wanted)));
      onClose();
    });
  }

  return (
    <form
      class="details-rename"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <Field label={words.rename.label} value={name} onValue={setName} fault={fault} autofocus />
      <div class="details-foot">
        <Button onClick={onClose}>{words.rename.cancel}</Button>
        <Button type="submit" disabled={name.trim() === ''}>
          {words.rename.save}
        </Button>
      </div>
    </form>
  );
}
