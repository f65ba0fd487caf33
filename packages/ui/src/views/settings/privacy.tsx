// What contacts are told of the person, and who is blocked.
import type { Contact } from '@loom/contract';
import { Button } from '../../components/button.tsx';
import { Swatch } from '../../components/swatch.tsx';
import { Switch } from '../../components/switch.tsx';
import { words } from '../../messages/words.ts';
import { contactKey } from '../../state/contacts.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { useLoom } from '../context.ts';
import { SectionPage } from './page.tsx';
import { ChangeFault, useChange } from './use-change.tsx';

const text = words.settings;

export function PrivacySection() {
  const { host, contacts } = useLoom();
  const { values, fault, change, attempt } = useChange();
  const blocked = contacts.list.value.filter((contact) => contact.blocked);
  const unblock = ({ public_key: key }: Contact): void =>
    attempt(host.call('block_contact', { contact_pub_key: contactKey(key), blocked: false }));

  return (
    <SectionPage title={text.privacy}>
      <ChangeFault fault={fault} />
      {values && (
        <div class="settings-group">
          <Switch
            label={text.receipts}
            hint={text.receiptsHint}
            on={values.read_receipts}
            onChange={(on) => change({ read_receipts: on })}
          />
          <Switch
            label={words.talk.typing}
            hint={words.talk.typingHint}
            on={values.typing_indicators}
            onChange={(on) => change({ typing_indicators: on })}
          />
        </div>
      )}
      <section class="settings-group" aria-label={text.blocked}>
        <h3>{text.blocked}</h3>
        {blocked.length === 0 ? (
          <p>{text.nobodyBlocked}</p>
        ) : (
          <ul role="list">
            {blocked.map((contact) => (
              <Blocked
                key={contactKey(contact.public_key)}
                contact={contact}
                onUnblock={() => unblock(contact)}
              />
            ))}
          </ul>
        )}
      </section>
    </SectionPage>
  );
}

function Blocked({ contact, onUnblock }: { contact: Contact; onUnblock: () => void }) {
  const name = neutraliseLine(contact.display_name);
  return (
    <li class="blocked-row">
      <Swatch identityKey={contact.public_key} name={name} size={30} />
      <b>{name}</b>
      <Button aria-label={text.unblockNamed(name)} onClick={onUnblock}>
        {text.unblock}
      </Button>
    </li>
  );
}
