// One window for each profile, whoever starts it again, and what a `loom:` link does.
import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { builtShell } from '../../scripts/setup/native-window.mjs';
import { deskOfTest } from './support/desk-of-test.ts';
import { hasEnded, noDesk } from './support/desk.ts';
import { sitDown } from './support/person.ts';

const reason = noDesk();
const storyMs = 120_000;

describe('a window that is there', { timeout: storyMs }, () => {
  test('answers for the next start of its profile, and opens a link’s token under Add a contact', async ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const ada = await sitDown(desk, 'Ada');
    const token = await ada.makeIdentity();
    await ada.findPeople();

    const again = spawn(builtShell() ?? '', ['--profile', 'ada', `loom:${token}`], {
      env: desk.env,
      stdio: 'ignore',
    });
    expect(await hasEnded(again)).toBe(0);
    await ada.window.shows('Add a contact');
    await ada.window.shows('216 of 216 characters');
  });
});
