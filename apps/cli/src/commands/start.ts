// `loom start`: opens the window, and runs until it is told to end.
import { openBrowser, serveWindow } from '@loom/browser';
import { LoomError } from '@loom/contract';
import { profileFolder } from '@loom/daemon';
import type { Context } from '../context.ts';
import { endSignal } from '../end-signal.ts';
import { whenClosed, withEngine } from '../engine.ts';
import { builtWindow } from '../project.ts';

export async function start(context: Context): Promise<void> {
  const ended = endSignal();
  await withEngine(context, { network: true, newProfile: true, locked: 'as it is' }, async ({ door }) => {
    const window = await serveWindow({
      door: { call: (command, args) => door.request(command, args), on: (listener) => door.on(listener) },
      assets: builtWindow(),
    });
    try {
      const asked = await openBrowser(window.url(), profileFolder(context.engine));
      // Each address opens one window: whoever needs this one has not been served by the first.
      const url = window.url();
      const handedOver = asked === 'handed-over';
      context.out.result({ url, handed_over: handedOver }, () => [
        handedOver
          ? `Opening Loom in your browser. If nothing opens, use this address within two minutes: ${url}`
          : `Open this address in a browser on this machine, within two minutes: ${url}`,
        'Ctrl+C ends it.',
      ]);
      const outcome = await Promise.race([ended, whenClosed(door)]);
      if (outcome === 'closed') throw new LoomError('engine-stopped', {});
    } finally {
      await window.close();
    }
  });
}
