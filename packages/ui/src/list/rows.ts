// Turns the messages of a conversation into the rows of its list: a line for each new day, and groups of messages by one
// speaker. Knows nothing of pixels.
import type { Message } from '@loom/contract';
import { kindOf } from '../kinds/kinds.ts';
import { dayKey } from '../text/time.ts';

export interface DayRow {
  readonly type: 'day';
  readonly key: string;
  readonly at: number;
}

export interface MessageRow {
  readonly type: 'message';
  readonly key: string;
  readonly message: Message;
  readonly own: boolean;
  /** It begins its group, it ends its group. */
  readonly first: boolean;
  readonly last: boolean;
  /** Its reason for waiting is worth a line of its own: nothing after it waits as well. */
  readonly showsReason: boolean;
}

export type Row = DayRow | MessageRow;

/** A group ends after this much silence. */
const groupMs = 5 * 60_000;

export function isOwn(message: Message): boolean {
  return kindOf(message).voice === 'person' && message.state !== 'received';
}

/**
 * @param complete whether the first of the messages is the first of the conversation. Where it is not, how it stands depends on one that
 *   is not here; so it is not shown before that is, and no row changes or goes when older ones come above it.
 */
export function toRows(messages: readonly Message[], complete = true): Row[] {
  const rows: Row[] = [];
  const from = complete || messages.length < 2 ? 0 : 1;
  const lastWaiting = messages.findLastIndex((message) => message.state === 'waiting');
  for (const [index, message] of messages.entries()) {
    if (index < from) continue;
    const before = messages[index - 1];
    const after = messages[index + 1];
    if (!before || dayKey(before.timestamp) !== dayKey(message.timestamp)) {
      rows.push({ type: 'day', key: `day ${message.id}`, at: message.timestamp });
    }
    rows.push({
      type: 'message',
      key: message.id,
      message,
      own: isOwn(message),
      first: !before || !belongTogether(before, message),
      last: !after || !belongTogether(message, after),
      showsReason: message.state === 'failed' || index === lastWaiting,
    });
  }
  return rows;
}

function belongTogether(before: Message, after: Message): boolean {
  return (
    kindOf(before).voice === 'person' &&
    kindOf(after).voice === 'person' &&
    isOwn(before) === isOwn(after) &&
    Math.abs(after.timestamp - before.timestamp) < groupMs &&
    dayKey(before.timestamp) === dayKey(after.timestamp)
  );
}
