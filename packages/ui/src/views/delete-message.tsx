// The question before one message is deleted here.
import type { Message } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Sheet } from '../components/sheet.tsx';
import { Trouble } from '../components/trouble.tsx';
import { isOwn } from '../list/rows.ts';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { useLoom } from './context.ts';
import { useAsk } from './use-ask.ts';

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
  const { busy, fault, ask } = useAsk();
  const isWaiting = state === 'waiting';

  const remove = (close: () => void): Promise<void> =>
    ask(async () => {
      await host.call('delete_message', { contact_pub_key: key, message_id: message.id });
      close();
    });

  return (
    <Sheet title={text.title} size="small" onClose={onClose}>
      {(close) => (
        <>
          <p class="sheet-text">{isWaiting ? text.waiting : isOwn(message) ? text.ofOurs : text.ofTheirs}</p>
          <Trouble fault={fault} />
          <footer class="sheet-foot">
            <Button onClick={close} autofocus>
              {text.keep}
            </Button>
            <Button look="final" disabled={busy} onClick={() => void remove(close)}>
              {text.confirm}
            </Button>
          </footer>
        </>
      )}
    </Sheet>
  );
}
