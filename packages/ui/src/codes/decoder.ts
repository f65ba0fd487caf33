// Finds a QR code in pixels. The reader is its own file, fetched when the first picture is there; WebKitGTK brings none. It works
// in the page's own thread, within a time that nobody notices: the page's policy allows no worker to be named by a text.

/** For a still picture; a camera brings the next frame instead. */
const patient = { effort: 20, timeLimit: 120 } as const;

export interface CodeReader {
  /** @returns the code's text; undefined where none can be read. */
  read(pixels: ImageData, patience?: 'patient'): string | undefined;
}

/** @throws where the reader's file can't be fetched. */
export async function loadCodeReader(): Promise<CodeReader> {
  const { decodeQR } = await import('qr/decode.js');
  return {
    read(pixels, patience) {
      try {
        return decodeQR(pixels, patience && patient);
      } catch {
        // Its way of saying that there is none.
        return undefined;
      }
    },
  };
}
