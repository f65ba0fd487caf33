// Makes the pictures under docs/screens/: every view of the tour, of real engines that really talk, in both themes and three sizes;
// and of the parts that are named, where some are. WebP, so that hundreds of them stay small.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium, noChromium } from '../test/support/chromium.ts';
import { holdStill, letGo } from '../test/support/still.ts';
import { desktop, partNames, tour } from '../test/support/tour.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'screens');
const sizes = [desktop, { width: 1000, height: 700 }, { width: 400, height: 800 }];
const themes = ['dark', 'light'] as const;
const quality = 72;
/** A moment of the drift that has all four dyes in sight, ms. */
const moment = 6_000;

/** Every picture of the view, as `docs/screens/VIEW/THEME-WIDTH.webp`. */
async function picture(view: string, page: Page): Promise<void> {
  const place = join(folder, view);
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const session = await page.context().newCDPSession(page);
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await holdStill(page, moment);
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
      await writeFile(join(place, `${colorScheme}-${size.width}.webp`), Buffer.from(data, 'base64'));
    }
  }
  await session.detach();
  await letGo(page);
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'dark' });
  process.stdout.write(`docs/screens/${view}\n`);
}

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write(`No pictures: ${noChromium}.\n`);
  process.exitCode = 1;
} else {
  const wanted = process.argv.slice(2);
  const browser = await launchChromium(chromium);
  for (const part of partNames) {
    if (wanted.length > 0 && !wanted.includes(part)) continue;
    await tour({ browser, part, see: picture, context: { colorScheme: 'dark', reducedMotion: 'reduce' } });
  }
  await browser.close();
}
