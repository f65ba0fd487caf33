// What the exhibits are made of: people, keys and messages that nobody has written, and a Loom without an engine.
import { signal } from '@preact/signals';
import type { Message, PublicKey } from '@loom/contract';
import { CallError, type Host } from '../host.ts';
import type { MessageRow } from '../list/rows.ts';
import { dyeCount, weaveCloth } from '../text/weave.ts';

const keyLength = 32;

function keyOf(number: number): PublicKey {
  return Array.from({ length: keyLength }, (_, at) => (number * 7 + at * 13) % 256);
}

/** A key for each dye. */
export const keys: readonly PublicKey[] = Array.from({ length: dyeCount }, (_, dye) => {
  let number = 0;
  while (weaveCloth(keyOf(number)).dye !== dye) number += 1;
  return keyOf(number);
});

export const people = [
  'Ines Ott',
  'Tomas West',
  'Sara Reed',
  'Gus Jahn',
  'Lena Blum',
  'Mara Lind',
  'Kai Moss',
];

/** As long as a token, and none. */
export const token = `LOOM-${'K7QJ2MXW4T5RHD3ZVN6PYBCG'.repeat(9)}`;

const morning = new Date(2026, 2, 20, 8, 50).getTime();
const minuteMs = 60_000;

interface Sample extends Partial<Message> {
  readonly content: string;
}

let made = 0;

/** A message on its own. */
export function messageRow(sample: Sample, group: Partial<MessageRow> = {}): MessageRow {
  made += 1;
  const id = made.toString(16).padStart(32, '0');
  const message: Message = {
    id,
    kind: 'text',
    sender: keyOf(0),
    recipient: keyOf(1),
    timestamp: morning + made * minuteMs,
    is_read: true,
    state: 'received',
    ...sample,
  };
  const own = message.kind !== 'notice' && message.state !== 'received';
  return { type: 'message', key: id, message, own, first: true, last: true, showsReason: true, ...group };
}

export const silentHost: Host = {
  call: () => Promise.reject(new CallError('There is no engine in the gallery.')),
  on: () => () => {},
  connection: signal('connecting'),
  notice: signal(undefined),
  linkedToken: signal(undefined),
  can: { saveFiles: false, openLinks: false, scanQr: false, ownKeys: false },
  notifier: undefined,
};
