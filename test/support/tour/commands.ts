// Where everything can be reached from, and by which keys.
import { escapeSheet, twoFriends, type Stage } from './stage.ts';

export async function commands(stage: Stage): Promise<void> {
  const { ada } = await twoFriends(stage);
  const { page } = ada;
  await page.bringToFront();
  await page.getByRole('button', { name: 'Places and commands' }).click();
  const field = page.getByRole('combobox', { name: 'A person, a setting, something to do' });
  await field.waitFor();
  await stage.see('palette', page);
  await field.fill('sett');
  await page.getByRole('option', { name: 'Settings: Network' }).waitFor();
  await stage.see('palette-typed', page);
  await field.fill('nothing is called so');
  await page.getByRole('status').getByText('Nothing is called so').waitFor();
  await stage.see('palette-none', page);
  await escapeSheet(page);
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await stage.see('shortcuts', page);
  await escapeSheet(page);
}
