// One message. Each kind has its own way of being shown, in one registry; what the engine adds later is added there.
import type { ComponentChildren, ComponentType } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Message } from '@loom/contract';
import { DeliveryGlyph } from '../components/glyphs.tsx';
import { Icon } from '../components/icon.tsx';
import type { MessageRow } from '../list/rows.ts';
import { LinkedText } from './linked-text.tsx';
import { locale } from './locale.ts';
import { MessageActions } from './message-actions.tsx';
import { words } from '../messages/words.ts';
import { hasLongRun, neutraliseLine, neutraliseText } from '../text/neutralise.ts';
import { clockTime, fullTime } from '../text/time.ts';

interface ItemProps {
  row: MessageRow;
  /** The other person's, neutralised. */
  name: string;
}

const kinds: Record<Message['kind'], ComponentType<ItemProps>> = {
  text: TextMessage,
  notice: Notice,
  unknown: UnknownMessage,
};

export function MessageItem(props: ItemProps) {
  const Kind = kinds[props.row.message.kind];
  return <Kind {...props} />;
}

function TextMessage(props: ItemProps) {
  const { content } = props.row.message;
  const text = useMemo(() => neutraliseText(content), [content]);
  return (
    <Bubble {...props}>
      <span class="bubble-text" dir="auto" data-unkerned={hasLongRun(text)}>
        <LinkedText content={text} />
      </span>
    </Bubble>
  );
}

function UnknownMessage(props: ItemProps) {
  return (
    <Bubble {...props}>
      <span class="bubble-text quiet">{words.messages.unknown}</span>
    </Bubble>
  );
}

/** Loom's own words: never in a bubble, so no person's text can pass for them. */
function Notice({ row }: ItemProps) {
  return (
    <p class="notice">
      <Icon name="info" size={15} />
      <span class="visually-hidden">{words.messages.notice}: </span>
      {neutraliseLine(words.noticeText(row.message.content))}
    </p>
  );
}

function Bubble({ row, name, children }: ItemProps & { children: ComponentChildren }) {
  const { message, own, first, last } = row;
  // Why the other side can't be reached stands above the list and changes; that the message is safe does not.
  const reason = message.state === 'waiting' ? words.messages.waits(name) : message.reason;
  return (
    <div class={`message ${own ? 'own' : 'theirs'}`} data-first={first} data-last={last}>
      <div class="bubble-line">
        <div class="bubble">
          <span class="visually-hidden">{own ? words.messages.you : name}: </span>
          {children}
          <span
            class="meta"
            title={`${fullTime(message.timestamp, locale())}${own ? `, ${words.messages.states[message.state]}` : ''}`}
          >
            <time class="figures" dateTime={new Date(message.timestamp).toISOString()}>
              {clockTime(message.timestamp, locale())}
            </time>
            {own && (
              <>
                <DeliveryGlyph state={message.state} />
                <span class="visually-hidden">{words.messages.states[message.state]}</span>
              </>
            )}
          </span>
        </div>
        <div class="message-actions">
          <MessageActions message={message} />
        </div>
      </div>
      {row.showsReason && reason !== undefined && (
        <p class={`message-reason ${message.state}`}>
          {message.state === 'failed' && `${words.messages.states.failed}: `}
          {neutraliseLine(reason)}
        </p>
      )}
    </div>
  );
}
