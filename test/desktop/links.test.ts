// Where a link of a message leads is opened by the system, once the person has seen it. A program of the test's own stands in for
// the one that opens addresses here; what it would be asked to open is what counts.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deskOfTest } from './support/desk-of-test.ts';
import { noDesk } from './support/desk.ts';
import { sitDown } from './support/person.ts';
import { until } from './support/until.ts';

const reason = noDesk();
const storyMs = 240_000;
const address = 'https://harbour.example/charts/2024.pdf?tide=low';

describe('a link in a native window', { timeout: storyMs }, () => {
  test('opens outside after it has shown where it leads, and nowhere else', async ({ skip }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const programs = join(desk.folder, 'bin');
    const opened = join(desk.folder, 'opened');
    mkdirSync(programs);
    writeFileSync(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`);
    chmodSync(join(programs, 'xdg-open'), 0o755);
    desk.env['PATH'] = `${programs}:${desk.env['PATH']}`;

    const ada = await sitDown(desk, 'Ada');
    const bo = await sitDown(desk, 'Bo');
    const token = await ada.makeIdentity();
    await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    const port = await bo.findPeople();
    await bo.add({ name: 'Ada', token });
    await ada.add({ name: 'Bo', token: bosToken, address: `127.0.0.1:${port}` });
    await Promise.all([ada.secured(), bo.secured()]);

    await bo.send(`The chart is at ${address}`);
    await ada.reads(address);
    const { window } = ada;
    await window.run("[...document.querySelectorAll('[role=group] a')].at(-1).click();");
    await window.shows('harbour.example');
    expect(existsSync(opened)).toBe(false);
    await window.click('Open');
    await until('an opened address', () => existsSync(opened));
    expect(readFileSync(opened, 'utf8')).toBe(`${address}\n`);
    // The window is still Loom’s own page.
    await ada.reads(address);
  });
});
