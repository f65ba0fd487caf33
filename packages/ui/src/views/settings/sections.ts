// The sections of the settings, in the order of their list: each with its drawing, its words and its page. A further one is a
// further line here, and its name in state/settings-view.ts.
import type { ComponentType } from 'preact';
import type { IconName } from '../../components/icon.tsx';
import { words } from '../../messages/words.ts';
import type { Loom } from '../../state/loom.ts';
import type { SectionId } from '../../state/settings-view.ts';
import { AppearanceSection } from './appearance.tsx';
import { IdentitySection } from './identity.tsx';
import { LogSection } from './log.tsx';
import { NetworkSection } from './network.tsx';
import { NotificationsSection } from './notifications.tsx';
import { PrivacySection } from './privacy.tsx';
import { StorageSection } from './storage.tsx';

export interface Section {
  readonly icon: IconName;
  /** Read while rendering, as words are. */
  readonly title: () => string;
  readonly Page: ComponentType;
  /** What the person should look at there, in words; undefined where there is nothing. */
  readonly attention?: (loom: Loom) => string | undefined;
}

const text = words.settings;

export const sections: Readonly<Record<SectionId, Section>> = {
  identity: { icon: 'person', title: () => text.identity, Page: IdentitySection },
  appearance: { icon: 'appearance', title: () => text.appearance, Page: AppearanceSection },
  notifications: { icon: 'bell', title: () => text.notifications, Page: NotificationsSection },
  privacy: { icon: 'lock', title: () => text.privacy, Page: PrivacySection },
  storage: { icon: 'storage', title: () => text.storage, Page: StorageSection },
  network: {
    icon: 'network',
    title: () => text.network,
    Page: NetworkSection,
    attention: ({ status, doctor }) => {
      const network = status.value?.network;
      const isDown = network !== undefined && (!network.running || network.discovery === 'failed');
      const hasFault = doctor.examination.value?.checks.some((check) => check.status === 'fault') === true;
      return isDown || hasFault ? words.network.needsAttention : undefined;
    },
  },
  log: { icon: 'lines', title: () => text.log, Page: LogSection },
};
