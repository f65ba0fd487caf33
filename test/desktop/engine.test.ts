// What becomes of the window when its engine ends, and of the engine when its window ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { deskOfTest } from './support/desk-of-test.ts';
import { isRunning, noDesk } from './support/desk.ts';
import { sitDown, type Person } from './support/person.ts';

const reason = noDesk();
const storyMs = 240_000;
/** What is promised: no engine is left this long after its window was killed. */
const orphanMs = 2_000;

function engineOf({ window }: Person): number {
  const pid = window.enginePid();
  if (pid === undefined) throw new Error('the window has no engine');
  return pid;
}

describe('window and engine', { timeout: storyMs }, () => {
  test('a killed engine is replaced: the window says so, shows what was there, and what was written waits for nobody', async ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const ada = await sitDown(desk, 'Ada');
    const bo = await sitDown(desk, 'Bo');
    const token = await ada.makeIdentity();
    await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    const port = await bo.findPeople();
    await bo.add({ name: 'Ada', token });
    await ada.add({ name: 'Bo', token: bosToken, address: `127.0.0.1:${port}` });
    await Promise.all([ada.secured(), bo.secured()]);
    await ada.send('Before.');
    await bo.reads('Before.');

    const killed = engineOf(ada);
    process.kill(killed, 'SIGKILL');
    await ada.window.shows('engine stopped unexpectedly and was started again');
    await ada.picture('engine-back');
    expect(engineOf(ada)).not.toBe(killed);
    await ada.reads('Before.');
    await Promise.all([ada.secured(), bo.secured()]);
    await ada.send('After.');
    await bo.reads('After.');
    await bo.send('And back.');
    await ada.reads('And back.');
    await ada.window.click('Dismiss');
    await ada.window.until('no notice', "!document.body.innerText.includes('stopped unexpectedly')");
  });

  test('a killed window leaves no engine within two seconds, and the next window has everything', async ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const ada = await sitDown(desk, 'Ada');
    const token = await ada.makeIdentity();
    const engine = engineOf(ada);
    process.kill(ada.window.pid, 'SIGKILL');
    await sleep(orphanMs);
    expect(isRunning(engine)).toBe(false);

    const again = await desk.open('ada');
    await again.until('My Device', '/Port: \\d+/.test(document.body.innerText)');
    expect(
      await again.runAsync("window.__TAURI_INTERNALS__.invoke('get_my_token', {}).then(arguments[0]);"),
    ).toBe(token);
  });
});
