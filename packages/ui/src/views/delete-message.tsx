// The question before one message is deleted here.
import { useState } from 'preact/hooks';
import type { Message } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { isOwn } from '../list/rows.ts';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { useLoom } from './context.ts';

const text = words.actions;

interface DeleteMessageProps {
  /** As it was when the question was asked. */
  message: Message;
  onClose: () => void;
}

export function DeleteMessage({ message, onClose }: DeleteMessageProps) {
  const { host, threads } = useLoom();
  const key = contactKey(isOwn(message) ? message.recipient : message.sender);
  const thread = threads.of(key).value;
  const messages = typeof thread === 'object' ? thread.messages : [];
  const { state } = messages.find(({ id }) => id === message.id) ?? message;
  const [fault, setFault] = useState<string>();
  const isWaiting = state === 'waiting';

  async function remove(close: () => void): Promise<void> {
    try {
      await host.call('delete_message', {
        contact_pub_key: key,
        message_id: message.id,
      });
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
