// From the first start to the main view, where nobody has been added yet; and a window that has no right to be open.
import { sitDown } from '../person.ts';
import type { Stage } from './stage.ts';

export async function firstStart({ home, context, people, see }: Stage): Promise<void> {
  const ada = await sitDown(home, context, people[0]);
  const { page } = ada;
  await page.getByRole('button', { name: 'Make my identity' }).waitFor();
  await see('first-start', page);
  await ada.makeIdentity();
  await see('your-token', page);
  await ada.findPeople();
  await see('nobody-yet', page);

  const stranger = await context.newPage();
  await stranger.goto(new URL(page.url()).origin);
  await stranger.getByText('This window is not connected').waitFor();
  await see('not-connected', stranger);
}
