// The field to search in, and what was found: contacts by their names, messages by their words.
import { useEffect, useRef } from 'preact/hooks';
import type { Contact, MessageHit } from '@loom/contract';
import { Button, IconButton } from '../components/button.tsx';
import { keysOf } from '../commands/command.ts';
import { keyNames } from '../commands/keys.ts';
import { palette } from '../commands/window.ts';
import { Icon } from '../components/icon.tsx';
import { Keys } from '../components/keys.tsx';
import { Swatch } from '../components/swatch.tsx';
import { Trouble } from '../components/trouble.tsx';
import { kindOf } from '../kinds/kinds.ts';
import { words } from '../messages/words.ts';
import { contactKey } from '../state/contacts.ts';
import { neutraliseLine, neutralisePiece } from '../text/neutralise.ts';
import { excerpt } from '../text/excerpt.ts';
import { shortTime } from '../text/time.ts';
import { useLoom } from './context.ts';
import { locale } from './locale.ts';
import { moveAmongRows } from './move-focus.ts';

const text = words.search;

export function SearchField() {
  const loom = useLoom();
  const { search, contacts } = loom;
  const keys = keysOf(palette, loom);
  const field = useRef<HTMLInputElement>(null);
  const scope = search.scope.value;
  const scoped = scope === undefined ? undefined : contacts.byKey.value.get(scope);
  const label = scoped === undefined ? text.label : text.labelIn(neutraliseLine(scoped.display_name));

  const begun = search.begun.value;
  const followed = useRef(begun);
  useEffect(() => {
    if (begun === followed.current) return;
    followed.current = begun;
    field.current?.select();
  }, [begun]);

  return (
    <div class="search" role="search">
      <div class="field search-field">
        <Icon name="search" />
        <input
          ref={field}
          type="text"
          autocomplete="off"
          spellcheck={false}
          aria-label={label}
          placeholder={scoped === undefined ? text.short : label}
          value={search.query.value}
          onInput={({ currentTarget }) => search.ask(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              field.current
                ?.closest('aside')
                ?.querySelector<HTMLElement>('.conversations .row-name')
                ?.focus();
            }
            if (event.key !== 'Escape' || (search.query.value === '' && scope === undefined)) return;
            event.preventDefault();
            search.clear();
          }}
        />
        {search.query.value === '' && scope === undefined ? (
          <button
            type="button"
            class="to-palette"
            title={palette.words(loom)}
            onClick={() => palette.run(loom)}
          >
            {/* Whoever speaks to the window says what they see: the keys are part of the name. */}
            <span class="visually-hidden">{palette.words(loom)} </span>
            {keys && <Keys names={keyNames(keys)} />}
          </button>
        ) : (
          <IconButton
            icon="close"
            label={text.clear}
            onClick={() => {
              search.clear();
              field.current?.focus();
            }}
          />
        )}
      </div>
    </div>
  );
}

export function SearchResults({ now }: { now: number }) {
  const { search, contacts } = useLoom();
  const found = search.found.value;
  const wanted = search.query.value.trim().toLocaleLowerCase();
  const people =
    search.scope.value === undefined
      ? contacts.list.value.filter(({ display_name: name }) => name.toLocaleLowerCase().includes(wanted))
      : [];
  const hits = typeof found === 'object' ? found.hits : [];

  return (
    <nav class="conversations" aria-label={text.results} onKeyDown={moveAmongRows}>
      <p class="visually-hidden" role="status">
        {typeof found === 'object' ? text.count(hits.length, found.more) : ''}
      </p>
      {people.length > 0 && (
        <>
          <h2 class="section">{text.people}</h2>
          <ul role="list">
            {people.map((contact) => (
              <Person key={contactKey(contact.public_key)} contact={contact} />
            ))}
          </ul>
        </>
      )}
      {typeof found === 'string' && <p class="search-none">{found}</p>}
      {typeof found === 'object' && (
        <>
          <h2 class="section">{text.messages}</h2>
          {hits.length === 0 && <p class="search-none">{text.none}</p>}
          <ul role="list">
            {hits.map((hit) => (
              <Hit key={hit.message.id} hit={hit} now={now} />
            ))}
          </ul>
          <Trouble fault={found.trouble} />
          {found.more && (
            <Button wide onClick={() => void search.older()}>
              {text.older}
            </Button>
          )}
        </>
      )}
    </nav>
  );
}

function Person({ contact }: { contact: Contact }) {
  const { selected } = useLoom();
  const name = neutraliseLine(contact.display_name);
  return (
    <li class="row hit">
      <Swatch identityKey={contact.public_key} name={name} size={30} />
      <button
        type="button"
        class="row-name"
        onClick={() => {
          selected.value = contactKey(contact.public_key);
        }}
      >
        {name}
      </button>
    </li>
  );
}

function Hit({ hit, now }: { hit: MessageHit; now: number }) {
  const { contacts, selected, threads, unfolded } = useLoom();
  const key = contactKey(hit.contact);
  const name = neutraliseLine(contacts.byKey.value.get(key)?.display_name ?? '');
  return (
    <li class="row hit">
      <Swatch identityKey={hit.contact} name={name} size={30} />
      <button
        type="button"
        class="row-name"
        onClick={() => {
          selected.value = key;
          unfolded.unfold(hit.message.id);
          void threads.jumpTo(key, hit.message.id);
        }}
      >
        {name}
        <span class="visually-hidden">: {kindOf(hit.message).line(hit.message)}</span>
      </button>
      <span class="row-time figures">
        {shortTime(hit.message.timestamp, now, locale(), words.sidebar.yesterday)}
      </span>
      <span class="row-preview" aria-hidden="true">
        <bdi>
          {excerpt(hit.message.content, hit.ranges).map((part, index) =>
            part.marked ? (
              <mark key={index}>{neutralisePiece(part.text)}</mark>
            ) : (
              <span key={index}>{neutralisePiece(part.text)}</span>
            ),
          )}
        </bdi>
      </span>
    </li>
  );
}
