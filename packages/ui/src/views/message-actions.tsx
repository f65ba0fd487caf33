// What a person can do with one message: copy it, try to send it at once, delete it here.
import type { Message } from '@loom/contract';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { kindOf } from '../kinds/kinds.ts';
import { isOwn } from '../list/rows.ts';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { useLoom } from './context.ts';

const text = words.actions;

export function MessageActions({ message }: { message: Message }) {
  const { host, asked, say } = useLoom();
  const items: MenuItem[] = [];
  const copyText = kindOf(message).copyText(message);
  if (copyText !== undefined) {
    items.push({
      icon: 'copy',
      label: text.copy,
      run: () =>
        void navigator.clipboard.writeText(copyText).then(
          () => say(text.copied),
          () => say(text.copyFailed),
        ),
    });
  }
  if (message.state === 'waiting' || message.state === 'failed') {
    const args = {
      contact_pub_key: contactKey(isOwn(message) ? message.recipient : message.sender),
      message_id: message.id,
    };
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
  return <Menu label={text.label} items={items} skipped />;
}
