// A conversation in all that it can hold: bubbles of each kind and state, groups, days, notices, what failed and why.
import { LoomContext } from '../views/context.ts';
import { MessageItem } from '../views/message-item.tsx';
import { createLoom } from '../state/loom.ts';
import type { MessageRow } from '../list/rows.ts';
import { Exhibit } from './exhibit.tsx';
import { messageRow, silentHost } from './samples.ts';

const loom = createLoom(silentHost, sessionStorage);
const name = 'Sara';
const begins = { last: false };
const ends = { first: false };

const rows: readonly MessageRow[] = [
  messageRow({ content: 'Is the shed key with you?' }, begins),
  messageRow({ content: 'The list is at https://harbour.example/keys if you are not sure.' }, ends),
  messageRow({ content: 'On the hook behind the door', state: 'read' }, begins),
  messageRow(
    {
      content:
        'Took a picture of the fuse board, and of the two meters beside it: one of them runs, the other has not moved since spring.',
      state: 'delivered',
    },
    { first: false, last: false },
  ),
  messageRow({ content: 'On its way', state: 'sent' }, { first: false, last: false }),
  messageRow({ content: 'This one waits', state: 'waiting' }, ends),
  messageRow({
    content: 'Here is the whole chart archive',
    state: 'failed',
    reason: 'It is larger than a message may be.',
  }),
  messageRow({ content: 'Something newer', kind: 'unknown' }),
  messageRow({ content: 'A new session with Sara began.', kind: 'notice' }),
  messageRow({ content: 'Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel'.repeat(2) }),
];

export function Said() {
  return (
    <LoomContext.Provider value={loom}>
      <Exhibit of="messages" wide>
        <div class="message-area gallery-messages">
          <p class="day">Friday, 20 March</p>
          <ul role="list">
            {rows.map((row) => (
              <li key={row.key}>
                <MessageItem row={row} name={name} />
              </li>
            ))}
          </ul>
        </div>
      </Exhibit>
    </LoomContext.Provider>
  );
}
