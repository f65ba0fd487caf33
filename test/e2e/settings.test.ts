// The settings as a view: its sections, the way there and back by keys, in a narrow window and in German.
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown } from '../support/person.ts';

const storyMs = 120_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** Somebody with an identity, in the main view. */
async function somebody(options: BrowserContextOptions = {}, ...flags: string[]) {
  if (browser === undefined) throw new Error(noChromium);
  const home = await makeHome();
  const context = await browser.newContext({ permissions, colorScheme: 'light', ...options });
  const ada = await sitDown(home, context, 'Ada', ...flags);
  const token = await ada.makeIdentity();
  await ada.findPeople();
  const { page } = ada;
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

describe('the settings', { timeout: storyMs }, () => {
  test('are opened and left by keys, and the focus is where it was', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody({}, '--no-mdns');
    const { page, sections, button, section, focused } = room;
    await button('Settings').focus();
    await page.keyboard.press('Enter');
    await section('Identity').waitFor();
    expect(await focused()).toBe('Identity');
    expect(await sections.getByRole('button', { name: 'Identity' }).getAttribute('aria-current')).toBe(
      'page',
    );
    // What lies beneath can't be reached.
    expect(await button('Add new contact').isVisible()).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await section('Appearance').waitFor();
    expect(await focused()).toBe('Appearance');
    await page.keyboard.press('Escape');
    await sections.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');

    await button('Settings').click();
    await button('Leave the settings').click();
    await sections.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');
    expect(room.ada.trouble).toEqual([]);
  });

  test('show the name, which can be changed, and the token with its code', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody({}, '--no-mdns');
    const { page, ada, token, button } = room;
    const identity = await ada.openSettings('Identity');
    await identity.getByRole('img', { name: 'QR code of your token' }).waitFor();
    await identity.getByRole('button', { name: 'Copy token' }).click();
    await identity.getByText('Copied.').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(token);
    await identity.getByRole('textbox', { name: 'Your name' }).fill(' Ada of the harbour ');
    await identity.getByRole('button', { name: 'Save name' }).click();
    await identity.getByText('Saved.').waitFor();
    await identity.getByRole('textbox', { name: 'Your name' }).fill('x'.repeat(200));
    await identity.getByRole('button', { name: 'Save name' }).click();
    await identity.getByText(/200 characters long/).waitFor();
    await button('Leave the settings').click();
    await page.getByRole('heading', { name: 'Ada of the harbour', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
  });

  test('say where the key of the database is kept, and what that means', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody({}, '--no-mdns');
    const storage = await room.ada.openSettings('Storage');
    await storage.getByText('Where the key is kept').waitFor();
    await storage.getByRole('listitem').filter({ hasText: 'In a file' }).getByText('In use').waitFor();
    expect(await storage.getByText(/Readable by your account alone/).isVisible()).toBe(true);
  });

  test('take turns with their list in a narrow window, and back leads the way one came', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody({ viewport: { width: 400, height: 800 } }, '--no-mdns');
    const { page, sections, button, section, focused } = room;
    await button('Settings').click();
    await sections.waitFor();
    expect(await section('Identity').isVisible()).toBe(false);
    await sections.getByRole('button', { name: 'Privacy' }).click();
    await section('Privacy').waitFor();
    expect(await sections.isVisible()).toBe(false);
    await button('Back to the settings').click();
    await sections.waitFor();
    expect(await focused()).toBe('Privacy');
    await page.keyboard.press('Enter');
    await section('Privacy').waitFor();
    await page.keyboard.press('Escape');
    await sections.waitFor();
    await page.keyboard.press('Escape');
    await sections.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Settings');
    expect(room.ada.trouble).toEqual([]);
  });

  test('speak German throughout', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await somebody({}, '--no-mdns');
    const { page, ada } = room;
    const looks = await ada.openSettings('Appearance');
    await looks.getByRole('radio', { name: 'Deutsch' }).check();
    const list = page.getByRole('navigation', { name: 'Bereiche' });
    for (const name of [
      'Identität',
      'Aussehen',
      'Mitteilungen',
      'Privates',
      'Speicher',
      'Netz',
      'Protokoll',
    ]) {
      await list.getByRole('button', { name }).click();
      await page.getByRole('main', { name, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Einstellungen verlassen' }).click();
    await page.getByRole('button', { name: 'Einstellungen', exact: true }).waitFor();
    expect(ada.trouble).toEqual([]);
  });
});
