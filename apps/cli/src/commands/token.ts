// `loom token`: the person's own token, as text and as a QR code.
import { writeFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';
import { CommandError } from '../failures.ts';

export async function token(context: Context, options: { qr?: boolean; svg?: string }): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const text = await door.call('get_my_token', {});
    const { qrLines, qrSvg } = await import('../qr.ts');
    if (options.svg !== undefined) await writePicture(options.svg, qrSvg(text));
    context.out.result({ token: text }, () => (options.qr ? [...qrLines(text), text] : [text]));
  });
}

async function writePicture(file: string, picture: string): Promise<void> {
  try {
    await writeFile(file, picture);
  } catch {
    throw new CommandError(
      'file-not-written',
      `The picture could not be written to “${file}”. Choose a folder that is there and writable.`,
    );
  }
}
