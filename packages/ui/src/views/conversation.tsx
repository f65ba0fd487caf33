// One conversation: who it is with and how the link stands, the messages, and the field to write in.
import { useEffect, useState } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { Button, IconButton } from '../components/button.tsx';
import { LinkGlyph, type LinkState } from '../components/glyphs.tsx';
import { Icon } from '../components/icon.tsx';
import { Menu } from '../components/menu.tsx';
import { Swatch } from '../components/swatch.tsx';
import { reasonInWords, words } from '../messages/words.ts';
import { contactKey, type ContactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { Composer } from './composer.tsx';
import { useLoom } from './context.ts';
import { MessageList } from './message-list.tsx';

const text = words.conversation;

interface ConversationProps {
  contact: Contact;
  onSafety: () => void;
  onRename: () => void;
  onSetAddress: () => void;
  onSearch: () => void;
  onDelete: () => void;
}

export function Conversation(props: ConversationProps) {
  const { contact } = props;
  const { answering } = useLoom();
  const state = answering.value ? contact.state : 'unknown';
  const key = contactKey(contact.public_key);
  const name = neutraliseLine(contact.display_name);
  useMarkRead(key, contact.unread);

  return (
    <main class="conversation" tabIndex={-1} aria-label={text.region(name)}>
      <Header {...props} name={name} state={state} />
      <div class="message-area">
        {contact.held && <Held contact={contact} name={name} onSafety={props.onSafety} />}
        {contact.blocked ? (
          <Blocked contactKey={key} name={name} />
        ) : (
          state !== 'secured' && <NotSecured contact={contact} name={name} state={state} />
        )}
        <MessageList key={key} contactKey={key} name={name} />
      </div>
      <Composer key={key} contactKey={key} name={name} />
    </main>
  );
}

interface HeaderProps extends ConversationProps {
  name: string;
  state: LinkState;
}

function Header({ contact, name, state, onSafety, onRename, onSetAddress, onSearch, onDelete }: HeaderProps) {
  const { selected, host } = useLoom();
  const key = contactKey(contact.public_key);
  // Where it fails nothing has changed, and the menu still says what can be done.
  const block = (): void =>
    void host.call('block_contact', { contact_pub_key: key, blocked: !contact.blocked }).catch(() => {});
  return (
    <header class="conversation-head glass">
      <span class="only-narrow">
        <IconButton
          icon="back"
          label={text.back}
          onClick={() => {
            selected.value = undefined;
          }}
        />
      </span>
      <Swatch identityKey={contact.public_key} name={name} size={38} />
      <div class="conversation-title">
        <h2>{name}</h2>
        <p role="status" class={`link-state ${state}`}>
          <LinkGlyph state={state} />
          <span>{stateInWords(state, contact)}</span>
          {state === 'secured' && (
            <span class="compared">
              <span class="dot-between" aria-hidden="true">
                ·
              </span>
              {contact.verified && !contact.held && <Icon name="ring" size={15} />}
              <span>
                {contact.held ? text.newSession : contact.verified ? text.verified : text.notCompared}
              </span>
            </span>
          )}
        </p>
      </div>
      <Menu
        label={text.options}
        items={[
          { icon: 'ring', label: text.safety, run: onSafety },
          { icon: 'rename', label: text.rename, run: onRename },
          { icon: 'address', label: text.setAddress, run: onSetAddress },
          { icon: 'search', label: text.search, run: onSearch },
          { icon: 'block', label: contact.blocked ? text.unblock : text.block, run: block },
          { icon: 'remove', label: text.delete, run: onDelete, dangerous: true },
        ]}
      />
    </header>
  );
}

function stateInWords(state: LinkState, contact: Contact): string {
  if (contact.blocked) return text.blocked;
  switch (state) {
    case 'secured':
      return text.secured;
    case 'connecting':
      return text.connecting;
    case 'offline':
      return contact.waiting > 0 ? text.offlineWaiting(contact.waiting) : text.offline;
    case 'new':
      return text.new;
    case 'unknown':
      return text.unknown;
  }
}

function whyNotSecured(state: LinkState, contact: Contact, name: string): string {
  if (state === 'unknown') return text.unknownHelp;
  const reason = reasonInWords(contact);
  if (reason !== undefined) return reason;
  if (state === 'new') return text.newHelp(name);
  return state === 'connecting' ? text.handshaking(name) : text.offlineHelp(name);
}

/** The person wants nothing of this contact, and can change their mind. */
function Blocked({ contactKey: key, name }: { contactKey: ContactKey; name: string }) {
  const { host } = useLoom();
  const [fault, setFault] = useState<string>();
  const unblock = (): void => {
    host
      .call('block_contact', { contact_pub_key: key, blocked: false })
      .catch((error: unknown) => setFault(sentence(error)));
  };
  return (
    <div class="not-secured note calm">
      <Icon name="block" />
      <p aria-live="polite">{fault ?? text.blockedHelp(name)}</p>
      <Button onClick={unblock}>{text.unblock}</Button>
    </div>
  );
}

/** Why there is no link, and the way to try at once. */
function NotSecured({ contact, name, state }: { contact: Contact; name: string; state: LinkState }) {
  const { handshakes } = useLoom();
  const key = contactKey(contact.public_key);
  const known = state !== 'unknown';
  const handshake = known ? handshakes.byKey.value.get(key) : undefined;
  const running = handshake?.state === 'running';
  const failed = handshake?.state === 'failed';

  return (
    <div class={`not-secured note ${failed ? 'warn' : 'calm'}`}>
      <Icon name={failed ? 'warning' : 'info'} />
      <p aria-live="polite">
        {running
          ? text.handshaking(name)
          : neutraliseLine(failed ? handshake.why : whyNotSecured(state, contact, name))}
      </p>
      <Button disabled={!known} aria-disabled={running} onClick={() => void handshakes.initiate(key)}>
        {text.handshake}
      </Button>
    </div>
  );
}

/** A verified contact's session was begun anew: nothing leaves until the person has decided. */
function Held({ contact, name, onSafety }: { contact: Contact; name: string; onSafety: () => void }) {
  const { host, answering } = useLoom();
  const [fault, setFault] = useState<string>();

  async function accept(): Promise<void> {
    try {
      await host.call('accept_new_session', {
        contact_pub_key: contactKey(contact.public_key),
        ...(contact.session_id !== undefined && { session_id: contact.session_id }),
      });
    } catch (error) {
      setFault(sentence(error));
    }
  }

  return (
    <div class="held note warn" role="group" aria-label={text.accept}>
      <Icon name="warning" />
      <p aria-live="polite">{fault ?? text.heldWhy(name)}</p>
      <div class="held-actions">
        <Button onClick={onSafety}>{text.compareFirst}</Button>
        <Button disabled={!answering.value} onClick={() => void accept()}>
          {text.accept}
        </Button>
      </div>
    </div>
  );
}

/** What has come has been seen once the conversation is open in a window that has the person's attention. */
function useMarkRead(key: ContactKey, unread: number): void {
  const { host, settingsView } = useLoom();
  const isCovered = settingsView.at.value !== undefined;
  useEffect(() => {
    if (unread === 0 || isCovered) return undefined;
    const mark = (): void => {
      // Where it fails the connection is lost, and the count stays as it is.
      if (document.hasFocus()) host.call('mark_read', { contact_pub_key: key }).catch(() => {});
    };
    mark();
    addEventListener('focus', mark);
    return () => removeEventListener('focus', mark);
  }, [host, key, unread, isCovered]);
}
