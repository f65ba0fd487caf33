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

export function DeleteMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { host } = useLoom();
  const [fault, setFault] = useState<string>();
  const isWaiting = message.state === 'waiting';

  async function remove(close: () => void): Promise<void> {
    try {
      await host.call('delete_message', {
        contact_pub_key: contactKey(isOwn(message) ? message.recipient : message.sender),
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
