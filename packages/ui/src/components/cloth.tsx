// A token as a cloth of 36 groups, so that any place in it has a name that one can say: to read, and to enter.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { tokenGroups } from '@loom/contract';
import { words } from '../messages/words.ts';
import { formattedCaret, formatToken, groupPlace, inGroups, readToken } from '../text/token.ts';

const { columns, count: groupCount, length: groupLength } = tokenGroups;

const columnNumbers = Array.from({ length: columns }, (_, index) => index + 1);

function placeName(index: number): string {
  return groupPlace(index).name;
}

function isToned(index: number): boolean {
  return (Math.floor(index / columns) + (index % columns)) % 2 === 0;
}

/** The frame that both cloths share: column numbers above, row letters at the left. */
function Loom({ children }: { children: ComponentChildren }) {
  return (
    <div class="cloth">
      <div class="cloth-columns" aria-hidden="true">
        {columnNumbers.map((number) => (
          <span key={number}>{number}</span>
        ))}
      </div>
      <div class="cloth-rows" aria-hidden="true">
        {columnNumbers.map((number) => (
          <span key={number}>{groupPlace((number - 1) * columns).row}</span>
        ))}
      </div>
      {children}
    </div>
  );
}

export function TokenCloth({ token }: { token: string }) {
  return (
    <Loom>
      <ol role="list" class="cloth-groups" aria-label={words.token.cloth}>
        {inGroups(readToken(token).body).map((group, index) => (
          <li key={placeName(index)} class={isToned(index) ? 'toned' : ''}>
            <span class="place">{placeName(index)} </span>
            {group}
          </li>
        ))}
      </ol>
    </Loom>
  );
}

interface TokenEntryProps {
  id: string;
  value: string;
  onValue: (value: string) => void;
  /** The characters of the token's body that are wrong, counted from 0. */
  wrong: readonly number[];
  describedBy: string;
}

/** The text stands in the very places of the cloth: it is spread over the groups as it is typed or pasted. */
export function TokenEntry({ id, value, onValue, wrong, describedBy }: TokenEntryProps) {
  const entry = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number>(undefined);
  const { hasPrefix, body } = readToken(value);
  const filled = Math.min(Math.ceil(body.length / groupLength), groupCount);

  useLayoutEffect(() => {
    if (caret.current !== undefined) entry.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  }, [value]);

  return (
    <div class="cloth-entry" data-prefix={hasPrefix} data-fault={wrong.length > 0}>
      <Loom>
        <div class="cloth-groups" aria-hidden="true">
          {Array.from({ length: groupCount }, (_, index) => {
            const within = wrong.filter((at) => Math.floor(at / groupLength) === index);
            const isWrong = within.length > 0;
            return (
              <span
                key={placeName(index)}
                class={`${isToned(index) ? 'toned' : ''}${isWrong ? ' wrong' : ''}${index < filled ? ' filled' : ''}`}
              >
                <span class="place">{placeName(index)}</span>
                {within.map((at) => (
                  <mark key={at} style={{ '--at': at % groupLength }} />
                ))}
              </span>
            );
          })}
        </div>
        <textarea
          ref={entry}
          id={id}
          value={value}
          rows={1}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="characters"
          placeholder={words.add.tokenExample}
          aria-invalid={wrong.length > 0}
          aria-describedby={describedBy}
          onInput={({ currentTarget }) => {
            const typed = currentTarget.value;
            const formatted = formatToken(typed);
            caret.current = formattedCaret(typed.slice(0, currentTarget.selectionStart), formatted);
            currentTarget.value = formatted;
            currentTarget.setSelectionRange(caret.current, caret.current);
            onValue(formatted);
          }}
        />
      </Loom>
    </div>
  );
}
