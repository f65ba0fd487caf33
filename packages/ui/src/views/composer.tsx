// The field to write in: grows with the text, Enter sends, Shift+Enter breaks the line, the draft stays with its conversation.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { meaningOf, writingKeys } from '../commands/inner-keys.ts';
import { words } from '../messages/words.ts';
import type { ContactKey } from '../state/contacts.ts';
import { sentence } from '../state/threads.ts';
import { hasLongRun } from '../text/neutralise.ts';
import { useLoom } from './context.ts';

export function Composer({ contactKey, name }: { contactKey: ContactKey; name: string }) {
  const loom = useLoom();
  const field = useRef<HTMLTextAreaElement>(null);
  /** An input method is composing, and Enter belongs to it. */
  const composing = useRef(false);
  const [fault, setFault] = useState<string>();
  const draft = loom.drafts.byKey.value.get(contactKey) ?? '';
  const answering = loom.answering.value;
  const hasText = draft.trim() !== '';

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [draft]);

  // Under a sheet nothing else can have the focus: whoever opened this from there gets it once the sheet is gone.
  const isCovered = loom.sheet.value !== undefined || loom.asked.value !== undefined;
  const isNew = useRef(true);
  useEffect(() => {
    if (isCovered || !isNew.current) return;
    isNew.current = false;
    // On a touch screen this would raise the keyboard unasked.
    if (matchMedia('(hover: hover)').matches) field.current?.focus();
  }, [isCovered]);

  useEffect(() => () => loom.typing.tell(contactKey, false), [loom, contactKey]);

  async function send(): Promise<void> {
    if (!hasText || !answering) return;
    setFault(undefined);
    loom.drafts.write(contactKey, '');
    field.current?.focus();
    try {
      const sent = loom.send(contactKey, draft);
      loom.typing.tell(contactKey, false);
      await sent;
    } catch (error) {
      setFault(sentence(error));
      // What was written meanwhile stays behind it.
      const since = loom.drafts.byKey.peek().get(contactKey) ?? '';
      loom.drafts.write(contactKey, since === '' ? draft : `${draft}\n${since}`);
    }
  }

  return (
    <form
      class="composer glass"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {!answering && (
        <Note tone="calm" icon="info">
          {words.composer.notNow}
        </Note>
      )}
      {fault !== undefined && (
        <Note tone="bad" icon="warning">
          {fault}
        </Note>
      )}
      <div class="composer-line">
        <textarea
          ref={field}
          rows={1}
          value={draft}
          aria-label={words.composer.label}
          aria-description={words.composer.help}
          placeholder={words.composer.example(name.split(' ')[0] ?? name)}
          dir="auto"
          data-unkerned={hasLongRun(draft)}
          onInput={({ currentTarget }) => {
            setFault(undefined);
            loom.drafts.write(contactKey, currentTarget.value);
            loom.typing.tell(contactKey, currentTarget.value.trim() !== '');
          }}
          onBlur={() => loom.typing.tell(contactKey, false)}
          onCompositionStart={() => {
            composing.current = true;
          }}
          onCompositionEnd={() => {
            // WebKit tells of the Enter that ended it only after this event, and no longer as composing.
            setTimeout(() => {
              composing.current = false;
            });
          }}
          onKeyDown={(event) => {
            if (meaningOf(writingKeys, event) !== 'send' || composing.current) return;
            event.preventDefault();
            void send();
          }}
        />
        <IconButton
          look="primary"
          type="submit"
          icon="send"
          label={words.composer.send}
          disabled={!hasText || !answering}
        />
      </div>
    </form>
  );
}
