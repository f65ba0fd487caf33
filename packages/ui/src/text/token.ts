// A token as people handle it: 36 groups of six in six rows of six. Judges nothing; that is the engine's work.

export const groupLength = 6;
export const columns = 6;
export const groupCount = 36;
/** Characters after the prefix (PROTOCOL.md section 1). */
export const tokenLength = groupLength * groupCount;

const prefix = /^LOOM/;

export interface TokenText {
  readonly hasPrefix: boolean;
  /** All that follows the prefix, in capitals, without white space and dashes. */
  readonly body: string;
}

export function readToken(text: string): TokenText {
  const bare = text.toUpperCase().replace(/[\s-]/g, '');
  return { hasPrefix: prefix.test(bare), body: bare.replace(prefix, '') };
}

export function tokenGroups(body: string): string[] {
  return body.match(/.{1,6}/gsu) ?? [];
}

/** The place of a group as people say it: rows A to F, columns 1 to 6. */
export function groupPlace(index: number): { row: string; column: number } {
  return {
    row: String.fromCharCode('A'.charCodeAt(0) + Math.floor(index / columns)),
    column: (index % columns) + 1,
  };
}

/** The same token as it stands in an entry field: the prefix on a line of its own, then the groups. */
export function formatToken(text: string): string {
  const { hasPrefix, body } = readToken(text);
  const groups = tokenGroups(body).join(' ');
  if (!hasPrefix) return groups;
  return groups === '' ? text.trimStart().toUpperCase() : `LOOM-\n${groups}`;
}

/** Where the caret belongs in `formatted`, so that as many characters of the token stand before it as before. */
export function formattedCaret(before: string, formatted: string): number {
  const wanted = before.replace(/[\s-]/g, '').length;
  let seen = 0;
  let caret = 0;
  for (; caret < formatted.length && seen < wanted; caret++) {
    if (!/[\s-]/.test(formatted.charAt(caret))) seen++;
  }
  return caret;
}
