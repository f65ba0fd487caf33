// How a profile is kept: a passphrase from the first moment, where the key is, a backup that is made, tried and looked into, the end
// of a profile, and the lock.
import { join } from 'node:path';
import { sitDown } from '../person.ts';
import { escapeSheet, type Stage } from './stage.ts';

const passphrase = 'a heron over the weir';

export async function keeping({ home, context, people, see }: Stage): Promise<void> {
  const ada = await sitDown(home, context, people[0], '--no-mdns');
  const { page } = ada;
  const sheet = page.getByRole('dialog');
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const fill = (label: string, text: string): Promise<void> =>
    page.getByLabel(label, { exact: true }).fill(text);

  await page.getByRole('switch', { name: 'Protect it with a passphrase' }).check();
  // It takes the focus with the next frame, from whatever is being typed in then.
  await page.getByLabel('New passphrase').and(page.locator(':focus')).waitFor();
  await fill('Your name', people[0]);
  await fill('New passphrase', passphrase);
  await fill('The same again', 'a heron above');
  await see('first-start-passphrase', page);
  await fill('The same again', passphrase);
  await press('Restore from a backup');
  await see('restore', page);
  await escapeSheet(page);
  await ada.makeIdentity();
  await see('your-token-passphrase', page);
  await ada.findPeople();

  await press('Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Storage' }).click();
  await page.getByText('In use').waitFor();
  await see('settings-storage-passphrase', page);
  await press('Change the passphrase');
  await see('change-passphrase', page);
  await escapeSheet(page);
  await press('Use this: In a file');
  await see('move-key', page);
  await escapeSheet(page);

  const file = join(home.folder, 'ada.loom-backup');
  await press('Back up now');
  await page.getByLabel('Passphrase of the backup').and(page.locator(':focus')).waitFor();
  await fill('Where the file goes', file);
  await fill('Passphrase of the backup', passphrase);
  await fill('The same again', passphrase);
  await see('backup', page);
  await press('Make the backup');
  await sheet.getByText('Not tested yet').waitFor();
  await see('backup-untested', page);
  await fill('Passphrase of the backup', passphrase);
  await press('Test it');
  await sheet.getByText('It opens, and all of it can be read.').waitFor();
  await see('backup-tested', page);
  await escapeSheet(page);
  await press('Restore from a backup…');
  await fill('Or where it lies on this device', file);
  await fill('Its passphrase', passphrase);
  await press('Look into it');
  await sheet.getByText('This is in the backup').waitFor();
  await see('restore-contents', page);
  await press('Replace what is here');
  await page.getByRole('dialog', { name: 'Restored' }).waitFor();
  await see('restored', page);
  await escapeSheet(page);
  await press('Erase profile…');
  await page.getByLabel('Type the name of the profile').fill(people[0].toLowerCase());
  await see('wipe', page);
  await escapeSheet(page);

  await press('Lock now');
  await page.getByRole('heading', { name: 'Loom is locked' }).waitFor();
  await see('locked', page);
  await fill('Passphrase', 'a heron over the wier');
  await press('Unlock');
  await page.getByText('The passphrase does not fit.').waitFor();
  await page.getByText('Forgotten? What can be done').click();
  await see('locked-forgotten', page);
}
