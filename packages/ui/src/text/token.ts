// A token as people handle it: 36 groups of six in six rows of six. Judges nothing; that is the engine's work.
import { tokenGroups, tokenPlace, type TokenPlace } from '@loom/contract';

const ignored = /[\p{White_Space}\u200b\ufeff\p{Dash_Punctuation}\u00ad\u2212]/gu;
const prefix = /^[L1I][O0][O0]M/;

export interface TokenText {
  readonly hasPrefix: boolean;
  /** All that follows the prefix, in capitals, without white space and dashes; look-alikes as they were written. */
  readonly body: string;
}

/** As the engine reads it (PROTOCOL.md section 1.1). */
export function readToken(text: string): TokenText {
  const bare = text.replace(ignored, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return { hasPrefix: prefix.test(bare), body: bare.replace(prefix, '') };
}

const groupPattern = new RegExp(`.{1,${tokenGroups.length}}`, 'gsu');

export function inGroups(body: string): string[] {
  return body.match(groupPattern) ?? [];
}

/** The place of a group as people say it. */
export function groupPlace(index: number): TokenPlace {
  return tokenPlace(index * tokenGroups.length + 1);
}

/** The same token as it stands in an entry field: the prefix on a line of its own, then the groups. */
export function formatToken(text: string): string {
  const { hasPrefix, body } = readToken(text);
  const groups = inGroups(body).join(' ');
  if (!hasPrefix) return groups;
  return groups === '' ? text.trimStart().toUpperCase() : `LOOM-\n${groups}`;
}

/** Where the caret belongs in `formatted`, so that as many characters of the token stand before it as before. */
export function formattedCaret(before: string, formatted: string): number {
  const wanted = before.replace(ignored, '').length;
  let seen = 0;
  let caret = 0;
  for (; caret < formatted.length && seen < wanted; caret++) {
    if (formatted.charAt(caret).replace(ignored, '') !== '') seen++;
  }
  return caret;
}
