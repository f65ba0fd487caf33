// `loom settings`: what the person has set, and `loom settings set` to change one of them.
import type { Settings } from '@loom/contract';
import type { Context } from '../context.ts';
import { withEngine } from '../engine.ts';

export async function showSettings(context: Context): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const settings = await door.call('get_settings', {});
    context.out.result(settings, () => lines(settings));
  });
}

export async function changeSetting(context: Context, name: string, value: string): Promise<void> {
  await withEngine(context, { network: false }, async ({ door }) => {
    const before: Readonly<Record<string, unknown>> = await door.call('get_settings', {});
    // What there is and what it may be is for the engine to say.
    const settings = (await door.request('set_settings', {
      [name]: valueOf(value, typeof before[name]),
    })) as Settings;
    context.out.result(settings, () => lines(settings));
  });
}

function lines(settings: Settings): string[] {
  return Object.entries(settings).map(([name, value]) => `${name}: ${value}`);
}

/** `on` and `off`, figures, or words, as the setting has them. */
function valueOf(text: string, type: string): string | number | boolean {
  if (type === 'boolean' && (text === 'on' || text === 'off')) return text === 'on';
  return type === 'number' && /^\d{1,9}$/.test(text) ? Number(text) : text;
}
