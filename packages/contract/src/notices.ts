// What Loom itself says in a conversation, about its session. It is stored in English words; an interface with another language
// reads them back to what they say.

/** `session-…`: a new one was begun, and why; `older`: a database went back to an older copy. */
const sessionCodes = ['session-lost', 'session-older-here', 'session-older-there'] as const;

export type Notice =
  | {
      readonly code: (typeof sessionCodes)[number];
      /** The contact's, at the time. */
      readonly name: string;
      /** It happened a short time ago already. */
      readonly repeated: boolean;
    }
  | { readonly code: 'two-copies' };

const twoCopies =
  'two copies of one profile may be in use, and take the conversation from each other. Use one of them only.';

export function noticeText(notice: Notice): string {
  if (notice.code === 'two-copies') return `The two devices no longer agree on their session: ${twoCopies}`;
  const sentences = ['A new session was begun.', cause(notice.code, notice.name)];
  if (notice.repeated) sentences.push(`This is not the first time today: ${twoCopies}`);
  return sentences.join(' ');
}

function cause(code: (typeof sessionCodes)[number], name: string): string {
  switch (code) {
    case 'session-older-here':
      return `This device has an older copy of its database than ${name} has seen. What had not arrived is sent again.`;
    case 'session-older-there':
      return `${name}’s device went back to an older copy of its database. What it lacks is sent again.`;
    case 'session-lost':
      return 'The one before was lost on one of the two devices.';
  }
}

/** @returns undefined for words that this version does not write. */
export function readNotice(text: string): Notice | undefined {
  if (text === noticeText({ code: 'two-copies' })) return { code: 'two-copies' };
  for (const code of sessionCodes) {
    for (const repeated of [false, true]) {
      // No name holds a control character.
      const [before = '', after] = noticeText({ code, name: '\0', repeated }).split('\0');
      if (after === undefined) {
        if (text === before) return { code, name: '', repeated };
      } else if (
        text.length >= before.length + after.length &&
        text.startsWith(before) &&
        text.endsWith(after)
      ) {
        return { code, name: text.slice(before.length, text.length - after.length), repeated };
      }
    }
  }
  return undefined;
}
