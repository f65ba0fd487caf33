// All that the menu of a conversation leads to.
import { converse, escapeSheet, fromContactMenu, twoFriends, type Stage } from './stage.ts';

export async function contactSheets(stage: Stage): Promise<void> {
  const pair = await twoFriends(stage);
  const { ada, bo } = pair;
  const { page } = ada;
  const { see } = stage;
  await converse(pair, [
    [1, 'Is it you?'],
    [0, 'It is. Shall we compare our numbers?'],
  ]);
  await page.bringToFront();
  await page.getByRole('button', { name: 'Contact options' }).click();
  await see('contact-options', page);
  await page.keyboard.press('Escape');

  await fromContactMenu(page, 'Safety number');
  const sheet = page.getByRole('dialog', { name: 'Safety number with' });
  await sheet.getByRole('list', { name: 'Digits' }).waitFor();
  await see('safety-number', page);
  await sheet.getByRole('button', { name: 'Symbols' }).click();
  await sheet.getByRole('list', { name: 'Symbols' }).waitFor();
  await see('safety-number-symbols', page);
  await sheet.getByRole('button', { name: 'Mark as verified' }).click();
  await sheet.getByText(`You have compared this number with ${bo.name}`).waitFor();
  await see('safety-number-verified', page);
  await escapeSheet(page);
  await see('conversation-verified', page);

  await fromContactMenu(page, 'Rename');
  await page.getByRole('dialog', { name: 'Rename contact' }).waitFor();
  await see('rename', page);
  await escapeSheet(page);

  await fromContactMenu(page, 'Set address');
  const address = page.getByRole('dialog', { name: `Address of ${bo.name}` });
  await address.waitFor();
  await see('set-address', page);
  await escapeSheet(page);

  await fromContactMenu(page, 'Delete contact');
  await page.getByRole('dialog', { name: `Delete ${bo.name}?` }).waitFor();
  await see('delete-contact', page);
  await escapeSheet(page);
}
