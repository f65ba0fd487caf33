// One person with an identity, in the main view, for tests of what takes nobody else.
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { noChromium } from './chromium.ts';
import { makeHome } from './loom.ts';
import { permissions, sitDown } from './person.ts';

const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

/** The browser says that it runs on Linux, wherever it does. */
export async function somebody(
  browser: Browser | undefined,
  options: BrowserContextOptions = {},
  ...flags: string[]
) {
  if (browser === undefined) throw new Error(noChromium);
  const home = await makeHome();
  const context = await browser.newContext({ permissions, colorScheme: 'light', userAgent, ...options });
  const ada = await sitDown(home, context, 'Ada', ...flags);
  const token = await ada.makeIdentity();
  const { page } = ada;
  await page.getByRole('button', { name: 'Find your people' }).click();
  await page.getByRole('heading', { name: 'Ada', exact: true }).waitFor();
  return {
    home,
    ada,
    page,
    token,
    sections: page.getByRole('navigation', { name: 'Sections' }),
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    section: (name: string) => page.getByRole('main', { name, exact: true }),
    /** What has the focus, by its words. */
    focused: () =>
      page.evaluate<string>('document.activeElement.ariaLabel ?? document.activeElement.textContent'),
    async [Symbol.asyncDispose]() {
      await context.close();
      await home[Symbol.asyncDispose]();
    },
  };
}
