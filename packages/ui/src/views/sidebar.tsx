// The left pane: this device, the conversations, who is in reach, and the way to add somebody.
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Contact, Status } from '@loom/contract';
import { Button, IconButton } from '../components/button.tsx';
import { DeliveryGlyph, WaveGlyph } from '../components/glyphs.tsx';
import { Icon } from '../components/icon.tsx';
import { Swatch } from '../components/swatch.tsx';
import { kindOf } from '../kinds/kinds.ts';
import { isOwn } from '../list/rows.ts';
import { reasonInWords, words } from '../messages/words.ts';
import { contactKey, type ContactKey } from '../state/contacts.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { shortTime } from '../text/time.ts';
import { locale } from './locale.ts';
import { useLoom } from './context.ts';
import { moveAmongRows } from './move-focus.ts';
import { Nearby } from './nearby.tsx';
import { SearchField, SearchResults } from './search.tsx';
import { useDrawn } from './use-drawn.ts';
import { useNow } from './use-now.ts';

interface SidebarProps {
  onAdd: () => void;
  onMeet: () => void;
  onShowToken: () => void;
  onSettings: () => void;
}

export function Sidebar({ onAdd, onMeet, onShowToken, onSettings }: SidebarProps) {
  const { contacts, search } = useLoom();
  const now = useNow();
  const list = contacts.list.value;
  return (
    <aside class="pane sidebar" tabIndex={-1} aria-label={words.sidebar.label}>
      <DeviceCard onShowToken={onShowToken} onSettings={onSettings} />
      {list.length > 0 && <SearchField />}
      {search.query.value.trim() !== '' ? (
        <SearchResults now={now} />
      ) : list.length > 0 ? (
        <Conversations list={list} now={now} />
      ) : (
        <p class="conversations none">{words.sidebar.none}</p>
      )}
      <Nearby onMeet={onMeet} />
      <Button icon="plus" wide onClick={onAdd}>
        {words.sidebar.add}
      </Button>
    </aside>
  );
}

function Conversations({ list, now }: { list: readonly Contact[]; now: number }) {
  const { selected } = useLoom();
  const rows = useRef<HTMLUListElement>(null);
  const [visited, setVisited] = useState<ContactKey>();
  const open = selected.value;
  const keys = list.map((contact) => contactKey(contact.public_key));
  const stop = [visited, open].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];

  // Whoever comes back to the list, where it stands alone, comes back to the row that they had opened.
  const before = useRef(open);
  useLayoutEffect(() => {
    const left = before.current;
    before.current = open;
    setVisited(open === undefined ? left : undefined);
    if (open !== undefined || left === undefined || !isFocusLost()) return;
    rows.current?.querySelector<HTMLElement>(`[data-key='${left}'] .row-name`)?.focus();
  }, [open]);

  const drawn = useDrawn(now);
  return (
    <nav class="conversations" aria-label={words.sidebar.conversations}>
      <h2 class="section">{words.sidebar.conversations}</h2>
      <ul role="list" ref={rows} onKeyDown={moveAmongRows}>
        {list.map((contact, index) => {
          const key = keys[index];
          const isStop = key === stop;
          return drawn(contact, isStop, () => (
            <ConversationRow
              key={key}
              contact={contact}
              now={now}
              isStop={isStop}
              onVisit={() => setVisited(key)}
            />
          ));
        })}
      </ul>
    </nav>
  );
}

/** What has it is gone, or no longer in sight. */
function isFocusLost(): boolean {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || !activeElement.checkVisibility();
}

function DeviceCard({ onShowToken, onSettings }: Pick<SidebarProps, 'onShowToken' | 'onSettings'>) {
  const loom = useLoom();
  const status = loom.status.value;
  const answering = loom.answering.value;
  if (!status) return null;
  const { network } = status;
  const name = neutraliseLine(status.display_name ?? '');
  const found = network.running && network.discovery === 'on';
  const presence = found ? 'secured' : network.running ? 'connecting' : 'offline';
  return (
    <section class="device" aria-label={words.device.title}>
      <Swatch
        identityKey={status.identity_key ?? []}
        name={name}
        size={44}
        presence={answering ? presence : 'unknown'}
      />
      <div class="device-words">
        <h1>{name}</h1>
        <p>
          <span class="figures">{answering ? portInWords(network) : words.device.unknown}</span>
        </p>
      </div>
      <IconButton look="plain" icon="code" label={words.device.showToken} onClick={onShowToken} />
      <IconButton look="plain" icon="settings" label={words.device.settings} onClick={onSettings} />
      {answering && !found && <p class="device-reason">{whyNotFound(network)}</p>}
    </section>
  );
}

function portInWords({ port }: Status['network']): string {
  return port === undefined ? words.device.networkOff : words.device.port(port);
}

function whyNotFound(network: Status['network']): string {
  const { running, discovery } = network;
  if (running && discovery === 'off') return words.device.discoveryOff;
  return [running ? words.device.discoveryFailed : '', neutraliseLine(reasonInWords(network) ?? '')]
    .join(' ')
    .trim();
}

interface ConversationRowProps {
  contact: Contact;
  now: number;
  /** Tab comes by it. */
  isStop: boolean;
  onVisit: () => void;
}

function ConversationRow({ contact, now, isStop, onVisit }: ConversationRowProps) {
  const { selected, answering } = useLoom();
  const state = answering.value ? contact.state : 'unknown';
  const about = useId();
  const key = contactKey(contact.public_key);
  const last = contact.last_message;
  const open = selected.value === key;
  // What was compared was another session than one that is not accepted yet.
  const verified = contact.verified && !contact.held;
  return (
    <li class="row" data-key={key} data-unread={contact.unread > 0} data-open={open}>
      <Swatch
        identityKey={contact.public_key}
        name={neutraliseLine(contact.display_name)}
        size={42}
        presence={state}
      />
      <button
        type="button"
        class="row-name"
        tabIndex={isStop ? 0 : -1}
        onFocus={onVisit}
        aria-current={open ? 'true' : undefined}
        aria-describedby={about}
        onClick={() => {
          selected.value = key;
        }}
      >
        {neutraliseLine(contact.display_name)}
        {verified && <Icon name="ring" size={14} />}
      </button>
      <span class="row-about" id={about}>
        <span class="row-time figures">
          {last && shortTime(last.timestamp, now, locale(), words.sidebar.yesterday)}
        </span>
        <span class="row-preview">
          <Preview contact={contact} />
        </span>
        <span class="visually-hidden">
          {' '}
          {words.presence[state]} {verified && words.sidebar.verified}{' '}
        </span>
        {contact.unread > 0 ? (
          <span class="badge figures">
            <span aria-hidden="true">{contact.unread > 99 ? '99+' : contact.unread}</span>
            <span class="visually-hidden">{words.sidebar.unread(contact.unread)}</span>
          </span>
        ) : (
          contact.waiting > 0 && <span class="chip figures">{words.sidebar.waiting(contact.waiting)}</span>
        )}
      </span>
    </li>
  );
}

function Preview({ contact }: { contact: Contact }) {
  const { typing } = useLoom();
  if (typing.writing.value.has(contactKey(contact.public_key))) {
    return (
      <>
        <WaveGlyph /> {words.talk.writes}
      </>
    );
  }
  const last = contact.last_message;
  if (!last) return <>{contact.state === 'new' ? words.sidebar.newContact : words.sidebar.noMessages}</>;
  const own = isOwn(last);
  return (
    <>
      {own && <DeliveryGlyph state={last.state} />}
      {own && words.sidebar.you}
      <bdi>{kindOf(last).line(last)}</bdi>
    </>
  );
}
