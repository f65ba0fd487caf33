// How far text stands out on real pixels: each letter's own colour against what lies behind it, which is the same picture with the
// letters left out; in both themes, at several moments of the drift, and where the web engine can't blur.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { holdStill, letGo } from './still.ts';

const letters = readFileSync(join(import.meta.dirname, '../page/letters.js'), 'utf8');

/** Of the drift, ms: its fields turn back after 23 to 30 s. Under a sheet nothing drifts, so the first and the last are enough. */
const moments = [0, 6_000, 13_000, 20_000, 28_000];
const momentsUnderSheet = [0, 20_000];

/** The worst pixel of one run of text, in one look of the window. */
export interface Finding {
  readonly text: string;
  /** Like `dark, 13 s` or `light, no blur`. */
  readonly look: string;
  readonly ratio: number;
  /** WCAG 2.2: 3 for large text, else 4.5. */
  readonly wants: number;
  /** Where the pixel is, and what: CSS pixels; red, green and blue. */
  readonly at: readonly [number, number];
  readonly letter: readonly number[];
  readonly behind: readonly number[];
}

interface Run {
  readonly text: string;
  readonly colour: readonly number[];
  readonly wants: number;
}

type Worst = { ratio: number; x: number; y: number; behind: number[] } | null;

export interface ContrastBench {
  /** Looks at a view. @returns every run of text that was measured, by its worst pixel in each look. */
  readonly measure: (page: Page) => Promise<Finding[]>;
}

/** @param browser in which the pictures are compared, in a page of its own */
export async function contrastBench(browser: Browser): Promise<ContrastBench> {
  const bench = await browser.newPage();
  await bench.evaluate(letters);

  async function measure(page: Page): Promise<Finding[]> {
    const session = await page.context().newCDPSession(page);
    const picture = async (...sheets: string[]): Promise<string> => {
      await page.evaluate(`letters.dress(...${JSON.stringify(sheets)})`);
      const { data } = await session.send('Page.captureScreenshot', {
        format: 'png',
        optimizeForSpeed: true,
      });
      return JSON.stringify(data);
    };
    await page.evaluate(letters);
    const findings: Finding[] = [];
    const isUnderSheet = await page.evaluate<boolean>(`document.documentElement.hasAttribute('data-sheet')`);
    let found = false;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await holdStill(page, 0);
      const runs = await page.evaluate<Run[]>('letters.lettersInSight()');
      const given = JSON.stringify(runs);
      const compare = async (look: string, ...sheets: string[]): Promise<void> => {
        const bare = await picture('transparent', ...sheets);
        if (!found) {
          // A theme moves no letter.
          await bench.evaluate(`letters.findLetters(${given}, ${await picture('marked')}, ${bare})`);
          found = true;
        }
        const worst = await bench.evaluate<Worst[]>(`letters.worstPixels(${given}, ${bare})`);
        for (const [index, pixel] of worst.entries()) {
          const run = runs[index];
          if (!run || !pixel) continue;
          const { ratio, x, y, behind } = pixel;
          const { text, wants, colour } = run;
          findings.push({
            text,
            look: `${colorScheme}, ${look}`,
            ratio,
            wants,
            at: [x, y],
            letter: colour,
            behind,
          });
        }
      };
      for (const moment of isUnderSheet ? momentsUnderSheet : moments) {
        await holdStill(page, moment);
        await compare(`${moment / 1000} s`);
      }
      await compare('no blur', 'unblurred');
      await page.evaluate('letters.dress()');
    }
    await letGo(page);
    await session.detach();
    return findings;
  }

  return { measure };
}

export function isTooFaint({ ratio, wants }: Finding): boolean {
  return ratio < wants;
}

/** What is wrong, in a line. */
export function faultInWords(
  view: string,
  { text, look, ratio, wants, at, letter, behind }: Finding,
): string {
  const colour = (parts: readonly number[]): string => `rgb(${parts.slice(0, 3).join(' ')})`;
  return `${view}, ${look}: “${text}” at ${at.join(', ')}: ${colour(letter)} on ${colour(behind)} is ${ratio.toFixed(2)}, and ${wants} is needed`;
}
