// What the system is told of a message, and when. No service answers on this desk's bus; what it would be asked is what counts.
import { describe, expect, test } from 'vitest';
import { watchBus } from './support/bus.ts';
import { deskOfTest } from './support/desk-of-test.ts';
import { hasEnded, noDesk } from './support/desk.ts';
import { sitDown, type Person } from './support/person.ts';

const reason = noDesk();
const storyMs = 240_000;

describe('a message that arrives', { timeout: storyMs }, () => {
  test('is announced once, without sender and text, and only while the window is not looked at', async ({
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
    /** Whoever starts Loom again looks at its window. */
    async function lookAt(looked: Person, other: Person): Promise<void> {
      expect(await hasEnded(desk.start(looked.name.toLowerCase()))).toBe(0);
      await looked.window.until('focus', 'document.hasFocus()');
      await other.window.until('no focus', '!document.hasFocus()');
    }
    await using bus = await watchBus(desk, "interface='org.freedesktop.Notifications',member='Notify'");

    await lookAt(ada, bo);
    await bo.send('While it is looked at.');
    await ada.reads('While it is looked at.');
    await lookAt(bo, ada);
    await bo.send('While it is not.');
    await ada.reads('While it is not.');
    await bus.called('Notify', 1);
    await bo.send('And one more.');
    await bus.called('Notify', 2);

    const notices = [...bus.calls('Notify')];
    expect(notices).toHaveLength(2);
    for (const { text } of notices) {
      expect(text).toContain('string "Loom"');
      expect(text).toContain('string "New message"');
      expect(text).not.toMatch(/Bo|Ada|While|one more/);
    }

    await ada.set({ theme: 'dark', notifications: 'off' });
    await bo.send('Not told of.');
    await ada.reads('Not told of.');
    await ada.set({ theme: 'light', notifications: 'with-name' });
    await bo.send('With a name.');
    await bus.called('Notify', 3);
    expect(bus.calls('Notify')).toHaveLength(3);
    expect(bus.calls('Notify')[2]?.text).toContain('string "Bo"');
    expect(bus.calls('Notify')[2]?.text).not.toContain('With a name.');
  });
});
