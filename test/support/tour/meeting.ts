// Two people who sit side by side meet: nobody in sight, somebody in sight, the comparison, and what came of it.
import { freePort } from '../../cli/people.ts';
import { sitDown, type Person } from '../person.ts';
import type { Stage } from './stage.ts';

async function settle({ home, context }: Stage, name: string): Promise<Person> {
  const person = await sitDown(home, context, name, '--port', await freePort());
  await person.makeIdentity();
  await person.findPeople();
  return person;
}

async function beVisible({ page }: Person): Promise<void> {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Meet someone nearby' }).click();
  await page.getByText('People nearby can see your name.').waitFor();
}

export async function meeting(stage: Stage): Promise<void> {
  const { see } = stage;
  const ada = await settle(stage, stage.people[0]);
  const bo = await settle(stage, stage.people[1]);
  await beVisible(ada);
  await see('meet', ada.page);
  await beVisible(bo);
  const compare = ada.page.getByRole('button', { name: `Compare with ${bo.name}` });
  await compare.waitFor();
  await see('meet-visible', ada.page);
  await compare.click();
  for (const { page } of [ada, bo]) await page.getByRole('list', { name: 'Symbols to compare' }).waitFor();
  await see('meet-compare', ada.page);
  await bo.page.bringToFront();
  await bo.page.getByRole('button', { name: 'They are the same' }).click();
  await bo.page.getByText(`Waiting for ${ada.name} to confirm`).waitFor();
  await see('meet-waiting', bo.page);
  await ada.page.bringToFront();
  await ada.page.getByRole('button', { name: 'They are the same' }).click();
  await ada.page.getByText(`${bo.name} is your contact now, verified.`).waitFor();
  await see('meet-done', ada.page);
  await ada.page.getByRole('button', { name: `Open conversation with ${bo.name}` }).click();
  await ada.secured();
  await see('met', ada.page);
}
