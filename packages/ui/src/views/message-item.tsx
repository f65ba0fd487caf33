// One message, in the look of its kind: a kind that is missing here does not compile.
import type { ComponentType } from 'preact';
import type { Message } from '@loom/contract';
import type { ItemProps } from './items/item.ts';
import { NoticeItem } from './items/notice.tsx';
import { TextItem } from './items/text.tsx';
import { UnknownItem } from './items/unknown.tsx';

const items: Readonly<Record<Message['kind'], ComponentType<ItemProps>>> = {
  text: TextItem,
  notice: NoticeItem,
  unknown: UnknownItem,
};

export function MessageItem(props: ItemProps) {
  const Item = items[props.row.message.kind];
  return <Item {...props} />;
}
