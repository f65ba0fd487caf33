// The window in use: sidebar, conversation, the settings that take their place, and the sheet that lies over all. On a narrow
// window one pane at a time.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { AddContact } from './add-contact.tsx';
import { useLoom } from './context.ts';
import { Conversation } from './conversation.tsx';
import { DeleteContact } from './delete-contact.tsx';
import { contactKey } from '../state/contacts.ts';
import type { Asked } from '../state/loom.ts';
import { WhereItLeads } from './linked-text.tsx';
import { DeleteMessage } from './message-actions.tsx';
import { Choose, Empty } from './empty.tsx';
import { MyDevice } from './my-device.tsx';
import { MeetNearby } from './pairing.tsx';
import { RenameContact } from './rename-contact.tsx';
import { SettingsView } from './settings/view.tsx';
import { SafetyNumber } from './safety-number.tsx';
import { SetAddress } from './set-address.tsx';
import { Sidebar } from './sidebar.tsx';

type OpenSheet =
  | { kind: 'add'; token?: string }
  | { kind: 'device' }
  | { kind: 'meet' }
  | { kind: 'safety' | 'rename' | 'address' | 'delete'; contact: Contact };

export function Main() {
  const { host, contacts, openContact, pairing, asked, search, selected, settingsView } = useLoom();
  const [sheet, setSheet] = useState<OpenSheet>();
  const contact = openContact.value;
  const nobody = contacts.list.value.length === 0;
  const add = (): void => setSheet({ kind: 'add' });
  const showToken = (): void => setSheet({ kind: 'device' });
  const meet = (): void => setSheet({ kind: 'meet' });

  const token = host.linkedToken.value;
  useEffect(() => {
    if (token === undefined) return;
    host.linkedToken.value = undefined;
    setSheet({ kind: 'add', token });
  }, [host, token]);

  // Whoever begins a comparison over there is seen here at once.
  const isCompared = pairing.compared.value !== undefined;
  useEffect(() => {
    if (isCompared) setSheet({ kind: 'meet' });
  }, [isCompared]);

  const at = settingsView.at.value;
  useFocusBack(at !== undefined);

  return (
    <>
      {at && <SettingsView at={at} />}
      <div
        class="window"
        data-pane={contact ? 'conversation' : nobody ? 'empty' : 'sidebar'}
        data-covered={at !== undefined}
      >
        <Sidebar onAdd={add} onMeet={meet} onShowToken={showToken} onSettings={() => settingsView.open()} />
        {contact ? (
          <Conversation
            contact={contact}
            onSafety={() => setSheet({ kind: 'safety', contact })}
            onRename={() => setSheet({ kind: 'rename', contact })}
            onSetAddress={() => setSheet({ kind: 'address', contact })}
            onSearch={() => {
              search.within(contactKey(contact.public_key));
              // Where one pane is shown at a time, what is found stands in the other.
              if (matchMedia('(max-width: 719px)').matches) selected.value = undefined;
            }}
            onDelete={() => setSheet({ kind: 'delete', contact })}
          />
        ) : nobody ? (
          <Empty onAdd={add} onShowToken={showToken} />
        ) : (
          <Choose />
        )}
      </div>
      {asked.value && <AskedSheet asked={asked.value} onClose={() => (asked.value = undefined)} />}
      {sheet && <OpenedSheet sheet={sheet} onMeet={meet} onClose={() => setSheet(undefined)} />}
    </>
  );
}

/** Once what covers the window is gone, focus is where it was. */
function useFocusBack(covered: boolean): void {
  const before = useRef<Element | null>(null);
  const wasCovered = useRef(false);
  // The focus moves on as soon as the cover is drawn, so it is looked at before.
  if (covered && !wasCovered.current) before.current = document.activeElement;
  wasCovered.current = covered;
  useLayoutEffect(() => {
    if (!covered && before.current instanceof HTMLElement) before.current.focus();
  }, [covered]);
}

function AskedSheet({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  switch (asked.kind) {
    case 'delete-message':
      return <DeleteMessage message={asked.message} onClose={onClose} />;
    case 'link':
      return <WhereItLeads url={asked.url} onClose={onClose} />;
  }
}

interface OpenedSheetProps {
  sheet: OpenSheet;
  onMeet: () => void;
  onClose: () => void;
}

function OpenedSheet({ sheet, onMeet, onClose }: OpenedSheetProps) {
  switch (sheet.kind) {
    case 'add':
      return <AddContact key={sheet.token} token={sheet.token} onMeet={onMeet} onClose={onClose} />;
    case 'device':
      return <MyDevice onClose={onClose} />;
    case 'meet':
      return <MeetNearby onClose={onClose} />;
    case 'safety':
      return <SafetyNumber contact={sheet.contact} onClose={onClose} />;
    case 'rename':
      return <RenameContact contact={sheet.contact} onClose={onClose} />;
    case 'address':
      return <SetAddress contact={sheet.contact} onClose={onClose} />;
    case 'delete':
      return <DeleteContact contact={sheet.contact} onClose={onClose} />;
  }
}
