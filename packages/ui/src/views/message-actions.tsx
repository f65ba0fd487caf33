// What a person can do with one message: copy it, try to send it at once, delete it here. And the question before a deletion.
import { useState } from 'preact/hooks';
import type { Message } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { isOwn } from '../list/rows.ts';
import { words } from '../messages/words.ts';
import { contactKey, type ContactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { neutraliseText } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

const text = words.actions;

function keyOf(message: Message): ContactKey {
  return contactKey(isOwn(message) ? message.recipient : message.sender);
}

export function MessageActions({ message }: { message: Message }) {
  const { host, asked } = useLoom();
  const items: MenuItem[] = [];
  if (message.kind === 'text') {
    items.push({
      icon: 'copy',
      label: text.copy,
      // Refused where the page has not the focus; then nothing is copied, and the person sees it when pasting.
      run: () => void navigator.clipboard.writeText(neutraliseText(message.content)).catch(() => {}),
    });
  }
  if (message.state === 'waiting' || message.state === 'failed') {
    const args = { contact_pub_key: keyOf(message), message_id: message.id };
    // What comes of it stands above the list, as the reason why there is no link.
    items.push({
      icon: 'send',
      label: text.retry,
      run: () => void host.call('retry_message', args).catch(() => {}),
    });
  }
  items.push({
    icon: 'remove',
    label: text.remove,
    dangerous: true,
    run: () => (asked.value = { kind: 'delete-message', message }),
  });
  return <Menu label={text.label} items={items} />;
}

export function DeleteMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { host } = useLoom();
  const [fault, setFault] = useState<string>();
  const isWaiting = message.state === 'waiting';

  async function remove(close: () => void): Promise<void> {
    try {
      await host.call('delete_message', { contact_pub_key: keyOf(message), message_id: message.id });
      close();
    } catch (error) {
      setFault(sentence(error));
    }
  }

  return (
    <Sheet title={text.title} size="small" onClose={onClose}>
      {(close) => (
        <>
          <p class="sheet-text">{isWaiting ? text.waiting : isOwn(message) ? text.ofOurs : text.ofTheirs}</p>
          {fault !== undefined && (
            <Note tone="bad" icon="warning">
              {fault}
            </Note>
          )}
          <footer class="sheet-foot">
            <Button onClick={close} autofocus>
              {text.keep}
            </Button>
            <Button look="final" onClick={() => void remove(close)}>
              {text.confirm}
            </Button>
          </footer>
        </>
      )}
    </Sheet>
  );
}
