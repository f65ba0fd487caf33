// Text stands out from what really lies behind its letters, in every view of the tour: at least 4.5 to 1, and 3 to 1 where it is large,
// while the backdrop drifts, in both themes, with the blur and without.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { contrastBench, faultInWords, isTooFaint, type ContrastBench } from '../support/contrast.ts';
import { partNames, tour } from '../support/tour.ts';

const storyMs = 480_000;
const chromium = findChromium();

let browser: Browser | undefined;
let bench: ContrastBench | undefined;
beforeAll(async () => {
  if (chromium === undefined) return;
  browser = await launchChromium(chromium);
  bench = await contrastBench(browser);
});
afterAll(async () => browser?.close());

describe('text stands out from what lies behind its letters', { timeout: storyMs }, () => {
  test.for(partNames)('%s', async (part, { skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined || bench === undefined) return;
    const { measure } = bench;
    const faults: string[] = [];
    await tour({
      browser,
      part,
      people: ['Cleo', 'Dora'],
      context: { colorScheme: 'dark', reducedMotion: 'reduce' },
      see: async (view, page) => {
        const findings = await measure(page);
        expect(findings.length, `runs of text in ${view}`).toBeGreaterThan(5);
        faults.push(...findings.filter(isTooFaint).map((finding) => faultInWords(view, finding)));
      },
    });
    expect(faults).toEqual([]);
  });

  test('what is too faint is found, by the one pixel that makes it so', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined || bench === undefined) return;
    const page = await browser.newPage();
    // The second stands on a ground that is right at the beginning of the line, and wrong at its end.
    await page.setContent(`
      <body style="background: white; font: 16px sans-serif">
        <p style="color: rgb(118 118 118)">Just enough</p>
        <p style="color: rgb(90 90 90); background: linear-gradient(90deg, white 60%, rgb(120 120 120)); width: 20em">
          This line begins well, and ends on grey
        </p>
        <p style="color: rgb(119 119 119)">Not quite enough</p>
        <p style="color: white">Not there at all</p>
        <p style="font-size: 30px; color: rgb(140 140 140)">Large enough</p>
        <p style="color: rgb(60 60 60); opacity: 0.6">Faded by what it stands in</p>
        <button disabled>Not to be pressed</button>
      </body>`);
    const faint = (await bench.measure(page)).filter(isTooFaint).map(({ text }) => text);
    expect([...new Set(faint)]).toEqual([
      'This line begins well, and ends on grey',
      'Not quite enough',
      'Not there at all',
      'Faded by what it stands in',
    ]);
    await page.close();
  });
});
