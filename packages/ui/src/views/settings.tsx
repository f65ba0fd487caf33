// The sheet of settings: how the window looks and speaks, what contacts are told, who is blocked.
import { useState } from 'preact/hooks';
import { textSizes, type CommandInput, type Contact, type Settings as Values } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/choice.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { Swatch } from '../components/swatch.tsx';
import { Switch } from '../components/switch.tsx';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

const text = words.settings;

export function Settings({ onClose }: { onClose: () => void }) {
  const { settings, contacts } = useLoom();
  const [fault, setFault] = useState<string>();
  const values = settings.current.value;
  const blocked = contacts.list.value.filter((contact) => contact.blocked);

  async function change(patch: CommandInput<'set_settings'>): Promise<void> {
    try {
      await settings.change(patch);
      setFault(undefined);
    } catch (error) {
      setFault(sentence(error));
    }
  }

  return (
    <Sheet title={text.title} size="wide" onClose={onClose}>
      {() => (
        <div class="settings">
          <div aria-live="polite">
            {fault !== undefined && (
              <Note tone="bad" icon="warning">
                {fault}
              </Note>
            )}
          </div>
          {values && <Appearance values={values} onChange={(patch) => void change(patch)} />}
          {values && (
            <section aria-label={text.privacy}>
              <h3>{text.privacy}</h3>
              <Switch
                label={text.receipts}
                hint={text.receiptsHint}
                on={values.read_receipts}
                onChange={(on) => void change({ read_receipts: on })}
              />
            </section>
          )}
          <section aria-label={text.blocked}>
            <h3>{text.blocked}</h3>
            {blocked.length === 0 ? (
              <p>{text.nobodyBlocked}</p>
            ) : (
              <ul role="list">
                {blocked.map((contact) => (
                  <Blocked key={contactKey(contact.public_key)} contact={contact} onFault={setFault} />
                ))}
              </ul>
            )}
          </section>
        </div>
      )}
    </Sheet>
  );
}

interface AppearanceProps {
  values: Values;
  onChange: (patch: CommandInput<'set_settings'>) => void;
}

function Appearance({ values, onChange }: AppearanceProps) {
  return (
    <section aria-label={text.appearance}>
      <h3>{text.appearance}</h3>
      <Choice
        label={text.theme}
        value={values.theme}
        options={[
          { value: 'system', label: text.asSystem },
          { value: 'light', label: text.light },
          { value: 'dark', label: text.dark },
        ]}
        onChange={(theme) => onChange({ theme })}
      />
      <Choice
        label={text.language}
        value={values.language}
        options={[
          { value: 'system', label: text.asSystem },
          // A language is called by its own name, so that who has lost the way finds it.
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
        onChange={(language) => onChange({ language })}
      />
      <Choice
        label={text.textSize}
        value={values.text_size}
        options={textSizes.map((size) => ({ value: size, label: `${size} %` }))}
        onChange={(size) => onChange({ text_size: size })}
      />
      <Choice
        label={text.effects}
        hint={text.effectsHint}
        value={values.effects}
        options={[
          { value: 'auto', label: text.effectsAuto },
          { value: 'full', label: text.effectsFull },
          { value: 'lite', label: text.effectsLite },
          { value: 'off', label: text.effectsOff },
        ]}
        onChange={(effects) => onChange({ effects })}
      />
    </section>
  );
}

function Blocked({ contact, onFault }: { contact: Contact; onFault: (fault: string) => void }) {
  const { host } = useLoom();
  const name = neutraliseLine(contact.display_name);
  const unblock = (): void => {
    host
      .call('block_contact', { contact_pub_key: contactKey(contact.public_key), blocked: false })
      .catch((error: unknown) => onFault(sentence(error)));
  };
  return (
    <li class="blocked-row">
      <Swatch identityKey={contact.public_key} name={name} size={30} />
      <b>{name}</b>
      <Button aria-label={text.unblockNamed(name)} onClick={unblock}>
        {text.unblock}
      </Button>
    </li>
  );
}
