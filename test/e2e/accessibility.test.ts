// Every view of the window against the WCAG 2.2 AA rules that a program can check (axe-core), in both themes, with all effects and
// with none.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from '../support/chromium.ts';
import { makeHome } from '../support/loom.ts';
import { permissions, sitDown } from '../support/person.ts';

const storyMs = 240_000;
const chromium = findChromium();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
  // What stands on glass is measured on pixels: axe can't see through it, and says so as “incomplete”.
};

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromium !== undefined) browser = await launchChromium(chromium);
});
afterAll(async () => browser?.close());

/** What axe finds wrong in the page as it stands, in every look. */
async function violations(page: Page, view: string): Promise<string[]> {
  await page.bringToFront();
  await page.evaluate(axe);
  const found: string[] = [];
  for (const theme of ['dark', 'light']) {
    for (const effects of ['full', 'off']) {
      await page.evaluate(
        `document.documentElement.dataset.theme = '${theme}'; document.documentElement.dataset.fx = '${effects}';`,
      );
      const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
      for (const { id, nodes } of results.violations)
        found.push(...nodes.map(({ html }) => `${view}, ${theme}, ${effects}: ${id}: ${html.slice(0, 160)}`));
    }
  }
  return found;
}

describe('no view breaks a rule of WCAG 2.2 AA that axe knows', { timeout: storyMs }, () => {
  test('from the first start to the settings', async ({ skip }) => {
    skip(chromium === undefined, noChromium);
    if (browser === undefined) return;
    await using home = await makeHome();
    const context = await browser.newContext({ permissions, reducedMotion: 'reduce' });
    const ada = await sitDown(home, context, 'Ada', '--no-mdns');
    const bo = await sitDown(home, context, 'Bo', '--no-mdns');
    const { page } = ada;
    const found: string[] = [];
    const look = async (view: string): Promise<void> => {
      found.push(...(await violations(page, view)));
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const sheet = page.getByRole('dialog');
    const closed = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    };

    await button('Make my identity').waitFor();
    // What is wrong is found.
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('img'), { id: 'planted', src: '/mark.svg' }))`,
    );
    expect(await violations(page, 'planted')).toContainEqual(expect.stringContaining('image-alt'));
    await page.evaluate(`document.getElementById('planted').remove()`);
    await look('the name');
    const adasToken = await ada.makeIdentity();
    await look('the token');
    const adasPort = await ada.findPeople();
    await look('nobody yet');
    const bosToken = await bo.makeIdentity();
    await bo.findPeople();
    await button('Add new contact').click();
    await page.getByRole('textbox', { name: 'Token', exact: true }).fill(bosToken.slice(0, 60));
    await look('adding a contact');
    await closed();
    await ada.add({ name: 'Bo', token: bosToken });
    await bo.add({ name: 'Ada', token: adasToken, address: adasPort });
    await Promise.all([ada.secured(), bo.secured()]);
    await bo.send('The chart is at https://harbour.example/chart');
    await ada.messages('Bo').getByText('The chart is at').waitFor();
    await ada.send('Thank you.');
    await look('a conversation');
    await ada.messages('Bo').getByRole('link').click();
    await look('where a link leads');
    await closed();
    await page.getByRole('textbox', { name: 'Search messages and people' }).fill('chart');
    await page
      .getByRole('navigation', { name: 'What was found' })
      .getByRole('button', { name: /The chart/ })
      .waitFor();
    await look('what was found');
    await button('End the search').click();
    await button('Contact options').click();
    await look('a menu');
    await page.getByRole('menuitem', { name: 'Safety number' }).click();
    await page.getByRole('list', { name: 'Digits' }).waitFor();
    await look('the safety number');
    await closed();
    for (const name of ['Rename', 'Set address', 'Delete contact']) {
      await button('Contact options').click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      await sheet.waitFor();
      await look(name);
      await closed();
    }
    const row = ada.messages('Bo').getByRole('listitem').filter({ hasText: 'Thank you.' });
    await row.hover();
    await row.getByRole('button', { name: 'Message options' }).click();
    await page.getByRole('menuitem', { name: 'Delete for me' }).click();
    await look('the question before a deletion');
    await closed();
    await button('Show my token').click();
    await page.getByText('36 groups of six').waitFor();
    await look('my device');
    await closed();
    await button('Settings').click();
    await page.getByRole('group', { name: 'Theme' }).waitFor();
    await look('the settings');
    await closed();
    await bo.engine.stop();
    await page.getByRole('status').getByText('Offline').waitFor();
    await ada.send('Are you gone?');
    await look('what waits');
    await page.setViewportSize({ width: 400, height: 800 });
    await look('a narrow window');
    expect(found).toEqual([]);
    await context.close();
  });
});
