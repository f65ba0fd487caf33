// `loom start`: opens the window, and runs until it is told to end.
import { openBrowser, serveWindow } from '@loom/browser';
import { profileFolder } from '@loom/daemon';
import type { Context } from '../context.ts';
import { endSignal } from '../end-signal.ts';
import { withEngine } from '../engine.ts';
import { builtWindow } from '../project.ts';

export async function start(context: Context): Promise<void> {
  const ended = endSignal();
  await withEngine(context, { network: true }, async ({ door }) => {
    const window = await serveWindow({
      door: { call: (command, args) => door.request(command, args), on: (listener) => door.on(listener) },
      assets: builtWindow(),
    });
    try {
      const url = window.url();
      const opened = await openBrowser(url, profileFolder(context.engine));
      context.out.result({ url, opened: opened === 'opened' }, () => [
        opened === 'opened'
          ? 'Loom is open in your browser. Ctrl+C ends it.'
          : `Open this address in a browser on this machine, within two minutes: ${url}`,
      ]);
      await Promise.race([ended, door.closed]);
    } finally {
      await window.close();
    }
  });
}
