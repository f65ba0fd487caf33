// A person at the native window, doing what anybody would by the words on the screen.
import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../../../scripts/setup/native-window.mjs';
import type { Desk, ShellWindow } from './desk.ts';

export interface Person {
  readonly name: string;
  readonly window: ShellWindow;
  /** @returns the token */
  makeIdentity(): Promise<string>;
  /** @returns the port that My Device shows */
  findPeople(): Promise<string>;
  add(contact: { name: string; token: string; address?: string }): Promise<void>;
  secured(): Promise<void>;
  send(text: string): Promise<void>;
  /** Waits until a message stands in the open conversation. */
  reads(text: string): Promise<void>;
  /** Changes settings; by the theme it is seen that the window has heard of it. */
  set(patch: { readonly theme: 'dark' | 'light'; readonly notifications: string }): Promise<void>;
  /** Keeps a picture of the window, in apps/desktop/dist/screens. */
  picture(name: string): Promise<void>;
}

export async function sitDown(desk: Desk, name: string): Promise<Person> {
  const window = await desk.open(name.toLowerCase());
  return {
    name,
    window,
    async makeIdentity() {
      await window.fill('Your name', name);
      await window.click('Make my identity');
      await window.shows('Copy token');
      const token = await window.runAsync(
        "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('get_my_token', {}).then(done);",
      );
      return String(token);
    },
    async findPeople() {
      await window.click('Find your people');
      await window.until('a port', '/Port: \\d+/.test(document.body.innerText)');
      return /Port: (\d+)/.exec(await window.text())?.[1] ?? '';
    },
    async add({ name: theirs, token, address }) {
      await window.click('Add new contact');
      await window.fill('Display name', theirs);
      await window.fill('Token', token);
      if (address !== undefined) await window.fill('Address (optional)', address);
      await window.click('Add');
      await window.until('an end of adding', "!document.querySelector('[role=dialog], dialog[open]')");
      await window.until(
        theirs,
        "[...document.querySelectorAll('h1, h2')].some((each) => each.innerText.trim() === arguments[0])",
        theirs,
      );
    },
    secured: () =>
      window.until(
        'Secured',
        "[...document.querySelectorAll('body *')].some((each) => each.childElementCount === 0 && each.textContent.trim() === 'Secured')",
      ),
    async send(text) {
      await window.fill('Message', text);
      await window.click('Send');
    },
    reads: (text) =>
      window.until(
        `the message “${text}”`,
        `document.querySelector('[aria-label^="Messages with"]')?.innerText.includes(arguments[0])`,
        text,
      ),
    async set(patch) {
      await window.runAsync(
        "const done = arguments[1]; window.__TAURI_INTERNALS__.invoke('set_settings', arguments[0]).then(() => done());",
        patch,
      );
      await window.until('the theme', 'document.documentElement.dataset.theme === arguments[0]', patch.theme);
    },
    async picture(file) {
      const folder = join(dist, 'screens');
      mkdirSync(folder, { recursive: true });
      // What was done last is drawn by then.
      await window.runAsync('requestAnimationFrame(() => requestAnimationFrame(arguments[0]));');

      writeFileSync(join(folder, `${file}.png`), await window.screenshot());
    },
  };
}
