// The whole story through two native windows: as they are packaged, on a virtual display, over real engines and sockets.
import { describe, expect, test } from 'vitest';
import { deskOfTest } from './support/desk-of-test.ts';
import { noDesk } from './support/desk.ts';
import { sitDown } from './support/person.ts';

const reason = noDesk();
const storyMs = 240_000;

describe('through native windows', { timeout: storyMs }, () => {
  test('two people make identities, exchange tokens, become secured and chat, either side first', async ({
    skip,
  }) => {
    skip(reason !== undefined, reason);
    const desk = await deskOfTest();
    const ada = await sitDown(desk, 'Ada');
    const bo = await sitDown(desk, 'Bo');
    await ada.picture('first-start');

    const adasToken = await ada.makeIdentity();
    await ada.picture('token');
    await ada.findPeople();
    const bosToken = await bo.makeIdentity();
    const bosPort = await bo.findPeople();
    expect(adasToken).toMatch(/^LOOM-/);
    expect(bosToken).not.toBe(adasToken);

    await bo.add({ name: 'Ada', token: adasToken });
    await ada.add({ name: 'Bo', token: bosToken, address: `127.0.0.1:${bosPort}` });
    await Promise.all([ada.secured(), bo.secured()]);

    await bo.send('The first word is mine.');
    await ada.reads('The first word is mine.');
    await ada.send('And the answer is mine.');
    await bo.reads('And the answer is mine.');
    await ada.picture('conversation');
    await bo.picture('conversation-other');
  });
});
