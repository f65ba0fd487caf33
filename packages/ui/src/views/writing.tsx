// The line below the messages that says that the other person is writing. It always has its place, so that nothing moves.
import { WaveGlyph } from '../components/glyphs.tsx';
import { words } from '../messages/words.ts';
import type { ContactKey } from '../state/contacts.ts';
import { useLoom } from './context.ts';

export function Writing({ contactKey, name }: { contactKey: ContactKey; name: string }) {
  const { typing } = useLoom();
  return (
    <p class="writing">
      {typing.writing.value.has(contactKey) && (
        <>
          <WaveGlyph />
          <span>{words.talk.writing(name)}</span>
        </>
      )}
    </p>
  );
}
