// What people do day by day: search, delete a message, show their token, block somebody.
import {
  backToList,
  converse,
  escapeSheet,
  fromContactMenu,
  openMessageMenu,
  twoFriends,
  type Stage,
} from './stage.ts';

export async function everyday(stage: Stage): Promise<void> {
  const pair = await twoFriends(stage);
  const { ada, bo } = pair;
  const { page } = ada;
  const { see } = stage;
  await converse(pair, [
    [1, 'The tide turns at ten past four.'],
    [0, 'Then the tide table on the door is wrong.'],
    [1, 'It is the one from last spring.'],
  ]);

  const search = page.getByRole('textbox', { name: 'Search messages and people' });
  await page.bringToFront();
  await backToList(page);
  await search.fill('zebra');
  await page.getByText('No message holds all these words.').waitFor();
  await see('search-nothing', page);
  await search.fill(bo.name);
  await page.getByRole('heading', { name: 'People' }).waitFor();
  await see('search-people', page);
  await search.fill('tide');
  const hit = page.getByRole('button', { name: /tide table/ });
  await hit.waitFor();
  await see('search', page);
  await hit.click();
  await ada.messages(bo.name).getByText('is wrong').waitFor();
  await see('found', page);
  await page.getByRole('button', { name: 'End the search' }).click();
  await fromContactMenu(page, 'Search in conversation');
  await page.getByRole('textbox', { name: `Search in the conversation with ${bo.name}` }).fill('spring');
  await page.getByRole('status').getByText('1 message found').waitFor();
  await see('search-in-conversation', page);
  await page.getByRole('button', { name: 'End the search' }).click();

  await openMessageMenu(ada, bo.name, 'is wrong');
  await page.getByRole('menuitem', { name: 'Delete for me' }).click();
  await page.getByRole('dialog', { name: 'Delete this message?' }).waitFor();
  await see('delete-message', page);
  await escapeSheet(page);

  await page.getByRole('button', { name: 'Show my token' }).click();
  await page.getByText('36 groups of six').waitFor();
  await see('my-device', page);
  await escapeSheet(page);

  await fromContactMenu(page, 'Block contact');
  await page.getByText(`You have blocked ${bo.name}`).waitFor();
  await see('conversation-blocked', page);
  const privacy = await ada.openSettings('Privacy');
  await privacy.getByRole('button', { name: `Unblock ${bo.name}` }).waitFor();
  await see('settings-blocked', page);
  await page.getByRole('button', { name: 'Leave the settings' }).click();
}
