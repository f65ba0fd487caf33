// Loom's own words about the session.
import type { Message } from '@loom/contract';
import { words } from '../messages/words.ts';
import { neutraliseLine } from '../text/neutralise.ts';
import type { MessageKind } from './kind.ts';

const line = ({ content }: Message): string => neutraliseLine(words.noticeText(content));

export const notice: MessageKind = {
  voice: 'loom',
  line,
  announcement: (message, name) => words.talk.noticeIn(name, line(message)),
  notifies: false,
  copyText: () => undefined,
};
