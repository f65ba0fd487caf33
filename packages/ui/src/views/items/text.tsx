// A person's text. A long one is folded, so that one message never fills the conversation unasked.
import { useMemo } from 'preact/hooks';
import { words } from '../../messages/words.ts';
import { foldAt } from '../../text/fold.ts';
import { hasLongRun, neutraliseText } from '../../text/neutralise.ts';
import { useLoom } from '../context.ts';
import { LinkedText } from '../linked-text.tsx';
import { Bubble } from './bubble.tsx';
import type { ItemProps } from './item.ts';

export function TextItem(props: ItemProps) {
  const { unfolded } = useLoom();
  const { content, id } = props.row.message;
  const shown = useMemo(() => neutraliseText(content), [content]);
  const fold = useMemo(() => foldAt(shown), [shown]);
  const open = unfolded.ids.value.has(id);
  return (
    <Bubble {...props}>
      <span class="bubble-text" dir="auto" data-unkerned={hasLongRun(shown)}>
        <LinkedText content={shown} until={open ? undefined : fold} />
      </span>
      {fold !== undefined && (
        <button type="button" class="fold" aria-expanded={open} onClick={() => unfolded.toggle(id)}>
          {open ? words.talk.less : words.talk.all}
        </button>
      )}
    </Bubble>
  );
}
