// Loom's own words: never in a bubble, so no person's text can pass for them.
import { useId } from 'preact/hooks';
import { Icon } from '../../components/icon.tsx';
import { kindOf } from '../../kinds/kinds.ts';
import { words } from '../../messages/words.ts';
import type { ItemProps } from './item.ts';

export function NoticeItem({ row: { message } }: ItemProps) {
  const id = useId();
  return (
    <p class="notice" role="note" tabIndex={-1} aria-labelledby={id}>
      <Icon name="info" size={15} />
      <span id={id}>
        <span class="visually-hidden">{words.messages.notice}: </span>
        {kindOf(message).line(message)}
      </span>
    </p>
  );
}
