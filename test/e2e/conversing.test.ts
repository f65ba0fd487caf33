// What makes a conversation one: the other is seen writing, a long message does not push the rest away, and nothing is told that
// the person does not want told.
import type { Browser } from 'playwright-core';
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

async function twoPeople() {
  if (browser === undefined) throw new Error(noChromium);
  const home = await makeHome();
  const context = await browser.newContext({ permissions });
  const ada = await sitDown(home, context, 'Ada', '--no-mdns');
  const bo = await sitDown(home, context, 'Bo', '--no-mdns');
  const adasToken = await ada.makeIdentity();
  const adasPort = await ada.findPeople();
  const bosToken = await bo.makeIdentity();
  await bo.findPeople();
  await ada.add({ name: 'Bo', token: bosToken });
  await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
  await Promise.all([ada.secured(), bo.secured()]);
  return {
    ada,
    bo,
    async [Symbol.asyncDispose]() {
      await context.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

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
});
