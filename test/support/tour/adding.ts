// Adding a contact by token: the ways that it can come, an empty sheet, a slip with its correction, what is no token, a genuine one, and a contact who has not
// answered yet.
import { escapeSheet, twoStrangers, type Stage } from './stage.ts';

export async function adding(stage: Stage): Promise<void> {
  const { ada, bo, bosToken } = await twoStrangers(stage);
  const { page } = ada;
  const { see } = stage;
  await page.bringToFront();
  await page.getByRole('button', { name: 'Add new contact' }).click();
  const name = page.getByRole('textbox', { name: 'Display name' });
  const token = page.getByRole('textbox', { name: 'Token', exact: true });
  await name.waitFor();
  await see('add-contact', page);
  await page.getByRole('radio', { name: 'Camera' }).check();
  await see('add-contact-camera', page);
  await page.getByRole('radio', { name: 'Picture of a code' }).check();
  await see('add-contact-picture', page);
  await page.getByRole('radio', { name: 'Paste or type' }).check();

  await name.fill(bo.name);
  await page.getByRole('textbox', { name: 'Address (optional)' }).fill('the blue house');
  await token.fill(bosToken.slice(0, 100));
  await page.getByText('Write an IP address').waitFor();
  await see('add-contact-fault', page);
  await page.getByRole('textbox', { name: 'Address (optional)' }).fill('');

  // Behind LOOM-, character 88 is the fourth of group C3.
  const at = 'LOOM-'.length + 87;
  const wrong = bosToken.charAt(at) === 'Q' ? 'R' : 'Q';
  await token.fill(`${bosToken.slice(0, at)}${wrong}${bosToken.slice(at + 1)}`);
  await page.getByText('Look at group C3.').waitFor();
  await see('add-contact-typo', page);
  await page.getByRole('button', { name: 'Change to' }).click();
  await page.getByText('signature is genuine').waitFor();
  await see('add-contact-genuine', page);
  await escapeSheet(page);

  await ada.add({ name: bo.name, token: bosToken });
  await page.getByRole('status').getByText('Not connected yet').waitFor();
  await see('conversation-new', page);
}
