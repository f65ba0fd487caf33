// What a screen reader meets, in the tree that the browser makes for it: places and headings, messages as a list in which each tells who
// said what, when, and how it stands, and what is said of what happens while the person writes on.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { freePorts } from '../support/free-ports.ts';
import { makeHome, type Home } from '../support/loom.ts';
import { permissions, sitDown, type Person } from '../support/person.ts';

const storyMs = 240_000;
const patience = { timeout: 15_000 };
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Notes each thing that a region which speaks by itself has said since; in the page. */
const listen = `globalThis.heard = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement)?.closest('[aria-live], [role=log], [role=status], [role=alert]');
      const text = region?.textContent.trim();
      if (text) globalThis.heard.push(text);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });`;

const heard = (page: Page): Promise<string[]> => page.evaluate<string[]>('globalThis.heard');

async function start(home: Home, context: BrowserContext, name: string): Promise<Person> {
  const [port = 0] = await freePorts(1);
  return sitDown(home, context, name, '--no-mdns', '--port', String(port));
}

async function twoPeople(home: Home, context: BrowserContext) {
  const ada = await start(home, context, 'Ada');
  const bo = await start(home, context, 'Bo');
  const adasToken = await ada.makeIdentity();
  const adasPort = await ada.findPeople();
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();
  await ada.add({ name: 'Bo', token: bosToken });
  await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
  await Promise.all([ada.secured(), bo.secured()]);
  return { ada, bo };
}

/** The levels of the headings that are met, in the order of the page. */
async function headingLevels(page: Page): Promise<number[]> {
  const tree = await page.locator('body').ariaSnapshot();
  return [...tree.matchAll(/heading .*\[level=(\d)\]/g)].map(([, level]) => Number(level));
}

/** No level is left out on the way down. */
function skips(levels: readonly number[]): boolean {
  return levels.some((level, index) => level > (levels[index - 1] ?? 0) + 1);
}

/** How many of this role the browser tells of. */
async function placesOf(page: Page, role: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter((node) => !node.ignored && node.role?.value === role).length;
}

/** What can have the focus although it is hidden from whoever can't see. */
const hiddenStops = `[...document.querySelectorAll('a[href], button, input, textarea, select, [tabindex]')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]'))
  .filter((element) => element.closest('[aria-hidden=true]') !== null)
  .map((element) => element.outerHTML.slice(0, 120))`;

describe('a screen reader', { timeout: storyMs }, () => {
  test('meets places and headings in their order, in the main view, the details, the settings and a sheet', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ permissions, reducedMotion: 'reduce', locale: 'en' });
    const { ada } = await twoPeople(home, context);
    const { page } = ada;
    await page.bringToFront();
    const check = async (): Promise<void> => {
      const levels = await headingLevels(page);
      expect(levels.length).toBeGreaterThan(1);
      expect({ levels, skips: skips(levels) }).toEqual({ levels, skips: false });
      expect(await placesOf(page, 'main')).toBe(1);
      expect(await page.evaluate<string[]>(hiddenStops)).toEqual([]);
    };

    await page.getByRole('complementary', { name: 'Contacts and conversations' }).waitFor();
    await page.getByRole('main', { name: 'Conversation with Bo' }).waitFor();
    await page.getByRole('search').waitFor();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await page.getByRole('region', { name: 'My Device' }).waitFor();
    await page.getByRole('region', { name: 'Nearby' }).waitFor();
    await check();
    const row = page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Bo' });
    expect(await row.getAttribute('aria-current')).toBe('true');

    const toggle = button(page, 'Show details');
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    await toggle.click();
    await page.getByRole('complementary', { name: 'Details of Bo' }).waitFor();
    expect(await button(page, 'Hide details').getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('region', { name: 'Safety number' }).getByRole('list', { name: 'Digits' }).waitFor();
    expect(await button(page, 'Digits').getAttribute('aria-pressed')).toBe('true');
    expect(await button(page, 'Symbols').getAttribute('aria-pressed')).toBe('false');
    await check();
    await page.setViewportSize({ width: 1000, height: 700 });
    // What lies under the details is not there for anybody.
    await expect.poll(() => placesOf(page, 'main'), patience).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+K');
    const palette = page.getByRole('dialog', { name: 'Places and commands' });
    const field = palette.getByRole('combobox', { name: 'A person, a setting, something to do' });
    await field.fill('s');
    await palette.getByRole('listbox', { name: 'Where to go and what to do' }).waitFor();
    expect(await field.getAttribute('aria-expanded')).toBe('true');
    await field.press('ArrowDown');
    const chosen = palette.getByRole('option', { selected: true });
    expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });

    await page.keyboard.press('Control+,');
    await page.getByRole('complementary', { name: 'Settings' }).waitFor();
    await check();
    await page.keyboard.press('Escape');

    await button(page, 'Add new contact').click();
    const sheet = page.getByRole('dialog', { name: 'Add a contact' });
    const address = sheet.getByRole('textbox', { name: 'Address (optional)' });
    await address.fill('nowhere at all');
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    const described = await address.getAttribute('aria-describedby');
    const fault = await page.evaluate<string>(
      `(${JSON.stringify(described)}).split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')`,
    );
    expect(fault).toContain('Write an IP address');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });

    // The page says in which language it speaks.
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('en');
    const appearance = await ada.openSettings('Appearance');
    await appearance.getByRole('radio', { name: 'Deutsch' }).check();
    await expect.poll(() => page.evaluate<string>('document.documentElement.lang'), patience).toBe('de');
    expect(ada.trouble).toEqual([]);
    await context.close();
  });

  test('finds messages as a list, each with who said what, when and how it stands in one name', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ permissions, reducedMotion: 'reduce', locale: 'en' });
    const { ada, bo } = await twoPeople(home, context);
    const { page } = ada;
    await ada.send('The tide turns at six.');
    await bo.messages('Ada').getByText('The tide turns at six.').waitFor();
    await bo.send('Then we leave at five.');
    await page.bringToFront();
    const list = ada.messages('Bo');
    await list.getByRole('article', { name: /^Bo: ?Then we leave at five\. ?\d{1,2}:\d\d/ }).waitFor();
    await list
      .getByRole('article', { name: /^You: ?The tide turns at six\. ?\d{1,2}:\d\d.* ?(Delivered|Read)$/ })
      .waitFor();

    const items = list.getByRole('listitem');
    const places: { size: string | null; place: string | null }[] = [];
    for (const item of await items.all())
      places.push({
        size: await item.getAttribute('aria-setsize'),
        place: await item.getAttribute('aria-posinset'),
      });
    expect(places.length).toBeGreaterThan(2);
    expect(places).toEqual(
      places.map((_, index) => ({ size: String(places.length), place: `${index + 1}` })),
    );
    await context.close();
  });

  test('is told of what comes and of what fails to go, once, while the field keeps the focus', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ permissions, reducedMotion: 'reduce', locale: 'en' });
    const { ada, bo } = await twoPeople(home, context);
    const { page } = ada;
    const field = page.getByRole('textbox', { name: 'Message', exact: true });
    await page.bringToFront();
    await field.fill('half a thought');
    await page.evaluate(listen);

    await bo.send('The tide turns at six.');
    await page.getByRole('log').getByText('Bo: The tide turns at six.').waitFor();
    await list(ada).getByText('The tide turns at six.').waitFor();
    expect(await page.getByRole('log').getByText('The tide turns at six.').count()).toBe(1);
    expect(await field.and(page.locator(':focus')).count()).toBe(1);
    expect(await field.inputValue()).toBe('half a thought');

    await bo.engine.stop();
    const state = page.getByRole('main').getByRole('status');
    await state.getByText('Offline').waitFor();
    await ada.send('Are you gone?');
    await page.getByRole('log').getByText('Waiting: Kept on this device until Bo has it.').waitFor();
    const waiting = list(ada).getByRole('article', { name: /Are you gone\?.*Waiting$/ });
    await waiting.waitFor();
    const why = await waiting.getAttribute('aria-describedby');
    expect(await page.evaluate<string>(`document.getElementById('${why}').textContent`)).toContain(
      'Kept on this device',
    );

    const back = await start(home, context, 'Bo');
    await back.open('Ada');
    await button(page, 'Initiate handshake').waitFor({ state: 'detached' });
    await state.getByText('Secured').waitFor();
    await page
      .getByRole('log')
      .getByText('Delivered', { exact: true })
      .or(page.getByRole('log').getByText('Read', { exact: true }))
      .waitFor();

    const all = await heard(page);
    expect(all.some((text) => text.includes('Offline'))).toBe(true);
    expect(all.some((text) => text.includes('Secured'))).toBe(true);
    expect(ada.trouble).toEqual([]);
    await context.close();
  });
});

const list = (person: Person) => person.messages('Bo');
