// What makes a conversation one: the other is seen writing, a long message does not push the rest away, and nothing is told that
// the person does not want told.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { twoWindows, type TwoWindows } from '../support/two-windows.ts';

const storyMs = 120_000;
const chromium = findChromium();

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

async function twoPeople(script = ''): Promise<TwoWindows> {
  if (browser === undefined) throw new Error(noChromium);
  return twoWindows(browser, { script });
}

interface Notice {
  title: string;
  body: string;
  tag: string;
}

/** Stands in for the system, which no browser without a screen has: who is away, what is answered, what is shown. */
const systemOfTest = `
  globalThis.shown = [];
  globalThis.away = false;
  globalThis.answer = 'granted';
  document.hasFocus = () => !away;
  globalThis.Notification = class {
    static permission = 'default';
    static async requestPermission() {
      this.permission = answer;
    }
    constructor(title, options) {
      this.notice = { title, ...options };
      shown.push(this);
    }
    close() {}
  };
`;

describe('in a conversation', { timeout: storyMs }, () => {
  test('who writes is seen and heard of once, until the message is there or the field is empty', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    const conversation = ada.page.getByRole('main');
    const row = ada.page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem');
    const field = bo.page.getByRole('textbox', { name: 'Message', exact: true });
    const writing = conversation.getByText('Bo is writing…', { exact: true });

    await bo.page.bringToFront();
    await field.pressSequentially('On my way', { delay: 30 });
    await writing.waitFor();
    await row.getByText('is writing…').waitFor();
    await bo.page.getByRole('button', { name: 'Send' }).click();
    await ada.messages('Bo').getByText('On my way').waitFor();
    await writing.waitFor({ state: 'detached' });
    expect(await row.getByText('On my way').isVisible()).toBe(true);
    const heard = ada.page.getByRole('log');
    expect(await heard.getByText('Bo is writing…').count()).toBe(1);
    expect(await heard.getByText('Bo: On my way').count()).toBe(1);

    // Taken back before it was sent.
    await field.pressSequentially('Or no', { delay: 300 });
    await writing.waitFor();
    await field.fill('');
    await writing.waitFor({ state: 'detached' });

    // Somebody turns to something else.
    await field.pressSequentially('Still here', { delay: 300 });
    await writing.waitFor();
    await bo.page.getByRole('button', { name: 'Settings' }).click();
    await writing.waitFor({ state: 'detached' });
  });

  test('whoever does not want it is not seen writing, and sees nobody', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople();
    const { ada, bo } = room;
    const toggle = bo.page.getByRole('switch', { name: 'Show who is writing' });
    await bo.page.getByRole('button', { name: 'Settings' }).click();
    await bo.page.getByRole('button', { name: 'Privacy' }).click();
    await toggle.uncheck();
    await expect.poll(() => toggle.isChecked()).toBe(false);
    await bo.page.keyboard.press('Escape');

    await ada.page.bringToFront();
    const adas = ada.page.getByRole('textbox', { name: 'Message', exact: true });
    const bos = bo.page.getByRole('textbox', { name: 'Message', exact: true });
    await adas.pressSequentially('Can you see me?', { delay: 20 });
    await bos.pressSequentially('Not at all', { delay: 20 });
    // What is sent behind it has come, so that would have come too.
    await adas.press('Enter');
    await bo.messages('Ada').getByText('Can you see me?').waitFor();
    await bos.press('Enter');
    await ada.messages('Bo').getByText('Not at all').waitFor();
    expect(await bo.page.getByRole('log').getByText('is writing').count()).toBe(0);
    expect(await ada.page.getByRole('log').getByText('is writing').count()).toBe(0);
  });

  test('a message that nobody looks at is told of as the person has set it, and leads to its conversation', async ({
    skip,
  }) => {
    skip(chromium === undefined, noChromium);
    await using room = await twoPeople(systemOfTest);
    const { ada, bo } = room;
    const { page } = ada;
    const shown = (): Promise<Notice[]> => page.evaluate<Notice[]>('shown.map((each) => each.notice)');
    const choice = (label: string) => page.getByRole('radio', { name: label, exact: true });
    const comes = async (text: string): Promise<void> => {
      await bo.send(text);
      await page.getByRole('log').getByText(text).waitFor({ state: 'attached' });
    };

    await page.evaluate('away = true');
    await comes('Nobody was asked yet');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Notifications' }).click();
    expect(await choice('Without the name').isChecked()).toBe(true);
    expect(await shown()).toEqual([]);
    await page.getByRole('button', { name: 'Allow notifications' }).click();
    await page.getByText('They are shown as your system shows any.').waitFor();
    await comes('The key is under the mat');
    await expect.poll(shown).toEqual([{ title: 'Loom', body: 'New message', tag: '1' }]);
    await choice('With the name').check();
    await comes('And the alarm is off');
    await expect
      .poll(async () => (await shown()).at(-1))
      .toEqual({ title: 'Bo', body: 'New message', tag: '1' });

    // A press leads there, and what was seen is told of no more.
    expect(await ada.messages('Bo').isVisible()).toBe(false);
    await page.evaluate('away = false');
    await page.evaluate('shown.at(-1).onclick()');
    await ada.messages('Bo').getByText('And the alarm is off').waitFor();
    const before = (await shown()).length;
    await comes('This one is seen');
    await ada.messages('Bo').getByText('This one is seen').waitFor();
    await page.evaluate('away = true');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Notifications' }).click();
    await choice('Not at all').check();
    await expect.poll(() => choice('Not at all').isChecked()).toBe(true);
    await comes('And of this one nothing is told');
    expect(await shown()).toHaveLength(before);

    // Whoever refused it over there is told how to take that back.
    await bo.page.evaluate(`answer = 'denied'`);
    await bo.page.getByRole('button', { name: 'Settings' }).click();
    await bo.page.getByRole('button', { name: 'Notifications' }).click();
    await bo.page.getByRole('radio', { name: 'With the name' }).check();
    await bo.page.getByText('This browser refuses notifications').waitFor();
  });
});
