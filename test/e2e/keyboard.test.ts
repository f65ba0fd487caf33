// The whole story with two real engines and not one press of a mouse: who has only a keyboard can do everything, sees at each step
// where they are, and never loses their place.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newPerson } from '../cli/people.ts';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { freePorts } from '../support/free-ports.ts';
import { onKeys, type Hands } from '../support/keyboard.ts';
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
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

interface Typist extends Person {
  readonly hands: Hands;
}

async function sitDownAtKeys(home: Home, context: BrowserContext, name: string): Promise<Typist> {
  const [port = 0] = await freePorts(1);
  const person = await sitDown(home, context, name, '--no-mdns', '--port', String(port));
  return { ...person, hands: onKeys(person.page) };
}

/** The first start, up to the main view. @returns the port that My Device shows */
async function begin({ name, page, hands }: Typist): Promise<string> {
  await hands.has(field(page, 'Your name'));
  await hands.type(name);
  await hands.press('Enter');
  await page.bringToFront();
  await hands.use(button(page, 'Copy token'));
  await page.getByText('Copied.').waitFor();
  await hands.use(button(page, 'Find your people'));
  const port = await page.getByText(/^Port: \d+$/).textContent();
  return (port ?? '').replace('Port: ', '');
}

/** Pastes the token that was copied last. */
async function add({ page, hands }: Typist, name: string, address?: string): Promise<void> {
  await page.bringToFront();
  await hands.press('Control+Shift+A');
  const sheet = page.getByRole('dialog', { name: 'Add a contact' });
  await hands.tabTo(field(page, 'Display name'));
  await hands.type(name);
  await hands.tabTo(field(page, 'Token'));
  await hands.press('Control+V');
  await sheet.getByText('The token is whole and its signature is genuine.').waitFor();
  if (address !== undefined) {
    await hands.tabTo(field(page, 'Address (optional)'));
    await hands.type(address);
  }
  await hands.use(button(page, 'Add'));
  await sheet.waitFor({ state: 'detached' });
  await hands.has(field(page, 'Message'));
}

/** By the palette: what is typed names it. */
async function command({ page, hands }: Typist, typed: string, line: string): Promise<void> {
  await hands.press('Control+K');
  const palette = page.getByRole('dialog', { name: 'Places and commands' });
  await hands.has(palette.getByRole('combobox'));
  await hands.type(typed);
  await palette.getByRole('option', { name: line, selected: true }).waitFor();
  await hands.press('Enter');
  await palette.waitFor({ state: 'detached' });
}

/** Both have added each other and are secured; the conversation is open on both sides. */
async function meet(home: Home, context: BrowserContext) {
  const ada = await sitDownAtKeys(home, context, 'Ada');
  const bo = await sitDownAtKeys(home, context, 'Bo');
  await begin(ada);
  const bosPort = await begin(bo);

  await add(ada, 'Bo', bosPort);
  await ada.hands.tabTo(button(ada.page, 'Initiate handshake'), 'Shift+Tab');
  await ada.hands.press('Enter');
  await ada.page.getByRole('status').getByText('Secured').waitFor({ state: 'detached' });
  await command(ada, 'copy tok', 'Copy token');
  await ada.page.getByRole('status').getByText('Copied.').waitFor();
  await add(bo, 'Ada');
  await Promise.all([ada.secured(), bo.secured()]);
  await ada.page.bringToFront();
  await ada.hands.tabTo(field(ada.page, 'Message'));
  return { ada, bo };
}

async function say({ hands, page }: Typist, text: string, reader: Typist): Promise<void> {
  await hands.has(field(page, 'Message'));
  await hands.type(text);
  await hands.press('Enter');
  await reader.page.getByRole('article', { name: text }).waitFor();
}

describe('by keys alone', { timeout: storyMs }, () => {
  test('two people meet, talk, compare, set, block and part', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ permissions, reducedMotion: 'reduce' });
    await context.addInitScript(`addEventListener('pointerdown', () => (globalThis.pressed = true), true)`);
    const { ada, bo } = await meet(home, context);
    const { hands, page } = ada;
    const message = field(page, 'Message');

    await say(ada, 'the first rope', bo);
    await say(ada, 'the second rope', bo);
    await say(bo, 'and a third', ada);
    await hands.has(message);

    // From message to message, and what can be done with one.
    const list = page.getByRole('group', { name: 'Messages with Bo' });
    await hands.tabTo(list, 'Shift+Tab');
    await hands.press('ArrowUp');
    await hands.has(page.getByRole('article', { name: 'and a third' }));
    await hands.press('ArrowUp');
    await hands.press('ArrowUp');
    await hands.has(page.getByRole('article', { name: 'the first rope' }));
    await hands.press('End');
    await hands.has(page.getByRole('article', { name: 'and a third' }));
    await hands.press('Enter');
    await hands.has(page.getByRole('menuitem', { name: 'Copy text' }));
    await hands.press('Enter');
    await expect
      .poll(() => page.evaluate<string>('navigator.clipboard.readText()'), patience)
      .toBe('and a third');
    await page.getByRole('status').getByText('Copied.').waitFor();
    await hands.press('ArrowUp');
    await hands.press('Enter');
    await hands.has(page.getByRole('menuitem', { name: 'Copy text' }));
    await hands.press('End');
    await hands.has(page.getByRole('menuitem', { name: 'Delete for me' }));
    await hands.press('Enter');
    const question = page.getByRole('dialog', { name: 'Delete this message?' });
    await hands.has(question.getByRole('button', { name: 'Keep' }));
    await hands.use(question.getByRole('button', { name: 'Delete for me' }));
    await page.getByRole('article', { name: 'the second rope' }).waitFor({ state: 'detached' });
    await hands.press('ArrowUp');
    await hands.has(page.getByRole('article', { name: 'and a third' }));

    // Search in all, from what was found to the message, and in this conversation.
    await hands.press('Control+Shift+F');
    await hands.has(field(page, 'Search messages and people'));
    await hands.type('rope');
    const hit = page
      .getByRole('navigation', { name: 'What was found' })
      .getByRole('button', { name: /rope/ });
    await hit.waitFor();
    await hands.press('ArrowDown');
    await hands.has(hit);
    await hands.press('Enter');
    await hands.press('Escape');
    await hit.waitFor({ state: 'detached' });
    await hands.tabTo(message);
    await hands.press('Control+F');
    await hands.has(field(page, 'Search in the conversation with Bo'));
    await hands.press('Escape');
    await hands.tabTo(message);

    // The details: compare, and another name.
    await hands.press('Control+I');
    const details = page.getByRole('complementary', { name: 'Details of Bo' });
    await hands.has(details.getByRole('button', { name: 'Close details' }));
    await hands.use(details.getByRole('button', { name: 'Symbols' }));
    await details.getByRole('list', { name: 'Symbols' }).waitFor();
    await hands.use(details.getByRole('button', { name: 'Mark as verified' }));
    const state = page.getByRole('main').getByRole('status');
    await state.getByText('verified').waitFor();
    await hands.has(details.getByRole('button', { name: 'No longer verified' }));
    await hands.press('Enter');
    await state.getByText('not compared yet').waitFor();
    await hands.has(details.getByRole('button', { name: 'Mark as verified' }));
    await hands.press('Enter');
    await state.getByText('verified').waitFor();
    await hands.tabTo(details.getByRole('button', { name: 'Rename Bo' }), 'Shift+Tab');
    await hands.press('Enter');
    await hands.has(details.getByRole('textbox', { name: 'Display name' }));
    await hands.type('Bo at the quay');
    await hands.press('Enter');
    const renamed = page.getByRole('complementary', { name: 'Details of Bo at the quay' });
    await hands.has(renamed.getByRole('button', { name: 'Rename Bo at the quay' }));
    await hands.press('Escape');
    await renamed.waitFor({ state: 'detached' });
    await hands.has(message);

    // The palette blocks and lets in again.
    await command(ada, 'block', 'Block contact');
    await page.getByText('You have blocked Bo').waitFor();
    await hands.has(message);
    await command(ada, 'unb', 'Unblock contact');
    await ada.secured();

    // Settings, by their own keys and by the palette.
    await hands.press('Control+,');
    await hands.use(
      page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Appearance' }),
    );
    await hands.tabTo(page.getByRole('radio', { name: 'As the system' }).first());
    await hands.press('ArrowRight');
    await hands.press('ArrowRight');
    await expect
      .poll(() => page.evaluate<string>('document.documentElement.dataset.theme'), patience)
      .toBe('dark');
    await hands.press('Escape');
    await hands.has(message);
    await command(ada, 'set net', 'Settings: Network');
    await page.getByRole('main', { name: 'Network', exact: true }).waitFor();
    await hands.press('Escape');
    await hands.has(message);

    // The sheet of keys; where something is written, its key is a sign like any other.
    await hands.press('?');
    expect(await message.inputValue()).toBe('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await hands.press('Backspace');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await hands.press('Control+/');
    await sheet.getByText('Places and commands').waitFor();
    await hands.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await hands.has(message);
    await hands.tabTo(page.getByRole('group', { name: 'Messages with' }), 'Shift+Tab');
    await hands.press('?');
    await sheet.waitFor();
    await hands.press('Escape');
    await sheet.waitFor({ state: 'detached' });

    await command(ada, 'delete', 'Delete contact');
    const last = page.getByRole('dialog', { name: 'Delete Bo at the quay?' });
    await hands.has(last.getByRole('button', { name: 'Keep' }));
    await hands.use(last.getByRole('button', { name: 'Delete contact and history' }));
    await last.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'The loom is strung' }).waitFor();
    await hands.press('Tab');

    for (const one of [ada, bo]) expect(await one.page.evaluate('globalThis.pressed')).toBeUndefined();
    expect([...ada.trouble, ...bo.trouble]).toEqual([]);
    await context.close();
  });

  test('one goes from conversation to conversation, in a wide window and in a narrow one', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ permissions, reducedMotion: 'reduce' });
    const { token: bosToken } = await newPerson(home, 'bo');
    const { token: inesToken } = await newPerson(home, 'ines');
    const ada = await sitDownAtKeys(home, context, 'Ada');
    const { hands, page } = ada;
    await begin(ada);
    for (const [name, token] of Object.entries({ Bo: bosToken, Ines: inesToken })) {
      await page.evaluate(`navigator.clipboard.writeText('${token}')`);
      await add(ada, name);
    }
    const list = page.getByRole('navigation', { name: 'Conversations' });
    const row = (name: string) => list.getByRole('button', { name, exact: true });
    const conversation = (name: string) => page.getByRole('main', { name: `Conversation with ${name}` });

    await conversation('Ines').waitFor();
    await hands.press('Alt+ArrowDown');
    await conversation('Bo').waitFor();
    await hands.press('Alt+ArrowUp');
    await conversation('Ines').waitFor();
    await hands.tabTo(row('Ines'), 'Shift+Tab');
    await hands.press('ArrowDown');
    await hands.has(row('Bo'));
    await hands.press('Home');
    await hands.has(row('Ines'));
    await hands.press('End');
    await hands.press('Enter');
    await conversation('Bo').waitFor();

    // One pane at a time: the details lie over the conversation, and Esc leads back step by step.
    await page.setViewportSize({ width: 400, height: 800 });
    await hands.press('Control+I');
    const details = page.getByRole('complementary', { name: 'Details of Bo' });
    await hands.has(details.getByRole('button', { name: 'Close details' }));
    expect(await conversation('Bo').isVisible()).toBe(false);
    await hands.press('Escape');
    await conversation('Bo').waitFor();
    await hands.press('Escape');
    await hands.has(row('Bo'));
    expect(ada.trouble).toEqual([]);
    await context.close();
  });
});
