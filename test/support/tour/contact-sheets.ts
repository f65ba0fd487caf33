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

  await page.getByRole('button', { name: 'Show details' }).click();
  const details = page.getByRole('complementary', { name: `Details of ${bo.name}` });
  await details.getByRole('list', { name: 'Digits' }).waitFor();
  await see('details', page);
  await details.getByRole('button', { name: 'Symbols' }).click();
  await details.getByRole('list', { name: 'Symbols' }).waitFor();
  await see('details-symbols', page);
  await details.getByRole('button', { name: 'QR code' }).click();
  await details.getByRole('img', { name: 'QR code of the safety number' }).waitFor();
  await see('details-code', page);
  await details.getByRole('button', { name: 'Digits' }).click();
  await details.getByRole('button', { name: 'Mark as verified' }).click();
  await details.getByText(`You have compared this number with ${bo.name}`).waitFor();
  await see('details-verified', page);
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  await see('conversation-verified', page);

  await fromContactMenu(page, 'Rename');
  await details.getByRole('textbox', { name: 'Display name' }).waitFor();
  await see('details-rename', page);
  await page.keyboard.press('Escape');

  await fromContactMenu(page, 'Set address');
  await details.getByRole('textbox', { name: 'Address', exact: true }).waitFor();
  await see('details-address', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });

  await fromContactMenu(page, 'Delete contact');
  await page.getByRole('dialog', { name: `Delete ${bo.name}?` }).waitFor();
  await see('delete-contact', page);
  await escapeSheet(page);
}
