// What tells of a message while the window is not looked at.
import { words } from '../../messages/words.ts';
import { SectionPage } from './page.tsx';

export function NotificationsSection() {
  return (
    <SectionPage title={words.settings.notifications}>
      <p class="section-lead">{words.settings.notificationsToday}</p>
    </SectionPage>
  );
}
