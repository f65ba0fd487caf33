// What the text of a code is to Loom. Judges no token; that is the engine's work.
import { readToken } from '../text/token.ts';

export type CodeMeaning =
  | { readonly is: 'token'; readonly token: string }
  | { readonly is: 'safety-number' }
  | { readonly is: 'other' };

/** PROTOCOL.md section 8: what the code of a safety number begins with. */
const safetyNumber = /^loom-safety:/;
/** A token as a link, with or without slashes. */
const link = /^loom:(?:\/\/)?/i;

export function meaningOf(text: string): CodeMeaning {
  if (safetyNumber.test(text)) return { is: 'safety-number' };
  const token = text.replace(link, '');
  return readToken(token).hasPrefix ? { is: 'token', token } : { is: 'other' };
}
