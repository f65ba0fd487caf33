// The window in use: sidebar, conversation and its details, the settings that take their place, and the sheet that lies over all.
// On a narrow window one pane at a time.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { addContact, meetNearby, openSettings, showToken as showTokenCommand } from '../commands/window.ts';
import { threeColumns } from '../layout.ts';
import { AddContact } from './add-contact.tsx';
import { Restored } from './backup/restored.tsx';
import { useLoom } from './context.ts';
import { Conversation } from './conversation.tsx';
import { DeleteContact } from './delete-contact.tsx';
import { Details } from './details.tsx';
import { contactKey } from '../state/contacts.ts';
import type { OpenSheet } from '../state/layers.ts';
import type { Asked } from '../state/loom.ts';
import { WhereItLeads } from './linked-text.tsx';
import { DeleteMessage } from './delete-message.tsx';
import { Choose, Empty } from './empty.tsx';
import { MyDevice } from './my-device.tsx';
import { MeetNearby } from './pairing.tsx';
import { Palette } from './palette.tsx';
import { SettingsView } from './settings/view.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Sidebar } from './sidebar.tsx';
import { useMedia } from './use-media.ts';

export function Main() {
  const loom = useLoom();
  const { host, contacts, openContact, pairing, asked, sheet, details, settingsView } = loom;
  const contact = openContact.value;
  const nobody = contacts.list.value.length === 0;
  const isBeside = useMedia(threeColumns);
  const isDetailed = contact !== undefined && details.value !== undefined;
  const add = (): void => addContact.run(loom);
  const showToken = (): void => showTokenCommand.run(loom);
  const meet = (): void => meetNearby.run(loom);

  const token = host.linkedToken.value;
  useEffect(() => {
    if (token === undefined) return;
    host.linkedToken.value = undefined;
    sheet.value = { kind: 'add', token };
  }, [host, sheet, token]);

  // Whoever begins a comparison over there is seen here at once.
  const isCompared = pairing.compared.value !== undefined;
  useEffect(() => {
    if (isCompared) sheet.value = { kind: 'meet' };
  }, [sheet, isCompared]);

  // Details that lie over a conversation would hide the one that was chosen now.
  const key = contact && contactKey(contact.public_key);
  const detailedKey = useRef(key);
  useEffect(() => {
    if (detailedKey.current !== key && !matchMedia(threeColumns).matches) details.value = undefined;
    detailedKey.current = key;
  }, [details, key]);

  const at = settingsView.at.value;
  useFocusBack(at !== undefined);

  return (
    <>
      {at && <SettingsView at={at} />}
      <div
        class="window"
        data-pane={isDetailed ? 'details' : contact ? 'conversation' : nobody ? 'empty' : 'sidebar'}
        data-covered={at !== undefined}
        onClick={({ target, currentTarget }) => {
          // What rests under the details takes no press: one beside them means the conversation.
          if (target === currentTarget) details.value = undefined;
        }}
      >
        <Sidebar
          onAdd={add}
          onMeet={meet}
          onShowToken={showToken}
          onSettings={() => openSettings.run(loom)}
        />
        {contact ? (
          <Conversation contact={contact} inert={isDetailed && !isBeside} />
        ) : nobody ? (
          <Empty onAdd={add} onShowToken={showToken} />
        ) : (
          <Choose />
        )}
        {isDetailed && <Details contact={contact} />}
      </div>
      {asked.value && <AskedSheet asked={asked.value} onClose={() => (asked.value = undefined)} />}
      {sheet.value && (
        <OpenedSheet sheet={sheet.value} onMeet={meet} onClose={() => (sheet.value = undefined)} />
      )}
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
    case 'restored':
      return <Restored keptAside={asked.keptAside} onClose={onClose} />;
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
    case 'palette':
      return <Palette onClose={onClose} />;
    case 'shortcuts':
      return <Shortcuts onClose={onClose} />;
    case 'delete':
      return <DeleteContact contact={sheet.contact} onClose={onClose} />;
  }
}
