// How this device is on the network: where it listens, and why it may not be found.
import { words } from '../../messages/words.ts';
import { SectionPage } from './page.tsx';

export function NetworkSection() {
  return <SectionPage title={words.settings.network}>{null}</SectionPage>;
}
