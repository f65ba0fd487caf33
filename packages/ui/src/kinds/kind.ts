// What there is to say of a kind of message, beside how it looks. A further kind (a reply, a reaction, a message that disappears) is
// one more file of these facts, one more of its look in views/items/, and a line in each of the two maps.
import type { Message } from '@loom/contract';

export interface MessageKind {
  /** A person's words stand in a bubble and in their group; Loom's own stand for themselves, and look like nobody's. */
  readonly voice: 'person' | 'loom';
  /** Its beginning in one harmless line, for lists. */
  line(message: Message): string;
  /** What a screen reader says when it comes from this person; undefined where it is silent. */
  announcement(message: Message, name: string): string | undefined;
  /** Whether a notification tells that it has come. None ever tells what is in it. */
  readonly notifies: boolean;
  /** What is copied, where there is something to copy. */
  copyText(message: Message): string | undefined;
}
