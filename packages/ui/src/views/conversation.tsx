// One conversation: who it is with and how the link stands, the messages, and the field to write in.
import { useEffect } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { Button, IconButton } from '../components/button.tsx';
import { LinkGlyph } from '../components/glyphs.tsx';
import { Icon } from '../components/icon.tsx';
import { Menu } from '../components/menu.tsx';
import { Swatch } from '../components/swatch.tsx';
import { words } from '../messages/words.ts';
import { contactKey, type ContactKey } from '../state/contacts.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { Composer } from './composer.tsx';
import { useLoom } from './context.ts';
import { MessageList } from './message-list.tsx';

const text = words.conversation;

interface ConversationProps {
  contact: Contact;
  onRename: () => void;
  onDelete: () => void;
}

export function Conversation({ contact, onRename, onDelete }: ConversationProps) {
  const key = contactKey(contact.public_key);
  const name = neutraliseLine(contact.display_name);
  useMarkRead(key, contact.unread);

  return (
    <main class="conversation" aria-label={text.region(name)}>
      <Header contact={contact} name={name} onRename={onRename} onDelete={onDelete} />
      <div class="message-area">
        {contact.state !== 'secured' && <NotSecured contact={contact} name={name} />}
        <MessageList key={key} contactKey={key} name={name} />
      </div>
      <Composer key={key} contactKey={key} name={name} />
    </main>
  );
}

function Header({ contact, name, onRename, onDelete }: ConversationProps & { name: string }) {
  const { selected } = useLoom();
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
        <p role="status" class={`link-state ${contact.state}`}>
          <LinkGlyph state={contact.state} />
          <span>{stateInWords(contact)}</span>
          {contact.state === 'secured' && (
            <span class="compared">
              <span class="dot-between" aria-hidden="true">
                ·
              </span>
              {contact.verified && <Icon name="ring" size={15} />}
              {contact.verified ? text.verified : text.notCompared}
            </span>
          )}
        </p>
      </div>
      <Menu
        label={text.options}
        items={[
          { icon: 'rename', label: text.rename, run: onRename },
          { icon: 'remove', label: text.delete, run: onDelete, dangerous: true },
        ]}
      />
    </header>
  );
}

function stateInWords(contact: Contact): string {
  switch (contact.state) {
    case 'secured':
      return text.secured;
    case 'connecting':
      return text.connecting;
    case 'offline':
      return contact.waiting > 0 ? text.offlineWaiting(contact.waiting) : text.offline;
    case 'new':
      return text.new;
  }
}

function whyNotSecured(contact: Contact, name: string): string {
  if (contact.reason !== undefined) return contact.reason;
  if (contact.state === 'new') return text.newHelp(name);
  return contact.state === 'connecting' ? text.handshaking(name) : text.offlineHelp(name);
}

/** Why there is no link, and the way to try at once. */
function NotSecured({ contact, name }: { contact: Contact; name: string }) {
  const { handshakes } = useLoom();
  const key = contactKey(contact.public_key);
  const handshake = handshakes.byKey.value.get(key);
  const running = handshake?.state === 'running';
  const failed = handshake?.state === 'failed';

  return (
    <div class={`not-secured note ${failed ? 'warn' : 'calm'}`}>
      <Icon name={failed ? 'warning' : 'info'} />
      <p aria-live="polite">
        {running
          ? text.handshaking(name)
          : neutraliseLine(failed ? handshake.why : whyNotSecured(contact, name))}
      </p>
      <Button aria-disabled={running} onClick={() => void handshakes.initiate(key)}>
        {text.handshake}
      </Button>
    </div>
  );
}

/** What has come has been seen once the conversation is open in a window that has the person's attention. */
function useMarkRead(key: ContactKey, unread: number): void {
  const { host } = useLoom();
  useEffect(() => {
    if (unread === 0) return undefined;
    const mark = (): void => {
      // Where it fails the connection is lost, and the count stays as it is.
      if (document.hasFocus()) host.call('mark_read', { contact_pub_key: key }).catch(() => {});
    };
    mark();
    addEventListener('focus', mark);
    return () => removeEventListener('focus', mark);
  }, [host, key, unread]);
}
