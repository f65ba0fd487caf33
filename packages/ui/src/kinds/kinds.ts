// The facts of every message kind: one that is missing here does not compile.
import type { Message } from '@loom/contract';
import type { MessageKind } from './kind.ts';
import { notice } from './notice.ts';
import { text } from './text.ts';
import { unknown } from './unknown.ts';

const kinds: Readonly<Record<Message['kind'], MessageKind>> = { text, notice, unknown };

export function kindOf({ kind }: Pick<Message, 'kind'>): MessageKind {
  return kinds[kind];
}
