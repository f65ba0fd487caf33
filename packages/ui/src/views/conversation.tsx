// One conversation: who it is with and how the link stands, the messages, and the field to write in.
import { useEffect } from 'preact/hooks';
import type { Contact } from '@loom/contract';
import { block, details, remove, rename, safetyNumber, searchHere, setAddress } from '../commands/contact.ts';
import { Button, IconButton } from '../components/button.tsx';
import type { LinkState } from '../components/glyphs.tsx';
import { Icon } from '../components/icon.tsx';
import { Menu } from '../components/menu.tsx';
import { Swatch } from '../components/swatch.tsx';
import { words } from '../messages/words.ts';
import { contactKey, type ContactKey } from '../state/contacts.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import { Composer } from './composer.tsx';
import { useLoom } from './context.ts';
import { useAsk } from './use-ask.ts';
import { LinkLine } from './link-line.tsx';
import { whyNotSecured } from './link-words.ts';
import { moveAmongMessages } from './message-keys.ts';
import { MessageList } from './message-list.tsx';
import { Writing } from './writing.tsx';

const text = words.conversation;

export function Conversation({ contact, inert }: { contact: Contact; inert: boolean }) {
  const { answering } = useLoom();
  const state = answering.value ? contact.state : 'unknown';
  const key = contactKey(contact.public_key);
  const name = neutraliseLine(contact.display_name);
  useMarkRead(key, contact.unread);

  return (
    <main class="conversation" tabIndex={-1} aria-label={text.region(name)} inert={inert}>
      <Header contact={contact} name={name} state={state} />
      <div class="message-area" onKeyDown={moveAmongMessages}>
        {contact.held && <Held contact={contact} name={name} />}
        {contact.blocked ? (
          <Blocked name={name} />
        ) : (
          state !== 'secured' && <NotSecured contact={contact} name={name} state={state} />
        )}
        <MessageList key={key} contactKey={key} name={name} />
        <Writing contactKey={key} name={name} />
      </div>
      <Composer key={key} contactKey={key} name={name} />
    </main>
  );
}

interface HeaderProps {
  contact: Contact;
  name: string;
  state: LinkState;
}

/** A press anywhere in it opens the details. */
function Header({ contact, name, state }: HeaderProps) {
  const loom = useLoom();
  const { selected } = loom;
  const items = [safetyNumber, rename, setAddress, searchHere, block, remove];
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
        <LinkLine contact={contact} state={state} live />
      </div>
      <span class="details-toggle">
        <IconButton
          look={loom.details.value ? 'plain' : 'quiet'}
          icon="panel"
          label={details.words(loom)}
          aria-expanded={loom.details.value !== undefined}
          onClick={() => details.run(loom)}
        />
      </span>
      <Menu
        label={text.options}
        items={items.map(({ icon, dangerous, ...command }) => ({
          icon,
          label: command.words(loom),
          dangerous: dangerous === true,
          run: () => command.run(loom),
        }))}
      />
    </header>
  );
}

/** The person wants nothing of this contact, and can change their mind. */
function Blocked({ name }: { name: string }) {
  const loom = useLoom();
  return (
    <div class="not-secured note calm">
      <Icon name="block" />
      <p aria-live="polite">{text.blockedHelp(name)}</p>
      <Button onClick={() => block.run(loom)}>{text.unblock}</Button>
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
function Held({ contact, name }: { contact: Contact; name: string }) {
  const loom = useLoom();
  const { host, answering } = loom;
  const { busy, fault, ask } = useAsk();
  const accept = (): Promise<void> =>
    ask(() =>
      host.call('accept_new_session', {
        contact_pub_key: contactKey(contact.public_key),
        ...(contact.session_id !== undefined && { session_id: contact.session_id }),
      }),
    );

  return (
    <div class="held note warn" role="group" aria-label={text.accept}>
      <Icon name="warning" />
      <p aria-live="polite">{fault ?? text.heldWhy(name)}</p>
      <div class="held-actions">
        <Button onClick={() => safetyNumber.run(loom)}>{text.compareFirst}</Button>
        <Button disabled={!answering.value || busy} onClick={() => void accept()}>
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
