// The bubble in which a person's message stands, with its time, its state and what can be done with it. Knows nothing of what is in it.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { DeliveryGlyph } from '../../components/glyphs.tsx';
import { words } from '../../messages/words.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { clockTime, fullTime } from '../../text/time.ts';
import { locale } from '../locale.ts';
import { MessageActions } from '../message-actions.tsx';
import type { ItemProps } from './item.ts';

export function Bubble({ row, name, children }: ItemProps & { children: ComponentChildren }) {
  const { message, own, first, last } = row;
  // Why the other side can't be reached stands above the list and changes; that the message is safe does not.
  const reason = message.state === 'waiting' ? words.messages.waits(name) : message.reason;
  const id = useId();
  const isExplained = row.showsReason && reason !== undefined;
  return (
    <div
      role="article"
      tabIndex={-1}
      aria-labelledby={id}
      aria-describedby={isExplained ? `${id}-why` : undefined}
      class={`message ${own ? 'own' : 'theirs'}`}
      data-first={first}
      data-last={last}
    >
      <div class="bubble-line">
        <div class="bubble" id={id}>
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
      {isExplained && (
        <p id={`${id}-why`} class={`message-reason ${message.state}`}>
          {message.state === 'failed' && `${words.messages.states.failed}: `}
          {neutraliseLine(reason)}
        </p>
      )}
    </div>
  );
}
