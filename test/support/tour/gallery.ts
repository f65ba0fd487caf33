// The gallery, room by room: every component in every state. It has no engine, and needs none but to be served.
import { sitDown } from '../person.ts';
import type { Stage } from './stage.ts';

export async function gallery({ home, context, people, see }: Stage): Promise<void> {
  const { page } = await sitDown(home, context, people[0], '--no-mdns');
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/gallery`);
  const rooms = page.getByRole('navigation', { name: 'Rooms' }).getByRole('link');
  await rooms.first().waitFor();
  for (const room of await rooms.all()) {
    await room.click();
    const title = await room.innerText();
    await page.getByRole('main', { name: title, exact: true }).waitFor();
    await see(`gallery-${title.toLowerCase()}`, page);
  }
  await page.getByRole('button', { name: 'Open a small sheet' }).click();
  await page.getByRole('dialog', { name: 'A small sheet' }).waitFor();
  await see('gallery-sheet', page);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Buttons' }).click();
  await page.getByRole('button', { name: 'A menu to open' }).click();
  await see('gallery-menu', page);
}
