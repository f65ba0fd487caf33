// A message that only a newer Loom can show.
import { words } from '../../messages/words.ts';
import { Bubble } from './bubble.tsx';
import type { ItemProps } from './item.ts';

export function UnknownItem(props: ItemProps) {
  return (
    <Bubble {...props}>
      <span class="bubble-text quiet">{words.messages.unknown}</span>
    </Bubble>
  );
}
