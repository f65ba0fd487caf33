// What every part of the tour stands on: a home, a browser, people who sit down in it, and the way to show a view.
import type { BrowserContext, Page } from 'playwright-core';
import type { Home } from '../loom.ts';
import { sitDown, type Person } from '../person.ts';

export interface Stage {
  readonly home: Home;
  readonly context: BrowserContext;
  /** What the two who appear are called. */
  readonly people: readonly [string, string];
  /** Shows a view: see ../tour.ts. */
  readonly see: (view: string, page: Page) => Promise<void>;
}

export type Part = (stage: Stage) => Promise<void>;

export interface Pair {
  readonly ada: Person;
  readonly bo: Person;
  readonly adasToken: string;
  readonly bosToken: string;
  readonly adasPort: string;
}

/** Two people in the main view, who do not know each other; they are not looked for by anybody. */
export async function twoStrangers({ home, context, people }: Stage): Promise<Pair> {
  const [ada, bo] = [
    await sitDown(home, context, people[0], '--no-mdns'),
    await sitDown(home, context, people[1], '--no-mdns'),
  ];
  const adasToken = await ada.makeIdentity();
  const adasPort = await ada.findPeople();
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();
  return { ada, bo, adasToken, bosToken, adasPort };
}

/** The same two, who have added each other and are secured; both have the conversation open. */
export async function twoFriends(stage: Stage): Promise<Pair> {
  const pair = await twoStrangers(stage);
  const { ada, bo, adasToken, bosToken, adasPort } = pair;
  await ada.add({ name: bo.name, token: bosToken });
  await bo.add({ name: ada.name, token: adasToken, address: adasPort });
  await Promise.all([ada.secured(), bo.secured()]);
  return pair;
}

/** Both write in turn; a line is led by who writes it: 0 or 1. */
export async function converse(
  { ada, bo }: Pair,
  talk: readonly (readonly [0 | 1, string])[],
): Promise<void> {
  for (const [who, text] of talk) {
    const [writer, reader] = who === 0 ? [ada, bo] : [bo, ada];
    await writer.send(text);
    await reader.messages(writer.name).getByText(text).waitFor();
  }
}

export async function escapeSheet(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Opens a sheet from the menu of the open conversation. */
export async function fromContactMenu(page: Page, item: string): Promise<void> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Contact options' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Opens the menu of the message with these words in it. */
export async function openMessageMenu(person: Person, other: string, words: string): Promise<void> {
  const row = person.messages(other).getByRole('listitem').filter({ hasText: words });
  await row.hover();
  await row.getByRole('button', { name: 'Message options' }).click();
}

/** To the list of conversations, with none of them open: the way that a narrow window has. */
export async function backToList(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.bringToFront();
  await page.setViewportSize({ width: 400, height: 800 });
  await page.getByRole('button', { name: 'Back to conversations' }).click();
  if (size) await page.setViewportSize(size);
}
