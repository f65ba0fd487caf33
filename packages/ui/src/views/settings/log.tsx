// What the engine has logged lately, and goes on to log.
import { words } from '../../messages/words.ts';
import { SectionPage } from './page.tsx';

export function LogSection() {
  return (
    <SectionPage title={words.settings.log} whole>
      {null}
    </SectionPage>
  );
}
