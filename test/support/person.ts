// A person at the window: opens it, and does by role and label what anybody would. Knows nothing of how the page is made.
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Home, Running } from './loom.ts';

/** Chromium lets a page read what was copied only where that was granted. */
export const permissions = ['clipboard-read', 'clipboard-write'];

export interface Person {
  readonly name: string;
  readonly page: Page;
  readonly engine: Running;
  /** What should never be there: errors of the page, refused contents, requests that leave this machine. */
  readonly trouble: readonly string[];
  /** The first start: gives the name, gets a token, copies it. @returns the token. */
  makeIdentity(): Promise<string>;
  /** Goes on from the token to the main view. @returns the port that My Device shows. */
  findPeople(): Promise<string>;
  add(contact: { name: string; token: string; address?: string }): Promise<void>;
  /** Opens a conversation from the list. */
  open(name: string): Promise<void>;
  initiateHandshake(): Promise<void>;
  /** Waits until the open conversation is secured. */
  secured(): Promise<void>;
  send(text: string): Promise<void>;
  /** Opens a section of the settings, by their list. @returns its page. */
  openSettings(section: string): Promise<Locator>;
  /** The texts of the open conversation, as they stand. */
  messages(name: string): Locator;
}

/** Starts Loom for a profile and opens its window in a tab. */
export async function sitDown(
  home: Home,
  context: BrowserContext,
  name: string,
  ...flags: string[]
): Promise<Person> {
  const engine = home.start('start', '--profile', name.toLowerCase(), ...flags);
  const [address] = await engine.prints(/http:\/\/127\.0\.0\.1:\d+\/#k=[\w-]+/);
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', ({ message }) => trouble.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') trouble.push(line.text());
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    const own = host === new URL(address).host || protocol === 'data:' || protocol === 'blob:';
    if (!own) trouble.push(`asked ${request.url()}`);
  });
  await page.goto(address);
  const button = (label: string): Locator => page.getByRole('button', { name: label, exact: true });
  const field = (label: string): Locator => page.getByRole('textbox', { name: label, exact: true });

  return {
    name,
    page,
    engine,
    trouble,

    async makeIdentity() {
      await field('Your name').fill(name);
      await button('Make my identity').click();
      await page.bringToFront();
      await button('Copy token').click();
      await page.getByText('Copied.').waitFor();
      return page.evaluate<string>('navigator.clipboard.readText()');
    },

    async findPeople() {
      await button('Find your people').click();
      const port = await page.getByText(/^Port: \d+$/).textContent();
      return (port ?? '').replace('Port: ', '');
    },

    async add({ name: theirs, token, address: at }) {
      await button('Add new contact').click();
      await field('Display name').fill(theirs);
      await field('Token').fill(token);
      if (at !== undefined) await field('Address (optional)').fill(at);
      await button('Add').click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.getByRole('heading', { name: theirs, exact: true }).waitFor();
    },

    async open(theirs) {
      const list = page.getByRole('navigation', { name: 'Conversations' });
      await list.getByRole('button', { name: theirs, exact: true }).click();
    },

    initiateHandshake: () => button('Initiate handshake').click(),

    secured: () => page.getByText('Secured', { exact: true }).waitFor(),

    async send(text) {
      // What is written while a sheet is still sinking goes nowhere.
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await field('Message').fill(text);
      await button('Send').click();
    },

    async openSettings(section) {
      const list = page.getByRole('navigation', { name: 'Sections' });
      if (!(await list.isVisible())) await button('Settings').click();
      await list.getByRole('button', { name: section }).click();
      return page.getByRole('main', { name: section, exact: true });
    },

    messages: (theirs) => page.getByRole('list', { name: `Messages with ${theirs}` }),
  };
}
