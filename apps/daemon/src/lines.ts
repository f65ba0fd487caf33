// Cuts a stream of bytes into lines of UTF-8 text, within a bound. Knows nothing of what the lines mean.

/** One line without its end; or why it could not be read, and then the rest of it has been thrown away. */
export type Line =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: LineFault };
export type LineFault = 'too-long' | 'not-utf-8';

const lineFeed = 0x0a;

export interface LineReader {
  /** @returns the lines that these bytes complete. */
  push(bytes: Uint8Array): Line[];
  /** The stream has ended. @returns what stood behind the last line feed, if anything did. */
  end(): Line[];
}

/** @param limit the most bytes that a line may have, its line feed not counted; no more than that is ever held. */
export function createLineReader(limit: number): LineReader {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let parts: Uint8Array[] = [];
  let length = 0;

  function keep(part: Uint8Array): void {
    length += part.length;
    if (length > limit) parts = [];
    else if (part.length > 0) parts.push(part);
  }

  function finish(): Line {
    const tooLong = length > limit;
    const bytes = Buffer.concat(parts);
    parts = [];
    length = 0;
    if (tooLong) return { ok: false, reason: 'too-long' };
    try {
      return { ok: true, text: decoder.decode(bytes) };
    } catch {
      return { ok: false, reason: 'not-utf-8' };
    }
  }

  return {
    push(bytes) {
      const lines: Line[] = [];
      let from = 0;
      for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
        keep(bytes.subarray(from, at));
        lines.push(finish());
        from = at + 1;
      }
      keep(bytes.subarray(from));
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
  };
}
