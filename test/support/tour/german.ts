// The longer language: the same views in German, where words are longest and sheets are fullest. Whoever speaks German is met in it
// from the first start on.
import { sitDown } from '../person.ts';
import { converse, twoFriends, type Stage } from './stage.ts';

export async function german(stage: Stage): Promise<void> {
  const { home, see } = stage;
  const pair = await twoFriends(stage);
  const { ada, bo, bosToken } = pair;
  const { page } = ada;
  await converse(pair, [
    [1, 'Der Strom im Bootshaus ist wieder da, und das Netz auch.'],
    [0, 'Ich habe es gesehen: Du warst auf einmal wieder gesichert.'],
    [1, 'Um halb sieben geht es los.'],
  ]);
  await page.bringToFront();
  const looks = await ada.openSettings('Appearance');
  await looks.getByRole('group', { name: 'Language' }).getByRole('radio', { name: 'Deutsch' }).check();
  const sheet = page.getByRole('dialog');
  const closed = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  };
  await page.getByRole('group', { name: 'Schriftgröße' }).waitFor();
  await see('german-settings', page);
  await page.getByRole('button', { name: 'Einstellungen verlassen' }).click();
  await see('german-conversation', page);
  await page.getByRole('button', { name: 'Kontakt: mehr' }).click();
  await see('german-contact-options', page);
  await page.getByRole('menuitem', { name: 'Sicherheitsnummer' }).click();
  await page.getByRole('list', { name: 'Ziffern' }).waitFor();
  await see('german-safety-number', page);
  await closed();
  await page.getByRole('button', { name: 'Kontakt hinzufügen' }).click();
  await page.getByRole('textbox', { name: 'Token', exact: true }).fill(bosToken.slice(0, 100));
  await page.getByRole('textbox', { name: 'Adresse' }).fill('das blaue Haus');
  await page.getByText('IP-Adresse').first().waitFor();
  await see('german-add-contact', page);
  await closed();
  await bo.engine.stop();
  await page.getByRole('status').getByText('Nicht erreichbar').waitFor();
  await see('german-offline', page);

  const context = await page
    .context()
    .browser()
    ?.newContext({ locale: 'de-DE', viewport: page.viewportSize() });
  if (context === undefined) return;
  const mara = await sitDown(home, context, 'Mara', '--no-mdns');
  await mara.page.getByRole('heading', { level: 1 }).waitFor();
  await see('german-first-start', mara.page);
  await context.close();
}
