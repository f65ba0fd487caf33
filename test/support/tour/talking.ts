// A conversation as it grows: empty, in full, with a menu of a message open, far up in its history; and the list of conversations by
// itself.
import { backToList, converse, openMessageMenu, twoFriends, type Stage } from './stage.ts';

const talk = [
  [1, 'The power is back in the boathouse, and so is the mesh.'],
  [0, 'Saw it: you went from offline to secured without me touching anything.'],
  [0, 'Did the messages from last night get through?'],
  [1, 'All of them, in order. Twelve, I think.'],
  [1, 'I read them over breakfast.'],
  [0, 'Good. Then the tide table is the one I sent at ten; forget the one before it.'],
  [1, 'Understood. The chart is at https://harbour.example/charts/2024.pdf'],
  [0, 'We leave at half past six.'],
] as const;

const history = Array.from(
  { length: 16 },
  (_, index) =>
    [
      index % 3 === 0 ? (0 as const) : (1 as const),
      `Buoy ${index + 1}: ${'the light is out again, and the bell with it. '.repeat((index % 4) + 2).trim()}`,
    ] as const,
);

export async function talking(stage: Stage): Promise<void> {
  const pair = await twoFriends(stage);
  const { ada, bo } = pair;
  const { page } = ada;
  const { see } = stage;
  await see('conversation-empty', page);
  await converse(pair, talk);
  await see('conversation', page);
  await openMessageMenu(ada, bo.name, 'The chart is at');
  await see('message-options', page);
  await page.keyboard.press('Escape');

  await ada.messages(bo.name).getByRole('link').click();
  await page.getByRole('dialog', { name: 'Open this link?' }).waitFor();
  await see('link', page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // What comes while nothing is open is counted.
  await backToList(page);
  await bo.send('Are you on the jetty already?');
  await page.getByText('1 unread message').waitFor();
  await see('conversations', page);
  await ada.open(bo.name);
  await ada.secured();

  await converse(pair, history);
  const scroller = page.getByRole('group', { name: `Messages with ${bo.name}` });
  await scroller.hover();
  await page.mouse.wheel(0, -700);
  await page.getByRole('button', { name: 'Jump to the newest message' }).waitFor();
  await see('conversation-scrolled', page);
}
