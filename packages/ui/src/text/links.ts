// Finds web addresses in a text, and says where each leads. Only what begins with http:// or https:// counts: whatever else looks
// like an address stays text.

export interface LinkPiece {
  readonly text: string;
  /** Where it leads; undefined for text that is no link. */
  readonly url: URL | undefined;
}

const candidate = /https?:\/\/[^\s<>"“”„`]+/giu;
/** Ends a sentence, not an address. */
const trailing = /[.,;:!?'’)\]}…]+$/u;
/** Longer ones are shown as text: nobody can judge them. */
const longestAddress = 2048;

export function linkPieces(text: string): LinkPiece[] {
  const pieces: LinkPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(candidate)) {
    const address = withoutTrailing(match[0]);
    const url = address.length > longestAddress ? null : URL.parse(address);
    if (url === null || url.hostname === '') continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), url: undefined });
    pieces.push({ text: address, url });
    at = match.index + address.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), url: undefined });
  return pieces;
}

/** These first UTF-16 units, and a sign that there is more. An address is shown whole: a part of it would lead elsewhere. */
export function beginningOf(pieces: readonly LinkPiece[], units: number): LinkPiece[] {
  const shown: LinkPiece[] = [];
  let left = units;
  for (const piece of pieces) {
    if (left <= 0) break;
    const isCut = piece.url === undefined && piece.text.length > left;
    shown.push(isCut ? { text: piece.text.slice(0, left), url: undefined } : piece);
    left -= piece.text.length;
  }
  return [...shown, { text: ' …', url: undefined }];
}

/** A bracket that was opened in the address belongs to it. */
function withoutTrailing(address: string): string {
  const cut = address.replace(trailing, '');
  const closes = address.slice(cut.length).startsWith(')') && cut.includes('(') && !cut.includes(')');
  return closes ? `${cut})` : cut;
}

/** What of an address may deceive. */
export interface LinkDoubts {
  /** Its host is written in letters that can look like others; `url.hostname` shows what it is. */
  readonly foreignLetters: boolean;
  /** Something stands before the host that can be taken for one. */
  readonly userInfo: boolean;
  readonly unencrypted: boolean;
}

export function linkDoubts(url: URL): LinkDoubts {
  return {
    foreignLetters: url.hostname.split('.').some((label) => label.startsWith('xn--')),
    userInfo: url.username !== '' || url.password !== '',
    unencrypted: url.protocol === 'http:',
  };
}
