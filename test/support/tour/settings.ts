// Every section of the settings.
import { twoFriends, type Stage } from './stage.ts';

const sections = ['Identity', 'Appearance', 'Notifications', 'Privacy', 'Storage', 'Network', 'Log'];

export async function settings(stage: Stage): Promise<void> {
  const { ada } = await twoFriends(stage);
  for (const section of sections) {
    const open = await ada.openSettings(section);
    await open.waitFor();
    if (section === 'Network') await open.getByText(/^Checked at /).waitFor();
    await stage.see(`settings-${section.toLowerCase()}`, ada.page);
  }
}
