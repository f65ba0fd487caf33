// What Loom says in a conversation about its session. Words only.
import type { WentBack } from './streams.ts';

/**
 * @param wentBack whose database was found to be an older copy.
 * @param isRepeated whether this has happened a short time ago already.
 */
export function newSessionNotice(name: string, wentBack: WentBack | undefined, isRepeated: boolean): string {
  const sentences = ['A new session was begun.', cause(name, wentBack)];
  if (isRepeated) sentences.push(`This is not the first time today: ${twoCopies}`);
  return sentences.join(' ');
}

const twoCopies =
  'two copies of one profile may be in use, and take the conversation from each other. Use one of them only.';

/** Where the session was found to have gone on in two ways. */
export const twoCopiesNotice = `The two devices no longer agree on their session: ${twoCopies}`;

function cause(name: string, wentBack: WentBack | undefined): string {
  switch (wentBack) {
    case 'here':
      return `This device has an older copy of its database than ${name} has seen. What had not arrived is sent again.`;
    case 'there':
      return `${name}’s device went back to an older copy of its database. What it lacks is sent again.`;
    case undefined:
      return 'The one before was lost on one of the two devices.';
  }
}
