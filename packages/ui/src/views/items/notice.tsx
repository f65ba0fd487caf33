// Loom's own words: never in a bubble, so no person's text can pass for them.
import { Icon } from '../../components/icon.tsx';
import { kindOf } from '../../kinds/kinds.ts';
import { words } from '../../messages/words.ts';
import type { ItemProps } from './item.ts';

export function NoticeItem({ row: { message } }: ItemProps) {
  return (
    <p class="notice" role="note" tabIndex={-1} aria-label={words.messages.notice}>
      <Icon name="info" size={15} />
      <span class="visually-hidden">{words.messages.notice}: </span>
      {kindOf(message).line(message)}
    </p>
  );
}
