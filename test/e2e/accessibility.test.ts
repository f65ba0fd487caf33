// Every view of the tour against the WCAG 2.2 AA rules that a program can check (axe-core), in both themes, with all effects and with
// none. What stands on glass is measured on pixels, in contrast.test.ts: axe can't see through it, and says so as "incomplete".
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { partNames, tour } from '../support/tour.ts';

const storyMs = 240_000;
const chromium = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everyRule: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};
const colours: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  resultTypes: ['violations'],
};

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** What axe finds wrong in the page as it stands: every rule once, and those about colours in every look. */
async function violations(page: Page, view: string): Promise<string[]> {
  await page.evaluate(axe);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const effects of ['off', 'full']) {
      await page.evaluate(`document.documentElement.dataset.fx = '${effects}'`);
      const options = colorScheme === 'dark' && effects === 'full' ? everyRule : colours;
      const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
      for (const { id, nodes } of results.violations)
        found.push(
          ...nodes.map(({ html }) => `${view}, ${colorScheme}, ${effects}: ${id}: ${html.slice(0, 160)}`),
        );
    }
  }
  return found;
}

describe('no view breaks a rule of WCAG 2.2 AA that axe knows', { timeout: storyMs }, () => {
  test.for(partNames)('%s', async (part, { skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    const found: string[] = [];
    const seen = await tour({
      browser,
      part,
      people: ['Ines', 'Mara'],
      context: { reducedMotion: 'reduce', colorScheme: 'dark' },
      see: async (view, page) => {
        found.push(...(await violations(page, view)));
      },
    });
    expect(seen).not.toEqual([]);
    expect(found).toEqual([]);
  });

  test('what is wrong is found', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    const page = await browser.newPage();
    await page.setContent('<html lang="en"><title>Planted</title><main><img src="mark.svg"></main></html>');
    expect(await violations(page, 'planted')).toContainEqual(expect.stringContaining('image-alt'));
    await page.close();
  });
});
