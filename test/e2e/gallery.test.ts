// The gallery shows every component of the window, and the states that belong to the pointer and the keys stand still in it.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { sitDown } from '../support/person.ts';

const storyMs = 120_000;
const chromium = findChromium();
const ui = join(import.meta.dirname, '../../packages/ui/src');

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** Is there in the page alone. */
declare const getComputedStyle: (element: unknown) => Record<'boxShadow' | 'transform' | 'outline', string>;

async function exhibits(page: Page): Promise<string[]> {
  const shown: string[] = [];
  for (const room of await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link').all()) {
    await room.click();
    await page.getByRole('main', { name: await room.innerText(), exact: true }).waitFor();
    shown.push(...(await page.getByRole('region').getByRole('heading', { level: 2 }).allInnerTexts()));
  }
  return shown;
}

test(
  'every component hangs in the gallery, under the name of its file',
  { timeout: storyMs },
  async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext();
    const { page, trouble } = await sitDown(home, context, 'Ada', '--no-mdns');
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/gallery`);
    await page.getByRole('heading', { name: 'Gallery' }).waitFor();
    const components = (await readdir(join(ui, 'components'))).map((file) => basename(file, '.tsx'));
    const shown = await exhibits(page);
    expect(components.filter((component) => !shown.includes(component))).toEqual([]);

    // A name over nothing would be found out: what hangs there is what the file holds.
    const files = await readdir(join(ui, 'gallery'));
    const sources = await Promise.all(files.map((file) => readFile(join(ui, 'gallery', file), 'utf8')));
    const isUsed = (component: string) =>
      sources.some((text) => text.includes(`/components/${component}.tsx'`));
    expect(components.filter((component) => !isUsed(component))).toEqual([]);

    expect(trouble).toEqual([]);
    await context.close();
  },
);

test(
  'a state that is shown is the one that the pointer or a key brings',
  { timeout: storyMs },
  async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const { page } = await sitDown(home, context, 'Ada', '--no-mdns');
    await page.goto(`${new URL(page.url()).origin}/gallery`);
    const look = (state: string): Promise<string> =>
      page
        .getByRole('figure', { name: state })
        .getByRole('button', { name: 'Copy token' })
        .evaluate((element) => {
          const { boxShadow, transform, outline } = getComputedStyle(element);
          return [boxShadow, transform, outline].join();
        });
    const resting = page.getByRole('figure', { name: 'Rest' }).getByRole('button', { name: 'Copy token' });
    await resting.waitFor();
    const shown = { rest: await look('Rest'), pressed: await look('Pressed'), focus: await look('Focus') };
    expect(new Set(Object.values(shown)).size).toBe(3);

    await resting.hover();
    await page.mouse.down();
    await expect.poll(() => look('Rest'), { timeout: 20_000 }).toBe(shown.pressed);
    await page.mouse.up();
    await page.mouse.move(0, 0);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => look('Rest'), { timeout: 20_000 }).toBe(shown.focus);
    await context.close();
  },
);
