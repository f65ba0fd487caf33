// When things do not go well: the other side is away, comes back from a backup with a new session, and Loom itself does not answer.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sitDown } from '../person.ts';
import { converse, escapeSheet, fromContactMenu, openMessageMenu, twoFriends, type Stage } from './stage.ts';

export async function troubled(stage: Stage): Promise<void> {
  const { home, context, see } = stage;
  const pair = await twoFriends(stage);
  const { ada, bo } = pair;
  const { page } = ada;
  await converse(pair, [
    [1, 'The ferry is late, I may lose you on the way.'],
    [0, 'No matter, what I write waits for you.'],
  ]);
  await fromContactMenu(page, 'Safety number');
  await page.getByRole('button', { name: 'Mark as verified' }).click();
  await page.getByText('You have compared this number').waitFor();
  await escapeSheet(page);

  await bo.engine.stop();
  await page.getByRole('status').getByText('Offline').waitFor();
  await ada.send('One more thing: bring the long rope.');
  await page.getByRole('status').getByText('1 message waits').waitFor();
  await see('offline', page);
  await openMessageMenu(ada, bo.name, 'the long rope');
  await page.getByRole('menuitem', { name: 'Try now' }).waitFor();
  await see('message-options-waiting', page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Initiate handshake' }).click();
  await page.getByRole('button', { name: 'Initiate handshake', disabled: false }).waitFor();

  // Bo's device goes back to a copy of its data, as after a restored backup.
  const data = join(home.folder, 'profiles', bo.name.toLowerCase());
  const copy = join(home.folder, 'copy');
  await cp(data, copy, { recursive: true });
  const later = await sitDown(home, context, bo.name, '--no-mdns');
  await later.open(ada.name);
  await later.secured();
  await later.send('From a day that is then forgotten.');
  await ada.messages(bo.name).getByText('From a day that is then forgotten.').waitFor();
  await later.engine.stop();
  await rm(data, { recursive: true });
  await cp(copy, data, { recursive: true });
  const restored = await sitDown(home, context, bo.name, '--no-mdns');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Accept new session' }).waitFor();
  await ada.send('Is it you? I call you in a minute.');
  await page.getByRole('status').getByText('new session, not accepted yet').waitFor();
  await see('new-session', page);
  await restored.engine.stop();

  await ada.engine.stop();
  await page.getByText('Loom is not answering. Trying again').waitFor();
  await page.getByRole('status').getByText('Loom is not answering').waitFor();
  await see('not-answering', page);
}
