// A tour of every view and state of the window, with real engines: what checks or pictures "every view" walks it. Knows the window
// only as a person does, by role and label.
//
// To add a view, bring the window there in one of the parts (./tour/*.ts) and say `await see('its-name', page)`: lower case, with
// dashes, each name once. A new story is a file of its own there, and a line in `parts` below. That is all: accessibility and
// contrast are then checked there (test/e2e), and `npm run screens` keeps its pictures under docs/screens/its-name/.
//
// `see` may change the size of the window and its theme, and leaves both as they were; it presses nothing.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { makeHome } from './loom.ts';
import { permissions } from './person.ts';
import { adding } from './tour/adding.ts';
import { commands } from './tour/commands.ts';
import { contactSheets } from './tour/contact-sheets.ts';
import { everyday } from './tour/everyday.ts';
import { firstStart } from './tour/first-start.ts';
import { gallery } from './tour/gallery.ts';
import { german } from './tour/german.ts';
import { keeping } from './tour/keeping.ts';
import { meeting } from './tour/meeting.ts';
import { settings } from './tour/settings.ts';
import type { Part } from './tour/stage.ts';
import { talking } from './tour/talking.ts';
import { troubled } from './tour/troubled.ts';

const parts = {
  'first-start': firstStart,
  adding,
  talking,
  everyday,
  'contact-sheets': contactSheets,
  commands,
  settings,
  keeping,
  troubled,
  meeting,
  german,
  gallery,
} satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

export const partNames = Object.keys(parts) as readonly PartName[];

export const desktop = { width: 1280, height: 800 };

export interface TourOptions {
  readonly browser: Browser;
  readonly part: PartName;
  /** Called at each view, with its window in front. */
  readonly see: (view: string, page: Page) => Promise<void>;
  /** Who appears. People who meet nearby are seen by every Loom of the machine: two tours at a time need other names. */
  readonly people?: readonly [string, string];
  readonly context?: BrowserContextOptions;
}

/** Walks one part, in a home and a browser context of its own. @returns the views that it has seen. */
export async function tour({ browser, part, see, people, context: options }: TourOptions): Promise<string[]> {
  await using home = await makeHome();
  const context = await browser.newContext({ permissions, viewport: desktop, ...options });
  const seen = new Set<string>();
  await parts[part]({
    home,
    context,
    people: people ?? ['Ada', 'Bo'],
    see: async (view, page) => {
      if (seen.has(view)) throw new Error(`The tour has two views that are called ${view}.`);
      seen.add(view);
      // A tab behind another one draws no frames.
      await page.bringToFront();
      await see(view, page);
    },
  });
  await context.close();
  return [...seen];
}
