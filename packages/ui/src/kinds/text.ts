// What a person wrote.
import { words } from '../messages/words.ts';
import { neutraliseLine, neutraliseText } from '../text/neutralise.ts';
import type { MessageKind } from './kind.ts';

/** UTF-16 units of a text that a line shows, or that a screen reader reads out when it comes. */
const longestLine = 200;

/** Of a text that begins with a thousand of what is not shown, nothing is. */
const line = (content: string): string =>
  neutraliseLine(content.slice(0, 5 * longestLine))
    .slice(0, longestLine)
    .toWellFormed();

export const text: MessageKind = {
  voice: 'person',
  line: ({ content }) => line(content),
  announcement: ({ content }, name) => words.messages.announce(name, line(content)),
  notifies: true,
  copyText: ({ content }) => neutraliseText(content),
};
